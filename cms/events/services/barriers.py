"""What people at an event said stands in the way, and the thread in which peers solve it."""

from typing import Any

from django.db import IntegrityError, transaction

from cms.audit.services import record
from cms.core.errors import BadInput, Forbidden, NotFound
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.events.models import BARRIER, TITLE, Barrier
from cms.forum.models import Thread
from cms.forum.services import follow_thread, post_thread
from cms.members.selectors import requester_of
from cms.pages.models import EventPage


def say_barrier(*, by: Requester, event_id: int, submission_id: str, title: str, detail: str = "") -> Barrier:
    """Write a barrier down. Those who have a place at the event read it. Sent twice with one `submission_id`, it is
    one. Raises NotFound, Forbidden for who has no place, BadInput with `fields`."""
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
