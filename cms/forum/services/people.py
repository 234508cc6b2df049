"""Who is in a space: joining, asking to come in, letting in, leaving, and its owners."""

from django.db import IntegrityError, transaction

from cms.audit.services import record
from cms.core import clock, content_version
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.policy import may
from cms.core.requester import Requester
from cms.forum import telling
from cms.forum.models import Follow, Space, SpaceMember
from cms.forum.services.checks import REASON, find_space, needed, person_of
from cms.forum.services.spaces import FEWEST_OWNERS, kept, label, standing

Role = SpaceMember.Role
OPEN_TO_ALL = "Every member reads and writes in this space already."
FEW = {
    2: "A confidential space has two owners at least. Name another owner first.",
    1: "A private space has an owner. Name another owner first.",
}


@transaction.atomic
def join_space(*, by: Requester, space: str) -> SpaceMember:
    """Come into a joinable space. Raises Unauthenticated, NotFound, Forbidden for others, Conflict once it ended."""
    user, found = person_of(by), find_space(by, space)
    if found.kind != Space.Kind.JOINABLE:
        raise Forbidden("An owner lets people into this space." if found.kind != Space.Kind.OPEN else OPEN_TO_ALL)
    _not_ended(found)
    return _enter(by, found, user)


@transaction.atomic
def ask_to_join(*, by: Requester, space: str, why: str = "") -> SpaceMember:
    """Ask the owners of a private space to be let in; asking twice is once. Raises Unauthenticated, NotFound,
    Forbidden, Conflict once it ended, BadInput with `fields`."""
    user, found = person_of(by), find_space(by, space)
    if found.kind != Space.Kind.PRIVATE:
        raise Forbidden("This space asks nobody to be let in.")
    _not_ended(found)
    reason = needed(why, "why", REASON, "Say why.") if why.strip() else ""
    row = _open_row(found, user)
    if row is not None:
        return row
    row = _make(found, user, why=reason)
    record(by, "space.asked_to_join", found, label=label(found), after=user)
    telling.tell_of_asking(by, row)
    return row


@transaction.atomic
def let_in(*, by: Requester, membership: int) -> SpaceMember:
    """An owner lets somebody in who asked (key of the SpaceMember). Raises Unauthenticated, NotFound, Forbidden."""
    row = _kept_row(by, membership)
    if row.joined_at is None:
        _not_ended(row.space)
        row.joined_at, row.let_in_by_id = clock.now(), by.user_id
        row.save(update_fields=["joined_at", "let_in_by"])
        record(by, "space.let_in", row.space, label=label(row.space), after=row.user_id)
        telling.tell_of_entry(by, row)
    return row


@transaction.atomic
def turn_down(*, by: Requester, membership: int, reason: str) -> SpaceMember:
    """An owner does not let somebody in who asked, and says why. Raises Unauthenticated, NotFound, Forbidden, BadInput,
    Conflict for who is in."""
    row = _kept_row(by, membership)
    if row.joined_at is not None:
        raise Conflict("This person is in the space.")
    words = needed(reason, "reason", REASON, "Say why.")
    row.ended_at = clock.now()
    row.save(update_fields=["ended_at"])
    record(by, "space.turned_down", row.space, label=label(row.space), before=row.user_id, after=words)
    telling.tell_of_end(by, row, words)
    return row


@transaction.atomic
def add_person(*, by: Requester, space: str, user: int, role: str = Role.MEMBER) -> SpaceMember:
    """An owner puts somebody (key) in, who is told and may leave. Raises Unauthenticated, NotFound, Forbidden, BadInput
    with `fields` for who is no member of the framework."""
    found = kept(by, space)
    _not_ended(found)
    if not standing([user]) or role not in Role.values:
        raise BadInput("Choose somebody who is a member today.", fields={"user": ["Choose somebody who is a member."]})
    row = _enter(by, found, user)
    if role == Role.OWNER and row.role != Role.OWNER:
        row.role = Role.OWNER
        row.save(update_fields=["role"])
    if user != by.user_id:
        telling.tell_of_entry(by, row)
    return row


@transaction.atomic
def leave_space(*, by: Requester, space: str) -> None:
    """Leave, or take back that one asked. Raises Unauthenticated, NotFound, Conflict where too few owners stay."""
    user, found = person_of(by), find_space(by, space)
    row = _open_row(_held(found), user)
    if row is None:
        raise NotFound("You are not in this space.")
    _end(by, row)


@transaction.atomic
def put_out(*, by: Requester, membership: int, reason: str) -> SpaceMember:
    """An owner ends somebody's part in the space, and says why. Raises Unauthenticated, NotFound, Forbidden, BadInput,
    Conflict where too few owners would stay."""
    row = _kept_row(by, membership)
    words = needed(reason, "reason", REASON, "Say why.")
    _end(by, row)
    telling.tell_of_end(by, row, words)
    return row


@transaction.atomic
def make_owner(*, by: Requester, membership: int) -> SpaceMember:
    """Raises Unauthenticated, NotFound, Forbidden, Conflict for who only asked."""
    row = _kept_row(by, membership)
    if row.joined_at is None:
        raise Conflict("Let this person in first.")
    return _give(by, row, Role.OWNER)


@transaction.atomic
def make_member(*, by: Requester, membership: int) -> SpaceMember:
    """An owner is one no more, and stays in. Raises Unauthenticated, NotFound, Forbidden, Conflict where too few owners
    would stay."""
    row = _kept_row(by, membership)
    if row.role == Role.OWNER:
        _enough_without(row)
    return _give(by, row, Role.MEMBER)


def _give(by: Requester, row: SpaceMember, role: str) -> SpaceMember:
    if row.role != role:
        before, row.role = row.role, role
        row.save(update_fields=["role"])
        record(by, "space.role_given", row.space, label=label(row.space), before=[row.user_id, before], after=role)
    return row


def _end(by: Requester, row: SpaceMember) -> None:
    if row.role == Role.OWNER and row.joined_at is not None:
        _enough_without(row)
    row.ended_at = clock.now()
    row.save(update_fields=["ended_at"])
    if row.space.kind != Space.Kind.OPEN:
        ended = Follow.objects.filter(thread__space=row.space_id, user=row.user_id, ended_at=None)
        ended.update(ended_at=row.ended_at)
        content_version.bump()
    record(by, "space.left", row.space, label=label(row.space), before=row.user_id)


def _enough_without(row: SpaceMember) -> None:
    """Owners who have left the framework do not count: they let nobody in."""
    fewest = FEWEST_OWNERS.get(Space.Kind(row.space.kind), 0)
    owners = SpaceMember.objects.current().filter(space=row.space_id, role=Role.OWNER).exclude(pk=row.pk)
    if len(standing(owners.values_list("user_id", flat=True))) < fewest:
        raise Conflict(FEW[fewest])


def _enter(by: Requester, space: Space, user: int) -> SpaceMember:
    row = _open_row(_held(space), user) or _make(space, user)
    if row.joined_at is None:
        row.joined_at, row.let_in_by_id = clock.now(), by.user_id if by.user_id != user else None
        row.save(update_fields=["joined_at", "let_in_by"])
        record(by, "space.joined", space, label=label(space), after=user)
    return row


def _make(space: Space, user: int, why: str = "") -> SpaceMember:
    try:
        with transaction.atomic():
            made: SpaceMember = SpaceMember.objects.create(space=space, user_id=user, why=why)
            return made
    except IntegrityError:  # pressed twice at once
        found = _open_row(space, user)
        if found is None:
            raise
        return found


def _open_row(space: Space, user: int) -> SpaceMember | None:
    found: SpaceMember | None = (
        SpaceMember.objects.select_related("space").filter(space=space, user=user, ended_at=None).first()
    )
    return found


def _held(space: Space) -> Space:
    """Held until the transaction ends, so that two owners do not leave at once."""
    locked: Space = Space.objects.select_for_update().get(pk=space.pk)
    return locked


def _kept_row(by: Requester, pk: int) -> SpaceMember:
    """An open row of a space that the caller looks after; one of another space looks absent."""
    person_of(by)
    row: SpaceMember | None = SpaceMember.objects.select_related("space").filter(pk=pk, ended_at=None).first()
    if row is None or not may(by, "forum.keep_space", row.space):
        raise NotFound("There is no such person in a space of yours.")
    _held(row.space)
    return row


def _not_ended(space: Space) -> None:
    if space.is_archived:
        raise Conflict("This space has ended.")
