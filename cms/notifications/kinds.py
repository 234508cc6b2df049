"""The kinds of notices that people choose about. Apps register theirs in AppConfig.ready, by source of their keys."""

from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

from cms.notifications.models import Frequency

ANY = (Frequency.AT_ONCE, Frequency.DAILY, Frequency.WEEKLY, Frequency.NEVER)
ALWAYS = (Frequency.AT_ONCE, Frequency.DAILY, Frequency.WEEKLY)  # may wait for a digest, but always comes
AT_ONCE = (Frequency.AT_ONCE,)
AT_ONCE_OR_DAILY = (Frequency.AT_ONCE, Frequency.DAILY)


@dataclass(frozen=True, slots=True)
class Kind:
    """`choices` are the frequencies that a person may choose from; one alone is no choice. `because` says in plain
    words why it cannot be switched off. `path`: where it is set instead, on the members' site."""

    key: str
    label: str
    about: str
    sources: tuple[str, ...]
    default: Frequency
    choices: tuple[Frequency, ...]
    because: str
    path: str
    core_team: bool

    @property
    def may_stop(self) -> bool:
        return Frequency.NEVER in self.choices


_kinds: dict[str, Kind] = {}
_by_source: dict[str, Kind] = {}


def register_kind(
    key: str,
    *,
    label: str,
    about: str,
    sources: tuple[str, ...] = (),
    default: Frequency = Frequency.AT_ONCE,
    choices: tuple[Frequency, ...] = ANY,
    because: str = "",
    path: str = "",
    core_team: bool = False,
) -> None:
    """`sources` are what stands before the first ":" of source keys (the key itself, unless given). A source that
    nobody registers goes at once, always. Raises ImproperlyConfigured for a kind that is switched off nowhere and does
    not say why, and for a source of two kinds."""
    kind = Kind(key, label, about, sources or (key,), default, choices, because, path, core_team)
    if default not in choices or not (kind.may_stop or because):
        raise ImproperlyConfigured(f"The kind {key!r}: its default must be a choice, and it says why it always comes.")
    if _kinds.setdefault(key, kind) != kind:
        raise ImproperlyConfigured(f"Two kinds of notices are called {key!r}.")
    for source in kind.sources:
        if _by_source.setdefault(source, kind) != kind:
            raise ImproperlyConfigured(f"Two kinds of notices have the source {source!r}.")


def kind_of(source_key: str) -> Kind | None:
    return _by_source.get(source_key.partition(":")[0])


def find(key: str) -> Kind | None:
    return _kinds.get(key)


def all_kinds() -> list[Kind]:
    """In the order of their labels, what concerns the core team alone last."""
    return sorted(_kinds.values(), key=lambda kind: (kind.core_team, kind.label))
