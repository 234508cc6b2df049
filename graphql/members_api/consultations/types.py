"""Drafts on which members are asked, what they said of each paragraph, and what came of it."""

from collections.abc import Callable
from typing import Any

import graphene
from graphene_django import DjangoObjectType
from grapple.registry import registry

from cms.consultations.models import Consultation, ConsultationComment, ConsultationState, Paragraph
from cms.core.policy import may
from cms.members.models import User
from cms.pages.models import GuidancePage
from cms.snippets.models import Partner
from members_api.batch import Many, One
from members_api.enums import enum_of
from members_api.people import PersonType
from members_api.snippets.law import TopicType
from members_api.snippets.partners import PartnerType

ConsultationKind = enum_of(Consultation.Kind, "ConsultationKind")
CommentStance = enum_of(ConsultationComment.Stance, "ConsultationStance")
ConsultationStateType = graphene.Enum.from_enum(ConsultationState, name="ConsultationState")


def shown(attribute: str) -> Callable[[ConsultationComment], int | None]:
    """Whose it is and for whom, but of a hidden one."""
    return lambda row: getattr(row, attribute) if row.hidden_at is None else None


class ConsultationCommentType(DjangoObjectType):
    """What a member says. Names are for people who are members; tools see the words alone."""

    stance = graphene.Field(CommentStance, required=True)
    stance_label = graphene.String(required=True)
    author = graphene.Field(PersonType, description="Null for who has left, of a hidden one, and for tools.")
    partner = graphene.Field(PartnerType, description="The organisation that they spoke for; null of a hidden one.")
    is_mine = graphene.Boolean(required=True)
    is_withdrawn = graphene.Boolean(required=True, description="Taken back by its author, who alone sees it.")
    is_hidden = graphene.Boolean(required=True, description="The core team hid it: its words are empty.")
    outcome_label = graphene.String(required=True, description="Empty until the response is published.")
    answer = graphene.String(required=True, description="Empty until the response is published.")
    paragraph_number = graphene.Int(description="Null for what is about the whole.")
    paths = {"author": One(User, shown("author_id")), "partner": One(Partner, shown("partner_id"))}

    class Meta:
        model, name, convert_choices_to_enum = ConsultationComment, "ConsultationComment", False
        fields = ("id", "body", "at")

    def resolve_stance_label(self, info: Any) -> str:
        return str(self.get_stance_display())

    def resolve_is_mine(self, info: Any) -> bool:
        return self.author_id is not None and self.author_id == info.context.requester.user_id

    def resolve_body(self, info: Any) -> str:
        return str(self.body) if self.hidden_at is None else ""

    def resolve_is_hidden(self, info: Any) -> bool:
        return self.hidden_at is not None

    def resolve_is_withdrawn(self, info: Any) -> bool:
        return self.withdrawn_at is not None

    def resolve_outcome_label(self, info: Any) -> str:
        return str(self.get_outcome_display()) if answered(info, self) else ""

    def resolve_answer(self, info: Any) -> str:
        return str(self.answer) if answered(info, self) else ""

    def resolve_paragraph_number(self, info: Any) -> int | None:
        found = info.context.loader.get(Paragraph, self.paragraph_id)
        return int(found.number) if found is not None else None


def answered(info: Any, row: Any) -> bool:
    if row.hidden_at is not None:  # an answer may repeat what was hidden
        return False
    found = info.context.loader.get(Consultation, row.consultation_id)
    return found is not None and found.responded_at is not None


class ConsultationParagraphType(DjangoObjectType):
    comments = graphene.List(ConsultationCommentType)

    class Meta:
        model, name = Paragraph, "ConsultationParagraph"
        fields = ("id", "number", "is_heading", "text")


def about_the_whole(owners: list[Any]) -> list[tuple[int, int]]:
    rows = ConsultationComment.objects.filter(consultation__in=[one.pk for one in owners], paragraph=None)
    return list(rows.order_by("pk").values_list("consultation", "pk"))


class ConsultationType(DjangoObjectType):
    """A draft of the charter, of principles or of local guidance, on which members are asked."""

    kind = graphene.Field(ConsultationKind, required=True)
    kind_label = graphene.String(required=True)
    state = graphene.Field(ConsultationStateType, required=True)
    state_label = graphene.String(required=True)
    path = graphene.String(required=True)
    topics = graphene.List(TopicType)
    interprets = graphene.Field(lambda: registry.pages[GuidancePage], description="National guidance that it rests on.")
    paragraphs = graphene.List(ConsultationParagraphType, description="Empty until it is put out.")
    comments = graphene.List(ConsultationCommentType, description="About the whole.")
    comment_count = graphene.Int(required=True)
    may_comment = graphene.Boolean(required=True, description="It is open, and you are a member in person.")
    paths = {"comments": Many(ConsultationComment, about_the_whole)}

    class Meta:
        model, name, convert_choices_to_enum = Consultation, "Consultation", False
        fields = (
            *("id", "slug", "title", "summary", "opens_on", "closes_on"),
            *("response", "responded_at", "withdrawn_at", "withdrawn_because"),
        )

    def resolve_kind_label(self, info: Any) -> str:
        return str(self.get_kind_display())

    def resolve_comment_count(self, info: Any) -> int:
        return int(info.context.loader.derived(comment_counts, self) or 0)

    def resolve_may_comment(self, info: Any) -> bool:
        return self.state == ConsultationState.OPEN and may(info.context.requester, "consultation.comment")


def comment_counts(requester: Any, rows: list[Any]) -> dict[int, int]:
    found: dict[int, int] = {}
    comments = ConsultationComment.objects.visible_to(requester).filter(
        consultation__in=[row.pk for row in rows], withdrawn_at=None
    )
    for key in comments.order_by().values_list("consultation", flat=True):
        found[key] = found.get(key, 0) + 1
    return found
