"""What admin screens of every app share: exports that no spreadsheet runs, and rights that nobody holds."""

import codecs
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.http import HttpRequest
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.permission_policies import ModelPermissionPolicy

from cms.core.tabular import safe_text


class LimitedPolicy(ModelPermissionPolicy):
    """Rights by Django's permissions, save the actions that nobody takes here, a superuser included."""

    def __init__(self, model: Any, never: Iterable[str]) -> None:
        super().__init__(model)
        self.never = frozenset(never)

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in self.never and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        left = [action for action in actions if action not in self.never]
        return bool(left) and bool(super().user_has_any_permission(user, left))


class NoAutosave:
    """For forms of rows that have a history and no drafts, before Wagtail's view: what it saves in the background while
    somebody types would count for every reader at once."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        self.autosave_enabled = False


def make_exports_safe() -> None:
    """Every export of the admin, Wagtail's own reports included, leaves without formulas. Idempotent.

    Wagtail guards its XLSX files but not its CSV ones, and offers no setting for all screens at once.
    """
    if getattr(SpreadsheetExportMixin, "is_made_safe", False):
        return
    preprocess: Callable[..., Any] = SpreadsheetExportMixin.preprocess_field_value
    stream: Callable[..., Iterator[bytes]] = SpreadsheetExportMixin.stream_csv

    def safe_value(self: Any, field: str, value: Any, export_format: str) -> Any:
        shown = preprocess(self, field, value, export_format)
        if not isinstance(shown, str):
            return shown
        if export_format == self.FORMAT_CSV:
            return safe_text(shown)
        return ILLEGAL_CHARACTERS_RE.sub("", shown)  # Wagtail stores every text of an XLSX as text

    def with_mark(self: Any, queryset: Any) -> Iterator[bytes]:
        yield codecs.BOM_UTF8  # without it, Excel misreads every accent
        yield from stream(self, queryset)

    SpreadsheetExportMixin.preprocess_field_value = safe_value
    SpreadsheetExportMixin.stream_csv = with_mark
    SpreadsheetExportMixin.is_made_safe = True
