"""A version of an agreement: its words, parties, law, flows and files. What is not the public part is for members."""

from typing import Any

import graphene
from graphene_django import DjangoObjectType

from cms.core import clock
from cms.signing.models import Signature
from cms.signing.selectors import CoverageState
from cms.snippets import models
from cms.snippets.freshness import freshness_of
from cms.snippets.models import DataFlow, IspFile, IspParty, IspVersion, LegalBasis
from members_api.enums import enum_of
from members_api.snippets import derived, paths
from members_api.snippets.law import LegalConditionType, LegalGatewayType
from members_api.snippets.partners import DatasetType, PartnerType, lines
from members_api.snippets.public import PUBLIC_PART

IspVersionState = enum_of(IspVersion.State, "IspVersionState")
IspPartyRole = enum_of(IspParty.Role, "IspPartyRole")
ControllerStatus = enum_of(IspParty.ControllerStatus, "ControllerStatus")
Coverages = graphene.Enum("CoverageState", [(state.name, state.value) for state in CoverageState])
SignatureDecision = enum_of(Signature.Decision, "SignatureDecision")
SignatureMethod = enum_of(Signature.Method, "SignatureMethod")
LegalRegime = enum_of(LegalBasis.Regime, "LegalRegime")
BasisDirection = enum_of(LegalBasis.Direction, "BasisDirection")
Confidentiality = enum_of(LegalBasis.Confidentiality, "ConfidentialityRoute")
FlowStatus = enum_of(DataFlow.Status, "DataFlowStatus")
FileKind = enum_of(IspFile.Kind, "IspFileKind")


class SignatureType(DjangoObjectType):
    """Who committed the legal controller. For members."""

    decision = graphene.Field(SignatureDecision, required=True)
    decision_label = graphene.String(required=True)
    method = graphene.Field(SignatureMethod, required=True)

    class Meta:
        model, name, convert_choices_to_enum = Signature, "Signature", False
        fields = ("id", "signatory_name", "signatory_job_title", "signed_on", "reason")

    # A tool gets the decision without the person.
    def resolve_signatory_name(self, info: Any) -> str:
        return str(self.signatory_name) if derived.sees_people(info.context.requester) else ""

    def resolve_signatory_job_title(self, info: Any) -> str:
        return str(self.signatory_job_title) if derived.sees_people(info.context.requester) else ""

    def resolve_decision_label(self, info: Any) -> str:
        return str(self.get_decision_display())


class LegalBasisType(DjangoObjectType):
    """Why one party may share, for one purpose and direction. For members."""

    regime = graphene.Field(LegalRegime, required=True)
    regime_label = graphene.String(required=True)
    direction = graphene.Field(BasisDirection, required=True)
    direction_label = graphene.String(required=True)
    article6 = graphene.Field(LegalConditionType)
    article9 = graphene.Field(LegalConditionType)
    schedule1 = graphene.Field(LegalConditionType)
    part3 = graphene.Field(LegalConditionType)
    gateways = graphene.List(LegalGatewayType)
    confidentiality = graphene.Field(Confidentiality, required=True)
    confidentiality_label = graphene.String(required=True, description="Route through the duty of confidentiality.")

    class Meta:
        model, name, convert_choices_to_enum = LegalBasis, "LegalBasis", False
        fields = (
            "id",
            "purpose",
            "article10_authority",
            "policy_document_url",
            "data_opt_out_applies",
            "rationale",
            "checked_on",
            "override_reason",
        )

    def resolve_regime_label(self, info: Any) -> str:
        return str(self.get_regime_display())

    def resolve_direction_label(self, info: Any) -> str:
        return str(self.get_direction_display())

    def resolve_confidentiality_label(self, info: Any) -> str:
        return str(LegalBasis.Confidentiality(self.confidentiality).label)


class IspPartyType(DjangoObjectType):
    """One partner's part in one version. Coverage is each party's own, from its own date."""

    partner = graphene.Field(PartnerType)
    role = graphene.Field(IspPartyRole, required=True)
    role_label = graphene.String(required=True)
    controller_status = graphene.Field(ControllerStatus, required=True)
    coverage = graphene.Field(Coverages, required=True)
    coverage_label = graphene.String(required=True)
    covered_since = graphene.Date(description="Since when it is covered; null while it is not.")
    asked_on = graphene.Date(description="For members; null for everyone else.")
    conditions = graphene.String(description="For members; null for everyone else.")
    owner_name = graphene.String(description="Who looks after it there. For members; null for everyone else.")
    signed_by = graphene.Field(SignatureType, description="For members; null for everyone else.")
    bases = graphene.List(LegalBasisType, description="For members; empty for everyone else.")
    held_by = graphene.Field(
        PartnerType, description="Who stands in its place, where the body that signed has ended. For members."
    )
    paths = {"signed_by": paths.SIGNED_BY, "held_by": paths.HELD_BY}
    public_part = PUBLIC_PART["IspParty"]

    class Meta:
        model, name, convert_choices_to_enum = IspParty, "IspParty", False
        fields = (
            *("id", "is_essential", "service_area", "article28_contract_url"),
            *("covered_from", "covered_to", "joined_on", "left_on"),
        )

    def resolve_role_label(self, info: Any) -> str:
        return str(self.get_role_display())

    def resolve_coverage(self, info: Any) -> str:
        return str(info.context.loader.derived(derived.party_coverage, self).state.value)

    def resolve_coverage_label(self, info: Any) -> str:
        return str(info.context.loader.derived(derived.party_coverage, self).label)

    def resolve_covered_since(self, info: Any) -> Any:
        coverage = info.context.loader.derived(derived.party_coverage, self)
        return coverage.since if coverage.covers else None

    def resolve_asked_on(self, info: Any) -> Any:
        return self.asked_on if info.context.requester.is_member else None

    def resolve_conditions(self, info: Any) -> str | None:
        return self.conditions if info.context.requester.is_member else None

    def resolve_owner_name(self, info: Any) -> str | None:
        name: str | None = info.context.loader.derived(derived.party_owners, self)
        return name


class DataItemType(DjangoObjectType):
    public_part = PUBLIC_PART["DataItem"]

    class Meta:
        model, name = models.DataItem, "DataItem"
        fields = ("id", "name", "is_special_category", "is_criminal_offence")


class DataFlowType(DjangoObjectType):
    """What moves from whom to whom. For members."""

    sender = graphene.Field(PartnerType)
    recipient = graphene.Field(PartnerType)
    dataset = graphene.Field(DatasetType)
    status = graphene.Field(FlowStatus, required=True, description="From the dates, where there are any.")
    status_label = graphene.String(required=True)
    required_every = graphene.String(required=True, description="In words; empty where no fixed time was agreed.")
    next_due_on = graphene.Date(description="By when the next one was agreed.")
    you_may_record = graphene.Boolean(required=True, description="Whether you may say when it arrived.")

    class Meta:
        model, name, convert_choices_to_enum = DataFlow, "DataFlow", False
        fields = ("id", "items", "method", "format", "frequency_required", "frequency_actual", "last_arrived_on")

    def resolve_status(self, info: Any) -> str:
        return str(freshness_of(self, clock.today()).status.value)

    def resolve_status_label(self, info: Any) -> str:
        return freshness_of(self, clock.today()).label

    def resolve_required_every(self, info: Any) -> str:
        return str(self.get_required_every_display()) if self.required_every else ""

    def resolve_next_due_on(self, info: Any) -> Any:
        return freshness_of(self, clock.today()).next_due_on

    def resolve_you_may_record(self, info: Any) -> bool:
        return bool(info.context.loader.derived(derived.recordable_flows, self))


class IspFileType(DjangoObjectType):
    """A document of a version. For members; some only for the parties."""

    kind = graphene.Field(FileKind, required=True)
    kind_label = graphene.String(required=True)
    document = graphene.Field("members_api.files.DocumentType")

    class Meta:
        model, name, convert_choices_to_enum = IspFile, "IspFile", False
        fields = ("id", "title", "parties_only")

    def resolve_kind_label(self, info: Any) -> str:
        return str(self.get_kind_display())


class IspVersionType(DjangoObjectType):
    """The text of an agreement: numbered, and immutable once it is out for signature."""

    state = graphene.Field(IspVersionState, required=True)
    state_label = graphene.String(required=True)
    is_imported = graphene.Boolean(required=True, description="Only the register's entry is held, not the text.")
    may_share = graphene.List(graphene.String)
    do_not_share = graphene.List(graphene.String)
    parties = graphene.List(IspPartyType)
    data_items = graphene.List(DataItemType)
    flows = graphene.List(DataFlowType, description="For members; empty for everyone else.")
    files = graphene.List(IspFileType, description="For members; empty for everyone else.")
    covered_count = graphene.Int(required=True)
    party_count = graphene.Int(required=True, description="Parties that sign, among those you may see.")
    template = graphene.Field(
        "members_api.template.queries.TemplateEditionType",
        description="The edition it was made from: its locked clauses are part of what is signed. For members.",
    )
    public_part = PUBLIC_PART["IspVersion"]

    class Meta:
        model, name, convert_choices_to_enum = IspVersion, "IspVersion", False
        fields = (
            "id",
            "number",
            "what_changed",
            "in_force_from",
            "in_force_to",
            "content_hash",
            "summary",
            "purpose",
            "necessity",
            "expected_benefit",
            "data_subjects",
            "retention",
            "security",
            "individual_rights",
            "how_to_share",
            "joint_arrangement",
        )

    def resolve_state_label(self, info: Any) -> str:
        return str(self.get_state_display())

    def resolve_may_share(self, info: Any) -> list[str]:
        return lines(self.may_share)

    def resolve_do_not_share(self, info: Any) -> list[str]:
        return lines(self.do_not_share)

    def resolve_covered_count(self, info: Any) -> int:
        return int(info.context.loader.derived(derived.version_counts, self).covered)

    def resolve_party_count(self, info: Any) -> int:
        return int(info.context.loader.derived(derived.version_counts, self).parties)
