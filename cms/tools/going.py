"""Letters to who looks after a tool that still asks for a field which goes away: 90 and 30 days before its last day."""

import datetime
from collections.abc import Callable, Mapping

from cms.core import clock
from cms.core.requester import SYSTEM
from cms.members.models import ApiToken
from cms.members.selectors import recipient, tokens_in_force
from cms.members.token_care import FIELDS, PATH, who_looks_after
from cms.notifications.services import notify
from cms.tools.models import TokenUse
from cms.tools.services.use import GOES_AWAY

DAYS_BEFORE = (30, 90)
LOOKED_BACK = datetime.timedelta(days=30)
Ends = Callable[[], Mapping[str, datetime.date]]
_ends: list[Ends] = []


def register_ends(ends: Ends) -> None:
    """The API, which stands above, says which fields go away: {"Isp.oldName": their last day}."""
    if ends not in _ends:
        _ends.append(ends)


def warn_of_fields() -> int:
    """Tell of fields that were asked for within 30 days. Each warning reaches a person once, however often it runs.
    Returns how many warnings were new."""
    today, told = clock.today(), 0
    for name, last in [pair for ends in _ends for pair in ends().items()]:
        days = next((days for days in DAYS_BEFORE if 0 <= (last - today).days <= days), None)
        if days is not None:
            told += sum(_tell(row, name, last, days) for row in _asking(name, today - LOOKED_BACK))
    return told


def _asking(name: str, since: datetime.date) -> list[ApiToken]:
    uses = TokenUse.objects.filter(day__gte=since, operations__has_key=f"{GOES_AWAY}{name}")
    return list(tokens_in_force(ApiToken.objects.filter(pk__in=uses.values("token")).exclude(partner=None)))


def _tell(row: ApiToken, name: str, last: datetime.date, days: int) -> int:
    return notify(
        by=SYSTEM,
        source_key=f"{FIELDS}:{row.pk}:{days}:{name}:{last}",
        recipients=[recipient(person) for person in who_looks_after(row)],
        title=f"“{row.name}” asks for something that goes away",
        body=(
            f"The tool with the API token “{row.name}” asks for “{name}”, which the API gives until {last:%-d %B %Y}. "
            "After that day it gets an error.\n\nTell whoever looks after the tool. The reference for developers says "
            "what to use instead."
        ),
        path=f"{PATH}/{row.pk}",
    )
