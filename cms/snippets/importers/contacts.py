"""Named contacts of partners, from a list that somebody keeps."""

from cms.audit import services as audit
from cms.core.errors import BadInput, Forbidden
from cms.core.requester import Requester
from cms.core.tabular import Report, Table
from cms.core.tabular.reading import column_key
from cms.core.tabular.upsert import upsert
from cms.snippets.importers.cleaning import one_line
from cms.snippets.importers.names import NameIndex
from cms.snippets.models import PartnerContact

# Header words that people use, by field.
COLUMNS = {
    "partner": ("partner", "organisation", "partner_id", "partner name", "organisation name"),
    "name": ("name", "contact", "contact name", "full name"),
    "job_title": ("job title", "job_title", "role", "position"),
    "email": ("email", "e-mail", "email address", "e-mail address"),
    "phone": ("phone", "telephone", "phone number", "tel"),
}


def import_contacts(table: Table, *, by: Requester) -> Report:
    """Add or change named contacts: columns partner (name or slug) and email; name, job title and phone if given.

    A partner resolves by rule only; else nothing is added and the row shows candidates. Raises BadInput without the two
    columns. Call it in a transaction.
    """
    if not by.is_editor:
        raise Forbidden("Only the core team imports contacts.")
    found = {column_key(column): column for column in table.columns}
    columns = {field: next((found[word] for word in words if word in found), "") for field, words in COLUMNS.items()}
    if not columns["partner"] or not columns["email"]:
        raise BadInput(f"{table.name}: the columns partner and email are wanted.")
    report, index = Report(table.name, "contacts"), NameIndex()
    for line in table.rows:
        cells = {field: one_line(line.cells.get(column, "")) for field, column in columns.items()}
        row = report.add(line.number, cells["email"] or cells["partner"])
        if line.faults:
            row.status, row.errors = "invalid", list(line.faults)
            continue
        slug = cells["partner"] if cells["partner"] in index.partners else index.resolve(cells["partner"]).partner
        if slug is None:
            meant = index.resolve(cells["partner"])
            near = f" Nearest: {', '.join(meant.candidates)}." if meant.candidates else ""
            row.status = "unresolved"
            row.errors.append(f"“{cells['partner']}” is not a name that we know.{near}")
            continue
        values = {field: cells[field] for field in ("name", "job_title", "phone") if columns[field]}
        upsert(PartnerContact, {"partner_id": index.keys[slug], "email": cells["email"].lower()}, values, row)
    if report.counts["new"] or report.counts["changed"]:
        audit.record(by, "contacts.imported", label=table.name, after=report.counts)
    return report
