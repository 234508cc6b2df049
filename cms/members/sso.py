"""Sign-in through an organisation's directory (OpenID Connect Core 1.0, authorization code with PKCE and a nonce).

Identity is the issuer of the row and the directory's own number for the person (`sub`). An e-mail address from somebody
else's directory never opens an account: a first sign-in needs an invitation whose address is of a domain of that very
organisation and proved, and an account that exists already is connected from within it.
"""

import secrets
from typing import Any

import requests
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.account.signals import user_logged_in
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.signals import social_account_added
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cms.audit.services import record
from cms.core.requester import Requester
from cms.members.directories import OneDoor
from cms.members.factors import is_enrolled, used_in
from cms.members.invited import forget, invitation_of
from cms.members.models import SignInProvider, User
from cms.members.selectors import has_account
from cms.members.selectors.sign_in import current_providers, provider_of
from cms.members.services import use_invitation

PROVIDER = "openid_connect"
NONCE = "sign_in_nonce"  # session key, with the row's key behind it
LEAST = 16  # bytes of a nonce


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Today's rows, as allauth wants them: nothing of it is stored in its own tables."""
        rows = current_providers()
        if provider and provider != PROVIDER:
            rows = rows.filter(key=provider)
        if client_id:
            rows = rows.filter(client_id=client_id)
        return [_app(request, row) for row in rows.prefetch_related("domains")]

    def get_requests_session(self) -> requests.Session:
        """Directories are asked through the one door to outside addresses: public ones, no redirects."""
        session = requests.Session()
        session.trust_env = False
        session.max_redirects = 0
        session.mount("https://", OneDoor())
        session.mount("http://", OneDoor())
        return session

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Before anything is done with what a directory said. Raises ImmediateHttpResponse to refuse."""
        row = provider_of(sociallogin.account.provider)
        said = sociallogin.account.extra_data
        token, info = said.get("id_token") or {}, said.get("userinfo") or {}
        expected = request.session.pop(f"{NONCE}:{sociallogin.account.provider}", None)
        genuine = (
            row is not None
            and token.get("iss") == row.issuer
            and bool(expected)
            and secrets.compare_digest(str(token.get("nonce", "")), str(expected))
            and str(token.get("sub", "")) == sociallogin.account.uid
            and (not info or str(info.get("sub", "")) == sociallogin.account.uid)
        )
        if row is None or not genuine:
            raise ImmediateHttpResponse(refused(request))
        uses = token.get("amr")
        sociallogin.used_second_factor = row.counts_second_factor and isinstance(uses, list) and "mfa" in uses
        sociallogin.account.extra_data = {}  # names and addresses that we do not need are not kept
        if sociallogin.account.pk:
            sociallogin.account.save(update_fields=["extra_data"])
        if sociallogin.state.get("process") == "connect":
            _check_connecting(request, sociallogin, row)
        elif not sociallogin.is_existing and not self.is_open_for_signup(request, sociallogin):
            raise ImmediateHttpResponse(render(request, "socialaccount/not_connected.html", {"row": row}, status=403))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Who has an account already signs in with it to accept: no form of the library's asks them for another one."""
        row, found = provider_of(sociallogin.account.provider), invitation_of(request)
        if row is None or found is None or has_account(found.email):
            return False
        return found.email in proved_addresses(row, sociallogin)

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Any:
        """The account, its membership and the end of the invitation are one transaction."""
        with transaction.atomic():
            found, user = invitation_of(request), sociallogin.user
            if found is None:
                raise PermissionDenied
            first, _, last = found.name.strip().rpartition(" ")
            user.email, user.is_example, user.job_title = found.email, found.is_example, found.job_title
            user.first_name, user.last_name = user.first_name or first, user.last_name or last
            user = super().save_user(request, sociallogin, form)
            if not use_invitation(invitation=found, user=user):
                raise PermissionDenied  # used meanwhile in another window: the new account is rolled back
        request.accepted_email = found.email  # type: ignore[attr-defined]
        forget(request)
        return user


def _app(request: HttpRequest, row: SignInProvider) -> SocialApp:
    found = {
        "server_url": f"{row.issuer.rstrip('/')}/.well-known/openid-configuration",
        "uid_field": "sub",
        "oauth_pkce_enabled": True,
    }
    if row.trusts_addresses:
        found["verified_email"] = [domain.domain for domain in row.domains.all()]
    if request is not None and getattr(request, "begins_sign_in", False):
        nonce = request.session.setdefault(f"{NONCE}:{row.key}", secrets.token_urlsafe(LEAST))
        found["auth_params"] = {"nonce": nonce}
    return SocialApp(
        provider=PROVIDER,
        provider_id=row.key,
        name=row.name,
        client_id=row.client_id,
        secret=row.secret,
        settings=found,
    )


def proved_addresses(row: SignInProvider, sociallogin: Any) -> set[str]:
    """Addresses that the directory proves, of the organisation's own domains."""
    domains = set(row.domains.values_list("domain", flat=True))
    found = {one.email.lower() for one in sociallogin.email_addresses if one.verified is True}
    return {email for email in found if email.rpartition("@")[2] in domains}


def _check_connecting(request: HttpRequest, sociallogin: Any, row: SignInProvider) -> None:
    """Only from within the account, just after the password or a second factor, and for the same person's address."""
    if not request.user.is_authenticated:
        raise ImmediateHttpResponse(redirect("account_login"))
    lacks_factor = is_enrolled(request.user) and not used_in(request, request.user)
    if lacks_factor or not did_recently_reauthenticate(request):
        raise ImmediateHttpResponse(redirect("socialaccount_connections"))
    if request.user.email.lower() not in proved_addresses(row, sociallogin):
        raise ImmediateHttpResponse(render(request, "socialaccount/not_yours.html", {"row": row}, status=403))


def refused(request: HttpRequest) -> HttpResponse:
    """The one answer to a sign-in that does not hold together; it says nothing of why."""
    return render(request, "socialaccount/authentication_error.html", status=401)


@receiver(user_logged_in)
def second_factor_there(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """A second factor that was used at the organisation counts here, where the row says so."""
    sociallogin = kwargs.get("sociallogin")
    if sociallogin is not None and getattr(sociallogin, "used_second_factor", False):
        record_authentication(request, user, "mfa", type="directory", provider=sociallogin.account.provider)


@receiver(social_account_added)
def note_connection(sender: Any, request: HttpRequest, sociallogin: Any, **kwargs: Any) -> None:
    row = provider_of(sociallogin.account.provider)
    record(Requester(user_id=sociallogin.user.pk), "sign_in.connected", row)
