"""Partners from a list, with their other names and who took over from whom. An import never makes anybody a member."""

import datetime
from pathlib import Path

from cms.audit import services as audit
from cms.core import clock
from cms.core.errors import BadInput, Forbidden
from cms.core.requester import Requester
from cms.core.tabular import Report, RowReport, Table, read_table, written
from cms.core.tabular.upsert import upsert
from cms.snippets.importers import practices
from cms.snippets.importers.cleaning import listed, one_line
from cms.snippets.importers.names import ENDED, is_abbreviation, normalised
from cms.snippets.importers.recording import keep_list
from cms.snippets.models import Partner, PartnerAlias, Sector, Succession

Kind = PartnerAlias.Kind
# A service or a partnership binds nobody: "a board or a partnership without legal personality cannot sign".
NO_LEGAL_BODY = ("partnership", "partnership board", "business support service")
LOADED = {"alias": Kind.ALIAS, "abbreviation": Kind.ABBREVIATION, "former_name": Kind.FORMER_NAME}
Variants = dict[str, tuple[str, str, str]]  # normalised name: (as printed, slug, outcome)


def import_partners(
    table: Table, *, by: Requester, variants: Table | None = None, as_of: datetime.date | None = None
) -> Report:
    """Add or change partners: a list of this project's form, GP practices or schools, told apart by their columns.

    `variants` (name-variants.csv) says which other names are abbreviations and former names; a printed error is never
    loaded. `as_of` is the day of the list (today): a former name was used until then. What was written is kept, so that
    it can be undone.
    Raises BadInput where the columns are of no known form, or the copy is older than one that was imported before.
    Call it in a transaction.
    """
    if not by.is_editor:
        raise Forbidden("Only the core team imports partners.")
    day = as_of or clock.today()
    if day > clock.today():
        raise BadInput("A copy is of today or of an earlier day.")
    if table.has("id", "name", "sector", "status"):
        report = _own_form(table, _variants(variants))
    elif table.has("ods_code", "name", "postcode", "status"):
        report = practices.import_practices(table, as_of=day)
    elif table.has("urn", "name", "phase"):
        report = practices.import_schools(table, as_of=day)
    else:
        raise BadInput(f"{table.name}: not a list of partners, GP practices or schools that we know.")
    if report.counts["new"] or report.counts["changed"]:
        audit.record(by, "partners.imported", label=table.name, after=report.counts)
        keep_list(report, by=by, as_of=day)
        for row in report.rows:
            for word in row.what:
                if word in practices.TOLD:
                    audit.record(by, f"partner.{word}", row.obj, before=row.writes[0]["before"], after=row.warnings)
    return report


def variants_beside(path: Path) -> Table | None:
    """name-variants.csv in the folder of the list, if it is there."""
    beside = path.with_name("name-variants.csv")
    return read_table(beside) if beside.exists() else None


def _variants(table: Table | None) -> Variants:
    if table is None:
        return {}
    rows = (row.cells for row in table.rows)
    return {normalised(c["as_seen"]): (one_line(c["as_seen"]), c["resolves_to"], c["outcome"]) for c in rows}


def _own_form(table: Table, variants: Variants) -> Report:
    report = Report(table.name, "partners")
    sectors = {sector.code: sector for sector in Sector.objects.all()}
    made: list[tuple[Partner, dict[str, str], RowReport]] = []
    merged = dict(Partner.objects.exclude(duplicate_of=None).values_list("slug", "duplicate_of__name"))
    for line in table.rows:
        row = report.add(line.number, line.cells["id"])
        row.label = one_line(line.cells["name"])
        if line.faults:
            row.status, row.errors = "invalid", list(line.faults)
            continue
        sector = sectors.get(line.cells["sector"])
        if sector is None:
            row.status = "invalid"
            row.errors.append(f"There is no sector “{line.cells['sector']}”: import the sectors first.")
            continue
        if survivor := merged.get(line.cells["id"]):
            row.warnings.append(f"A second row of {survivor}: nothing changes.")
            continue
        partner = upsert(Partner, {"slug": line.cells["id"]}, _values(line.cells, sector), row)
        if partner is not None:
            row.obj = partner
            made.append((partner, line.cells, row))
    slugs = {partner.slug: partner for partner in Partner.objects.all()}
    known = _AliasBook()
    for partner, cells, row in made:
        _link(partner, cells, slugs, row)
        _name(partner, cells, variants, known, row)
        add_note(partner, cells.get("succession_note", ""), row)
    return report


def _values(cells: dict[str, str], sector: Sector) -> dict[str, object]:
    ended = cells["status"] in ENDED
    return {
        "name": one_line(cells["name"]),
        "sector": sector,
        "organisation_type": cells.get("type", ""),
        "area": cells.get("area", ""),
        "can_sign": cells.get("type") not in NO_LEGAL_BODY,
        "ods_code": cells.get("ods_code", ""),
        "gss_code": cells.get("gss_code", ""),
        "gov_register_code": cells.get("gov_register_code", ""),
        "website": cells.get("website", ""),
        "existence": cells["status"],
        "ended_on": cells.get("succession_date", "") if ended else "",
        # Something took over on that day, and the list names no single body: the site must ask, not choose.
        "was_divided": ended and bool(cells.get("succession_date")) and not cells.get("successor"),
        "source": cells.get("source", "")[:250],
    }


def _link(partner: Partner, cells: dict[str, str], slugs: dict[str, Partner], row: RowReport) -> None:
    parent = slugs.get(cells.get("parent", ""))
    if cells.get("parent") and parent is None:
        row.warnings.append(f"The parent “{cells['parent']}” is not listed.")
    if parent is not None and partner.parent_id != parent.pk:
        was = written.columns_of(partner, ["parent"])
        partner.parent = parent
        partner.save(update_fields=["parent"])
        row.note(written.changed(partner, was))
    pairs = [(slug, partner.slug) for slug in listed(cells.get("predecessors", ""))]
    if cells.get("successor"):
        pairs.append((partner.slug, cells["successor"]))
    for older, newer in pairs:
        before, after = slugs.get(older), slugs.get(newer)
        if before is None or after is None:
            row.warnings.append(f"{older} → {newer}: one of the two is not listed.")
        elif before.existence not in ENDED:
            row.warnings.append(f"{before.name} has not ended: that {after.name} takes over stays in the note.")
        else:
            link, is_new = Succession.objects.get_or_create(
                predecessor=before, successor=after, defaults={"on": before.ended_on}
            )
            if is_new:
                row.note(written.created(link))


class _AliasBook:
    """The aliases that are known already, read once."""

    def __init__(self) -> None:
        rows = PartnerAlias.objects.values_list("partner__slug", "name")
        self.known = set(rows)

    def add(self, partner: Partner, name: str, kind: Kind, source: str) -> PartnerAlias | None:
        if not name or len(name) > 200 or name == partner.name or (partner.slug, name) in self.known:
            return None
        self.known.add((partner.slug, name))
        made: PartnerAlias = PartnerAlias.objects.create(partner=partner, name=name, kind=kind, source=source[:250])
        return made


def _name(partner: Partner, cells: dict[str, str], variants: Variants, known: _AliasBook, row: RowReport) -> None:
    source = cells.get("source", "")
    wanted: list[tuple[str, Kind, str]] = []
    for name in listed(cells.get("aliases", "")):
        _, slug, outcome = variants.get(normalised(name), ("", "", ""))
        if outcome == "printed_error":
            row.warnings.append(f"“{name}” is a printed error: a person has to accept it first.")
            continue
        kind = Kind.ABBREVIATION if is_abbreviation(name) else Kind.ALIAS
        wanted.append((name, LOADED.get(outcome, kind) if slug == partner.slug else kind, source))
    wanted += [
        (printed, LOADED[outcome], "name as printed elsewhere")
        for printed, slug, outcome in variants.values()
        if slug == partner.slug and outcome in LOADED
    ]
    added = [known.add(partner, name, kind, where) for name, kind, where in wanted]
    row.note(*(written.created(alias) for alias in added if alias is not None))


def add_note(partner: Partner, text: str, row: RowReport) -> None:
    """Add a line to the partner's note unless it is there; what editors wrote stays."""
    text = one_line(text)
    if text and text not in partner.note.splitlines():
        before = written.columns_of(partner, ["note"])
        partner.note = "\n".join([*partner.note.splitlines(), text])
        partner.save(update_fields=["note"])
        row.note(written.changed(partner, before))


def import_signatories(table: Table, *, by: Requester) -> Report:
    """Note on each partner what is known of its having signed. Evidence, not membership. Call it in a transaction."""
    if not by.is_editor:
        raise Forbidden("Only the core team imports signatories.")
    if not table.has("partner_id", "charter", "evidence"):
        raise BadInput(f"{table.name}: the columns partner_id, charter and evidence are wanted.")
    report = Report(table.name, "signatories")
    partners = {partner.slug: partner for partner in Partner.objects.all()}
    for line in table.rows:
        row = report.add(line.number, line.cells["partner_id"])
        partner = partners.get(line.cells["partner_id"])
        if partner is None:
            row.status = "unresolved"
            row.errors.append(f"There is no partner “{line.cells['partner_id']}”.")
            continue
        year = f" ({line.cells['year']})" if line.cells.get("year") else ""
        add_note(partner, f"{line.cells['charter']}{year}. {line.cells['evidence']}", row)
    if report.counts["changed"]:
        audit.record(by, "signatories.imported", label=table.name, after=report.counts)
    return report
