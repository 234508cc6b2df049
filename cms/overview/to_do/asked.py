"""What an asker is asked: questions of the core team about one's own requests, and what came of them."""

from cms.community.models import SupportCase
from cms.community.selectors import cases_that_ask, cases_to_follow_up
from cms.core.requester import Requester
from cms.overview.to_do.task import Task, TaskKind

MOST = 5


def asked(by: Requester) -> list[Task]:
    """Requests that wait for a word of the person."""
    back = [_task(case, "answer", f"A question about your request {case.number}") for case in cases_that_ask(by)[:MOST]]
    month = [_task(case, "told", f"Did it help? Your request {case.number}") for case in cases_to_follow_up(by)[:MOST]]
    return [*back, *month]


def _task(case: SupportCase, act: str, title: str) -> Task:
    path = f"/ask/{case.number}"
    return Task(
        key=f"asked:{act}:{case.number}",
        kind=TaskKind.ASKED,
        title=title,
        path=path,
        detail=" ".join(case.what.split())[:120],
        action_label="Answer it" if act == "answer" else "Tell us",
        action_path=path,
        due_on=None,
        tag_label="Question" if act == "answer" else "One press",
        tag_kind="due" if act == "answer" else "info",
    )
