"""One agreement's versions: any of them, two side by side, as Word and PDF; and what applied on a past day."""

from __future__ import annotations

from datetime import date
from typing import Any

import anyio
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from .. import comparing, words
from ..api import api, call
from ..documents import as_pdf, as_word
from ..documents.agreement import agreement, amended_texts, grouped
from ..glossary import Glossary
from ..pages import here, page
from ..query import text
from .errors import absent

MOST_VERSIONS = 32_000  # the API's numbers are no larger


def capitals(request: Request) -> Response | None:
    """References are written in capitals: any other writing is sent to the one address."""
    reference = request.path_params["reference"]
    if reference == reference.upper():
        return None
    return RedirectResponse(here(request).replace(reference, reference.upper(), 1), 301)


def live_address(request: Request, reference: str) -> str:
    return f"{request.app.state.settings.frontend_origin}/isps/{reference}"


async def version_page(request: Request) -> Response:
    """One version as it was agreed, whatever came after it."""
    if moved := capitals(request):
        return moved
    number = request.path_params["number"]
    if not 1 <= number <= MOST_VERSIONS:
        return await absent(request)
    reference = request.path_params["reference"]
    data = await api(request).isp_version_page(reference=reference, number=number, **call(request))
    if data.isp is None or data.isp_version is None:
        return await absent(request)
    version = data.isp_version
    numbers = sorted((one.number for one in data.isp.versions), reverse=True)
    return page(
        request,
        "isps/version.html",
        data=data,
        isp=data.isp,
        version=version,
        parties=version.parties,
        bases=[(party, basis) for party in version.parties for basis in party.bases],
        others=[one for one in numbers if one != number],
        before=next((one for one in numbers if one < number), None),
        glossary=Glossary(data.glossary),
        fold_open=True,
        stable=True,
        amended=amended_texts(data.isp, version),
        fingerprint=grouped(version.content_hash) if version.content_hash else "",
    )


async def compare(request: Request) -> Response:
    """Two versions: what the later one puts in, takes out and says otherwise."""
    if moved := capitals(request):
        return moved
    reference = request.path_params["reference"]
    numbers = sorted((request.path_params["a"], request.path_params["b"]))
    if not 1 <= numbers[0] < numbers[1] <= MOST_VERSIONS:
        return await absent(request)
    data = await api(request).isp_compare(reference=reference, before=numbers[0], after=numbers[1], **call(request))
    if data.isp is None or data.before is None or data.after is None:
        return await absent(request)
    found = await anyio.to_thread.run_sync(comparing.compare, data.before, data.after)
    return page(
        request, "isps/compare.html", data=data, isp=data.isp, before=data.before, after=data.after, found=found
    )


async def template(request: Request) -> Response:
    """A version beside the template that it was made from."""
    if moved := capitals(request):
        return moved
    reference, number = request.path_params["reference"], request.path_params["number"]
    if not 1 <= number <= MOST_VERSIONS:
        return await absent(request)
    data = await api(request).isp_template(reference=reference, number=number, **call(request))
    if data.isp is None or data.isp_version is None or data.isp_version.template is None:
        return await absent(request)
    found = await anyio.to_thread.run_sync(comparing.with_template, data.isp_version)
    return page(request, "isps/template.html", data=data, isp=data.isp, version=data.isp_version, found=found)


async def chosen(request: Request) -> Response:
    """The comparison's form: two numbers become the address that says them."""
    reference, a, b = request.path_params["reference"], text(request, "a", 5), text(request, "b", 5)
    if not (a.isascii() and b.isascii() and a.isdigit() and b.isdigit() and int(a) != int(b)):
        return RedirectResponse(f"/isps/{reference}#versions", 303)
    return RedirectResponse(f"/isps/{reference}/compare/{int(a)}/{int(b)}", 303)


async def document(request: Request) -> Response:
    """The agreement as Word or PDF; `?version=2` for another version than the one that speaks for it."""
    reference = request.path_params["reference"].upper()
    raw = text(request, "version", 6)
    number = int(raw) if raw.isascii() and raw.isdigit() and 1 <= int(raw) <= MOST_VERSIONS else None
    if raw and number is None:
        return await absent(request)
    data = await api(request).isp_document(reference=reference, number=number, **call(request))
    if data.isp is None or data.isp_version is None:
        return await absent(request)
    made = await anyio.to_thread.run_sync(lambda: drawn_up(request, data))
    write = as_pdf if request.url.path.endswith(".pdf") else as_word
    return await write(request, f"{data.isp.reference}-version-{data.isp_version.number}", made)


def drawn_up(request: Request, data: Any) -> Any:
    return agreement(
        data.isp,
        data.isp_version,
        site=data.site.name,
        address=live_address(request, data.isp.reference),
        on=words.today(),
        member=data.viewer.is_member,
    )


def day_of(raw: str) -> tuple[date | None, str]:
    """(a day, what is wrong with it). Nothing given is no mistake."""
    if not raw:
        return None, ""
    try:
        day = date.fromisoformat(raw)
    except ValueError:
        return None, "Enter a date as year, month and day, like 2025-03-27"
    return (None, "Choose a day that is not in the future") if day > words.today() else (day, "")


async def history(request: Request) -> Response:
    """What applied on a day, and everything that is recorded to have happened."""
    if moved := capitals(request):
        return moved
    raw = text(request, "on", 20)
    day, wrong = day_of(raw)
    data = await api(request).isp_history(reference=request.path_params["reference"], on=day, **call(request))
    found = data.isp_history
    if found is None:
        return await absent(request)
    return page(
        request,
        "isps/history.html",
        data=data,
        reference=request.path_params["reference"],
        title=found.isp.title if found.isp else "",
        found=found,
        raw=raw or found.on.isoformat(),
        wrong=wrong,
    )


ROUTES = [
    Route("/isps/{reference}.docx", document),
    Route("/isps/{reference}.pdf", document),
    Route("/isps/{reference}/versions/{number:int}", version_page),
    Route("/isps/{reference}/versions/{number:int}/template", template),
    Route("/isps/{reference}/compare", chosen),
    Route("/isps/{reference}/compare/{a:int}/{b:int}", compare),
    Route("/isps/{reference}/history", history),
]
