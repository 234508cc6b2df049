"""A person's review by questions, what calls for a review, and reviews of pages."""

from operator import attrgetter
from typing import Any

import graphene
from graphene_django import DjangoObjectType

from cms.core.requester import Requester
from cms.reviews.effects import Effect, Plan
from cms.reviews.models import ReviewTrigger
from cms.reviews.page_reviews import PageReview
from cms.reviews.review_form import ReviewForm
from cms.signing.permissions import handled_among
from cms.snippets.models import Isp, Partner
from members_api.batch import One
from members_api.enums import enum_of
from members_api.snippets import derived
from members_api.snippets.isps import IspType, ReviewOutcome
from members_api.snippets.partners import PartnerType

ReviewTriggerKind = enum_of(ReviewTrigger.Kind, "ReviewTriggerKind")


class ReviewOptionType(graphene.ObjectType):
    value = graphene.String(required=True)
    label = graphene.String(required=True)
    hint = graphene.String(required=True, description="What follows from it.")
    asks_why = graphene.Boolean(required=True)

    class Meta:
        name = "ReviewOption"


class ReviewQuestionType(graphene.ObjectType):
    """One question of the checklist, with the answer that was saved."""

    key = graphene.String(required=True)
    title = graphene.String(required=True)
    short = graphene.String(required=True)
    hint = graphene.String(required=True)
    options = graphene.List(ReviewOptionType)
    sections = graphene.List(graphene.String, description="The parts of the text that it is about.")
    value = graphene.String(required=True)
    why = graphene.String(required=True)
    answer_label = graphene.String(required=True)
    is_done = graphene.Boolean(required=True)

    class Meta:
        name = "ReviewQuestion"


class ReviewSectionType(graphene.ObjectType):
    section = graphene.String(required=True)
    label = graphene.String(required=True)
    now = graphene.String(required=True, description="What counts today, with the notices in effect.")
    words = graphene.String(required=True, description="In the form: the new words, or those of today.")
    asked_about = graphene.Boolean(required=True)
    waiting_notice = graphene.Int(description="The notice that is on its way to change it.")

    class Meta:
        name = "ReviewSection"


class ReviewContactType(graphene.ObjectType):
    role = graphene.String(required=True)
    phone = graphene.String(required=True)
    email = graphene.String(required=True)
    partner = graphene.String(required=True)
    urgent = graphene.Boolean(required=True)

    class Meta:
        name = "ReviewContact"


class ReviewPersonType(graphene.ObjectType):
    id = graphene.ID(required=True)
    name = graphene.String(required=True)

    class Meta:
        name = "ReviewPerson"


class ReviewEffectType(graphene.ObjectType):
    """One thing that your answers would change."""

    shows = Effect
    what = graphene.String(required=True)
    kind = graphene.String(required=True, description="minor, notice, version, retire or note.")
    kind_label = graphene.String(required=True)
    happens = graphene.String(required=True)

    class Meta:
        name = "ReviewEffect"


class ReviewPlanType(graphene.ObjectType):
    """What would follow, said before it is done."""

    shows = Plan
    outcome = graphene.Field(ReviewOutcome, required=True)
    outcome_label = graphene.String(required=True)
    button = graphene.String(required=True)
    effects = graphene.List(ReviewEffectType)
    next = graphene.List(graphene.String)
    problem = graphene.String(required=True, description="Why it cannot be done just now; empty where it can.")

    class Meta:
        name = "ReviewPlan"


class ReviewFormType(graphene.ObjectType):
    """Your review of an agreement, as far as it has come. Nobody else sees it."""

    shows = ReviewForm
    isp = graphene.Field(IspType)
    submission_id = graphene.String(required=True, description="Empty before the first answer is saved.")
    begun_at = graphene.DateTime()
    saved_at = graphene.DateTime()
    is_stale = graphene.Boolean(required=True, description="Somebody changed the agreement since you began.")
    steps = graphene.List(graphene.String)
    missing = graphene.List(graphene.String, description="Pages that still want an answer.")
    questions = graphene.List(ReviewQuestionType)
    sections = graphene.List(ReviewSectionType)
    words_reason = graphene.String(required=True)
    contacts = graphene.List(ReviewContactType)
    people = graphene.List(ReviewPersonType, description="The lead partner's people.")
    owner = graphene.String(required=True)
    deputy = graphene.String(required=True)
    next_on = graphene.String(required=True)
    usual_next = graphene.Date(required=True)
    retire_on = graphene.String(required=True)
    retire_reason = graphene.String(required=True)
    plan = graphene.Field(ReviewPlanType, description="Null while an answer is missing.")
    paths = {"isp": One(Isp, attrgetter("isp_id"))}

    class Meta:
        name = "ReviewForm"


def may_decide(requester: Requester, triggers: list[Any]) -> dict[int, bool]:
    if requester.user_id is None:
        return {}
    mine = handled_among(requester, Isp.objects.filter(pk__in={one.isp_id for one in triggers}))
    return {one.pk: one.isp_id in mine for one in triggers}


def reporters(requester: Requester, triggers: list[Any]) -> dict[int, str]:
    if not derived.sees_people(requester):
        return {}
    rows = ReviewTrigger.objects.filter(pk__in=[one.pk for one in triggers]).select_related("said_by")
    return {one.pk: str(one.said_by) for one in rows if one.said_by is not None}


class ReviewTriggerType(DjangoObjectType):
    """Why an agreement is looked at outside the calendar. What a person reported is for who looks after it."""

    kind = graphene.Field(ReviewTriggerKind, required=True)
    kind_label = graphene.String(required=True)
    isp = graphene.Field(IspType)
    said_for = graphene.Field(PartnerType)
    said_by_name = graphene.String(required=True)
    waits = graphene.Boolean(required=True, description="Reported, and nobody has decided yet.")
    is_open = graphene.Boolean(required=True)
    may_decide = graphene.Boolean(required=True)
    paths = {"said_for": One(Partner, attrgetter("said_for_id"))}

    class Meta:
        model, name, convert_choices_to_enum = ReviewTrigger, "ReviewTrigger", False
        fields = ("id", "what", "path", "said_on", "taken_up_on", "done_on", "answer")

    def resolve_kind_label(self, info: Any) -> str:
        return str(self.get_kind_display())

    def resolve_may_decide(self, info: Any) -> bool:
        return bool(info.context.loader.derived(may_decide, self))

    def resolve_said_by_name(self, info: Any) -> str:
        return info.context.loader.derived(reporters, self) or ""


class PageReviewType(graphene.ObjectType):
    """The review of a page, for its owner and the core team."""

    shows = PageReview
    title = graphene.String(required=True)
    path = graphene.String(required=True)
    kind = graphene.String(required=True)
    review_on = graphene.Date()
    usual_next = graphene.Date(required=True)
    last_outcome = graphene.String(required=True)
    last_notes = graphene.String(required=True)
    last_on = graphene.Date()

    class Meta:
        name = "PageReview"
