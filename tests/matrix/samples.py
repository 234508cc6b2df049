"""One input for every mutation that works for who may, and by hand who that is. A mutation without a row fails."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.matrix.world import ROLES, World

Make = Callable[[World], dict[str, Any]]

MEMBERS = frozenset(
    {
        *("member", "party", "colleague", "owner", "partner_lead", "ig_lead", "approver", "officer", "ended"),
        *("elsewhere", "editor", "moderator"),
    }
)
# In person: tools speak for nobody. Who lacks a second factor changes nothing at all.
ANYBODY = MEMBERS | {"visitor", "left", "suspended", "management"}
KEEPERS = frozenset({"owner", "ig_lead", "editor"})  # who looks after home's agreements
SIGNERS = frozenset({"approver", "officer"})
LEADS = frozenset({"partner_lead", "ig_lead"})
AT_HOME = frozenset({"colleague", "owner", "partner_lead", "ig_lead", "approver", "officer", "ended"})
PARTIES = AT_HOME | {"party", "editor"}  # who reads home's agreements


@dataclass(frozen=True, slots=True)
class Row:
    """`may`: who gets what they ask for. `action`: its name in docs/permissions.md, whose cells must say the same, but
    for the roles of `but`, each with the reason. `sees`: who sees the object without being allowed this; to all others
    an object that is not there looks the same. `silent`: who is answered as if it were done, and nothing is. `told`:
    who is told what is missing. `named`: the fields that name the object, where not all that could do."""

    make: Make
    may: frozenset[str]
    action: str = ""
    but: dict[str, str] = field(default_factory=dict)
    sees: frozenset[str] = frozenset()
    silent: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    named: tuple[str, ...] | None = None


SAMPLES: dict[str, Row] = {}


def sample(
    name: str,
    may: Iterable[str],
    action: str = "",
    *,
    but: dict[str, str] | None = None,
    sees: Iterable[str] = (),
    silent: Iterable[str] = (),
    told: Iterable[str] = (),
    named: tuple[str, ...] | None = None,
) -> Callable[[Make], Make]:
    """Register what `make` prepares in a savepoint of its own and answers: the `input`. `name` may have a part after
    "#" where one mutation has several rows."""
    who, shown, quiet = frozenset(may), frozenset(sees), frozenset(silent)
    unknown = (who | shown | quiet) - set(ROLES)
    if unknown or name in SAMPLES:
        raise ValueError(f"{name}: {unknown or 'twice'}")

    def keep(make: Make) -> Make:
        SAMPLES[name] = Row(make, who, action, but or {}, shown, quiet, frozenset(told), named)
        return make

    return keep
