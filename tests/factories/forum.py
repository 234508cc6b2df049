"""Spaces, threads and posts for tests, made by the services that people use."""

import itertools

from cms.forum.models import Post, Space, SpaceMember, Thread
from cms.forum.services import post_thread, reply
from cms.members.selectors import requester_of
from tests.factories.people import PartnerFactory, UserFactory

_numbers = itertools.count(1)


def a_member(slug="essex", **values):
    """Somebody who belongs to a member organisation."""
    return UserFactory(member_of=[PartnerFactory(slug=slug)], **values)


def as_of(user):
    """The rights of this moment."""
    return requester_of(user)


def make_space(slug="children", *, kind="open", owners=(), members=(), **values):
    values = {"name": slug.capitalize(), "purpose": "To try things."} | values
    space = Space.objects.create(slug=slug, kind=kind, **values)
    for role, people in (("owner", owners), ("member", members)):
        for user in people:
            SpaceMember.objects.create(space=space, user=user, role=role, joined_at=space.created_at)
    return space


def ask(user, title="Can a school tell housing?", body="A family left in a hurry.", **values):
    values = {"submission_id": f"thread-{next(_numbers)}"} | values
    return post_thread(by=requester_of(user), title=title, body=body, **values)


def answer(user, thread, body="Ask what for.", **values):
    values = {"submission_id": f"reply-{next(_numbers)}"} | values
    return reply(by=requester_of(user), number=thread.number, body=body, **values)


def fill_thread(thread, author, count):
    """Many posts in a few statements."""
    first = thread.last_number + 1
    Post.objects.bulk_create(
        [
            Post(thread=thread, number=first + n, author=author, body=f"Words {n}", submission_id=f"fill-{first + n}")
            for n in range(count)
        ],
        batch_size=500,
    )
    Thread.objects.filter(pk=thread.pk).update(last_number=first + count - 1)


def fill_space(space, author, count):
    """Many threads with their opening post, in a few statements."""
    start = 1_000_000
    threads = Thread.objects.bulk_create(
        [
            Thread(number=start + n, space=space, title=f"Thread {n}", author=author, last_number=1)
            for n in range(count)
        ],
        batch_size=500,
    )
    Post.objects.bulk_create(
        [
            Post(thread=thread, number=1, author=author, body="Words", submission_id=f"space-{thread.number}")
            for thread in threads
        ],
        batch_size=500,
    )
    return threads
