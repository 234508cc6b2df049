"""What waits for who looks after a space or moderates: people who ask to come in, and posts that were reported."""

from cms.core.requester import Requester
from cms.forum.models import Space
from cms.forum.selectors import asking_by_space, open_reports
from cms.overview.to_do.task import Task, TaskKind


def joining(by: Requester) -> list[Task]:
    """One task a space of the person's own in which somebody waits."""
    if not by.owned_spaces:
        return []
    waiting = asking_by_space(by)
    rows = Space.objects.filter(pk__in=waiting.keys() & by.owned_spaces).order_by("name")
    return [_joining(space, waiting[space.pk]) for space in rows]


def _joining(space: Space, count: int) -> Task:
    path = f"/community/spaces/{space.slug}/people"
    return Task(
        key=f"space-asked:{space.pk}",
        kind=TaskKind.JOIN,
        title=f"{'Somebody asks' if count == 1 else f'{count} people ask'} to join {space.name}",
        path=path,
        detail="Let them in, or say why not",
        action_label="Look at who it is",
        action_path=path,
        due_on=None,
        tag_label="Waits for you",
        tag_kind="due",
    )


def reported(by: Requester) -> list[Task]:
    """One task for all reports that the person may settle."""
    if not (by.is_editor or "moderator" in by.site_roles or by.owned_spaces):
        return []
    count = open_reports(by).count()
    if not count:
        return []
    return [
        Task(
            key="post-reports",
            kind=TaskKind.REPORT,
            title="A post was reported" if count == 1 else f"{count} posts were reported",
            path="/community/reports",
            detail="Read what was written and say what comes of it",
            action_label="Look at it",
            action_path="/community/reports",
            due_on=None,
            tag_label="Waits for you",
            tag_kind="due",
        )
    ]
