"""What the import screens share: who may open them, and as whom they act."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.core.requester import Requester

PERMISSION = "snippets.change_isp"
NAMES = "register_imports"


def editor(request: HttpRequest) -> Requester:
    """The editor as services know one. Raises PermissionDenied for anyone else.

    The admin lets nobody in whose site role has ended, and takes the permission from them first.
    """
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    return Requester(user_id=request.user.pk, is_editor=True)


class ImportScreen(WagtailAdminTemplateMixin):
    """The header, the way back, and the door."""

    header_icon = "upload"
    trail: ClassVar[tuple[tuple[str, str], ...]] = (("Imports", "index"),)
    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.by = editor(request)
        response: HttpResponse = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        trail = [{"url": reverse(f"{NAMES}:{name}"), "label": label} for label, name in self.trail]
        return [*self.breadcrumbs_items, *trail, {"url": "", "label": str(self.get_page_title())}]
