"""Confidential spaces outside of themselves: in the audit trail and in the list of e-mails. Both follow from the space
of the row at that moment; nothing is marked."""

from typing import Any

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from wagtail.documents import get_document_model

from cms.audit.discretion import register_closed
from cms.forum import telling, waiting
from cms.forum.models import Attachment, Draft, ModerationAction, Post, Report, Space, SpaceMember, Thread
from cms.notifications.closed import register_closed_keys

CONFIDENTIAL = Space.Kind.CONFIDENTIAL


def _is_closed(space: Space) -> bool:
    return space.kind == CONFIDENTIAL


def _draft_is_closed(draft: Draft) -> bool:
    kind, _, number = draft.place.partition(":")
    return kind == "thread" and Thread.objects.filter(number=int(number), space__kind=CONFIDENTIAL).exists()


def _file_is_closed(document: Any) -> bool:
    return Attachment.objects.filter(document=document.pk, post__thread__space__kind=CONFIDENTIAL).exists()


def _keys(begins: str, rows: Any, *endings: str) -> list[Any]:
    """Source keys of these rows: `begins`, the key, and each of `endings`."""
    key = Cast("pk", CharField())
    return [
        rows.order_by().annotate(key=Concat(Value(begins), key, Value(ending))).values("key")
        for ending in endings or ("",)
    ]


def closed_keys() -> list[Any]:
    """Of all mails about confidential spaces, their threads and posts, and who is in them."""
    spaces = Space.objects.filter(kind=CONFIDENTIAL)
    people = SpaceMember.objects.filter(space__kind=CONFIDENTIAL)
    threads = Thread.objects.filter(space__kind=CONFIDENTIAL)
    posts = Post.objects.filter(thread__space__kind=CONFIDENTIAL)
    reports = Report.objects.filter(post__thread__space__kind=CONFIDENTIAL)
    actions = ModerationAction.objects.filter(thread__space__kind=CONFIDENTIAL)
    return [
        *_keys(f"{telling.REPLY}:", posts),
        *_keys(f"{telling.ANSWER}:", posts),
        *_keys(f"{telling.MODERATION}:", actions, "", ":writers"),
        *_keys(f"{telling.MODERATION}:space-", spaces),
        *_keys(f"{telling.REPORT}:", reports, "", ":settled"),
        *_keys(f"{telling.SPACE}:", people, ":in", ":out"),
        *_keys(f"{telling.ASKED}:", people),
        *_keys(f"{waiting.HELP}:", threads),
        *_keys(f"{waiting.UNANSWERED}:", threads),
    ]


def register() -> None:
    """Called once, when the app is ready."""
    register_closed(Space, _is_closed)
    register_closed(SpaceMember, lambda row: _is_closed(row.space))
    register_closed(Thread, lambda row: _is_closed(row.space))
    register_closed(Post, lambda row: _is_closed(row.thread.space))
    register_closed(Attachment, lambda row: _is_closed(row.post.thread.space))
    register_closed(Report, lambda row: _is_closed(row.post.thread.space))
    register_closed(Draft, _draft_is_closed)
    register_closed(get_document_model(), _file_is_closed)
    register_closed_keys(closed_keys)
