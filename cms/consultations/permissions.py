"""Who reads drafts that members are asked about, and who answers (the table: docs/permissions.md)."""

from typing import Any

from django.db.models import Q

from cms.consultations.models import Consultation, ConsultationComment, Paragraph
from cms.core import policy
from cms.core.requester import Requester

CONTENT, COMMUNITY = "read:content", "read:community"


def visible_consultations(rows: Any, requester: Requester) -> Any:
    """Members, once it is put out; withdrawn ones stay to be read."""
    if requester.is_editor and requester.user_id is not None:
        return rows
    return rows.exclude(published_at=None) if requester.is_member else rows.none()


def visible_paragraphs(rows: Any, requester: Requester) -> Any:
    return rows if requester.is_member else rows.none()  # they exist only of what was put out


def visible_comments(rows: Any, requester: Requester) -> Any:
    """Members; one that was taken back, its author alone."""
    if not requester.is_member:
        return rows.none()
    own = Q(author=requester.user_id) if requester.user_id is not None else Q(pk__in=[])
    return rows.filter(Q(withdrawn_at=None) | own)


def can_comment(requester: Requester, _: Any = None) -> bool:
    return requester.user_id is not None and requester.token_id is None and requester.is_member


def can_manage(requester: Requester, _: Any = None) -> bool:
    return requester.user_id is not None and requester.is_editor


def register() -> None:
    """Called once, when the app is ready."""
    policy.register_rows(Consultation, visible_consultations, scope=CONTENT)
    policy.register_rows(Paragraph, visible_paragraphs, scope=CONTENT)
    policy.register_rows(ConsultationComment, visible_comments, scope=COMMUNITY)
    policy.register_action("consultation.comment", can_comment)
    policy.register_action("consultation.manage", can_manage)
