"""Writing: threads and replies, changing what one wrote, and taking it away."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import Truncator

from cms.audit.services import record
from cms.core import clock, counters
from cms.core.errors import BadInput, Conflict, Forbidden, RateLimited
from cms.core.requester import Requester
from cms.forum import rewording, telling
from cms.forum.models import Draft, Follow, Post, PostText, Space, Thread
from cms.forum.models.thread import BODY, TITLE
from cms.forum.personal_data import warn
from cms.forum.services.checks import (
    find_post,
    find_space,
    find_thread,
    needed,
    person_of,
    submission,
    take_number,
    writable,
)
from cms.forum.services.files import drop_files
from cms.snippets.models import Topic

GENERAL = "general"  # the open space of what belongs nowhere else
MOST, WITHIN = 40, datetime.timedelta(minutes=10)  # posts of one person
MOST_TOPICS = 5
DELETED_TITLE = "Deleted by its author"
USED = "This submissionId was used before."


def general_space() -> Space:
    """The open space that takes what names no space; made when it is first needed."""
    values = {
        "name": "General",
        "purpose": "Questions to everybody, on anything about sharing information.",
        "kind": Space.Kind.OPEN,
    }
    found, _ = Space.objects.get_or_create(slug=GENERAL, defaults=values)
    return found


def post_thread(
    *,
    by: Requester,
    submission_id: str,
    title: str,
    body: str,
    space: str = "",
    kind: str = Thread.Kind.QUESTION,
    topics: Iterable[str] = (),
    is_anonymous: bool = False,
    follow: bool = True,
    checked: bool = False,
    partner: int | None = None,
    via: str = Post.Via.SITE,
) -> Thread:
    """Begin a thread. Sent twice with one `submission_id`, it is one.

    `space` and `topics` are slugs (no space: the open one for everything); `partner` is the body for which the person
    writes (the one they act for); `checked` says that they looked for personal data after a warning. Raises
    Unauthenticated for who is no member in person, NotFound for the space, Forbidden and Conflict where they may not
    write in it, PersonalDataFound and BadInput with `fields`, RateLimited after 40 posts in 10 minutes.
    """
    author = person_of(by)
    known = _submitted(author, submission(submission_id))
    if known is not None:
        if known.number != 1:
            raise BadInput(USED)
        return known.thread
    where = find_space(by, space) if space and space != GENERAL else general_space()
    writable(by, where)
    words = needed_words(title=title, body=body)
    if kind not in Thread.Kind.values:
        raise BadInput("Choose what it is.", fields={"kind": ["Choose what it is."]})
    about = _topics(topics)
    warn(checked, **words)
    try:
        with transaction.atomic():
            _slow_down(author)
            thread: Thread = Thread.objects.create(
                number=counters.next_value("thread"),
                space=where,
                kind=kind,
                title=words["title"],
                author_id=author,
                last_number=1,
            )
            thread.topics.set(about)
            post = _write(by, thread, 1, words["body"], submission_id, is_anonymous, partner, via)
            _follow(thread, author, follow)
            Draft.objects.filter(user=author, place="new").delete()
            record(by, "thread.posted", thread, label=thread.path, after=post.body)
            return thread
    except IntegrityError:  # the same form, sent twice at once: the other one won
        known = _submitted(author, submission_id)
        if known is None:
            raise
        return known.thread


def reply(
    *,
    by: Requester,
    submission_id: str,
    number: int,
    body: str,
    is_anonymous: bool | None = None,
    follow: bool | None = None,
    checked: bool = False,
    partner: int | None = None,
    via: str = Post.Via.SITE,
) -> Post:
    """Reply to thread `number`, or to the one that it was put together with; who follows it is told. Sent twice with
    one `submission_id`, it is one.

    `is_anonymous` None: as the person's last post in this thread. `follow` None leaves it as it is. Raises
    Unauthenticated, NotFound, Forbidden, Conflict (closed to replies, or the space has ended), PersonalDataFound and
    BadInput with `fields`, RateLimited.
    """
    author = person_of(by)
    known = _submitted(author, submission(submission_id))
    if known is not None:
        return known
    text = needed(body, "body", BODY, "Write your reply.")
    thread = find_thread(by, number)
    writable(by, thread.space)
    warn(checked, body=text)
    given: dict[str, Any] = {
        "text": text,
        "submission_id": submission_id,
        "is_anonymous": is_anonymous,
        "partner": partner,
        "via": via,
    }
    try:
        return _reply_where_it_is(by, thread, number, follow, **given)
    except (Conflict, IntegrityError):  # the same form, sent twice at once: the other one won
        known = _submitted(author, submission_id)
        if known is None:
            raise
        return known


def _reply_where_it_is(by: Requester, thread: Thread, number: int, follow: bool | None, **given: Any) -> Post:
    try:
        return _reply(by, thread, number, follow, **given)
    except Conflict:  # a moderator put it together with another at this moment: then it goes there
        now = find_thread(by, number)
        if now.pk == thread.pk:
            raise
        return _reply(by, now, number, follow, **given)


@transaction.atomic
def _reply(
    by: Requester,
    thread: Thread,
    number: int,
    follow: bool | None,
    *,
    text: str,
    submission_id: str,
    is_anonymous: bool | None,
    partner: int | None,
    via: str,
) -> Post:
    author = person_of(by)
    _slow_down(author)
    if is_anonymous is None:
        mine = thread.posts.filter(author=author).order_by("-number")
        is_anonymous = bool(mine.values_list("is_anonymous", flat=True).first())
    post = _write(by, thread, take_number(thread), text, submission_id, is_anonymous, partner, via)
    if follow is not None:
        _follow(thread, author, follow)
    Draft.objects.filter(user=author, place__in=[f"thread:{number}", f"thread:{thread.number}"]).delete()
    record(by, "post.made", post, label=thread.path, after=text)
    telling.tell_of_reply(by, thread, post)
    return post


@transaction.atomic
def edit_post(
    *,
    by: Requester,
    post: int,
    body: str,
    title: str | None = None,
    topics: Iterable[str] | None = None,
    checked: bool = False,
    forget_before: bool = False,
) -> Post:
    """The author puts other words in the place of a post's (key); what stood before is kept and can be read, or with
    `forget_before` is not, as where it said too much of a person. `title` and `topics` (slugs): of the opening post.

    Raises NotFound, Forbidden for another's post, Conflict, PersonalDataFound and BadInput with `fields`.
    """
    found = _own(by, post)
    writable(by, found.thread.space)
    if found.thread.locked_at is not None or found.hidden_at is not None:
        raise Conflict("This was closed by a moderator, and cannot be changed.")
    words = needed_words(title=found.thread.title if title is None else title, body=body)
    warn(checked, **(words if found.number == 1 else {"body": words["body"]}))
    before = found.body
    if forget_before:
        found.earlier.update(body="")
    if words["body"] != before:
        kept = "" if forget_before else before
        PostText.objects.create(post=found, body=kept, changed_by_id=by.user_id)
        found.body, found.edited_at = words["body"], clock.now()
        found.save(update_fields=["body", "edited_at"])
        rewording.reword(by, found)
    if found.number == 1:
        thread = found.thread
        if topics is not None:
            thread.topics.set(_topics(topics))
        if thread.title != words["title"]:
            thread.title = words["title"]
            thread.save(update_fields=["title"])
            rewording.retitle(by, thread)
    record(by, "post.edited", found, label=found.thread.path, before=before, after=found.body)
    return found


@transaction.atomic
def delete_post(*, by: Requester, post: int) -> Post:
    """The author takes the words of a post (key) away for good, its files and earlier words too. That there was one
    stays, and so do the replies. Where a report of it is open, moderators can read it until that is settled.

    Raises NotFound, Forbidden for another's post.
    """
    found = _own(by, post)
    before, thread = found.body, found.thread
    found.deleted_at = clock.now()
    found.save(update_fields=["deleted_at"])
    if not found.reports.filter(settled_at=None).exists():
        erase(by, found)
    if thread.answer_id == found.pk:
        thread.answer, thread.answered_at = None, None
        thread.save(update_fields=["answer", "answered_at"])
    if found.number == 1:
        thread.title = DELETED_TITLE
        thread.save(update_fields=["title"])
        rewording.retitle(by, thread)
    _forget_old_titles(found)
    rewording.take_back(by, found, "Its author deleted it.")
    record(by, "post.deleted", found, label=thread.path, before=before)
    return found


def _forget_old_titles(post: Post) -> None:
    """Of a thread that it began, written in the same moment, and that was put together with another since."""
    began = {"created_at__lte": post.created_at, "created_at__gt": post.created_at - datetime.timedelta(minutes=1)}
    for old in Thread.objects.filter(merged_into=post.thread_id, author=post.author_id, **began):
        old.title = DELETED_TITLE
        old.save(update_fields=["title"])


def erase(by: Requester, post: Post) -> None:
    """The words and files of a deleted post go, in the caller's transaction."""
    post.body = ""
    post.save(update_fields=["body"])
    post.earlier.all().delete()
    drop_files(post)


def needed_words(*, title: str, body: str) -> dict[str, str]:
    """Title and body, checked; the complaints of both at once."""
    fields: dict[str, list[str]] = {}
    words: dict[str, str] = {}
    for field, value, most, ask in (
        ("title", " ".join(title.split()), TITLE, "Say in one line what you want to know, or to tell."),
        ("body", body, BODY, "Tell a little more, so that others can answer."),
    ):
        try:
            words[field] = needed(value, field, most, ask)
        except BadInput as error:
            complaints: Any = error.details["fields"]
            fields |= complaints
    if fields:
        raise BadInput("Some answers need another look.", fields=fields)
    return words


def excerpt(text: str, letters: int = 200) -> str:
    """The beginning of a post as one line."""
    return Truncator(" ".join(text.split())).chars(letters)


def _submitted(author: int, submission_id: str) -> Post | None:
    rows = Post.objects.filter(author=author, submission_id=submission_id).select_related("thread__space")
    found: Post | None = rows.first()
    return found


def _write(
    by: Requester,
    thread: Thread,
    number: int,
    body: str,
    submission_id: str,
    is_anonymous: bool,
    partner: int | None,
    via: str,
) -> Post:
    written_for = partner if partner in by.own_partners else by.acting_for
    post: Post = Post.objects.create(
        thread=thread,
        number=number,
        author_id=by.user_id,
        partner_id=written_for,
        is_anonymous=is_anonymous,
        body=body,
        via=via,
        submission_id=submission_id,
    )
    return post


def _slow_down(author: int) -> None:
    since = clock.now() - WITHIN
    if Post.objects.filter(author=author, created_at__gt=since).count() >= MOST:
        raise RateLimited("You wrote a lot in a few minutes. Wait a little.", retryAfter=int(WITHIN.total_seconds()))


def _follow(thread: Thread, user: int, wanted: bool) -> None:
    if wanted:
        Follow.objects.update_or_create(thread=thread, user_id=user, defaults={"ended_at": None})
    else:
        Follow.objects.filter(thread=thread, user=user, ended_at=None).update(ended_at=clock.now())


def _topics(slugs: Iterable[str]) -> list[Topic]:
    wanted = set(slugs)
    found = list(Topic.objects.filter(slug__in=wanted))
    if len(found) != len(wanted) or len(wanted) > MOST_TOPICS:
        message = f"Choose up to {MOST_TOPICS} topics of the list."
        raise BadInput(message, fields={"topics": [message]})
    return found


def _own(by: Requester, pk: int) -> Post:
    found = find_post(by, pk)
    if found.author_id is None or found.author_id != person_of(by):
        raise Forbidden("Only who wrote it can change it.")
    return found
