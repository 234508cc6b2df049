"""GP practices and schools from the national lists. Their codes identify them: a name is not a key."""

import re
from collections import Counter
from collections.abc import Callable

from django.utils.text import slugify

from cms.core.errors import BadInput
from cms.core.tabular import Report, RowReport, Table
from cms.core.tabular.upsert import add, save
from cms.snippets.importers.cleaning import one_line
from cms.snippets.importers.names import normalised
from cms.snippets.models import Partner, PartnerAlias, Sector

SMALL_WORDS = {"and", "at", "by", "de", "for", "in", "of", "on", "the", "upon", "with", "le", "la", "under"}
KEPT = {"GP", "NHS", "PMS", "UK", "II", "III"}
WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
LABEL = re.compile(r"^(?:NHS )?(.*?)(?: CCG| sub-ICB location)?$")
EXISTENCE = {
    "active": Partner.Existence.ACTIVE,
    "closed": Partner.Existence.CLOSED,
    "dormant": Partner.Existence.UNKNOWN,
}


def title_case(text: str) -> str:
    """A name printed in capitals, as people write it: "THE LIMES MEDICAL CENTRE" becomes "The Limes Medical Centre"."""
    if text != text.upper():
        return text
    first = True

    def word(found: re.Match[str]) -> str:
        nonlocal first
        printed, begins = found[0], first
        first = False
        if printed in KEPT or (len(printed) == 1 and found.start() > 0 and text[found.start() - 1] not in "'’"):
            return printed
        small = printed.lower()
        if small in SMALL_WORDS and not begins:
            return small
        return small if found.start() > 0 and text[found.start() - 1] in "'’" else small[0].upper() + small[1:]

    return WORD.sub(word, text)


def _sector(code: str) -> Sector:
    sector: Sector | None = Sector.objects.filter(code=code).first()
    if sector is None:
        raise BadInput(f"There is no sector “{code}”: import the sectors first.")
    return sector


def import_practices(table: Table) -> Report:
    """GP practices by ODS code: a later copy renames, moves and closes them. Returns what became of each row."""
    sector = _sector("health")

    def values(cells: dict[str, str]) -> dict[str, object]:
        label = LABEL.match(cells.get("commissioner", ""))
        place = f"{label[1]}, {cells['postcode']}" if label and label[1] else cells["postcode"]
        return {
            "sector": sector,
            "organisation_type": "GP practice",
            "area": place,
            "existence": EXISTENCE.get(cells["status"], Partner.Existence.UNKNOWN),
            "ended_on": cells.get("closed", ""),
            "source": f"NHS Organisation Data Service, practice list ({table.name})",
        }

    return _coded(table, "GP practices", "ods_code", values)


def import_schools(table: Table) -> Report:
    """Maintained schools by URN. A school that becomes an academy gets another URN: that is a successor."""
    sector = _sector("education")

    def values(cells: dict[str, str]) -> dict[str, object]:
        phase = cells["phase"] if cells["phase"] != "Not applicable" else ""
        kind = "special school" if cells.get("type_group") == "Special schools" else "maintained school"
        return {
            "sector": sector,
            "organisation_type": f"{kind}, {phase.lower()}" if phase else kind,
            "area": cells.get("local_authority", ""),
            "source": f"Department for Education, list of schools ({table.name})",
        }

    return _coded(table, "schools", "urn", values)


def _coded(table: Table, kind: str, code: str, values: Callable[[dict[str, str]], dict[str, object]]) -> Report:
    report = Report(table.name, kind)
    known = {getattr(partner, code): partner for partner in Partner.objects.exclude(**{code: ""}).order_by("-pk")}
    names = {normalised(name): pk for name, pk in Partner.objects.values_list("name", "pk")}
    printed = Counter(normalised(line.cells["name"]) for line in table.rows)
    for line in table.rows:
        row = report.add(line.number, line.cells[code])
        if line.faults or not line.cells[code] or not line.cells["name"]:
            row.status, row.errors = "invalid", list(line.faults) or ["The code or the name is empty."]
            continue
        partner = known.get(line.cells[code])
        name = _free_name(line.cells, code, printed, names, partner)
        wanted = values(line.cells) | {"name": name}
        if partner is None:
            slug = f"{slugify(title_case(line.cells['name']))[:100]}-{line.cells[code].lower()}"
            partner = add(Partner(slug=slug, **{code: line.cells[code]}, **wanted), row)
        else:
            partner = _change(partner, wanted, row)
        if partner is not None:
            names[normalised(name)] = partner.pk
            _keep_printed(partner, one_line(line.cells["name"]), report.file)
    return report


def _free_name(
    cells: dict[str, str], code: str, printed: Counter[str], names: dict[str, int], partner: Partner | None
) -> str:
    """The name in ordinary letters; with its code where another body has the same."""
    name = title_case(one_line(cells["name"]))
    holder = names.get(normalised(name))
    taken = holder is not None and (partner is None or holder != partner.pk)
    return f"{name} ({cells[code]})" if taken or printed[normalised(cells["name"])] > 1 else name


def _change(partner: Partner, wanted: dict[str, object], row: RowReport) -> Partner | None:
    differing = {name: value for name, value in wanted.items() if getattr(partner, name) != value}
    # The name of the copy alone is no change.
    if not differing.keys() - {"source"}:
        return partner
    old_name = partner.name
    words = {"name": "renamed", "area": "moved", "existence": "now"}
    for name in differing.keys() & words.keys():
        row.warnings.append(f"{words[name]}: {getattr(partner, name)} → {differing[name]}")
    for name, value in differing.items():
        setattr(partner, name, value)
    saved: Partner | None = save(partner, row)
    if saved is not None and "name" in differing:
        kind = PartnerAlias.Kind.FORMER_NAME
        PartnerAlias.objects.get_or_create(partner=saved, name=old_name, defaults={"kind": kind, "source": row.key})
    return saved


def _keep_printed(partner: Partner, printed: str, source: str) -> None:
    if printed != partner.name:
        PartnerAlias.objects.get_or_create(
            partner=partner, name=printed, defaults={"source": f"as printed in {source}"[:250]}
        )
