"""Changes ahead in law, policy and structure."""

from cms.core.partial_dates import PartialDate
from cms.core.requester import Requester
from cms.core.tabular import Report, Table
from cms.pages.importers.writing import Writer, begin, finish
from cms.pages.models import Audience, HorizonIndexPage, HorizonPage

COLUMNS = ("title", "source", "stage", "key_date", "so_what")
STAGES = {str(label).casefold(): value for value, label in HorizonPage.Stage.choices}


def import_horizon(table: Table, *, by: Requester, audience: Audience = Audience.MEMBERS) -> Report:
    """Add or change horizon items, for members. Dates keep their precision.

    Raises BadInput where columns are missing. Call it in a transaction.
    """
    report = begin(table, "horizon items", COLUMNS, by=by)
    writer = Writer(HorizonPage, HorizonIndexPage, audience=audience)
    for line in table.rows:
        cells = {name: " ".join(cell.split()) for name, cell in line.cells.items()}
        row = report.add(line.number, cells["title"])
        stage = STAGES.get(cells["stage"].casefold())
        faults = [*line.faults, *_date_faults(cells["key_date"])]
        if stage is None:
            faults.append(f"“{cells['stage']}” is not a stage.")
        if faults:
            row.status, row.errors = "invalid", faults
            continue
        checked = cells.get("verification", "")
        values = {
            "summary": cells["so_what"],
            "so_what": cells["so_what"],
            "source": cells["source"],
            "source_url": cells.get("source_url", ""),
            "stage": stage,
            "stage_detail": cells.get("stage_detail", ""),
            "key_date": cells["key_date"],
            "key_date_means": cells.get("date_kind", ""),
            "provenance": f"Imported from {table.name}. Checked: {checked or 'not noted'}",
        }
        page = writer.write(cells["title"], values, (), row)
        if isinstance(page, HorizonPage) and page.needs_next_stage:
            row.warnings.append("Its key date has passed: the form will ask for the next stage.")
    return finish(report, by=by)


def _date_faults(text: str) -> list[str]:
    try:
        if text:
            PartialDate.parse(text)
    except ValueError as error:
        return [f"{error}."]
    return []
