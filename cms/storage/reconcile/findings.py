"""What a comparison of the ledger with the places can find, and who looks for it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

# The names are the ones that `storage_reconcile --json` answers with.
MISSING, EXTRA, CHANGED, UNVERIFIED = "missing", "extra", "changed", "unverified"
STALE, UNTAGGED = "stale_uploads", "untagged"
KINDS = (MISSING, EXTRA, CHANGED, UNVERIFIED, STALE, UNTAGGED)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it should be.

    `what` is a key or a name, for a list; `why` words for a person. `row` and `content` are keys of the ledger's rows,
    where there are any; `name` is a file's name on the site. `mend()` puts it right and says whether it did; it may
    raise StoreUnavailable, and never deletes.
    """

    kind: str
    what: str
    why: str = ""
    place: str = ""
    row: int | None = None
    content: int | None = None
    name: str = ""
    mend: Callable[[], bool] | None = field(default=None, compare=False)


Survey = Callable[[], Iterable[Finding]]
_surveys: dict[str, Survey] = {}


def register_survey(name: str, survey: Survey) -> None:
    """Once, in AppConfig.ready: `survey()` looks at something that the ledger knows nothing of (what partners sent),
    one finding after the other. It may raise StoreUnavailable."""
    _surveys[name] = survey


def registered() -> Iterator[Finding]:
    for survey in _surveys.values():
        yield from survey()
