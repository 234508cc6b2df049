"""What becomes of it when somebody leaves: what they know is theirs; a space that they own needs another owner."""

from collections.abc import Sequence

from cms.audit.services import record
from cms.core import clock
from cms.core.requester import Requester
from cms.forum.models import Expertise, Space, SpaceMember
from cms.members.holdings import Held, register_holding
from cms.members.models import Membership


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
    """The successor comes in as an owner, or becomes one; the leaver's row ends with their last day."""
    moved = 0
    for row in SpaceMember.objects.filter(pk__in=keys, ended_at=None).select_related("space"):
        now = clock.now()
        there = SpaceMember.objects.filter(space=row.space_id, user=successor, ended_at=None).first()
        if there is None:
            there = SpaceMember(space=row.space, user_id=successor, asked_at=now)
        there.joined_at, there.role = there.joined_at or now, SpaceMember.Role.OWNER
        there.save()
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        record(by, "space.owner_changed", row.space, before=row.user_id, after=successor)
        moved += 1
    return moved


def register() -> None:
    """Called once, when the app is ready."""
    about = "What somebody knows is their own. They are not asked any more once their access ends."
    register_holding("expertise", "said that you know these topics", held=_known, move=None, about=about)
    register_holding("spaces_owned", "own these spaces of the community", held=_owned, move=_move_owned)
