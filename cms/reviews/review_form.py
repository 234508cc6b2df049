"""One person's review as its pages show it: questions, what was saved, and what would follow."""

import datetime
from dataclasses import dataclass

from cms.core.errors import Conflict, Forbidden, NotFound, Unauthenticated
from cms.core.requester import Requester
from cms.members.selectors import members_of
from cms.reviews.answers import MOST_CONTACTS, SPARE, Work, present_words, reviewable, usual_day, work_of
from cms.reviews.checklist import BY_KEY, NEXT, RETIRE, SCHEDULE, WORDS, Leads
from cms.reviews.effects import Effect, Plan, contacts_of, plan_of
from cms.signing.amendments.sections import SECTIONS
from cms.signing.amendments.selectors import open_changes
from cms.snippets.models import IspContact


@dataclass(frozen=True, slots=True)
class OptionShown:
    value: str
    label: str
    hint: str
    asks_why: bool


@dataclass(frozen=True, slots=True)
class QuestionShown:
    key: str
    title: str
    short: str
    hint: str
    options: tuple[OptionShown, ...]
    sections: tuple[str, ...]
    value: str
    why: str
    answer_label: str
    is_done: bool


@dataclass(frozen=True, slots=True)
class SectionShown:
    """One section of the text: what counts today, the words in the form, and the notice that is changing it already."""

    section: str
    label: str
    now: str
    words: str
    asked_about: bool
    waiting_notice: int | None


@dataclass(frozen=True, slots=True)
class ContactShown:
    role: str
    phone: str
    email: str
    partner: str
    urgent: bool


@dataclass(frozen=True, slots=True)
class PersonShown:
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class ReviewForm:
    pk: int
    isp_id: int
    submission_id: str
    begun_at: datetime.datetime | None
    saved_at: datetime.datetime | None
    is_stale: bool
    steps: tuple[str, ...]
    missing: tuple[str, ...]
    questions: tuple[QuestionShown, ...]
    sections: tuple[SectionShown, ...]
    words_reason: str
    contacts: tuple[ContactShown, ...]
    people: tuple[PersonShown, ...]
    owner: str
    deputy: str
    next_on: str
    usual_next: datetime.date
    retire_on: str
    retire_reason: str
    plan: Plan | None


def review_form(requester: Requester, reference: str) -> ReviewForm | None:
    """The person's review of this agreement, as far as it has come; None for whoever may not review it now."""
    try:
        isp = reviewable(requester, reference)
    except (Unauthenticated, NotFound, Forbidden, Conflict):
        return None
    work = work_of(requester, isp)
    people = members_of(isp.lead_id).order_by("last_name", "first_name", "pk")
    schedule = work.shown(SCHEDULE)
    row = work.row
    return ReviewForm(
        pk=isp.pk,
        isp_id=isp.pk,
        submission_id=row.submission_id if row is not None else "",
        begun_at=row.begun_at if row is not None else None,
        saved_at=row.saved_at if row is not None else None,
        is_stale=row is not None and row.revision != isp.lock_version,
        steps=tuple(work.steps),
        missing=tuple(work.missing),
        questions=tuple(_questions(work)),
        sections=tuple(_sections(work)),
        words_reason=work.shown(WORDS).get("reason", ""),
        contacts=tuple(_contacts(work)),
        people=tuple(PersonShown(str(person.pk), str(person)) for person in people),
        owner=schedule.get("owner", str(isp.owner_id or "")),
        deputy=schedule.get("deputy", str(isp.deputy_id or "")),
        next_on=work.shown(NEXT).get("on", ""),
        usual_next=usual_day(work),
        retire_on=work.shown(RETIRE).get("on", ""),
        retire_reason=work.shown(RETIRE).get("reason", ""),
        plan=plan_of(work) if row is not None and not work.missing else None,
    )


def _questions(work: Work) -> list[QuestionShown]:
    found = []
    for key, question in BY_KEY.items():
        answer = work.shown(key)
        option = question.option(answer.get("value", ""))
        found.append(
            QuestionShown(
                key=key,
                title=question.title,
                short=question.short,
                hint=question.hint,
                options=tuple(OptionShown(one.value, one.label, one.hint, one.asks_why) for one in question.options),
                sections=question.sections,
                value=answer.get("value", ""),
                why=answer.get("why", ""),
                answer_label=option.label if option is not None else "",
                is_done=work.is_done(key),
            )
        )
    return found


def _sections(work: Work) -> list[SectionShown]:
    now = present_words(work)
    if work.version is None:
        return []
    waiting, typed = open_changes(work.version), work.shown(WORDS)
    asked = {
        section
        for question in BY_KEY.values()
        if (option := question.option(work.given.get(question.key, {}).get("value", ""))) is not None
        and option.leads == Leads.WORDS
        for section in question.sections
    }
    return [
        SectionShown(name, label, now[name], typed.get(name, now[name]), name in asked, waiting.get(name))
        for name, label in SECTIONS.items()
        if now[name].strip()
    ]


def _contacts(work: Work) -> list[ContactShown]:
    """What the form shows: typed rows, else saved ones, else those of today; and two empty ones."""
    typed = work.shown(SCHEDULE)
    if typed:
        given = [
            {name: typed.get(f"{name}{n}", "") for name in ("role", "phone", "email", "partner", "urgent")}
            for n in range(MOST_CONTACTS)
        ]
        rows = (
            [row for row in given if any(row.values())] if typed is not work.given.get(SCHEDULE) else contacts_of(work)
        )
        found = [
            ContactShown(row["role"], row["phone"], row["email"], row["partner"], bool(row["urgent"])) for row in rows
        ]
    else:
        today = IspContact.objects.filter(isp=work.isp).select_related("partner")
        found = [
            ContactShown(one.role, one.phone, one.email, one.partner.slug if one.partner else "", one.is_urgent)
            for one in today
        ]
    empty = ContactShown("", "", "", "", False)
    return [*found, *[empty] * SPARE][:MOST_CONTACTS]


__all__ = ["Effect", "ReviewForm", "review_form"]
