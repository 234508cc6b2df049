"""Who is a member is decided here, and what ends with it ends in the same transaction: rights, sessions, tokens."""

import datetime

from django.db import transaction

from cms.audit.services import record
from cms.core import clock, content_version
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.policy import may
from cms.core.requester import Requester
from cms.joining.models import Sponsor, StandingChange
from cms.members.models import ApiToken, Membership
from cms.members.services import end_sessions, revoke_api_token
from cms.snippets.models import Partner
from cms.snippets.standing import change_standing

Standing = Partner.Membership
OUTSIDE = (Standing.CANDIDATE, Standing.APPLIED, Standing.LEFT)
LONGEST = 2000
EARLIEST = datetime.date(2000, 1, 1)


@transaction.atomic
def admit_partner(*, by: Requester, partner_id: int, why: str, joined_on: datetime.date | None = None) -> None:
    """A body joins that never filled in the form: it signed on paper, or comes back. `joined_on`: the day,
    where it was before today. Raises Forbidden, NotFound, BadInput, Conflict where it is a member or suspended."""
    partner = _partner(by, partner_id, why, set(OUTSIDE))
    if joined_on is not None and not EARLIEST <= joined_on <= clock.today():
        raise BadInput("That day cannot be.", fields={"joined_on": ["Give a day from 2000 to today."]})
    change_standing(by=by, partner=partner, membership=Standing.MEMBER, why=why.strip(), joined_on=joined_on)


@transaction.atomic
def suspend_partner(*, by: Requester, partner_id: int, why: str) -> None:
    """From now on its people and tokens see what the public sees; all is kept. Raises as above."""
    partner = _partner(by, partner_id, why, {Standing.MEMBER})
    change_standing(by=by, partner=partner, membership=Standing.SUSPENDED, why=why.strip())


@transaction.atomic
def readmit_partner(*, by: Requester, partner_id: int, why: str) -> None:
    """A suspended body is a member again; its people have their rights back, its tokens have not. Raises as above."""
    partner = _partner(by, partner_id, why, {Standing.SUSPENDED})
    change_standing(by=by, partner=partner, membership=Standing.MEMBER, why=why.strip())


@transaction.atomic
def leave_framework(*, by: Requester, partner_id: int, why: str) -> None:
    """The body is no member any more. What it signed stays on record, and its agreements have their own ways to end.
    Raises as above."""
    partner = _partner(by, partner_id, why, {Standing.MEMBER, Standing.SUSPENDED})
    change_standing(by=by, partner=partner, membership=Standing.LEFT, why=why.strip())


def _partner(by: Requester, partner_id: int, why: str, standings: set[Partner.Membership]) -> Partner:
    if not may(by, "partner.suspend"):
        raise Forbidden("The core team decides who is a member.")
    found: Partner | None = Partner.objects.select_for_update(of=("self",)).filter(pk=partner_id).first()
    if found is None or found.duplicate_of_id is not None:
        raise NotFound("There is no such organisation.")
    if found.membership not in standings:
        raise Conflict(f"{found} is “{found.get_membership_display()}” now. Look again.")
    if not 0 < len(why.strip()) <= LONGEST:
        raise BadInput("Give a reason.", fields={"why": ["Give a reason, in at most 2,000 characters."]})
    return found


def follow(by: Requester, partner: Partner, before: str, why: str) -> None:
    """Whoever changed it (a decision, a merger, a reorganisation): the history has it, and what ends with it ends."""
    StandingChange.objects.create(
        partner=partner, membership=partner.membership, before=before, why=why, by_id=by.user_id
    )
    if before == Standing.MEMBER:
        _close(by, partner)
    if partner.membership == Standing.LEFT:
        _end_sponsors(by, partner)
    content_version.bump()


def _close(by: Requester, partner: Partner) -> None:
    """Every window of its people asks anew; its tokens stop for good, because nobody watches them meanwhile."""
    for token in ApiToken.objects.filter(partner=partner, revoked_at=None):
        revoke_api_token(by=by, token=token)
    for membership in Membership.objects.current().filter(partner=partner).select_related("user"):
        end_sessions(membership.user)


def _end_sponsors(by: Requester, partner: Partner) -> None:
    """Nobody is told to ring a body that is not here any more, and nobody waits for its answer."""
    for row in Sponsor.objects.standing().of_either(partner):
        row.ended_on, row.ended_because = clock.today(), f"{partner} left the framework"[:250]
        row.save(update_fields=["ended_on", "ended_because"])
        record(by, "sponsor.ended", row, organisation_id=row.partner_id)
