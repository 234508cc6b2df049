"""The letter with a link for a new password, written outside the request that asked for it."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse


def send_reset_letter(email: str) -> None:
    """Job: write to whoever has this address, if anybody. A second run sends a second link, which works as well."""
    for user in filter_users_by_email(email, is_active=True, prefer_verified=True, for_login=True):
        given = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
        link = reverse("account_reset_password_from_key", kwargs=given)
        context = {"user": user, "password_reset_url": link}
        get_adapter().send_mail("account/email/password_reset_key", user.email, context)
