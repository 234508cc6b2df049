"""Signed copies of the registers: which there are, their files, and whether a file is from one."""

from __future__ import annotations

import re

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ..api import api, call
from ..forms import EXPIRED, Form, posted
from ..hashing import hash_file
from ..pages import page
from ..query import page_number, text
from ..security import same_origin, token_ok
from .errors import absent

SIZE = 24
MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])\Z")
HASH = re.compile(r"[0-9a-f]{64}\Z")
CHECK = "/register/snapshots/check"
TOO_LARGE = "This file is larger than 200 MB, which no copy is: choose another one, or paste its fingerprint"
NO_HASH = "Paste all 64 figures of the fingerprint: figures and the letters a to f"


async def snapshots(request: Request) -> Response:
    data = await api(request).snapshot_list(page=page_number(request, SIZE), page_size=SIZE, **call(request))
    return page(request, "register/snapshots.html", data=data, found=data.register_snapshots, size=SIZE)


async def snapshot(request: Request) -> Response:
    month = request.path_params["month"]
    data = await api(request).snapshot_page(month=month if MONTH.match(month) else "", **call(request))
    if data.register_snapshot is None:
        return await absent(request)
    return page(request, "register/snapshot.html", data=data, found=data.register_snapshot)


async def check(request: Request) -> Response:
    """GET: ?sha256= says which copy it is from. POST: a file, of which only the hash is worked out here."""
    form, status = Form.blank(sha256=text(request, "sha256")), 200
    if request.method == "POST":
        form, sha256 = await chosen(request)
        if sha256:
            return RedirectResponse(f"{CHECK}?sha256={sha256}", 303)
        status = 422
    wanted = "".join(form.get("sha256").split()).lower()
    asked = bool(HASH.match(wanted))
    if wanted and not asked:
        form.errors["sha256"], status = NO_HASH, 422
    data = await api(request).snapshot_check(sha_256=wanted if asked else "", **call(request))
    found = data.snapshot_by_sha_256
    return page(
        request, "register/check.html", data=data, form=form, asked=asked, wanted=wanted, found=found, status=status
    )


async def chosen(request: Request) -> tuple[Form, str]:
    """(the form as it is shown again, the hash of the file or "")."""
    settings = request.app.state.settings
    if not same_origin(request.headers, settings.frontend_origin):
        raise HTTPException(403)
    if not request.headers.get("content-type", "").startswith("multipart/"):
        form = await posted(request)
        pasted = "".join(form.get("sha256").split()).lower()
        if not form.notice and not HASH.match(pasted):
            form.errors["sha256"] = NO_HASH
        return form, "" if form.wrong else pasted
    came, form = await hash_file(request), Form.blank()
    session = request.cookies.get(settings.session_cookie, "")
    if not token_ok(settings.secret, session, came.fields.get("csrf", "")):
        form.notice = EXPIRED
    elif came.is_too_large:
        form.errors["file"] = TOO_LARGE
    elif not came.sha256:
        form.errors["file"] = "Choose a file"
    return form, "" if form.wrong else came.sha256


ROUTES = [
    Route("/register/snapshots", snapshots),
    Route(CHECK, check, methods=["GET", "POST"]),
    Route("/register/snapshots/{month}", snapshot),
]
