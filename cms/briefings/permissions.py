"""Who reads which edition, who makes them, and who may suggest what goes in."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from wagtail.models import Page

from cms.briefings.models import Correction, Edition, EditionItem, Recipient
from cms.core import policy
from cms.core.requester import Requester
from cms.forum.models import Thread

CONTENT = "read:content"
Readers = Edition.Readers


def visible_editions(rows: Any, requester: Requester) -> Any:
    """Those that went out: open ones to everybody, others to members, some only to whom they went. Drafts are read in
    the admin alone."""
    rows = rows.exclude(begun_at=None)
    if not requester.is_member:
        return rows.filter(readers=Readers.PUBLIC)
    if requester.is_editor:
        return rows
    open_to = Q(readers__in=[Readers.PUBLIC, Readers.MEMBERS])
    if requester.user_id is None:
        return rows.filter(open_to)
    got = Recipient.objects.filter(edition=OuterRef("pk"), user=requester.user_id)
    return rows.filter(open_to | Q(Exists(got), readers=Readers.RECIPIENTS))


def readable_items(rows: Any, requester: Requester) -> Any:
    """Items about nothing else on the site, and those about pages and threads that the requester may read today."""
    about = Q(points_at="")
    if requester.has_scope(CONTENT):
        about |= Q(points_at="page", page__in=policy.visible(Page.objects.all(), requester).values("pk"))
    if requester.is_member:
        threads = policy.visible(Thread.objects.all(), requester).filter(merged_into=None)
        about |= Q(points_at="thread", thread__in=threads.values("pk"))
    return rows.filter(about)


def visible_items(rows: Any, requester: Requester) -> Any:
    rows = readable_items(rows, requester)
    return rows.filter(edition__in=visible_editions(Edition.objects.all(), requester).values("pk"))


def visible_corrections(rows: Any, requester: Requester) -> Any:
    return rows.filter(edition__in=visible_editions(Edition.objects.all(), requester).values("pk"))


def can_edit(requester: Requester, _: Any = None) -> bool:
    return requester.user_id is not None and requester.token_id is None and requester.is_editor


def can_suggest(requester: Requester, _: Any = None) -> bool:
    return requester.user_id is not None and requester.token_id is None and requester.is_member


def register() -> None:
    """Called once, when the app is ready."""
    policy.register_rows(Edition, visible_editions, scope=CONTENT)
    policy.register_rows(EditionItem, visible_items, scope=CONTENT)
    policy.register_rows(Correction, visible_corrections, scope=CONTENT)
    policy.register_action("briefing.edit", can_edit)
    policy.register_action("briefing.suggest", can_suggest)
