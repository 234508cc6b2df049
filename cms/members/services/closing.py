"""What follows when a membership or role has ended: sessions end, and what the person looked after goes to the lead.

Rights themselves follow from dates at each request; this is what has to be done besides. A row is carried out once
(`closed_at`), in the transaction that ends it or by the hourly job once its last day is over.
"""

from collections.abc import Sequence

from django.db import transaction

from cms.audit.services import record
from cms.core import clock, content_version, policy
from cms.core.requester import SYSTEM, Requester
from cms.members import holdings
from cms.members.models import Departure, Invitation, Membership, PartnerRole, SiteRole, User
from cms.members.selectors import core_team, holders, recipient, requester_of
from cms.members.services.invitations import revoke_invitation
from cms.members.services.leaving import DAY, carry_out
from cms.members.services.ways_in import close_ways_in
from cms.notifications.services import notify

SOURCE = "handover"
AT_ONCE = 200  # rows of one table in one run of the job; the next run takes the rest
BY_HAND = ("tokens",)  # who left knows the secret: it stops, until somebody takes it over and makes a new one
MEMBER = "member"  # Partner.Membership.MEMBER
Row = Membership | PartnerRole | SiteRole


@transaction.atomic
def carry_out_end(row: Row, *, by: Requester, hand_over: bool = True) -> bool:
    """Do what follows from an end that is past: once, however often it is called. False while the row still runs, and
    where it was done before. A row that runs again (its last day was moved) may end anew."""
    mine = type(row)._default_manager.filter(pk=row.pk)
    if row.ends_on is None or row.ends_on >= clock.today():
        mine.exclude(closed_at=None).update(closed_at=None)
        return False
    if not mine.filter(closed_at=None).update(closed_at=clock.now()):
        return False
    partner_id = None if isinstance(row, SiteRole) else row.partner_id
    if row.user is not None:
        close_ways_in(row.user, row, partner_id=partner_id)
    if isinstance(row, PartnerRole) and row.deputy is not None:
        close_ways_in(row.deputy, row, partner_id=partner_id)
    if isinstance(row, PartnerRole) and row.role == PartnerRole.Role.PARTNER_LEAD:
        _withdraw_invitations(row)
        _tell_of_no_lead(row)
    if isinstance(row, Membership) and hand_over and not _still_belongs(row):
        _leave_behind(by, row)
    return True


def _still_belongs(row: Membership) -> bool:
    """To the same body: by another row, or by the row of the body that this one was put together with."""
    same = {row.partner_id, row.partner.duplicate_of_id} - {None}
    return bool(Membership.objects.current().filter(user=row.user_id, partner__in=same).exists())


def _leave_behind(by: Requester, row: Membership) -> None:
    """Successors who were chosen take over; where nobody was, the partner's lead does."""
    planned = Departure.objects.filter(user=row.user_id, partner=row.partner_id, cancelled_at=None)
    open_plan = planned.filter(done_at=None).first()
    if open_plan is not None:
        if open_plan.last_day >= clock.today():  # ended earlier than it was planned
            open_plan.last_day = clock.today() - DAY
            open_plan.save(update_fields=["last_day"])
        carry_out(open_plan.pk)
    elif row.ends_on is not None and not planned.filter(last_day=row.ends_on).exists():
        hand_to_lead(by=by, user=row.user, partner_id=row.partner_id)
    _stop_standing_in(by, row.user, row.partner_id)


def hand_to_lead(*, by: Requester, user: User, partner_id: int) -> int:
    """What the person looked after at a partner (key) goes to its lead; roles do not, nor does standing in for
    one. API tokens stop until the lead takes them over. Without a lead it stays, and the core team is told. Returns how
    many things moved."""
    lead = next((one for one in holders(PartnerRole.Role.PARTNER_LEAD, partner_id) if one.pk != user.pk), None)
    moved: list[str] = []
    left: list[str] = []
    count = 0
    for holding in holdings.all_holdings():
        if holding.move is None or holding.key == holdings.DEPUTY_ROLES:
            continue
        found = [one.pk for one in holding.held(user.pk, partner_id)]
        if not found:
            continue
        done = holding.move(by, found, lead.pk) if lead is not None and holding.key not in BY_HAND else 0
        count += done
        if done:
            moved.append(f"{done} where they {holding.label}")
        if done < len(found):
            left.append(f"{len(found) - done} where they {holding.label}")
    key = f"{SOURCE}:lead:{partner_id}:{user.pk}:{clock.today().isoformat()}"
    if lead is not None and moved:
        _tell([lead], f"{key}:moved", f"What {user} looked after is yours now", moved)
    if left:
        others = [lead] if lead is not None else core_team()
        _tell(others, f"{key}:left", f"{user} has left, and nobody has taken over yet", left)
    content_version.bump()
    return count


def _withdraw_invitations(row: PartnerRole) -> None:
    """Those that who leads no more has sent: or they would let themselves in again by another address."""
    for person in (row.user, row.deputy):
        if person is None or policy.may(requester_of(person), "people.manage", row.partner_id):
            continue
        for invitation in Invitation.objects.usable().filter(partner=row.partner_id, invited_by=person):
            revoke_invitation(by=SYSTEM, invitation=invitation)


def _tell_of_no_lead(row: PartnerRole) -> None:
    """Where the last lead has gone, nobody at the body can invite people: the core team hears of it, once."""
    if row.partner.membership != MEMBER or holders(PartnerRole.Role.PARTNER_LEAD, row.partner_id):
        return
    notify(
        by=SYSTEM,
        source_key=f"{SOURCE}:no-lead:{row.pk}",
        recipients=[recipient(person) for person in core_team()],
        title=f"{row.partner.name} has no partner lead any more",
        body="Nobody there can invite people, give roles or end them. Ask whom they name, and give them the role.",
        path=f"/organisation/people?of={row.partner.slug}",
    )


def _stop_standing_in(by: Requester, user: User, partner_id: int) -> None:
    for role in PartnerRole.objects.current().filter(deputy=user, partner=partner_id):
        record(by, "role.deputy_changed", role, before=user.pk, after=None, organisation_id=partner_id)
        role.deputy = None
        role.save(update_fields=["deputy"])


def _tell(people: Sequence[User], source_key: str, title: str, lines: list[str]) -> None:
    notify(
        by=SYSTEM,
        source_key=source_key,
        recipients=[recipient(person) for person in people],
        title=title,
        body="\n\n".join(["Their time at the organisation has ended:", "\n".join(lines), "You may pass it on."]),
        path="/organisation",
    )


def end_what_is_over() -> int:
    """Hourly: carries out every end whose last day is past and that nobody has carried out. Returns how many."""
    today, done = clock.today(), 0
    tables: tuple[type[Row], ...] = (PartnerRole, SiteRole, Membership)
    for model in tables:
        rows = model.objects.filter(closed_at=None, ends_on__lt=today).order_by("ends_on", "pk")
        for row in rows[:AT_ONCE]:
            done += carry_out_end(row, by=SYSTEM)
    return done
