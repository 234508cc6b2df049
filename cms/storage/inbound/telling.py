"""The core team is told, once a day of each, of what could not be decided and of who sends more than a day's files.

Who that is, the room above knows.
"""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Count

from cms.core import clock
from cms.core.requester import SYSTEM
from cms.notifications.services import Recipient, notify
from cms.storage.inbound.selectors import over_the_day, stuck

KIND = "delivery-stuck"
LISTED = "the admin, under Reports, “What partners’ systems sent”"
Team = Callable[[], Iterable[Recipient]]
_team: list[Team] = []


def register_team(team: Team) -> None:
    """Called once in AppConfig.ready by the app that knows people."""
    if _team and _team[0] is not team:
        raise ImproperlyConfigured("Two apps say who the core team is.")
    _team[:] = [team]


def tell_the_team() -> int:
    """Returns how many people were told of something new."""
    return _tell_of_stuck() + _tell_of_full_days()


def _tell_of_stuck() -> int:
    number = stuck().count()
    if not number:
        return 0
    files = "1 file from a partner’s system waits" if number == 1 else f"{number} files from partners’ systems wait"
    return _tell(
        "",
        files,
        f"{files}: nothing could be decided for an hour, or after five attempts, or the answer to the partner could "
        "not be written. The usual cause is that the virus scanner or the file store does not answer, or that the "
        f"site’s own right to read or write there is missing.\n\nThey are listed in {LISTED}: “Waits too long”. "
        "Nothing of it is lost, and it is tried again, once an hour after five attempts.",
    )


def _tell_of_full_days() -> int:
    rows = over_the_day().order_by().values("exchange__partner__name").annotate(number=Count("pk"))
    bodies = [f"{row['exchange__partner__name']}: {row['number']}" for row in rows.order_by("exchange__partner__name")]
    if not bodies:
        return 0
    listed = "\n".join(bodies)
    return _tell(
        "day:",
        "A partner’s system sends more files than are taken in a day",
        f"{settings.EXCHANGE_FILES_A_DAY} new files of one body are taken in a day; the others of today wait for "
        f"tomorrow:\n\n{listed}\n\nNothing of it is lost. If it is not meant to be so, ask the body, or close its "
        "folder. The operator may raise EXCHANGE_FILES_A_DAY.",
    )


def _tell(what: str, title: str, body: str) -> int:
    team = list(_team[0]()) if _team else []
    return notify(by=SYSTEM, source_key=f"{KIND}:{what}{clock.today()}", recipients=team, title=title, body=body)
