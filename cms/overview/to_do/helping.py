"""Where somebody's knowledge is wanted: questions they were asked about, and spaces that need a second owner."""

from dataclasses import dataclass

from django.db.models import Count, Q

from cms.core.requester import Requester
from cms.forum import waiting
from cms.forum.models import Space, SpaceMember, Thread
from cms.overview.to_do.task import Task, TaskKind

MOST = 10
OWNERS = 2  # at least, or a space stands still when one leaves


@dataclass(frozen=True, slots=True)
class CouldHelp:
    """One question of the person's topics that waits for a first reply. `days_waiting` are working days."""

    pk: int
    number: int
    title: str
    path: str
    kind_label: str
    days_waiting: int
    topics: tuple[str, ...]


def could_help(by: Requester) -> list[CouldHelp]:
    """At most five, the oldest first; what the person was asked about in person is among their tasks instead."""
    return [
        CouldHelp(
            pk=thread.pk,
            number=thread.number,
            title=thread.title,
            path=thread.path,
            kind_label=str(thread.get_kind_display()),
            days_waiting=waiting.days_waiting(thread),
            topics=tuple(topic.name for topic in thread.topics.all()),
        )
        for thread in waiting.could_help(by)
    ]


def questions(by: Requester) -> list[Task]:
    """Questions that nobody has replied to, where the person said that they know the topic, or is the core team."""
    return [_question(thread) for thread in waiting.asked_of(by)[:MOST]]


def _question(thread: Thread) -> Task:
    days = waiting.days_waiting(thread)
    return Task(
        key=f"help:{thread.number}",
        kind=TaskKind.HELP,
        title=f"Could you help? {thread.title}",
        path=thread.path,
        detail="Nobody has answered yet",
        action_label="Answer",
        action_path=f"{thread.path}#reply",
        due_on=None,
        tag_label=f"Waits {days} days",  # working days: longer words do not fit beside the title
        tag_kind="late" if thread.core_team_asked_at else "due",
    )


def lone_owners(by: Requester) -> list[Task]:
    """Private and confidential spaces whose only owner left is the person."""
    if not by.owned_spaces:
        return []
    owners = Count(
        "people",
        filter=Q(
            people__role=SpaceMember.Role.OWNER,
            people__ended_at=None,
            people__joined_at__isnull=False,
            people__user__is_active=True,
        ),
    )
    rows = Space.objects.filter(pk__in=by.owned_spaces, archived_at=None).annotate(owners=owners)
    closed = rows.filter(kind__in=waiting.WORDLESS, owners__lt=OWNERS).order_by("name")
    return [
        Task(
            key=f"space-owner:{space.pk}",
            kind=TaskKind.HELP,
            title=f"Name a second owner: {space.name}",
            path=f"/community/spaces/{space.slug}",
            detail="Without one, nobody can let people in when you are away",
            action_label="Choose somebody",
            action_path=f"/community/spaces/{space.slug}",
            due_on=None,
            tag_label="Needs an owner",
            tag_kind="due",
        )
        for space in closed
    ]
