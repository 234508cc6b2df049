"""Requests for help, and one's own notifications."""

from typing import Any

import graphene
from django.contrib.auth import get_user_model
from graphene_django import DjangoObjectType

from cms.community.models import SupportCase
from cms.notifications.models import Notification
from members_api.enums import enum_of

SupportCaseState = enum_of(SupportCase.State, "SupportCaseState")


def adviser_names(requester: Any, cases: list[Any]) -> dict[int, str]:
    users = get_user_model()._default_manager.filter(pk__in={case.adviser_id for case in cases} - {None})
    names = {user.pk: str(user) for user in users}
    return {case.pk: names.get(case.adviser_id, "") for case in cases}


class SupportCaseType(DjangoObjectType):
    """A request for help. Its asker, their IG lead and the core team see it; for everyone else it is not there."""

    state = graphene.Field(SupportCaseState, required=True)
    state_label = graphene.String(required=True)
    adviser_name = graphene.String(required=True, description="Empty until somebody has taken it on.")
    reply_to = graphene.String(required=True)

    class Meta:
        model, name, convert_choices_to_enum = SupportCase, "SupportCase", False
        fields = ("id", "number", "what", "whom", "why", "name", "organisation", "asked_at", "answer", "answered_at")

    def resolve_state_label(self, info: Any) -> str:
        return str(self.get_state_display())

    def resolve_adviser_name(self, info: Any) -> str:
        return info.context.loader.derived(adviser_names, self) or ""

    def resolve_reply_to(self, info: Any) -> str:
        return str(self.email)


class NotificationType(DjangoObjectType):
    """Something you were told. Yours alone."""

    is_read = graphene.Boolean(required=True)

    class Meta:
        model, name, fields = Notification, "Notification", ("id", "title", "body", "path", "created_at", "read_at")

    def resolve_is_read(self, info: Any) -> bool:
        return self.read_at is not None
