"""Amendment notices: what changes, who objects, where each stands. For members."""

from typing import Any

import graphene
from graphene_django import DjangoObjectType

from cms.core import clock
from cms.core.policy import visible
from cms.core.requester import Requester
from cms.signing.amendments.effect import LABELS, AmendmentState, effective_on, settled_on, state_of
from cms.signing.amendments.sections import SECTIONS
from cms.signing.amendments.selectors import may_object_for, objections_of
from cms.signing.models import AmendmentChange, AmendmentNotice, Objection
from cms.signing.permissions import handled_among
from cms.snippets.models import Isp, Partner
from members_api.batch import Via
from members_api.snippets import derived
from members_api.snippets.partners import PartnerType

AmendmentStates = graphene.Enum("AmendmentState", [(state.name, state.value) for state in AmendmentState])


def read_again(notices: list[Any]) -> list[AmendmentNotice]:
    return list(AmendmentNotice.objects.filter(pk__in=[one.pk for one in notices]).select_related("isp", "version"))


def states(requester: Requester, notices: list[Any]) -> dict[int, Any]:
    """{notice: (state today, the day from which it counts)}, by two queries."""
    rows, today = read_again(notices), clock.today()
    objections = objections_of(rows)
    return {one.pk: (state_of(one, objections[one.pk], today), effective_on(one, objections[one.pk])) for one in rows}


def settled(requester: Requester, objections: list[Any]) -> dict[int, Any]:
    rows = Objection.objects.filter(pk__in=[one.pk for one in objections]).select_related("notice__isp", "party")
    return {one.pk: settled_on(one) for one in rows}


def handled(requester: Requester, notices: list[Any]) -> dict[int, bool]:
    if requester.user_id is None:
        return {}
    mine = handled_among(requester, Isp.objects.filter(pk__in={one.isp_id for one in notices}))
    return {one.pk: one.isp_id in mine for one in notices}


def bodies_to_object_for(owners: list[Any], requester: Requester) -> list[tuple[int, int]]:
    found = may_object_for(requester, owners)
    return [(notice, party.partner_id) for notice, parties in found.items() for party in parties]


def body_that_objects(owners: list[Any], requester: Requester) -> list[tuple[int, int]]:
    rows = visible(Objection.objects.all(), requester).filter(pk__in=[one.pk for one in owners])
    return list(rows.values_list("pk", "party__partner_id"))


class AmendmentChangeType(DjangoObjectType):
    """One section of the text, before and after."""

    section_label = graphene.String(required=True)

    class Meta:
        model, name = AmendmentChange, "AmendmentChange"
        fields = ("id", "section", "before", "after")

    def resolve_section_label(self, info: Any) -> str:
        return str(SECTIONS.get(self.section, self.section))


class ObjectionType(DjangoObjectType):
    """What a party says against a notice. For people of the parties and those who look after the agreement."""

    partner = graphene.Field(PartnerType)
    settled_on = graphene.Date(description="The day from which it holds nothing up; null while it stands.")
    paths = {"partner": Via(Partner, body_that_objects)}

    class Meta:
        model, name = Objection, "Objection"
        fields = ("id", "reason", "made_on", "answer", "answered_on", "taken_back_on")

    def resolve_settled_on(self, info: Any) -> Any:
        return info.context.loader.derived(settled, self)


class AmendmentNoticeType(DjangoObjectType):
    """A small change of an agreement's text, with 28 days to object. The version's own words stay as they were signed.
    For members."""

    isp = graphene.Field("members_api.snippets.isps.IspType")
    version = graphene.Field("members_api.snippets.versions.IspVersionType")
    state = graphene.Field(AmendmentStates, required=True, description="From dates and objections, at each reading.")
    state_label = graphene.String(required=True)
    counts_from = graphene.Date(description="The first day of the new words; null where that is not settled.")
    changes = graphene.List(AmendmentChangeType)
    objections = graphene.List(ObjectionType)
    may_object_for = graphene.List(PartnerType, description="Your bodies for which you may object.")
    may_answer = graphene.Boolean(required=True, description="You look after the agreement.")
    sent_by_name = graphene.String(required=True)
    paths = {"may_object_for": Via(Partner, bodies_to_object_for)}

    class Meta:
        model, name = AmendmentNotice, "AmendmentNotice"
        fields = (
            "id",
            "number",
            "reason",
            "sent_on",
            "object_until",
            "takes_effect_on",
            "withdrawn_on",
            "withdrawn_reason",
        )

    def resolve_state(self, info: Any) -> str:
        return str(info.context.loader.derived(states, self)[0].value)

    def resolve_state_label(self, info: Any) -> str:
        return LABELS[info.context.loader.derived(states, self)[0]]

    def resolve_counts_from(self, info: Any) -> Any:
        return info.context.loader.derived(states, self)[1]

    def resolve_may_answer(self, info: Any) -> bool:
        return bool(info.context.loader.derived(handled, self))

    def resolve_sent_by_name(self, info: Any) -> str:
        return info.context.loader.derived(senders, self) or ""


def senders(requester: Requester, notices: list[Any]) -> dict[int, str]:
    if not derived.sees_people(requester):
        return {}
    rows = AmendmentNotice.objects.filter(pk__in=[one.pk for one in notices]).select_related("sent_by")
    return {one.pk: str(one.sent_by) for one in rows if one.sent_by is not None}
