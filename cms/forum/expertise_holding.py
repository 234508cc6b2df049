"""What becomes of it when somebody leaves: what they know is theirs; a space that they own needs another owner."""

from collections.abc import Sequence

from cms.audit.services import record
from cms.core import clock
from cms.core.requester import Requester
from cms.forum.models import Expertise, Space, SpaceMember
from cms.members.holdings import Held, register_holding
from cms.members.models import DepartureMove, Membership

OWNED = "spaces_owned"


def _known(user_id: int, partner_id: int) -> list[Held]:
    rows = Expertise.objects.filter(user=user_id).select_related("topic").order_by("topic__name")
    return [Held(row.pk, row.topic.name, f"/community/people?topic={row.topic.slug}") for row in rows]


def _owned(user_id: int, partner_id: int) -> list[Held]:
    """A space belongs to no partner: it moves with somebody who leaves the last place that they had. Whoever plans
    it does not hear of confidential spaces: these keep their other owner, who is asked for one more."""
    if Membership.objects.current().filter(user=user_id).exclude(partner=partner_id).exists():
        return []
    rows = SpaceMember.objects.current().filter(user=user_id, role=SpaceMember.Role.OWNER, space__archived_at=None)
    rows = rows.exclude(space__kind=Space.Kind.CONFIDENTIAL).select_related("space").order_by("space__name")
    return [Held(row.pk, row.space.name, f"/community/spaces/{row.space.slug}") for row in rows]


def _move_owned(by: Requester, keys: Sequence[int], successor: int) -> int:
    """The successor, who is in the space, becomes an owner; the leaver's row ends with their last day. Nobody comes in
    by what somebody else planned: only the owner themselves chooses a successor from outside. What stays is seen by
    its other owners and the core team."""
    moved = 0
    for row in SpaceMember.objects.filter(pk__in=keys, ended_at=None).select_related("space"):
        now = clock.now()
        there = SpaceMember.objects.filter(space=row.space_id, user=successor, ended_at=None).first()
        if (there is None or there.joined_at is None) and not _chosen_by_owner(row.user_id, successor):
            continue
        if there is None:
            there = SpaceMember(space=row.space, user_id=successor, asked_at=now)
        there.joined_at, there.role = there.joined_at or now, SpaceMember.Role.OWNER
        there.save()
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        record(by, "space.owner_changed", row.space, before=row.user_id, after=successor)
        moved += 1
    return moved


def _chosen_by_owner(owner: int, successor: int) -> bool:
    """Whether the leaving that is carried out now was planned by the person who leaves, for this successor."""
    moves = DepartureMove.objects.filter(departure__user=owner, departure__done_at__isnull=False, kind=OWNED)
    last = moves.select_related("departure").order_by("-departure__done_at", "-departure__pk").first()
    return last is not None and last.successor_id == successor and last.departure.made_by_id == owner


def register() -> None:
    """Called once, when the app is ready."""
    about = "What somebody knows is their own. They are not asked any more once their access ends."
    stays = "A space goes to somebody who is in it. Only its owner may choose somebody from outside."
    register_holding("expertise", "said that you know these topics", held=_known, move=None, about=about)
    register_holding(OWNED, "own these spaces of the community", held=_owned, move=_move_owned, about=stays)
