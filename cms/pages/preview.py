"""Tokens for the preview of a draft in the members' frontend. A token only names a page; rights are asked each time."""

from django.core import signing
from wagtail.models import Page

from cms.core.errors import NotFound

SALT, MAX_AGE = "cms.pages.preview", 3600  # seconds


def make_token(page: Page) -> str:
    """Names the page for an hour. The draft is shown to people who may edit the page, and to nobody else."""
    return signing.dumps(page.pk, salt=SALT)


def read_token(token: str) -> int:
    """The page's key. Raises NotFound for a wrong or expired token."""
    try:
        return int(signing.loads(token, salt=SALT, max_age=MAX_AGE))
    except signing.BadSignature as error:  # covers expiry
        raise NotFound("There is no such preview.") from error


def draft_for(token: str, user: object) -> Page | None:
    """The newest draft of the token's page, as a specific page that was not saved; None unless `user` may edit it.

    Raises NotFound for a wrong or expired token.
    """
    page = Page.objects.filter(pk=read_token(token)).first()
    if page is None or not page.permissions_for_user(user).can_edit():
        return None
    return page.get_latest_revision_as_object()
