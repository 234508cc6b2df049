"""Success stories, retold. Partners are named as published; none is shown as theirs before its partners agreed."""

from cms.core.requester import Requester
from cms.core.tabular import Report, Table
from cms.pages.importers.writing import Writer, begin, finish
from cms.pages.models import StoryIndexPage, StoryPage

PARTS = ("problem", "approach", "impact", "learning", "advice")
COLUMNS = ("title", "partners", *PARTS)


def import_stories(table: Table, *, by: Requester) -> Report:
    """Add or change success stories, for members. Raises BadInput without the columns. Call it in a transaction."""
    report = begin(table, "success stories", COLUMNS, by=by)
    writer = Writer(StoryPage, StoryIndexPage)
    for line in table.rows:
        cells = {name: " ".join(cell.split()) for name, cell in line.cells.items()}
        row = report.add(line.number, cells["title"])
        if line.faults:
            row.status, row.errors = "invalid", list(line.faults)
            continue
        values = {
            "summary": cells["problem"],
            **{name: cells[name] for name in PARTS},
            "period": cells.get("period", ""),
            "partners_text": cells["partners"],
            "source": cells.get("source", ""),
            "provenance": f"Imported from {table.name}, retold. Its partners have not been asked yet.",
        }
        writer.write(cells["title"], values, (), row)
    return finish(report, by=by)
