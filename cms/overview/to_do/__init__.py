"""What waits for one person. Each module gives the tasks of one area; a new area adds its module and one line here."""

import datetime
from collections.abc import Callable
from dataclasses import replace

from cms.core.requester import Requester
from cms.overview.to_do.amendments import notices, objections, pages, reports
from cms.overview.to_do.asked import asked
from cms.overview.to_do.bodies import checks, offers
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
from cms.snippets.models import Partner

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
    offers,
    checks,
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
    if len(by.own_partners) > 1:
        tasks = _with_names(tasks)
    return sorted(tasks, key=lambda task: (task.due_on is None, task.due_on or datetime.date.max, task.key))


def _with_names(tasks: list[Task]) -> list[Task]:
    """For whom each is to be done, for people of several organisations. One query."""
    rows = Partner.objects.filter(pk__in={task.partner_id for task in tasks} - {None})
    names = {pk: (slug, name) for pk, slug, name in rows.values_list("pk", "slug", "name")}
    known = ((task, names.get(task.partner_id or 0, ("", ""))) for task in tasks)
    return [replace(task, partner_slug=slug, partner_name=name) for task, (slug, name) in known]
