"""What reports about files have in common: whoever may change documents sees them."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.reports import ReportView
from wagtail.documents import get_document_model
from wagtail.permissions import policy_registry


def may_see(request: HttpRequest) -> bool:
    return bool(policy_registry.get_by_type(get_document_model()).user_has_permission(request.user, "change"))


class DocumentReport(ReportView):
    any_permission_required = ("change",)
    is_searchable = False

    @cached_property
    def permission_policy(self) -> Any:
        """As documents: only now, because the apps register theirs after this is imported."""
        return policy_registry.get_by_type(get_document_model())


class DocumentReportItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request)
