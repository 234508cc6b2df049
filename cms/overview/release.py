"""A copy of agreements as they stood on a day, for a request under the Freedom of Information Act 2000.

What should not leave is left out here, before it reaches any file, and a mark with the class of its reason stands in
its place. The marks are a proposal: whoever answers the request decides.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import Q

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, Forbidden, NotFound
from cms.core.policy import visible
from cms.core.requester import Requester
from cms.overview.history import FUTURE, PUBLISHED, PartyOn, parties_on, sentence_on, status_on, unknown_on, version_on
from cms.overview.release_text import Item, Section, Why, sections_of
from cms.signing.permissions import handled_among
from cms.snippets.models import Isp, IspParty, IspVersion, Partner
from cms.snippets.selectors import isps_of_party

MOST = 500  # agreements in one copy


class Withhold(StrEnum):
    """What the person who takes the copy may choose to leave in."""

    SIGNATORIES = "signatories"
    SECURITY = "security"


@dataclass(frozen=True, slots=True)
class Released:
    """One agreement on the day. `pk` is the ISP's key."""

    pk: int
    reference: str
    title: str
    sentence: str
    sections: list[Section]
    not_known: list[str]

    @property
    def withheld(self) -> list[Item]:
        return [item for section in self.sections for item in section.items if item.withheld]


@dataclass(frozen=True, slots=True)
class Package:
    """`left_out`: references of agreements that others look after, so that they are asked of them."""

    on: datetime.date
    name: str
    isps: list[Released]
    left_out: list[str] = field(default_factory=list)

    @property
    def withheld_count(self) -> int:
        return sum(len(one.withheld) for one in self.isps)


@transaction.atomic
def prepare_release(
    *,
    by: Requester,
    on: datetime.date,
    reference: str = "",
    partner: str = "",
    with_signatories: bool = False,
    with_security: bool = False,
) -> Package:
    """Copy one agreement (reference), or all of a partner (slug), as on a day; every one is on record.

    For those who look after the agreements: owner, deputy and IG lead of the lead, and the core team. Raises NotFound,
    Forbidden, BadInput with `fields` for a day in the future or more than 500 agreements.
    """
    if on > clock.today():
        raise BadInput(FUTURE, fields={"on": [FUTURE]})
    if by.user_id is None:
        raise Forbidden("A person takes such a copy, not a tool.")
    name, found = _of_reference(by, reference) if reference else _of_partner(by, partner)
    mine = handled_among(by, found)
    taken = [isp for isp in found if isp.pk in mine]
    if not taken:
        raise Forbidden("Owner, deputy or IG lead of the lead partner, or the core team, take a copy.")
    if len(taken) > MOST:
        raise BadInput("Too many at once.", fields={"partner": [f"Take at most {MOST} agreements at once."]})
    kept = {why for why, shown in ((Why.SIGNATORY, with_signatories), (Why.SECURITY, with_security)) if not shown} | {
        Why.PERSONAL
    }
    made = _released(by, taken, on, frozenset(kept))
    for one in taken:
        record(
            by,
            "isp.released",
            one,
            label=f"{one.reference} as on {on.isoformat()}",
            after={"on": on.isoformat(), "withheld": sorted(kept)},
            organisation_id=one.lead_id,
        )
    return Package(on=on, name=name, isps=made, left_out=[isp.reference for isp in found if isp.pk not in mine])


def _of_reference(by: Requester, reference: str) -> tuple[str, list[Isp]]:
    rows = visible(Isp.objects.all(), by).filter(reference__iexact=reference.strip()).select_related("lead")
    found = list(rows)
    if not found:
        raise NotFound("There is no such agreement.")
    return str(found[0]), found


def _of_partner(by: Requester, slug: str) -> tuple[str, list[Isp]]:
    """All that the partner leads or takes part in, as far as the requester may see them."""
    partner = visible(Partner.objects.all(), by).filter(slug=slug).first()
    if partner is None:
        raise NotFound("There is no such partner.")
    ours = Q(lead=partner) | Q(pk__in=isps_of_party(by, [partner.pk]))
    return partner.name, list(visible(Isp.objects.all(), by).filter(ours).select_related("lead").order_by("reference"))


def _released(by: Requester, isps: list[Isp], day: datetime.date, kept: frozenset[Why]) -> list[Released]:
    """In a number of queries that does not grow with the agreements."""
    versions: dict[int, list[IspVersion]] = defaultdict(list)
    rows = visible(IspVersion.objects.all(), by).filter(isp__in=[isp.pk for isp in isps], state__in=PUBLISHED)
    for version in rows.order_by("-number"):
        versions[version.isp_id].append(version)
    chosen = {isp.pk: version_on(isp, versions[isp.pk], day) for isp in isps}
    speaking = {version.pk: version for version, _ in chosen.values() if version is not None}
    parties = _parties(by, speaking, day)
    texts = sections_of(by, speaking, parties, day, kept)
    made = []
    for isp in isps:
        version, doubts = chosen[isp.pk]
        shown = parties.get(version.pk, []) if version is not None else []
        status, _ = status_on(isp, version, bool(doubts), day)
        made.append(
            Released(
                pk=isp.pk,
                reference=isp.reference,
                title=isp.title,
                sentence=sentence_on(version, status, shown),
                sections=[_heading(isp, version, day), *(texts.get(version.pk, []) if version is not None else [])],
                not_known=[*doubts, *unknown_on(isp, version, shown, day)],
            )
        )
    return made


def _parties(by: Requester, versions: Iterable[int], day: datetime.date) -> dict[int, list[PartyOn]]:
    rows = visible(IspParty.objects.all(), by).filter(version__in=list(versions))
    found: dict[int, list[PartyOn]] = defaultdict(list)
    for one in parties_on(list(rows.select_related("version__isp", "partner").order_by("partner__name", "pk")), day):
        found[one.party.version_id].append(one)
    return found


def _heading(isp: Isp, version: IspVersion | None, day: datetime.date) -> Section:
    items = [Item("Reference", isp.reference), Item("Title", isp.title), Item("Kind", str(isp.get_kind_display()))]
    items.append(Item("Led by", isp.lead.name))
    if version is not None:
        items.append(Item("Version", str(version.number)))
        if version.in_force_from is not None:
            items.append(Item("In force from", _day(version.in_force_from)))
        if version.in_force_to is not None:
            items.append(Item("In force until", _day(version.in_force_to)))
        if version.content_hash:
            items.append(Item("Fingerprint of what was signed", version.content_hash))
    if day == clock.today():
        named = any((isp.owner_id, isp.deputy_id))
        items += [Item("Owner and deputy", "", Why.PERSONAL)] if named else []
    return Section("The agreement", items)


def _day(value: Any) -> str:
    return f"{value.day} {value:%B %Y}"
