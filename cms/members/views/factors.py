"""The way to a second factor, and a new password: what allauth's own pages do not do our way."""

from typing import cast

from allauth.account.views import PasswordResetView
from allauth.core import ratelimit
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from cms.jobs.services import enqueue
from cms.members.adapter import attempts_key, is_safe_address
from cms.members.factors import AFTER, has_app, is_enrolled, used_in
from cms.members.models import User


class CountedPasswordReset(PasswordResetView):  # type: ignore[misc]
    """Three letters in a quarter of an hour for one account from one address: elsewhere nobody is kept from theirs.

    A job looks whose address it is and writes: how long the answer takes says nothing about who has an account.
    """

    def form_valid(self, form: object) -> HttpResponse:
        email = str(form.cleaned_data["email"])  # type: ignore[attr-defined]
        key = attempts_key(self.request, email)
        refused = ratelimit.consume_or_429(self.request, action="reset_password", key=key)
        if refused:
            return refused  # type: ignore[no-any-return]
        enqueue("cms.members.letters.send_reset_letter", email)
        return HttpResponseRedirect(self.get_success_url())


password_reset = CountedPasswordReset.as_view()


@login_required
@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """Where somebody uses the second factor that they have, or sets one up; `next` is kept for afterwards."""
    following = request.GET.get("next", "")
    following = following if is_safe_address(following) else reverse("account")
    user = cast(User, request.user)
    if used_in(request, user):
        return HttpResponseRedirect(following)
    if is_enrolled(user):
        page = "mfa_reauthenticate" if has_app(user) else "mfa_reauthenticate_webauthn"
        return redirect(f"{reverse(page)}?{urlencode({'next': following})}")
    request.session[AFTER] = following
    return render(request, "account/second_factor.html", {"following": following})
