"""Signing in through one's organisation: which directory it is, the way there and back, and connecting an account."""

from typing import Any, cast

import requests
from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import callback
from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.audit.services import record
from cms.members.models import SignInProvider, User
from cms.members.selectors import requester_for
from cms.members.selectors.sign_in import current_providers, provider_for, provider_of
from cms.members.sso import SocialAccountAdapter, refused

UNKNOWN = "Nobody has set this up for your organisation yet. Sign in with your password or your passkey."
AWAY = "Your organisation's sign-in does not answer at present. Try again in some minutes, or use your password."


class AddressForm(forms.Form):
    email = forms.EmailField(
        label="Work e-mail address", max_length=254, widget=forms.EmailInput({"autocomplete": "username"})
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def through_organisation(request: HttpRequest) -> HttpResponse:
    """Ask for the address, and lead to the directory of its domain. Only the domain is looked up, never the person."""
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = provider_for(form.cleaned_data["email"])
        if row is not None:
            try:
                return _lead_there(request, row, process="login", login_hint=form.cleaned_data["email"])
            except (requests.RequestException, OAuth2Error, KeyError, ValueError):
                form.add_error(None, AWAY)
        else:
            form.add_error(None, UNKNOWN)
    context = {"form": form, "next": get_next_redirect_url(request) or ""}
    return render(request, "account/through_organisation.html", context)


def _lead_there(request: HttpRequest, row: SignInProvider, *, process: str, **more: str) -> HttpResponse:
    """Raises requests.RequestException, OAuth2Error, KeyError or ValueError where the directory answers badly."""
    request.begins_sign_in = True  # type: ignore[attr-defined]
    adapter = SocialAccountAdapter(request)
    provider: OpenIDConnectProvider = adapter.get_provider(request, row.key)
    found: HttpResponse = provider.redirect(
        request,
        process=process,
        next_url=get_next_redirect_url(request),
        auth_params=provider.get_auth_params() | more,
        scope=provider.get_scope(),
    )
    return found


@require_POST
def begin(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To one directory by its key: to connect an account, else to sign in. What the address asks for besides, such as
    other scopes, is not passed on."""
    row = provider_of(provider_id)
    if row is None:
        raise Http404
    process = "connect" if request.POST.get("process") == "connect" and request.user.is_authenticated else "login"
    more = {"prompt": "login"} if request.POST.get("once_more") else {}  # asked there again, not let through
    try:
        return _lead_there(request, row, process=process, **more)
    except (requests.RequestException, OAuth2Error, KeyError, ValueError):
        return refused(request)


@never_cache
@require_safe
def came_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the directory. What it says wrongly is a refused sign-in, never an error of ours."""
    try:
        found: HttpResponse = callback(request, provider_id)
    except (requests.RequestException, OAuth2Error, KeyError, TypeError, ValueError, ImproperlyConfigured):
        return refused(request)
    return found


@login_required
@never_cache
@require_safe
def once_more(request: HttpRequest) -> HttpResponse:
    """Before a change to what protects an account that has no password here: sign in at the organisation again."""
    keys = SocialAccount.objects.filter(user=cast(User, request.user)).values("provider")
    context = {"rows": current_providers().filter(key__in=keys), "next": get_next_redirect_url(request) or ""}
    return render(request, "socialaccount/once_more.html", context)


@login_required
@reauthentication_required(app="allauth.socialaccount")
@require_http_methods(["GET", "HEAD", "POST"])
def connections(request: HttpRequest) -> HttpResponse:
    """Which directories open this account; one may be taken off while another way in is left."""
    user = cast(User, request.user)
    mine = {row.provider: row for row in SocialAccount.objects.filter(user=user)}
    if request.method == "POST":
        return _take_off(request, user, mine.get(request.POST.get("provider", "")))
    domain = user.email.lower().rpartition("@")[2]
    context: dict[str, Any] = {
        "connected": SignInProvider.objects.filter(key__in=mine).order_by("name"),
        "offered": current_providers().filter(domains__domain=domain).exclude(key__in=mine),
        "can_take_off": user.has_usable_password(),
    }
    return render(request, "socialaccount/connections.html", context)


def _take_off(request: HttpRequest, user: User, account: SocialAccount | None) -> HttpResponse:
    if account is None:
        raise Http404
    if not user.has_usable_password():
        return redirect("account_set_password")
    row = SignInProvider.objects.filter(key=account.provider).first()
    account.delete()
    record(requester_for(request), "sign_in.disconnected", row, after={"provider": account.provider})
    get_account_adapter(request).send_notification_mail(
        "socialaccount/email/account_disconnected", user, context={"provider": row or account.provider}
    )
    return redirect("socialaccount_connections")
