"""Whether a body is a member. What ends with it ends in the same transaction: rights, sessions, tokens."""

from django.db import transaction

from cms.audit.services import record
from cms.core import clock, content_version
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.policy import may
from cms.core.requester import Requester
from cms.joining.models import StandingChange
from cms.members.models import ApiToken, Membership
from cms.members.services import end_sessions
from cms.snippets.models import Partner

Standing = Partner.Membership
LONGEST = 2000
VERBS = {Standing.MEMBER: "partner.joined", Standing.SUSPENDED: "partner.suspended", Standing.LEFT: "partner.left"}


def change_standing(*, by: Requester, partner: Partner, membership: str, why: str) -> StandingChange:
    """Inside the caller's transaction, for who has checked the right to it: the one place where the column changes."""
    before, partner.membership = partner.membership, Standing(membership)
    if membership == Standing.MEMBER and before != Standing.SUSPENDED:
        partner.joined_on = clock.today()
    partner.save()
    made: StandingChange = StandingChange.objects.create(
        partner=partner, membership=membership, before=before, why=why, by_id=by.user_id
    )
    back = before == Standing.SUSPENDED and membership == Standing.MEMBER
    verb = "partner.readmitted" if back else VERBS[Standing(membership)]
    record(by, verb, partner, before=before, after=membership, organisation_id=partner.pk)
    return made


@transaction.atomic
def suspend_partner(*, by: Requester, partner_id: int, why: str) -> None:
    """From now on its people and tokens see what the public sees; all is kept. Raises Forbidden, NotFound, BadInput,
    and Conflict where it is no member."""
    partner = _partner(by, partner_id, why, {Standing.MEMBER})
    change_standing(by=by, partner=partner, membership=Standing.SUSPENDED, why=why.strip())
    _close(partner)


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
    _close(partner)


def _partner(by: Requester, partner_id: int, why: str, standings: set[Partner.Membership]) -> Partner:
    if not may(by, "partner.suspend"):
        raise Forbidden("The core team decides who is a member.")
    found: Partner | None = Partner.objects.select_for_update(of=("self",)).filter(pk=partner_id).first()
    if found is None:
        raise NotFound("There is no such organisation.")
    if found.membership not in standings:
        raise Conflict(f"{found} is “{found.get_membership_display()}” now. Look again.")
    if not 0 < len(why.strip()) <= LONGEST:
        raise BadInput("Give a reason.", fields={"why": ["Give a reason, in at most 2,000 characters."]})
    return found


def _close(partner: Partner) -> None:
    """Every window of its people asks anew; its tokens stop for good, because nobody watches them meanwhile."""
    ApiToken.objects.filter(partner=partner, revoked_at=None).update(revoked_at=clock.now())
    for membership in Membership.objects.current().filter(partner=partner).select_related("user"):
        end_sessions(membership.user)
    content_version.bump()
