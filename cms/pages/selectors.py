"""Reads of pages for other rooms of the house."""

import datetime
from dataclasses import dataclass
from typing import cast

from wagtail.models import Page

from cms.pages.permissions import EDITORIAL


@dataclass(frozen=True, slots=True)
class DuePage:
    pk: int
    title: str
    path: str
    owner_id: int | None
    review_on: datetime.date


def members_path(page: Page) -> str:
    """The page's address in the members' frontend: below the site root, no slash at its end; "/" for the root."""
    below = str(page.url_path).split("/", 2)[2:]  # nothing for a page that was never saved
    return "/" + "".join(below).rstrip("/")


def pages_due_for_review(until: datetime.date) -> list[DuePage]:
    """Live editorial pages whose review date falls on or before a day. One query for each page type."""
    found = []
    for model in EDITORIAL:
        for page in model.objects.filter(live=True, review_on__lte=until).order_by("review_on", "pk"):
            found.append(
                DuePage(
                    page.pk, page.title, members_path(page), page.page_owner_id, cast(datetime.date, page.review_on)
                )
            )
    return found
