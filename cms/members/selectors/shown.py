"""What people show of themselves, asked wherever they are named."""

from collections.abc import Iterable, Mapping

from cms.members.models import Shown


def shown_of(user_ids: Iterable[int]) -> Mapping[int, Shown]:
    """What each of these people (keys) shows, the defaults for who chose nothing. One query."""
    wanted = set(user_ids)
    found = {row.user_id: row for row in Shown.objects.filter(user__in=wanted)} if wanted else {}
    return {key: found.get(key) or Shown(user_id=key) for key in wanted}
