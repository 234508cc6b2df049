"""Who may see and who may record a review, report what calls for one, and review a page."""

from typing import Any

from django.db.models import Q

from cms.core import policy
from cms.core.policy import visible
from cms.core.requester import Requester
from cms.reviews.models import Review, ReviewAnswers, ReviewTrigger
from cms.signing.permissions import can_handle
from cms.snippets.models import Isp
from cms.snippets.permissions import current_parts
from cms.snippets.selectors import heirs

REGISTER = "read:register"
PEOPLE = "read:people"  # a person's own answers: no token has this scope
OPEN_TO_READERS = (ReviewTrigger.Kind.LAW, ReviewTrigger.Kind.GUIDANCE)


def visible_reviews(rows: Any, requester: Requester) -> Any:
    """Members see the reviews of the agreements that they see. Reviews of pages are the core team's."""
    if requester.is_editor:
        return rows
    if not requester.is_member:
        return rows.none()
    return rows.filter(isp__in=visible(Isp.objects.all(), requester).values("pk"))


def visible_triggers(rows: Any, requester: Requester) -> Any:
    """What the law or guidance brought: members who see the agreement. What people reported may be candid: who said it,
    those who look after the agreement, and the core team."""
    if requester.is_editor:
        return rows
    if not requester.is_member or requester.user_id is None:
        return rows.none()
    led = {partner for partner, role in requester.roles if role == "ig_lead"}
    mine = requester.partners
    after = heirs()
    led |= {body for body, later in after.items() if later & led}
    leads = set(mine) | {body for body, later in after.items() if later & mine}
    people = {requester.user_id, *(away for _, away in requester.covers)}
    own = (Q(owner__in=people) | Q(deputy__in=people)) & Q(lead__in=leads)
    told = Q(isp__in=Isp.objects.filter(Q(lead__in=led) | own).values("pk")) | Q(said_by=requester.user_id)
    by_law = Q(kind__in=OPEN_TO_READERS) & ~Q(path="")
    seen = visible(Isp.objects.all(), requester).values("pk")
    return rows.filter(told | by_law, isp__in=seen)


def own_answers(rows: Any, requester: Requester) -> Any:
    return rows.filter(user=requester.user_id) if requester.user_id is not None else rows.none()


def can_record(requester: Requester, isp: Isp) -> bool:
    """Owner, deputy and IG lead of the lead partner, and the core team. Tools may not: a review is a person's word."""
    return requester.user_id is not None and can_handle(requester, isp)


def can_report(requester: Requester, isp: Isp) -> bool:
    """People of a party, of the lead, and the core team."""
    if requester.user_id is None:
        return False
    if requester.is_editor or isp.lead_id in requester.partners:
        return True
    return bool(current_parts(requester.partners).filter(version__isp=isp.pk).exists())


def can_review_page(requester: Requester, page: Any) -> bool:
    """`page` has `owner_id`: the page's own owner while they are a member, and the core team."""
    if requester.user_id is None:
        return False
    return requester.is_editor or (requester.is_member and page.owner_id == requester.user_id)


def can_record_law(requester: Requester, obj: Any = None) -> bool:
    return requester.is_editor and requester.user_id is not None


def register() -> None:
    """Called once, when the app is ready."""
    policy.register_rows(Review, visible_reviews, scope=REGISTER)
    policy.register_rows(ReviewTrigger, visible_triggers, scope=REGISTER)
    policy.register_rows(ReviewAnswers, own_answers, scope=PEOPLE)
    policy.register_action("review.record", can_record)
    policy.register_action("trigger.report", can_report)
    policy.register_action("page.review", can_review_page)
    policy.register_action("law.record", can_record_law)
