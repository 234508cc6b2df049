"""Jinja environment and the one function that turns a template into a response."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from jinja2 import Environment, FileSystemLoader, Undefined, UndefinedError
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from . import statuses, words
from .security import INLINE_SCRIPT, change_organisation_url, issue_token, second_factor_url, sign_in_url
from .transport import Exchange

HERE = Path(__file__).parent
SIGNED_IN = {"Cache-Control": "private, no-store", "Vary": "Cookie"}


class Missing(Undefined):
    """A misspelt name or field is an error; keys of plain dicts and a macro's `caller` may be probed."""

    def _known(self) -> bool:
        return isinstance(self._undefined_obj, dict) or self._undefined_name == "caller"

    def _refuse(self) -> NoReturn:
        raise UndefinedError(f"{type(self._undefined_obj).__name__} has no {self._undefined_name!r}")

    def __str__(self) -> str:
        return "" if self._known() else self._refuse()

    def __bool__(self) -> bool:
        return False if self._known() else self._refuse()

    def __iter__(self) -> Iterator[Any]:
        return iter(()) if self._known() else self._refuse()

    def __len__(self) -> int:
        return 0 if self._known() else self._refuse()

    def __eq__(self, other: object) -> bool:
        return other is None if self._known() else self._refuse()

    __hash__ = Undefined.__hash__


@dataclass(frozen=True)
class PlainSite:
    """The site's words until the API has said them once: what a 503 right after start can show."""

    name: str = "Information Sharing Network"
    area: str = ""
    purpose: str = ""
    logo: None = None
    contact_email: str = ""
    contact_phone: str = ""
    contact_hours: str = ""
    urgent_line: str = ""
    help_text: str = ""
    public_partner_list: bool = True
    public_register: bool = True
    public_help_form: bool = True
    member_count: int = 0
    is_demo: bool = False
    search_log_organisations: int = 5
    search_log_months: int = 13
    files_are_scanned: bool = False


ENV = Environment(
    loader=FileSystemLoader(HERE / "templates"),
    autoescape=True,
    auto_reload=False,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=Missing,
    extensions=["jinja2.ext.do"],
)
ENV.filters |= {
    "date": words.long_date,
    "short_date": words.short_date,
    "weekday": words.weekday,
    "time": words.clock_time,
    "iso": words.machine_date,
    "days": words.days_phrase,
    "tel": words.tel,
    "phones": words.phones,
    "lines": words.lines,
    "said": words.said,
    "rich": words.rich,
    "slug": words.slug,
    "size": words.file_size,
    "count_of": words.count,
    "sentence": words.sentence,
    "merge": words.merge,
    "key": statuses.key_of,
    "page_numbers": words.page_numbers,
}
ENV.globals |= {
    "inline_script": Markup(INLINE_SCRIPT),  # noqa: S704
    "with_query": words.with_query,
    "topics_of": words.topics_of,
    "status": statuses.status,
    "say": statuses.say,
    "kinds": statuses.SEARCH_KINDS,
}


def build_id(assets_digest: str) -> str:
    """Changes when a template, a style or the code changes, so that no browser keeps a page of the last release."""
    digest = hashlib.sha256(assets_digest.encode())
    for path in sorted((*HERE.rglob("*.html"), *HERE.rglob("*.py"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def here(request: Request) -> str:
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def session_of(request: Request) -> str:
    """The session cookie as the browser sent it; it is forwarded and hashed, never read into."""
    return request.cookies.get(request.app.state.settings.session_cookie, "")


def caching(request: Request, *, fresh: bool = False) -> dict[str, str]:
    """Cache headers of an answer: nothing kept for a member or a form, a weak ETag for a public page."""
    if session_of(request) or fresh:
        return dict(SIGNED_IN)
    headers = {"Cache-Control": "no-cache", "Vary": "Cookie"}
    exchange: Exchange | None = getattr(request.state, "exchange", None)
    if exchange and exchange.etag and exchange.calls == 1 and not exchange.partial:
        headers["ETag"] = f'W/"{request.app.state.build}-{bare(exchange.etag)}"'
    return headers


def bare(etag: str) -> str:
    return etag.removeprefix("W/").strip('"')


def page(
    request: Request, template: str, *, data: Any = None, status: int = 200, form: Any = None, **context: Any
) -> HTMLResponse:
    """Render a template. `data` is an operation's answer; its `site` and `viewer` dress the page.

    A page with a form is never kept by the browser, because it holds a token and a submission id.
    """
    state = request.app.state
    settings = state.settings
    site, viewer = getattr(data, "site", None), getattr(data, "viewer", None)
    if viewer is not None and not viewer.is_signed_in:
        viewer = None
    if site is not None:
        state.site = site
    exchange: Exchange | None = getattr(request.state, "exchange", None)
    html = ENV.get_template(template).render(
        {
            "site": site or state.site,
            "viewer": viewer,
            "data": data,
            "form": form,
            "csrf": issue_token(settings.secret, session_of(request)),
            "path": request.url.path,
            "params": request.query_params,
            "asset": state.assets.url,
            "cms": settings.cms,
            "link": settings.link,
            "origin": settings.frontend_origin,
            "sign_in": sign_in_url(settings, here(request)),
            "second_factor": second_factor_url(settings, here(request)),
            "change_organisation": change_organisation_url(settings, here(request)),
            "today": words.today(),
            "preview": False,
            "partial": bool(exchange and exchange.partial),
            **context,
        }
    )
    fresh = form is not None or status >= 400
    headers = caching(request, fresh=fresh)
    if context.get("upload") is not None:  # its form posts to the CMS, which takes files only with our Origin
        headers["Referrer-Policy"] = "strict-origin"  # with "same-origin" browsers send another host "Origin: null"
    return HTMLResponse(html, status, headers)


def not_modified(request: Request) -> Response:
    """304 for a public page whose answer has not changed: nothing is rendered."""
    headers = {"Cache-Control": "no-cache", "Vary": "Cookie", "ETag": request.headers.get("if-none-match", "")}
    return Response(status_code=304, headers=headers)
