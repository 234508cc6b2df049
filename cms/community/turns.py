"""What a request may become, for the admin's screen of it. Higher rooms register theirs in AppConfig.ready."""

from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True, slots=True)
class Turn:
    """`url_name` is a screen of the admin that takes the request's key; `label` is what its button says, `about` what
    happens then. `at_once`: one press does it; else the screen asks first."""

    key: str
    label: str
    about: str
    url_name: str
    at_once: bool


_turns: dict[str, Turn] = {}


def register_turn(key: str, label: str, *, about: str, url_name: str, at_once: bool = False) -> None:
    turn = Turn(key, label, about, url_name, at_once)
    if _turns.setdefault(key, turn) != turn:
        raise ImproperlyConfigured(f"Two things that a request becomes are called {key!r}.")


def all_turns() -> list[Turn]:
    return list(_turns.values())
