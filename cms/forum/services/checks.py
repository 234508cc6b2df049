"""What the services share: finding what the caller may see, and the checks of words."""

from django.db.models import F

from cms.core import clock
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound, Unauthenticated
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.forum.models import Post, Space, Thread

NO_THREAD = "There is no such question or thread."
NO_POST = "There is no such post."
NO_SPACE = "There is no such space."
REASON = 400  # characters


def person_of(by: Requester) -> int:
    """The caller's key. Raises Unauthenticated for who is no member in person, tools among them."""
    if by.user_id is None or by.token_id is not None or not by.is_member:
        raise Unauthenticated("Sign in to take part.")
    return by.user_id


def find_space(by: Requester, slug: str) -> Space:
    """Raises NotFound for one that the caller may not know of."""
    found: Space | None = visible(Space.objects.all(), by).filter(slug=slug).first()
    if found is None:
        raise NotFound(NO_SPACE)
    return found


def find_thread(by: Requester, number: int) -> Thread:
    """The thread, or the one that it was put together with. Raises NotFound."""
    rows = visible(Thread.objects.select_related("space"), by)
    found: Thread | None = rows.filter(number=number).first()
    for _ in range(10):  # put together, and then again
        if found is None or found.merged_into_id is None:
            break
        found = rows.filter(pk=found.merged_into_id).first()
    if found is None or found.merged_into_id is not None:
        raise NotFound(NO_THREAD)
    return found


def find_post(by: Requester, pk: int) -> Post:
    """A post that can still be read. Raises NotFound."""
    rows = visible(Post.objects.select_related("thread__space"), by).filter(deleted_at=None)
    found: Post | None = rows.filter(pk=pk).first()
    if found is None or (found.hidden_at is not None and not may(by, "forum.moderate", found.thread.space)):
        raise NotFound(NO_POST)
    return found


def writable(by: Requester, space: Space) -> None:
    """Raises Conflict for a space that has ended, Forbidden where the caller reads and may not write."""
    if space.is_archived:
        raise Conflict("This space has ended. What is in it can be read, and nothing is added.")
    if not may(by, "forum.write", space):
        raise Forbidden("Join this space first.")


def moderated(by: Requester, space: Space) -> None:
    person_of(by)
    if not may(by, "forum.moderate", space):
        raise Forbidden("Moderators and the owners of the space do this.")


def needed(value: str, field: str, most: int, ask: str) -> str:
    """The text without spaces around it. Raises BadInput with `fields` where it is empty or too long."""
    text = value.replace("\0", "").replace("\r\n", "\n").strip()
    if not text:
        raise BadInput(ask, fields={field: [ask]})
    if len(text) > most:
        message = f"Make this shorter: {most:,} characters at most."
        raise BadInput(message, fields={field: [message]})
    return text


def submission(value: str) -> str:
    if not value or len(value) > 64:
        raise BadInput("Send a submissionId of 1 to 64 characters.")
    return value


def take_number(thread: Thread, *, count: int = 1) -> int:
    """The number of the next post, of the first of `count`. One conditional update: it waits for others who write in
    the same thread, and fails where a moderator was faster. Raises Conflict."""
    open_ones = Thread.objects.filter(pk=thread.pk, locked_at=None, hidden_at=None, merged_into=None)
    now = clock.now()
    if not open_ones.update(last_number=F("last_number") + count, last_post_at=now):
        raise Conflict("This thread was closed to replies.")
    last: int = Thread.objects.values_list("last_number", flat=True).get(pk=thread.pk)
    return last - count + 1
