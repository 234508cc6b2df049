"""Somebody leaves a partner. Rights end by the date that is set; what they look after moves once, the day after."""

import datetime
from collections.abc import Mapping

from django.db import transaction

from cms.audit.services import record
from cms.core import clock, content_version, policy
from cms.core.errors import BadInput, Conflict, Forbidden
from cms.core.requester import SYSTEM, Requester
from cms.members import holdings
from cms.members.models import Departure, DepartureMove, Membership, PartnerRole, User
from cms.members.permissions import GIVEN_BY_LEAD
from cms.members.selectors import core_team, holders, members_of, recipient
from cms.members.services.ways_in import close_ways_in
from cms.notifications.services import Recipient, cancel_deliveries, notify

SOURCE = "handover"
DAY = datetime.timedelta(days=1)


@transaction.atomic
def plan_leaving(
    *, by: Requester, user: User, partner_id: int, last_day: datetime.date, successors: Mapping[str, int | None]
) -> Departure:
    """Somebody's last day at a partner (key), and who takes over each kind of what they look after (person's key; None
    or absent: nobody yet). Roles that may be handed on begin for the successor the day after.

    A day in the past is for those who manage the partner's people, and takes effect at once. Raises Forbidden,
    BadInput with `fields`, Conflict where it is planned already.
    """
    if not policy.may(by, "leaving.plan", (partner_id, user.pk)):
        raise Forbidden("You may not plan this.")
    _check(by, user, partner_id, last_day, successors)
    if Departure.objects.filter(user=user, partner=partner_id, cancelled_at=None, done_at=None).exists():
        raise Conflict("It is planned already. Call that off first.")
    row = Departure.objects.create(user=user, partner_id=partner_id, last_day=last_day, made_by_id=by.user_id)
    for holding in holdings.all_holdings():
        successor = successors.get(holding.key)
        if successor is not None:
            move = DepartureMove.objects.create(departure=row, kind=holding.key, successor_id=successor)
            if holding.key == holdings.ROLES:
                move.made_roles = _hand_on_roles(by, row, successor)
            elif holding.key == holdings.DEPUTY_ROLES:
                held = [one.pk for one in holding.held(user.pk, partner_id)]
                move.keys = [one.pk for one in PartnerRole.objects.filter(pk__in=held) if may_hand_on(by, one)]
            move.save(update_fields=["made_roles", "keys"])
    row.ended = _end_rights(row)
    row.save(update_fields=["ended"])
    record(by, "leaving.planned", row, organisation_id=partner_id, after={"last_day": last_day, **successors})
    if last_day < clock.today():
        carry_out(row.pk)
    else:
        _tell_successors(by, row, "planned")
    content_version.bump()
    row.refresh_from_db()
    return row


def _check(
    by: Requester, user: User, partner_id: int, last_day: datetime.date, successors: Mapping[str, int | None]
) -> None:
    fields: dict[str, list[str]] = {}
    there = Membership.objects.filter(user=user, partner=partner_id)
    if not there.exists():
        raise BadInput("This person does not belong to the organisation.")
    own = by.user_id == user.pk
    if last_day < clock.today() and (own or not policy.may(by, "people.manage", partner_id)):
        fields["last_day"] = ["Choose today or a later day."]
    if last_day > clock.today() + 366 * DAY:
        fields["last_day"] = ["Choose a day within a year."]
    here = set(members_of(partner_id).values_list("pk", flat=True)) - {user.pk}
    for key, person in successors.items():
        if holdings.find(key) is None or (person is not None and person not in here):
            fields[key] = ["Choose somebody who belongs to the organisation."]
    if fields:
        raise BadInput("Some answers need another look.", fields=fields)


def may_hand_on(by: Requester, role: PartnerRole) -> bool:
    """Whoever may give the role; and its holder or deputy, where it commits nobody."""
    own = by.user_id is not None and by.user_id in (role.user_id, role.deputy_id)
    return policy.may(by, "role.give", (role.partner_id, role.role)) or (own and role.role in GIVEN_BY_LEAD)


def _hand_on_roles(by: Requester, row: Departure, successor: int) -> list[int]:
    """The same roles for the successor, from the day after: dated, so nothing has to run at midnight."""
    begins = max(row.last_day + DAY, clock.today())
    made = []
    for role in PartnerRole.objects.current().filter(user=row.user_id, partner=row.partner_id):
        held = PartnerRole.objects.current(begins).filter(user=successor, partner=row.partner_id, role=role.role)
        over = role.ends_on is not None and role.ends_on < begins
        if over or held.exists() or not may_hand_on(by, role):
            continue
        new = PartnerRole.objects.create(
            user_id=successor,
            partner_id=row.partner_id,
            role=role.role,
            service_area=role.service_area,
            deputy_id=role.deputy_id if role.deputy_id != successor else None,
            starts_on=begins,
            ends_on=role.ends_on,
        )
        record(by, "role.given", new, organisation_id=row.partner_id, after={"role": new.role, "user": successor})
        made.append(new.pk)
    return made


def _end_rights(row: Departure) -> dict[str, dict[str, str]]:
    """Membership and roles end after the last day. Returns the last days that stood before, by row."""
    before: dict[str, dict[str, str]] = {"membership": {}, "role": {}}
    mine = {"user": row.user_id, "partner": row.partner_id}
    for name, rows in (
        ("membership", Membership.objects.current().filter(**mine)),
        ("role", PartnerRole.objects.current().filter(**mine)),
    ):
        for one in rows:
            if one.ends_on is not None and one.ends_on <= row.last_day:
                continue
            before[name][str(one.pk)] = one.ends_on.isoformat() if one.ends_on else ""
            one.ends_on = row.last_day
            if one.starts_on is not None and one.starts_on > row.last_day:
                one.starts_on = row.last_day
            one.save()
            if isinstance(one, Membership):
                close_ways_in(row.user, one, partner_id=row.partner_id)
    return before


@transaction.atomic
def call_off_leaving(*, by: Requester, departure: Departure) -> None:
    """They stay: dates are put back, roles that were to begin do not, and successors learn of it. By the person where
    they planned it themselves, else by who could plan it. Raises Forbidden, and Conflict once it has happened."""
    row = Departure.objects.select_for_update().select_related("user").get(pk=departure.pk)
    if not policy.may(by, "leaving.call_off", row):
        raise Forbidden("You may not call this off.")
    if row.done_at is not None or row.last_day < clock.today():
        raise Conflict("It has happened already.")
    if row.cancelled_at is not None:
        return
    tables: tuple[tuple[str, type[Membership] | type[PartnerRole]], ...] = (
        ("membership", Membership),
        ("role", PartnerRole),
    )
    for name, model in tables:
        for pk, day in row.ended.get(name, {}).items():
            for one in model.objects.filter(pk=int(pk), ends_on=row.last_day):
                one.ends_on = datetime.date.fromisoformat(day) if day else None
                one.save()
    for move in row.moves.all():
        PartnerRole.objects.filter(pk__in=move.made_roles, starts_on__gt=clock.today()).delete()
    row.cancelled_at = clock.now()
    row.save(update_fields=["cancelled_at"])
    cancel_deliveries(by=by, source_prefix=f"{SOURCE}:{row.pk}:planned", reason="It was called off.")
    _tell_successors(by, row, "called-off")
    record(by, "leaving.called_off", row, organisation_id=row.partner_id)
    content_version.bump()


@transaction.atomic
def carry_out(pk: int) -> bool:
    """The day after: what they look after goes to those who were chosen and are still there. Once, however often it is
    run. Returns whether it was this run."""
    today = clock.today()
    won = Departure.objects.filter(pk=pk, done_at=None, cancelled_at=None, last_day__lt=today)
    if not won.update(done_at=clock.now()):
        return False
    row = Departure.objects.select_related("user", "partner").get(pk=pk)
    here = set(members_of(row.partner_id).values_list("pk", flat=True)) - {row.user_id}
    for move in row.moves.all():
        holding = holdings.find(move.kind)
        if holding is None or holding.move is None or move.successor_id not in here:
            continue
        keys = _to_move(row, move, holding)
        move.moved = holding.move(SYSTEM, keys, move.successor_id)
        move.save(update_fields=["moved"])
    record(SYSTEM, "leaving.carried_out", row, organisation_id=row.partner_id)
    _tell_successors(SYSTEM, row, "done", only=here)
    _tell_of_the_rest(row)
    content_version.bump()
    return True


def _to_move(row: Departure, move: DepartureMove, holding: holdings.Holding) -> list[int]:
    """Keys of what goes over: of roles they stand in for, only what could be handed on when it was planned."""
    held = [one.pk for one in holding.held(row.user_id, row.partner_id)]
    return [pk for pk in held if pk in move.keys] if move.kind == holdings.DEPUTY_ROLES else held


def _tell_successors(by: Requester, row: Departure, what: str, only: set[int] | None = None) -> None:
    by_person: dict[int, list[str]] = {}
    for move in row.moves.all():
        holding = holdings.find(move.kind)
        if holding is None or move.successor_id is None or (only is not None and move.successor_id not in only):
            continue
        count = move.moved if what == "done" else len(_to_move(row, move, holding))
        if move.kind == holdings.ROLES:
            count = len(move.made_roles)
        if count:
            by_person.setdefault(move.successor_id, []).append(f"{count} where they {holding.label}")
    day = f"{row.last_day.day} {row.last_day:%B %Y}"
    words = {
        "planned": (
            f"You take over from {row.user}",
            f"{row.user}’s last day at {row.partner} is {day}. From the day after, you look after what they did:",
        ),
        "called-off": (f"{row.user} stays", f"You were to take over from {row.user}. They stay, so nothing moves."),
        "done": (
            f"What {row.user} looked after is yours now",
            f"{row.user} has left {row.partner}. You now look after:",
        ),
    }
    title, opening = words[what]
    for person in User.objects.filter(pk__in=by_person, is_active=True):
        lines = [] if what == "called-off" else by_person[person.pk]
        closing = "If this is wrong, tell your partner lead or the core team. Opening a link changes nothing."
        notify(
            by=by,
            source_key=f"{SOURCE}:{row.pk}:{what}",
            recipients=[recipient(person)],
            title=title,
            body="\n\n".join([opening, "\n".join(lines), closing] if lines else [opening]),
            path="/tasks",
        )


def _tell_of_the_rest(row: Departure) -> None:
    """What nobody took over: the partner's lead hears of it, else the core team."""
    left = [
        f"{len(found)} where they {holding.label}"
        for holding in holdings.all_holdings()
        if holding.move is not None and (found := holding.held(row.user_id, row.partner_id))
    ]
    if not left:
        return
    people = holders(PartnerRole.Role.PARTNER_LEAD, row.partner_id) or core_team()
    to: list[Recipient] = [recipient(person) for person in people if person.pk != row.user_id]
    notify(
        by=SYSTEM,
        source_key=f"{SOURCE}:{row.pk}:rest",
        recipients=to,
        title=f"{row.user} has left, and nobody has taken over yet",
        body=f"At {row.partner} these still have no successor:\n\n" + "\n".join(left) + "\n\nChoose somebody for each.",
        path="/organisation",
    )


def carry_out_due() -> int:
    """Hourly. Returns how many left."""
    due = Departure.objects.filter(done_at=None, cancelled_at=None, last_day__lt=clock.today())
    return sum(carry_out(pk) for pk in due.values_list("pk", flat=True))
