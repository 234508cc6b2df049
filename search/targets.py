"""Which generations are written to: the table that a rebuild and all workers share."""

from django.db import transaction
from django.utils import timezone

from search import runs
from search.models import SearchGeneration, SearchRun
from search.ports import SearchEngine

State = SearchGeneration.State


def names(engine: SearchEngine) -> list[str]:
    """Generations that every change goes to, the live one first."""
    found = SearchGeneration.objects.filter(engine=engine.name, state__in=[State.LIVE, State.BUILDING])
    return [row.name for row in sorted(found, key=lambda row: (row.state != State.LIVE, row.pk))]


def serving(engine: SearchEngine) -> str | None:
    """The generation that readers see and workers keep up to date; None asks for a rebuild.

    An index that this database does not know, or that missed changes while another engine was in use, is none.
    """
    live = engine.live()
    return live if live and live in names(engine) else None


def kept_up_to_date(engine: SearchEngine) -> bool:
    """Whether workers send changes to what this engine's readers see. One query; the engine is not asked.

    An index left from before another engine was in use is not: it holds what has long been taken down.
    """
    return SearchGeneration.objects.filter(engine=engine.name, state=State.LIVE).exists()


def add(name: str, engine: SearchEngine, run: SearchRun) -> None:
    SearchGeneration.objects.create(name=name, engine=engine.name, created_at=timezone.now(), run=run)


def mark_live(name: str) -> None:
    """Readers see this one now: the one before it is kept, what is older is forgotten, of whatever engine."""
    with transaction.atomic():
        SearchGeneration.objects.filter(state=State.OLD).delete()
        SearchGeneration.objects.filter(state=State.LIVE).exclude(name=name).update(state=State.OLD)
        SearchGeneration.objects.filter(name=name).update(state=State.LIVE, published_at=timezone.now())


def remove(name: str, engine: SearchEngine) -> None:
    """Stop writing to a generation that will not go live, then drop it. May raise Unavailable: the row is gone then."""
    SearchGeneration.objects.filter(name=name, state=State.BUILDING).delete()
    engine.drop(name)


def clear_abandoned(engine: SearchEngine) -> None:
    """Take away what rebuilds left that died. One that died between going live and saying so is marked live."""
    runs.forget_dead()
    left = SearchGeneration.objects.filter(state=State.BUILDING).exclude(run__state=SearchRun.State.RUNNING)
    for row in left:
        if row.engine != engine.name:
            row.delete()  # the other engine drops the index itself when it next publishes
        elif engine.live() == row.name:
            mark_live(row.name)
        else:
            remove(row.name, engine)
