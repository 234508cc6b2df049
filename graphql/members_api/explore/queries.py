"""The explorer: a page of the members' site asks as a token, for who leads its body (docs/adr/0018)."""

from typing import Any

import graphene

from cms.members.selectors.exploring import explorable_tokens
from cms.members.tokens import PEOPLE
from members_api.explore.asking import Answered, ask
from members_api.explore.types import ExplorerAnswerType, ExplorerTokenType, token_of
from members_api.guards import MEMBER, PUBLIC, Exposed
from members_api.keys import key_of


def tokens(_: None, info: Any) -> list[ExplorerTokenType]:
    return [token_of(row) for row in explorable_tokens(info.context.requester)]


def explore(_: None, info: Any, token: str, query: str, variables: str = "", operation: str = "") -> Answered:
    context = info.context
    return ask(
        context.requester, key_of(token), query, variables, operation, context.access.version, context.request_id
    )


class ExploreQuery(graphene.ObjectType):
    explorer_tokens = Exposed(
        graphene.List(ExplorerTokenType),
        description="Tokens that you may try out; empty for everybody else. No secret is shown or needed.",
        resolver=tokens,
        audience=PUBLIC,
        scope=PEOPLE,
        personal=True,
        kept=False,  # tokens end without a new content version
    )
    explore = Exposed(
        ExplorerAnswerType,
        required=True,
        description="Asks as the token would: with its rights, within its limits. Queries alone.",
        resolver=explore,
        audience=MEMBER,
        scope=PEOPLE,
        personal=True,
        kept=False,
        token=graphene.ID(required=True),
        query=graphene.String(required=True),
        variables=graphene.String(description="A JSON object."),
        operation=graphene.String(description="Which one, where the text has several."),
    )
