"""What waits for the core team alone: requests for help, and names that an import could not settle."""

from django.urls import reverse

from cms.community.selectors import open_cases
from cms.core import clock
from cms.core.requester import Requester
from cms.overview.to_do.task import Task, TaskKind
from cms.snippets.importers.services import waiting_rows

MOST_CASES = 10


def answers(by: Requester) -> list[Task]:
    if not by.is_editor:
        return []
    today = clock.today()
    tasks = []
    for case in open_cases(by)[:MOST_CASES]:
        waited = (today - case.asked_at.astimezone(clock.LONDON).date()).days
        tasks.append(
            Task(
                key=f"answer:{case.number}",
                kind=TaskKind.ANSWER,
                title=f"Answer request {case.number}",
                path=f"/ask/{case.number}",
                detail=" ".join(case.what.split())[:120],
                action_label="Answer it",
                action_path=reverse("support_case_answer", args=[case.pk]),
                due_on=None,
                tag_label="New" if waited == 0 else f"{waited} day{'' if waited == 1 else 's'} old",
                tag_kind="late" if waited > 7 else "info",
            )
        )
    return tasks


def imports(by: Requester) -> list[Task]:
    waiting = waiting_rows().count() if by.is_editor else 0
    if not waiting:
        return []
    return [
        Task(
            key="import:rows",
            kind=TaskKind.IMPORT,
            title=f"{waiting} row{'' if waiting == 1 else 's'} of the register wait for a decision",
            path=reverse("register_imports:waiting"),
            detail="Names that no rule settles. Say once what each means.",
            action_label="Settle them",
            action_path=reverse("register_imports:waiting"),
            due_on=None,
            tag_label="Import",
            tag_kind="info",
        )
    ]
