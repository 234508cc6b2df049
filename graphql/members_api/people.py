"""People as members see them: a name, what they do and how to reach them. Tools never see them."""

from collections.abc import Mapping
from typing import Any

import graphene
from graphene_django import DjangoObjectType
from grapple.registry import registry

from cms.core.requester import Requester
from cms.members.models import Shown, User
from cms.members.selectors.shown import shown_of


class PersonType(DjangoObjectType):
    """Somebody who belongs to a member organisation today. For members; null for everyone else, and for tools."""

    name = graphene.String(required=True)

    class Meta:
        model, name, fields = User, "Person", ("job_title", "phone", "email")

    def resolve_name(self, info: Any) -> str:
        return str(self)

    def resolve_phone(self, info: Any) -> str:
        return str(self.phone) if _shows(info, self).phone else ""

    def resolve_email(self, info: Any) -> str:
        return str(self.email) if _shows(info, self).email else ""


def _what_they_show(requester: Requester, people: list[Any]) -> Mapping[int, Shown]:
    """One's own is always there to oneself; the core team sees all."""
    every = Shown(email=True, phone=True)
    found = shown_of(person.pk for person in people)
    return {key: every if requester.is_editor or key == requester.user_id else one for key, one in found.items()}


def _shows(info: Any, person: Any) -> Shown:
    return info.context.loader.derived(_what_they_show, person) or Shown(email=False)


registry.django_models[User] = PersonType
