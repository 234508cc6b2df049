"""What search finds of the forum: threads with what was said in them, for those who read their space.

Nothing of a confidential space goes into the index, nothing that is hidden or deleted, and no name of a person: people
are found by what they do (cms.members.search), and may have written without a name.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Prefetch
from django.db.models.signals import m2m_changed, post_delete, post_save

from cms.core import clock, policy
from cms.core.requester import Requester
from cms.forum.models import Post, Space, Thread
from search import outbox, registry
from search.ports import Entry
from search.registry import Card, Source

KIND = "thread"
ANSWERED, OPEN_ONE, UNANSWERED, SAID = 0.5, 0.3, 0.2, 0.25  # popularity: what helps most is a question with its answer
STATUSES = {"answered": "Answered", "waiting": "Waiting for an answer"}
BODY = 60_000  # characters of a thread that search reads


def listed() -> Any:
    """Threads that somebody may find."""
    rows = Thread.objects.filter(hidden_at=None, merged_into=None)
    return rows.exclude(space__kind=Space.Kind.CONFIDENTIAL)


def status_of(thread: Thread) -> str:
    if thread.answered_at is not None:
        return "answered"
    asks = thread.kind in (Thread.Kind.QUESTION, Thread.Kind.ISSUE, Thread.Kind.HELP_WANTED)
    return "waiting" if asks else ""


def audience_of(space: Space) -> frozenset[str]:
    if space.kind == Space.Kind.OPEN:
        return frozenset({"members"})
    return frozenset() if space.kind == Space.Kind.CONFIDENTIAL else frozenset({f"space:{space.pk}"})


def shown_posts() -> Any:
    return Post.objects.filter(deleted_at=None, hidden_at=None).order_by("number")


def _full(rows: Any) -> Any:
    posts = Prefetch("posts", shown_posts(), to_attr="found_posts")
    return rows.select_related("space").prefetch_related("topics", posts)


def entries(pks: Sequence[int]) -> Iterator[Entry]:
    for thread in _full(listed().filter(pk__in=pks)):
        posts: list[Post] = thread.found_posts
        first = next((post for post in posts if post.number == 1), None)
        if not posts:
            continue
        answer = next((post.body for post in posts if post.pk == thread.answer_id), "")
        rest = [post.body for post in posts if post.number != 1 and post.pk != thread.answer_id]
        yield Entry(
            key=registry.key_of(KIND, thread.pk),
            version=0,
            kind=KIND,
            url=thread.path,
            title=thread.title,
            audience=audience_of(thread.space),
            summary=first.body[:2000] if first else "",
            body="\n".join([answer, *rest])[:BODY],
            topic=tuple(sorted(topic.slug for topic in thread.topics.all())),
            status=(status_of(thread),) if status_of(thread) else (),
            published=thread.created_at,
            popularity=_popularity(thread, len(posts)),
        )


def _popularity(thread: Thread, posts: int) -> float:
    if thread.answered_at is not None:
        return ANSWERED
    if status_of(thread) == "waiting":
        return OPEN_ONE if posts > 1 else UNANSWERED
    return SAID


def rows(requester: Requester) -> Any:
    """Moderators read hidden threads, and do not find them."""
    return _full(policy.visible(listed(), requester))


def card(thread: Thread) -> Card:
    posts = getattr(thread, "found_posts", None)
    if posts is None:
        posts = list(shown_posts().filter(thread=thread, number=1))
    first = next((post.body for post in posts if post.number == 1), "")
    status = status_of(thread)
    day = thread.created_at.astimezone(clock.LONDON).date()
    return Card(
        title=thread.title,
        url=thread.path,
        summary=first[:400],
        date=day,
        status=status,
        status_word=STATUSES.get(status, ""),
    )


def live_pks() -> Iterable[int]:
    found: Iterable[int] = listed().order_by().values_list("pk", flat=True)
    return found


# -- changes -------------------------------------------------------------------------------------------
def record_threads(pks: Iterable[int]) -> None:
    """Their entries may have changed, in the caller's transaction: after `update()`, which sends no signal."""
    outbox.record_many(registry.key_of(KIND, pk) for pk in pks)


def _thread_changed(sender: type[Any], instance: Any, **_: Any) -> None:
    record_threads([instance.pk])


def _post_changed(sender: type[Any], instance: Any, **_: Any) -> None:
    record_threads([instance.thread_id])


def _topics_changed(sender: type[Any], instance: Any, action: str, **_: Any) -> None:
    if action.startswith("post_") and isinstance(instance, Thread):
        record_threads([instance.pk])


def connect() -> None:
    """Register the kind and listen for changes. Called once, when the app is ready."""
    registry.register(
        Source(KIND, "Questions and answers", Thread, live_pks, entries, rows, card, statuses=STATUSES, needs=(Post,))
    )
    for number, signal in enumerate((post_save, post_delete)):
        signal.connect(_thread_changed, sender=Thread, dispatch_uid=f"search_threads_{number}")
        signal.connect(_post_changed, sender=Post, dispatch_uid=f"search_posts_{number}")
    m2m_changed.connect(_topics_changed, sender=Thread.topics.through, dispatch_uid="search_thread_topics")
