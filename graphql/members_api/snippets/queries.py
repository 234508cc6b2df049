"""Root fields of the registers and of reference data."""

from typing import Any

import graphene
from django.db.models import Case, F, Model, Q, QuerySet, When
from django.db.models.functions import Now
from grapple.registry import registry

from cms.core import clock
from cms.core.partial_dates import PartialDate
from cms.snippets import models
from cms.snippets.models import Dataset, Isp, IspVersion, LegalGateway, Partner
from cms.snippets.selectors import (
    Status,
    isps_matching,
    isps_of_party,
    partner_at,
    predecessors_of,
    rows_of_body,
    speaking_versions,
    with_status,
)
from members_api.access import Access
from members_api.guards import MEMBER, PUBLIC, Exposed
from members_api.lists import list_field
from members_api.snippets import law
from members_api.snippets.isps import IspStatus, IspType
from members_api.snippets.law import GatewayState, LegalConditionKind
from members_api.snippets.partners import DatasetType, PartnerExistence, PartnerMembership, PartnerType
from members_api.snippets.versions import IspVersionType

REGISTER = "read:register"
ENDED: Any = Case(When(ends_on__lt=Now(), then=1), default=0)
LATE_FIRST: Any = (F("retired_on").asc(nulls_first=True), ENDED, F("next_review_on").asc(nulls_last=True), "reference")
LATEST: Any = (F("next_review_on").desc(nulls_last=True), "reference")
TEXT = "Words that must all be found."

for node in (law.TopicType, law.SectorType, law.ThemeType, law.GlossaryTermType, law.LegalGatewayType, law.BenefitType):
    registry.snippets[node._meta.model] = node
registry.snippets.update({Partner: PartnerType, Isp: IspType, Dataset: DatasetType})


def one(type_: Any, model: type[Model], lookup: str, argument: str, description: str = "") -> Exposed:
    """`thing(slug)`: null where it is not there or may not be seen."""

    def resolve(_: None, info: Any, **given: str) -> QuerySet[Any]:
        return model._default_manager.filter(**{lookup: given[argument].strip()})

    key = graphene.String(required=True, description=description or None)
    return Exposed(type_, resolver=resolve, audience=PUBLIC, scope=REGISTER, **{argument: key})


def version_of(_: None, info: Any, reference: str, number: int | None = None) -> QuerySet[Any]:
    """The version that speaks for an agreement, or another by its number; the public part has no others."""
    by = info.context.requester
    isp = Isp.objects.filter(reference__iexact=reference.strip()).values_list("pk", flat=True).first()
    speaking = speaking_versions(by, [isp] if isp else []).get(isp or 0, [])
    if number is None:
        return IspVersion.objects.filter(pk__in=speaking[:1])
    return IspVersion.objects.filter(pk__in=speaking if by.is_member else speaking[:1], number=number)


def every(type_: Any, model: type[Model]) -> Exposed:
    """A short list as a whole, in its own order."""
    return Exposed(
        graphene.List(type_),
        required=True,
        resolver=lambda _, info: model._default_manager.all(),
        audience=PUBLIC,
        scope=REGISTER,
    )


def containing(rows: QuerySet[Any], text: str | None, *columns: str) -> QuerySet[Any]:
    for word in (text or "").split()[:8]:
        rows = rows.filter(Q(*[Q(**{f"{column}__icontains": word}) for column in columns], _connector=Q.OR))
    return rows


def partners(
    access: Access, text: str | None = None, sector: str | None = None, membership: Any = None, existence: Any = None
) -> QuerySet[Any]:
    rows = Partner.objects.filter(duplicate_of=None)
    for word in (text or "").split()[:8]:
        known_as = access.narrow(models.PartnerAlias.objects.filter(name__icontains=word)).values("partner")
        rows = rows.filter(Q(name__icontains=word) | Q(pk__in=known_as))
    if sector:
        rows = rows.filter(sector__code=sector)
    if membership is not None:
        rows = rows.filter(membership=membership)
    return rows if existence is None else rows.filter(existence=existence)


def isps(
    access: Access,
    text: str | None = None,
    status: Any = None,
    theme: str | None = None,
    lead: str | None = None,
    party: str | None = None,
    mine: bool | None = None,
) -> QuerySet[Any]:
    rows = Isp.objects.all()
    if text:
        rows = rows.filter(isps_matching(access.requester, text))
    if status is not None:
        rows = rows.filter(with_status(Status(status.value), clock.today()))
    if theme:
        rows = rows.filter(theme__slug=theme)
    if lead:
        rows = rows.filter(lead__in=access.narrow(Partner.objects.filter(rows_of_body(lead))).values("pk"))
    if party:
        found = list(access.narrow(Partner.objects.filter(rows_of_body(party))).values_list("pk", flat=True))
        rows = rows.filter(Q(pk__in=isps_of_party(access.requester, found)) | Q(lead__in=found))
    if mine is not None:
        own = access.requester.partners
        ours = Q(pk__in=isps_of_party(access.requester, own | set(predecessors_of(own)))) | Q(lead__in=own)
        rows = rows.filter(ours) if mine else rows.exclude(ours)
    return rows


def datasets(access: Access, text: str | None = None, holder: str | None = None) -> QuerySet[Any]:
    rows = containing(Dataset.objects.all(), text, "title", "description", "categories", "holder__name")
    return rows.filter(holder__in=access.narrow(Partner.objects.filter(rows_of_body(holder)))) if holder else rows


def gateways(access: Access, text: str | None = None, state: Any = None) -> QuerySet[Any]:
    rows = containing(LegalGateway.objects.all(), text, "act", "provision", "title", "what_it_does", "who")
    if state is None:
        return rows
    # The dates are partial ("2026-06") and there are some dozens: their states are worked out one by one.
    return rows.filter(pk__in=[gateway.pk for gateway in rows if gateway.state == state.value])


def conditions(_: None, info: Any, kind: Any = None, in_force: bool | None = None) -> QuerySet[Any]:
    rows = models.LegalCondition.objects.all()
    if kind is not None:
        rows = rows.filter(kind=kind.value)
    if in_force is None:
        return rows
    today = clock.today()

    def holds(row: models.LegalCondition) -> bool:
        begun = not row.valid_from or PartialDate.parse(row.valid_from).first_day <= today
        return begun and not (row.valid_to and PartialDate.parse(row.valid_to).last_day < today)

    return rows.filter(pk__in=[row.pk for row in rows if holds(row) == in_force])


def examples(access: Access, text: str | None = None) -> QuerySet[Any]:
    return containing(models.ExampleAgreement.objects.all(), text, "title", "lead", "other_parties")


def benefits(access: Access, text: str | None = None) -> QuerySet[Any]:
    return containing(models.Benefit.objects.all(), text, "title", "initiative", "partners_text")


class SnippetsQuery(graphene.ObjectType):
    partner = Exposed(
        PartnerType,
        description="By the end of its address. The old address of a second row gives the body's first row.",
        resolver=lambda _, info, slug: Partner.objects.filter(partner_at(slug.strip())),
        audience=PUBLIC,
        scope=REGISTER,
        slug=graphene.String(required=True),
    )
    partners = list_field(
        PartnerType,
        {"NAME": ("name",), "SECTOR": ("sector__label", "name")},
        partners,
        audience=PUBLIC,
        scope=REGISTER,
        text=graphene.String(description=f"{TEXT} Other names count too."),
        sector=graphene.String(description="A sector's code."),
        membership=PartnerMembership(),
        existence=PartnerExistence(),
    )
    isp = one(IspType, Isp, "reference__iexact", "reference", "Such as ISP-0042.")
    isps = list_field(
        IspType,
        {
            "REFERENCE": ("reference",),
            "TITLE": ("title",),
            "NEXT_REVIEW": LATE_FIRST,
            "NEXT_REVIEW_LATEST": LATEST,
            "LEAD": ("lead__name", "reference"),
        },
        isps,
        audience=PUBLIC,
        scope=REGISTER,
        text=graphene.String(description=f"{TEXT} Title, reference, lead and parties are looked at."),
        status=IspStatus(),
        theme=graphene.String(description="A theme's slug."),
        lead=graphene.String(description="A partner's slug."),
        party=graphene.String(description="A partner's slug."),
        mine=graphene.Boolean(description="True: those your organisations lead or take part in, also by succession."),
    )
    isp_version = Exposed(
        IspVersionType,
        resolver=version_of,
        audience=PUBLIC,
        scope=REGISTER,
        description="One version of an agreement. Null where it is not there or not for you.",
        reference=graphene.String(required=True, description="Such as ISP-0042."),
        number=graphene.Int(description="Unless told, the one that speaks for it (Isp.version)."),
    )
    dataset = one(DatasetType, Dataset, "slug", "slug")
    datasets = list_field(
        DatasetType,
        {"TITLE": ("title",), "HOLDER": ("holder__name", "title")},
        datasets,
        audience=PUBLIC,
        scope=REGISTER,
        text=graphene.String(description=TEXT),
        holder=graphene.String(description="A partner's slug."),
    )
    legal_gateway = one(law.LegalGatewayType, LegalGateway, "slug", "slug")
    legal_gateways = list_field(
        law.LegalGatewayType,
        {"ACT": ("act", "year", "provision"), "TITLE": ("title",)},
        gateways,
        audience=PUBLIC,
        scope=REGISTER,
        text=graphene.String(description=TEXT),
        state=GatewayState(),
    )
    legal_conditions = Exposed(
        graphene.List(law.LegalConditionType),
        required=True,
        resolver=conditions,
        audience=PUBLIC,
        scope=REGISTER,
        kind=LegalConditionKind(),
        in_force=graphene.Boolean(description="True: those that hold today."),
    )
    glossary = every(law.GlossaryTermType, models.GlossaryTerm)
    topics = every(law.TopicType, models.Topic)
    sectors = every(law.SectorType, models.Sector)
    themes = every(law.ThemeType, models.Theme)
    example_agreements = list_field(
        law.ExampleAgreementType,
        {"TITLE": ("title",), "LEAD": ("lead", "title")},
        lambda access, text=None: containing(
            models.ExampleAgreement.objects.all(), text, "title", "lead", "other_parties"
        ),
        audience=MEMBER,
        scope=REGISTER,
        text=graphene.String(description=TEXT),
    )
    benefits = list_field(
        law.BenefitType,
        {"TITLE": ("title",)},
        lambda access, text=None: containing(
            models.Benefit.objects.all(), text, "title", "initiative", "partners_text"
        ),
        audience=MEMBER,
        scope=REGISTER,
        text=graphene.String(description=TEXT),
    )
