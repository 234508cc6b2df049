"""Tokens and saved queries of one's organisation. Not kept: their use changes without a new content version."""

from typing import Any

import graphene
from django.db.models import QuerySet

from cms.core import policy
from cms.members.models import ApiToken
from cms.members.tokens import PEOPLE
from cms.snippets.models import Partner
from cms.tools.models import SavedQuery
from members_api.guards import MEMBER, Exposed
from members_api.keys import key_of
from members_api.tools.types import ApiTokenType, OurToolsType, SavedQueryType, Tools


def our_tools(_: None, info: Any) -> Tools | None:
    """None for who does not look after the tools of the organisation they act for."""
    by = info.context.requester
    if by.acting_for is None or not policy.may(by, "token.make", by.acting_for):
        return None
    name = Partner.objects.filter(pk=by.acting_for).values_list("name", flat=True).first()
    return Tools(by.acting_for, name or "")


def one_token(_: None, info: Any, id: str) -> QuerySet[ApiToken]:  # noqa: A002 - the argument's name
    return ApiToken.objects.filter(pk=key_of(id))


def one_query(_: None, info: Any, id: str) -> QuerySet[SavedQuery]:  # noqa: A002 - the argument's name
    return SavedQuery.objects.standing().filter(pk=key_of(id))


class ToolsQuery(graphene.ObjectType):
    our_tools = Exposed(
        OurToolsType,
        description="Null for who does not look after the tools of the organisation that they act for.",
        resolver=our_tools,
        audience=MEMBER,
        scope=PEOPLE,
        personal=True,
        kept=False,
    )
    our_token = Exposed(
        ApiTokenType,
        id=graphene.ID(required=True),
        resolver=one_token,
        audience=MEMBER,
        scope=PEOPLE,
        personal=True,
        kept=False,
    )
    saved_query = Exposed(
        SavedQueryType,
        id=graphene.ID(required=True),
        resolver=one_query,
        audience=MEMBER,
        scope=PEOPLE,
        personal=True,
        kept=False,
    )
