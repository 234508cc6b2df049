"""What the answers of a review would do, in the words of its check page. Changes nothing."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db.models import Max

from cms.core import clock
from cms.core.partial_dates import in_words
from cms.reviews.answers import MOST_CONTACTS, Work, chosen_day, retire_day
from cms.reviews.checklist import BY_KEY, SCHEDULE, Leads
from cms.reviews.models import Review
from cms.signing.amendments.effect import DAY, DAYS_TO_OBJECT
from cms.signing.amendments.sections import SECTIONS
from cms.signing.drafts import OPEN
from cms.signing.models import AmendmentNotice
from cms.snippets.models import Isp, IspParty, IspVersion
from cms.snippets.selectors import still_in

Outcome = Review.Outcome
LABELS = {
    "minor": "Minor change",
    "notice": "Amendment notice",
    "version": "New version",
    "retire": "Retired",
    "note": "To be settled",
}
BUTTONS = {
    Outcome.UNCHANGED: "Finish the review",
    Outcome.MINOR_CHANGE: "Finish the review and make the changes",
    Outcome.AMENDMENT: "Finish the review and send the notice",
    Outcome.MAJOR_CHANGE: "Finish the review and open a new version",
    Outcome.RETIRE: "Finish the review and retire the agreement",
    Outcome.NEEDS_CHANGE: "Send my note and keep the review open",
}


@dataclass(frozen=True, slots=True)
class Effect:
    """One line of "What your answers change". `kind`: minor, notice, version, retire or note."""

    what: str
    kind: str
    kind_label: str
    happens: str


@dataclass(frozen=True, slots=True)
class Plan:
    outcome: str
    outcome_label: str
    button: str
    effects: tuple[Effect, ...]
    next: tuple[str, ...]
    problem: str = ""


def outcome_of(work: Work) -> str:
    leads = work.leads
    for found, outcome in (
        (Leads.RETIRE, Outcome.RETIRE),
        (Leads.VERSION, Outcome.MAJOR_CHANGE),
        (Leads.NOTE, Outcome.NEEDS_CHANGE),
        (Leads.WORDS, Outcome.AMENDMENT),
        (Leads.SCHEDULE, Outcome.MINOR_CHANGE),
    ):
        if found in leads:
            return str(outcome)
    return str(Outcome.UNCHANGED)


def plan_of(work: Work) -> Plan:
    """What would follow from the answers, in the words of the check page. Changes nothing."""
    outcome = outcome_of(work)
    return Plan(
        outcome=outcome,
        outcome_label=str(Outcome(outcome).label),
        button=BUTTONS[Outcome(outcome)],
        effects=tuple(_effects(work, outcome)),
        next=tuple(_next(work, outcome)),
        problem=_problem(work, outcome),
    )


def _problem(work: Work, outcome: str) -> str:
    """Why it cannot be done just now, though every question is answered."""
    if outcome != Outcome.MAJOR_CHANGE:
        return ""
    waiting = _unfinished(work.isp)
    if waiting is None:
        return ""
    return (
        f"Version {waiting.number} is being written or signed already. Work on that one, or withdraw it, and then "
        "finish this review."
    )


def _unfinished(isp: Isp) -> IspVersion | None:
    found: IspVersion | None = IspVersion.objects.filter(isp=isp, state__in=OPEN).order_by("-number").first()
    return found


def _effects(work: Work, outcome: str) -> Iterator[Effect]:
    if outcome == Outcome.RETIRE:
        day = in_words(retire_day(work))
        yield Effect(
            f"The agreement is retired on {day}",
            "retire",
            LABELS["retire"],
            "It stays in the register, marked as retired. What moves under it ends on that day. What partners hold by "
            "then, they keep and dispose of as it says.",
        )
        return
    if Leads.SCHEDULE in work.leads:
        for text in _schedule_changes(work):
            yield Effect(
                text, "minor", LABELS["minor"], "At once. It is in the unsigned schedule, so no signature is touched"
            )
    if Leads.VERSION in work.leads:
        for key, question in BY_KEY.items():
            answer = work.given.get(key, {})
            option = question.option(answer.get("value", ""))
            if option is not None and option.leads == Leads.VERSION:
                yield Effect(
                    f"{question.short} {option.label}. {answer.get('why', '')}",
                    "version",
                    f"Version {_next_number(work.isp)}",
                    "A draft is opened with the words of today. Every partner signs it; until then this version "
                    "stays in force",
                )
    if Leads.WORDS in work.leads:
        until = clock.today() + datetime.timedelta(days=DAYS_TO_OBJECT)
        into_draft = Leads.VERSION in work.leads
        for section in work.words:
            if into_draft:
                happens = "The new words go into the draft"
            else:
                happens = (
                    f"Partners have {DAYS_TO_OBJECT} days to object, until {in_words(until)}. If nobody does, it "
                    f"counts from {in_words(until + DAY)}. Nobody signs again"
                )
            label = LABELS["version"] if into_draft else f"{LABELS['notice']} {_notice_number(work.isp)}"
            yield Effect(f"“{SECTIONS[section]}” is worded anew", "version" if into_draft else "notice", label, happens)
    for text in work.notes if outcome == Outcome.NEEDS_CHANGE else ():
        yield Effect(
            text,
            "note",
            LABELS["note"],
            "Your note goes to the core team and the lead partner. The review stays open until it is settled",
        )
    if outcome != Outcome.NEEDS_CHANGE:
        day = in_words(chosen_day(work))
        yield Effect(f"Next review {day}", "minor", LABELS["minor"], "At once. It is in the unsigned schedule")


def _next(work: Work, outcome: str) -> Iterator[str]:
    version = work.version
    told = ", ".join(_told(version, outcome)) if version is not None else ""
    number = f"Version {version.number}" if version is not None else "The agreement"
    if outcome == Outcome.RETIRE:
        yield f"{number} stays in force until that day. We tell the people who sign or look after it at: {told}."
        yield "The core team is told too. Nobody is reminded of reviews of it any more."
        return
    yield f"{number} stays in force."
    if Leads.WORDS in work.leads and Leads.VERSION not in work.leads:
        yield f"We send the notice to the people who sign or look after it at: {told}."
        yield "If a partner objects, the old words stay while you talk. A larger change would be a new version."
    if Leads.VERSION in work.leads:
        yield "You come to the draft next. Nothing is sent to anybody before you send it out for signature."
    if outcome == Outcome.NEEDS_CHANGE:
        yield "It stays among your tasks. Your answers are kept: change them when it is settled, and finish then."
    else:
        yield "The review is recorded with your name and today’s date, and reminders for it stop."


def _told(version: IspVersion, outcome: str) -> list[str]:
    """Names of the parties that are told; processors only of the end."""
    rows = version.parties.filter(still_in()).select_related("partner").order_by("partner__name")
    if outcome != Outcome.RETIRE:
        rows = rows.exclude(role=IspParty.Role.PROCESSOR)
    return [party.partner.name for party in rows]


def _notice_number(isp: Isp) -> int:
    return 1 + (AmendmentNotice.objects.filter(isp=isp).aggregate(highest=Max("number"))["highest"] or 0)


def _next_number(isp: Isp) -> int:
    return 1 + (IspVersion.objects.filter(isp=isp).aggregate(highest=Max("number"))["highest"] or 0)


def contacts_of(work: Work) -> list[dict[str, str]]:
    """The contacts as the reviewer left them."""
    saved = work.given.get(SCHEDULE, {})
    names = ("role", "phone", "email", "partner", "urgent")
    rows = [{name: saved.get(f"{name}{n}", "") for name in names} for n in range(MOST_CONTACTS)]
    return [row for row in rows if row["role"]]


def _schedule_changes(work: Work) -> Iterator[str]:
    now = [_line(one.role, one.phone, one.email) for one in work.isp.contacts.all()]
    then = [_line(row["role"], row["phone"], row["email"]) for row in contacts_of(work)]
    for text in then:
        if text not in now:
            yield f"Who to ring: {text}"
    for text in now:
        if text not in then:
            yield f"No longer who to ring: {text}"
    if {one.role for one in work.isp.contacts.all() if one.is_urgent} != {
        row["role"] for row in contacts_of(work) if row["urgent"]
    }:
        yield "Which line is urgent, day and night"
    saved = work.given.get(SCHEDULE, {})
    for name, label in (("owner", "Owner"), ("deputy", "Deputy")):
        if key_of(saved.get(name, "")) != getattr(work.isp, f"{name}_id"):
            yield f"{label}: {_name(key_of(saved.get(name, '')))}"


def _line(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def key_of(text: str) -> int | None:
    """What a form sends for somebody, if it can be a key: at most 18 digits, which every database holds."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


def _name(key: int | None) -> str:
    person = get_user_model()._default_manager.filter(pk=key).first() if key else None
    return str(person) if person is not None else "nobody"
