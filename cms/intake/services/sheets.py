"""A spreadsheet of agreements: taken, its columns confirmed, its rows given to papers by a person's press."""

from django.db import transaction

from cms.audit import services as audit
from cms.core import clock
from cms.core.errors import BadInput, Conflict, NotFound
from cms.core.requester import Requester
from cms.core.tabular import read_table
from cms.intake.guessing.dates import dates_in
from cms.intake.matching import FIELD_LABELS, cell, columns_of, proposals_for
from cms.intake.models import Decision, Guess, Paper, Sheet, SheetRow
from cms.intake.services.asking import own_batch, own_paper, touch
from cms.intake.services.bringing import add_known_by_name, batch_of_target
from cms.snippets.importers.cleaning import listed
from cms.snippets.importers.names import NameIndex
from cms.snippets.models import Theme
from cms.storage.refusals import SCANNER_AWAY, RefusedFile
from cms.storage.uploads_content import CheckedFile

KINDS = frozenset({"csv", "xlsx"})
MOST_ROWS = 2000
Field = Guess.Field
DATES = (Field.SIGNED_ON, Field.STARTS_ON, Field.ENDS_ON, Field.REVIEW_ON)


def take_sheet(*, by: Requester, target: str, file: CheckedFile) -> str:
    """For the door of uploads: the rows are kept, and nothing is done with them yet."""
    batch = own_batch(by, batch_of_target(target))
    if file.waits:  # its rows would be shown at once, and the file is not kept
        raise RefusedFile(SCANNER_AWAY)
    file.content.seek(0)
    table = read_table(file.content.read(), name=file.name)
    if len(table.rows) > MOST_ROWS:
        raise RefusedFile(f"A spreadsheet of more than {MOST_ROWS} rows is not taken. Send it in parts.")
    sheet = Sheet.objects.create(
        batch=batch,
        name=file.name,
        header=list(table.columns),
        columns=columns_of(table.columns),
        added_by_id=by.user_id,
        added_at=clock.now(),
    )
    SheetRow.objects.bulk_create(
        SheetRow(sheet=sheet, number=row.number, cells={key: value[:2000] for key, value in row.cells.items()})
        for row in table.rows
    )
    audit.record(by, "intake.sheet_added", sheet, organisation_id=batch.partner_id)  # type: ignore[attr-defined]
    return f"{len(table.rows)} row{'' if len(table.rows) == 1 else 's'}. Say next what its columns hold."


def own_sheet(by: Requester, pk: int) -> Sheet:
    sheet = Sheet.objects.visible_to(by).select_related("batch").filter(pk=pk).first()
    if sheet is None:
        raise NotFound("There is no such spreadsheet.")
    own_batch(by, sheet.batch_id)
    found: Sheet = sheet
    return found


@transaction.atomic
def confirm_columns(*, by: Requester, sheet_id: int, columns: dict[str, str]) -> Sheet:
    """What each column holds, by field; "" for none. Raises BadInput: a title is needed, and a column counts once."""
    sheet = own_sheet(by, sheet_id)
    if sheet.rows.filter(applied_at__isnull=False).exists():  # type: ignore[attr-defined]
        raise Conflict("Rows of this spreadsheet are in use already. Send it again to read it in another way.")
    given = {field: column for field, column in columns.items() if column}
    wrong: dict[str, list[str]] = {}
    for field, column in given.items():
        if field not in FIELD_LABELS or column not in sheet.header:
            wrong.setdefault(field, []).append("Choose a column of the list.")
        elif list(given.values()).count(column) > 1:
            wrong.setdefault(field, []).append("This column is chosen twice.")
    if "title" not in given:
        wrong.setdefault("title", []).append("Choose the column with the title.")
    if wrong:
        raise BadInput("Look at the columns that are marked.", fields=wrong)
    before, sheet.columns, sheet.confirmed_at = sheet.columns, given, clock.now()
    sheet.save(update_fields=["columns", "confirmed_at"])
    audit.record(by, "intake.columns_confirmed", sheet, before=before, after=given)
    return sheet


def _open_row(by: Requester, pk: int) -> SheetRow:
    row = SheetRow.objects.visible_to(by).select_related("sheet").filter(pk=pk).first()
    if row is None:
        raise NotFound("There is no such row.")
    own_sheet(by, row.sheet_id)
    if row.sheet.confirmed_at is None:
        raise Conflict("Say first what the columns hold.")
    if row.applied_at is not None or row.left_out_at is not None:
        raise Conflict("This row is settled already.")
    found: SheetRow = row
    return found


@transaction.atomic
def apply_row(*, by: Requester, row_id: int, paper_id: int | None) -> Paper:
    """What the row says becomes guesses of this paper, or of a new one without a file where none is given."""
    row = _open_row(by, row_id)
    if paper_id is None:
        title = cell(row, row.sheet.columns, "title")
        paper = add_known_by_name(by=by, batch_id=row.sheet.batch_id, titles=[title])[0]
    else:
        paper = own_paper(by, paper_id)
        if paper.batch_id != row.sheet.batch_id:  # type: ignore[attr-defined]
            raise NotFound("There is no such paper.")
        if Decision.objects.filter(paper=paper, undone_at=None, kind=Decision.Kind.ACCEPTED).exists():
            raise Conflict("This paper is accepted already. Undo that first.")
    _give(row, paper, NameIndex())
    row.paper, row.applied_at, row.applied_by_id = paper, clock.now(), by.user_id
    row.save(update_fields=["paper", "applied_at", "applied_by"])
    touch(paper)
    audit.record(by, "intake.row_applied", row, label=f"{row.sheet_id}, row {row.number} to {paper.pk}")
    return paper


@transaction.atomic
def apply_exact_rows(*, by: Requester, sheet_id: int) -> int:
    """All rows with one exact proposal, each given to that paper; how many. Those that are only alike stay open."""
    sheet = own_sheet(by, sheet_id)
    if sheet.confirmed_at is None:
        raise Conflict("Say first what the columns hold.")
    done = 0
    for key, proposal in proposals_for(sheet, by).items():
        if proposal.exact and proposal.paper is not None:
            apply_row(by=by, row_id=key, paper_id=proposal.paper.pk)
            done += 1
    return done


@transaction.atomic
def leave_row_out(*, by: Requester, row_id: int) -> SheetRow:
    """The row is no agreement, or one that is in the register already."""
    row = _open_row(by, row_id)
    row.left_out_at = clock.now()
    row.save(update_fields=["left_out_at"])
    audit.record(by, "intake.row_left_out", row, label=f"{row.sheet_id}, row {row.number}")
    return row


def _give(row: SheetRow, paper: Paper, names: NameIndex) -> None:
    columns = row.sheet.columns
    where = f"{row.sheet.name}, row {row.number}"
    for field in (Field.TITLE, Field.REFERENCE):
        if text := cell(row, columns, field):
            _say(paper, field, text[:250], text, where)
    for field in DATES:
        text = cell(row, columns, field)
        date = next((one.date for one in dates_in(text)), None) if text else None
        if date is not None and (date.day is not None or field == Field.REVIEW_ON):
            _say(paper, field, date.iso, text, where)
    if text := cell(row, columns, "theme"):
        slug = Theme.objects.filter(name__iexact=text).values_list("slug", flat=True).first()
        if slug:
            _say(paper, Field.THEME, slug, text, where)
    if text := cell(row, columns, "lead"):
        slug = names.resolve(text).partner
        if slug:
            _say(paper, Field.LEAD, slug, text, where)
        _party(paper, text, names, where)
    for text in listed(str(row.cells.get(columns.get("parties", ""), ""))):
        for part in _names_in(text, names):
            _party(paper, part, names, where)


def _names_in(text: str, names: NameIndex) -> list[str]:
    """A cell with commas is one name where the register has it, else several."""
    if names.resolve(text).partners or "," not in text:
        return [text]
    return [part.strip() for part in text.split(",") if part.strip()]


def _say(paper: Paper, field: str, value: str, printed: str, where: str) -> None:
    """The spreadsheet's word stands in the form; what the file said is told beside it."""
    before = Guess.objects.filter(paper=paper, field=field).first()
    note = ""
    if before is not None:
        note = f"The file says: {before.printed}"[:250] if before.value != value and before.printed else ""
        before.delete()
    Guess.objects.create(
        paper=paper, field=field, value=value, printed=printed[:250], source=where[:300], note=note, how=Guess.How.SHEET
    )


def _party(paper: Paper, text: str, names: NameIndex, where: str) -> None:
    found = names.resolve(text)
    if found.not_an_organisation:
        return
    there = Guess.objects.filter(paper=paper, field=Field.PARTY)
    if found.partners:
        for slug in found.partners:
            if not there.filter(value=slug).exists():
                Guess.objects.create(paper=paper, field=Field.PARTY, value=slug, printed=text[:250], source=where[:300],
                                     note=" ".join(found.warnings)[:250], how=Guess.How.SHEET)  # fmt: skip
    elif not there.filter(printed__iexact=text[:250]).exists():
        candidates = list(found.candidates or names.candidates(text))
        Guess.objects.create(paper=paper, field=Field.PARTY, printed=text[:250], source=where[:300],
                             candidates=candidates, how=Guess.How.SHEET)  # fmt: skip
