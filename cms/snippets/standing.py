"""Whether a body is a member: the one door through which `Partner.membership` changes after a row was made."""

import datetime
from collections.abc import Callable

from cms.audit.services import record
from cms.core import clock
from cms.core.requester import Requester
from cms.snippets.models import Partner

Standing = Partner.Membership
Changed = Callable[[Requester, Partner, str, str], None]
VERBS = {
    Standing.CANDIDATE: "partner.not_joined",
    Standing.APPLIED: "partner.applied",
    Standing.MEMBER: "partner.joined",
    Standing.SUSPENDED: "partner.suspended",
    Standing.LEFT: "partner.left",
}
_changed: list[Changed] = []


def on_standing_changed(act: Changed) -> None:
    """Called in AppConfig.ready by an app that does more, in the same transaction: `act(by, partner, before, why)`."""
    if act not in _changed:
        _changed.append(act)


def change_standing(
    *, by: Requester, partner: Partner, membership: str, why: str, joined_on: datetime.date | None = None
) -> bool:
    """Inside the caller's transaction, for who has checked the right to it. Whether anything changed.

    Who joins does so today, or on `joined_on`; who comes back from a suspension keeps its day. Saves the whole row.
    """
    before, after = Standing(partner.membership), Standing(membership)
    if before == after:
        return False
    partner.membership = after
    if after == Standing.MEMBER and before != Standing.SUSPENDED:
        partner.joined_on = joined_on or clock.today()
    partner.save()
    tell_standing_changed(by=by, partner=partner, before=before, why=why)
    return True


def tell_standing_changed(*, by: Requester, partner: Partner, before: str, why: str) -> None:
    """On record, and to whoever does more. For who puts back the columns of a row in one go (importers/undoing.py)."""
    after = Standing(partner.membership)
    back = before == Standing.SUSPENDED and after == Standing.MEMBER
    verb = "partner.readmitted" if back else VERBS[after]
    record(by, verb, partner, before=str(before), after=str(after), organisation_id=partner.pk)
    for act in _changed:
        act(by, partner, str(before), why)
