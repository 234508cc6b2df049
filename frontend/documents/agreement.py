"""One version of an agreement as a document: what is signed, the sheet to sign on, and the unsigned schedule apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from ..statuses import key_of, say, status
from ..words import count, lines, long_date
from .model import Block, Bullets, Document, Facts, Heading, Mark, PageBreak, Para, Table, Text

# Sections of what is signed, in the order of the template: (field of the version, heading).
SECTIONS = (
    ("summary", "In plain English"),
    ("purpose", "Purpose"),
    ("necessity", "Why it is necessary and proportionate"),
    ("expected_benefit", "What it should achieve"),
    ("data_subjects", "People it is about"),
    ("retention", "How long it is kept, and how it is disposed of"),
    ("security", "How it is kept safe"),
    ("individual_rights", "People’s rights"),
    ("joint_arrangement", "How joint controllers divide their duties"),
)
BEFORE_ITEMS = 5  # the table of information shared stands after "People it is about"
UNFINISHED = ("draft", "peer_review")
SIGNABLE = ("out_for_signature", "in_force", "superseded")
NOTICES = {
    "draft": "This is a draft. It does not cover anybody, and it is not for signature.",
    "peer_review": "This is a draft, and others are commenting on it. It covers nobody, and it is not for signature.",
    "out_for_signature": "This version is out for signature. It is not in force yet.",
    "withdrawn": "This version was withdrawn before it came into force. It covers nobody.",
}


def agreement(isp: Any, version: Any, *, site: str, address: str, on: date, member: bool) -> Document:
    """`isp` and `version` as the operation IspDocument answers them, to a reader who may see them: nothing is added.

    `address` is the live page. Who is no member gets the public part, without a sheet to sign on.
    """
    blocks: list[Block] = [*_notices(isp, version, member), _facts(isp, version)]
    blocks += [Para(f"Copied on {long_date(on)} from {address}, where the present state is shown.", "small")]
    blocks += list(_signed_text(version))
    blocks += list(_parties(version, member))
    blocks += list(_law(version))
    blocks += list(_flows(version))
    blocks += list(_standard(version))
    blocks += list(_amendments(in_effect(isp, version)))
    if member and key_of(version.state) in SIGNABLE:
        blocks += list(_sheet(isp, version))
    if member:
        blocks += list(_schedule(isp, version))
    return Document(
        title=isp.title,
        kicker=f"{isp.reference} · Version {version.number} · {isp.kind_label or say(isp.kind)}",
        footer=f"{isp.reference}, version {version.number}, copied on {long_date(on)}",
        author=site,
        on=on,
        blocks=blocks,
    )


def _notices(isp: Any, version: Any, member: bool) -> Iterator[Block]:
    state = key_of(version.state)
    if not member:
        yield Para("This is the public part of the agreement. Members of the network see the rest.", "notice")
    if state in NOTICES:
        yield Para(NOTICES[state], "notice")
    elif state == "superseded":
        until = f" on {long_date(version.in_force_to)}" if version.in_force_to else ""
        yield Para(f"This version was replaced by a later one{until}.", "notice")
    now = key_of(isp.status)
    if now == "suspended":
        yield Para("The agreement is suspended. Ask the lead partner before relying on it.", "notice")
    elif now in ("retired", "ended"):
        yield Para(f"The agreement is no longer used: {isp.status_label.lower()}.", "notice")
    if version.is_imported:
        yield Para("The text is not held here: only the entry of the register it came from.", "notice")
    if isp.is_example:
        yield Para("This is an example, made up to show how the site works.", "notice")


def _facts(isp: Any, version: Any) -> Facts:
    rows: list[tuple[str, Text]] = [("Reference", f"{isp.reference}, version {version.number}")]
    rows.append(("State of this version", status(version.state)[1]))
    if version.in_force_from:
        until = f" to {long_date(version.in_force_to)}" if version.in_force_to else ""
        rows.append(
            (
                "In force",
                f"{long_date(version.in_force_from)}{until}" if until else f"Since {long_date(version.in_force_from)}",
            )
        )
    if isp.lead:
        rows.append(("Led by", isp.lead.name))
    if isp.theme:
        rows.append(("Theme", isp.theme.name))
    if version.party_count and key_of(version.state) == "in_force":
        rows.append(("Covered", f"{version.covered_count} of {version.party_count}, each from its own date"))
    if version.what_changed:
        rows.append(("What changed", version.what_changed))
    if version.content_hash:
        rows.append(("Fingerprint of what is signed", grouped(version.content_hash)))
    return Facts(rows, "About this version")


def grouped(digest: str) -> str:
    """A fingerprint in groups of eight, so that two people can compare it aloud."""
    return " ".join(digest[n : n + 8] for n in range(0, len(digest), 8))


def _signed_text(version: Any) -> Iterator[Block]:
    for n, (field, heading) in enumerate(SECTIONS):
        if n == BEFORE_ITEMS:
            yield from _items(version)
            yield from _practice(version)
        text = getattr(version, field)
        if text:
            yield Heading(heading)
            yield Para(text, "lead" if field == "summary" else "")


def _items(version: Any) -> Iterator[Block]:
    if not version.data_items:
        return
    rows = [
        [item.name, "Yes" if item.is_special_category else "No", "Yes" if item.is_criminal_offence else "No"]
        for item in version.data_items
    ]
    yield Heading("Information shared")
    yield Table("Information shared", ("Information", "Special category", "Criminal offence data"), rows, (6, 2, 2))


def _practice(version: Any) -> Iterator[Block]:
    if not (version.may_share or version.do_not_share or version.how_to_share):
        return
    yield Heading("In practice")
    for heading, items in (("You may share", version.may_share), ("Do not share", version.do_not_share)):
        if items:
            yield Heading(heading, 2)
            yield Bullets(items)
    if version.how_to_share:
        yield Heading("How to share it safely", 2)
        yield Para("\n".join(lines(version.how_to_share)))


def name_of(party: Any) -> str:
    return party.partner.name if party.partner else "A partner"


def controller_of(party: Any) -> str:
    """The legal controller, where it is another name than the partner's."""
    found = party.partner.legal_controller if party.partner else ""
    return found if found and found != name_of(party) else ""


def _parties(version: Any, member: bool) -> Iterator[Block]:
    if not version.parties:
        return
    rows: list[list[Text]] = []
    for party in version.parties:
        named = name_of(party) + (f"\nLegal controller: {controller_of(party)}" if controller_of(party) else "")
        part = party.role_label + (", essential" if party.is_essential else "")
        rows.append([named, part, say(party.controller_status)])
    yield Heading("Parties")
    yield Table("Parties", ("Party", "Part it plays", "Controller"), rows, (6, 3, 3))


def cite(thing: Any) -> str:
    return f"{thing.name}, {thing.provision}" if thing else ""


def gateway(one: Any) -> str:
    year = f" {one.year}" if one.year and str(one.year) not in one.act else ""
    return f"{one.act}{year}, {one.provision}"


def basis_words(basis: Any) -> list[str]:
    """The lawful basis of one party for one purpose, line by line."""
    found = [cite(basis.article_6), cite(basis.article_9), cite(basis.schedule_1), cite(basis.part_3)]
    if basis.article_10_authority:
        found.append(f"Criminal offence data: {basis.article_10_authority}")
    if key_of(basis.confidentiality) != "none" and basis.confidentiality_label:
        found.append(f"Duty of confidentiality: {basis.confidentiality_label}")
    if basis.data_opt_out_applies is not None:
        found.append(f"The national data opt-out {'applies' if basis.data_opt_out_applies else 'does not apply'}")
    return [one for one in found if one] or ["Not recorded"]


def _law(version: Any) -> Iterator[Block]:
    rows: list[list[Text]] = []
    for party in version.parties:
        for basis in party.bases:
            what = f"{basis.purpose}\n{basis.direction_label}, under {basis.regime_label}"
            gateways = "\n".join(gateway(one) for one in basis.gateways)
            rows.append([name_of(party), what, "\n".join(basis_words(basis)), gateways])
    if rows:
        yield Heading("Why we are allowed to share")
        columns = ("Party", "What for", "Lawful basis and conditions", "Legal gateway")
        yield Table("The law for each party and purpose", columns, rows, (3, 3, 4, 3))


def _flows(version: Any) -> Iterator[Block]:
    rows: list[list[Text]] = []
    for flow in version.flows:
        sender = flow.sender.name if flow.sender else "All parties"
        ends = f"{sender} to {flow.recipient.name if flow.recipient else 'all parties'}"
        how = ", ".join(part for part in (flow.method, flow.format) if part)
        rows.append([ends, flow.items, how, flow.frequency_required])
    if rows:
        yield Heading("What moves between whom")
        yield Table("Flows of information", ("From and to", "What", "How", "How often"), rows, (3, 3, 3, 2))


def _standard(version: Any) -> Iterator[Block]:
    """The clauses that every agreement made from the same edition has; they are signed with the rest."""
    locked = [clause for clause in version.template.clauses if clause.is_locked] if version.template else []
    if locked:
        yield Heading("The same in every agreement")
        yield Para(f"These words are those of the template, edition {version.template.number}.", "small")
    for clause in locked:
        yield Heading(clause.heading, 2)
        yield Para(clause.text)


def in_effect(isp: Any, version: Any) -> list[Any]:
    """The amendment notices that count for this version, in the order in which they came to count."""
    found = [
        one
        for one in isp.amendments
        if key_of(one.state) == "in_effect" and one.version and one.version.number == version.number
    ]
    return sorted(found, key=lambda one: (one.counts_from or date.max, one.number))


def amended_texts(isp: Any, version: Any) -> dict[str, tuple[int, date | None, str]]:
    """{section: (number of the notice, from when, what it says now)}: the last notice that changed it decides."""
    return {
        change.section: (notice.number, notice.counts_from, change.after)
        for notice in in_effect(isp, version)
        for change in notice.changes
    }


def _amendments(notices: list[Any]) -> Iterator[Block]:
    if not notices:
        return
    yield Heading("Amendment notices in effect")
    yield Para(
        "Small changes agreed after signing. The signed text above and its fingerprint stay as they are.", "small"
    )
    for one in notices:
        since = f", in effect since {long_date(one.counts_from)}" if one.counts_from else ""
        yield Heading(f"Notice {one.number}{since}", 2)
        rows: list[tuple[str, Text]] = [("Why", one.reason)]
        for change in one.changes:
            rows += [(f"{change.section_label}: before", change.before or "Nothing")]
            rows += [(f"{change.section_label}: now", change.after or "Taken out")]
        yield Facts(rows, f"Notice {one.number}")


def signs(party: Any) -> bool:
    """A processor does not sign, and whoever left no longer does."""
    return key_of(party.role) != "processor" and key_of(party.coverage) not in ("left", "does_not_sign")


def _sheet(isp: Any, version: Any) -> Iterator[Block]:
    """One row a party: filled in where it has decided, empty to be signed on paper where it has not."""
    rows: list[list[Text]] = []
    for party in version.parties:
        if not signs(party):
            continue
        given = party.signed_by
        body = controller_of(party) or name_of(party)
        body += f"\nfor {name_of(party)}" if controller_of(party) else ""
        if given:
            decision = given.decision_label + (f": {given.reason}" if given.reason else "")
            named = given.signatory_name or "Recorded; the name is not shown here"
            rows.append([body, named, given.signatory_job_title, long_date(given.signed_on), decision])
        elif version.is_imported and key_of(party.coverage) == "covered":
            words = Mark("muted", "Covered, as the register says. The signature is not held here.")
            rows.append([body, "", "", "", words])
        else:
            rows.append([body, "", "", "", ""])
    if not rows:
        return
    yield PageBreak()
    yield Heading("Signature sheet")
    yield Para(f"{isp.reference}, {isp.title}, version {version.number}")
    yield Para(
        "Each legal controller signs through somebody who can commit it: a chief executive, senior information risk "
        "owner, head teacher or trustee. Write the decision as “signed”, “signed with conditions” or “declined”, and "
        "the conditions or the reason."
    )
    if version.content_hash:
        yield Para(f"Fingerprint of the text that is signed: {grouped(version.content_hash)}", "small")
    columns = ("Legal controller", "Name and signature", "Job title", "Date", "Decision")
    yield Table("Signature sheet", columns, rows, (5, 5, 3, 3, 4), tall=True)


def _schedule(isp: Any, version: Any) -> Iterator[Block]:
    """Contacts, owners and dates: they change without a new signature, so they stand apart."""
    yield PageBreak()
    yield Heading("Schedule that is not signed")
    yield Para("Contacts, names and dates as they were on the day of this copy. They change without a new signature.")
    rows: list[tuple[str, Text]] = []
    if isp.owner:
        rows.append(
            ("Owner", ", ".join(part for part in (isp.owner.name, isp.owner.job_title, isp.owner.phone) if part))
        )
    if isp.deputy:
        rows.append(("Deputy", isp.deputy.name))
    if isp.next_review:
        rows.append(("Next review", long_date(isp.next_review)))
    if isp.starts_on or isp.ends_on:
        ends = f" to {long_date(isp.ends_on)}" if isp.ends_on else " onwards"
        rows.append(("Runs", f"{long_date(isp.starts_on) or 'Start not recorded'}{ends}"))
    if rows:
        yield Facts(rows, "Dates and owners")
    if isp.contacts:
        yield Heading("Who to ring", 2)
        contacts: list[list[Text]] = [
            [
                one.role + (" (urgent)" if one.is_urgent else ""),
                one.partner.name if one.partner else "",
                ", ".join(part for part in (one.phone, one.email) if part),
            ]
            for one in isp.contacts
        ]
        yield Table("Who to ring", ("Role", "Organisation", "Telephone and e-mail"), contacts, (4, 4, 4))
    if version.parties:
        yield Heading("Who is covered", 2)
        if key_of(version.state) == "in_force":
            yield Para(f"{version.covered_count} of {count(version.party_count, 'partner')} covered.")
        covered: list[list[Text]] = [[name_of(party), coverage_words(party)] for party in version.parties]
        yield Table("Who is covered", ("Party", "Coverage"), covered, (5, 7))


def coverage_words(party: Any) -> str:
    words = str(party.coverage_label)
    if party.covered_since and "since" not in words:
        words += f", since {long_date(party.covered_since)}"
    if party.covered_to:
        words += f", until {long_date(party.covered_to)}"
    return words + (f"\nCondition: {party.conditions}" if party.conditions else "")
