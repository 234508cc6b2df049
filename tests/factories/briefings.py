"""Editions for tests, and what they are made of."""

from typing import Any

from cms.briefings.models import Correction, Edition, EditionAudience, EditionItem, Recipient, Subscription
from cms.core import clock
from cms.forum.models import Post, Space, Thread

# For the leak matrix: what members see, whom a page is closed to, to whom an edition went, and what nobody sees.
SEEN = {"SECRET-members-briefing", "SECRET-briefing-item", "SECRET-briefing-note", "SECRET-briefing-correction"} | {
    "SECRET-briefed-page"
}
GROUP = {"SECRET-group-item"}
GOT = {"SECRET-recipients-briefing"}
NEVER = {"SECRET-draft-briefing", "SECRET-draft-item"}


def make_edition(title: str = "November", *, items: tuple[Any, ...] = (), **fields: Any) -> Edition:
    """A draft. An item is a title, a page or a thread; `begun_at` and `number` make it one that went."""
    slug = fields.pop("slug", title.lower().replace(" ", "-"))
    edition: Edition = Edition.objects.create(title=title, slug=slug, **{"note": "Thank you.", **fields})
    for place, item in enumerate(items, 1):
        about = {"thread": item} if isinstance(item, Thread) else {} if isinstance(item, str) else {"page": item}
        EditionItem.objects.create(
            edition=edition, sort_order=place, title=str(item), text=f"Words about {item}.", **about
        )
    return edition


def went(title: str, number: int, **fields: Any) -> Edition:
    """One in the archive."""
    now = clock.now()
    return make_edition(title, number=number, send_at=now, begun_at=now, listed_at=now, handed_over_at=now, **fields)


def goes_to(edition: Edition, **line: Any) -> EditionAudience:
    row: EditionAudience = EditionAudience.objects.create(edition=edition, **line)
    return row


def make_thread(title: str, space: Space, number: int, author: Any = None) -> Thread:
    thread: Thread = Thread.objects.create(number=number, space=space, title=title, author=author)
    Post.objects.create(thread=thread, number=1, author=author, body="How?", submission_id=f"{number}")
    return thread


def subscriber(email: str) -> Subscription:
    row: Subscription = Subscription.objects.create(email=email, confirmed_at=clock.now())
    return row


def with_markers(members_page: Any, group_page: Any, got: tuple[Any, ...], holder: Any) -> None:
    """For the leak matrix: a public edition with an item for members, one for members with items for some, one that
    only some got, and a draft."""
    opened = went("Open briefing", 1, readers="public", signed_by=holder, slug="open")
    item(opened, "SECRET-briefed-page", page=members_page)
    inside = went("SECRET-members-briefing", 2, slug="inside", note="SECRET-briefing-note", signed_by=holder)
    item(inside, "SECRET-group-item", page=group_page)
    item(inside, "SECRET-briefing-item")
    Correction.objects.create(edition=inside, text="SECRET-briefing-correction", submission_id="one")
    some = went("SECRET-recipients-briefing", 3, readers="recipients", slug="addressed")
    for person in got:
        Recipient.objects.create(edition=some, user=person, address=person.email)
    make_edition("SECRET-draft-briefing", items=("SECRET-draft-item",), slug="draft")


def item(edition: Edition, title: str, **about: Any) -> EditionItem:
    row: EditionItem = EditionItem.objects.create(edition=edition, title=title, **about)
    return row
