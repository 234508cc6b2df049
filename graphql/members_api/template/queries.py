"""The common template and what to ask others: open to everybody once published."""

from typing import Any

import graphene
from django.db.models import Q, QuerySet
from graphene_django import DjangoObjectType

from cms.core import clock
from cms.snippets.editions import current_edition
from cms.snippets.models import Question, QuestionPack, TemplateClause, TemplateVersion
from members_api.access import Access
from members_api.enums import enum_of
from members_api.guards import PUBLIC, Exposed
from members_api.lists import list_field
from members_api.snippets.law import ThemeType

REGISTER = "read:register"
TemplateSection = enum_of(TemplateClause.Section, "TemplateSection")
Asker = enum_of(QuestionPack.Asker, "QuestionPackAsker")


class TemplateClauseType(DjangoObjectType):
    """A clause: locked, the same words in every agreement; or where one part of an agreement starts."""

    section = graphene.Field(TemplateSection, required=True, description="The part that it starts.")
    section_label = graphene.String(required=True)
    is_locked = graphene.Boolean(required=True)

    class Meta:
        model, name, convert_choices_to_enum = TemplateClause, "TemplateClause", False
        fields = ("id", "heading", "why", "text", "locked_reason")

    def resolve_section_label(self, info: Any) -> str:
        return "" if self.is_locked else str(self.get_section_display())


class TemplateEditionType(DjangoObjectType):
    """An edition of the template. The one with the highest number is current."""

    clauses = graphene.List(TemplateClauseType)
    is_current = graphene.Boolean(required=True)

    class Meta:
        model, name = TemplateVersion, "TemplateEdition"
        fields = ("id", "number", "published_on", "what_changed")

    def resolve_is_current(self, info: Any) -> bool:
        current = info.context.loader.derived(current_editions, self)
        return bool(current)


def current_editions(requester: Any, editions: list[TemplateVersion]) -> dict[int, bool]:
    """Which of these is the current one."""
    current = current_edition()
    return {} if current is None else {current.pk: True}


class QuestionType(DjangoObjectType):
    class Meta:
        model, name = Question, "Question"
        fields = ("id", "text", "why", "good_answer")


class QuestionPackType(DjangoObjectType):
    """What to ask others before sharing."""

    asker = graphene.Field(Asker, required=True)
    asker_label = graphene.String(required=True)
    theme = graphene.Field(ThemeType)
    questions = graphene.List(QuestionType)

    class Meta:
        model, name, convert_choices_to_enum = QuestionPack, "QuestionPack", False
        fields = ("id", "slug", "title", "when_to_ask")

    def resolve_asker_label(self, info: Any) -> str:
        return str(self.get_asker_display())


def edition(_: None, info: Any, number: int | None = None) -> QuerySet[TemplateVersion]:
    rows = TemplateVersion.objects.all()
    if number is not None:
        return rows.filter(number=number)
    current = current_edition()
    return rows.filter(pk=current.pk if current else None)


def editions(access: Access) -> QuerySet[TemplateVersion]:
    return TemplateVersion.objects.all()


def packs(access: Access, asker: Any = None, theme: str | None = None) -> QuerySet[QuestionPack]:
    rows = QuestionPack.objects.exclude(withdrawn_on__lte=clock.today())
    if asker is not None:
        rows = rows.filter(asker=asker)
    return rows.filter(Q(theme__slug=theme) | Q(theme=None)) if theme else rows


def pack(_: None, info: Any, slug: str) -> QuerySet[QuestionPack]:
    return QuestionPack.objects.filter(slug=slug.strip())


class TemplateQuery(graphene.ObjectType):
    template_edition = Exposed(
        TemplateEditionType,
        resolver=edition,
        audience=PUBLIC,
        scope=REGISTER,
        description="The current edition, or the one asked for.",
        number=graphene.Int(),
    )
    template_editions = list_field(
        TemplateEditionType, {"NUMBER": ("-number",)}, editions, audience=PUBLIC, scope=REGISTER
    )
    question_pack = Exposed(
        QuestionPackType, resolver=pack, audience=PUBLIC, scope=REGISTER, slug=graphene.String(required=True)
    )
    question_packs = list_field(
        QuestionPackType,
        {"TITLE": ("title",)},
        packs,
        audience=PUBLIC,
        scope=REGISTER,
        asker=Asker(),
        theme=graphene.String(description="A theme's slug: its packs, and those for any theme."),
    )
