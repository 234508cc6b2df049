"""What somebody looked for, did not find, and asked to be told about."""

from typing import Any

import graphene
from graphene_django import DjangoObjectType

from cms.searchlog.models import Wish


class WishType(DjangoObjectType):
    """Yours alone. Those sent without asking to be told belong to nobody, and are not listed."""

    is_answered = graphene.Boolean(required=True, description="You were told.")

    class Meta:
        model, name, fields = Wish, "Wish", ("id", "text", "note", "asked_at", "told_at")

    def resolve_is_answered(self, info: Any) -> bool:
        return self.told_at is not None
