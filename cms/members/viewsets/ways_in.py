"""Invitations and API tokens: made by a form, ended by a button, never edited."""

import datetime
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import F, Q, QuerySet
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets.button import HeaderButton
from wagtail.snippets.views.snippets import CreateView

from cms.core import clock
from cms.core.errors import DomainError
from cms.members.models import ApiToken, Invitation, PartnerRole
from cms.members.selectors import invitations_with_bounces, requester_for
from cms.members.services import invite, make_api_token
from cms.members.services.tokens import DEFAULT_SCOPES, MAX_DAYS
from cms.members.tokens import SCOPES
from cms.members.viewsets.base import PeopleIndex, PeopleViewSet


class InvitationForm(forms.ModelForm):  # type: ignore[type-arg]
    role = forms.ChoiceField(choices=[("", "Member, no special role"), *PartnerRole.Role.choices], required=False)

    class Meta:
        model = Invitation
        fields = ["partner", "email", "name", "job_title", "role"]


class ServiceCreate(CreateView):  # type: ignore[misc]
    """Saves through a service; what the service refuses is said on the form."""

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            found: HttpResponse = super().form_valid(form)
        except DomainError as error:
            form.add_error(None, str(error))
            self.produced_error_message = str(error)
            return self.form_invalid(form)  # type: ignore[no-any-return]
        return found


class InviteView(ServiceCreate):
    def save_instance(self) -> Invitation:
        data = dict(self.form.cleaned_data)
        partner = data.pop("partner")
        self.form.instance = invite(by=requester_for(self.request), partner_id=partner.pk, **data)
        return self.form.instance  # type: ignore[no-any-return]


class InvitationFilters(WagtailFilterSet):  # type: ignore[misc]
    status = django_filters.ChoiceFilter(
        label="Status",
        choices=[("open", "Waiting"), ("bounced", "Came back"), ("used", "Accepted"), ("over", "Expired or withdrawn")],
        method="by_status",
        empty_label="All",
    )

    def by_status(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        waiting = Q(used_at=None, revoked_at=None)
        kinds = {
            "open": waiting & Q(expires_at__gt=clock.now()),
            "bounced": waiting & ~Q(came_back_at=None),
            "used": ~Q(used_at=None),
        }
        return rows.filter(kinds.get(value, Q(used_at=None) & (~Q(revoked_at=None) | Q(expires_at__lte=clock.now()))))

    class Meta:
        model = Invitation
        fields = ["role"]


class InvitationIndex(PeopleIndex):
    def get_base_queryset(self) -> Any:
        return invitations_with_bounces().select_related("partner", "invited_by")

    @property
    def header_buttons(self) -> list[Any]:
        bulk = HeaderButton("Invite from a file", url=reverse("people_bulk"), icon_name="upload")
        return [*super().header_buttons, bulk]


class InvitationViewSet(PeopleViewSet):
    model = Invitation
    icon = "mail"
    menu_label = "Invitations"
    base_url_path = "people/invitations"
    index_view_class = InvitationIndex
    add_view_class = InviteView
    list_display = [
        "email",
        "name",
        "partner",
        "role",
        Column("status", label="Status", accessor="status_with_bounce"),
        DateColumn("sent_at", label="Sent", sort_key="sent_at"),
        DateColumn("expires_at", label="Until", sort_key="expires_at"),
    ]
    list_export = ["email", "name", "job_title", "partner", "role", "status_with_bounce", "sent_at", "expires_at"]
    list_export += ["used_at", "invited_by"]
    filterset_class = InvitationFilters
    search_fields = ("email", "name", "partner__name")

    def get_form_class(self, for_update: bool = False) -> Any:
        return InvitationForm


class TokenForm(forms.ModelForm):  # type: ignore[type-arg]
    scopes = forms.MultipleChoiceField(
        choices=[(scope, scope) for scope in SCOPES],
        initial=list(DEFAULT_SCOPES),
        widget=forms.CheckboxSelectMultiple,
        help_text="What it may read or do. It never sees people's private data.",
    )
    days = forms.IntegerField(label="Lives for, in days", initial=MAX_DAYS, min_value=1, max_value=MAX_DAYS)

    class Meta:
        model = ApiToken
        fields = ["name", "partner", "scopes"]
        help_texts: ClassVar[dict[str, str]] = {
            "name": "What uses it, such as a council's dashboard.",
            "partner": "It sees what a member of this organisation sees. Without one, what the public sees.",
        }


class TokenCreate(ServiceCreate):
    """The page after making a token is the only one that ever shows it."""

    text = ""

    def save_instance(self) -> ApiToken:
        data, partner = self.form.cleaned_data, self.form.cleaned_data["partner"]
        self.form.instance, self.text = make_api_token(
            by=requester_for(self.request),
            name=data["name"],
            partner_id=partner.pk if partner else None,
            scopes=data["scopes"],
            days=data["days"],
        )
        return self.form.instance  # type: ignore[no-any-return]

    def save_action(self) -> HttpResponse:
        context = {"text": self.text, "token": self.object, "page_title": "API token", "header_icon": "key"}
        return TemplateResponse(self.request, "members/admin/token_made.html", context)


def token_state(row: ApiToken) -> str:
    if row.revoked_at is not None:
        return "Revoked"
    if row.expires_at <= clock.now():
        return "Expired"
    soon = row.expires_at - clock.now() < datetime.timedelta(days=30)
    return "Expires soon" if soon else "In force"


class TokenFilters(WagtailFilterSet):  # type: ignore[misc]
    in_force = django_filters.ChoiceFilter(
        label="State", choices=[("yes", "In force"), ("no", "Revoked or expired")], method="by_state", empty_label="All"
    )

    def by_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        current = Q(revoked_at=None, expires_at__gt=clock.now())
        return rows.filter(current) if value == "yes" else rows.exclude(current)

    class Meta:
        model = ApiToken
        fields: ClassVar[list[str]] = []


class TokenViewSet(PeopleViewSet):
    model = ApiToken
    icon = "key"
    menu_label = "API tokens"
    base_url_path = "people/tokens"
    add_view_class = TokenCreate
    list_display = [
        "name",
        "partner",
        Column("scopes", label="Scopes", accessor=lambda row: ", ".join(row.scopes)),
        Column("state", label="State", accessor=token_state),
        DateColumn("expires_at", label="Until", sort_key="expires_at"),
        DateColumn("last_used_at", label="Last used", sort_key="last_used_at"),
    ]
    list_export = [
        "pk",
        "name",
        "partner",
        "scopes",
        "created_at",
        "created_by",
        "expires_at",
        "last_used_at",
        "revoked_at",
    ]
    select_related = ("partner", "created_by")
    filterset_class = TokenFilters
    search_fields = ("name", "partner__name")
    ordering = ("name", F("pk"))

    def get_form_class(self, for_update: bool = False) -> Any:
        return TokenForm
