"""What one person needs to sign one version for one body: the text, what they declare, and who else may."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from cms.core import clock
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.members.models import User
from cms.members.selectors import Person
from cms.signing.joining import shown_fingerprint
from cms.signing.models import Accession, Advice, Delegation, Opening
from cms.signing.progress import PartyProgress, Progress, joins_to_answer, progress_of, versions_in_signing
from cms.signing.services.sending import what_is_missing
from cms.signing.statements import NOT_SIGNED, short, statement_of
from cms.signing.waiting import undecided
from cms.signing.who_signs import advises_too, asked_of, is_shared_mailbox, may_be_handed
from cms.snippets.models import IspParty, IspVersion, Partner
from cms.snippets.services import content_hash

State = IspVersion.State
BOXES = 3  # the last lines of a statement are what the person ticks


@dataclass(frozen=True, slots=True)
class Handed:
    pk: int
    name: str
    ends_on: datetime.date
    reason: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """`pk` is the party's key. `others`: (slug, name) of more bodies that they may sign for. `why_not` says in
    words why this person cannot sign here; empty where they can."""

    pk: int
    isp_id: int
    version_id: int
    progress: Progress
    part: PartyProgress
    partner_id: int
    controller: str
    role_label: str
    is_joining: bool
    fingerprint: str
    short: str
    statement: list[str]
    boxes: list[str]
    not_signed: str
    signs: str
    job_title: str
    why_not: str
    may_sign: bool
    may_advise: bool
    may_record: bool
    may_leave: bool
    is_adviser_too: bool
    opened: bool
    who_may: list[str]
    advice: list[Advice] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    handed: list[Handed] = field(default_factory=list)
    others: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ToSign:
    """One body that a person may sign for. `opened` where they have read these very words."""

    pk: int
    party_id: int
    isp_id: int
    partner_id: int
    controller: str
    number: int
    fingerprint: str
    short: str
    opened: bool
    asked_on: datetime.date | None


@dataclass(frozen=True, slots=True)
class WillBeAsked:
    """One party of a draft, and who is asked when it goes out."""

    pk: int
    partner_id: int
    can_sign: bool
    names: tuple[str, ...]
    mailboxes: int


@dataclass(frozen=True, slots=True)
class Readiness:
    """A draft before it goes out. `pk` is the version's key; `missing` keeps it from going."""

    pk: int
    isp_id: int
    number: int
    content_hash: str
    missing: list[str]
    asked: list[WillBeAsked]
    in_force: int | None


def sheet_of(by: Requester, reference: str, slug: str = "") -> Sheet | None:
    """The sheet of one agreement for this person; None where there is nothing that they may see or sign.

    Of several bodies that they act for, `slug` names the partner; else the first that waits.
    """
    versions = versions_in_signing(by, reference)
    if not versions or by.user_id is None:
        return None
    found = progress_of(by, versions)
    chosen = _choose(by, found, slug)
    if chosen is None:
        return None
    progress, key = chosen
    party = IspParty.objects.select_related("version__isp", "partner").get(pk=key)
    person = User.objects.get(pk=by.user_id)
    seen = shown_fingerprint(party, party.version)
    lines = statement_of(party, party.version, str(person))
    part = next(one for one in progress.parties if one.pk == key)
    may_sign = part.may_sign
    return Sheet(
        pk=party.pk,
        isp_id=progress.isp_id,
        version_id=progress.pk,
        progress=progress,
        part=part,
        partner_id=party.partner_id,
        controller=party.partner.controller_name,
        role_label=part.role_label,
        is_joining=party.acceding,
        fingerprint=seen,
        short=short(seen),
        statement=lines[:-BOXES],
        boxes=lines[-BOXES:],
        not_signed=NOT_SIGNED,
        signs=str(person),
        job_title=person.job_title,
        why_not="" if may_sign and not _is_mailbox(person) else _why_not(party, person, may_sign),
        may_sign=may_sign and not _is_mailbox(person),
        may_advise=may(by, "party.advise", party),
        may_record=part.may_record,
        may_leave=may(by, "party.leave", party) and progress.state == State.IN_FORCE and not part.is_lead,
        is_adviser_too=advises_too(by, party.partner_id),
        opened=Opening.objects.filter(party=party, user=by.user_id, content_hash=seen).exists(),
        who_may=list(part.asked),
        advice=list(Advice.objects.filter(party=party)) if by.partners & {party.partner_id} or by.is_editor else [],
        people=may_be_handed(party.partner_id, by.user_id) if may(by, "party.hand_on", party) else [],
        handed=_handed(party) if may_sign or part.may_record else [],
        others=[(one.slug, one.name) for one in progress.parties if one.may_sign and one.pk != key],
    )


def _choose(by: Requester, found: list[Progress], slug: str) -> tuple[Progress, int] | None:
    """The party that this person most likely came for: named, else one to sign, else their own, else the first."""
    parts = [(progress, part) for progress in found for part in progress.parties]
    if slug:
        parts = [(progress, part) for progress, part in parts if part.slug == slug]
    for wanted in (
        lambda part: part.may_sign and part.waits,
        lambda part: part.may_sign,
        lambda part: part.partner_id in by.partners,
        lambda part: part.may_record,
    ):
        for progress, part in parts:
            if wanted(part):
                return progress, part.pk
    return None


def _is_mailbox(person: Any) -> bool:
    return is_shared_mailbox(person.email, person.get_full_name())


def _why_not(party: Any, person: Any, may_sign: bool) -> str:
    if not party.partner.can_sign:
        return f"{party.partner.name} is no legal body, so nobody signs for it. The body that is bound in law signs."
    if may_sign and _is_mailbox(person):
        return "You are signed in with a shared mailbox, which cannot sign. Sign in as yourself."
    return f"Only a person who may commit {party.partner.controller_name} signs for it."


def _handed(party: Any) -> list[Handed]:
    today = clock.today()
    rows = Delegation.objects.filter(party=party, ended_at=None, ends_on__gte=today).select_related("to")
    return [Handed(row.pk, str(row.to), row.ends_on, row.reason) for row in rows]


def all_to_sign(by: Requester) -> list[ToSign]:
    """Every body and version that waits for this person's decision, with whether they have opened it."""
    if by.user_id is None or not by.is_member:
        return []
    seen = visible(IspParty.objects.all(), by).values("pk")
    rows = [party for party in undecided().filter(pk__in=seen) if may(by, "party.sign", party)]
    prints = {party.pk: shown_fingerprint(party, party.version) for party in rows}
    opened = set(Opening.objects.filter(user=by.user_id, party__in=rows).values_list("party_id", "content_hash"))
    return [
        ToSign(
            pk=party.pk,
            party_id=party.pk,
            isp_id=party.version.isp_id,
            partner_id=party.partner_id,
            controller=party.partner.controller_name,
            number=party.version.number,
            fingerprint=prints[party.pk],
            short=short(prints[party.pk]),
            opened=(party.pk, prints[party.pk]) in opened,
            asked_on=party.asked_on,
        )
        for party in rows
    ]


@dataclass(frozen=True, slots=True)
class Joining:
    """An agreement in force that partners may join. `pk` is the version's key; `mine` may ask, by (slug, name)."""

    pk: int
    isp_id: int
    number: int
    progress: Progress
    may_invite: bool
    requests: list[Accession]
    mine: list[tuple[str, str]]


def joining_of(by: Requester, reference: str) -> Joining | None:
    """What the page on joining shows; None where nothing is in force that this person may see and act on."""
    versions = [one for one in versions_in_signing(by, reference) if one.state == State.IN_FORCE]
    if not versions or by.user_id is None:
        return None
    version, (progress,) = versions[0], progress_of(by, versions[:1])
    inside = {part.partner_id for part in progress.parties}
    # Each body once, and not one that is inside already under its second row.
    second = Partner.objects.filter(pk__in=inside).exclude(duplicate_of=None)
    inside |= set(second.values_list("duplicate_of_id", flat=True))
    own = Partner.objects.filter(pk__in=by.own_partners - inside).order_by("name")
    mine = [(one.slug, one.name) for one in own if one.can_sign and may(by, "party.join", one.pk)]
    invites = may(by, "party.invite", version)
    if not invites and not mine:
        return None
    return Joining(
        version.pk, version.isp_id, version.number, progress, invites, joins_to_answer(by, [version.pk]), mine
    )


def readiness_of(by: Requester, reference: str) -> Readiness | None:
    """The draft that this person may send out next, what it lacks and who would be asked; None where there is none."""
    drafts = visible(IspVersion.objects.all(), by).filter(
        isp__reference=reference, state__in=(State.DRAFT, State.PEER_REVIEW)
    )
    version = drafts.select_related("isp").order_by("-number").first()
    if version is None or not may(by, "version.send_out", version):
        return None
    parties = list(
        version.parties.exclude(role=IspParty.Role.PROCESSOR).select_related("partner", "version__isp").order_by("pk")
    )
    asked = asked_of(parties)
    current = IspVersion.objects.filter(isp=version.isp_id, state=State.IN_FORCE).values_list("number", flat=True)
    return Readiness(
        pk=version.pk,
        isp_id=version.isp_id,
        number=version.number,
        content_hash=content_hash(version),
        missing=what_is_missing(version),
        asked=[
            WillBeAsked(
                party.pk,
                party.partner_id,
                party.partner.can_sign,
                tuple(one.name for one in asked[party.pk].people),
                len(asked[party.pk].mailboxes),
            )
            for party in parties
        ],
        in_force=current.first(),
    )
