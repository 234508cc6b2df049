"""The answers of one person's review, saved page by page, and what they would do, said before it is done."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from cms.core import clock
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound, Unauthenticated
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.members.selectors import members_of
from cms.reviews.checklist import BY_KEY, NEXT, RETIRE, SCHEDULE, WORDS, Leads, leads_of, problem_of, steps_of
from cms.reviews.dates import months_after, next_day
from cms.reviews.models import ReviewAnswers
from cms.signing.amendments.sections import SECTIONS
from cms.signing.amendments.selectors import effective_texts
from cms.signing.amendments.services import checked_changes
from cms.snippets.models import Isp, IspVersion
from cms.snippets.selectors import ACTIVE, review_states

MOST_CONTACTS, SPARE = 10, 2
LONGEST_VALUE = 20_000
CONTACT = ("role", "phone", "email")
TYPED = "typed:"
LATEST_RETIREMENT_DAYS = 366


@dataclass
class Work:
    """One person's review of an agreement, as far as it has come. `given` is what was saved."""

    isp: Isp
    version: IspVersion | None
    row: ReviewAnswers | None
    given: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def pk(self) -> int:
        return int(self.isp.pk)

    @property
    def steps(self) -> list[str]:
        return steps_of(self.given)

    @property
    def leads(self) -> set[Leads]:
        return leads_of(self.given) if RETIRE not in self.steps else {Leads.RETIRE}

    def shown(self, step: str) -> dict[str, str]:
        """What a page shows in its fields: what was typed last, else what was saved."""
        return self.given.get(TYPED + step) or self.given.get(step, {})

    @property
    def missing(self) -> list[str]:
        """The pages that still want an answer."""
        return [step for step in self.steps if not self.is_done(step)]

    def is_done(self, step: str) -> bool:
        if step in BY_KEY:
            return not problem_of(BY_KEY[step], self.given.get(step, {}))
        if step == WORDS:
            return bool(self.words) and bool(self.given[WORDS].get("reason"))
        if step == RETIRE:
            return bool(self.given.get(RETIRE, {}).get("on"))
        return step in self.given

    @property
    def words(self) -> dict[str, str]:
        """{section: new words} as saved; those that do not change anything are not kept."""
        saved = self.given.get(WORDS, {})
        return {name: saved[name] for name in SECTIONS if name in saved}

    @property
    def notes(self) -> list[str]:
        """What somebody has to look at, in the reviewer's words, each with its question."""
        found = []
        for key, question in BY_KEY.items():
            answer = self.given.get(key, {})
            option = question.option(answer.get("value", ""))
            if option is not None and option.leads in (Leads.NOTE, Leads.VERSION) and key in self.steps:
                found.append(f"{question.short} {option.label}. {answer.get('why', '')}".strip())
        return found


def work_of(by: Requester, isp: Isp) -> Work:
    """The person's saved answers about an agreement, or an empty work."""
    row = visible(ReviewAnswers.objects.all(), by).filter(isp=isp).first()
    version = IspVersion.objects.filter(isp=isp, state=IspVersion.State.IN_FORCE).first()
    return Work(isp, version, row, dict(row.answers) if row is not None else {})


def reviewable(by: Requester, reference: str) -> Isp:
    """The agreement in force that the person may review now. Raises Unauthenticated, NotFound, Forbidden, Conflict."""
    if by.user_id is None:
        raise Unauthenticated("Sign in to review an agreement.")
    isp: Isp | None = visible(Isp.objects.all(), by).filter(reference=reference).first()
    if isp is None:
        raise NotFound("There is no such agreement.")
    if not may(by, "review.record", isp):
        raise Forbidden("Its owner, deputy and the lead partner's information governance lead review this agreement.")
    if review_states([isp], clock.today())[isp.pk].status not in ACTIVE:
        raise Conflict("Only an agreement in force is reviewed.")
    return isp


@transaction.atomic
def save_answers(
    *, by: Requester, reference: str, submission_id: str, step: str, values: Mapping[str, str], later: bool = False
) -> Work:
    """Save one page's answers. With `later` they are kept as they are, even half given; otherwise they must stand.

    Raises as `reviewable`, and BadInput with `fields`.
    """
    isp = reviewable(by, reference)
    if not submission_id or len(submission_id) > 64:
        raise BadInput("Send a submissionId of 1 to 64 characters.")
    row, _ = ReviewAnswers.objects.select_for_update().get_or_create(
        isp=isp,
        user_id=by.user_id or 0,  # `reviewable` lets nobody without an account so far
        defaults={"submission_id": submission_id, "revision": isp.lock_version},
    )
    work = Work(isp, work_of(by, isp).version, row, dict(row.answers))
    given = {name: value.replace("\r\n", "\n")[:LONGEST_VALUE] for name, value in values.items()}
    if step in BY_KEY:
        saved = {name: given.get(name, "").strip() for name in ("value", "why")}
        problems = problem_of(BY_KEY[step], saved)
    elif step in READERS:
        saved, problems = READERS[step](work, given)
    else:
        raise BadInput("There is no such question.", fields={"step": ["There is no such question."]})
    if problems and not later:
        raise BadInput("Some answers need another look.", fields={name: [text] for name, text in problems.items()})
    typed = TYPED + step  # what does not stand yet is kept beside what does
    answers = {name: value for name, value in row.answers.items() if name != typed}
    half = bool(problems) and step not in BY_KEY
    row.answers = {**answers, (typed if half else step): (given if half else saved)}
    row.saved_at = clock.now()
    row.save(update_fields=["answers", "saved_at"])
    work.given = dict(row.answers)
    return work


@transaction.atomic
def discard_answers(*, by: Requester, reference: str) -> Isp:
    """Begin again: what was saved and not finished is gone. Raises as `reviewable`."""
    isp = reviewable(by, reference)
    visible(ReviewAnswers.objects.all(), by).filter(isp=isp).delete()
    return isp


Read = tuple[dict[str, str], dict[str, str]]


def _words(work: Work, given: Mapping[str, str]) -> Read:
    """The new words of each section that changes, and why."""
    saved = {"reason": given.get("reason", "").strip()}
    problems: dict[str, str] = {}
    if work.version is None:
        return saved, {"changes": "The text of this agreement is not held here."}
    sent = {name: given[name] for name in SECTIONS if name in given}
    try:
        saved |= checked_changes(work.version, sent)
    except BadInput as error:
        fields: Any = error.details["fields"]
        problems |= {name: texts[0] for name, texts in fields.items()}
    if not problems and len(saved) == 1:
        problems["changes"] = "Write the new words, or go back and say that the old ones are right"
    if not saved["reason"]:
        problems["reason"] = "Say why in a few words: every partner reads it"
    elif len(saved["reason"]) > 2000:
        problems["reason"] = "Make this shorter: 2,000 characters at most"
    return saved, problems


def _schedule(work: Work, given: Mapping[str, str]) -> Read:
    """Contacts as "role0", "phone0", "email0", "urgent0" and so on; a row without a role goes. Owner and deputy."""
    saved: dict[str, str] = {}
    problems: dict[str, str] = {}
    kept = 0
    for n in range(MOST_CONTACTS):
        row = {name: given.get(f"{name}{n}", "").strip() for name in CONTACT}
        if not row["role"]:
            if row["phone"] or row["email"]:
                problems[f"role{n}"] = "Say whose number or address this is: a role, because people move"
            continue
        if not (row["phone"] or row["email"]):
            problems[f"phone{n}"] = "Give a telephone number or an e-mail address"
        if row["email"] and not _is_email(row["email"]):
            problems[f"email{n}"] = "Write an e-mail address, like team@example.org"
        limits = {"role": 120, "phone": 40, "email": 254}
        problems |= {f"{name}{n}": "Make this shorter" for name, most in limits.items() if len(row[name]) > most}
        saved |= {f"{name}{kept}": value for name, value in row.items()}
        saved[f"partner{kept}"] = given.get(f"partner{n}", "").strip()
        saved[f"urgent{kept}"] = "1" if given.get(f"urgent{n}") else ""
        kept += 1
    people = {str(pk) for pk in members_of(work.isp.lead_id).values_list("pk", flat=True)}
    known = {str(key) for key in (work.isp.owner_id, work.isp.deputy_id) if key is not None}
    for name in ("owner", "deputy"):
        value = given.get(name, "").strip()
        if value and value not in people | known:
            problems[name] = "Choose one of the lead partner’s people"
        saved[name] = value
    if saved["owner"] and saved["owner"] == saved["deputy"]:
        problems["deputy"] = "Choose somebody else as deputy"
    return saved, problems


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _next(work: Work, given: Mapping[str, str]) -> Read:
    """The day of the next review; empty for the usual time."""
    text = given.get("on", "").strip()
    day = _day(text)
    if text and day is None:
        return {"on": text}, {"on": "The next review must be a real date, like 27 3 2028"}
    problem = next_day(work.isp, day or usual_day(work), clock.today())
    return {"on": text}, ({"on": problem} if problem else {})


def _retire(work: Work, given: Mapping[str, str]) -> Read:
    saved = {name: given.get(name, "").strip() for name in ("on", "reason")}
    today, day = clock.today(), _day(saved["on"])
    problems = {}
    if day is None:
        problems["on"] = "Say from which day, like 27 3 2027"
    elif not today <= day <= today + datetime.timedelta(days=LATEST_RETIREMENT_DAYS):
        problems["on"] = "Choose today or a day within a year"
    if not saved["reason"]:
        problems["reason"] = "Say why in a few words: every partner reads it"
    elif len(saved["reason"]) > 250:
        problems["reason"] = "Make this shorter: 250 characters at most"
    return saved, problems


READERS = {WORDS: _words, SCHEDULE: _schedule, NEXT: _next, RETIRE: _retire}


def usual_day(work: Work) -> datetime.date:
    """One review cycle from today; half a year at most where a new version is to be signed meanwhile."""
    months = work.isp.review_cycle_months or 12
    return months_after(clock.today(), min(months, 6) if Leads.VERSION in work.leads else months)


def chosen_day(work: Work) -> datetime.date:
    return _day(work.given.get(NEXT, {}).get("on", "")) or usual_day(work)


def retire_day(work: Work) -> datetime.date | None:
    return _day(work.given.get(RETIRE, {}).get("on", ""))


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def present_words(work: Work) -> dict[str, str]:
    """{section: what counts today}; nothing where no version is in force."""
    return effective_texts(work.version) if work.version is not None else {}
