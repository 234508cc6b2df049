"""Information sharing protocols. Who owns one, whom to ring and its law are for members."""

from typing import Any

import graphene
from graphene_django import DjangoObjectType
from grapple.registry import registry
from wagtail.models import Page

from cms.pages.models import HorizonPage, StoryPage
from cms.reviews.models import Review
from cms.signing.selectors import PartCoverage
from cms.snippets.models import Isp, IspContact, Partner
from cms.snippets.selectors import Status
from members_api.batch import Derived, One, Via
from members_api.enums import enum_of
from members_api.snippets import derived, paths
from members_api.snippets.law import ThemeType
from members_api.snippets.partners import PartnerType
from members_api.snippets.public import PUBLIC_PART
from members_api.snippets.versions import Coverages, IspPartyRole, IspVersionType

IspKind = enum_of(Isp.Kind, "IspKind")
IspVisibility = enum_of(Isp.Visibility, "IspVisibility")
DatePrecision = enum_of(Isp.Precision, "DatePrecision")
IspStatus = graphene.Enum("IspStatus", [(status.name, status.value) for status in Status])
ReviewOutcome = enum_of(Review.Outcome, "ReviewOutcome")
MEMBERS = "For members; null for everyone else."


class PersonName(graphene.ObjectType):
    name = graphene.String(required=True)
    job_title = graphene.String(required=True)
    phone = graphene.String(required=True)
    email = graphene.String(required=True)


class CoverageType(graphene.ObjectType):
    """How an agreement covers one organisation, and through which predecessor, if any."""

    shows = PartCoverage
    partner = graphene.Field(PartnerType)
    through_partner = graphene.Field(PartnerType, description="The body it took over from that is covered.")
    state = graphene.Field(Coverages, required=True)
    label = graphene.String(required=True)
    since = graphene.Date()
    role = graphene.Field(IspPartyRole, required=True)
    role_label = graphene.String(required=True)
    service_area = graphene.String(required=True)
    paths = {
        "partner": One(Partner, lambda part: part.partner_id),
        "through_partner": One(Partner, lambda part: part.through_id),
    }

    class Meta:
        name = "Coverage"

    def resolve_state(self, info: Any) -> str:
        return str(self.coverage.state.value)

    def resolve_label(self, info: Any) -> str:
        return str(self.coverage.label)

    def resolve_since(self, info: Any) -> Any:
        return self.coverage.since

    def resolve_role(self, info: Any) -> str:
        return str(self.party.role)

    def resolve_role_label(self, info: Any) -> str:
        return str(self.party.get_role_display())

    def resolve_service_area(self, info: Any) -> str:
        return str(self.party.service_area)


class IspContactType(DjangoObjectType):
    """Who to ring. For members."""

    partner = graphene.Field(PartnerType)

    class Meta:
        model, name, fields = IspContact, "IspContact", ("id", "role", "phone", "email", "is_urgent")


class ReviewType(DjangoObjectType):
    """One review of an agreement. For members."""

    outcome = graphene.Field(ReviewOutcome, description="Null while it is open.")
    outcome_label = graphene.String(required=True)
    is_open = graphene.Boolean(required=True)
    reviewer_name = graphene.String(required=True)
    notes = graphene.String(description="For those who look after the agreement; null for everyone else.")

    class Meta:
        model, name, convert_choices_to_enum = Review, "Review", False
        fields = ("id", "due_on", "completed_on", "next_due_on", "trigger")

    def resolve_outcome(self, info: Any) -> str | None:
        return self.outcome or None

    def resolve_outcome_label(self, info: Any) -> str:
        return str(self.get_outcome_display()) if self.outcome else ""

    def resolve_notes(self, info: Any) -> str | None:
        notes: str | None = info.context.loader.derived(derived.review_notes, self)
        return notes

    def resolve_reviewer_name(self, info: Any) -> str:
        return info.context.loader.derived(derived.reviewer_names, self) or ""


def pages_naming(model: Any, field: str) -> Via:
    """Pages of one kind that name these agreements. Which pages may be seen is the loader's gate's business."""
    through = model._meta.get_field(field).remote_field.through
    own = model._meta.get_field(field).m2m_field_name()

    def pairs(owners: list[Any], requester: Any) -> Any:
        rows = through._default_manager.filter(isp__in=paths.keys(owners)).order_by("pk")
        return list(rows.values_list("isp_id", f"{own}_id"))

    return Via(Page, pairs)


class IspType(DjangoObjectType):
    """An information sharing protocol: an agreement that says who shares what with whom, and why."""

    kind = graphene.Field(IspKind, required=True)
    kind_label = graphene.String(required=True)
    visibility = graphene.Field(IspVisibility, required=True)
    theme = graphene.Field(ThemeType)
    lead = graphene.Field(PartnerType)
    status = graphene.Field(IspStatus, required=True, description="Worked out from dates at each reading.")
    status_label = graphene.String(required=True)
    status_kind = graphene.String(required=True, description="How to mark it: ok, due, late, draft or off.")
    next_review = graphene.Date(description="The last day, where only a month or a year is known.")
    next_review_precision = graphene.Field(DatePrecision, required=True)
    days_to_review = graphene.Int(description="Negative once it is late.")
    under_review = graphene.Boolean(required=True, description="The register says “Under review” and gives no date.")
    owner = graphene.Field(PersonName, description=MEMBERS)
    deputy = graphene.Field(PersonName, description=MEMBERS)
    owner_is_missing = graphene.Boolean(required=True, description="Nobody, or somebody who left. False to the public.")
    summary = graphene.String(required=True, description="In plain English, of the version that speaks for it.")
    version = graphene.Field(
        IspVersionType, description="The one in force, else the furthest on its way that you may see."
    )
    versions = graphene.List(IspVersionType)
    covered_count = graphene.Int(required=True)
    party_count = graphene.Int(required=True, description="Parties that sign, among those you may see.")
    your_coverage = graphene.Field(CoverageType, description="Of your organisations; null where none takes part.")
    contacts = graphene.List(IspContactType, description="For members; empty for everyone else.")
    reviews = graphene.List(ReviewType, description="For members; empty for everyone else.")
    can_review = graphene.Boolean(required=True, description="You may record its review.")
    revision = graphene.Int(required=True, description="Send it back as expectedRevision.")
    can_report = graphene.Boolean(required=True, description="You may report what calls for a review.")
    triggers = graphene.List(
        "members_api.reviews.types.ReviewTriggerType", description="What calls for a review. For members."
    )
    amendments = graphene.List(
        "members_api.amendments.types.AmendmentNoticeType", description="Amendment notices. For members."
    )
    affected_by = graphene.List(lambda: registry.pages[HorizonPage], description="Changes ahead that touch it.")
    stories = graphene.List(lambda: registry.pages[StoryPage])
    paths = {
        "version": paths.VERSION,
        "versions": paths.VERSIONS,
        "your_coverage": Derived(derived.your_coverage),
        "affected_by": pages_naming(HorizonPage, "affected_isps"),
        "stories": pages_naming(StoryPage, "isps"),
    }
    public_part = PUBLIC_PART["Isp"]

    class Meta:
        model, name, convert_choices_to_enum = Isp, "Isp", False
        fields = (
            "id",
            "reference",
            "external_reference",
            "title",
            "starts_on",
            "ends_on",
            "review_cycle_months",
            "suspended_on",
            "suspended_reason",
            "retired_on",
            "retired_reason",
            "gone_on",
            "source",
            "is_example",
        )

    def resolve_kind_label(self, info: Any) -> str:
        return str(self.get_kind_display())

    def resolve_status(self, info: Any) -> str:
        return str(info.context.loader.derived(derived.isp_states, self).status.value)

    def resolve_status_label(self, info: Any) -> str:
        return str(info.context.loader.derived(derived.isp_states, self).label)

    def resolve_status_kind(self, info: Any) -> str:
        return str(info.context.loader.derived(derived.isp_states, self).kind)

    def resolve_next_review(self, info: Any) -> Any:
        return info.context.loader.derived(derived.isp_states, self).due_on

    def resolve_days_to_review(self, info: Any) -> int | None:
        days: int | None = info.context.loader.derived(derived.isp_states, self).days_to_review
        return days

    def resolve_under_review(self, info: Any) -> bool:
        return self.under_review_noted_on is not None and self.next_review_on is None

    def resolve_owner(self, info: Any) -> Any:
        people = info.context.loader.derived(derived.isp_people, self)
        return people.owner if people else None

    def resolve_deputy(self, info: Any) -> Any:
        people = info.context.loader.derived(derived.isp_people, self)
        return people.deputy if people else None

    def resolve_owner_is_missing(self, info: Any) -> bool:
        people = info.context.loader.derived(derived.isp_people, self)
        return bool(people and people.owner_is_missing)

    def resolve_summary(self, info: Any) -> str:
        return info.context.loader.derived(derived.isp_summaries, self) or ""

    def resolve_covered_count(self, info: Any) -> int:
        return int(info.context.loader.derived(derived.isp_counts, self).covered)

    def resolve_party_count(self, info: Any) -> int:
        return int(info.context.loader.derived(derived.isp_counts, self).parties)

    def resolve_can_review(self, info: Any) -> bool:
        return bool(info.context.loader.derived(derived.reviewable, self))

    def resolve_can_report(self, info: Any) -> bool:
        return bool(info.context.loader.derived(derived.reportable, self))

    def resolve_revision(self, info: Any) -> int:
        return int(self.lock_version)


for node in (PartnerType, IspType):
    registry.snippets[node._meta.model] = node
