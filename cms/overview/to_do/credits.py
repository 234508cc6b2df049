"""Whether one's name may stand at guidance that came of a thread."""

from cms.core.requester import Requester
from cms.overview.thread_to_guidance import credits_to_answer
from cms.overview.to_do.task import Task, TaskKind


def namings(by: Requester) -> list[Task]:
    return [
        Task(
            key=f"credit:{row.pk}",
            kind=TaskKind.CREDIT,
            title=f"May we name you? {row.source.thread.title}",
            path=f"/community/credits/{row.pk}",
            detail="What you wrote becomes guidance. Until you say yes, your name does not stand there",
            action_label="Say yes or no",
            action_path=f"/community/credits/{row.pk}",
            due_on=None,
            tag_label="One press",
            tag_kind="info",
        )
        for row in credits_to_answer(by)
    ]
