"""New threads of the topics that people follow: told once to each, mostly together in a weekly mail."""

import datetime
from collections import defaultdict
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q

from cms.core import clock
from cms.core.policy import visible
from cms.core.requester import SYSTEM
from cms.forum.models import Post, Space, Thread, TopicInterest
from cms.members.selectors import belonging, recipient, requester_of
from cms.notifications.models import Notification
from cms.notifications.services import notify

TOPICS = "topic-thread"  # source of the notices
BACK = datetime.timedelta(days=7)  # a run that was missed for longer tells only of what is still new


def to_tell() -> dict[int, set[int]]:
    """{thread: people whom nobody has told of it yet}: threads of open spaces that began since the person began to
    follow one of their topics. What is written in other spaces concerns who is in them. Four queries."""
    filed = (
        Thread.topics.through.objects.exclude(thread__in=taken_back())
        .filter(
            thread__space__kind=Space.Kind.OPEN,
            thread__space__archived_at=None,
            thread__hidden_at=None,
            thread__merged_into=None,
            thread__created_at__gte=clock.now() - BACK,
        )
        .values_list("thread", "topic", "thread__created_at", "thread__author")
    )
    by_topic: dict[int, list[tuple[int, datetime.datetime]]] = defaultdict(list)
    rows = list(filed)
    for topic, user, since in TopicInterest.objects.filter(
        topic__in={topic for _, topic, _, _ in rows}, user__is_active=True
    ).values_list("topic", "user", "since"):
        by_topic[topic].append((user, since))
    found: dict[int, set[int]] = defaultdict(set)
    for thread, topic, began, author in rows:
        found[thread] |= {user for user, since in by_topic[topic] if since <= began and user != author}
    told = Notification.objects.filter(source_key__in=[f"{TOPICS}:{thread}" for thread in found])
    for key, user in told.values_list("source_key", "user"):
        found[int(key.partition(":")[2])].discard(user)
    here = belonging({user for users in found.values() for user in users})
    return {thread: users & here for thread, users in found.items() if users & here}


def taken_back() -> Any:
    """Keys of threads whose opening post was deleted or hidden."""
    gone = Q(deleted_at__isnull=False) | Q(hidden_at__isnull=False)
    return Post.objects.filter(gone, number=1).values("thread")


def tell() -> int:
    """What the schedule runs, every quarter of an hour. Returns how many threads were told of."""
    return sum(_tell_of(thread, users) for thread, users in sorted(to_tell().items()))


@transaction.atomic
def _tell_of(key: int, user_ids: set[int]) -> int:
    thread = Thread.objects.get(pk=key)
    users = get_user_model()._default_manager.filter(pk__in=user_ids, is_active=True)
    topics = ", ".join(thread.topics.order_by("name").values_list("name", flat=True))
    told = notify(
        by=SYSTEM,
        source_key=f"{TOPICS}:{thread.pk}",
        recipients=[recipient(user) for user in users],
        title=title_of(thread),
        body=f"New in a topic that you follow: {topics}.",
        path=thread.path,
    )
    return 1 if told else 0


def title_of(thread: Thread) -> str:
    return f"{thread.get_kind_display()}: {thread.title}"


def veto(source_key: str, user_id: int | None, address: str) -> str:
    """Asked just before a mail leaves, also for what a digest holds."""
    user = get_user_model()._default_manager.filter(pk=user_id or 0, is_active=True).first()
    if user is None or user.email.strip().lower() != address:
        return "The account is closed, or has another address."
    key = int(source_key.partition(":")[2])
    followed = TopicInterest.objects.filter(user=user_id).values("topic")
    rows = Thread.objects.filter(Q(topics__in=followed), pk=key, merged_into=None, hidden_at=None)
    if not visible(rows.exclude(pk__in=taken_back()), requester_of(user)).exists():
        return "It is not there any more, or its topic is not followed any more."
    return ""
