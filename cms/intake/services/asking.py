"""What every service of old agreements asks first."""

from typing import Any

from cms.core import clock, policy
from cms.core.errors import BadInput, Conflict, NotFound
from cms.core.requester import Requester
from cms.intake.models import Batch, Decision, Paper
from cms.intake.permissions import may_bring_in

CHANGED = "Somebody else changed this paper while you were reading. Nothing was saved."


def own_batch(by: Requester, pk: int) -> Batch:
    """Raises NotFound for a batch that the caller may not bring papers into; absent and hidden look the same."""
    batch: Batch | None = policy.visible(Batch.objects.all(), by).filter(pk=pk).first()
    if batch is None or not may_bring_in(by, batch.partner_id):  # type: ignore[attr-defined]
        raise NotFound("There is no such batch.")
    return batch


def own_paper(by: Requester, pk: int, revision: int | None = None) -> Paper:
    """Locked until the transaction ends. Raises NotFound, and Conflict where `revision` is not the present one."""
    rows: Any = policy.visible(Paper.objects.all(), by)
    paper: Paper | None = (
        Paper.objects.select_for_update(of=("self",)).select_related("batch").filter(pk__in=rows.filter(pk=pk)).first()
    )
    if paper is None or not may_bring_in(by, paper.batch.partner_id):  # type: ignore[attr-defined]
        raise NotFound("There is no such paper.")
    if revision is not None and revision != paper.lock_version:
        raise Conflict(CHANGED)
    return paper


def standing_decision(paper: Paper) -> Decision | None:
    found: Decision | None = paper.decisions.filter(undone_at=None).first()  # type: ignore[attr-defined]
    return found


def decide(paper: Paper, kind: str, by: Requester, **values: Any) -> Decision:
    """Write the decision. "Left for later" and "asked" give way to a new one; any other has to be undone first."""
    standing = standing_decision(paper)
    if standing is not None:
        if standing.kind not in (Decision.Kind.LEFT, Decision.Kind.ASKED):
            raise Conflict("This paper is settled. Undo that first.")
        standing.undone_at, standing.undone_by_id = clock.now(), by.user_id  # type: ignore[attr-defined]
        standing.save(update_fields=["undone_at", "undone_by"])
    made: Decision = Decision.objects.create(paper=paper, kind=kind, by_id=by.user_id, at=clock.now(), **values)
    touch(paper)
    return made


def touch(paper: Paper) -> None:
    paper.lock_version += 1
    paper.save(update_fields=["lock_version"])


def needed(text: str, field: str, message: str, longest: int = 250) -> str:
    """The text without spaces around it; raises BadInput where there is none, or too much."""
    kept = " ".join(text.split())
    if not kept:
        raise BadInput(message, fields={field: [message]})
    if len(kept) > longest:
        words = f"Make this shorter: {longest} characters at most."
        raise BadInput(words, fields={field: [words]})
    return kept
