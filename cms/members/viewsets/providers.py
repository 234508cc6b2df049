"""Sign-in through organisations, for the core team: what a directory is called, which domains are its own, its end."""

from typing import Any, ClassVar

from django import forms
from django.http import HttpResponse
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import CreateView, EditView

from cms.core.errors import BadInput, DomainError
from cms.members.models import SignInProvider
from cms.members.selectors import requester_for
from cms.members.services.sign_in import save_provider
from cms.members.viewsets.base import PeopleViewSet
from cms.members.viewsets.rows import state


class ProviderForm(forms.ModelForm):  # type: ignore[type-arg]
    secret = forms.CharField(
        label="Secret",
        required=False,
        max_length=300,
        widget=forms.PasswordInput({"autocomplete": "off"}),
        help_text="The directory gives it. It is kept encrypted and never shown again; empty keeps the one before.",
    )
    domains = forms.CharField(
        label="Domains of its people",
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text="One a line, like exampleshire.gov.uk. Only people with an address of these sign in here.",
    )
    how = forms.CharField(
        label="How you made sure that the domains are theirs",
        required=False,
        max_length=200,
        help_text="Such as: a TXT record that we asked for was there on 3 May. Needed for each new domain.",
    )

    class Meta:
        model = SignInProvider
        fields: ClassVar[list[str]] = [
            *("partner", "name", "key", "issuer", "client_id", "secret", "domains", "how", "more_origins"),
            *("trusts_addresses", "counts_second_factor", "starts_on", "ends_on"),
        ]
        help_texts: ClassVar[dict[str, str]] = {
            "client_id": "What the directory calls us. The organisation's IT team gives it, with the secret.",
            "starts_on": "Empty: from now on.",
            "ends_on": "The day after, nobody comes in by it, and whoever it let in is signed out.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in ("key", "issuer"):
                self.fields[name].disabled = True
            known = self.instance.domains.values_list("domain", flat=True)
            self.initial["domains"] = "\n".join(known)


def _panel(name: str) -> FieldPanel:
    """A field that is the form's own, not the row's: Wagtail does not find its label and hint by itself."""
    field = ProviderForm.base_fields[name]
    return FieldPanel(name, heading=field.label, help_text=field.help_text)


class _SavedByService:
    """What the service refuses is said beside its field."""

    form: Any
    request: Any
    produced_error_message: str

    def save_instance(self) -> SignInProvider:
        data = self.form.cleaned_data
        made = save_provider(
            by=requester_for(self.request),
            provider=self.form.save(commit=False),
            secret=data["secret"],
            domains=data["domains"].split(),
            how=data["how"],
        )
        self.form.instance = made
        return made

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            found: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        except DomainError as error:
            given = error.details.get("fields") if isinstance(error, BadInput) else None
            fields: dict[str, list[str]] = given if isinstance(given, dict) else {}
            for name, texts in fields.items():
                form.add_error(name if name in form.fields else None, texts)
            if not fields:
                form.add_error(None, str(error))
            self.produced_error_message = str(error)
            return self.form_invalid(form)  # type: ignore[attr-defined,no-any-return]
        return found


class ProviderCreate(_SavedByService, CreateView):  # type: ignore[misc]
    pass


class ProviderEdit(_SavedByService, EditView):  # type: ignore[misc]
    pass


class ProviderViewSet(PeopleViewSet):
    model = SignInProvider
    icon = "key"
    menu_label = "Sign-in through organisations"
    base_url_path = "people/sign-in"
    add_view_class = ProviderCreate
    edit_view_class = ProviderEdit
    list_display = [
        "name",
        "partner",
        Column("domains", label="Domains", accessor=lambda row: ", ".join(str(one) for one in row.domains.all())),
        Column("state", label="State", accessor=state),
        DateColumn("ends_on", label="Last day", sort_key="ends_on"),
    ]
    list_export = ["name", "key", "partner", "issuer", "client_id", "starts_on", "ends_on"]
    panels = [
        MultiFieldPanel([FieldPanel("partner"), FieldPanel("name"), FieldPanel("key")], heading="Whose it is"),
        MultiFieldPanel(
            [FieldPanel("issuer"), FieldPanel("client_id"), _panel("secret"), FieldPanel("more_origins")],
            heading="The directory",
        ),
        MultiFieldPanel([_panel("domains"), _panel("how"), FieldPanel("trusts_addresses")], heading="Addresses"),
        FieldPanel("counts_second_factor"),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
    ]
    select_related = ("partner",)
    search_fields = ("name", "partner__name", "domains__domain")

    def get_form_class(self, for_update: bool = False) -> Any:
        return ProviderForm

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).prefetch_related("domains")
