"""The form to sign in with. allauth finds it by ACCOUNT_FORMS; importing it earlier would close a circle."""

from typing import Any

from allauth.account.forms import LoginForm


class SignInForm(LoginForm):  # type: ignore[misc]
    """Without the library's link in the password's hint: one Tab leads from the address to the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
