"""Answers other than "accept": later, the same as another, not an agreement, or a question to the core team."""

from django.db import transaction

from cms.audit import services as audit
from cms.core.errors import BadInput, NotFound
from cms.core.requester import Requester
from cms.intake.comparing import papers_beside
from cms.intake.models import Decision, Paper
from cms.intake.services.asking import decide, needed, own_paper

Kind = Decision.Kind


def _settle(by: Requester, paper: Paper, kind: str, **values: object) -> Decision:
    made = decide(paper, kind, by, **values)
    audit.record(by, f"intake.{kind}", paper, label=str(paper.pk), organisation_id=paper.batch.partner_id)  # type: ignore[attr-defined]
    return made


@transaction.atomic
def leave_for_later(*, by: Requester, paper_id: int, revision: int) -> Decision:
    return _settle(by, own_paper(by, paper_id, revision), Kind.LEFT)


@transaction.atomic
def mark_not_one(*, by: Requester, paper_id: int, revision: int) -> Decision:
    """Not an agreement: minutes, a leaflet, a blank page."""
    return _settle(by, own_paper(by, paper_id, revision), Kind.NOT_ONE)


@transaction.atomic
def mark_same_as(*, by: Requester, paper_id: int, revision: int, other_id: int) -> Decision:
    """The same agreement as another paper of the same people. Raises NotFound for any other paper."""
    paper = own_paper(by, paper_id, revision)
    other = Paper.objects.visible_to(by).filter(papers_beside(paper)).exclude(pk=paper.pk).filter(pk=other_id).first()
    if other is None:
        raise NotFound("There is no such paper.")
    standing = other.decisions.filter(undone_at=None, kind=Kind.DUPLICATE).first()
    if standing is not None:
        message = "That one is itself marked as the same as another. Choose that other one."
        raise BadInput(message, fields={"sameAs": [message]})
    return _settle(by, paper, Kind.DUPLICATE, same_as=other)


@transaction.atomic
def ask_core_team(*, by: Requester, paper_id: int, revision: int, note: str) -> Decision:
    """The core team sees the paper in its queue, with what is asked."""
    paper = own_paper(by, paper_id, revision)
    note = needed(note, "note", "Say what you want to ask.", 500)
    return _settle(by, paper, Kind.ASKED, note=note)
