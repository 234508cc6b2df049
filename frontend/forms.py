"""Form posts: what every POST passes through before a view sees it."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date

from starlette.exceptions import HTTPException
from starlette.requests import Request

from .security import same_origin, token_ok

EXPIRED = "We could not be sure that this came from you. Nothing was saved: check your answers and press save again."
SIGNED_OUT = "You have been signed out. Nothing was saved: sign in again in another tab, then come back and press save."
LARGEST = 64 * 1024  # bytes of one field
FIRST_YEAR, LAST_YEAR = 2000, 2100  # a year of two digits, or a slip of the finger, is no date
TOO_FAST = "That was a lot in a short time. Nothing was saved: wait a minute and press save again."


@dataclass
class Form:
    """Submitted text and what is wrong with it. Rendered again as sent, so nobody types twice."""

    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    notice: str = ""

    @classmethod
    def blank(cls, **values: str) -> Form:
        return cls({"submission": secrets.token_hex(16)} | values)

    def get(self, name: str) -> str:
        return self.values.get(name, "").strip()

    def number(self, name: str) -> int:
        return whole_number(self.get(name))

    def day(self, name: str) -> date | None:
        """The date in the three boxes `name_day`, `name_month`, `name_year`; None when they are empty or no date from
        2000 to 2100. `has_day` tells the two apart."""
        year, month, day = (whole_number(self.get(f"{name}_{part}")) for part in ("year", "month", "day"))
        try:
            return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
        except ValueError:
            return None

    def has_day(self, name: str) -> bool:
        """Whether anything stands in the three boxes."""
        return any(self.get(f"{name}_{part}") for part in ("day", "month", "year"))

    @property
    def wrong(self) -> bool:
        return bool(self.errors or self.notice)


def whole_number(text: str) -> int:
    """The number that a text is, of nine digits at most; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


async def posted(request: Request, limit: int = 50) -> Form:
    """The submitted form, at most `limit` fields of at most 64 KB each and no files.

    Raises HTTPException 403, before the body is read, when the request comes from another site; 413 for a larger field
    and 400 for a body that is no such form.
    A wrong token from our own pages is an expired session or an old tab: the form comes back filled in.
    """
    settings = request.app.state.settings
    if not same_origin(request.headers, settings.frontend_origin):
        raise HTTPException(403)
    try:
        data = await request.form(max_files=0, max_fields=limit, max_part_size=LARGEST)
    except HTTPException as error:
        raise HTTPException(413 if "maximum size" in error.detail else error.status_code) from error
    async with request.form() as data:
        # A NUL is in no word that anybody means, and no database keeps one.
        form = Form({name: value.replace("\0", "") for name, value in data.items() if isinstance(value, str)})
    session = request.cookies.get(settings.session_cookie, "")
    if not token_ok(settings.secret, session, form.values.pop("csrf", "")):
        form.notice = EXPIRED
    form.values.setdefault("submission", secrets.token_hex(16))
    return form
