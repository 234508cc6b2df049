import contextlib
import logging
from collections.abc import Callable

from cms.storage import adopting, covers, mirror, pushing, texts, waiting
from cms.storage.leftovers import sweep_leftovers
from cms.storage.ports import StoreUnavailable
from cms.storage.reconcile import runs

logger = logging.getLogger(__name__)

PUSHING_S = 60.0
STEPS: tuple[Callable[[], object], ...] = (
    adopting.adopt_files,
    adopting.drop_originals,
    texts.sync,
    covers.drop_covers,
    sweep_leftovers,
)


def read_text(sha256: str) -> None:
    texts.make_text(sha256)


def make_cover(sha256: str) -> None:
    covers.make_cover(sha256)


def sync() -> None:
    """Every 10 minutes, on the slow cluster. One step that fails does not keep the others from being done."""
    with contextlib.ExitStack() as steps:  # what one raises comes out at the end
        for step in reversed(STEPS):
            steps.callback(step)


def scan_waiting() -> None:
    """Every 5 minutes, on the slow cluster: what waits for the virus scanner."""
    waiting.scan_waiting()


def scan_again() -> None:
    """When the core team asks: what was refused as well."""
    waiting.scan_waiting(refused=True)


def push() -> None:
    """Every minute, on the slow cluster: what the ledger says is to be somewhere is put there."""
    pushing.push_waiting(seconds=PUSHING_S)


def keep_mirror() -> None:
    """Every minute, on the slow cluster: what is published is written down, what ended is said. An outage of the store
    is no failure of the job: the next tick goes on."""
    try:
        mirror.keep_mirror()
    except StoreUnavailable as error:
        logger.warning("the mirror waits: %s", error)


def compare_at_night() -> None:
    """Hourly, on the slow cluster: the night's comparison is begun, and what is open goes on."""
    runs.begin_tonight()
    go_on_comparing()


def go_on_comparing() -> None:
    """One slice; it asks for itself again. A store that is away is asked again at the next tick."""
    try:
        done = runs.go_on()
    except StoreUnavailable as error:
        logger.warning("the comparison of files waits: %s", error)
        return
    if not done:
        runs.ask_to_go_on()
