"""Pages in the admin."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from cms.pages.models import GuidancePage


@hooks.register("construct_page_action_menu")
def local_guidance_is_submitted(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Where one person cannot publish, the button is not offered; the form and the model refuse it in any case."""
    page = context.get("page")
    if isinstance(page, GuidancePage) and page.pk and page.is_local_guidance:
        menu_items[:] = [item for item in menu_items if item.name != "action-publish"]
