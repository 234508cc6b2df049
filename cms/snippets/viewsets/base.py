"""What every register's screens share."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Any, ClassVar
from urllib.parse import urlencode

import django_filters
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.functional import cached_property
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, BooleanColumn, Column
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.coreutils import multigetattr
from wagtail.snippets.views.snippets import CreateView, EditView, IndexView, SnippetViewSet

from cms.core.admin import NoAutosave
from cms.snippets.bulk_actions import ConfirmFacts


def shown(row: Any, name: str) -> Any:
    """The value of a dotted name; the words of a choice rather than its code."""
    words = getattr(row, f"get_{name}_display", None)
    return words() if callable(words) else multigetattr(row, name)


class RegisterIndexView(IndexView):
    """The list of a register, with tick boxes only where something can be done with several rows.

    `computed` gives the exported columns that are no attribute of the row.
    """

    computed: ClassVar[dict[str, Callable[[Any], Any]]] = {}

    @cached_property
    def columns(self) -> list[BaseColumn]:
        tick_box, *columns = super().columns
        acts = self.model in ConfirmFacts.models or self.user_has_permission("delete")
        return [tick_box, *columns] if acts else columns

    def to_row_dict(self, item: Any) -> "OrderedDict[str, Any]":
        return OrderedDict(
            (name, self.computed[name](item) if name in self.computed else shown(item, name))
            for name in self.list_export
        )


class RegisterCreateView(NoAutosave, CreateView):
    pass


class RegisterEditView(NoAutosave, EditView):
    """Whoever was sent here by a list goes back to it after saving."""

    def get_edit_url(self) -> str:
        back = get_valid_next_url_from_request(self.request)
        url: str = super().get_edit_url()
        return f"{url}?{urlencode({'next': back})}" if back else url

    def get_success_url(self) -> str:
        back: str = get_valid_next_url_from_request(self.request)
        return back or str(super().get_success_url())


class RegisterViewSet(SnippetViewSet):
    """A list screen with columns, filters, search, exports and history."""

    index_view_class = RegisterIndexView
    add_view_class = RegisterCreateView
    edit_view_class = RegisterEditView
    list_per_page = 50
    copy_view_enabled = False
    select_related: ClassVar[tuple[str, ...]] = ()
    computed: ClassVar[dict[str, Callable[[Any], Any]]] = {}

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_index_view_kwargs(computed=self.computed, **kwargs)
        return found

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model._default_manager.all()
        return rows.select_related(*self.select_related) if self.select_related else rows


LOOKED_UP = Q(verification__startswith="stored") | Q(verification__startswith="seen")
NOT_CONFIRMED = ~Q(verification="") & ~LOOKED_UP & Q(verified_on=None)  # `Sourced.is_unverified`, for the database


class SourcedFilters(WagtailFilterSet):
    """Adds "Not confirmed" to the filters of facts with a source."""

    unconfirmed = django_filters.ChoiceFilter(
        label="Checked",
        choices=[("no", "Not confirmed"), ("yes", "Confirmed")],
        method="by_confirmation",
        empty_label="All",
    )

    def by_confirmation(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return rows.filter(NOT_CONFIRMED) if value == "no" else rows.exclude(NOT_CONFIRMED)


def confirmation(row: Any) -> str:
    """What an editor reads in the column "Checked"."""
    if row.is_unverified:
        return "Not confirmed"
    return f"Confirmed {date_format(row.verified_on)}" if row.verified_on else "As its source says"


def checked_column() -> Column:
    return Column("checked", label="Checked", accessor=confirmation, sort_key="verified_on")


def yes_no(name: str, label: str) -> BooleanColumn:
    return BooleanColumn(name, label=label, sort_key=name)
