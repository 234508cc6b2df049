"""The parts whose absence makes the CMS unwell. Apps above this one register theirs in AppConfig.ready."""

from collections.abc import Callable

_parts: dict[str, Callable[[], bool]] = {}


def register_part(name: str, well: Callable[[], bool]) -> None:
    """`well()` says within a second or two whether the part answers; it raises nothing."""
    _parts[name] = well


_alarms: dict[str, Callable[[], bool]] = {}


def register_alarm(name: str, well: Callable[[], bool]) -> None:
    """Something that a person must look at, though the site goes on: the monitor's page tells it. `well()` is quick."""
    _alarms[name] = well


def alarms() -> dict[str, str]:
    """{"audit": "ok" or "broken", ...}"""
    return {name: "ok" if well() else "broken" for name, well in sorted(_alarms.items())}


def parts() -> dict[str, str]:
    """{"search": "ok" or "away", ...}"""
    return {name: "ok" if well() else "away" for name, well in sorted(_parts.items())}
