"""What people at an event said stands in the way, and the thread in which peers solve it."""

from typing import Any

from django.db import IntegrityError, transaction

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound, Unauthenticated
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.events.models import BARRIER, TITLE, Barrier
from cms.events.telling import as_said
from cms.forum.models import Thread
from cms.forum.personal_data import warn
from cms.forum.services import follow_thread, post_thread
from cms.members import hiding
from cms.members.selectors import requester_of
from cms.pages.models import EventPage

TAKEN_BACK = "Taken back by its author"


def say_barrier(
    *, by: Requester, event_id: int, submission_id: str, title: str, detail: str = "", checked: bool = False
) -> Barrier:
    """Write a barrier down. Those who have a place at the event read it. Sent twice with one `submission_id`, it is
    one. Raises NotFound, Forbidden for who has no place, BadInput with `fields`, PersonalDataFound unless `checked`
    says that they looked after a warning."""
    if not submission_id or len(submission_id) > 64:
        raise BadInput("Send a submissionId of 1 to 64 characters.")
    event = visible(EventPage.objects.all(), by).filter(pk=event_id).first()
    if event is None:
        raise NotFound("There is no such event.")
    if not may(by, "event.say_barrier", event.pk):
        raise Forbidden("People who have a place at the event say what stands in the way.")
    title, detail = " ".join(title.split()), detail.strip()
    fields = {}
    if not title or len(title) > TITLE:
        fields["title"] = [f"Say in one line what stands in the way: {TITLE} characters at most."]
    if len(detail) > BARRIER:
        fields["detail"] = [f"Make this shorter: {BARRIER:,} characters at most."]
    if fields:
        raise BadInput("Some of it needs another look.", fields=fields)
    warn(checked, title=title, detail=detail)
    values: dict[str, Any] = {"event": event, "title": title, "detail": detail}
    try:
        with transaction.atomic():
            barrier, is_new = Barrier.objects.get_or_create(
                author_id=by.user_id, submission_id=submission_id, defaults=values
            )
            if is_new:
                record(by, "event_barrier.said", barrier, label=event.title)
    except IntegrityError:  # the same form, sent twice at once: the other one won
        barrier = Barrier.objects.get(author=by.user_id, submission_id=submission_id)
    return barrier


def ask_peers(*, by: Requester, barrier_id: int, space: str = "", checked: bool = False) -> Thread:
    """Put a barrier to the peers as an issue in a space (slug; the open one, unless given), once: asked again, the
    thread there is comes back. Who said it follows the thread.

    Its author may, and the core team, in whose name it then stands: it names nobody. Raises NotFound, Forbidden, and
    what cms.forum.services.post_thread raises, which warns of personal data unless `checked`.
    """
    barrier = visible(Barrier.objects.all(), by).filter(pk=barrier_id).select_related("event", "author").first()
    if barrier is None:
        raise NotFound("There is no such barrier.")
    if barrier.author_id != by.user_id and not may(by, "event.arrange"):
        raise Forbidden("Who said it asks peers, or the core team.")
    if barrier.hidden_at is not None:
        raise Conflict("The core team hid it.")
    if barrier.thread_id is not None:
        known: Thread = Thread.objects.get(pk=barrier.thread_id)
        return known
    said = f"This came up at “{barrier.event.title}”. Have you met it, and what helped?"
    topics = list(barrier.event.topics.order_by("slug").values_list("slug", flat=True)[:5])
    with transaction.atomic():
        row = Barrier.objects.select_for_update().get(pk=barrier.pk)
        if row.thread_id is not None:  # the other press won
            return Thread.objects.get(pk=row.thread_id)
        thread = post_thread(
            by=by,
            submission_id=f"event-barrier:{barrier.pk}",
            title=barrier.title,
            body=f"{barrier.detail}\n\n{said}" if barrier.detail else said,
            space=space,
            kind=Thread.Kind.ISSUE,
            topics=topics,
            checked=checked,
        )
        row.thread = thread
        row.save(update_fields=["thread"])
        record(by, "event_barrier.asked", row, label=thread.path)
        if barrier.author is not None and barrier.author_id != by.user_id:
            author = requester_of(barrier.author)
            if visible(Thread.objects.all(), author).filter(pk=thread.pk).exists():
                follow_thread(by=author, number=thread.number)
    return thread


@transaction.atomic
def hide_barrier(*, by: Requester, barrier_id: int, because: str) -> Barrier:
    """Readers see that the core team hid one, not its words; its author is told why. A thread that came of it is hidden
    there. Raises Forbidden, NotFound, BadInput with `fields`."""
    found = _to_moderate(by, barrier_id)
    hiding.hide(by, found, as_said(found), because, field="because")
    return found


@transaction.atomic
def show_barrier(*, by: Requester, barrier_id: int) -> Barrier:
    """Hidden by mistake: its words are there again, and its author is told. Raises Forbidden, NotFound."""
    found = _to_moderate(by, barrier_id)
    hiding.show(by, found, as_said(found))
    return found


def _to_moderate(by: Requester, barrier_id: int) -> Barrier:
    if not may(by, "event.arrange"):
        raise Forbidden("The core team does this.")
    found: Barrier | None = Barrier.objects.select_for_update().filter(pk=barrier_id, withdrawn_at=None).first()
    if found is None:
        raise NotFound("There is no such barrier.")
    return found


@transaction.atomic
def withdraw_barrier(*, by: Requester, barrier_id: int) -> Barrier:
    """Its author takes it back: nobody sees it any more, and its words go. A thread that came of it stays. Raises
    Unauthenticated, NotFound."""
    if by.user_id is None or by.token_id is not None:
        raise Unauthenticated("Sign in to take it back.")
    rows = Barrier.objects.select_for_update().filter(pk=barrier_id, author=by.user_id)
    found: Barrier | None = rows.first()
    if found is None:
        raise NotFound("There is no such barrier of yours.")
    if found.withdrawn_at is None:
        found.withdrawn_at, found.title, found.detail = clock.now(), TAKEN_BACK, ""
        found.save(update_fields=["withdrawn_at", "title", "detail"])
        record(by, "event_barrier.withdrawn", found)
    return found
