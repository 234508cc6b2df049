"""National and regulators' guidance that local guidance rests on."""

from cms.core.requester import Requester
from cms.core.tabular import Report, Table
from cms.core.tabular.dates import printed_date
from cms.pages.importers.writing import Writer, begin, finish
from cms.pages.models import Audience, GuidanceIndexPage, GuidancePage

COLUMNS = ("title", "issuer", "authority", "edition", "url", "summary")
AUTHORITIES = (GuidancePage.Authority.NATIONAL, GuidancePage.Authority.REGULATOR)


def import_guidance(table: Table, *, by: Requester, audience: Audience = Audience.MEMBERS) -> Report:
    """Add or change guidance pages, for members. Local guidance is refused: it needs a second approval.

    Raises BadInput where columns are missing. Call it in a transaction.
    """
    report = begin(table, "guidance", COLUMNS, by=by)
    writer = Writer(GuidancePage, GuidanceIndexPage, audience=audience)
    for line in table.rows:
        cells = {name: " ".join(cell.split()) for name, cell in line.cells.items()}
        row = report.add(line.number, cells["title"])
        if line.faults or cells["authority"] not in AUTHORITIES:
            row.status = "invalid"
            row.errors = list(line.faults) or [f"“{cells['authority']}” is not an authority that may be imported."]
            continue
        status = cells.get("url_status", "")
        if status not in ("seen", "seen (mirror)"):
            row.warnings.append(f"Its address was not looked up ({status or 'nothing noted'}): open it once.")
        values = {
            "summary": cells["summary"],
            "authority": cells["authority"],
            "issuer": cells["issuer"],
            "edition": cells["edition"],
            "edition_on": _edition_date(cells["edition"]),
            "source_url": cells["url"],
            "provenance": f"Imported from {table.name}. Address: {status or 'not noted'}",
        }
        topics = [topic.strip() for topic in cells.get("topics", "").split(";")]
        writer.write(cells["title"], values, topics, row)
    return finish(report, by=by)


def _edition_date(edition: str) -> str:
    """Only where the issuer gives nothing but a date."""
    try:
        return printed_date(edition).iso
    except ValueError:
        return ""
