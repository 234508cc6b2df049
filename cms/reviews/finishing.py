"""Doing what the answers of a review lead to, all at once or not at all."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, Conflict, NotFound
from cms.core.partial_dates import in_words
from cms.core.policy import visible
from cms.core.requester import Requester
from cms.members.selectors import standing_of
from cms.notifications.services import Recipient, notify
from cms.reviews import reminders
from cms.reviews.answers import Work, chosen_day, retire_day, reviewable, work_of
from cms.reviews.checklist import BY_KEY, SCHEDULE, WORDS, Leads
from cms.reviews.effects import contacts_of, key_of, plan_of
from cms.reviews.models import Review
from cms.reviews.services import close, finish, is_repeated, open_review_of, tell_of_change
from cms.signing.amendments.sections import DATA_ITEMS
from cms.signing.amendments.services import send_amendment
from cms.signing.amendments.telling import of_parties
from cms.signing.drafts import ITEM, amended_items, open_draft
from cms.signing.handlers import people_to_tell
from cms.snippets.models import DataFlow, DataItem, Isp, IspContact, IspVersion, Partner
from cms.snippets.selectors import review_states
from cms.snippets.services import TEXTS, lock_isp, move_on

Outcome = Review.Outcome


@dataclass(frozen=True, slots=True)
class Finished:
    """What came of a review: the ISP, and the number of the notice or the draft where there is one."""

    isp: Isp
    outcome: str
    notice: int | None = None
    draft: int | None = None


@transaction.atomic
def finish_review(*, by: Requester, reference: str, submission_id: str, expected_revision: int) -> Finished:
    """Do what the saved answers lead to, record the review, and forget the answers (they stay where it stays open).

    Everything happens in one transaction. Sent twice with one `submission_id`, it is done once. Raises as
    `answers.reviewable`, BadInput with `missing` (pages without an answer) or `fields`, Conflict with
    `currentRevision` where somebody changed the agreement since the check page was shown.
    """
    key = visible(Isp.objects.all(), by).filter(reference=reference).values_list("pk", flat=True).first()
    if key is None and by.user_id is not None:
        raise NotFound("There is no such agreement.")
    isp = lock_isp(key) if key is not None else reviewable(by, reference)
    if by.user_id is not None and is_repeated(submission_id, isp):
        return _already(isp, submission_id)
    reviewable(by, reference)
    work = work_of(by, isp)
    if work.row is None or work.missing:
        raise BadInput("Some questions have no answer yet.", missing=work.missing if work.row else list(work.steps))
    if expected_revision != isp.lock_version:
        message = "Somebody changed this agreement since you looked. Look at your answers again."
        raise Conflict(message, currentRevision=isp.lock_version)
    plan = plan_of(work)
    if plan.problem:
        raise Conflict(plan.problem)
    today = clock.today()
    review = open_review_of(isp, review_states([isp], today)[isp.pk], today)
    review.outcome, review.notes = plan.outcome, "\n\n".join(work.notes)
    review.reviewer_id, review.submission_id = by.user_id, submission_id
    notice = draft = None
    if plan.outcome == Outcome.RETIRE:
        _retire(by, isp, work, review, today)
    elif plan.outcome == Outcome.NEEDS_CHANGE:
        review.save()
        move_on(isp)
        tell_of_change(by, isp, review)
    else:
        finish(by, isp, review, chosen_day(work), today)
    if Leads.VERSION in work.leads and work.version is not None:
        draft = _open_version(by, work).number
    elif Leads.WORDS in work.leads and work.version is not None:
        words = work.given[WORDS]
        sent = send_amendment(by=by, version_id=work.version.pk, changes=work.words, reason=words.get("reason", ""))
        notice = sent.number
    if Leads.SCHEDULE in work.leads:
        _apply_schedule(isp, work)  # last: who hands the agreement on finishes this as its owner
    _forget(work, keep=plan.outcome == Outcome.NEEDS_CHANGE)
    record(by, "review.recorded", isp, after={"outcome": plan.outcome, **work.given}, organisation_id=isp.lead_id)
    return Finished(Isp.objects.get(pk=isp.pk), plan.outcome, notice, draft)


def _already(isp: Isp, submission_id: str) -> Finished:
    review = Review.objects.get(submission_id=submission_id)
    return Finished(isp, review.outcome)


def _apply_schedule(isp: Isp, work: Work) -> None:
    """Contacts, owner and deputy: the unsigned schedule. Rows that stay the same stay the same rows."""
    then = contacts_of(work)
    partners = dict(Partner.objects.filter(slug__in=[row["partner"] for row in then]).values_list("slug", "pk"))
    wanted = [
        (row["role"], row["phone"], row["email"], bool(row["urgent"]), partners.get(row["partner"])) for row in then
    ]
    for one in list(IspContact.objects.filter(isp=isp)):
        mine = (one.role, one.phone, one.email, one.is_urgent, one.partner_id)
        if mine in wanted:
            wanted.remove(mine)
        else:
            one.delete()
    for role, phone, email, urgent, partner in wanted:
        IspContact.objects.create(isp=isp, role=role, phone=phone, email=email, is_urgent=urgent, partner_id=partner)
    saved = work.given.get(SCHEDULE, {})
    isp.owner_id, isp.deputy_id = key_of(saved.get("owner", "")), key_of(saved.get("deputy", ""))
    isp.save(update_fields=["owner", "deputy"])


def _open_version(by: Requester, work: Work) -> IspVersion:
    """A draft with the words of today, and the reviewer's new ones where some were written."""
    assert work.version is not None  # noqa: S101 - the caller has looked
    draft = open_draft(by=by, version_id=work.version.pk)
    changed = [name for name in work.words if name in TEXTS]
    for name in changed:
        setattr(draft, name, work.words[name])
    draft.what_changed = " ".join(work.notes)[:250]
    draft.save(update_fields=[*changed, "what_changed"])
    if DATA_ITEMS in work.words:
        items = amended_items(work.version, work.words[DATA_ITEMS])
        DataItem.objects.filter(version=draft).delete()
        for item in items:
            DataItem.objects.create(version=draft, **{name: getattr(item, name) for name in ITEM})
    return draft


def _retire(by: Requester, isp: Isp, work: Work, review: Review, today: datetime.date) -> None:
    """It stays in the register. Its flows end on the day; everybody who signs or looks after it is told."""
    day, reason = retire_day(work), work.given["retire"]["reason"]
    close(by, isp, review, today)
    others = Review.objects.filter(isp=isp, completed_on=None, superseded_on=None)
    reminders.cancel_pending([review.pk])
    reminders.supersede(others, today)
    for flow in DataFlow.objects.filter(version__isp=isp, ended_on=None):
        flow.ended_on = day
        flow.save(update_fields=["ended_on"])
    move_on(isp, retired_on=day, retired_reason=reason)
    told = of_parties(work.version, processors=True) if work.version is not None else []
    told += people_to_tell([isp])[isp.pk]
    told += [Recipient(one.email, one.user_id, one.name) for one in standing_of(()).core_team]
    notify(
        by=by,
        source_key=f"retired:{isp.pk}:{review.pk}",
        recipients=told,
        title=f"{isp.reference} is retired on {in_words(day)}",
        body=f"{isp.title}\n\nWhy: {reason}\n\nWhat moves under it ends on that day. What you hold by then, you keep "
        "and dispose of as the agreement says. It stays in the register, marked as retired.\n\n"
        "Sharing to protect life or a child at risk does not wait for an agreement.",
        path=f"/isps/{isp.reference}",
    )


def _forget(work: Work, *, keep: bool) -> None:
    """Once done, the answers are forgotten. Where the review stays open, those to the questions are there next time."""
    row: Any = work.row
    if not keep:
        row.delete()
        return
    row.answers = {key: value for key, value in work.given.items() if key in BY_KEY}
    row.saved_at = clock.now()
    row.save(update_fields=["answers", "saved_at"])
