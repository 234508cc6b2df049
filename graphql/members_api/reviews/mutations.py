"""Recording a review: "Still right", or "needs a change"."""

from typing import Any

import graphene

from cms.core.requester import Requester
from cms.reviews.answers import discard_answers, save_answers
from cms.reviews.finishing import finish_review
from cms.reviews.page_reviews import record_page_review
from cms.reviews.services import record_review
from cms.reviews.triggers import decide_trigger, open_trigger
from members_api.keys import key_of
from members_api.mutations import ServiceMutation
from members_api.reviews.types import PageReviewType, ReviewTriggerKind, ReviewTriggerType
from members_api.snippets.isps import IspType, ReviewOutcome

WRITE = "write:reviews"
MOST_VALUES = 80


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


class ReviewValueInput(graphene.InputObjectType):
    """One field of a page, by its name."""

    name = graphene.String(required=True)
    value = graphene.String(required=True)


class SaveReviewAnswersInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    submission_id = graphene.String(required=True, description="Of the whole review; kept from its first page on.")
    step = graphene.String(required=True, description="A question's key, words, contacts-change, next or retire.")
    values = graphene.List(graphene.NonNull(ReviewValueInput), required=True)
    later = graphene.Boolean(description="Keep what was typed, even half an answer.")


class SaveReviewAnswers(ServiceMutation):
    class Arguments:
        input = SaveReviewAnswersInput(required=True)

    next_step = graphene.String(required=True, description="The next page without an answer; check once none is left.")
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        values = {pair["name"]: pair["value"] for pair in data["values"][:MOST_VALUES]}
        work = save_answers(
            by=by,
            reference=data["reference"],
            submission_id=data["submission_id"],
            step=data["step"],
            values=values,
            later=bool(data.get("later")),
        )
        return {"next_step": next(iter(work.missing), "check")}


class DiscardReviewAnswersInput(graphene.InputObjectType):
    reference = graphene.String(required=True)


class DiscardReviewAnswers(ServiceMutation):
    class Arguments:
        input = DiscardReviewAnswersInput(required=True)

    isp = graphene.Field(IspType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        return {"isp": discard_answers(by=by, **data)}


class FinishReviewInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    submission_id = graphene.String(required=True, description="1 to 64 characters; the same one is done once.")
    expected_revision = graphene.Int(required=True, description="The revision that the check page showed.")


class FinishReview(ServiceMutation):
    class Arguments:
        input = FinishReviewInput(required=True)

    isp = graphene.Field(IspType)
    outcome = graphene.Field(ReviewOutcome, required=True)
    notice_number = graphene.Int(description="Of the amendment notice that went out.")
    draft_number = graphene.Int(description="Of the version that was opened.")
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        found = finish_review(by=by, **data)
        return {"isp": found.isp, "outcome": found.outcome, "notice_number": found.notice, "draft_number": found.draft}


class OpenReviewTriggerInput(graphene.InputObjectType):
    """Do not name or describe people whose information is shared."""

    reference = graphene.String(required=True)
    submission_id = graphene.String(required=True)
    kind = ReviewTriggerKind(required=True, description="Not GUIDANCE: that follows from the pages.")
    what = graphene.String(required=True)


class OpenReviewTrigger(ServiceMutation):
    class Arguments:
        input = OpenReviewTriggerInput(required=True)

    trigger = graphene.Field(ReviewTriggerType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        return {"trigger": open_trigger(by=by, **{**data, "kind": data["kind"].value})}


class DecideReviewTriggerInput(graphene.InputObjectType):
    id = graphene.ID(required=True)
    take_up = graphene.Boolean(required=True, description="The review comes forward; otherwise it is set aside.")
    answer = graphene.String(description="Needed where it is set aside. Goes to who reported it.")


class DecideReviewTrigger(ServiceMutation):
    class Arguments:
        input = DecideReviewTriggerInput(required=True)

    trigger = graphene.Field(ReviewTriggerType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        answer = data.get("answer") or ""
        found = decide_trigger(by=by, trigger_id=key_of(data["id"]), take_up_now=data["take_up"], answer=answer)
        return {"trigger": found}


class RecordPageReviewInput(graphene.InputObjectType):
    path = graphene.String(required=True)
    submission_id = graphene.String(required=True)
    outcome = ReviewOutcome(required=True, description="UNCHANGED, NEEDS_CHANGE or RETIRE.")
    notes = graphene.String()
    next_review = graphene.Date(description="With UNCHANGED: within three years; else a year from today.")


class RecordPageReview(ServiceMutation):
    class Arguments:
        input = RecordPageReviewInput(required=True)

    review = graphene.Field(PageReviewType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        given = {key: value for key, value in data.items() if value is not None}
        return {"review": record_page_review(by=by, **{**given, "outcome": given["outcome"].value})}


class ReviewsMutation(graphene.ObjectType):
    record_review = RecordReview.exposed("By owner, deputy or IG lead of the lead partner, and the core team.")
    save_review_answers = SaveReviewAnswers.exposed("One page of a review, kept on the server for the person.")
    discard_review_answers = DiscardReviewAnswers.exposed("Begin again.")
    finish_review = FinishReview.exposed("Does what the saved answers lead to; reviewForm's plan says what that is.")
    open_review_trigger = OpenReviewTrigger.exposed("By people of a party; those who look after it take it up at once.")
    decide_review_trigger = DecideReviewTrigger.exposed("By those who look after the agreement, and the core team.")
    record_page_review = RecordPageReview.exposed("By the page's owner, and the core team.")
