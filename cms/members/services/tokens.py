"""API tokens: made by who leads a body, shown once, renewed with a new secret, taken over, and revoked for good."""

import datetime
import ipaddress
from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction

from cms.audit.services import record
from cms.core import clock, policy
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.requester import Requester
from cms.members import tokens
from cms.members.models import ApiToken
from cms.members.selectors.tokens import tokens_in_force

MAX_DAYS = 365
MOST_OF_ONE_BODY = 50  # in force at once
MOST_NETWORKS = 20
OVERLAP = datetime.timedelta(days=7)  # the secret before a renewal works on so long
DEFAULT_SCOPES = (*tokens.READ_SCOPES, "adhoc")


@transaction.atomic
def make_api_token(
    *,
    by: Requester,
    name: str,
    partner_id: int | None = None,
    scopes: Iterable[str] = DEFAULT_SCOPES,
    days: int = MAX_DAYS,
    purpose: str = "",
    networks: Iterable[str] = (),
    submission_id: str = "",
) -> tuple[ApiToken, str]:
    """(row, text) of a new token; the text is never to be had again. It lives `days` (1 to 365).

    Of the body's own member it becomes the holder; one that the core team makes for a body has none until it is taken
    over. The same `submission_id` again gives (row, ""): made already. Raises Forbidden, and BadInput with `fields`.
    """
    if not policy.may(by, "token.make", partner_id):
        raise Forbidden("Only who leads the organisation, and the core team, make API tokens.")
    if submission_id:
        made = ApiToken.objects.filter(partner=partner_id, submission_id=submission_id).first()
        if made is not None:
            return made, ""
    wanted = _checked(name, scopes, days)
    where = checked_networks(networks)
    of_body = tokens_in_force(ApiToken.objects.filter(partner=partner_id))
    if partner_id is not None and of_body.count() >= MOST_OF_ONE_BODY:
        raise BadInput(f"There are {MOST_OF_ONE_BODY} in force. Revoke one first.")
    secret = tokens.new_secret()
    try:
        with transaction.atomic():
            row = ApiToken.objects.create(
                name=name.strip()[:100],
                purpose=purpose.strip()[:300],
                partner_id=partner_id,
                held_by_id=by.user_id if partner_id in by.own_partners else None,
                digest=tokens.digest(secret),
                scopes=wanted,
                networks=where,
                created_by_id=by.user_id,
                expires_at=clock.now() + datetime.timedelta(days=days),
                submission_id=submission_id[:64],
            )
    except IntegrityError:  # the same form, pressed twice at once
        return ApiToken.objects.get(partner=partner_id, submission_id=submission_id[:64]), ""
    record(by, "token.made", row, organisation_id=partner_id, after={"scopes": wanted, "networks": where})
    return row, tokens.text_of(row.pk, secret)


@transaction.atomic
def renew_api_token(*, by: Requester, token: ApiToken, days: int = MAX_DAYS) -> str:
    """A new secret and a new end, `days` from now; returns the text, once. The caller looks after it from now on.

    The secret before works on for a week at most, so that nothing stands still. Raises Forbidden, Conflict for one that
    was revoked, BadInput.
    """
    row = _locked(by, token)
    if not 1 <= days <= MAX_DAYS:
        raise BadInput(f"A token lives 1 to {MAX_DAYS} days.", fields={"days": ["Choose 1 to 365 days"]})
    now, secret, before = clock.now(), tokens.new_secret(), row.expires_at
    # A secret that somebody took away with them ends now: only its own holder's goes on for a while.
    if row.created_by_id == by.user_id and before > now:
        row.previous_digest, row.previous_until = row.digest, min(before, now + OVERLAP)
    else:
        row.previous_digest, row.previous_until = "", None
    row.digest, row.created_by_id, row.renewed_at = tokens.digest(secret), by.user_id, now
    row.expires_at = now + datetime.timedelta(days=days)
    if row.partner_id in by.own_partners:
        row.held_by_id = by.user_id
    row.save()
    record(by, "token.renewed", row, organisation_id=row.partner_id, before=before, after=row.expires_at)
    return tokens.text_of(row.pk, secret)


@transaction.atomic
def take_over_api_token(*, by: Requester, token: ApiToken) -> None:
    """The caller looks after it from now on, and it counts again where its holder had left. Raises as above."""
    row = _locked(by, token)
    if by.user_id is None or row.partner_id not in by.own_partners:
        raise Forbidden("Its holder must belong to the organisation.")
    if row.held_by_id != by.user_id:
        record(by, "token.taken_over", row, organisation_id=row.partner_id, before=row.held_by_id, after=by.user_id)
        row.held_by_id = by.user_id
        row.save(update_fields=["held_by"])


@transaction.atomic
def revoke_api_token(*, by: Requester, token: ApiToken) -> None:
    """The token stops at once, for good. Raises Forbidden. Revoking it again changes nothing."""
    if not policy.may(by, "token.revoke", token.partner_id):
        raise Forbidden("Only who leads the organisation, and the core team, revoke API tokens.")
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=clock.now()):
        record(by, "token.revoked", token, organisation_id=token.partner_id)


def token_of(by: Requester, pk: int) -> ApiToken:
    """A token that the requester sees. Raises NotFound, the same for absent and another body's."""
    found: ApiToken | None = policy.visible(ApiToken.objects.all(), by).filter(pk=pk).first()
    if found is None:
        raise NotFound("There is no such token.")
    return found


def move_tokens(by: Requester, keys: Sequence[int], successor: int) -> int:
    """Another person of the body looks after these from now on. Returns how many."""
    rows = ApiToken.objects.filter(pk__in=keys)
    for row in rows:
        record(by, "token.taken_over", row, organisation_id=row.partner_id, before=row.held_by_id, after=successor)
    return rows.update(held_by=successor)


def checked_networks(networks: Iterable[str]) -> list[str]:
    """Networks as CIDR texts, each once: "192.0.2.7" becomes "192.0.2.7/32". Raises BadInput for what is none."""
    found, fields = [], []
    for text in networks:
        if not (text := text.strip()):
            continue
        try:
            found.append(str(ipaddress.ip_network(text[:50], strict=False)))
        except ValueError:
            fields.append(f"“{text[:50]}” is no network, such as 192.0.2.0/24 or 2001:db8::/32")
    if len(found) > MOST_NETWORKS:
        fields.append(f"Give at most {MOST_NETWORKS} networks")
    if fields:
        raise BadInput("Look at the networks again.", fields={"networks": fields})
    return list(dict.fromkeys(found))


def _checked(name: str, scopes: Iterable[str], days: int) -> list[str]:
    wanted = list(dict.fromkeys(scopes))
    unknown = [scope for scope in wanted if scope not in tokens.SCOPES]
    fields: dict[str, list[str]] = {}
    if unknown or not wanted:
        fields["scopes"] = ["Choose what it may read"]
    if not name.strip():
        fields["name"] = ["Give it a name"]
    if not 1 <= days <= MAX_DAYS:
        fields["days"] = ["Choose 1 to 365 days"]
    if unknown or not wanted:
        known = ", ".join(tokens.SCOPES)
        raise BadInput(f"Unknown scope: {', '.join(unknown)}. Scopes are {known}.", fields=fields)
    if fields:
        raise BadInput(f"A token has a name and lives 1 to {MAX_DAYS} days.", fields=fields)
    return wanted


def _locked(by: Requester, token: ApiToken) -> ApiToken:
    row = ApiToken.objects.select_for_update(of=("self",)).get(pk=token.pk)
    if not policy.may(by, "token.make", row.partner_id):
        raise Forbidden("You may not change this token.")
    if row.revoked_at is not None:
        raise Conflict("It was revoked, for good. Make a new one.")
    return row
