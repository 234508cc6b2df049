"""Requests for help, and one's own notifications."""

from dataclasses import dataclass
from typing import Any

import graphene
from django.contrib.auth import get_user_model
from django.db.models import Q
from graphene_django import DjangoObjectType

from cms.community.models import CaseMessage, CaseThread, FollowUp, SupportCase
from cms.core.policy import may, visible
from cms.drafting.models import DraftStart
from cms.forum.models import Post, Thread
from cms.forum.permissions import is_moderator
from cms.notifications.models import Notification
from cms.snippets.models import Isp
from members_api.batch import Via
from members_api.enums import enum_of
from members_api.snippets.isps import IspType

SupportCaseState = enum_of(SupportCase.State, "SupportCaseState")
CaseMessageKind = enum_of(CaseMessage.Kind, "CaseMessageKind")
FollowUpResult = enum_of(FollowUp.Result, "FollowUpResult")


def adviser_names(requester: Any, cases: list[Any]) -> dict[int, str]:
    users = get_user_model()._default_manager.filter(pk__in={case.adviser_id for case in cases} - {None})
    names = {user.pk: str(user) for user in users}
    return {case.pk: names.get(case.adviser_id, "") for case in cases}


def author_names(requester: Any, messages: list[Any]) -> dict[int, str]:
    """Who wrote: the account's name; of an asker without an account, the name that they gave."""
    users = get_user_model()._default_manager.filter(pk__in={one.author_id for one in messages} - {None})
    names = {user.pk: str(user) for user in users}
    nameless = {one.case_id for one in messages if one.author_id not in names}
    given = dict(SupportCase.objects.filter(pk__in=nameless).values_list("pk", "name"))
    return {one.pk: names.get(one.author_id) or spoke(one, given.get(one.case_id, "")) for one in messages}


def spoke(message: CaseMessage, asker: str) -> str:
    return (asker or "The asker") if message.kind == CaseMessage.Kind.REPLY else "The core team"


def drafts_of(cases: list[Any], requester: Any) -> list[tuple[int, int]]:
    return list(DraftStart.objects.filter(case__in=[case.pk for case in cases]).values_list("case_id", "isp_id"))


@dataclass(frozen=True, slots=True)
class AskedOfMembers:
    """A thread about a request: its number and title."""

    number: int
    title: str


def threads_of(requester: Any, cases: list[Any]) -> dict[int, list[AskedOfMembers]]:
    """The threads about these requests that the requester may read. A request names its asker, so a thread that was
    begun without a name is told to those alone who learn on its own page who wrote it."""
    found: dict[int, list[AskedOfMembers]] = {case.pk: [] for case in cases}
    seen = visible(Thread.objects.all(), requester)
    if not is_moderator(requester):
        named = Post.objects.filter(number=1, is_anonymous=False).values("thread")
        seen = seen.filter(Q(pk__in=named) | Q(author=requester.user_id, author__isnull=False))
    rows = CaseThread.objects.filter(case__in=list(found), thread__in=seen.values("pk")).select_related("thread")
    for row in rows:
        found[row.case_id].append(AskedOfMembers(row.thread.number, row.thread.title))
    return found


class CaseMessageType(DjangoObjectType):
    """One word of the conversation about a request."""

    kind = graphene.Field(CaseMessageKind, required=True)
    kind_label = graphene.String(required=True)
    author_name = graphene.String(required=True)

    class Meta:
        model, name, convert_choices_to_enum = CaseMessage, "CaseMessage", False
        fields = ("id", "text", "at")

    def resolve_kind_label(self, info: Any) -> str:
        return str(self.get_kind_display())

    def resolve_author_name(self, info: Any) -> str:
        return info.context.loader.derived(author_names, self) or ""


class FollowUpType(DjangoObjectType):
    """A month after the answer: what came of it."""

    result = graphene.Field(FollowUpResult, description="Null until the asker has said so.")
    result_label = graphene.String(required=True)

    class Meta:
        model, name, convert_choices_to_enum = FollowUp, "CaseFollowUp", False
        fields = ("id", "asked_at", "words", "answered_at")

    def resolve_result(self, info: Any) -> str | None:
        return self.result or None

    def resolve_result_label(self, info: Any) -> str:
        return str(self.get_result_display())


class AskedOfMembersType(graphene.ObjectType):
    """A thread in which other members were asked."""

    shows = AskedOfMembers
    number = graphene.Int(required=True)
    title = graphene.String(required=True)

    class Meta:
        name = "CaseThread"


class SupportCaseType(DjangoObjectType):
    """A request for help. Its asker, their IG lead and the core team see it; for everyone else it is not there."""

    state = graphene.Field(SupportCaseState, required=True)
    state_label = graphene.String(required=True)
    adviser_name = graphene.String(required=True, description="Empty until somebody has taken it on.")
    reply_to = graphene.String(required=True)
    outcome_label = graphene.String(required=True, description="What came of it; empty until it is closed.")
    messages = graphene.List(CaseMessageType, description="The conversation, the oldest first.")
    follow_ups = graphene.List(FollowUpType)
    can_reply = graphene.Boolean(required=True)
    is_own = graphene.Boolean(required=True, description="You asked it.")
    drafts = graphene.List(IspType, description="Agreements begun from it that you may see.")
    threads = graphene.List(AskedOfMembersType, description="Where other members were asked, as far as you read it.")
    paths = {"drafts": Via(Isp, drafts_of)}

    class Meta:
        model, name, convert_choices_to_enum = SupportCase, "SupportCase", False
        fields = (
            *("id", "number", "what", "whom", "why", "name", "organisation", "asked_at", "answer", "answered_at"),
            *("target_on", "closed_at", "outcome_note"),
        )

    def resolve_state_label(self, info: Any) -> str:
        return str(self.state_label)

    def resolve_adviser_name(self, info: Any) -> str:
        return info.context.loader.derived(adviser_names, self) or ""

    def resolve_reply_to(self, info: Any) -> str:
        return str(self.email)

    def resolve_outcome_label(self, info: Any) -> str:
        return str(self.get_outcome_display()) if self.closed_at is not None else ""

    def resolve_can_reply(self, info: Any) -> bool:
        return may(info.context.requester, "case.reply", self)

    def resolve_is_own(self, info: Any) -> bool:
        return self.asker_id is not None and self.asker_id == info.context.requester.user_id

    def resolve_threads(self, info: Any) -> list[AskedOfMembers]:
        return info.context.loader.derived(threads_of, self) or []


class NotificationType(DjangoObjectType):
    """Something you were told. Yours alone."""

    is_read = graphene.Boolean(required=True)

    class Meta:
        model, name, fields = Notification, "Notification", ("id", "title", "body", "path", "created_at", "read_at")

    def resolve_is_read(self, info: Any) -> bool:
        return self.read_at is not None
