"""Signing in and what protects it, on record: allauth and Django tell, the trail keeps. Never a name, and never what
somebody typed: of a failure, the account where there is one, and the network that it came from."""

from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from allauth.usersessions.adapter import DefaultUserSessionsAdapter
from django.contrib.auth.signals import user_logged_out, user_login_failed

from cms.audit.context import origin
from cms.audit.once import record_once
from cms.audit.services import record
from cms.core.requester import ANONYMOUS, Requester
from cms.members.models import User

MINUTE = 60


class SessionsAdapter(DefaultUserSessionsAdapter):  # type: ignore[misc]
    """Signing out elsewhere, from the page that lists one's sessions."""

    def end_sessions(self, sessions: Any) -> None:
        for session in sessions:
            record(Requester(user_id=session.user_id), "session.ended_by_hand", session.user)
        super().end_sessions(sessions)


def _of(user: Any) -> Requester:
    return Requester(user_id=user.pk)


def _noted(verb: str) -> Any:
    """A receiver that writes `verb` about the person of the signal."""

    def receiver(sender: Any, user: Any, **_: Any) -> None:
        record(_of(user), verb, user)

    return receiver


def _failed(sender: Any, credentials: dict[str, Any], **_: Any) -> None:
    """A wrong password. Of addresses without an account one row a minute and network: guessing must not fill the
    trail, and the address that was typed may be somebody's private one."""
    typed = str(credentials.get("email") or credentials.get("username") or "").strip()
    user = User.objects.filter(email__iexact=typed[:254]).first() if typed and "\x00" not in typed else None
    if user is not None:
        record(ANONYMOUS, "sign_in.failed", user)
    else:
        record_once(ANONYMOUS, "sign_in.failed", seconds=MINUTE, label="no such account", about=origin.get().network)


def _code_failed(sender: Any, user: Any, **_: Any) -> None:
    record(ANONYMOUS, "sign_in.code_failed", user)


def _factor(verb: str) -> Any:
    """A receiver that names the kind of factor ("totp", "webauthn", "recovery_codes"), never its own data."""

    def receiver(sender: Any, user: Any, authenticator: Any, **_: Any) -> None:
        record(_of(user), verb, user, after=str(authenticator.type))

    return receiver


def _signed_out(sender: Any, user: Any, **_: Any) -> None:
    if user is not None:
        record(_of(user), "session.ended", user)


RECEIVERS: tuple[tuple[Any, str, Any], ...] = (
    (account.user_logged_in, "sign_in.done", _noted("sign_in.done")),
    (user_login_failed, "sign_in.failed", _failed),
    (mfa.authentication_failed, "sign_in.code_failed", _code_failed),
    (user_logged_out, "session.ended", _signed_out),
    (account.password_changed, "password.changed", _noted("password.changed")),
    (account.password_set, "password.set", _noted("password.set")),
    (account.password_reset, "password.reset", _noted("password.reset")),
    (account.email_changed, "address.changed", _noted("address.changed")),
    (account.email_added, "address.added", _noted("address.added")),
    (account.email_removed, "address.removed", _noted("address.removed")),
    (mfa.authenticator_added, "factor.added", _factor("factor.added")),
    (mfa.authenticator_removed, "factor.removed", _factor("factor.removed")),
    (mfa.authenticator_reset, "factor.reset", _factor("factor.reset")),
)


def connect() -> None:
    """Called once, when the app is ready. The receivers live as long as this module's table."""
    for signal, name, receiver in RECEIVERS:
        signal.connect(receiver, dispatch_uid=f"audit-{name}")
