"""Who looks after tokens: what moves when somebody leaves, and the letters 30 and 7 days before a token ends."""

import datetime

from django.db import transaction
from django.db.models import Q

from cms.core import clock, policy
from cms.core.requester import SYSTEM
from cms.members.holdings import Held, register_holding
from cms.members.models import ApiToken, PartnerRole, User
from cms.members.selectors import holders, members_of, recipient, requester_of, tokens_in_force
from cms.members.services.tokens import move_tokens
from cms.notifications.kinds import AT_ONCE, register_kind
from cms.notifications.services import notify
from cms.notifications.vetoes import register_veto

SOURCE, FIELDS = "token-end", "token-fields"  # the second: cms.tools.going
DAYS_BEFORE = (30, 7)
PATH = "/organisation/tokens"


def held(user_id: int, partner_id: int) -> list[Held]:
    """Not by the right to look after them: rows that are over move too, so that their record has a holder."""
    rows = ApiToken.objects.filter(held_by=user_id, partner=partner_id, revoked_at=None, expires_at__gt=clock.now())
    return [Held(row.pk, row.name, f"{PATH}/{row.pk}") for row in rows]


def warn_of_ends() -> int:
    """Tell of tokens that end within 30 and within 7 days. Each warning is given once, and anew after a renewal, so
    that running it twice, late or not at all for a while does no harm. Returns how many tokens were told of."""
    soon = clock.now() + datetime.timedelta(days=max(DAYS_BEFORE))
    rows = tokens_in_force(ApiToken.objects.filter(expires_at__lte=soon).exclude(partner=None))
    return sum(_warn(pk) for pk in list(rows.values_list("pk", flat=True)))


@transaction.atomic
def _warn(pk: int) -> bool:
    row = ApiToken.objects.select_for_update(of=("self",)).get(pk=pk)
    days = warning_due(row)
    if days is None:
        return False
    people = who_looks_after(row)
    left = max(1, (row.expires_at - clock.now()).days)
    if people:
        notify(
            by=SYSTEM,
            source_key=f"{SOURCE}:{row.pk}:{days}:{row.expires_at:%Y-%m-%d}",
            recipients=[recipient(person) for person in people],
            title=f"“{row.name}” stops in {left} day{'' if left == 1 else 's'}",
            body=(
                f"The API token “{row.name}” ends on {row.expires_at:%-d %B %Y}. What uses it then gets nothing any "
                "more.\n\nRenew it: you get a new secret to put into the tool, and the one before works for another "
                "week. If nobody needs it, revoke it."
            ),
            path=f"{PATH}/{row.pk}",
        )
    row.warned_at = clock.now()
    row.save(update_fields=["warned_at"])
    return bool(people)


def warning_due(row: ApiToken) -> int | None:
    """30 or 7 where that warning is due and was not given; a token that is shorter than that is not warned of so
    early. Only the latest of those that are due is given."""
    for days in sorted(DAYS_BEFORE):
        moment = row.expires_at - datetime.timedelta(days=days)
        if clock.now() >= moment:
            given = row.warned_at is not None and row.warned_at >= moment
            return None if given or row.secret_since >= moment else days
    return None


def who_looks_after(row: ApiToken) -> list[User]:
    """Its holder while they are there, else who leads the body."""
    partner = row.partner_id or 0
    own = list(members_of(partner).filter(pk=row.held_by_id)) if row.held_by_id is not None else []
    return own or holders(PartnerRole.Role.PARTNER_LEAD, partner) or holders(PartnerRole.Role.IG_LEAD, partner)


def veto(source_key: str, user_id: int | None, address: str) -> str:
    """Not to who has left meanwhile, and not of a token that was renewed or revoked."""
    _, pk, _, day = source_key.split(":", 3)
    row = ApiToken.objects.filter(pk=int(pk), revoked_at=None).first()
    if row is None or f"{row.expires_at:%Y-%m-%d}" != day:
        return "The token was renewed or revoked."
    user = User.objects.filter(pk=user_id or 0, is_active=True).first()
    if user is None or user.email.strip().lower() != address:
        return "The account is gone."
    if user.pk == row.held_by_id and members_of(row.partner_id or 0).filter(Q(pk=user.pk)).exists():
        return ""
    return "" if policy.may(requester_of(user), "token.make", row.partner_id) else "They look after it no more."


def register() -> None:
    """Called once, when the app is ready."""
    register_holding(
        "tokens",
        "look after these API tokens",
        held=held,
        move=move_tokens,
        about="They stop when you leave, unless somebody else of the organisation looks after them.",
    )
    register_kind(
        "tokens",
        label="API tokens",
        about="A tool of your organisation loses its access soon, or asks for something that goes away.",
        sources=(SOURCE, FIELDS),
        choices=AT_ONCE,
        because="What uses the token would stand still.",
    )
    register_veto(SOURCE, veto)
