"""Forms of the account pages."""

from typing import Any

from allauth.core import context as allauth_context
from django import forms
from django.http import HttpRequest

from cms.members.invited import invitation_of
from cms.members.models import User


class SignupForm(forms.Form):
    """What somebody who was invited tells us beside address and password. allauth builds its form on this one."""

    first_name = forms.CharField(
        label="First name", max_length=150, widget=forms.TextInput({"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label="Last name", max_length=150, widget=forms.TextInput({"autocomplete": "family-name"})
    )
    field_order = ("first_name", "last_name", "email", "password1", "password2")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = invitation_of(allauth_context.request)
        if found is not None:
            first, _, last = found.name.strip().rpartition(" ")
            self.initial = {**self.initial, "email": found.email, "first_name": first, "last_name": last}

    def signup(self, request: HttpRequest, user: User) -> None:
        """allauth's hook after saving; the names are stored by its adapter already."""
