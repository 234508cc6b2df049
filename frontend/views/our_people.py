"""Our people, for who manages them: who belongs, who is invited, roles with dates and deputies, and who leaves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..api import api, call
from ..client.enums import PartnerRoleKind
from ..client.input_types import (
    AnswerRoleOffersInput,
    ChangeRoleInput,
    EndInput,
    GiveRoleInput,
    InvitationInput,
    InvitePersonInput,
    OfferRoleInput,
    WithdrawRoleOfferInput,
)
from ..forms import Form, posted
from ..pages import page, session_of
from ..query import choice, text
from ..words import today
from .account import to_sign_in
from .community_forms import attempt, back
from .errors import not_found
from .sending import kept

PEOPLE, ROLES = "/organisation/people", "/organisation/roles"
OFFER = "offer-"
LINES = 300  # fields of the form with a box for each offer
MOST = 200
SAID = {
    "invited": "The invitation is on its way. Its link works once, for 21 days.",
    "sent_again": "Sent again, with a new link for 21 days. The old link has ended.",
    "withdrawn": "The invitation is withdrawn. Its link works no more.",
    "given": "The role is given.",
    "changed": "Saved.",
    "ended": "Done. What ends at once has ended now, the rest after the day you chose.",
    "answered": "Your answer is saved.",
    "taken_back": "Your offer is taken back. Where somebody said yes already, the role stays.",
    "offered": "Your offer is on its way. Each organisation answers once; nothing changes before it does.",
}
WORKING = [
    ("dpo", "Data protection officer"),
    ("caldicott_guardian", "Caldicott Guardian"),
    ("ig_lead", "Information governance lead"),
    ("operational_lead", "Operational lead"),
    ("partner_lead", "Partner lead"),
]
NAMES = {
    "email": "email",
    "role": "role",
    "deputyId": "deputy",
    "userId": "role",
    "startsOn": "from",
    "endsOn": "until",
    "last_day": "until",
    "serviceArea": "area",
    "partners": "partners",
    "note": "note",
}
NO_DAY = "Enter a day such as 27 3 2027, or leave all three empty"


def of(request: Request, form: Form | None = None) -> str:
    return (form.get("of") if form is not None else "") or text(request, "of")


def address(path: str, slug: str) -> str:
    return f"{path}?of={slug}"


def done(path: str, slug: str, state: str) -> Response:
    return back(f"{path}?of={slug}&done={state}")


async def show(
    request: Request, template: str, form: Form | None = None, *, status: int = 200, **find: Any
) -> Response:
    """A page of one body's people. `find` are functions of the body that give what the page is about; None is a 404."""
    data = await api(request).our_people(partner=of(request, form) or None, **call(request))
    if not data.viewer.is_signed_in:
        return await kept(request, form) if form is not None else to_sign_in(request)
    ours = data.our_people
    found = {name: look(ours) for name, look in find.items()} if ours is not None else {}
    if ours is None or any(one is None for one in found.values()):
        return await not_found(request)
    form = form or Form.blank(**starting(template, found))
    said = SAID.get(text(request, "done"), "")
    return page(request, template, data=data, ours=ours, form=form, done=said, status=status, today=today(), **found)


def starting(template: str, found: dict[str, Any]) -> dict[str, str]:
    """What stands in the form of a role before anybody writes."""
    role = found.get("role")
    if role is None or not template.endswith("role.html"):
        return {}
    until = role.ends_on
    days = {"day": until.day, "month": until.month, "year": until.year} if until else {}
    return {
        "deputy": role.deputy_id or "",
        "area": role.service_area,
        "public": "1" if role.is_public else "",
        **{f"until_{part}": str(number) for part, number in days.items()},
    }


def person_in(pk: int) -> Callable[[Any], Any]:
    return lambda ours: next((one for one in ours.people if one.id == str(pk)), None)


def role_in(pk: int) -> Callable[[Any], Any]:
    return lambda ours: next((role for one in ours.people for role in one.roles if role.id == str(pk)), None)


def holder_in(pk: int) -> Callable[[Any], Any]:
    return lambda ours: next((one for one in ours.people if any(role.id == str(pk) for role in one.roles)), None)


def day_of(form: Form, name: str) -> date | None:
    """Writes the error where something stands in the boxes that is no day."""
    found = form.day(name)
    if found is None and form.has_day(name):
        form.errors[name] = NO_DAY
    return found


# -- pages -----------------------------------------------------------------------------------------------
async def people(request: Request) -> Response:
    if not session_of(request):
        return to_sign_in(request)
    return await show(request, "our_people/list.html")


async def invite(request: Request) -> Response:
    if request.method != "POST":
        return await show(request, "our_people/invite.html")
    form = await posted(request)
    status = 422
    if not form.wrong:
        given = InvitePersonInput(
            partner=form.get("of"),
            email=form.get("email"),
            name=form.get("name") or None,
            jobTitle=form.get("job") or None,
            role=choice(PartnerRoleKind, form.get("role")),
        )
        status = await attempt(form, lambda: api(request).invite_person(input=given, **call(request)), NAMES, "email")
        if not status:
            return done(PEOPLE, form.get("of"), "invited")
        if status == 409:
            form.notice, form.errors["email"] = "", "They belong to your organisation already, or are invited already"
            status = 422
    return await show(request, "our_people/invite.html", form, status=status)


async def invitation(request: Request) -> Response:
    """POST: send again, or withdraw."""
    form = await posted(request)
    if form.wrong:
        return await show(request, "our_people/list.html", form, status=422)
    given = InvitationInput(id=str(request.path_params["id"]))
    again = form.get("act") == "resend"
    if not again and form.get("act") != "withdraw":
        raise HTTPException(400)
    send = api(request).resend_invitation if again else api(request).withdraw_invitation
    status = await attempt(form, lambda: send(input=given, **call(request)), {}, "email")
    if not status:
        return done(PEOPLE, form.get("of"), "sent_again" if again else "withdrawn")
    return await show(request, "our_people/list.html", form, status=status)


async def person(request: Request) -> Response:
    """GET: what somebody does here. POST: one more role."""
    pk = request.path_params["id"]
    form, status = None, 200
    if request.method == "POST":
        form = await posted(request)
        status = 422
        begins, ends = day_of(form, "from"), day_of(form, "until")
        role = choice(PartnerRoleKind, form.get("role"))
        if role is None:
            form.errors["role"] = "Choose a role"
        if role is not None and not form.wrong:
            given = GiveRoleInput(
                partner=form.get("of"),
                userId=form.get("user"),
                role=role,
                startsOn=begins,
                endsOn=ends,
                deputyId=form.get("deputy") or None,
                serviceArea=form.get("area") or None,
                isPublic=bool(form.get("public")),
            )
            status = await attempt(form, lambda: api(request).give_role(input=given, **call(request)), NAMES, "role")
            if not status:
                return done(f"{PEOPLE}/{pk}", form.get("of"), "given")
    return await show(request, "our_people/person.html", form, status=status, person=person_in(pk))


async def change_role(request: Request) -> Response:
    """GET: one role. POST: other terms, or its end."""
    pk = request.path_params["id"]
    form, status = None, 200
    if request.method == "POST":
        form = await posted(request)
        status = 422
        until = day_of(form, "until")
        ending = form.get("act") == "end"
        if not form.wrong:
            if ending:
                last = EndInput(id=str(pk), lastDay=None)
                status = await attempt(form, lambda: api(request).end_role(input=last, **call(request)), NAMES, "area")
            else:
                given = ChangeRoleInput(
                    id=str(pk),
                    endsOn=until,
                    deputyId=form.get("deputy") or None,
                    serviceArea=form.get("area"),
                    isPublic=bool(form.get("public")),
                )
                status = await attempt(
                    form, lambda: api(request).change_role(input=given, **call(request)), NAMES, "area"
                )
            if not status:
                return done(PEOPLE, form.get("of"), "ended" if ending else "changed")
    return await show(request, "our_people/role.html", form, status=status, role=role_in(pk), person=holder_in(pk))


async def leave(request: Request) -> Response:
    """GET asks. POST ends a membership, now or after a day."""
    pk = request.path_params["id"]
    form, status = None, 200
    if request.method == "POST":
        form = await posted(request)
        status = 422
        last = None if form.get("now") else day_of(form, "until")
        if last is None and not form.get("now") and not form.errors:
            form.errors["until"] = "Enter their last day, or choose “End now”"
        if not form.wrong:
            given = EndInput(id=str(pk), lastDay=last)
            status = await attempt(
                form, lambda: api(request).end_membership(input=given, **call(request)), NAMES, "until"
            )
            if not status:
                return done(PEOPLE, form.get("of"), "ended")
    return await show(request, "our_people/leave.html", form, status=status, person=person_in(pk))


# -- several bodies --------------------------------------------------------------------------------------
async def roles(request: Request) -> Response:
    """GET: offers that wait for an answer, and offering oneself. POST: answers, or an offer."""
    form, status = None, 200
    if request.method == "POST":
        form = await posted(request, limit=LINES)
        status = 422
        if not form.wrong:
            send, state = ACTS.get(form.get("act"), ACTS["yes"])
            status = await send(request, form)
            if not status:
                return back(ROLES, state)
    data = await api(request).role_offers(**call(request))
    if not data.viewer.is_signed_in:
        return await kept(request, form) if form is not None else to_sign_in(request)
    return page(
        request,
        "our_people/roles.html",
        data=data,
        offers=data.role_offers,
        made=data.role_offers_made,
        roles=WORKING,
        form=form or Form.blank(),
        done=SAID.get(text(request, "done"), ""),
        status=status,
    )


async def answer(request: Request, form: Form) -> int:
    ids = [name.removeprefix(OFFER) for name, value in form.values.items() if name.startswith(OFFER) and value]
    if not ids or form.get("act") not in ("yes", "no"):
        form.errors["offers"] = "Choose at least one organisation"
        return 422
    given = AnswerRoleOffersInput(ids=ids, accepted=form.get("act") == "yes")
    return await attempt(form, lambda: api(request).answer_role_offers(input=given, **call(request)), {}, "offers")


async def offer(request: Request, form: Form) -> int:
    role, until = choice(PartnerRoleKind, form.get("role")), day_of(form, "until")
    lines = [line.strip() for line in form.get("partners").splitlines() if line.strip()]
    if role is None:
        form.errors["role"] = "Choose a role"
    if not lines or len(lines) > MOST:
        form.errors["partners"] = f"Write 1 to {MOST} organisations, one on each line"
    if role is None or form.wrong:
        return 422
    given = OfferRoleInput(
        submissionId=form.get("submission"),
        role=role,
        partners=lines,
        serviceArea=form.get("area") or None,
        note=form.get("note") or None,
        endsOn=until,
    )
    return await attempt(form, lambda: api(request).offer_role(input=given, **call(request)), NAMES, "partners")


async def take_back(request: Request, form: Form) -> int:
    given = WithdrawRoleOfferInput(id=form.get("offer"))
    return await attempt(form, lambda: api(request).withdraw_role_offer(input=given, **call(request)), {}, "made")


ACTS = {
    "offer": (offer, "offered"),
    "withdraw": (take_back, "taken_back"),
    **dict.fromkeys(("yes", "no"), (answer, "answered")),
}

ROUTES = [
    Route(PEOPLE, people),
    Route(f"{PEOPLE}/invite", invite, methods=["GET", "POST"]),
    Route(f"{PEOPLE}/invitations/{{id:int}}", invitation, methods=["POST"]),
    Route(f"{PEOPLE}/roles/{{id:int}}", change_role, methods=["GET", "POST"]),
    Route(f"{PEOPLE}/{{id:int}}", person, methods=["GET", "POST"]),
    Route(f"{PEOPLE}/{{id:int}}/leave", leave, methods=["GET", "POST"]),
    Route(ROLES, roles, methods=["GET", "POST"]),
]
