"""Each decision can be taken back. Nothing is deleted from the register: what was made by mistake is withdrawn."""

from django.db import transaction

from cms.audit import services as audit
from cms.core import clock, content_version
from cms.core.errors import Conflict
from cms.core.requester import Requester
from cms.intake.models import Decision, Paper
from cms.intake.services.asking import own_paper, standing_decision, touch
from cms.intake.telling import tell_taken_back
from cms.snippets.models import Isp, IspFile, IspVersion
from cms.snippets.search_isps import record_isps

USED = "{reference} has been worked on since. It stays; ask the core team."
State = IspVersion.State


@transaction.atomic
def undo_decision(*, by: Requester, paper_id: int) -> Paper:
    """Take back what was decided about a paper; without a decision nothing happens.

    An agreement that was made here is retired and its version withdrawn, so that its parties see it no more; who was
    told of it is told of that. Raises
    Conflict where somebody has worked on the agreement since.
    """
    paper = own_paper(by, paper_id)
    decision = standing_decision(paper)
    if decision is None:
        return paper
    if decision.kind == Decision.Kind.ACCEPTED and decision.isp_id:  # type: ignore[attr-defined]
        _take_back(decision, by)
    decision.undone_at, decision.undone_by_id = clock.now(), by.user_id  # type: ignore[attr-defined]
    decision.save(update_fields=["undone_at", "undone_by"])
    touch(paper)
    audit.record(by, "intake.undone", paper, label=f"{paper.pk}, {decision.kind}",
                 organisation_id=paper.batch.partner_id)  # type: ignore[attr-defined]  # fmt: skip
    return paper


def _take_back(decision: Decision, by: Requester) -> None:
    isp = Isp.objects.select_for_update().get(pk=decision.isp_id)  # type: ignore[attr-defined]
    if decision.made_isp:
        if _was_used(isp, decision):
            raise Conflict(USED.format(reference=isp.reference))
        today = clock.today()
        IspVersion.objects.filter(isp=isp).update(state=State.WITHDRAWN, in_force_to=today)
        isp.retired_on, isp.retired_reason = today, "Brought in by mistake, and taken back."
        isp.external_reference = ""  # so that the same paper may be accepted again
        isp.lock_version += 1
        isp.save()
        tell_taken_back(by, isp)
    elif decision.isp_file_id:  # type: ignore[attr-defined]
        IspFile.objects.filter(pk=decision.isp_file_id).delete()  # type: ignore[attr-defined]  # the paper keeps the file
    record_isps([isp.pk], "taken back")
    content_version.bump()


def _was_used(isp: Isp, decision: Decision) -> bool:
    """Changed, versioned, reviewed or given more files since; or another paper was added to it."""
    others = Decision.objects.filter(isp=isp, undone_at=None).exclude(pk=decision.pk)
    files = IspFile.objects.filter(version__isp=isp).exclude(pk=decision.isp_file_id)  # type: ignore[attr-defined]
    reviewed = isp.reviews.filter(completed_on__isnull=False)  # type: ignore[attr-defined]
    return (
        isp.lock_version != 1
        or isp.versions.count() != 1
        or others.exists()
        or files.exists()
        or reviewed.exists()
        or isp.visibility != Isp.Visibility.PARTIES
    )
