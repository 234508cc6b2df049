"""What people look for, as a workbook."""

from cms.core.tabular import write_xlsx
from cms.searchlog.selectors import Report

COLUMNS = (
    *("What was typed", "Searches", "Organisations", "By visitors"),
    *("Found nothing", "Only some of the words", "Nothing opened"),
)
CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_xlsx(found: Report) -> bytes:
    """The rows that the screen shows, and one line for all that it does not."""
    rows: list[list[str | int | None]] = [
        [row.phrase, row.searches, row.organisations, row.by_visitors, row.nothing, row.some, row.left]
        for row in found.rows
    ]
    if found.other_phrases:
        rows.append([others(found), found.other_searches, None, None, None, None, None])
    return write_xlsx(COLUMNS, rows, sheet="What people look for")


def others(found: Report) -> str:
    """ "3 other phrases, each asked by fewer than 5 organisations"."""
    number = f"{found.other_phrases} other {'phrase' if found.other_phrases == 1 else 'phrases'}"
    return f"{number}, each asked by fewer than {found.enough} organisations"
