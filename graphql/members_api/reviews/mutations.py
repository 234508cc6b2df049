"""Recording a review: "Still right", or "needs a change"."""

from typing import Any

import graphene

from cms.core.requester import Requester
from cms.reviews.services import record_review
from members_api.mutations import ServiceMutation
from members_api.snippets.isps import IspType, ReviewOutcome


class RecordReviewInput(graphene.InputObjectType):
    reference = graphene.String(required=True, description="Such as ISP-0042.")
    submission_id = graphene.String(required=True, description="1 to 64 characters; the same one is recorded once.")
    expected_revision = graphene.Int(required=True, description="The revision that the form showed.")
    outcome = ReviewOutcome(required=True, description="UNCHANGED or NEEDS_CHANGE.")
    notes = graphene.String(description="Needed with NEEDS_CHANGE.")
    next_review = graphene.Date(description="With UNCHANGED: within three years; else one review cycle from today.")


class RecordReview(ServiceMutation):
    class Arguments:
        input = RecordReviewInput(required=True)

    isp = graphene.Field(IspType)
    scope = "write:reviews"

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        given = {key: value for key, value in data.items() if value is not None}
        return {"isp": record_review(by=by, **{**given, "outcome": given["outcome"].value})}


class ReviewsMutation(graphene.ObjectType):
    record_review = RecordReview.exposed("By owner, deputy or IG lead of the lead partner, and the core team.")
