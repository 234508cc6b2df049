"""Leaving, and cover for a long absence: a person's own pages, and a partner lead's for somebody else.

Everything that would move is shown before the button is pressed, and nothing moves by opening a page.
"""

from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from cms.core import policy
from cms.core.errors import BadInput, Conflict, DomainError, Forbidden
from cms.core.requester import Requester
from cms.members import holdings
from cms.members.models import Absence, Departure, Membership, PartnerRole, User
from cms.members.selectors import members_of, requester_for
from cms.members.services.absence import end_absence, set_absence
from cms.members.services.leaving import call_off_leaving, may_hand_on, plan_leaving

View = Callable[..., HttpResponse]
NOBODY = ("", "Nobody yet: it stays on the list of what needs somebody")


def _day(label: str, help_text: str = "") -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, widget=widget)


def _guarded(view: View) -> View:
    """What somebody may not do and who does not exist look the same."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (Forbidden, User.DoesNotExist, Departure.DoesNotExist, Absence.DoesNotExist, Membership.DoesNotExist):
            return render(request, "account/not_found.html", status=404)

    return login_required(wrapped)


def _asked(request: HttpRequest, action: str, partner: int | None, user: int | None) -> tuple[Requester, User, Any]:
    """(requester, person, partner): the requester's own place unless another is named. Raises Forbidden."""
    by = requester_for(request)
    key = partner if partner is not None else by.acting_for
    person = user if user is not None else by.user_id
    if key is None or person is None or not policy.may(by, action, (key, person)):
        raise Forbidden("Not yours.")
    place = Membership.objects.filter(user=person, partner=key).select_related("partner", "user").first()
    if place is None:
        raise Forbidden("Not there.")
    return by, place.user, place.partner


def _people(partner: int, without: int) -> list[tuple[str, str]]:
    rows = members_of(partner).exclude(pk=without).order_by("last_name", "first_name")
    return [(str(row.pk), f"{row} ({row.job_title})" if row.job_title else str(row)) for row in rows]


class LeavingForm(forms.Form):
    last_day = _day("Last day", "Access ends after this day. What is handed over moves the day after.")
    everything = forms.ChoiceField(
        label="Who takes over", required=False, help_text="For everything, unless you choose somebody else below."
    )

    def __init__(self, *args: Any, partner: int, user: int, found: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = _people(partner, user)
        self.fields["everything"].choices = [NOBODY, *people]  # type: ignore[attr-defined]
        for row in found:
            if row["moves"]:
                self.fields[row["key"]] = forms.ChoiceField(
                    label=f"{row['count']} where they {row['label']}",
                    required=False,
                    choices=[("", "As chosen above"), ("nobody", "Nobody yet"), *people],
                )

    def successors(self) -> dict[str, int | None]:
        """By kind: the one chosen for it, else the one for everything."""
        given = self.cleaned_data
        chosen: dict[str, int | None] = {}
        for name in self.fields:
            if name not in ("last_day", "everything"):
                wanted = given[name] or given["everything"]
                chosen[name] = int(wanted) if wanted and wanted != "nobody" else None
        return chosen


def _found(by: Requester, user: User, partner: int) -> list[dict[str, Any]]:
    """All that somebody looks after, by kind, and whether it can move."""
    rows = []
    for holding in holdings.all_holdings():
        held = holding.held(user.pk, partner)
        if not held:
            continue
        moves = holding.move is not None
        stays: list[str] = []
        if holding.key in (holdings.ROLES, holdings.DEPUTY_ROLES):
            roles = PartnerRole.objects.filter(pk__in=[one.pk for one in held])
            stays = [role.get_role_display() for role in roles if not may_hand_on(by, role)]
            moves = len(stays) < len(held)
        row = {"key": holding.key, "label": holding.label, "count": len(held), "held": held, "moves": moves}
        rows.append(row | {"stays": stays, "about": holding.about if stays or not moves else ""})
    return rows


@require_http_methods(["GET", "HEAD", "POST"])
@_guarded
def leaving(request: HttpRequest, partner: int | None = None, user: int | None = None) -> HttpResponse:
    """GET: all that somebody looks after, and who could take over. POST "look": what would move to whom. POST
    "confirm": plan it."""
    by, person, place = _asked(request, "leaving.plan", partner, user)
    planned = Departure.objects.filter(user=person, partner=place, cancelled_at=None, done_at=None).first()
    found = _found(by, person, place.pk)
    data = request.POST if request.method == "POST" and planned is None else None
    form = LeavingForm(data, partner=place.pk, user=person.pk, found=found)
    context = {"form": form, "person": person, "place": place, "found": found, "planned": planned}
    context |= {"own": person.pk == by.user_id, "check": None}
    if data is not None and form.is_valid():
        successors = form.successors()
        if "confirm" in data:
            try:
                last_day = form.cleaned_data["last_day"]
                plan_leaving(by=by, user=person, partner_id=place.pk, last_day=last_day, successors=successors)
            except (BadInput, Conflict) as error:
                _add(form, error)
            else:
                if place.pk not in requester_for(request).partners:
                    return redirect("account")
                return redirect(request.path)
        else:
            names = dict(_people(place.pk, person.pk))
            context["check"] = [row | {"to": names.get(str(successors.get(row["key"]) or ""), "")} for row in found]
    if planned is not None:
        context["may_call_off"] = policy.may(by, "leaving.call_off", planned)
        context["moves"] = planned.moves.select_related("successor")
        context["labels"] = {one.key: one.label for one in holdings.all_holdings()}
    status = 422 if form.errors else 200
    return render(request, "account/leaving.html", context, status=status)


def _add(form: forms.Form, error: DomainError) -> None:
    fields = error.details.get("fields")
    if not isinstance(fields, dict) or not fields:
        form.add_error(None, str(error))
        return
    for name, messages in fields.items():
        form.add_error(name if name in form.fields else None, messages)


@require_POST
@_guarded
def stay(request: HttpRequest, pk: int) -> HttpResponse:
    row = Departure.objects.get(pk=pk)
    with suppress(Conflict):  # it has happened: the page says so
        call_off_leaving(by=requester_for(request), departure=row)
    if row.user_id == requester_for(request).user_id:
        return redirect("account_leaving", row.partner_id)
    return redirect("account_leaving_of", row.partner_id, row.user_id)


class CoverForm(forms.Form):
    starts_on = _day("First day away")
    ends_on = _day("Last day away")
    cover = forms.ChoiceField(label="Who covers", help_text="Somebody of the same organisation.")

    def __init__(self, *args: Any, partner: int, user: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cover"].choices = [("", "Choose"), *_people(partner, user)]  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@_guarded
def cover(request: HttpRequest, partner: int | None = None, user: int | None = None) -> HttpResponse:
    """Who covers for somebody, now and later; and entering it."""
    by, person, place = _asked(request, "absence.set", partner, user)
    form = CoverForm(request.POST if request.method == "POST" else None, partner=place.pk, user=person.pk)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            set_absence(
                by=by,
                user=person,
                partner_id=place.pk,
                starts_on=given["starts_on"],
                ends_on=given["ends_on"],
                cover=User.objects.get(pk=int(given["cover"])),
            )
        except BadInput as error:
            _add(form, error)
        else:
            return redirect(request.path)
    rows = policy.visible(Absence.objects.all(), by).filter(user=person, partner=place).select_related("cover")
    context = {"form": form, "person": person, "place": place, "own": person.pk == by.user_id}
    context["absences"] = [row for row in rows if row.ends_on is None or not row.is_over]
    return render(request, "account/cover.html", context, status=422 if form.errors else 200)


@require_POST
@_guarded
def back(request: HttpRequest, pk: int) -> HttpResponse:
    row = Absence.objects.get(pk=pk)
    by = requester_for(request)
    partner, user = row.partner_id, row.user_id
    end_absence(by=by, absence=row)
    return redirect("account_cover", partner) if user == by.user_id else redirect("account_cover_of", partner, user)
