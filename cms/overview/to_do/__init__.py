"""What waits for one person. Each module gives the tasks of one area; a new area adds its module and one line here."""

import datetime
from collections.abc import Callable

from cms.core.requester import Requester
from cms.overview.to_do.amendments import notices, objections, pages, reports
from cms.overview.to_do.asked import asked
from cms.overview.to_do.charter import applications, charters, sponsors
from cms.overview.to_do.core_team import answers, imports
from cms.overview.to_do.credits import namings
from cms.overview.to_do.drafting import drafts, views
from cms.overview.to_do.helping import lone_owners, questions
from cms.overview.to_do.intake import papers
from cms.overview.to_do.reorganisation import successions
from cms.overview.to_do.reviews import reviews
from cms.overview.to_do.signing import joins, signatures, stuck
from cms.overview.to_do.spaces import joining, reported
from cms.overview.to_do.task import Task, TaskKind

__all__ = ["Task", "TaskKind", "tasks_of"]

# Asked of everybody who is signed in and a member: each answers with nothing for whom it does not concern.
PROVIDERS: tuple[Callable[[Requester], list[Task]], ...] = (
    reviews,
    signatures,
    joins,
    stuck,
    drafts,
    views,
    papers,
    questions,
    lone_owners,
    joining,
    reported,
    answers,
    asked,
    namings,
    imports,
    successions,
    notices,
    objections,
    reports,
    pages,
    charters,
    applications,
    sponsors,
)


def tasks_of(by: Requester) -> list[Task]:
    """The requester's open tasks, the latest first; empty for whoever is not signed in."""
    if by.user_id is None or not by.is_member:
        return []
    tasks = [task for provider in PROVIDERS for task in provider(by)]
    return sorted(tasks, key=lambda task: (task.due_on is None, task.due_on or datetime.date.max, task.key))
