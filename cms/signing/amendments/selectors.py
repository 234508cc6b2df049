"""Reading amendment notices: which there are, where each stands, and what a version says on a day."""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from cms.core import clock
from cms.core.policy import visible
from cms.core.requester import Requester
from cms.members.selectors import standing_of
from cms.signing.amendments.effect import NOT_YET, AmendmentState, effective_on, state_of
from cms.signing.amendments.permissions import can_object
from cms.signing.amendments.sections import SECTIONS, texts_of
from cms.signing.models import AmendmentNotice, Objection
from cms.signing.permissions import ACCOUNTABLE, APPROVER, handled_among
from cms.snippets.models import Isp, IspParty, IspVersion
from cms.snippets.selectors import still_in

__all__ = [
    "SECTIONS",
    "AmendmentState",
    "amendments_in_effect",
    "amendments_waiting",
    "effective_texts",
    "may_object_for",
    "objections_of",
    "objections_to_answer",
    "open_changes",
    "texts_of",
    "to_object",
]


def objections_of(notices: Iterable[AmendmentNotice]) -> dict[int, list[Objection]]:
    """{notice key: all its objections, with their parties}, by one query."""
    rows = list(notices)
    known = {notice.pk: notice for notice in rows}
    found: dict[int, list[Objection]] = {notice.pk: [] for notice in rows}
    for objection in Objection.objects.filter(notice__in=known).select_related("party__partner"):
        objection.notice = known[objection.notice_id]
        found[objection.notice_id].append(objection)
    return found


def _of(version_ids: Iterable[int]) -> QuerySet[Any]:
    rows = AmendmentNotice.objects.filter(version__in=list(version_ids), withdrawn_on=None)
    return rows.select_related("isp", "version").prefetch_related("changes").order_by("number")


def amendments_in_effect(version: IspVersion, on: datetime.date | None = None) -> list[AmendmentNotice]:
    """The notices whose words count on a London day (today), in the order in which they came to count.

    Their `changes` come with them. Of whoever may read the version's text: ask for the version through the policy.
    """
    day = on or clock.today()
    notices = list(_of([version.pk]))
    objections = objections_of(notices)
    starts = {notice.pk: effective_on(notice, objections[notice.pk]) for notice in notices}
    counting = [(start, notice) for notice in notices if (start := starts[notice.pk]) is not None and start <= day]
    return [notice for _, notice in sorted(counting, key=lambda pair: (pair[0], pair[1].number))]


def effective_texts(version: IspVersion, on: datetime.date | None = None) -> dict[str, str]:
    """{section: what it says on a day}: the version's own words with the notices in effect laid over them."""
    texts = texts_of(version)
    for notice in amendments_in_effect(version, on):
        texts.update({change.section: change.after for change in notice.changes.all()})
    return texts


def open_changes(version: IspVersion) -> dict[str, int]:
    """{section: number of the notice that is on its way to change it}. Two at once could not both be right."""
    notices = list(_of([version.pk]))
    objections, today = objections_of(notices), clock.today()
    found = {}
    for notice in notices:
        if state_of(notice, objections[notice.pk], today) in NOT_YET:
            found.update({change.section: notice.number for change in notice.changes.all()})
    return found


def amendments_waiting(isps: Iterable[Isp]) -> list[AmendmentNotice]:
    """Notices to these agreements that are neither in effect nor over."""
    rows = AmendmentNotice.objects.filter(isp__in=[isp.pk for isp in isps], withdrawn_on=None)
    notices = list(rows.select_related("isp", "version").order_by("object_until", "pk"))
    objections, today = objections_of(notices), clock.today()
    return [notice for notice in notices if state_of(notice, objections[notice.pk], today) in NOT_YET]


def may_object_for(by: Requester, notices: Iterable[AmendmentNotice]) -> dict[int, list[IspParty]]:
    """{notice key: the parties for which the person may object}, whether or not there still is time."""
    rows = list(notices)
    found: dict[int, list[IspParty]] = defaultdict(list)
    if by.user_id is None or not by.partners:
        return found
    parties = visible(IspParty.objects.all(), by).filter(
        still_in(), version__in={notice.version_id for notice in rows}, partner__in=by.partners
    )
    mine = [party for party in parties.select_related("partner").order_by("pk") if can_object(by, party)]
    for notice in rows:
        found[notice.pk] = [party for party in mine if party.version_id == notice.version_id]
    return found


def to_object(by: Requester) -> list[tuple[AmendmentNotice, list[IspParty]]]:
    """Notices that are open to an objection, with the person's parties that have not objected."""
    if by.user_id is None or not by.partners:
        return []
    today = clock.today()
    rows = visible(AmendmentNotice.objects.all(), by).filter(object_until__gte=today, withdrawn_on=None)
    rows = rows.filter(version__parties__partner__in=by.partners, version__state=IspVersion.State.IN_FORCE).distinct()
    notices = list(rows.select_related("isp", "version").order_by("object_until", "pk"))
    parties, objections = may_object_for(by, notices), objections_of(notices)
    waiting = []
    for notice in notices:
        said = {one.party_id for one in objections[notice.pk] if one.taken_back_on is None}
        left = [party for party in parties[notice.pk] if party.pk not in said]
        if left:
            waiting.append((notice, left))
    return waiting


def objections_to_answer(by: Requester) -> list[Objection]:
    """Standing objections without an answer, to notices of agreements that the person looks after."""
    rows = visible(Objection.objects.all(), by).filter(
        taken_back_on=None, answered_on=None, notice__withdrawn_on=None, notice__version__state="in_force"
    )
    found = list(rows.select_related("notice__isp", "party__partner").order_by("made_on", "pk"))
    mine = handled_among(by, {one.notice.isp_id: one.notice.isp for one in found}.values())
    return [one for one in found if one.notice.isp_id in mine]


def people_of_parties(version: IspVersion, *, processors: bool = False) -> dict[int, list[Any]]:
    """{party key: the people to tell}: those who sign for it and its own owner; empty where there is nobody. Of those
    still in, and of processors only where asked for."""
    rows = IspParty.objects.filter(still_in(), version=version).select_related("partner", "owner")
    parties = list(rows if processors else rows.exclude(role=IspParty.Role.PROCESSOR))
    standing = standing_of({party.partner_id for party in parties})
    found = {}
    for party in parties:
        people = list(standing.holding(party.partner_id, APPROVER, ACCOUNTABLE))
        if party.owner is not None and standing.is_member_of(party.partner_id, party.owner_id):
            people.append(party.owner)
        found[party.pk] = people
    return found
