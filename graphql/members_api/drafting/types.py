"""A draft as its writers and readers see it: plain answers of `cms.drafting` that hold keys of rows."""

from operator import attrgetter
from typing import Any

import graphene
from graphene_django import DjangoObjectType

from cms.drafting import helps, selectors
from cms.drafting.completeness import Gap
from cms.drafting.models import DraftComment, PeerReview
from cms.members.models import User
from cms.snippets.models import Isp, IspVersion, LegalBasis, LegalGateway, Partner, TemplateClause, TemplateVersion
from members_api.batch import Blocks, One, Via
from members_api.enums import enum_of
from members_api.people import PersonType
from members_api.snippets.isps import IspType
from members_api.snippets.law import LegalGatewayType
from members_api.snippets.partners import PartnerType
from members_api.snippets.versions import IspVersionType, LegalBasisType
from members_api.template.queries import TemplateClauseType, TemplateEditionType

PeerReviewView = enum_of(PeerReview.View, "PeerReviewView")
DraftStepStatus = graphene.Enum(
    "DraftStepStatus",
    [("DONE", "done"), ("MISSING", "missing"), ("EMPTY", "empty"), ("OPTIONAL", "optional")],
    description="Done; begun, with something missing; nothing of one's own yet; may be left out.",
)


def keys_in(column: str) -> Any:
    """Keys that the plain object itself holds, in its order."""

    def pairs(owners: list[Any], requester: Any) -> list[tuple[int, int]]:
        return [(owner.pk, key) for owner in owners for key in getattr(owner, column)]

    return pairs


class DraftGapType(graphene.ObjectType):
    """Something that is missing before the draft can be sent out."""

    shows = Gap
    step = graphene.String(required=True)
    text = graphene.String(required=True)
    party = graphene.String(required=True, description="Slug of the party it belongs to; empty where it is nobody's.")
    partner_name = graphene.String(required=True)
    purpose = graphene.String(required=True)

    class Meta:
        name = "DraftGap"


class DraftStepType(graphene.ObjectType):
    """One line of the task list."""

    shows = selectors.StepState
    key = graphene.String(required=True)
    group = graphene.String(required=True)
    name = graphene.String(required=True)
    question = graphene.String(required=True)
    why = graphene.String(required=True)
    is_text = graphene.Boolean(required=True)
    status = graphene.Field(DraftStepStatus, required=True)
    gaps = graphene.List(DraftGapType)
    revision = graphene.String(required=True, description="Send it back as `expectedRevision`.")
    open_comments = graphene.Int(required=True)
    saved_by = graphene.Field(PersonType, description="Who saved it last in the guided form.")
    saved_at = graphene.DateTime()
    paths = {"saved_by": One(User, attrgetter("saved_by_id")), "gaps": Blocks(lambda one: list(one.gaps))}

    class Meta:
        name = "DraftStep"

    def resolve_key(self, info: Any) -> str:
        return str(self.step.key)

    def resolve_group(self, info: Any) -> str:
        return str(self.step.group.value)

    def resolve_name(self, info: Any) -> str:
        return str(self.step.name)

    def resolve_question(self, info: Any) -> str:
        return str(self.step.question)

    def resolve_why(self, info: Any) -> str:
        return str(self.step.why)

    def resolve_is_text(self, info: Any) -> bool:
        return bool(self.step.text)

    def resolve_status(self, info: Any) -> str:
        return str(self.state)


class DraftCommentType(DjangoObjectType):
    """A comment on a part of a draft, with the words that it was about. For who works on the draft."""

    by = graphene.Field(PersonType)
    resolved_by = graphene.Field(PersonType)
    replies = graphene.List(lambda: DraftCommentType)
    is_resolved = graphene.Boolean(required=True)

    class Meta:
        model, name = DraftComment, "DraftComment"
        fields = ("id", "step", "quote", "text", "at", "resolved_at")

    def resolve_is_resolved(self, info: Any) -> bool:
        return self.resolved_at is not None


class PeerReviewType(DjangoObjectType):
    """Somebody of another partner who was asked for their view of a draft."""

    person = graphene.Field(PersonType)
    partner = graphene.Field(PartnerType)
    asked_by = graphene.Field(PersonType)
    view = graphene.Field(PeerReviewView, description="Null until it is given.")
    view_label = graphene.String(required=True)
    isp = graphene.Field(IspType)
    paths = {"isp": Via(Isp, lambda owners, _: isps_of(owners))}

    class Meta:
        model, name, convert_choices_to_enum = PeerReview, "PeerReview", False
        fields = ("id", "asked_at", "answer_by", "message", "note", "answered_at", "ended_at", "ended_because")

    def resolve_view(self, info: Any) -> str | None:
        return self.view or None

    def resolve_view_label(self, info: Any) -> str:
        return str(self.get_view_display()) if self.view else ""


def isps_of(reviews: list[Any]) -> list[tuple[int, int]]:
    rows = PeerReview.objects.filter(pk__in=[review.pk for review in reviews])
    return list(rows.values_list("pk", "version__isp"))


class DraftBasisType(graphene.ObjectType):
    """A legal basis with the questions that apply to it, and which of them have an answer."""

    shows = selectors.BasisQuestions
    basis = graphene.Field(LegalBasisType)
    questions = graphene.List(graphene.String)
    answered = graphene.List(graphene.String)
    gaps = graphene.List(DraftGapType)
    paths = {"basis": One(LegalBasis, attrgetter("pk")), "gaps": Blocks(lambda one: list(one.gaps))}

    class Meta:
        name = "DraftBasis"


class DraftPartyLawType(graphene.ObjectType):
    """The law of one party, and what it lacks."""

    shows = selectors.PartyLaw
    partner = graphene.Field(PartnerType)
    revision = graphene.String(required=True, description="Send it back as `expectedRevision`.")
    bases = graphene.List(DraftBasisType)
    gaps = graphene.List(DraftGapType)
    first_questions = graphene.List(graphene.String, description="What a new basis is asked.")
    paths = {
        "partner": One(Partner, attrgetter("partner_id")),
        "bases": Blocks(lambda one: list(one.bases)),
        "gaps": Blocks(lambda one: list(one.gaps)),
    }

    class Meta:
        name = "DraftPartyLaw"


class GatewayHelpType(graphene.ObjectType):
    """A law that agreements in force of the same kind rely on, as far as you may see them."""

    shows = helps.GatewayHelp
    gateway = graphene.Field(LegalGatewayType)
    count = graphene.Int(required=True)
    isps = graphene.List(IspType, description="Up to three of them, the nearest first.")
    paths = {"gateway": One(LegalGateway, attrgetter("gateway_id")), "isps": Via(Isp, keys_in("isp_ids"))}

    class Meta:
        name = "GatewayHelp"


class DraftOverlapType(graphene.ObjectType):
    """An agreement in force among some of the same parties: it may cover this already."""

    shows = helps.Overlap
    isp = graphene.Field(IspType)
    partners = graphene.List(PartnerType, description="Parties of both.")
    items = graphene.List(graphene.String, description="Information of the draft that it names too.")
    paths = {"isp": One(Isp, attrgetter("isp_id")), "partners": Via(Partner, keys_in("partner_ids"))}

    class Meta:
        name = "DraftOverlap"


class DraftExampleType(graphene.ObjectType):
    """How an agreement in force put the same part."""

    shows = helps.Example
    isp = graphene.Field(IspType)
    text = graphene.String(required=True)
    paths = {"isp": One(Isp, attrgetter("isp_id"))}

    class Meta:
        name = "DraftExample"


class DraftType(graphene.ObjectType):
    """A version that is being written. For who works on it, and who was asked for a view; absent for everybody else."""

    shows = selectors.Draft
    reference = graphene.String(required=True)
    isp = graphene.Field(IspType)
    version = graphene.Field(IspVersionType)
    template = graphene.Field(TemplateEditionType)
    is_open = graphene.Boolean(required=True, description="False once it was sent out: its comments stay.")
    can_write = graphene.Boolean(required=True)
    can_comment = graphene.Boolean(required=True)
    steps = graphene.List(DraftStepType)
    gaps = graphene.List(DraftGapType, description="All of them; empty when it can be sent out.")
    law = graphene.List(DraftPartyLawType)
    comments = graphene.List(DraftCommentType, description="The first of each thread.")
    peer_reviews = graphene.List(PeerReviewType)
    own_review = graphene.Field(PeerReviewType, description="Where your own view is asked for.")
    gateway_helps = graphene.List(GatewayHelpType)
    overlaps = graphene.List(DraftOverlapType)
    usual_items = graphene.List(graphene.String, description="Information that agreements of the same kind share.")
    paths = {
        "isp": One(Isp, attrgetter("isp_id")),
        "version": One(IspVersion, attrgetter("pk")),
        "template": One(TemplateVersion, attrgetter("template_id")),
        "steps": Blocks(lambda draft: list(draft.steps)),
        "gaps": Blocks(lambda draft: list(draft.gaps)),
        "law": Blocks(attrgetter("law")),
        "comments": Via(DraftComment, keys_in("comment_ids")),
        "peer_reviews": Via(PeerReview, keys_in("peer_review_ids")),
        "own_review": One(PeerReview, attrgetter("own_review_id")),
        "gateway_helps": Blocks(attrgetter("gateway_helps")),
        "overlaps": Blocks(attrgetter("overlaps")),
    }

    class Meta:
        name = "Draft"


class DraftStepPageType(graphene.ObjectType):
    """One step of a draft, with what helps to answer it."""

    shows = selectors.StepPage
    draft = graphene.Field(DraftType)
    state = graphene.Field(DraftStepType)
    text = graphene.String(required=True, description="What is written, where the step is one text.")
    unreplaced = graphene.List(graphene.String, description="Parts in [square brackets] that nobody has replaced.")
    clause = graphene.Field(TemplateClauseType, description="The words it began with, and why they are asked for.")
    examples = graphene.List(DraftExampleType)
    comments = graphene.List(DraftCommentType, description="The first of each thread.")
    paths = {
        "draft": Blocks(lambda page: [page.draft]),
        "state": Blocks(lambda page: [page.state]),
        "clause": One(TemplateClause, lambda page: page.clause.pk if page.clause else None),
        "examples": Blocks(attrgetter("examples")),
        "comments": Via(DraftComment, keys_in("comment_ids")),
    }

    class Meta:
        name = "DraftStepPage"


class DraftsType(graphene.ObjectType):
    """Drafts that you write, and those for which your view is asked."""

    shows = selectors.Drafts
    writing = graphene.List(IspVersionType)
    isps = graphene.List(IspType, description="Of the drafts that you write, in the same order.")
    asked = graphene.List(PeerReviewType)
    may_start_for = graphene.List(PartnerType, description="Partners for which you may begin an agreement.")
    paths = {
        "writing": Via(IspVersion, keys_in("version_ids")),
        "isps": Via(Isp, keys_in("isp_ids")),
        "asked": Via(PeerReview, keys_in("review_ids")),
        "may_start_for": Via(Partner, keys_in("partner_ids")),
    }

    class Meta:
        name = "Drafts"


__all__ = ["DraftStepPageType", "DraftType", "DraftsType", "PeerReviewView"]
