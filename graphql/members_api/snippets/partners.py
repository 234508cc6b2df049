"""Partners and datasets. People and contacts are for members."""

from typing import Any

import graphene
from graphene_django import DjangoObjectType

from cms.snippets import models
from cms.snippets.models import Dataset, Partner, PartnerAlias, PartnerContact, Succession
from members_api.enums import enum_of
from members_api.joining.paths import CHARTER_OF_PARTNER, SPONSOR_OF_PARTNER
from members_api.site.types import PartnerRoleKind
from members_api.snippets import derived, paths

PartnerExistence = enum_of(Partner.Existence, "PartnerExistence")
PartnerMembership = enum_of(Partner.Membership, "PartnerMembership")
AliasKind = enum_of(PartnerAlias.Kind, "PartnerAliasKind")
DatasetSensitivity = enum_of(Dataset.Sensitivity, "DatasetSensitivity")
ISP = "members_api.snippets.isps.IspType"


class PartnerAliasType(DjangoObjectType):
    kind = graphene.Field(AliasKind, required=True)
    kind_label = graphene.String(required=True)

    class Meta:
        model, name, fields, convert_choices_to_enum = PartnerAlias, "PartnerAlias", ("id", "name"), False

    def resolve_kind_label(self, info: Any) -> str:
        return str(self.get_kind_display())


class PartnerContactType(DjangoObjectType):
    """A named contact of a partner. For members."""

    class Meta:
        model, name = PartnerContact, "PartnerContact"
        fields = ("id", "name", "job_title", "email", "phone", "confirmed_on")


class SuccessionType(DjangoObjectType):
    """One body took over from another. The date may be a year or a month: 2022, 2022-07 or 2022-07-01."""

    predecessor = graphene.Field(lambda: PartnerType)
    successor = graphene.Field(lambda: PartnerType)

    class Meta:
        model, name, fields = Succession, "Succession", ("id", "on", "note")


class PartnerPersonType(graphene.ObjectType):
    """Who holds a role at a partner today. For members."""

    role = graphene.Field(PartnerRoleKind, required=True)
    label = graphene.String(required=True)
    name = graphene.String(required=True, description="Empty where only a deputy is named, or nobody is needed.")
    deputy_name = graphene.String(required=True)
    job_title = graphene.String(required=True)
    phone = graphene.String(required=True)
    email = graphene.String(required=True)
    service_area = graphene.String(required=True)
    confirmed_on = graphene.Date()
    not_required_because = graphene.String(required=True)

    class Meta:
        name = "PartnerPerson"


class PartnerType(DjangoObjectType):
    """An organisation. What data says of it (`existence`) and whether it has joined (`membership`) are two facts."""

    existence = graphene.Field(PartnerExistence, required=True)
    existence_label = graphene.String(required=True)
    membership = graphene.Field(PartnerMembership, required=True)
    membership_label = graphene.String(required=True)
    legal_controller = graphene.String(required=True, description="Who is bound in law.")
    sector = graphene.Field("members_api.snippets.law.SectorType")
    parent = graphene.Field(lambda: PartnerType)
    logo = graphene.Field("members_api.files.ImageType")
    aliases = graphene.List(PartnerAliasType)
    predecessors = graphene.List(SuccessionType, description="Bodies it took over from.")
    successors = graphene.List(SuccessionType, description="Bodies that took over from it.")
    people = graphene.List(PartnerPersonType, description="Who holds which role. For members; empty for everyone else.")
    contacts = graphene.List(PartnerContactType, description="For members; empty for everyone else.")
    isps = graphene.List(ISP, description="Agreements that it leads or takes part in, as far as you may see them.")
    datasets = graphene.List(lambda: DatasetType, description="For members.")
    charter_signed = graphene.Field(
        "members_api.joining.types.CharterSignatureType", description="Of the latest version that it signed."
    )
    sponsor = graphene.Field("members_api.joining.types.SponsorType", description="For members.")
    paths = {
        "charter_signed": CHARTER_OF_PARTNER,
        "sponsor": SPONSOR_OF_PARTNER,
        "predecessors": paths.successions("successor"),
        "successors": paths.successions("predecessor"),
        "isps": paths.ISPS_OF_PARTNER,
        "datasets": paths.DATASETS_OF_PARTNER,
    }

    class Meta:
        model, name, convert_choices_to_enum = Partner, "Partner", False
        fields = (
            "id",
            "name",
            "slug",
            "can_sign",
            "organisation_type",
            "area",
            "website",
            "joined_on",
            "is_example",
            "source",
        )

    def resolve_existence_label(self, info: Any) -> str:
        return str(self.get_existence_display())

    def resolve_membership_label(self, info: Any) -> str:
        return str(self.get_membership_display())

    def resolve_legal_controller(self, info: Any) -> str:
        return str(self.controller_name)

    def resolve_people(self, info: Any) -> list[derived.PartnerPerson]:
        return info.context.loader.derived(derived.people_of, self) or []


class DatasetType(DjangoObjectType):
    """Data that a partner holds and others may ask for. For members."""

    holder = graphene.Field(PartnerType)
    sensitivity = graphene.Field(DatasetSensitivity, required=True)
    sensitivity_label = graphene.String(required=True)
    categories = graphene.List(graphene.String, description="What it holds.")
    isps = graphene.List(ISP, description="Agreements that move it.")
    paths = {"isps": paths.ISPS_OF_DATASET}

    class Meta:
        model, name, convert_choices_to_enum = models.Dataset, "Dataset", False
        fields = (
            "id",
            "slug",
            "title",
            "steward",
            "description",
            "coverage",
            "update_frequency",
            "format",
            "how_to_request",
            "open_data_url",
            "last_confirmed_on",
            "confirm_by",
            "is_example",
        )

    def resolve_sensitivity_label(self, info: Any) -> str:
        return str(self.get_sensitivity_display())

    def resolve_categories(self, info: Any) -> list[str]:
        return lines(self.categories)


def lines(text: str) -> list[str]:
    """The items of a column that holds one a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]
