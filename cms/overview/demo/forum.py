"""What members ask each other in the demonstration: an answered question, one that waits, a success, three spaces."""

import datetime

from cms.core import clock, content_version
from cms.core.requester import Requester
from cms.forum.models import Post, Space, Thread
from cms.forum.search import record_threads
from cms.forum.services import accept_answer, make_space, post_thread, reply, thank
from cms.members.models import User
from cms.members.selectors import requester_of
from cms.snippets.models import Topic

SAID = {
    "mailbox": (
        "Who reads the shared mailbox when your whole team is on leave?",
        "We are three people and all of us are away in the last week of December. Last year a letter lay there for "
        "nine days. How do you do it? (example)",
        (
            ("two", "We swap with the neighbouring district: they read ours at Christmas, we read theirs at Easter. It "
             "took one page of paper, signed by both heads of service. (example)"),
            ("charity", "An automatic reply with the telephone number of the duty desk. People ring if it cannot wait. "
             "(example)"),
        ),
    ),
    "poster": (
        "Somebody to look over our poster for the staff room?",
        "One page, large print: whom to ring and what to write down. Two pairs of eyes from elsewhere would help. "
        "(example)",
        (),
    ),
    "reception": (
        "A card for reception desks that people really use",
        "Four lines on a card beside the telephone, written together with the receptionists. Calls that were put "
        "through to the wrong office halved in a month. (example)",
        (("head", "We copied it, with our own numbers. It took an afternoon. Thank you. (example)"),),
    ),
}  # fmt: skip


def make_forum(people: dict[str, User]) -> int:
    """Threads and spaces of the demo sign-ins, once. Returns how many threads."""
    by = {name: requester_of(user) for name, user in people.items()}
    mailbox = _thread(by["lead"], "mailbox", Thread.Kind.QUESTION, days=12)
    first, _ = _replies(by, mailbox, "mailbox")
    accept_answer(by=by["lead"], post=first.pk)
    thank(by=by["lead"], post=first.pk)
    thank(by=by["head"], post=first.pk)
    _thread(by["charity"], "poster", Thread.Kind.HELP_WANTED, days=9)
    _replies(by, _thread(by["two"], "reception", Thread.Kind.SUCCESS, days=20), "reception")
    for kind, owners in (
        (Space.Kind.JOINABLE, ("head",)),
        (Space.Kind.PRIVATE, ("lead", "two")),
        (Space.Kind.CONFIDENTIAL, ("lead", "group")),
    ):
        _space(by, people, kind, owners)
    return len(Thread.objects.filter(posts__submission_id__startswith="demo-", posts__number=1))


def _thread(by: Requester, name: str, kind: str, *, days: int) -> Thread:
    title, body, _ = SAID[name]
    topics = Topic.objects.filter(slug="roles").values_list("slug", flat=True)
    thread = post_thread(
        by=by, submission_id=f"demo-{name}", title=title, body=body, kind=kind, topics=topics, checked=True
    )
    return _backdate(thread, days)


def _backdate(thread: Thread, days: int) -> Thread:
    """As if it had been asked so many days ago: what waits is asked about after five working days."""
    then = clock.now() - datetime.timedelta(days=days)
    if thread.created_at < clock.now() - datetime.timedelta(hours=1):  # loaded before
        return thread
    Thread.objects.filter(pk=thread.pk).update(created_at=then, last_post_at=then)
    thread.posts.filter(number=1).update(created_at=then)
    record_threads([thread.pk])
    content_version.bump()
    return thread


def _replies(by: dict[str, Requester], thread: Thread, name: str) -> list[Post]:
    return [
        reply(
            by=by[who],
            submission_id=f"demo-{name}-{number}",
            number=thread.number,
            body=body,
            follow=True,
            checked=True,
        )
        for number, (who, body) in enumerate(SAID[name][2], start=1)
    ]


SPACES = {
    Space.Kind.JOINABLE: ("Schools and families (example)", "For everybody who works with schools."),
    Space.Kind.PRIVATE: ("Winter planning (example)", "Leads of the winter plan, until it is written."),
    Space.Kind.CONFIDENTIAL: ("Review of one case (example)", "Between the two bodies that review it."),
}


def _space(by: dict[str, Requester], people: dict[str, User], kind: Space.Kind, owners: tuple[str, ...]) -> None:
    name, purpose = SPACES[kind]
    if Space.objects.filter(name=name).exists():
        return
    space = make_space(
        by=by["editor"],
        name=name,
        purpose=purpose,
        kind=kind,
        owners=[people[owner].pk for owner in owners],
        is_chatham_house=kind == Space.Kind.CONFIDENTIAL,
        ends_on=clock.today() + datetime.timedelta(days=120) if kind == Space.Kind.PRIVATE else None,
    )
    post_thread(
        by=requester_of(people[owners[0]]),  # in it only now
        submission_id=f"demo-{kind}",
        title="What we want to have done by the end (example)",
        body="Write here what you would like to see settled, one thing a post. (example)",
        space=space.slug,
    )
