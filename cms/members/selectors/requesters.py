"""Who is asking: the requester of a request, with the rights of this moment."""

import datetime
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from urllib.parse import unquote

from django.contrib.auth.models import AnonymousUser, Group
from django.db import connection
from django.db.models import BigIntegerField, CharField, Count, Exists, F, Max, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.http import HttpRequest

from cms.audit.services import record
from cms.core import clock, content_version
from cms.core.errors import Unauthenticated
from cms.core.models import ContentVersion
from cms.core.requester import ANONYMOUS, SYSTEM, Requester
from cms.members import tokens
from cms.members.factors import held_back, used_in
from cms.members.models import Absence, ApiToken, Membership, PartnerRole, SiteRole, User
from cms.members.roles import GROUP_OF_ROLE
from cms.members.selectors.tokens import REFUSED, requester_of_token, token_with_secret
from cms.notifications.selectors import notices_by_person

ACTING_FOR = "acting_for"  # session key: the partner a person of several chose to act for
MEMBER = "member"  # Partner.Membership.MEMBER: suspended partners and those that left give their people nothing
Row = tuple[str, int, Any, Any]


def requester_for(request: HttpRequest) -> Requester:
    """The caller of this request with the rights of this moment; ANONYMOUS for a visitor.

    An Authorization header always decides: `Bearer mip_<id>_<43 characters>` gives the token's rights, anything else
    raises Unauthenticated and the cookie is not asked. A token in the address is refused, and revoked. A session costs
    one SQL statement beyond the session and the user; a token costs one.
    """
    refuse_token_in_address(request)
    if "Authorization" in request.headers:
        return _of_token(request)
    user = getattr(request, "user", None)
    if user is None or isinstance(user, AnonymousUser) or not user.is_authenticated or not user.is_active:
        return ANONYMOUS
    kept: tuple[int, Any, Requester] | None = getattr(request, "_members_requester", None)
    chosen = request.session.get(ACTING_FOR)
    if kept and kept[:2] == (user.pk, chosen):
        return kept[2]
    requester = requester_of(user, acting_for=chosen, second_factor=used_in(request, user))
    request._members_requester = (user.pk, chosen, requester)  # type: ignore[attr-defined]
    return requester


def requester_of(user: User, *, acting_for: Any = None, second_factor: bool | None = None) -> Requester:
    """The rights of a person today, in one SQL statement. Roles count only at partners whose member the person is.

    `second_factor` says whether the session was opened with one: without it, who needs one has a plain member's rights
    and `held_back` is set. None is no session at all: a job that asks what somebody may be told.
    """
    if not user.is_active:
        return ANONYMOUS
    rows = _rights(user.pk)
    member_of = {pk: name for kind, pk, _, name in rows if kind == "membership"}
    joined = {pk: since for kind, pk, since, _ in rows if kind == "membership"}
    site_roles = frozenset(role for kind, _, role, _ in rows if kind == "site_role")
    by_name = {name: pk for kind, pk, _, name in rows if kind == "role_group"}
    groups = {by_name[GROUP_OF_ROLE[role]] for role in site_roles if GROUP_OF_ROLE.get(role) in by_name}
    if member_of or site_roles:  # the groups of somebody who has left open nothing
        groups |= {pk for kind, pk, _, _ in rows if kind == "group"} - set(by_name.values())
    doubles = {pk: int(first) for kind, pk, first, _ in rows if kind == "double"}
    held = {(pk, role) for kind, pk, role, _ in rows if kind == "role" and pk in member_of}
    held |= {(double, role) for double, body in doubles.items() for pk, role in held if pk == body}
    # Who belongs nowhere any more is in no space either.
    spaces = [(pk, name) for kind, pk, _, name in rows if kind == "space" and (member_of or site_roles)]
    first = min(member_of, key=lambda pk: (member_of[pk].casefold(), pk), default=None)
    found = Requester(
        user_id=user.pk,
        partners=frozenset(member_of) | frozenset(doubles),
        doubles=frozenset(doubles),
        acting_for=acting_for if acting_for in member_of else first,
        roles=frozenset(held),
        covers=frozenset((pk, int(who)) for kind, pk, who, _ in rows if kind == "cover" and pk in member_of),
        site_roles=site_roles,
        groups=frozenset(groups),
        spaces=frozenset(pk for pk, _ in spaces),
        owned_spaces=frozenset(pk for pk, role in spaces if role == "owner"),
        is_editor=SiteRole.Role.CORE_EDITOR in site_roles or user.is_superuser,
        second_factor=bool(second_factor),
        lead_since=_lead_since(rows, joined),
        content_version=next((value for kind, _, value, _ in rows if kind == "content"), content_version.NONE),
        notices=":".join(f"{count}:{read}:{last}" for kind, count, read, last in rows if kind == "notices"),
    )
    return held_back(found, role_groups=frozenset(by_name.values())) if second_factor is False else found


def _lead_since(rows: list[Row], joined: dict[int, str | None]) -> datetime.date | None:
    """The first day of the longest of today's roles as partner lead, or None; date.min where nobody noted a day.
    A deputy counts from the role's first day too, but nobody from before they belonged there."""
    leads = [(pk, since) for kind, pk, role, since in rows if kind == "role" and role == PartnerRole.Role.PARTNER_LEAD]
    days = [max(_day(since), _day(joined[pk])) for pk, since in leads if pk in joined]
    return min(days, default=None)


def _day(written: str | None) -> datetime.date:
    return datetime.date.fromisoformat(written) if written else datetime.date.min


def _text(expression: Any) -> Any:
    return Cast(expression, CharField(max_length=250))  # PostgreSQL wants one type in each column of a union


def _kind(rows: QuerySet[Any], kind: str, pk: Any, role: Any, name: Any) -> QuerySet[Any]:
    columns = {"r_kind": _text(Value(kind)), "r_pk": Cast(pk, BigIntegerField())}
    named: QuerySet[Any] = rows.order_by().annotate(**columns, r_role=_text(role), r_name=_text(name))
    return named.values_list(*COLUMNS)


COLUMNS = ("r_kind", "r_pk", "r_role", "r_name")


ANYBODY, ANY_DAY = -1_000_003, datetime.date(1066, 10, 14)  # stand for the person and the day in what is prepared


def _rights(user_id: int) -> list[Row]:
    """(kind, key, role, name) of all that gives this person a right today. A membership has its first day for a role,
    and a role has its own for a name."""
    statement, values = _prepared(connection.vendor)
    written = connection.ops.adapt_datefield_value
    given = {ANYBODY: user_id, written(ANY_DAY): written(clock.today())}
    with connection.cursor() as cursor:
        cursor.execute(statement, [given.get(value, value) for value in values])
        found: list[Row] = cursor.fetchall()
    return found


Right = Callable[[int, datetime.date], QuerySet[Any]]
_more: dict[str, tuple[Right, Any, Any]] = {}


def register_right(kind: str, rows: Right, *, key: Any, name: Any) -> None:
    """A higher app's rows that give rights, read in the same statement: `rows(user key, day)`, their key, their name.
    Called in AppConfig.ready; `requester_of` knows the kinds."""
    _more[kind] = (rows, key, name)


@lru_cache(maxsize=2)
def _prepared(vendor: str) -> tuple[str, tuple[Any, ...]]:
    """(SQL, parameters) for this kind of database. Every request needs it; building it costs more than running it."""
    found: tuple[str, tuple[Any, ...]] = _rights_of(ANYBODY, ANY_DAY).query.sql_with_params()
    return found


def _rights_of(user_id: int, day: datetime.date) -> QuerySet[Any]:
    nothing = Value("")
    memberships = Membership.objects.current(day).filter(user=user_id, partner__membership=MEMBER)
    doubles = memberships.filter(partner__duplicates__isnull=False)
    roles = PartnerRole.objects.current(day).filter(Q(user=user_id) | Q(deputy=user_id))
    site_roles = SiteRole.objects.current(day).filter(user=user_id)
    # Who has left has nothing that another could stand in for.
    still_there = Membership.objects.current(day).filter(user=OuterRef("user"), partner=OuterRef("partner"))
    covers = Absence.objects.current(day).filter(Exists(still_there), cover=user_id, user__is_active=True)
    role_groups = Group.objects.filter(name__in=GROUP_OF_ROLE.values())
    return _kind(memberships, "membership", F("partner_id"), F("starts_on"), F("partner__name")).union(
        _kind(roles, "role", F("partner_id"), F("role"), F("starts_on")),
        _kind(doubles, "double", F("partner__duplicates"), F("partner_id"), nothing),
        _kind(covers, "cover", F("partner_id"), F("user_id"), nothing),
        _kind(site_roles, "site_role", F("user_id"), F("role"), nothing),
        _kind(Group.objects.filter(user=user_id), "group", F("id"), nothing, F("name")),
        _kind(role_groups, "role_group", F("id"), nothing, F("name")),
        # No rights, but what a kept answer depends on besides: a statement less for every page.
        _kind(ContentVersion.objects.all(), "content", F("id"), F("value"), nothing),
        _kind(notices_by_person().filter(user=user_id), "notices", Count("pk"), Count("read_at"), Max("pk")),
        *(_kind(rows(user_id, day), kind, key, nothing, name) for kind, (rows, key, name) in _more.items()),
        all=True,
    )


def _of_token(request: HttpRequest) -> Requester:
    scheme, _, text = request.headers["Authorization"].partition(" ")
    parsed = tokens.parse(text.strip()) if scheme.lower() == "bearer" else None
    if parsed is None:
        raise Unauthenticated(REFUSED)
    return requester_of_token(request, *parsed)


def refuse_token_in_address(request: HttpRequest) -> None:
    """Addresses end up in logs and histories: a token seen in one is no secret any more. Raises Unauthenticated."""
    address = unquote(request.get_full_path())
    seen = tokens.TOKEN.search(address) if "mip_" in address else None
    if seen is None:
        return
    # Also one that opens nothing just now: whoever takes it over later must not bring back a secret that was seen.
    found = token_with_secret(int(seen[1]), seen[2])
    if found is not None and ApiToken.objects.filter(pk=found.pk, revoked_at=None).update(revoked_at=clock.now()):
        record(SYSTEM, "token.revoked_in_address", found)
    raise Unauthenticated("A token never belongs in an address. Send it in the Authorization header; make a new one.")
