"""Notes to the management group: drafted when a review is 90 days late, sent by the core team when it thinks right.

One draft a partner, not one an agreement. A draft that nobody has edited follows what is still open, and one about
which nothing is left sets itself aside.
"""

import datetime
from collections import defaultdict

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from cms.audit.services import record
from cms.core import clock, policy
from cms.core.errors import BadInput, Conflict, Forbidden
from cms.core.requester import SYSTEM, Requester
from cms.members.selectors import core_team, holders_of_site_role, recipient
from cms.notifications.services import cancel_deliveries, notify, one_line
from cms.reviews.models import ManagementNote, ManagementNoteItem, Review
from cms.reviews.recipients import LATE_NOTE
from cms.snippets.models import Partner

SOURCE, DRAFTED = "management-note", "note-drafted"
MANAGE = "management_note.manage"
LONGEST = 8000
REVIEWED = "Everything in it has been reviewed meanwhile."


def may_manage(requester: Requester, obj: object = None) -> bool:
    return requester.is_editor


def draft_notes(on: datetime.date) -> int:
    """Draft what has become 90 days late by this London day. Returns how many drafts were begun or added to.

    A review that was opened when it was that late already, as by an import, is nobody's lapse and drafts nothing.
    """
    limit = on - datetime.timedelta(days=LATE_NOTE)
    late = Review.objects.filter(
        isp__isnull=False, completed_on=None, superseded_on=None, outcome="", due_on__lte=limit, isp__retired_on=None
    ).exclude(pk__in=ManagementNoteItem.objects.values("review"))
    by_partner: dict[int, list[Review]] = defaultdict(list)
    for review in late.select_related("isp").order_by("due_on", "pk"):
        if review.isp is not None and review.due_on + datetime.timedelta(days=LATE_NOTE) >= review.opened_on:
            by_partner[review.isp.lead_id].append(review)
    written = 0
    for partner_id, reviews in by_partner.items():
        try:
            written += _draft(partner_id, reviews)
        except IntegrityError:  # another run drafted it meanwhile
            continue
    _follow_what_is_open()
    return written


@transaction.atomic
def _draft(partner_id: int, reviews: list[Review]) -> int:
    partner = Partner.objects.get(pk=partner_id)
    note = _open_notes().filter(partner=partner).first()
    begun = note is None
    if note is None:
        subject = f"A friendly challenge for {partner.name}"[:200]
        note = ManagementNote.objects.create(partner=partner, subject=subject, body="")
    for review in reviews:
        ManagementNoteItem.objects.create(note=note, review=review)
    if note.edited_at is None:
        note.body = words_of(note)
    else:  # what somebody wrote stays as it is
        note.body += "\n\nSince this was written:\n\n" + "\n\n".join(_line(review) for review in reviews)
    note.save(update_fields=["body"])
    record(SYSTEM, "management_note.drafted", note, organisation_id=partner_id)
    if begun:
        notify(
            by=SYSTEM,
            source_key=f"{DRAFTED}:{note.pk}",
            recipients=[recipient(person) for person in core_team()],
            title=f"A note to the management group is drafted: {partner.name}",
            body="A review is 90 days late. Read the draft in the admin, change what you like, then send it or set it "
            f"aside. Nothing goes out by itself:\n\n{settings.CMS_ORIGIN}/admin/reviews/notes/{note.pk}/",
        )
    return 1


def _open_notes() -> QuerySet[ManagementNote]:
    return ManagementNote.objects.filter(sent_at=None, dismissed_at=None)


def _follow_what_is_open() -> None:
    """Drafts about which nothing is open any more are set aside; unedited ones name what is open."""
    for note in _open_notes().prefetch_related("items__review__isp"):
        if not open_reviews(note):
            _dismiss(SYSTEM, note, REVIEWED)
        elif note.edited_at is None and note.body != (body := words_of(note)):
            ManagementNote.objects.filter(pk=note.pk, edited_at=None).update(body=body)


def open_reviews(note: ManagementNote) -> list[Review]:
    """Those of its reviews about which nobody has said anything yet."""
    items = note.items.select_related("review__isp__lead")
    return [item.review for item in items if item.review.is_open and not item.review.outcome]


def words_of(note: ManagementNote) -> str:
    """The draft's words: what happened, without blame, and what the group could do."""
    reviews = open_reviews(note)
    many = len(reviews) != 1
    items = "\n\n".join(_line(review) for review in reviews)
    return (
        f"{note.partner.name} leads {'some agreements' if many else 'an agreement'} whose review is more than "
        f"{LATE_NOTE} days late:\n\n{items}\n\n"
        "We have written to the people who look after "
        f"{'them' if many else 'it'}, and nobody has said yet whether {'they are' if many else 'it is'} still right. "
        "There may be a good reason: people move, and bodies change.\n\n"
        "Could somebody who knows them have a friendly word, and ask what would help? A review takes a few minutes, "
        "and we gladly sit down with them.\n\n"
        "An agreement is good practice. That its review is late does not make sharing wrong, and sharing to protect "
        "life or a child at risk does not wait for one."
    )


def _line(review: Review) -> str:
    isp = review.isp
    if isp is None:
        return str(review)
    due = f"{review.due_on.day} {review.due_on:%B %Y}"
    return f"{isp.reference} {isp.title}\nIts review was due on {due}.\n{settings.FRONTEND_ORIGIN}/isps/{isp.reference}"


def _locked(by: Requester, pk: int) -> ManagementNote:
    if not policy.may(by, MANAGE):
        raise Forbidden("The core team writes to the management group.")
    note = ManagementNote.objects.select_for_update().get(pk=pk)
    if note.standing != "draft":
        raise Conflict(f"This note was {note.standing} already.")
    return note


@transaction.atomic
def edit_note(*, by: Requester, pk: int, subject: str, body: str) -> ManagementNote:
    """Keep other words for a draft. Raises Forbidden, Conflict once it is sent or set aside, BadInput with `fields`."""
    note = _locked(by, pk)
    fields = {}
    if not one_line(subject):
        fields["subject"] = ["Give it a subject."]
    if not body.strip() or len(body) > LONGEST:
        fields["body"] = [f"Write at most {LONGEST:,} characters."]
    if fields:
        raise BadInput("Some answers need another look.", fields=fields)
    if (note.subject, note.body) != (one_line(subject), body.strip()):
        note.subject, note.body, note.edited_at = one_line(subject), body.strip(), clock.now()
        note.save(update_fields=["subject", "body", "edited_at"])
        record(by, "management_note.edited", note, organisation_id=note.partner_id, after=note.body)
    return note


@transaction.atomic
def send_note(*, by: Requester, pk: int) -> int:
    """Send a draft as it stands to everybody in the management group, once. Returns how many. Raises Forbidden,
    Conflict, and BadInput while the group has no members."""
    note = _locked(by, pk)
    group = holders_of_site_role("management_group")
    if not group:
        raise BadInput("Nobody is in the management group. Give somebody that role first.")
    note.sent_at, note.sent_by_id = clock.now(), by.user_id
    note.save(update_fields=["sent_at", "sent_by"])
    cancel_deliveries(by=by, source_prefix=f"{DRAFTED}:{note.pk}", reason="The note was sent.")
    record(by, "management_note.sent", note, organisation_id=note.partner_id, after=note.body)
    return notify(
        by=by,
        source_key=f"{SOURCE}:{note.pk}",
        recipients=[recipient(person) for person in group],
        title=note.subject,
        body=note.body,
        path=f"/partners/{note.partner.slug}",
    )


@transaction.atomic
def dismiss_note(*, by: Requester, pk: int, because: str = "") -> None:
    """Set a draft aside: it is not sent, and its reviews draft no other. Raises Forbidden, Conflict."""
    _dismiss(by, _locked(by, pk), because or "Set aside by the core team.")


@transaction.atomic
def _dismiss(by: Requester, note: ManagementNote, because: str) -> None:
    values = {"dismissed_at": clock.now(), "dismissed_by": by.user_id, "dismissed_because": one_line(because)}
    if _open_notes().filter(pk=note.pk).update(**values):
        cancel_deliveries(by=by, source_prefix=f"{DRAFTED}:{note.pk}", reason="The note was set aside.")
        record(by, "management_note.dismissed", note, organisation_id=note.partner_id)


def waiting_notes() -> int:
    """How many drafts wait for the core team."""
    return _open_notes().count()
