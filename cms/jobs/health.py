"""The parts whose absence makes the CMS unwell. Apps above this one register theirs in AppConfig.ready."""

from collections.abc import Callable

_parts: dict[str, Callable[[], bool]] = {}


def register_part(name: str, well: Callable[[], bool]) -> None:
    """`well()` says within a second or two whether the part answers; it raises nothing."""
    _parts[name] = well


def parts() -> dict[str, str]:
    """{"search": "ok" or "away", ...}"""
    return {name: "ok" if well() else "away" for name, well in sorted(_parts.items())}
