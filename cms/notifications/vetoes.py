"""A source may say at the last moment that a message must not go, as when the recipient's role has ended since."""

from collections.abc import Callable

from django.core.exceptions import ImproperlyConfigured

Veto = Callable[[str, int | None, str], str]
_vetoes: dict[str, Veto] = {}


def register_veto(source: str, veto: Veto) -> None:
    """`source` is what stands before the first ":" of a source key. `veto(source_key, user_id, address)` is asked in
    the transaction that claims a delivery; it returns why not, in plain words, or "" to let it go."""
    if _vetoes.setdefault(source, veto) is not veto:
        raise ImproperlyConfigured(f"Two vetoes are registered for {source!r}.")


def reason_against(source_key: str, user_id: int | None, address: str) -> str:
    veto = _vetoes.get(source_key.partition(":")[0])
    return veto(source_key, user_id, address) if veto else ""
