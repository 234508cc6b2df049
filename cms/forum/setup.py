"""What the forum tells the rooms below of itself: kinds of notices, vetoes, files, search, and what runs on time."""

from wagtail.documents import get_document_model

from cms.core import visibility
from cms.forum import search, telling
from cms.forum.models import Attachment
from cms.forum.services import files
from cms.jobs.checks import watch_paths
from cms.jobs.recurring import recurring
from cms.notifications.kinds import AT_ONCE_OR_DAILY, register_kind
from cms.notifications.vetoes import register_veto

TIDY = "cms.forum.tasks.tidy"


def register() -> None:
    """Called once, when the app is ready."""
    register_kind(
        "replies",
        label="Replies to what you follow",
        about="Somebody replied to a question or thread that you follow, or yours was marked as the answer.",
        sources=(telling.REPLY, telling.ANSWER),
    )
    register_kind(
        "spaces",
        label="Your spaces",
        about="Somebody asks to join a space that you look after, or you were let in.",
        sources=(telling.SPACE, telling.ASKED),
        choices=AT_ONCE_OR_DAILY,
        because="Somebody waits for your answer, or your part in a space has changed.",
    )
    register_kind(
        "moderation",
        label="What moderators did with what you wrote",
        about="A post or thread of yours was hidden, closed or moved, or your report was looked at.",
        sources=(telling.MODERATION, telling.REPORT),
        choices=AT_ONCE_OR_DAILY,
        because="It is about what you wrote, or what you are asked to look at.",
    )
    for source in (telling.REPLY, telling.ANSWER):
        register_veto(source, telling.veto_post)
    register_veto(telling.REPORT, telling.veto_report)
    register_veto(telling.MODERATION, telling.veto_member)
    register_veto(telling.SPACE, telling.veto_member)
    register_veto(telling.ASKED, telling.veto_asking)
    files.register()
    owner = visibility.held_by(Attachment, "document", exclusive=True)
    visibility.register_file_owner(get_document_model(), owner)
    search.connect()
    recurring("forum: tidy", TIDY, minutes=60)
    watch_paths(TIDY)
