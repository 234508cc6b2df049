"""Values of the registers that follow from other rows, each for many owners in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model

from cms.core import clock
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.members.models import PartnerRole, Shown
from cms.members.selectors import standing_of
from cms.members.selectors.shown import shown_of
from cms.signing import selectors as signing
from cms.signing.permissions import handled_among
from cms.snippets import selectors as snippets
from cms.snippets.models import DataFlow, Isp, IspParty, IspVersion
from cms.snippets.permissions import current_parts


@dataclass(frozen=True, slots=True)
class PersonName:
    name: str
    job_title: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class IspPeople:
    owner: PersonName | None
    deputy: PersonName | None
    owner_is_missing: bool


@dataclass(frozen=True, slots=True)
class Counts:
    covered: int = 0
    parties: int = 0


@dataclass(frozen=True, slots=True)
class PartnerPerson:
    role: str
    label: str
    name: str
    deputy_name: str
    job_title: str
    phone: str
    email: str
    service_area: str
    confirmed_on: Any
    not_required_because: str


def sees_people(requester: Requester) -> bool:
    """Names of people are for people who are members: no tool gets them."""
    return requester.is_member and requester.user_id is not None


def person_name(user: Any, what: Shown, *, colleague: bool) -> PersonName:
    """Whoever works with them sees both; others what they show."""
    phone = user.phone if colleague or what.phone else ""
    return PersonName(str(user), user.job_title, phone, user.email if colleague or what.email else "")


def isp_states(requester: Requester, isps: list[Any]) -> dict[int, Any]:
    return snippets.review_states(isps, clock.today())


def isp_people(requester: Requester, isps: list[Any]) -> dict[int, IspPeople]:
    """Owner and deputy, for people who are members. An owner who no longer belongs to the lead partner is missing."""
    if not sees_people(requester):
        return {}
    keys = {key for isp in isps for key in (isp.owner_id, isp.deputy_id)} - {None}
    people = {user.pk: user for user in visible(get_user_model()._default_manager.filter(pk__in=keys), requester)}
    what = shown_of(people)
    standing = standing_of({isp.lead_id for isp in isps})

    def one(isp: Any) -> IspPeople:
        colleague = requester.is_editor or isp.lead_id in requester.partners
        known = {
            key: person_name(people[key], what[key], colleague=colleague)
            for key in (isp.owner_id, isp.deputy_id)
            if key in people
        }
        missing = not standing.is_member_of(isp.lead_id, isp.owner_id)
        return IspPeople(known.get(isp.owner_id), known.get(isp.deputy_id), missing)

    return {isp.pk: one(isp) for isp in isps}


def reviewable(requester: Requester, isps: list[Any]) -> dict[int, bool]:
    """Which of these the requester may record a review of; as the rule `review.record`, for all at once."""
    return dict.fromkeys(handled_among(requester, isps), True) if requester.user_id is not None else {}


def recordable_flows(requester: Requester, flows: list[Any]) -> dict[int, bool]:
    """Which of these flows the requester may say the arrival of."""
    rows = DataFlow.objects.filter(pk__in=[flow.pk for flow in flows]).select_related("version__isp")
    return {flow.pk: True for flow in rows if may(requester, "flow.record", flow)}


def reportable(requester: Requester, isps: list[Any]) -> dict[int, bool]:
    """As the rule `trigger.report`, for all at once."""
    if requester.user_id is None or not requester.is_member:
        return {}
    keys = [isp.pk for isp in isps]
    parts = current_parts(requester.partners).filter(version__isp__in=keys).values_list("version__isp_id", flat=True)
    ours = set(parts) | {isp.pk for isp in isps if isp.lead_id in requester.partners or requester.is_editor}
    return {key: key in ours for key in keys}


def isp_summaries(requester: Requester, isps: list[Any]) -> dict[int, str]:
    """The plain English summary of the version that speaks for each ISP."""
    first = {isp: keys[0] for isp, keys in snippets.speaking_versions(requester, [isp.pk for isp in isps]).items()}
    texts = dict(IspVersion.objects.filter(pk__in=first.values()).values_list("pk", "summary"))
    return {isp: texts.get(version, "") for isp, version in first.items()}


def isp_counts(requester: Requester, isps: list[Any]) -> dict[int, Counts]:
    """Of the version that speaks for each ISP, among the parties that the requester may see."""
    versions = snippets.speaking_versions(requester, [isp.pk for isp in isps])
    first = {isp: keys[0] for isp, keys in versions.items()}
    found = _counts(requester, set(first.values()))
    return {isp.pk: found.get(first.get(isp.pk, 0), Counts()) for isp in isps}


def version_counts(requester: Requester, versions: list[Any]) -> dict[int, Counts]:
    found = _counts(requester, {version.pk for version in versions})
    return {version.pk: found.get(version.pk, Counts()) for version in versions}


def _counts(requester: Requester, versions: set[int]) -> dict[int, Counts]:
    rows = visible(IspParty.objects.all(), requester).filter(version__in=versions).select_related("version__isp")
    parties = list(rows.order_by())
    coverages = signing.coverages_of_rows(parties)
    totals: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for party in parties:
        one = coverages[party.pk]
        totals[party.version_id][0] += one.covers
        totals[party.version_id][1] += one.counts
    return {version: Counts(*total) for version, total in totals.items()}


def party_coverage(requester: Requester, parties: list[Any]) -> dict[int, Any]:
    return signing.coverages(requester, parties)


def party_owners(requester: Requester, parties: list[Any]) -> dict[int, str]:
    if not sees_people(requester):
        return {}
    users = get_user_model()._default_manager.filter(pk__in={party.owner_id for party in parties} - {None})
    users = visible(users, requester)
    names = {user.pk: str(user) for user in users}
    return {party.pk: names.get(party.owner_id, "") for party in parties}


def your_coverage(requester: Requester, isps: list[Any]) -> dict[int, Any]:
    """The coverage of the requester's own partners, also through bodies that they replaced."""
    return dict(signing.coverage_of(requester, requester.partners, [isp.pk for isp in isps]))


def people_of(requester: Requester, partners: list[Any]) -> dict[int, list[PartnerPerson]]:
    """Who holds which role today, for members. Somebody who left the partner is not shown."""
    if not sees_people(requester):
        return {}
    keys = [partner.pk for partner in partners]
    standing = standing_of(keys)
    order = list(PartnerRole.Role.values)
    found: dict[int, list[PartnerPerson]] = defaultdict(list)
    rows = list(PartnerRole.objects.current().filter(partner__in=keys).select_related("user", "deputy"))
    what = shown_of(key for row in rows for key in (row.user_id, row.deputy_id) if key is not None)
    for row in sorted(rows, key=lambda row: (order.index(row.role), row.pk)):
        user = row.user if standing.is_member_of(row.partner_id, row.user_id) else None
        deputy = row.deputy if standing.is_member_of(row.partner_id, row.deputy_id) else None
        if user is None and deputy is None and not row.not_required_because:
            continue
        shown = user or deputy
        colleague = requester.is_editor or row.partner_id in requester.partners
        named = person_name(shown, what[shown.pk], colleague=colleague) if shown else None
        found[row.partner_id].append(
            PartnerPerson(
                role=row.role,
                label=str(row.get_role_display()),
                name=str(user) if user else "",
                deputy_name=str(deputy) if deputy else "",
                job_title=shown.job_title if shown else "",
                phone=named.phone if named else "",
                email=named.email if named else "",
                service_area=row.service_area,
                confirmed_on=row.confirmed_on,
                not_required_because=row.not_required_because,
            )
        )
    return dict(found)


def reviewer_names(requester: Requester, reviews: list[Any]) -> dict[int, str]:
    if not sees_people(requester):
        return {}
    users = get_user_model()._default_manager.filter(pk__in={review.reviewer_id for review in reviews} - {None})
    names = {user.pk: str(user) for user in users}
    return {review.pk: names.get(review.reviewer_id, "") for review in reviews}


def review_notes(requester: Requester, reviews: list[Any]) -> dict[int, str]:
    """What reviewers wrote, for those who look after the agreement: it may be candid."""
    isps = Isp.objects.filter(pk__in={review.isp_id for review in reviews})
    mine = handled_among(requester, isps)
    return {review.pk: review.notes for review in reviews if review.isp_id in mine}
