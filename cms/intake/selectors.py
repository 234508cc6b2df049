"""What the screens of old agreements show. Everything is narrowed to the reader; states follow from rows and dates."""

import datetime
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from cms.core import policy
from cms.core.partial_dates import PartialDate
from cms.core.requester import Requester
from cms.intake.comparing import papers_beside
from cms.intake.models import Batch, Decision, Guess, Paper, PaperPage, Sheet
from cms.intake.permissions import bodies_of, may_bring_in
from cms.intake.sheet_views import SheetView, sheet_view
from cms.snippets import looking
from cms.snippets.models import Isp, Partner, Theme
from cms.storage.text_scans import can_read_pictures

SHOWN = 60_000  # characters of a paper's words that the screen shows
BESIDE = 30  # papers listed before and after one
WORDS = {
    "waiting": "Being read",
    "ready": "Ready",
    "no_words": "Nothing read",
    "no_file": "No file held",
    **dict(Decision.Kind.choices),
}
OPEN = ("waiting", "ready", "no_words", "no_file", Decision.Kind.LEFT, Decision.Kind.ASKED)
DATES = (Guess.Field.SIGNED_ON, Guess.Field.STARTS_ON, Guess.Field.ENDS_ON, Guess.Field.REVIEW_ON)


@dataclass(frozen=True, slots=True)
class PaperCard:
    """One line of the list. `state` is a key of WORDS."""

    id: int
    number: int
    name: str
    state: str
    state_label: str
    detail: str
    isp_reference: str
    can_undo: bool


@dataclass(frozen=True, slots=True)
class Body:
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class BatchCard:
    id: int
    name: str
    partner_name: str
    made_by: str
    made_at: datetime.datetime
    total: int
    open: int
    accepted: int
    waiting: int


@dataclass(frozen=True, slots=True)
class BatchView:
    card: BatchCard
    papers: list[PaperCard]
    sheets: list[SheetView]
    reads_pictures: bool
    next_number: int


@dataclass(frozen=True, slots=True)
class Option:
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class GuessCard:
    """One guess on screen; `text` is how the form shows the value. `options` is what may be chosen where it is open."""

    id: int
    field: str
    value: str
    text: str
    printed: str
    source: str
    how_label: str
    note: str
    options: list[Option]


@dataclass(frozen=True, slots=True)
class PageView:
    number: int
    text: str
    how: str
    how_label: str


@dataclass(frozen=True, slots=True)
class PaperView:
    card: PaperCard
    batch: BatchCard
    revision: int
    file_url: str
    pdf_url: str
    look: list[str]
    notes: str
    reading_note: str
    pages_total: int
    pages_read: int
    added_by: str
    added_at: datetime.datetime
    guesses: list[GuessCard]
    pages: list[PageView]
    others: list[PaperCard]
    themes: list[Option]
    question: str
    next_number: int


def bodies(by: Requester) -> list[Body]:
    """The partners for which this person may bring in agreements, by name."""
    rows = Partner.objects.filter(pk__in=bodies_of(by), duplicate_of=None).order_by("name").values_list("slug", "name")
    return [Body(slug, name) for slug, name in rows]


def batches(by: Requester) -> list[BatchCard]:
    rows = policy.visible(Batch.objects.all(), by).select_related("partner", "made_by")[:100]
    return _cards(list(rows))


def _cards(rows: Sequence[Any]) -> list[BatchCard]:
    """One query for the counts of all of them."""
    keys = [row.pk for row in rows]
    done = Q(decisions__undone_at=None)
    settled = done & ~Q(decisions__kind__in=(Decision.Kind.LEFT, Decision.Kind.ASKED))
    counts = {
        row["batch"]: row
        for row in Paper.objects.filter(batch__in=keys)
        .order_by()
        .values("batch")
        .annotate(
            total=Count("pk", distinct=True),
            settled=Count("pk", filter=settled & Q(decisions__isnull=False), distinct=True),
            accepted=Count("pk", filter=done & Q(decisions__kind=Decision.Kind.ACCEPTED), distinct=True),
            waiting=Count("pk", filter=Q(read_at=None), distinct=True),
        )
    }
    found = []
    for row in rows:
        count = counts.get(row.pk, {"total": 0, "settled": 0, "accepted": 0, "waiting": 0})
        found.append(
            BatchCard(
                id=row.pk,
                name=row.name,
                partner_name=row.partner.name if row.partner else "The core team",
                made_by=_name(row.made_by),
                made_at=row.made_at,
                total=count["total"],
                open=count["total"] - count["settled"],
                accepted=count["accepted"],
                waiting=count["waiting"],
            )
        )
    return found


def _name(person: Any) -> str:
    return str(person.get_full_name()) if person is not None else ""


def _card(paper: Paper, decision: Decision | None) -> PaperCard:
    if decision is not None:
        state = str(decision.kind)
    elif not paper.has_file():
        state = "no_file"
    elif paper.read_at is None:
        state = "waiting"
    else:
        state = "no_words" if paper.reading_note and not paper.pages else "ready"
    reference = decision.isp.reference if decision is not None and decision.isp is not None else ""
    return PaperCard(
        id=paper.pk,
        number=paper.number,
        name=paper.name,
        state=state,
        state_label=WORDS[state],
        detail=_detail(paper, decision),
        isp_reference=reference,
        can_undo=decision is not None,
    )


def _detail(paper: Paper, decision: Decision | None) -> str:
    if decision is None:
        return paper.reading_note
    if decision.isp is not None:
        return f"{'Now' if decision.made_isp else 'Its file is with'} {decision.isp.reference}"
    if decision.same_as is not None:
        return f"As number {decision.same_as.number}, {decision.same_as.name}"
    return decision.note


def _papers(batch_id: int) -> list[PaperCard]:
    papers = list(Paper.objects.filter(batch=batch_id))
    standing = {
        row.paper_id: row
        for row in Decision.objects.filter(paper__batch=batch_id, undone_at=None).select_related("isp", "same_as")
    }
    return [_card(paper, standing.get(paper.pk)) for paper in papers]


def batch_of(by: Requester, pk: int) -> BatchView | None:
    """None for a batch that is not the reader's, as for one that never was."""
    row = policy.visible(Batch.objects.all(), by).select_related("partner", "made_by").filter(pk=pk).first()
    if row is None or not may_bring_in(by, row.partner_id):
        return None
    papers = _papers(row.pk)
    sheets = [sheet_view(sheet, by) for sheet in Sheet.objects.filter(batch=row).select_related("batch")]
    return BatchView(_cards([row])[0], papers, sheets, can_read_pictures(), next_open(papers, 0))


def next_open(papers: Iterable[PaperCard], after: int) -> int:
    """The next paper to settle behind this number, else the first; those left for later come last. 0 for none."""
    found = list(papers)
    for states in (("ready", "no_words", "no_file"), ("waiting",), (Decision.Kind.LEFT,)):
        numbers = [card.number for card in found if card.state in states and card.number != after]
        later = [number for number in numbers if number > after]
        if later or numbers:
            return (later or numbers)[0]
    return 0


def paper_of(by: Requester, batch_id: int, number: int) -> PaperView | None:
    """One paper with what is guessed about it and what it says; None as for `batch_of`."""
    rows = policy.visible(Paper.objects.all(), by).select_related(
        "batch__partner", "batch__made_by", "added_by", "document"
    )
    paper = rows.filter(batch=batch_id, number=number).first()
    if paper is None or not may_bring_in(by, paper.batch.partner_id):
        return None
    papers = _papers(batch_id)
    decision = Decision.objects.filter(paper=paper, undone_at=None).select_related("isp", "same_as").first()
    pages = list(PaperPage.objects.filter(paper=paper))
    guesses = _guesses(paper, by)
    return PaperView(
        card=next(card for card in papers if card.id == paper.pk),
        batch=_cards([paper.batch])[0],
        revision=paper.lock_version,
        file_url=f"/documents/{paper.document_id}/" if paper.document_id else "",
        pdf_url=f"/documents/{paper.readable_id}/" if paper.readable_id else "",
        look=looking.sentences_of(paper.document) if paper.document_id and paper.read_at else [],
        notes=paper.notes,
        reading_note=paper.reading_note,
        pages_total=paper.pages,
        pages_read=sum(page.how != PaperPage.How.WANTED for page in pages),
        added_by=_name(paper.added_by),
        added_at=paper.added_at,
        guesses=guesses,
        pages=_shown(pages),
        others=_beside(papers, paper.number, guesses),
        themes=[Option(slug, name) for slug, name in Theme.objects.order_by("name").values_list("slug", "name")],
        question=decision.note if decision is not None and decision.kind == Decision.Kind.ASKED else "",
        next_number=next_open(papers, paper.number),
    )


def _beside(papers: Sequence[PaperCard], number: int, guesses: Sequence[GuessCard]) -> list[PaperCard]:
    """Those near it in the list, and those that it may be the same as."""
    same = {one.value for one in guesses if one.field == Guess.Field.SAME_AS}
    return [card for card in papers if abs(card.number - number) <= BESIDE or f"paper:{card.id}" in same]


def _shown(pages: Sequence[PaperPage]) -> list[PageView]:
    found, left = [], SHOWN
    for page in pages:
        if left <= 0:
            break
        found.append(PageView(page.number, page.text[:left], page.how, page.get_how_display()))  # type: ignore[attr-defined]
        left -= len(page.text)
    return found


def _guesses(paper: Paper, by: Requester) -> list[GuessCard]:
    rows = list(Guess.objects.filter(paper=paper))
    slugs = {row.value for row in rows if row.field in (Guess.Field.PARTY, Guess.Field.LEAD)}
    slugs |= {slug for row in rows for slug in row.candidates}
    names = dict(policy.visible(Partner.objects.all(), by).filter(slug__in=slugs).values_list("slug", "name"))
    seen = _still_seen(paper, rows, by)
    found = []
    for row in rows:
        if row.field == Guess.Field.SAME_AS and row.value not in seen:
            continue
        text = names.get(row.value, "") if row.field in (Guess.Field.PARTY, Guess.Field.LEAD) else row.value
        if row.field in DATES:
            text = str(PartialDate.parse(row.value)) if row.value else ""
        if row.field == Guess.Field.SAME_AS:
            text = seen[row.value]
        options = [Option(slug, names[slug]) for slug in row.candidates if slug in names] if not row.value else []
        found.append(
            GuessCard(row.pk, row.field, row.value, text, row.printed, row.source, row.get_how_display(), row.note,  # type: ignore[attr-defined]
                      options)
        )  # fmt: skip
    return found


def _still_seen(paper: Paper, rows: Sequence[Guess], by: Requester) -> dict[str, str]:
    """What a paper may be the same as, as far as the reader sees it today: words by value."""
    values = [row.value for row in rows if row.field == Guess.Field.SAME_AS]
    keys = [int(value[6:]) for value in values if value.startswith("paper:")]
    references = [value[4:] for value in values if value.startswith("isp:")]
    papers = policy.visible(Paper.objects.all(), by).filter(papers_beside(paper), pk__in=keys)
    isps = policy.visible(Isp.objects.all(), by).filter(reference__in=references)
    return {f"paper:{row.pk}": f"number {row.number}, {row.name}" for row in papers} | {
        f"isp:{row.reference}": f"{row.reference}, {row.title}" for row in isps
    }


def open_counts(by: Requester) -> dict[int, tuple[Batch, int]]:
    """How many papers wait in each batch of the reader's own bodies, or, for the core team, of its own: for tasks."""
    rows = policy.visible(Batch.objects.all(), by).select_related("partner")
    own = rows.filter(Q(partner=None) | Q(partner__in=bodies_of(by))) if by.is_editor else rows
    cards = {card.id: card for card in _cards(list(own))}
    return {row.pk: (row, cards[row.pk].open) for row in own if cards[row.pk].open}


def asked_papers(by: Requester) -> list[Paper]:
    """Papers about which the core team was asked; nothing for anybody else."""
    if not by.is_editor:
        return []
    rows = Paper.objects.filter(decisions__undone_at=None, decisions__kind=Decision.Kind.ASKED)
    return list(rows.select_related("batch__partner").distinct()[:50])


def reading_counts() -> Counter[str]:
    """For the admin: how many papers wait for reading, and how many ended without words."""
    return Counter(
        {
            "waiting": Paper.objects.filter(read_at=None).count(),
            "without words": Paper.objects.exclude(read_at=None).exclude(reading_note="").count(),
        }
    )
