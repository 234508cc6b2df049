from cms.intake import reading
from cms.intake.models import Paper


def read_paper(paper_id: int) -> None:
    reading.read_paper(paper_id)


def sync() -> None:
    """Every 10 minutes, on the slow cluster: ask again for what waits, since a job may have been lost."""
    for paper in Paper.objects.filter(read_at=None).order_by("pk")[:500]:
        reading.plan_reading(paper)
