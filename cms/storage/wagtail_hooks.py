"""What the admin shows of files and search, and what it changes without telling anybody."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin import messages
from wagtail.documents import get_document_model
from wagtail.permissions import policy_registry

from cms.core import content_version
from cms.core.requester import Requester
from cms.storage import texts, uses
from cms.storage.admin_waiting import scan_item, scan_urls
from cms.storage.inbound.admin import folders_item, inbound_item, inbound_urls
from cms.storage.reports import report_item, report_urls


@require_POST
def read_again(request: HttpRequest, pk: int) -> HttpResponse:
    """The button "Read again" of the document's screen."""
    document = get_object_or_404(get_document_model(), pk=pk)
    rights = policy_registry.get_by_type(get_document_model())
    if not rights.user_has_permission_for_instance(request.user, "change", document):
        raise PermissionDenied
    # The admin lets nobody in whose site role has ended, and takes the permission from them first.
    texts.read_again(by=Requester(user_id=request.user.pk, is_editor=True), document_id=pk)
    messages.success(request, "The file will be read again within a few minutes.")
    return redirect("wagtaildocs:edit", pk)


@hooks.register("register_admin_urls")
def text_urls() -> list[URLPattern]:
    return [
        path("file-texts/<int:pk>/read-again/", read_again, name="storage_read_again"),
        *report_urls(),
        *scan_urls(),
        *inbound_urls(),
    ]


hooks.register("register_reports_menu_item", report_item)
hooks.register("register_reports_menu_item", scan_item)
hooks.register("register_reports_menu_item", inbound_item)
hooks.register("register_reports_menu_item", folders_item)


@hooks.register("before_bulk_action")
def files_move(request: HttpRequest, action: str, objects: Iterable[Any], view: Any) -> None:
    """ "Add to collection" changes many rows without a signal. The hook runs in the transaction of the change."""
    documents = get_document_model()
    found = {row.pk for row in objects if isinstance(row, documents)}
    uses.record_documents(found, f"bulk {action}"[:20])
    if found:
        content_version.bump()
