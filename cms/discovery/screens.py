"""What every screen of the core team about search shares, in whichever app it stands."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.core.policy import may
from cms.core.requester import Requester
from cms.discovery.permissions import STEER
from cms.members.selectors import requester_for

MENU_HOOK = "register_search_menu_item"  # every app's screens about search stand in one menu


class Screen(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """The door, the requester and the way back. `trail` is (name of an address, words) of the screens above."""

    action: ClassVar[str] = STEER
    trail: ClassVar[tuple[tuple[str, str], ...]] = ()
    _show_breadcrumbs = True

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.by: Requester = requester_for(request)
        if not may(self.by, self.action):
            raise PermissionDenied

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        trail = [{"url": reverse(name), "label": label} for name, label in self.trail]
        return [*self.breadcrumbs_items, *trail, {"url": "", "label": str(self.get_page_title())}]


class SteerItem(MenuItem):  # type: ignore[misc]
    """An entry of that menu, for those who may steer search."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may(requester_for(request), STEER)
