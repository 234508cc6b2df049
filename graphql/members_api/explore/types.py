"""A token that may be tried out, and what was answered to it."""

from typing import Any

import graphene

from cms.members.models import ApiToken
from members_api.explore.asking import Answered


class ExplorerTokenType(graphene.ObjectType):
    """A token of a body that you lead: in force, with the scope adhoc, and not held to networks of your own."""

    id = graphene.ID(required=True)
    name = graphene.String(required=True)
    partner_name = graphene.String(required=True)
    scopes = graphene.List(graphene.String)

    class Meta:
        name = "ExplorerToken"


def token_of(row: ApiToken) -> ExplorerTokenType:
    name = row.partner.name if row.partner else ""
    return ExplorerTokenType(id=row.pk, name=row.name, partner_name=name, scopes=list(row.scopes))


class ExplorerAnswerType(graphene.ObjectType):
    """What the API answers to this token, word for word."""

    shows = Answered
    text = graphene.String(required=True, description="JSON, with data and errors, as a tool would get it.")
    cost = graphene.Int(required=True, description="Fields times rows. A token has 2,000,000 a minute.")

    class Meta:
        name = "ExplorerAnswer"

    def resolve_text(self, info: Any) -> str:
        return str(self.text)
