"""Root fields of reviews: one's own review by questions, a report, the review of a page."""

from typing import Any

import graphene
from django.db.models import QuerySet

from cms.reviews.models import ReviewTrigger
from cms.reviews.page_reviews import page_review
from cms.reviews.review_form import review_form
from members_api.guards import PUBLIC, Exposed
from members_api.keys import key_of
from members_api.reviews.types import PageReviewType, ReviewFormType, ReviewTriggerType

REGISTER, CONTENT, PEOPLE = "read:register", "read:content", "read:people"


def trigger(_: None, info: Any, id: str) -> QuerySet[ReviewTrigger]:  # noqa: A002 - the argument's name
    return ReviewTrigger.objects.filter(pk=key_of(id))


class ReviewsQuery(graphene.ObjectType):
    review_form = Exposed(
        ReviewFormType,
        description="Null for whoever may not review this agreement now.",
        reference=graphene.String(required=True),
        resolver=lambda _, info, reference: review_form(info.context.requester, reference.strip().upper()),
        audience=PUBLIC,
        scope=PEOPLE,
        personal=True,
        kept=False,  # answers are saved from page to page
    )
    review_trigger = Exposed(
        ReviewTriggerType, id=graphene.ID(required=True), resolver=trigger, audience=PUBLIC, scope=REGISTER
    )
    page_review = Exposed(
        PageReviewType,
        description="Null for whoever may not review the page at this path.",
        path=graphene.String(required=True),
        resolver=lambda _, info, path: page_review(info.context.requester, path),
        audience=PUBLIC,
        scope=CONTENT,
        personal=True,
    )
