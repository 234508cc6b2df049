"""Writing a file off the event loop, two at once at most, and sending it."""

from __future__ import annotations

from collections.abc import Callable

import anyio
from starlette.requests import Request
from starlette.responses import Response

from ..pages import caching
from . import pdf, word
from .model import Document

PDF, DOCX = "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
AT_ONCE = 2  # a long agreement takes a second of a core; reading pages go first


async def _written(request: Request, writer: Callable[[Document], bytes], document: Document) -> bytes:
    state = request.app.state
    if not hasattr(state, "writers"):
        state.writers = anyio.CapacityLimiter(AT_ONCE)
    return await anyio.to_thread.run_sync(writer, document, limiter=state.writers)


def _file(request: Request, body: bytes, kind: str, name: str) -> Response:
    headers = caching(request) | {"Content-Disposition": f'attachment; filename="{name}"'}
    headers.pop("ETag", None)  # the same answer is two files
    return Response(body, media_type=kind, headers=headers)


async def as_word(request: Request, name: str, document: Document) -> Response:
    return _file(request, await _written(request, word.write, document), DOCX, f"{name}.docx")


async def as_pdf(request: Request, name: str, document: Document) -> Response:
    return _file(request, await _written(request, pdf.write, document), PDF, f"{name}.pdf")
