"""A partner lead's page: who belongs to the organisation, who is invited, who leaves."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.core import policy
from cms.core.errors import BadInput, Conflict, DomainError, Forbidden
from cms.core.requester import Requester
from cms.members.forms import InviteForm, LastDayForm
from cms.members.models import Invitation, Membership, PartnerRole
from cms.members.selectors import managed_partners, people_and_invitations, requester_for
from cms.members.services import end_membership, end_role, invite, resend_invitation, revoke_invitation

ACTIONS: dict[str, Callable[..., object]] = {"resend": resend_invitation, "revoke": revoke_invitation}
View = Callable[..., HttpResponse]


def not_found(request: HttpRequest) -> HttpResponse:
    return render(request, "account/not_found.html", status=404)


def refusals_are_404(view: View) -> View:
    """What somebody may not manage and what does not exist look the same."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except (Forbidden, Invitation.DoesNotExist, Membership.DoesNotExist, PartnerRole.DoesNotExist):
            return not_found(request)

    return wrapped


def _managed(request: HttpRequest, partner: int) -> Requester:
    requester = requester_for(request)
    if not policy.may(requester, "people.manage", partner):
        raise Forbidden("You do not manage this organisation's people.")
    return requester


@login_required
@require_safe
@refusals_are_404
def people(request: HttpRequest, partner: int | None = None) -> HttpResponse:
    """The people of one organisation: the one asked for, else the one acted for, else the first that one manages."""
    requester = requester_for(request)
    managed = managed_partners(requester)
    keys = [row.pk for row in managed]
    chosen = partner or (requester.acting_for if requester.acting_for in keys else next(iter(keys), None))
    if chosen is None:
        return not_found(request)
    return _page(request, _managed(request, chosen), chosen, managed=managed)


def _page(request: HttpRequest, requester: Requester, partner: int, **context: Any) -> HttpResponse:
    found = people_and_invitations(requester, partner)
    if found is None:
        return not_found(request)
    form = context.pop("form", None) or InviteForm(by=requester, partner_id=partner)
    context.setdefault("managed", managed_partners(requester))
    status = 422 if form.errors else 200
    return render(request, "account/people.html", {"found": found, "form": form, **context}, status=status)


@login_required
@require_POST
@refusals_are_404
def invite_person(request: HttpRequest, partner: int) -> HttpResponse:
    requester = _managed(request, partner)
    form = InviteForm(request.POST, by=requester, partner_id=partner)
    if form.is_valid():
        try:
            invite(by=requester, partner_id=partner, **form.cleaned_data)
        except (BadInput, Conflict) as error:
            form.add_error("email", str(error))
        else:
            return redirect("account_people_of", partner)
    return _page(request, requester, partner, form=form)


@login_required
@require_POST
@refusals_are_404
def change_invitation(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    row = Invitation.objects.get(pk=pk)
    requester = _managed(request, row.partner_id)
    if action not in ACTIONS:
        return not_found(request)
    try:
        ACTIONS[action](by=requester, invitation=row)
    except Conflict as error:
        return _page(request, requester, row.partner_id, problem=str(error))
    return redirect("account_people_of", row.partner_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusals_are_404
def end_person(request: HttpRequest, pk: int) -> HttpResponse:
    row = Membership.objects.select_related("user", "partner").get(pk=pk)
    if not policy.may(_managed(request, row.partner_id), "membership.end", row):
        return not_found(request)
    what = f"{row.user} leaves {row.partner}"
    return _ending(request, row.partner_id, what, lambda by, day: end_membership(by=by, membership=row, last_day=day))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@refusals_are_404
def end_person_role(request: HttpRequest, pk: int) -> HttpResponse:
    row = PartnerRole.objects.select_related("user", "partner").get(pk=pk)
    if not policy.may(_managed(request, row.partner_id), "role.end", row):
        return not_found(request)
    what = f"{row.user} is no longer: {row.get_role_display()}"
    return _ending(request, row.partner_id, what, lambda by, day: end_role(by=by, role=row, last_day=day))


def _ending(request: HttpRequest, partner: int, what: str, end: Callable[[Requester, Any], None]) -> HttpResponse:
    """End it now, or after the day that is asked for."""
    now = "now" in request.POST
    form = LastDayForm(request.POST if request.method == "POST" and not now else None)
    if request.method == "POST" and (now or form.is_valid()):
        try:
            end(requester_for(request), None if now else form.cleaned_data["last_day"])
        except DomainError as error:
            form.add_error("last_day", str(error))
        else:
            return redirect("account_people_of", partner)
    status = 422 if form.errors else 200
    return render(request, "account/end.html", {"form": form, "what": what, "partner": partner}, status=status)
