"""Old agreements that a partner's system dropped: papers of a batch of the core team's, which alone sees it."""

from collections.abc import Collection
from typing import Any

from django.db.models import Count, Sum
from django.urls import reverse

from cms.core import clock
from cms.core.requester import SYSTEM
from cms.intake.models import Batch, Decision, Paper
from cms.intake.services.bringing import KINDS, MOST_BYTES, MOST_PAPERS, take_paper
from cms.storage.inbound.kinds import AlreadyThere, Settled, Taken, register_inward
from cms.storage.models import ExchangePartner
from cms.storage.uploads_content import PICTURES, CheckedFile

FOLDER = "agreements"
LONGEST_NAME = 120
NOT_USED = {
    Decision.Kind.DUPLICATE: "It is the same as an agreement that was brought in before.",
    Decision.Kind.NOT_ONE: "It is not an agreement, so it was not put into the register.",
}


def take(*, box: ExchangePartner, file: CheckedFile) -> Taken:
    """In the caller's transaction, which lets in one file of a body at a time."""
    if Paper.objects.filter(batch__submission_id__startswith=_key(box), sha256=file.sha256).exists():
        raise AlreadyThere
    batch = _batch(box, file.size)
    take_paper(by=SYSTEM, target=str(batch.pk), file=file)
    paper = Paper.objects.get(batch=batch, sha256=file.sha256)
    return Taken(target=str(paper.pk), document=paper.document)


def _key(box: ExchangePartner) -> str:
    return f"exchange:{box.pk}:"


def _batch(box: ExchangePartner, size: int) -> Batch:
    """The last one while there is room in it. It belongs to no partner: the core team settles what systems send."""
    mine = Batch.objects.filter(submission_id__startswith=_key(box), made_by=None).order_by("-pk")
    last = mine.annotate(number=Count("papers"), bytes=Sum("papers__size")).first()
    if last is not None and last.number < MOST_PAPERS and (last.bytes or 0) + size <= MOST_BYTES:
        return last  # type: ignore[no-any-return]
    end = "’s system"
    name = f"From {str(box.partner)[: LONGEST_NAME - len(end) - 5]}{end}"
    made: Batch = Batch.objects.create(name=name, made_at=clock.now(), submission_id=f"{_key(box)}{mine.count() + 1}")
    return made


def settled(targets: Collection[str]) -> dict[str, Settled]:
    """What was decided about these papers. Left for later, or asked about, is no decision."""
    rows = Decision.objects.filter(paper__in=[int(target) for target in targets], undone_at=None)
    found: dict[str, Settled] = {}
    for row in rows.select_related("isp"):
        if row.kind == Decision.Kind.ACCEPTED:
            where = f" as {row.isp.reference}" if row.isp is not None else ""
            found[str(row.paper_id)] = Settled(True, f"It is in the register{where}.")  # type: ignore[attr-defined]
        elif row.kind in NOT_USED:
            found[str(row.paper_id)] = Settled(False, NOT_USED[Decision.Kind(row.kind)])  # type: ignore[attr-defined]
    return found


def address(target: str) -> str:
    """Where an editor finds the batches."""
    return reverse("intake_batches")


def register() -> None:
    """Called once, when the app is ready."""
    kinds: Any = KINDS - PICTURES
    register_inward(FOLDER, "Old agreements", take, suffixes=kinds, settled=settled, address=address)
