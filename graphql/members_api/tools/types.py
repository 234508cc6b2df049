"""Tokens with their use by day, and saved queries, for who looks after them at a body. Tools see neither."""

from dataclasses import dataclass
from typing import Any

import graphene
from django.db.models import F
from graphene_django import DjangoObjectType
from graphql import GraphQLError

from cms.core import clock
from cms.core.errors import DomainError
from cms.core.requester import Requester
from cms.members.models import ApiToken, User
from cms.members.selectors import states_of
from cms.members.tokens import READ_SCOPES, RECEIPTS
from cms.tools.models import QueryReader, SavedQuery
from cms.tools.selectors import use_of
from members_api.data.catalogue import LISTS
from members_api.data.documents import prepared, what_is_asked
from members_api.data.rows import read

STATES = {
    "in_force": "In force",
    "soon": "Ends soon",
    "new_secret": "Needs a new secret: who made it has left",
    "unheld": "Stopped: who looked after it has left",
    "expired": "Ended",
    "revoked": "Revoked",
}
SCOPE_WORDS = {
    "read:content": ("Pages", "Guidance, news, events and stories."),
    "read:register": ("Register", "Agreements, organisations, datasets and laws."),
    "read:community": ("Community", "Questions and answers in spaces, without names of people."),
    "read:governance": ("Governance", "Papers and decisions of the framework."),
    "write:reviews": ("Reviews", "May record reviews. Give it only to a tool that does so."),
    "write:signatures": ("Signatures", "For tools that bring in signatures."),
    "write:receipts": (
        "Receipts",
        "May say when data that your organisation is sent has arrived. It changes nothing else.",
    ),
    "adhoc": ("Its own questions", "May send GraphQL of its own, besides saved queries."),
}
# The others open nothing to a tool today: who makes a token is not asked about them.
OFFERED = ("read:content", "read:register", "read:community", RECEIPTS, "adhoc")
PREVIEWED = 20


class NamedCountType(graphene.ObjectType):
    name = graphene.String(required=True)
    count = graphene.Int(required=True)

    class Meta:
        name = "NamedCount"


class TokenDayType(graphene.ObjectType):
    """What a token was used for on one day (London)."""

    day = graphene.Date(required=True)
    calls = graphene.Int(required=True)
    refused = graphene.Int(required=True, description="Of them, those answered with an error.")
    cost = graphene.Float(required=True, description="Fields times rows.")
    operations = graphene.List(NamedCountType)

    class Meta:
        name = "TokenDay"


def holders_of(by: Requester, rows: Any) -> dict[int, str]:
    names = {user.pk: str(user) for user in User.objects.filter(pk__in={row.held_by_id for row in rows})}
    return {row.pk: names.get(row.held_by_id, "") for row in rows}


class ApiTokenType(DjangoObjectType):
    """A key of one of your organisation's tools. Its text is never shown again."""

    scopes = graphene.List(graphene.String)
    networks = graphene.List(graphene.String, description="Empty: from anywhere.")
    state = graphene.String(required=True, description="in_force, soon, new_secret, unheld, expired or revoked.")
    state_label = graphene.String(required=True)
    days_left = graphene.Int(required=True, description="0 once it has ended.")
    holder = graphene.String(required=True, description="Who looks after it; empty where nobody does.")
    is_yours = graphene.Boolean(required=True)
    use = graphene.List(TokenDayType, description="The last 30 days on which it was used, latest first.")

    class Meta:
        model, name = ApiToken, "ApiToken"
        fields = ("id", "name", "purpose", "created_at", "renewed_at", "expires_at", "last_used_at", "revoked_at")

    def resolve_scopes(self, info: Any) -> list[str]:
        return [SCOPE_WORDS[scope][0] for scope in self.scopes if scope in SCOPE_WORDS]

    def resolve_networks(self, info: Any) -> list[str]:
        return list(self.networks)

    def resolve_state(self, info: Any) -> str:
        return str(info.context.loader.derived(states_of, self))

    def resolve_state_label(self, info: Any) -> str:
        return STATES[info.context.loader.derived(states_of, self)]

    def resolve_days_left(self, info: Any) -> int:
        return int(max(0, (self.expires_at - clock.now()).days))

    def resolve_holder(self, info: Any) -> str:
        return str(info.context.loader.derived(holders_of, self))

    def resolve_is_yours(self, info: Any) -> bool:
        return self.held_by_id is not None and self.held_by_id == info.context.requester.user_id

    def resolve_use(self, info: Any) -> list[TokenDayType]:
        return [
            TokenDayType(
                day=one.day,
                calls=one.calls,
                refused=one.refused,
                cost=float(one.cost),
                operations=[
                    NamedCountType(name=name, count=count)
                    for name, count in sorted(one.operations.items(), key=lambda pair: (-pair[1], pair[0]))
                ],
            )
            for one in info.context.loader.derived(use_of, self) or []
        ]


class PreviewRowType(graphene.ObjectType):
    cells = graphene.List(graphene.String)

    class Meta:
        name = "PreviewRow"


class PreviewType(graphene.ObjectType):
    """The first 20 rows as a token of the organisation with all scopes to read gets them."""

    columns = graphene.List(graphene.String)
    rows = graphene.List(PreviewRowType)
    problem = graphene.String(required=True, description="Why there is none; else empty.")

    class Meta:
        name = "QueryPreview"


class QueryReaderType(graphene.ObjectType):
    token_name = graphene.String(required=True)
    last_read_at = graphene.DateTime(required=True)
    rows = graphene.Int(required=True)

    class Meta:
        name = "QueryReader"


class ChosenFilterType(graphene.ObjectType):
    name = graphene.String(required=True)
    value = graphene.String(required=True, description="true for a filter that is on.")

    class Meta:
        name = "ChosenFilter"


def readers_of(by: Requester, rows: Any) -> dict[int, list[QueryReader]]:
    found: dict[int, list[QueryReader]] = {row.pk: [] for row in rows}
    for reader in QueryReader.objects.filter(query__in=found).select_related("token"):
        found[reader.query_id].append(reader)
    return found


class SavedQueryType(DjangoObjectType):
    """Rows and columns at an address that spreadsheets read, with a token of the same organisation."""

    path = graphene.String(required=True, description="Below the CMS's origin; .json, .csv or .xlsx follows.")
    list_name = graphene.String(required=True, description="Empty for one's own GraphQL.")
    asks = graphene.String(required=True, description="What it lists, in words.")
    columns = graphene.List(graphene.String)
    filters = graphene.List(ChosenFilterType)
    readers = graphene.List(QueryReaderType)
    preview = graphene.Field(PreviewType, required=True)

    class Meta:
        model, name = SavedQuery, "SavedQuery"
        fields = ("id", "name", "text", "created_at", "changed_at")

    def resolve_path(self, info: Any) -> str:
        return f"/graphql/data/{self.key}"

    def resolve_list_name(self, info: Any) -> str:
        return str(self.list_name)

    def resolve_asks(self, info: Any) -> str:
        return what_is_asked(self)

    def resolve_columns(self, info: Any) -> list[str]:
        return list(self.columns)

    def resolve_filters(self, info: Any) -> list[ChosenFilterType]:
        words = {True: "true", False: "false"}
        return [
            ChosenFilterType(name=name, value=words[value] if isinstance(value, bool) else str(value))
            for name, value in self.filters.items()
        ]

    def resolve_readers(self, info: Any) -> list[QueryReaderType]:
        return [
            QueryReaderType(token_name=one.token.name, last_read_at=one.last_read_at, rows=one.rows)
            for one in info.context.loader.derived(readers_of, self) or []
        ]

    def resolve_preview(self, info: Any) -> PreviewType:
        return preview(self, info.context.requester, info.context.request_id)


def preview(query: SavedQuery, by: Requester, request_id: str) -> PreviewType:
    """As a token of the body, never as the person: an editor's or another body's rights must not show in it."""
    body = frozenset({query.partner_id}) if query.partner_id in by.own_partners else frozenset()
    as_token = Requester(
        partners=body, acting_for=query.partner_id if body else None, scopes=frozenset((*READ_SCOPES, "adhoc"))
    )
    try:
        what, variables = prepared(query)
        table = read(what, variables, as_token, request_id, most=PREVIEWED)
    except (DomainError, GraphQLError) as error:
        return PreviewType(columns=[], rows=[], problem=getattr(error, "message", "") or str(error))
    found = list(table.rows.values())[:PREVIEWED]
    cells = [["" if row[name] is None else str(row[name]) for name in table.names] for row in found]
    return PreviewType(columns=list(table.names), rows=[PreviewRowType(cells=row) for row in cells], problem="")


# -- what one may choose ---------------------------------------------------------------------------------
class ToolChoiceType(graphene.ObjectType):
    """Something to choose, with words for it."""

    value = graphene.String(required=True)
    label = graphene.String(required=True)
    about = graphene.String(required=True)

    class Meta:
        name = "ToolChoice"


class DataListType(graphene.ObjectType):
    """A list that a saved query may take."""

    name = graphene.String(required=True)
    label = graphene.String(required=True)
    about = graphene.String(required=True)
    columns = graphene.List(ToolChoiceType)
    filters = graphene.List(ToolChoiceType, description="`about` is Boolean or String.")

    class Meta:
        name = "DataList"


@dataclass(frozen=True, slots=True)
class Tools:
    """The tools of one body, for who looks after them."""

    partner_id: int
    partner_name: str


class OurToolsType(graphene.ObjectType):
    """Tokens and saved queries of the organisation that you act for."""

    shows = Tools
    partner_name = graphene.String(required=True)
    scopes = graphene.List(ToolChoiceType)
    lists = graphene.List(DataListType)
    tokens = graphene.List(ApiTokenType)
    queries = graphene.List(SavedQueryType)

    class Meta:
        name = "OurTools"

    def resolve_scopes(self, info: Any) -> list[ToolChoiceType]:
        return [
            ToolChoiceType(value=scope, label=SCOPE_WORDS[scope][0], about=SCOPE_WORDS[scope][1]) for scope in OFFERED
        ]

    def resolve_lists(self, info: Any) -> list[DataListType]:
        return [
            DataListType(
                name=one.name,
                label=one.label,
                about=one.about,
                columns=[ToolChoiceType(value=column.path, label=column.label, about="") for column in one.columns],
                filters=[ToolChoiceType(value=each.name, label=each.label, about=each.kind) for each in one.filters],
            )
            for one in LISTS.values()
        ]

    def resolve_tokens(self, info: Any) -> Any:
        return ApiToken.objects.filter(partner=self.partner_id).order_by(
            F("revoked_at").desc(nulls_first=True), "name", "pk"
        )

    def resolve_queries(self, info: Any) -> Any:
        return SavedQuery.objects.standing().filter(partner=self.partner_id)
