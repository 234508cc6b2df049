"""What the people screens share: rows are ended and never deleted, every change is on record, exports are inert."""

from collections import OrderedDict
from typing import Any, ClassVar

from django.db import models, transaction
from django.forms.models import model_to_dict
from django.http import HttpRequest
from wagtail.admin.views.generic import CreateView, EditView
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import CreateView as SnippetCreateView
from wagtail.snippets.views.snippets import EditView as SnippetEditView
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from cms.audit.services import record
from cms.audit.wagtail_log import told_by_the_screen
from cms.core.tabular import safe_text
from cms.members.models import Membership, PartnerRole, SiteRole
from cms.members.selectors import requester_for
from cms.members.services import carry_out_end


class OnlyPolicy(ModelPermissionPolicy):  # type: ignore[misc]
    """Django's permissions, of which only these actions exist for the model."""

    def __init__(self, model: type[models.Model], *actions: str) -> None:
        super().__init__(model)
        self.actions = {*actions, "view"}

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in self.actions and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


def organisation_of(row: models.Model) -> int | None:
    return getattr(row, "partner_id", None)


class RecordedCreate(SnippetCreateView):  # type: ignore[misc]
    def save_instance(self) -> Any:
        with transaction.atomic():
            with told_by_the_screen():
                row = super().save_instance()
            noun = row._meta.model_name
            by = requester_for(self.request)
            record(by, f"{noun}.made", row, organisation_id=organisation_of(row), after=model_to_dict(row))
        return row


class RecordedEdit(SnippetEditView):  # type: ignore[misc]
    """A last day that is past ends sessions and tokens, as it does on the lead's page."""

    def save_instance(self) -> Any:
        with transaction.atomic():
            before = model_to_dict(type(self.object)._default_manager.get(pk=self.object.pk))
            with told_by_the_screen():
                row = super().save_instance()
            after, by = model_to_dict(row), requester_for(self.request)
            verb = f"{row._meta.model_name}.changed"
            record(by, verb, row, organisation_id=organisation_of(row), before=before, after=after)
            if isinstance(row, Membership | PartnerRole | SiteRole):
                carry_out_end(row, by=by)
        return row


class PeopleIndex(IndexView):  # type: ignore[misc]
    def to_row_dict(self, item: Any) -> "OrderedDict[str, Any]":
        return OrderedDict((name, self._shown(item, name)) for name in self.list_export)

    @staticmethod
    def _shown(item: Any, name: str) -> Any:
        words = getattr(item, f"get_{name}_display", None)
        value = words() if callable(words) else item
        if not callable(words):
            for part in name.split("."):
                value = getattr(value, part, "")
        return value

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        found = super().preprocess_field_value(field, value, export_format)
        return safe_text(found) if isinstance(found, str) else found


class PeopleViewSet(SnippetViewSet):  # type: ignore[misc]
    """A list with columns, filters, search and exports; rows that were saved through it are on record."""

    index_view_class = PeopleIndex
    add_view_class: type[CreateView] = RecordedCreate
    edit_view_class: type[EditView] = RecordedEdit
    list_per_page = 50
    copy_view_enabled = False
    add_to_reference_index = False
    select_related: ClassVar[tuple[str, ...]] = ()

    def get_queryset(self, request: HttpRequest) -> Any:
        return self.model._default_manager.select_related(*self.select_related)
