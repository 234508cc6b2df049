"""The parts of a copy: what each says, and what of it is withheld. Nothing that is withheld leaves this module."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cms.core import clock
from cms.core.policy import visible
from cms.core.requester import Requester
from cms.overview.history import AmendedText, PartyOn, amended_on
from cms.signing.coverage import standing_on
from cms.signing.models import Signature
from cms.snippets.models import DataFlow, DataItem, IspContact, IspFile, IspVersion, LegalBasis

SECTIONS = (
    ("summary", "In plain English"),
    ("purpose", "Purpose"),
    ("necessity", "Why it is necessary and proportionate"),
    ("expected_benefit", "What it should achieve"),
    ("data_subjects", "People it is about"),
    ("may_share", "What may be shared"),
    ("do_not_share", "What is not shared"),
    ("how_to_share", "How it is shared safely"),
    ("retention", "How long it is kept"),
    ("security", "How it is kept safe"),
    ("individual_rights", "People’s rights"),
    ("joint_arrangement", "How joint controllers divide their duties"),
)
GUARDED = frozenset({"security", "how_to_share"})


class Why(StrEnum):
    """Classes of reasons to withhold. The words name the section of the Freedom of Information Act 2000."""

    PERSONAL = "personal"
    SIGNATORY = "signatory"
    SECURITY = "security"

    @property
    def words(self) -> str:
        return REASONS[self]


REASONS: Mapping[Why, str] = {
    Why.PERSONAL: "personal data, s.40",
    Why.SIGNATORY: "personal data, s.40",
    Why.SECURITY: "disclosure could help a crime, s.31",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One field: what it says, or why it does not say it."""

    label: str
    value: str
    withheld: Why | None = None


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    items: list[Item]


def guarded(label: str, value: str, why: Why, kept: frozenset[Why]) -> Item:
    """The field, or its mark; an empty field is shown as it is, because there is nothing to withhold."""
    return Item(label, "", why) if value and why in kept else Item(label, value)


def sections_of(
    by: Requester,
    versions: Mapping[int, IspVersion],
    parties: Mapping[int, list[PartyOn]],
    day: datetime.date,
    kept: frozenset[Why],
) -> dict[int, list[Section]]:
    """{version key: its sections as on the day}. `kept` are the reasons for which something is withheld."""
    items, flows = _by_version(DataItem, versions, by), _by_version(DataFlow, versions, by, "sender", "recipient")
    files = _by_version(IspFile, versions, by)
    law, amended = _law(by, parties), amended_on(by, versions.values(), day)
    signatures = _signatures(by, parties, day)
    contacts = _contacts(by, versions) if day == clock.today() else {}
    found = {}
    for key, version in versions.items():
        shown = [
            Section("What it says", _texts(version, kept)),
            Section("Information shared", [_data(item) for item in items[key]]),
            Section("Parties", [_party(one) for one in parties.get(key, [])]),
            Section("Signatures", _signed(parties.get(key, []), signatures, kept)),
            Section("The law relied on", [item for one in parties.get(key, []) for item in law[one.pk]]),
            Section("What moves between whom", [_flow(flow, kept) for flow in flows[key]]),
            Section("Amendment notices in effect", _amended(amended.get(key, []), kept)),
            Section("Who to ring", contacts.get(version.isp_id, [])),
            Section("Files held apart from this copy", [Item(_kind(file), file.title) for file in files[key]]),
        ]
        found[key] = [section for section in shown if section.items]
    return found


def _by_version(model: Any, versions: Iterable[int], by: Requester, *joined: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    rows = visible(model.objects.all(), by).filter(version__in=list(versions))
    for row in (rows.select_related(*joined) if joined else rows).order_by("pk"):
        found[row.version_id].append(row)
    return found


def _texts(version: IspVersion, kept: frozenset[Why]) -> list[Item]:
    found = []
    for name, heading in SECTIONS:
        text = str(getattr(version, name))
        if text:
            found.append(guarded(heading, text, Why.SECURITY, kept) if name in GUARDED else Item(heading, text))
    return found


def _data(item: Any) -> Item:
    marks = [
        words
        for on, words in (
            (item.is_special_category, "special category"),
            (item.is_criminal_offence, "criminal offence data"),
        )
        if on
    ]
    return Item(item.name, ", ".join(marks) or "neither special category nor criminal offence data")


def _party(one: PartyOn) -> Item:
    party, since = one.party, one.coverage.since
    words = [str(party.get_role_display()), str(party.get_controller_status_display()), one.coverage.label]
    if since is not None:
        words.append(f"{since.day} {since:%B %Y}")
    if party.conditions:
        words.append(f"condition: {party.conditions}")
    return Item(party.partner.name, ", ".join(words))


def _signatures(by: Requester, parties: Mapping[int, list[PartyOn]], day: datetime.date) -> dict[int, list[Signature]]:
    keys = [one.pk for rows in parties.values() for one in rows]
    found: dict[int, list[Signature]] = defaultdict(list)
    rows = visible(Signature.objects.all(), by).filter(party__in=keys).order_by("signed_on", "pk")
    for signature in standing_on(rows, day):
        found[signature.party_id].append(signature)
    return found


def _signed(parties: list[PartyOn], signatures: Mapping[int, list[Signature]], kept: frozenset[Why]) -> list[Item]:
    found = []
    for one in parties:
        for signature in signatures.get(one.pk, []):
            name, on = one.party.partner.name, signature.signed_on
            found.append(guarded(f"{name}: who signed", signature.signatory_name, Why.SIGNATORY, kept))
            if signature.signatory_job_title:
                found.append(Item(f"{name}: job title", signature.signatory_job_title))
            decision = f"{signature.get_decision_display()}, {on.day} {on:%B %Y}"
            found.append(Item(f"{name}: decision", decision))
            if signature.reason:
                found.append(Item(f"{name}: conditions or reason", signature.reason))
    return found


def _law(by: Requester, parties: Mapping[int, list[PartyOn]]) -> dict[int, list[Item]]:
    names = {one.pk: one.party.partner.name for rows in parties.values() for one in rows}
    rows = visible(LegalBasis.objects.all(), by).filter(party__in=names)
    rows = rows.select_related("article6", "article9", "schedule1", "part3").prefetch_related("gateways")
    found: dict[int, list[Item]] = defaultdict(list)
    for basis in rows.order_by("pk"):
        chosen = [basis.article6, basis.article9, basis.schedule1, basis.part3]
        words = [f"{one.name}, {one.provision}" for one in chosen if one is not None]
        words += [f"{gateway.act}, {gateway.provision}" for gateway in basis.gateways.all()]
        words += [text for text in (basis.article10_authority, basis.rationale) if text]
        label = f"{names[basis.party_id]}, {str(basis.get_direction_display()).lower()}: {basis.purpose}"
        found[basis.party_id].append(Item(label, "\n".join(words) or "Not recorded"))
    return found


def _flow(flow: DataFlow, kept: frozenset[Why]) -> Item:
    """How it travels is guarded with the rest of what keeps it safe."""
    sender = flow.sender.name if flow.sender else "All parties"
    ends = f"{sender} to {flow.recipient.name if flow.recipient else 'all parties'}"
    how = ", ".join(part for part in (flow.method, flow.format) if part)
    if how and Why.SECURITY in kept:
        return Item(f"{ends}: {flow.items}, {flow.frequency_required}".rstrip(", "), "", Why.SECURITY)
    return Item(f"{ends}: {flow.items}", ", ".join(part for part in (how, flow.frequency_required) if part))


def _amended(texts: list[AmendedText], kept: frozenset[Why]) -> list[Item]:
    found = []
    for one in texts:
        label = f"Notice {one.number}, {one.heading}"
        found.append(
            guarded(label, one.after, Why.SECURITY, kept) if one.section in GUARDED else Item(label, one.after)
        )
    return found


def _contacts(by: Requester, versions: Mapping[int, IspVersion]) -> dict[int, list[Item]]:
    """The role is shown; the number and the address are not."""
    rows = visible(IspContact.objects.all(), by).filter(isp__in={version.isp_id for version in versions.values()})
    found: dict[int, list[Item]] = defaultdict(list)
    for row in rows.order_by("pk"):
        found[row.isp_id].append(Item(row.role, "", Why.PERSONAL if row.phone or row.email else None))
    return found


def _kind(file: IspFile) -> str:
    return str(file.get_kind_display())
