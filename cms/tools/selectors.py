"""How much the tokens of a body were used."""

import datetime
from collections.abc import Sequence

from cms.core import clock, policy
from cms.core.requester import Requester
from cms.members.models import ApiToken
from cms.tools.models import TokenUse
from cms.tools.services.use import pending

DAYS_SHOWN = 30


def use_of(by: Requester, rows: Sequence[ApiToken]) -> dict[int, list[TokenUse]]:
    """{token: its days, latest first} of the last 30 days, with what is counted and not written yet (unsaved rows)."""
    today = clock.today()
    since = today - datetime.timedelta(days=DAYS_SHOWN - 1)
    found: dict[int, list[TokenUse]] = {row.pk: [] for row in rows}
    for use in policy.visible(TokenUse.objects.filter(token__in=found, day__gte=since), by):
        found[use.token_id].append(use)
    for key, days in found.items():
        waiting = pending(key, today)
        if not waiting["calls"]:
            continue
        if not days or days[0].day != today:
            days.insert(0, TokenUse(token_id=key, day=today))
        for name, amount in waiting.items():
            setattr(days[0], name, getattr(days[0], name) + amount)
    return found
