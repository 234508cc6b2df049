"""People as members see them: a name, what they do and how to reach them. Tools never see them."""

from typing import Any

import graphene
from graphene_django import DjangoObjectType
from grapple.registry import registry

from cms.members.models import User


class PersonType(DjangoObjectType):
    """Somebody who belongs to a member organisation today. For members; null for everyone else, and for tools."""

    name = graphene.String(required=True)

    class Meta:
        model, name, fields = User, "Person", ("job_title", "phone", "email")

    def resolve_name(self, info: Any) -> str:
        return str(self)


registry.django_models[User] = PersonType
