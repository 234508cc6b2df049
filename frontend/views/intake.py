"""Bringing in old agreements: what came, one paper a page, and a spreadsheet beside them."""

from __future__ import annotations

import re
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from ..api import api, call, code, field_errors
from ..client import GraphQLClientGraphQLMultiError
from ..client.input_types import (
    AcceptPaperInput,
    AddKnownByNameInput,
    ApplyExactRowsInput,
    ConfirmColumnsInput,
    PaperInput,
    PartyChoiceInput,
    SettlePaperInput,
    SettleRowInput,
    SheetColumnInput,
    StartIntakeInput,
    StartUploadInput,
)
from ..forms import SIGNED_OUT, Form, posted
from ..pages import page
from ..query import text
from .account import to_sign_in
from .errors import dress, not_found

HOME = "/organisation/add"
FIELDS = 400  # of the form of one paper: each party, each open question
LINES = 400  # of one page that are shown
SAID = {
    "accepted": "Accepted. It is in the register, for its partners alone. You can undo it below.",
    "left": "Left for later.",
    "not_one": "Marked as not an agreement.",
    "duplicate": "Marked as the same as another.",
    "asked": "The core team was asked. They see the paper and your question.",
    "undone": "Taken back. The paper is open again.",
    "again": "It will be read again within a few minutes.",
    "added": "Added. They are known by name; no file is held.",
    "columns": "Kept. Now give each row to its paper.",
    "row": "Done.",
    "exact": "Done: every row that matched exactly was given to its paper.",
}
CHANGED_MEANWHILE = "Somebody else changed this paper meanwhile. Nothing was saved: look at it again, then press again."
# The API's names of fields beside those of the form.
NAMES = {
    "signedOn": "signed_on",
    "startsOn": "starts_on",
    "endsOn": "ends_on",
    "reviewOn": "review_on",
    "sameAs": "same_as",
}


async def home(request: Request) -> Response:
    """GET: whose agreements one may bring in, and what was brought. POST: begin a batch."""
    form = Form.blank()
    if request.method == "POST":
        form = await posted(request)
        if not form.wrong:
            answer = await begin(request, form)
            if answer is not None:
                return answer
    data = await api(request).intake_home_page(**call(request))
    if not data.viewer.is_signed_in and request.method == "GET":
        return to_sign_in(request)
    if data.intake is None:
        return await not_found(request)
    return page(
        request, "intake/home.html", data=data, intake=data.intake, form=form, status=422 if form.wrong else 200
    )


async def begin(request: Request, form: Form) -> Response | None:
    given = StartIntakeInput(partner=form.get("partner"), name=form.get("name"), submissionId=form.get("submission"))
    try:
        made = await api(request).start_intake(input=given, **call(request))
    except GraphQLClientGraphQLMultiError as error:
        keep(form, error)
        return None
    if made.start_intake is None:
        raise HTTPException(503)
    return RedirectResponse(f"{HOME}/{made.start_intake.batch}", 303)


def keep(form: Form, error: GraphQLClientGraphQLMultiError) -> None:
    """What is wrong goes into the form; what is no mistake of the person's is raised again."""
    match code(error):
        case "UNAUTHENTICATED":
            form.notice = SIGNED_OUT
        case "BAD_USER_INPUT":
            found = {NAMES.get(name, name): message for name, message in field_errors(error).items()}
            form.errors |= found or {"title": "This could not be saved. Look at your answers and press again"}
        case "CONFLICT":
            form.notice = CHANGED_MEANWHILE
        case _:
            raise error


def status_of(form: Form) -> int:
    if form.notice == SIGNED_OUT:
        return 401
    return 409 if form.notice == CHANGED_MEANWHILE else 422 if form.wrong else 200


# -- one batch -------------------------------------------------------------------------------------------
async def batch(request: Request) -> Response:
    return await show_batch(request, Form.blank())


async def show_batch(request: Request, form: Form, *, upload: Any = None, upload_kind: str = "") -> Response:
    key = str(request.path_params["batch"])
    sent = text(request, "upload")
    data = await api(request).intake_batch_page(id=key, upload=sent if sent.isdigit() else "0", **call(request))
    if not data.viewer.is_signed_in and request.method == "GET":
        return to_sign_in(request)
    if data.intake_batch is None:
        return await not_found(request)
    return page(
        request,
        "intake/batch.html",
        data=data,
        found=data.intake_batch,
        card=data.intake_batch.card,
        sent=data.upload_result.files if data.upload_result else [],
        form=form,
        done=SAID.get(text(request, "done"), ""),
        status=status_of(form),
        upload=upload,
        upload_kind=upload_kind,
    )


async def choose_files(request: Request) -> Response:
    """The page with the file chooser: its form posts straight to the CMS, with an address of this person's own."""
    form = await posted(request)
    if form.wrong:
        return await show_batch(request, form)
    purpose = "intake.sheet" if form.get("what") == "sheet" else "intake.files"
    given = StartUploadInput(purpose=purpose, target=str(request.path_params["batch"]))
    started = await api(request).start_upload(input=given, **call(request))
    if started.start_upload is None:
        raise HTTPException(503)
    return await show_batch(request, form, upload=started.start_upload, upload_kind=purpose)


async def add_names(request: Request) -> Response:
    form = await posted(request)
    titles = [line for line in form.get("titles").splitlines() if line.strip()]
    if not titles:
        form.errors["titles"] = "Give each agreement a title, one a line"
    if form.wrong:
        return await show_batch(request, form)
    key = str(request.path_params["batch"])
    try:
        await api(request).add_known_by_name(input=AddKnownByNameInput(batch=key, titles=titles[:200]), **call(request))
    except GraphQLClientGraphQLMultiError as error:
        keep(form, error)
        return await show_batch(request, form)
    return RedirectResponse(f"{HOME}/{key}?done=added", 303)


async def sheet(request: Request) -> Response:
    """One press about a spreadsheet: its columns, a row, or all rows that match exactly."""
    form = await posted(request, limit=120)
    key, client = str(request.path_params["batch"]), api(request)
    if form.wrong:
        return await show_batch(request, form)
    try:
        match form.get("press"):
            case "columns":
                columns = [
                    SheetColumnInput(field=name.removeprefix("column_"), column=value)
                    for name, value in form.values.items()
                    if name.startswith("column_")
                ]
                given = ConfirmColumnsInput(sheet=form.get("sheet"), columns=columns)
                await client.confirm_columns(input=given, **call(request))
                done = "columns"
            case "exact":
                await client.apply_exact_rows(input=ApplyExactRowsInput(sheet=form.get("sheet")), **call(request))
                done = "exact"
            case _:
                answer = form.get("answer")
                row = SettleRowInput(row=form.get("row"), answer=answer, paper=form.get("paper") or None)
                await client.settle_row(input=row, **call(request))
                done = "row"
    except GraphQLClientGraphQLMultiError as error:
        keep(form, error)
        form.errors = {
            f"column_{name}" if form.get("press") == "columns" else name: m for name, m in form.errors.items()
        }
        return await show_batch(request, form)
    return RedirectResponse(f"{HOME}/{key}?done={done}#sheets", 303)


# -- one paper -------------------------------------------------------------------------------------------
async def paper(request: Request) -> Response:
    """GET: what we think it is, beside what it says. POST: one of the buttons."""
    if request.method == "GET":
        return await show_paper(request, None)
    form = await posted(request, limit=FIELDS)
    if form.wrong:
        return await show_paper(request, form)
    try:
        done = await press(request, form)
    except GraphQLClientGraphQLMultiError as error:
        keep(form, error)
        return await show_paper(request, form)
    following = form.get("next")
    where = f"/{following}" if following.isdigit() and following != "0" and done not in ("undone", "again") else ""
    stay = f"/{request.path_params['number']}" if done in ("undone", "again") else where
    return RedirectResponse(f"{HOME}/{request.path_params['batch']}{stay}?done={done}", 303)


async def press(request: Request, form: Form) -> str:
    """Do what the button says; the key of what is told afterwards."""
    client, key = api(request), form.get("paper")
    match form.get("press") or "accept":
        case "undo":
            await client.undo_paper(input=PaperInput(paper=key), **call(request))
            return "undone"
        case "again":
            await client.read_paper_again(input=PaperInput(paper=key), **call(request))
            return "again"
        case "accept" if form.get("kind") != "not_one":
            await client.accept_paper(input=accepted(form), **call(request))
            return "accepted"
        case button:
            answer = "not_one" if button == "accept" else button
            given = SettlePaperInput(
                paper=key,
                expectedRevision=form.number("revision"),
                answer=answer,
                sameAs=form.get("same_as") or None,
                note=form.get("note"),
            )
            await client.settle_paper(input=given, **call(request))
            return answer if answer in SAID else "left"


def accepted(form: Form) -> AcceptPaperInput:
    values = form.values
    choices = [
        PartyChoiceInput(guess=name.removeprefix("choice_"), partner=value)
        for name, value in values.items()
        if name.startswith("choice_") and value
    ]
    return AcceptPaperInput(
        paper=form.get("paper"),
        expectedRevision=form.number("revision"),
        submissionId=form.get("submission"),
        kind=form.get("kind") or "new",
        title=form.get("title"),
        lead=form.get("lead"),
        parties=[value for name, value in values.items() if name.startswith("party_")],
        others=[line for line in form.get("others").splitlines() if line.strip()],
        choices=choices,
        reference=form.get("reference"),
        existing=form.get("existing"),
        theme=form.get("theme"),
        signedOn=form.get("signed_on"),
        startsOn=form.get("starts_on"),
        endsOn=form.get("ends_on"),
        reviewOn=form.get("review_on"),
    )


async def show_paper(request: Request, form: Form | None) -> Response:
    key, place = str(request.path_params["batch"]), int(request.path_params["number"])
    data = await api(request).intake_paper_page(batch=key, number=place, **call(request))
    if not data.viewer.is_signed_in:
        if request.method == "GET":
            return to_sign_in(request)
        kept = form or Form.blank()
        kept.notice = SIGNED_OUT
        return page(request, "intake/kept.html", data=await dress(request), form=kept, status=401)
    if data.intake_paper is None:
        return await not_found(request)
    found = data.intake_paper
    by_field: dict[str, list[Any]] = {}
    for guess in found.guesses:
        by_field.setdefault(guess.field, []).append(guess)
    fresh = form is None
    form = form or Form.blank(**first_values(by_field))
    if fresh or form.notice == CHANGED_MEANWHILE:
        form.values["revision"] = str(found.revision)
    return page(
        request,
        "intake/paper.html",
        data=data,
        found=found,
        card=found.card,
        guesses=by_field,
        form=form,
        fresh=fresh,
        pages=marked(found),
        done=SAID.get(text(request, "done"), ""),
        status=status_of(form),
    )


def marked(found: Any) -> list[tuple[Any, list[list[tuple[str, bool]]]]]:
    """Each page with its lines as (text, whether a guess came from it)."""
    used = sorted({g.printed for g in found.guesses if len(g.printed) > 3}, key=len, reverse=True)
    pattern = re.compile("(" + "|".join(map(re.escape, used)) + ")") if used else None
    return [(one, [parts(line, pattern) for line in one.text.splitlines()[:LINES]]) for one in found.pages]


def parts(line: str, pattern: re.Pattern[str] | None) -> list[tuple[str, bool]]:
    if pattern is None:
        return [(line, False)]
    return [(piece, n % 2 == 1) for n, piece in enumerate(pattern.split(line)) if piece]


def first_values(by_field: dict[str, list[Any]]) -> dict[str, str]:
    """What the form shows at first: guesses, marked as such. An open question starts empty."""
    one = {name: found[0] for name, found in by_field.items() if name not in ("party", "same_as")}
    values = {name: guess.text for name, guess in one.items()}
    if "theme" in one:
        values["theme"] = one["theme"].value
    same = [guess.value[4:] for guess in by_field.get("same_as", []) if guess.value.startswith("isp:")]
    return {"kind": "new", "existing": same[0] if len(same) == 1 else ""} | values


ROUTES = [
    Route(HOME, home, methods=["GET", "POST"]),
    Route(f"{HOME}/{{batch:int}}", batch),
    Route(f"{HOME}/{{batch:int}}/files", choose_files, methods=["POST"]),
    Route(f"{HOME}/{{batch:int}}/names", add_names, methods=["POST"]),
    Route(f"{HOME}/{{batch:int}}/sheet", sheet, methods=["POST"]),
    Route(f"{HOME}/{{batch:int}}/{{number:int}}", paper, methods=["GET", "POST"]),
]
