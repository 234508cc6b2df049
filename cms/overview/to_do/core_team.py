"""What waits for the core team alone: requests for help, and names that an import could not settle."""

from django.urls import reverse

from cms.community.selectors import open_cases
from cms.core import clock
from cms.core.requester import Requester
from cms.members.selectors import core_team
from cms.overview.to_do.task import Task, TaskKind, when
from cms.snippets.importers.services import waiting_rows

MOST_CASES = 10


def answers(by: Requester) -> list[Task]:
    if not by.is_editor:
        return []
    others = [person.pk for person in core_team() if person.pk != by.user_id]
    return [
        Task(
            key=f"answer:{case.number}",
            kind=TaskKind.ANSWER,
            title=f"Answer request {case.number}",
            path=f"/ask/{case.number}",
            detail=" ".join(case.what.split())[:120],
            action_label="Answer it",
            action_path=reverse("support_case_answer", args=[case.pk]),
            due_on=case.target_on,
            tag_label=when((case.target_on - clock.today()).days)[0],
            tag_kind="late" if case.is_late else "due" if case.adviser_id == by.user_id else "info",
        )
        for case in open_cases(by).exclude(adviser__in=others)[:MOST_CASES]
    ]


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
