"""Papers come in: a batch, its files through the door of uploads, and agreements of which nobody holds a file."""

from django.db import IntegrityError, transaction
from django.db.models import Max, Sum

from cms.audit import services as audit
from cms.core import clock
from cms.core.errors import Forbidden, NotFound
from cms.core.requester import Requester
from cms.intake.comparing import same_as_guesses
from cms.intake.models import Batch, Guess, Paper, PaperPage
from cms.intake.permissions import may_bring_in
from cms.intake.reading import plan_reading
from cms.intake.services.asking import needed, own_batch, own_paper, standing_decision, touch
from cms.snippets.models import Partner
from cms.storage.text_scans import can_read_pictures
from cms.storage.uploads import keep_document
from cms.storage.uploads_content import PICTURES, CheckedFile, RefusedFile

FILES, SHEET = "intake.files", "intake.sheet"  # purposes of uploads
KINDS = frozenset({"pdf", "docx", "odt", *PICTURES})
MOST_PAPERS, MOST_BYTES = 2000, 4 << 30  # in one batch


@transaction.atomic
def start_batch(*, by: Requester, partner: str, name: str, submission_id: str) -> Batch:
    """A batch for a partner (its slug), or for the core team where that is empty. The same submission is one batch.

    Raises Forbidden, and NotFound where there is no such partner or it is not the caller's to bring papers in for.
    """
    body = Partner.objects.filter(slug=partner).first() if partner else None
    if partner and body is None:
        raise NotFound("There is no such partner.")
    if not may_bring_in(by, body.pk if body else None):
        if body is not None:
            raise NotFound("There is no such partner.")
        raise Forbidden("The core team brings in agreements of all partners.")
    known: Batch | None = Batch.objects.filter(made_by=by.user_id, submission_id=submission_id[:64]).first()
    if submission_id and known is not None:
        return known
    name = needed(name or f"Brought in on {clock.today():%d %B %Y}".replace(" 0", " "), "name", "Give it a name.", 120)
    batch: Batch = Batch.objects.create(
        partner=body, name=name, made_by_id=by.user_id, made_at=clock.now(), submission_id=submission_id[:64]
    )
    audit.record(by, "intake.begun", batch, organisation_id=body.pk if body else None)
    return batch


def batch_of_target(target: str) -> int:
    return int(target) if target.isascii() and target.isdigit() and len(target) <= 18 else 0


def may_send(by: Requester, target: str) -> bool:
    """For the door of uploads: the target is the key of a batch."""
    try:
        own_batch(by, batch_of_target(target))
    except NotFound:
        return False
    return True


def take_paper(*, by: Requester, target: str, file: CheckedFile) -> str:
    """One file becomes one paper of the batch, waiting to be read. Words for the sender."""
    batch = own_batch(by, batch_of_target(target))
    if batch.papers.filter(sha256=file.sha256).exists():  # type: ignore[attr-defined]
        raise RefusedFile("This very file is in the batch already.")
    held = batch.papers.aggregate(size=Sum("size"))["size"] or 0  # type: ignore[attr-defined]
    if held + file.size > MOST_BYTES:
        raise RefusedFile(f"A batch holds {MOST_BYTES >> 30} GB. Begin another one.")
    title = file.stem[:200]
    document = keep_document(file, by=by, title=title)
    paper = _add(batch, by, name=file.name, document=document, suffix=file.suffix, sha256=file.sha256, size=file.size,
                 notes="; ".join(file.notes)[:250])  # fmt: skip
    plan_reading(paper)
    said = "; ".join(file.notes)
    if not said and file.suffix in PICTURES and not can_read_pictures():
        said = "pictures are not read here, so you type what you see"
    return f"Added as number {paper.number}{f': {said}' if said else ''}."


@transaction.atomic
def add_known_by_name(*, by: Requester, batch_id: int, titles: list[str]) -> list[Paper]:
    """Agreements of which no file is held, a title each: they are known by name, and that is an answer too."""
    batch = own_batch(by, batch_id)
    made = []
    for text in titles[:200]:
        title = needed(text, "titles", "Give each agreement a title, one a line.", 200)
        paper = _add(batch, by, name=title, read_at=clock.now(), reading_note="No file is held.")
        Guess.objects.bulk_create(same_as_guesses(paper, "", []))
        made.append(paper)
    return made


def _add(batch: Batch, by: Requester, **values: object) -> Paper:
    """The next number of its batch, which is locked meanwhile."""
    Batch.objects.select_for_update().get(pk=batch.pk)
    last = batch.papers.aggregate(last=Max("number"))["last"] or 0  # type: ignore[attr-defined]
    if last >= MOST_PAPERS:
        raise RefusedFile(f"A batch holds {MOST_PAPERS} papers. Begin another one.")
    try:
        paper: Paper = Paper.objects.create(
            batch=batch, number=last + 1, added_by_id=by.user_id, added_at=clock.now(), **values
        )
    except IntegrityError as error:
        raise RefusedFile("Another file came at the same moment: send this one again.") from error
    audit.record(by, "intake.added", paper, label=f"{batch.pk}, number {paper.number}",
                 organisation_id=batch.partner_id)  # type: ignore[attr-defined]  # fmt: skip
    return paper


@transaction.atomic
def read_again(*, by: Requester, paper_id: int) -> Paper:
    """Forget what was read and guessed, and read the file anew. Refused once the paper is settled."""
    paper = own_paper(by, paper_id)
    decision = standing_decision(paper)
    if decision is not None and decision.kind not in ("left", "asked"):
        raise Forbidden("This paper is settled. Undo that first.")
    if not paper.has_file():
        raise NotFound("No file is held, so there is nothing to read.")
    PaperPage.objects.filter(paper=paper).delete()
    paper.guesses.exclude(how=Guess.How.SHEET).delete()  # type: ignore[attr-defined]
    paper.pages, paper.attempts, paper.read_at, paper.reading_note = 0, 0, None, ""
    paper.save(update_fields=["pages", "attempts", "read_at", "reading_note"])
    touch(paper)
    plan_reading(paper)
    audit.record(by, "intake.read_again", paper, label=str(paper.pk), organisation_id=paper.batch.partner_id)  # type: ignore[attr-defined]
    return paper
