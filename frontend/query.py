"""Parameters of an address, read leniently: unknown ones are ignored, a bad page is page 1."""

from __future__ import annotations

from enum import Enum
from typing import TypeVar

from starlette.requests import Request

LAST_ROW = 10_000  # the API refuses to count further
E = TypeVar("E", bound=Enum)


def page_number(request: Request, size: int) -> int:
    raw = request.query_params.get("page", "")
    number = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 6 else 1
    return number if 1 <= number <= LAST_ROW // size else 1


def text(request: Request, name: str, limit: int = 200) -> str:
    """Trimmed, without control characters, at most `limit` characters; empty when absent."""
    raw = request.query_params.get(name, "")
    return "".join(c for c in raw if c.isprintable()).strip()[:limit]


def optional(request: Request, name: str) -> str | None:
    return text(request, name) or None


def many(request: Request, name: str, limit: int = 20) -> list[str]:
    return [v.strip()[:80] for v in request.query_params.getlist(name) if v.strip() and v.isprintable()][:limit]


def choice(kind: type[E], value: str) -> E | None:
    """A member of a generated enum from what an address says in lower case; None for anything else."""
    try:
        return kind(value.upper().replace("-", "_"))
    except ValueError:
        return None


def pages_of(total: int, size: int) -> int:
    return max(1, -(-min(total, LAST_ROW) // size))
