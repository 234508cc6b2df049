"""What allauth asks us: which addresses are safe to go to, who may make an account, how secrets are kept."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.core.internal.ratelimit import truncate_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest

from cms.core.models import CommunitySettings
from cms.core.network import address_of
from cms.members import limits, sealed
from cms.members.invited import forget, invitation_of
from cms.members.services import use_invitation

WORDS = {  # what is said of a known and of an unknown address is the same
    "email_password_mismatch": "This address and this password do not belong together. Try again, or choose a new one.",
    "too_many_login_attempts": "Too many tries from where you are. Wait five minutes, or use a passkey.",
    "incorrect_code": "This code is not right. Codes of the app change every 30 seconds, and each works once.",
    "incorrect_password": "This is not your password. Try again.",
    "enter_current_password": "This is not your password of today.",
    "rate_limited": "Too many tries. Wait five minutes.",
    "same_as_current": "You have this one already.",
}
MAIL_LINKS = ("password_reset_url", "activate_url", "signup_url")


def is_safe_address(url: str | None) -> bool:
    """Paths on this host, and the frontend's exact origins: scheme, host and port.

    allauth's default trusts every ALLOWED_HOSTS entry, whatever the port, and every CSRF_TRUSTED_ORIGINS entry.
    """
    if not url or url != url.strip() or "\\" in url or any(ord(character) < 33 for character in url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if not parts.scheme and not parts.netloc:
        return url.startswith("/") and not url.startswith("//")
    return f"{parts.scheme}://{parts.netloc}" in settings.FRONTEND_ORIGINS


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = DefaultAccountAdapter.error_messages | WORDS

    def is_safe_url(self, url: str | None) -> bool:
        return is_safe_address(url)

    def get_client_ip(self, request: HttpRequest) -> str:
        """One idea of where a request comes from, for limits, the audit trail and the list of sessions."""
        return address_of(request)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Counted by account and address: nobody shuts a member out from elsewhere, and no Host opens a new count."""
        return attempts_key(request, str(credentials.get("email") or credentials.get("username") or ""))

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        if limits.has_failed_too_often(request):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        limits.count(request, "failed")

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return invitation_of(request) is not None

    def clean_email(self, email: str) -> str:
        """allauth asks again while it stores the address, when the invitation is already used: hence accepted_email."""
        email = super().clean_email(email).lower()
        match = self.request.resolver_match
        if match is None or match.url_name != "account_signup":
            return email
        found = invitation_of(self.request)
        if email not in (getattr(self.request, "accepted_email", None), found.email if found else None):
            raise ValidationError("Use the e-mail address that the invitation was sent to.")
        return email

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """The account, its membership and the end of the invitation are one transaction."""
        with transaction.atomic():
            found = invitation_of(request)
            if found is None:
                raise PermissionDenied
            user.is_example = found.is_example
            user.job_title = found.job_title
            user = super().save_user(request, user, form, commit=commit)
            if not use_invitation(invitation=found, user=user):
                raise PermissionDenied  # used meanwhile in another window: the new account is rolled back
        request.accepted_email = found.email  # type: ignore[attr-defined]
        forget(request)
        return user

    def is_email_verified(self, request: HttpRequest, email: str) -> bool:
        """The invitation's link was read at this address: no second mail."""
        accepted: str | None = getattr(request, "accepted_email", None)
        return accepted == email.lower() or bool(super().is_email_verified(request, email))

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Who has just joined chooses their topics, and how often mail comes; or leaves it."""
        return f"{settings.FRONTEND_ORIGIN}/community/me?done=joined"

    def format_email_subject(self, subject: str) -> str:
        return subject

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Names and links come from the settings, never from the Host header of whoever asked."""
        ours = {key: own_address(context[key]) for key in MAIL_LINKS if key in context}
        community = CommunitySettings.load()
        host = urlsplit(settings.FRONTEND_ORIGIN).netloc
        site = SimpleNamespace(name=community.name, domain=host)
        request = allauth_context.request
        full = {"request": request, "email": email} | context | ours | {"current_site": site, "community": community}
        self.render_mail(template_prefix, email, full).send()


def attempts_key(request: HttpRequest, email: str) -> str:
    """What tries at an account are counted by: the account as it was typed, and the network address."""
    return f"{email.strip().lower()}|{truncate_ip(address_of(request))}"


def own_address(url: str) -> str:
    """The same path and query at our own origin."""
    parts = urlsplit(url)
    return f"{settings.CMS_ORIGIN}{parts.path}" + (f"?{parts.query}" if parts.query else "")


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of authenticator apps are encrypted with keys of their own: a copy of the database holds none."""

    error_messages = DefaultMFAAdapter.error_messages | {"incorrect_code": WORDS["incorrect_code"]}

    def encrypt(self, text: str) -> str:
        return sealed.seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return sealed.unseal(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """A passkey belongs to the host of the settings, never to the one that a request names."""
        return {"id": urlsplit(settings.CMS_ORIGIN).hostname or "localhost", "name": CommunitySettings.load().name}

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        held = Authenticator.objects.filter(user=user, type=type).count()
        return "My passkey" if not held else f"My passkey {held + 1}"
