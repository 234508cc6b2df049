"""Editions for tests, and what they are made of."""

from typing import Any

from cms.briefings.models import Edition, EditionAudience, EditionItem, Subscription
from cms.core import clock
from cms.forum.models import Post, Space, Thread


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
