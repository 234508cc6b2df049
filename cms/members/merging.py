"""What becomes of people's rows when two rows of one body are put together."""

import datetime
from typing import Any

from cms.core import clock
from cms.members.models import Membership, PartnerRole
from cms.snippets.merging.moves import Step, register_move
from cms.snippets.models import Partner


def membership(row: Any, column: str, duplicate: Partner, survivor: Partner) -> Step:
    """Whoever belongs to both keeps the one; the other ends."""
    words = f"{row.user} belongs to it"
    if not row.is_current:
        return Step(row, f"{row.user} belonged to it", change={"partner_id": survivor.pk})
    if Membership.objects.current().filter(user=row.user_id, partner=survivor).exists():
        return Step(row, words, change={"ends_on": _last_day(row)}, why="and to the other row: one of the two ends")
    return Step(row, words, change={"partner_id": survivor.pk})


def role(row: Any, column: str, duplicate: Partner, survivor: Partner) -> Step:
    words = f"{row.get_role_display()}: {row.user or row.not_required_because or 'nobody'}"
    held = PartnerRole.objects.current().filter(partner=survivor, role=row.role)
    if row.is_current and held.filter(user=row.user_id).exists():
        return Step(
            row, words, change={"ends_on": _last_day(row)}, why="holds it at the other row too: one of the two ends"
        )
    why = (
        "the other row names somebody for this too: both stand, look at them"
        if row.is_current and held.exists()
        else ""
    )
    return Step(row, words, change={"partner_id": survivor.pk}, why=why)


def _last_day(row: Any) -> datetime.date:
    """Yesterday; the first day where it began today."""
    yesterday = clock.today() - datetime.timedelta(days=1)
    return max(yesterday, row.starts_on) if row.starts_on is not None else yesterday


def connect() -> None:
    """Called once, when the app is ready."""
    register_move("members.membership", membership)
    register_move("members.partnerrole", role)
