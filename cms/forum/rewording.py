"""What was told of a post or a thread follows it: other words, another title, or nothing once it is taken back."""

import copy
from collections.abc import Callable, Iterable

from cms.core import content_version
from cms.core.requester import Requester
from cms.forum import interests, waiting
from cms.forum.models import ModerationAction, Post, Thread
from cms.forum.telling import (
    ANSWER,
    MODERATION,
    REPLY,
    THANKS,
    answer_title,
    reply_title,
    thanks_title,
    title_of_action,
    words_of_answer,
    words_of_reply,
)
from cms.notifications.models import Delivery
from cms.notifications.services import UNSENT, cancel_deliveries, retitle_notices, reword_deliveries

A_HIDDEN_THREAD = "A thread that a moderator hid"
TAKEN_BACK = "(taken back)"
# What names a thread in its title: by post, and by thread.
POST_TITLES: dict[str, Callable[[Thread], str]] = {REPLY: reply_title, ANSWER: answer_title, THANKS: thanks_title}
THREAD_TITLES: dict[str, Callable[[Thread], str]] = {
    waiting.HELP: waiting.help_title,
    waiting.UNANSWERED: waiting.unanswered_title,
    interests.TOPICS: interests.title_of,
}


# -- other words -----------------------------------------------------------------------------------------
def reword(by: Requester, post: Post) -> None:
    """Mails about it that have not left say what it says now."""
    reword_deliveries(by=by, source_key=f"{REPLY}:{post.pk}", body=words_of_reply(post))
    if post.number == 1:
        _reword_question(by, post.thread)


def _reword_question(by: Requester, thread: Thread) -> None:
    for source, words in ((waiting.HELP, waiting.help_words), (waiting.UNANSWERED, waiting.unanswered_words)):
        reword_deliveries(by=by, source_key=f"{source}:{thread.pk}", body=words(thread))


def retitle(by: Requester, thread: Thread) -> None:
    """Notices about a thread and its posts, and mails that have not left, show the title that it has now. Where the
    question was taken back, so does what is kept of mails that left."""
    whole = thread.posts.filter(number=1, deleted_at=None, hidden_at=None).exists()
    taken_back = thread.hidden_at is not None or not whole
    shown = copy.copy(thread)
    if thread.hidden_at is not None:
        shown.title = A_HIDDEN_THREAD
    posts = list(thread.posts.values_list("pk", flat=True))
    for source, title in POST_TITLES.items():
        keys = [f"{source}:{pk}" for pk in posts]
        retitle_notices(by=by, source_keys=keys, title=title(shown), sent_too=taken_back)
    _retitle_question(by, thread, shown, sent_too=taken_back)
    # What was done with the thread itself is told to who began it, under the title that they gave it.
    for action in ModerationAction.objects.filter(post__thread=thread):
        action.thread = shown
        key = f"{MODERATION}:{action.pk}"
        retitle_notices(by=by, source_keys=[key], title=title_of_action(action), sent_too=taken_back)
    if not taken_back:
        _reword_question(by, thread)
    _reword_bodies(by, thread, shown, posts, sent_too=taken_back)
    content_version.bump()


def _retitle_question(by: Requester, thread: Thread, shown: Thread, *, sent_too: bool) -> None:
    for source, title in THREAD_TITLES.items():
        retitle_notices(by=by, source_keys=[f"{source}:{thread.pk}"], title=title(shown), sent_too=sent_too)


def _reword_bodies(by: Requester, thread: Thread, shown: Thread, posts: Iterable[int], *, sent_too: bool) -> None:
    """The mails that name the thread in their text: about replies, and that one is the answer."""
    mails = Delivery.objects.filter(source_key__in=[f"{source}:{pk}" for source in (REPLY, ANSWER) for pk in posts])
    mails = mails.exclude(body="") if sent_too else mails.filter(state__in=UNSENT)
    keys = set(mails.order_by().values_list("source_key", flat=True).distinct())
    for post in thread.posts.select_related("author", "partner"):
        post.thread = shown
        whole = post.deleted_at is None and post.hidden_at is None and thread.hidden_at is None
        for source, words in ((REPLY, words_of_reply(post)), (ANSWER, words_of_answer(shown))):
            if f"{source}:{post.pk}" in keys:
                text = words if whole or source == ANSWER else TAKEN_BACK
                reword_deliveries(by=by, source_key=f"{source}:{post.pk}", body=text, sent_too=sent_too)


# -- taken back ------------------------------------------------------------------------------------------
def take_back(by: Requester, post: Post, reason: str) -> None:
    """Nobody is told of this post any more, and what was sent is not kept."""
    for source in (REPLY, ANSWER):
        cancel_deliveries(by=by, source_prefix=f"{source}:{post.pk}", reason=reason)
    reword_deliveries(by=by, source_key=f"{REPLY}:{post.pk}", body=TAKEN_BACK, sent_too=True)
    if post.number == 1:
        _take_question_back(by, post.thread, reason)


def take_along(by: Requester, thread: Thread, target: Thread) -> None:
    """A thread was put together with another: nobody is asked about it by itself, and its notices have the other's
    title."""
    _take_question_back(by, thread, "It was put together with another.")
    _retitle_question(by, thread, target, sent_too=True)
    retitle(by, target)


def _take_question_back(by: Requester, thread: Thread, reason: str) -> None:
    for source in THREAD_TITLES:
        cancel_deliveries(by=by, source_prefix=f"{source}:{thread.pk}", reason=reason)
        reword_deliveries(by=by, source_key=f"{source}:{thread.pk}", body=TAKEN_BACK, sent_too=True)
