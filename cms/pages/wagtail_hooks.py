"""Pages in the admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks

from cms.pages.admin_pictures import picture
from cms.pages.models import GuidancePage


@hooks.register("construct_page_action_menu")
def local_guidance_is_submitted(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Where one person cannot publish, the button is not offered; the form and the model refuse it in any case."""
    page = context.get("page")
    if isinstance(page, GuidancePage) and page.pk and page.is_local_guidance:
        menu_items[:] = [item for item in menu_items if item.name != "action-publish"]


@hooks.register("register_admin_urls")
def picture_address() -> list[URLPattern]:
    """Where settings.MEDIA_URL leads: below /admin/, for those who may enter the admin."""
    return [path("media/<path:name>", picture, name="admin_picture")]
