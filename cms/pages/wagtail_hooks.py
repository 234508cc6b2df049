"""Pages in the admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin import messages
from wagtail.documents import get_document_model

from cms.pages.admin_pictures import picture
from cms.pages.models import EditorialPage, GuidancePage
from cms.pages.search import audiences
from cms.pages.search_files import documents_of
from cms.storage.audience import EVERYBODY
from cms.storage.texts import facts_of_many, to_look_at


@hooks.register("construct_page_action_menu")
def local_guidance_is_submitted(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Where one person cannot publish, the button is not offered; the form and the model refuse it in any case."""
    page = context.get("page")
    if isinstance(page, GuidancePage) and page.pk and page.is_local_guidance:
        menu_items[:] = [item for item in menu_items if item.name != "action-publish"]


@hooks.register("after_publish_page")
def files_to_look_at(request: HttpRequest, page: Any) -> None:
    """What a public page shows, everybody may open: what to look at is said. Nothing is refused."""
    if not isinstance(page, EditorialPage) or EVERYBODY not in audiences([page])[page.pk]:
        return
    documents = get_document_model().objects.in_bulk(documents_of(page))
    facts = facts_of_many(documents)
    for pk, document in documents.items():
        if told := to_look_at(facts.get(pk)):
            messages.warning(request, f"Everybody can open “{document.title}” now. {' '.join(told)}")


@hooks.register("register_admin_urls")
def picture_address() -> list[URLPattern]:
    """Where settings.MEDIA_URL leads: below /admin/, for those who may enter the admin."""
    return [path("media/<path:name>", picture, name="admin_picture")]
