"""People in the admin: name, address, job. What they may do follows from memberships and dated roles, not from here."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, Value, When
from django.http import HttpRequest
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.users.forms import UserCreationForm, UserEditForm
from wagtail.users.views.users import CreateView, EditView, IndexView, UserFilterSet
from wagtail.users.views.users import UserViewSet as WagtailUserViewSet

from cms.audit.services import record
from cms.audit.wagtail_log import told_by_the_screen
from cms.members.models import User
from cms.members.selectors import requester_for
from cms.members.services import end_sessions, remember_address
from cms.notifications.selectors import addresses_that_bounce


def _without_power(form: forms.ModelForm[Any]) -> None:
    """Wagtail's forms give superuser rights and groups. Here dated roles do, so both fields go."""
    for name in ("is_superuser", "groups"):
        form.fields.pop(name, None)


class PersonCreateForm(UserCreationForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _without_power(self)

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()

    def save(self, commit: bool = True) -> Any:
        self.instance.set_unusable_password()  # they choose one through an invitation or "forgotten password"
        return super().save(commit=commit)

    class Meta(UserCreationForm.Meta):
        fields = ("email", "first_name", "last_name", "job_title", "phone")


class PersonEditForm(UserEditForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        editing_self = kwargs.pop("editing_self", False)
        super().__init__(*args, **kwargs)
        _without_power(self)
        if editing_self:
            self.fields.pop("is_active", None)

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).strip().lower()

    class Meta(UserEditForm.Meta):
        fields = ("email", "first_name", "last_name", "job_title", "phone", "is_active")


class PersonCreate(CreateView):  # type: ignore[misc]
    page_title = "Add a person"

    def save_instance(self) -> Any:
        with transaction.atomic():
            with told_by_the_screen():
                person = super().save_instance()
            remember_address(person)
            record(requester_for(self.request), "person.made", person)
        return person


class PersonEdit(EditView):  # type: ignore[misc]
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if self.object.is_superuser and not request.user.is_superuser:  # type: ignore[union-attr]
            raise PermissionDenied  # whoever changes the address can ask for a new password

    def save_instance(self) -> Any:
        with transaction.atomic():
            before = User.objects.values("email", "is_active").get(pk=self.object.pk)
            with told_by_the_screen():
                person = super().save_instance()
            after = {"email": person.email, "is_active": person.is_active}
            record(requester_for(self.request), "person.changed", person, before=before, after=after)
            if person.email != before["email"]:
                remember_address(person)
            if not person.is_active:
                end_sessions(person)
        return person


class PersonIndex(IndexView):  # type: ignore[misc]
    page_title = "People"
    add_item_label = "Add a person"
    list_export = ("email", "first_name", "last_name", "job_title", "phone", "is_active", "last_login")

    @property
    def columns(self) -> list[Any]:
        kept = [column for column in super().columns if column.name in ("bulk_actions", "name")]
        return [
            *kept,
            Column("email", label="E-mail", sort_key="email"),
            Column("job_title", label="Job title", sort_key="job_title"),
            Column("member_of", label="Member of", accessor=lambda person: ", ".join(_partners(person)) or "Nobody"),
            BooleanColumn("is_active", label="Active", sort_key="is_active"),
            Column("mail", label="Mail", accessor=lambda person: "Comes back" if person.mail_back else ""),
            DateColumn("last_login", label="Last signed in", sort_key="last_login"),
        ]

    def get_base_queryset(self) -> Any:
        addresses = list(addresses_that_bounce())
        came_back = Case(When(email__in=addresses, then=Value(True)), default=Value(False))
        return super().get_base_queryset().annotate(mail_back=came_back).prefetch_related("memberships__partner")


def _partners(person: User) -> list[str]:
    return [row.partner.name for row in person.memberships.all() if row.is_current]


class PersonFilters(UserFilterSet):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("group", "is_superuser"):
            self.filters.pop(name, None)


class UserViewSet(WagtailUserViewSet):  # type: ignore[misc]
    menu_label = "People"
    filterset_class = PersonFilters
    index_view_class = PersonIndex
    add_view_class = PersonCreate
    edit_view_class = PersonEdit
    add_to_settings_menu = False
    add_to_admin_menu = True
    menu_order = 225
    template_prefix = "members/people/"

    def get_form_class(self, for_update: bool = False) -> Any:
        return PersonEditForm if for_update else PersonCreateForm
