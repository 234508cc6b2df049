"""Old agreements that wait: a body's own papers for its IG leads and partner leads, questions for the core team."""

from cms.core.requester import Requester
from cms.intake.selectors import asked_papers, open_counts
from cms.overview.to_do.task import Task, TaskKind

MOST = 5


def papers(by: Requester) -> list[Task]:
    """One task for each batch with papers that are not settled, and one for each question to the core team."""
    tasks = []
    for key, (batch, count) in list(open_counts(by).items())[:MOST]:
        path = f"/organisation/add/{key}"
        tasks.append(
            Task(
                key=f"papers:{key}",
                kind=TaskKind.PAPERS,
                title=f"{count} old agreement{'' if count == 1 else 's'} to look at: {batch.name}",
                path=path,
                detail="We guessed what they are. Nothing counts until you accept it.",
                action_label="Go through them",
                action_path=path,
                due_on=None,
                tag_label="Old agreements",
                tag_kind="info",
                partner_id=batch.partner_id,
            )
        )
    for paper in asked_papers(by)[:MOST]:
        path = f"/organisation/add/{paper.batch_id}/{paper.number}"  # type: ignore[attr-defined]
        whose = paper.batch.partner.name if paper.batch.partner else "the core team"
        tasks.append(
            Task(
                key=f"paper:{paper.pk}",
                kind=TaskKind.PAPERS,
                title=f"A question about an old agreement of {whose}",
                path=path,
                detail=paper.name,
                action_label="Answer it",
                action_path=path,
                due_on=None,
                tag_label="Question",
                tag_kind="info",
                partner_id=paper.batch.partner_id,
            )
        )
    return tasks
