"""Which tokens count at this moment, from where, and for whom. All of it follows from dates, at each call."""

import datetime
import ipaddress
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest

from cms.core import clock, policy
from cms.core.errors import Unauthenticated
from cms.core.network import address_of
from cms.core.requester import Requester
from cms.members import tokens
from cms.members.models import ApiToken, Membership
from cms.snippets.models import Partner

MEMBER = "member"  # Partner.Membership.MEMBER
USED_EVERY = datetime.timedelta(minutes=5)
REFUSED = "Sign in, or send a token that is in force."
SOON = datetime.timedelta(days=30)


def _still_there() -> Exists:
    """Whether the holder is an active member of the token's partner today."""
    here = Membership.objects.current().filter(user=OuterRef("held_by"), partner=OuterRef("partner"))
    return Exists(here.filter(user__is_active=True))


def held(rows: QuerySet[ApiToken]) -> QuerySet[ApiToken]:
    """Those whose holder is there. One for the public, or of the core team that nobody took over, needs none."""
    return rows.filter(Q(held_by=None) | Q(partner=None) | _still_there())


def tokens_in_force(rows: QuerySet[ApiToken]) -> QuerySet[ApiToken]:
    """Those that open something now."""
    return held(rows.filter(revoked_at=None, expires_at__gt=clock.now()))


def find_token(pk: int, secret: str) -> ApiToken | None:
    """The token in force with this key and secret; None for unknown, wrong, expired, revoked and unheld alike."""
    doubles = Partner.objects.filter(duplicate_of=OuterRef("partner"))
    rows = ApiToken.objects.select_related("partner").annotate(has_doubles=Exists(doubles), is_there=_still_there())
    found = rows.filter(pk=pk).first()
    now = clock.now()
    former = found is not None and found.previous_until is not None and found.previous_until > now
    right = tokens.matches(found.digest if found else None, secret)
    # Compared in any case, so that both secrets take equally long.
    right_before = tokens.matches(found.previous_digest if found is not None and former else None, secret)
    if found is None or not (right or right_before):
        return None
    unheld = found.partner_id is not None and found.held_by_id is not None and not getattr(found, "is_there", False)
    return found if found.revoked_at is None and found.expires_at > now and not unheld else None


def token_with_secret(pk: int, secret: str) -> ApiToken | None:
    """The token whose secret this is or was before its last renewal, whether it is in force or not; None for none."""
    found = ApiToken.objects.filter(pk=pk).first()
    right = [tokens.matches(kept or None, secret) for kept in (found.digest, found.previous_digest)] if found else []
    return found if any(right) else None


def requester_of_token(request: HttpRequest, pk: int, secret: str) -> Requester:
    """What a member of the token's partner sees, within its scopes; without a member partner, what the public sees.

    Raises Unauthenticated, the same for every reason: unknown, wrong, over, without a holder, from another network.
    """
    found = find_token(pk, secret)
    if found is None or not comes_from(address_of(request), found.networks):
        raise Unauthenticated(REFUSED)
    now = clock.now()
    if found.last_used_at is None or now - found.last_used_at >= USED_EVERY:  # not a write on every call
        ApiToken.objects.filter(pk=found.pk).update(last_used_at=now)
    return rights_of(found)


def rights_of(found: ApiToken) -> Requester:
    """What a token opens that was found to be in force; `has_doubles` of the row as `find_token` adds it."""
    partner = found.partner_id if found.partner is not None and found.partner.membership == MEMBER else None
    doubles: frozenset[int] = frozenset()
    if partner is not None and getattr(found, "has_doubles", False):
        doubles = frozenset(Partner.objects.filter(duplicate_of=partner).values_list("pk", flat=True))
    return Requester(
        partners=doubles | {partner} if partner is not None else frozenset(),
        doubles=doubles,
        acting_for=partner,
        scopes=frozenset(found.scopes),
        token_id=found.pk,
    )


def comes_from(address: str, networks: Iterable[str]) -> bool:
    """Whether an address lies in one of the networks (CIDR); true where none is named."""
    wanted = list(networks)
    if not wanted:
        return True
    try:
        found: Any = ipaddress.ip_address(address)
    except ValueError:
        return False
    found = getattr(found, "ipv4_mapped", None) or found  # as a socket of both kinds writes it
    return any(found in ipaddress.ip_network(network, strict=False) for network in wanted)


def states_of(by: Requester, rows: Sequence[ApiToken]) -> dict[int, str]:
    """{key: state} of tokens: revoked, expired, unheld, new_secret, soon or in_force. One query for any number.

    unheld: its holder does not belong to the body any more, so it opens nothing. new_secret: it works, but who made its
    secret has left.
    """
    now, pairs = clock.now(), {(row.held_by_id, row.partner_id) for row in rows}
    pairs |= {(row.created_by_id, row.partner_id) for row in rows}
    people = {user for user, _ in pairs if user is not None}
    current = policy.visible(Membership.objects.current(), by).filter(user__in=people, user__is_active=True)
    here = set(current.values_list("user_id", "partner_id")) if people else set()

    def state(row: ApiToken) -> str:
        if row.revoked_at is not None:
            return "revoked"
        if row.expires_at <= now:
            return "expired"
        of_body = row.partner_id is not None and row.held_by_id is not None
        if of_body and (row.held_by_id, row.partner_id) not in here:
            return "unheld"
        if of_body and (row.created_by_id, row.partner_id) not in here:
            return "new_secret"
        return "soon" if row.expires_at - now < SOON else "in_force"

    return {row.pk: state(row) for row in rows}
