"""Who writes, reads and comments on a draft (the table: docs/permissions.md)."""

from typing import Any

from django.db.models import Q

from cms.core import policy
from cms.core.requester import Requester
from cms.drafting.models import DraftComment, PeerReview, StepSave
from cms.signing.permissions import can_handle
from cms.snippets.models import Isp, IspVersion
from cms.snippets.permissions import PEOPLE, handles, writes

State = IspVersion.State
BEING_WRITTEN = (State.DRAFT, State.PEER_REVIEW)
STARTERS = ("ig_lead", "operational_lead", "partner_lead", "isp_approver")


def can_start(requester: Requester, partner_id: Any) -> bool:
    """Start an agreement that this partner leads: those who do its sharing, lead or sign; the core team for any."""
    return requester.is_editor or (partner_id in requester.partners and requester.has_role(partner_id, *STARTERS))


def can_write(requester: Requester, version: IspVersion) -> bool:
    """Change a draft: owner, deputy and IG lead of the lead partner, the core team; until it is sent out."""
    return version.state in BEING_WRITTEN and can_handle(requester, version.isp)


def can_comment(requester: Requester, version: IspVersion) -> bool:
    """Comment on a draft: who writes it, and who was asked for a view."""
    return can_write(requester, version) or (version.state in BEING_WRITTEN and is_invited(requester, version))


def is_invited(requester: Requester, version: IspVersion) -> bool:
    """Asked for a view, not answered or ended, and still at the partner that was asked."""
    if requester.user_id is None or not requester.partners:
        return False
    asked = PeerReview.objects.filter(version=version, person=requester.user_id, partner__in=requester.partners)
    return asked.filter(ended_at=None).exists()


def can_answer(requester: Requester, review: PeerReview) -> bool:
    """Give one's own view while it is asked for."""
    return (
        requester.user_id is not None
        and review.person_id == requester.user_id
        and review.partner_id in requester.partners
        and review.ended_at is None
        and review.version.state in BEING_WRITTEN
    )


def visible_comments(rows: Any, requester: Requester) -> Any:
    """Before it is sent out: whoever reads the draft. Afterwards: those who look after the agreement."""
    if requester.is_editor:
        return rows
    if requester.user_id is None:
        return rows.none()
    own = Isp.objects.filter(writes(requester)).values("pk")
    read = Isp.objects.filter(handles(requester)).values("pk")
    return rows.filter(Q(version__isp__in=own) | Q(version__state__in=BEING_WRITTEN, version__isp__in=read))


def visible_peer_reviews(rows: Any, requester: Requester) -> Any:
    """Those who look after the agreement; and one's own, while the draft is being written."""
    if requester.is_editor:
        return rows
    if requester.user_id is None:
        return rows.none()
    own = Isp.objects.filter(writes(requester)).values("pk")
    asked = Q(person=requester.user_id, partner__in=requester.partners, version__state__in=BEING_WRITTEN, ended_at=None)
    return rows.filter(Q(version__isp__in=own) | asked)


def register() -> None:
    """Called once, when the app is ready."""
    policy.register_rows(DraftComment, visible_comments, scope=PEOPLE)
    policy.register_rows(PeerReview, visible_peer_reviews, scope=PEOPLE)
    policy.register_rows(StepSave, visible_comments, scope=PEOPLE)
    policy.register_action("draft.start", can_start)
    policy.register_action("draft.write", can_write)
    policy.register_action("draft.comment", can_comment)
    policy.register_action("draft.give_view", can_answer)
