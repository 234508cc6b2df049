"""A person's own page, the partner they act for, and the way to allauth's pages."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from cms.core import policy
from cms.core.errors import NotFound
from cms.members.adapter import is_safe_address
from cms.members.selectors import partners_of, requester_for, roles_of
from cms.members.selectors.our_people import managed
from cms.members.services import choose_partner

FEW, AT_ONCE = 10, 20  # organisations of one person: from here on they are looked for by name; as many are shown


def to_account(name: str) -> Callable[..., HttpResponse]:
    """A view that leads to the allauth page of this name and keeps where the person was going."""

    def view(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        following = request.GET.get("next")  # allauth judges it
        return redirect(reverse(name) + (f"?{urlencode({'next': following})}" if following else ""))

    return view


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    requester = requester_for(request)
    partners = partners_of(requester)
    find = " ".join(request.GET.get("find", "").split())[:80]
    found = _found(partners, find, requester.acting_for)
    context = {
        "partners": found[:AT_ONCE],
        "count": len(partners),
        "found": len(found),
        "find": find,
        "has_search": len(partners) > FEW,
        "roles": roles_of(requester),
        "acting_for": requester.acting_for,
        "managed": [partner for partner in partners if policy.may(requester, "people.manage", partner.pk)],
        "may_edit": policy.may(requester, "admin.enter"),
    }
    return render(request, "account/overview.html", context)


def _found(partners: list[Any], find: str, acting_for: int | None) -> list[Any]:
    """Those whose names hold every word; the one acted for first, where nothing is looked for."""
    words = find.casefold().split()
    rows = [one for one in partners if all(word in str(one).casefold() for word in words)]
    return rows if words else sorted(rows, key=lambda one: one.pk != acting_for)


@login_required
@require_safe
def to_people(request: HttpRequest, partner: int | None = None, pk: int | None = None) -> HttpResponse:
    """Where a lead's people were looked after before: addresses in old mails and bookmarks lead on."""
    rows = managed(requester_for(request)).filter(pk=partner).values_list("slug", flat=True) if partner else ()
    asked = "".join(f"?{urlencode({'of': slug})}" for slug in rows)  # nothing is said of others' bodies
    return HttpResponseRedirect(f"{settings.FRONTEND_ORIGIN}/organisation/people{asked}")


@login_required
@require_POST
def acting_for(request: HttpRequest) -> HttpResponse:
    """Choose which of one's organisations the site is about; then back to where one was."""
    try:
        wanted = int(request.POST.get("partner", ""))
        choose_partner(by=requester_for(request), session=request.session, partner_id=wanted)
    except (ValueError, NotFound):
        return render(request, "account/not_found.html", status=404)
    following = request.POST.get("next", "")
    return HttpResponseRedirect(following if is_safe_address(following) else settings.LOGIN_REDIRECT_URL)
