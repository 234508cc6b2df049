"""Reading back what an editor is looking at before it is published (made in cms.pages.models.preview)."""

from typing import Any

from django.core import signing
from wagtail.models import Page

from cms.core.errors import NotFound
from cms.pages.models.preview import MAX_AGE_S, SALT, PagePreview

GONE = "There is no such preview."


def preview_for(token: str, user: Any) -> Page:
    """The page as the form had it, never saved, for the person who asked for the preview.

    Raises NotFound alike for a wrong or expired token, for somebody else, and for who may not edit the page any more.
    """
    try:
        named = signing.loads(token, salt=SALT, max_age=MAX_AGE_S)
    except signing.BadSignature as error:  # covers expiry
        raise NotFound(GONE) from error
    kept = PagePreview.objects.select_related("page", "content_type").filter(pk=named["preview"], user=user.pk).first()
    if kept is None or named["user"] != user.pk or not user.has_perm("wagtailadmin.access_admin"):
        raise NotFound(GONE)
    if kept.page is not None and not kept.page.permissions_for_user(user).can_edit():
        raise NotFound(GONE)
    model: Any = kept.content_type.model_class()
    page: Page = model.from_serializable_data(kept.content, check_fks=False, strict_fks=False)
    page.pk = kept.page_id or 0  # one that was never saved has no key yet
    return page
