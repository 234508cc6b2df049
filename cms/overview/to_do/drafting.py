"""Drafts that somebody writes, and those on which their view is asked."""

from django.db.models import Q

from cms.core import clock
from cms.core.requester import Requester
from cms.drafting.models import PeerReview
from cms.drafting.selectors import drafts_written, views_asked_of
from cms.overview.to_do.task import Task, TaskKind, when
from cms.snippets.models import IspVersion

MOST = 20


def drafts(by: Requester) -> list[Task]:
    """Drafts of which the person is owner or deputy. The core team and IG leads have them in their lists."""
    rows = drafts_written(by).filter(Q(isp__owner=by.user_id) | Q(isp__deputy=by.user_id))
    return [_draft(version) for version in rows.select_related("isp").order_by("isp__reference")[:MOST]]


def views(by: Requester) -> list[Task]:
    """Views that the person was asked for and has not given."""
    rows = views_asked_of(by).filter(answered_at=None).select_related("version__isp__lead")
    return [_view(review) for review in rows[:MOST]]


def _draft(version: IspVersion) -> Task:
    isp = version.isp
    path = f"/drafts/{isp.reference}"
    asked = version.state == IspVersion.State.PEER_REVIEW
    return Task(
        key=f"draft:{isp.reference}",
        kind=TaskKind.DRAFT,
        title=f"Draft: {isp.title}",
        path=path,
        detail=f"{isp.reference} · somebody was asked for a view" if asked else isp.reference,
        action_label="Go on writing",
        action_path=path,
        due_on=None,
        tag_label="Draft",
        tag_kind="info",
        partner_id=isp.lead_id,
    )


def _view(review: PeerReview) -> Task:
    isp = review.version.isp
    path = f"/drafts/{isp.reference}"
    label, kind = when((review.answer_by - clock.today()).days)
    return Task(
        key=f"view:{isp.reference}",
        kind=TaskKind.GIVE_VIEW,
        title=f"Your view is asked for: {isp.title}",
        path=path,
        detail=f"{isp.reference} · a draft led by {isp.lead}",
        action_label="Read the draft",
        action_path=path,
        due_on=review.answer_by,
        tag_label=label,
        tag_kind=kind,
    )
