"""Making, renewing, taking over and revoking tokens; making, changing and ending saved queries."""

from typing import Any

import graphene

from cms.core.errors import BadInput
from cms.core.requester import Requester
from cms.members.services import make_api_token, renew_api_token, revoke_api_token, take_over_api_token
from cms.members.services.tokens import MAX_DAYS, token_of
from cms.tools.services import change_saved_query, end_saved_query, make_saved_query, query_of
from members_api.data.catalogue import LISTS, check_choice
from members_api.data.documents import check_text
from members_api.keys import key_of
from members_api.mutations import ServiceMutation
from members_api.tools.types import ApiTokenType, SavedQueryType

WRITE = "write:tools"  # given to no token


class MakeTokenInput(graphene.InputObjectType):
    """For the organisation that you act for. You look after it."""

    submission_id = graphene.String(required=True, description="1 to 64 characters; the same one is made once.")
    name = graphene.String(required=True, description="What uses it, such as Power BI of our performance team.")
    purpose = graphene.String()
    scopes = graphene.List(graphene.NonNull(graphene.String), required=True)
    days = graphene.Int(required=True, description="1 to 365.")
    networks = graphene.List(graphene.NonNull(graphene.String), description="CIDR, such as 192.0.2.0/24.")


class MakeToken(ServiceMutation):
    class Arguments:
        input = MakeTokenInput(required=True)

    token = graphene.Field(ApiTokenType)
    text = graphene.String(description="Shown this once. Null where this submission made it already.")
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        row, text = make_api_token(
            by=by,
            partner_id=_body(by),
            name=data["name"],
            purpose=data.get("purpose") or "",
            scopes=data["scopes"],
            days=data["days"],
            networks=data.get("networks") or (),
            submission_id=_submission(data),
        )
        return {"token": row, "text": text or None}


class RenewTokenInput(graphene.InputObjectType):
    id = graphene.ID(required=True)
    days = graphene.Int(description="1 to 365; a year unless given.")


class RenewToken(ServiceMutation):
    class Arguments:
        input = RenewTokenInput(required=True)

    token = graphene.Field(ApiTokenType)
    text = graphene.String(required=True, description="The new secret's text, shown this once.")
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        row = token_of(by, key_of(data["id"]))
        text = renew_api_token(by=by, token=row, days=MAX_DAYS if data.get("days") is None else data["days"])
        return {"token": row, "text": text}


class TokenInput(graphene.InputObjectType):
    id = graphene.ID(required=True)


class TakeOverToken(ServiceMutation):
    class Arguments:
        input = TokenInput(required=True)

    token = graphene.Field(ApiTokenType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        row = token_of(by, key_of(data["id"]))
        take_over_api_token(by=by, token=row)
        return {"token": row}


class RevokeToken(ServiceMutation):
    class Arguments:
        input = TokenInput(required=True)

    token = graphene.Field(ApiTokenType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        row = token_of(by, key_of(data["id"]))
        revoke_api_token(by=by, token=row)
        return {"token": row}


class QueryFilterInput(graphene.InputObjectType):
    name = graphene.String(required=True)
    value = graphene.String(required=True, description="true or false for a filter that is a choice; else words.")


class QueryWords(graphene.InputObjectType):
    """Either a list of the catalogue with columns, or your own GraphQL."""

    name = graphene.String(required=True)
    list = graphene.String(description="Of `ourTools.lists`.")
    columns = graphene.List(graphene.NonNull(graphene.String))
    filters = graphene.List(graphene.NonNull(QueryFilterInput))
    text = graphene.String(description="A query of one list with totalCount, items and an id, without variables.")


class MakeSavedQueryInput(QueryWords):
    """For the organisation that you act for."""

    submission_id = graphene.String(required=True, description="1 to 64 characters; the same one is made once.")


class ChangeSavedQueryInput(QueryWords):
    """It keeps its address. Who reads it gets everything anew."""

    id = graphene.ID(required=True)


class MakeSavedQuery(ServiceMutation):
    class Arguments:
        input = MakeSavedQueryInput(required=True)

    saved_query = graphene.Field(SavedQueryType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        made = make_saved_query(by=by, partner_id=_body(by), submission_id=_submission(data), **_asked(data))
        return {"saved_query": made}


class ChangeSavedQuery(ServiceMutation):
    class Arguments:
        input = ChangeSavedQueryInput(required=True)

    saved_query = graphene.Field(SavedQueryType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        row = query_of(by, key_of(data["id"]))
        return {"saved_query": change_saved_query(by=by, query=row, **_asked(data))}


class EndSavedQueryInput(graphene.InputObjectType):
    id = graphene.ID(required=True)


class EndSavedQuery(ServiceMutation):
    class Arguments:
        input = EndSavedQueryInput(required=True)

    id = graphene.ID(required=True)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        end_saved_query(by=by, query=query_of(by, key_of(data["id"])))
        return {"id": data["id"]}


def _asked(data: dict[str, Any]) -> dict[str, Any]:
    """What a service takes, checked against the schema of today. Raises BadInput with `fields`."""
    text, list_name = (data.get("text") or "").strip(), data.get("list") or ""
    if text:
        check_text(text)
        return {"name": data["name"], "text": text}
    listed = LISTS.get(list_name)
    kinds = {one.name: one.kind for one in listed.filters} if listed else {}
    filters: dict[str, Any] = {}
    for given in data.get("filters") or ():
        value = given["value"].strip()
        filters[given["name"]] = value == "true" if kinds.get(given["name"]) == "Boolean" else value
    columns = list(data.get("columns") or ())
    check_choice(list_name, columns, filters)
    return {"name": data["name"], "list_name": list_name, "columns": columns, "filters": filters}


def _body(by: Requester) -> int:
    if by.acting_for is None:
        raise BadInput("Act for an organisation first.")
    return by.acting_for


def _submission(data: dict[str, Any]) -> str:
    given = str(data["submission_id"])
    if not 1 <= len(given) <= 64:
        raise BadInput("A submission has 1 to 64 characters.")
    return given


class ToolsMutation(graphene.ObjectType):
    make_token = MakeToken.exposed("By who looks after the tools of the organisation they act for.")
    renew_token = RenewToken.exposed("A new secret; the one before works for another week where you made it yourself.")
    take_over_token = TakeOverToken.exposed("You look after it from now on.")
    revoke_token = RevokeToken.exposed("It stops at once, for good.")
    make_saved_query = MakeSavedQuery.exposed()
    change_saved_query = ChangeSavedQuery.exposed()
    end_saved_query = EndSavedQuery.exposed()
