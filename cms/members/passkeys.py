"""The form that makes a passkey. allauth finds it by MFA_FORMS; importing it earlier would close a circle."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """Always a passkey that opens the account by itself: the ceremony asks for face, finger or PIN anyhow."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = "So that you know it again if you have two."
        self.fields["name"] = forms.CharField(label="What you call it", required=False, max_length=60, help_text=hint)
        # The page's script asks for it: without a tick the device would keep no key that can sign in by itself.
        self.fields["passwordless"] = forms.BooleanField(required=False, initial=True)
