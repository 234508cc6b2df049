"""Whom to write to at one's organisation: the list, a contact to add or change, and that all of them are right."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..api import api, call
from ..client.input_types import ConfirmContactsInput, RemoveContactInput, SaveContactInput
from ..forms import Form, posted
from ..pages import page
from ..query import text
from .account import to_sign_in
from .community_forms import attempt, back
from .errors import not_found
from .sending import kept

CONTACTS = "/organisation/contacts"
SAID = {
    "saved": "Saved. It counts as right from today.",
    "removed": "Taken off the list. Nobody writes there from now on.",
    "confirmed": "Thank you. We ask again in a year.",
}
NAMES = {"email": "email", "name": "name", "jobTitle": "job", "phone": "phone"}


def of(request: Request, form: Form | None) -> str:
    return (form.get("of") if form is not None else "") or text(request, "of")


async def show(request: Request, template: str, form: Form | None, status: int, pk: int | None = None) -> Response:
    """The list, or one contact's form. 404 for a body whose contacts are not the reader's to keep, as for none."""
    data = await api(request).our_contacts(partner=of(request, form) or None, **call(request))
    if not data.viewer.is_signed_in:
        return await kept(request, form) if form is not None else to_sign_in(request)
    ours = data.our_contacts
    one = next((row for row in ours.contacts if row.id == str(pk)), None) if ours is not None else None
    if ours is None or (pk is not None and one is None):
        return await not_found(request)
    form = form or Form.blank(**starting(one))
    done = SAID.get(text(request, "done"), "")
    return page(request, template, data=data, ours=ours, contact=one, form=form, done=done, status=status)


def starting(one: Any) -> dict[str, str]:
    if one is None:
        return {}
    return {"name": one.name, "email": one.email, "job": one.job_title, "phone": one.phone}


async def contacts(request: Request) -> Response:
    """GET: the list. POST: all of it is right."""
    form, status = None, 200
    if request.method == "POST":
        form = await posted(request)
        status = 422
        if not form.wrong:
            ids = [key for key in form.get("ids").split(",") if key]
            given = ConfirmContactsInput(partner=form.get("of"), ids=ids)
            status = await attempt(form, lambda: api(request).confirm_contacts(input=given, **call(request)), {}, "ids")
            if not status:
                return back(f"{CONTACTS}?of={form.get('of')}&done=confirmed")
    return await show(request, "our_people/contacts.html", form, status)


async def contact(request: Request) -> Response:
    """GET: the form of a new contact, or of one that stands there. POST: save it, or take it off the list."""
    pk: int | None = request.path_params.get("id")
    form, status = None, 200
    if request.method == "POST":
        form = await posted(request)
        status = 422
        if not form.wrong:
            removing = pk is not None and form.get("act") == "remove"
            status = await (remove(request, form, pk) if removing else save(request, form, pk))
            if not status:
                return back(f"{CONTACTS}?of={form.get('of')}&done={'removed' if removing else 'saved'}")
    return await show(request, "our_people/contact.html", form, status, pk)


async def save(request: Request, form: Form, pk: int | None) -> int:
    given = SaveContactInput(
        partner=form.get("of"),
        id=str(pk) if pk is not None else None,
        email=form.get("email"),
        name=form.get("name"),
        jobTitle=form.get("job"),
        phone=form.get("phone"),
    )
    status = await attempt(form, lambda: api(request).save_contact(input=given, **call(request)), NAMES, "email")
    if status == 409:
        form.notice, form.errors["email"] = "", "This address is on the list already, or the contact was taken off it"
        return 422
    return status


async def remove(request: Request, form: Form, pk: int | None) -> int:
    given = RemoveContactInput(id=str(pk))
    status = await attempt(form, lambda: api(request).remove_contact(input=given, **call(request)), {}, "email")
    if status == 409:
        form.notice = "This is the only contact. Add another first: somebody has to be reachable."
    return status


ROUTES = [
    Route(CONTACTS, contacts, methods=["GET", "POST"]),
    Route(f"{CONTACTS}/new", contact, methods=["GET", "POST"]),
    Route(f"{CONTACTS}/{{id:int}}", contact, methods=["GET", "POST"]),
]
