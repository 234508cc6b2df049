"""API tokens: made once, shown once, revoked for good."""

import datetime
from collections.abc import Iterable

from django.db import transaction

from cms.audit.services import record
from cms.core import clock, policy
from cms.core.errors import BadInput, Forbidden
from cms.core.requester import Requester
from cms.members import tokens
from cms.members.models import ApiToken

MAX_DAYS = 365
DEFAULT_SCOPES = (*tokens.READ_SCOPES, "adhoc")


@transaction.atomic
def make_api_token(
    *,
    by: Requester,
    name: str,
    partner_id: int | None = None,
    scopes: Iterable[str] = DEFAULT_SCOPES,
    days: int = MAX_DAYS,
) -> tuple[ApiToken, str]:
    """(row, text) of a new token; the text is never to be had again. It lives `days` (1 to 365).

    Raises Forbidden, and BadInput for an empty name, an unknown scope or a life that is too long.
    """
    wanted = list(dict.fromkeys(scopes))
    unknown = [scope for scope in wanted if scope not in tokens.SCOPES]
    if not policy.may(by, "token.make"):
        raise Forbidden("Only the core team makes API tokens.")
    if unknown or not wanted:
        raise BadInput(f"Unknown scope: {', '.join(unknown)}. Scopes are {', '.join(tokens.SCOPES)}.")
    if not name.strip() or not 1 <= days <= MAX_DAYS:
        raise BadInput(f"A token has a name and lives 1 to {MAX_DAYS} days.")
    secret = tokens.new_secret()
    row = ApiToken.objects.create(
        name=name.strip()[:100],
        partner_id=partner_id,
        digest=tokens.digest(secret),
        scopes=wanted,
        created_by_id=by.user_id,
        expires_at=clock.now() + datetime.timedelta(days=days),
    )
    record(by, "token.made", row, organisation_id=partner_id, after={"scopes": wanted})
    return row, f"mip_{row.pk}_{secret}"


@transaction.atomic
def revoke_api_token(*, by: Requester, token: ApiToken) -> None:
    """The token stops at once, for good. Raises Forbidden. Revoking it again changes nothing."""
    if not policy.may(by, "token.revoke"):
        raise Forbidden("Only the core team revokes API tokens.")
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=clock.now()):
        record(by, "token.revoked", token, organisation_id=token.partner_id)
