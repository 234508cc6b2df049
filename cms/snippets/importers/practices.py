"""GP practices and schools from the national lists. Their codes identify them: a name is not a key."""

import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Callable

from django.utils.text import slugify

from cms.core.errors import BadInput
from cms.core.tabular import Report, RowReport, Table, written
from cms.core.tabular.upsert import add, save
from cms.snippets.importers.cleaning import one_line
from cms.snippets.importers.names import normalised
from cms.snippets.models import ChangeSet, Isp, IspParty, IspVersion, Partner, PartnerAlias, Sector

SMALL_WORDS = {"and", "at", "by", "de", "for", "in", "of", "on", "the", "upon", "with", "le", "la", "under"}
KEPT = {"GP", "NHS", "PMS", "UK", "II", "III"}
WORD = re.compile(r"[A-Za-z][A-Za-z'’]*")
LABEL = re.compile(r"^(?:NHS )?(.*?)(?: CCG| sub-ICB location)?$")
EXISTENCE = {
    "active": Partner.Existence.ACTIVE,
    "closed": Partner.Existence.CLOSED,
    "dormant": Partner.Existence.UNKNOWN,
}
ENDED = (Partner.Existence.CLOSED, Partner.Existence.MERGED, Partner.Existence.REPLACED)
TOLD = ("renamed", "moved", "closed", "reopened")  # each is a record of its own in the audit trail


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


def import_practices(table: Table, *, as_of: datetime.date) -> Report:
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

    return _coded(table, "GP practices", "ods_code", values, as_of)


def import_schools(table: Table, *, as_of: datetime.date) -> Report:
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

    return _coded(table, "schools", "urn", values, as_of)


def _coded(
    table: Table, kind: str, code: str, values: Callable[[dict[str, str]], dict[str, object]], as_of: datetime.date
) -> Report:
    report = Report(table.name, kind)
    _refuse_older(kind, as_of)
    rows = Partner.objects.exclude(**{code: ""}).select_related("duplicate_of").order_by("-pk")
    known = {getattr(partner, code): partner for partner in rows}
    names = {normalised(name): pk for name, pk in Partner.objects.values_list("name", "pk")}
    printed = Counter(normalised(line.cells["name"]) for line in table.rows)
    for line in table.rows:
        row = report.add(line.number, line.cells[code])
        row.label = title_case(one_line(line.cells["name"]))
        if line.faults or not line.cells[code] or not line.cells["name"]:
            row.status, row.errors = "invalid", list(line.faults) or ["The code or the name is empty."]
            continue
        partner = known.get(line.cells[code])
        if partner is not None and partner.duplicate_of is not None:
            row.warnings.append(f"A second row of {partner.duplicate_of}: nothing changes.")
            continue
        name = _free_name(line.cells, code, printed, names, partner)
        wanted = values(line.cells) | {"name": name}
        if partner is None:
            slug = f"{slugify(title_case(line.cells['name']))[:100]}-{line.cells[code].lower()}"
            partner = add(Partner(slug=slug, **{code: line.cells[code]}, **wanted), row)
        else:
            partner = _change(partner, wanted, row, as_of)
        if partner is not None:
            names[normalised(name)] = partner.pk
            _keep_printed(partner, one_line(line.cells["name"]), report.file, row)
    _name_agreements([row for row in report.rows if "closed" in row.what])
    return report


def _refuse_older(kind: str, as_of: datetime.date) -> None:
    """An older copy would put old names back."""
    last = ChangeSet.objects.filter(kind=ChangeSet.Kind.LIST, form=kind, undone_at=None).order_by("-as_of").first()
    if last is not None and last.as_of is not None and as_of < last.as_of:
        raise BadInput(f"A copy of {last.as_of:%-d %B %Y} was imported before: an older one changes nothing.")


def _name_agreements(closed: list[RowReport]) -> None:
    """Say of each body that has closed which agreements still name it: a person has to look at them."""
    keys = {row.obj.pk: row for row in closed if row.obj is not None}
    found: dict[int, set[str]] = defaultdict(set)
    parts = IspParty.objects.filter(
        partner__in=keys, left_on=None, version__isp__retired_on=None, version__state=IspVersion.State.IN_FORCE
    )
    for partner, reference in parts.values_list("partner", "version__isp__reference"):
        found[partner].add(reference)
    for partner, reference in Isp.objects.filter(lead__in=keys, retired_on=None).values_list("lead", "reference"):
        found[partner].add(reference)
    for partner, references in found.items():
        keys[partner].warnings.append(f"Still named in {', '.join(sorted(references))}: see “Data quality”.")


def _free_name(
    cells: dict[str, str], code: str, printed: Counter[str], names: dict[str, int], partner: Partner | None
) -> str:
    """The name in ordinary letters; with its code where another body has the same."""
    name = title_case(one_line(cells["name"]))
    holder = names.get(normalised(name))
    taken = holder is not None and (partner is None or holder != partner.pk)
    return f"{name} ({cells[code]})" if taken or printed[normalised(cells["name"])] > 1 else name


def _change(partner: Partner, wanted: dict[str, object], row: RowReport, as_of: datetime.date) -> Partner | None:
    differing = {name: value for name, value in wanted.items() if getattr(partner, name) != value}
    row.obj = partner
    # The name of the copy alone is no change.
    if not differing.keys() - {"source"}:
        return partner
    old_name, before = partner.name, written.columns_of(partner)
    words = {"name": "renamed", "area": "moved", "existence": "now"}
    row.what += [_word(name, partner, value) for name, value in differing.items() if name in words]
    for name in differing.keys() & words.keys():
        row.warnings.append(f"{words[name]}: {getattr(partner, name)} → {differing[name]}")
    for name, value in differing.items():
        setattr(partner, name, value)
    saved: Partner | None = save(partner, row, before)
    if saved is None:
        row.what.clear()
    elif "name" in differing:
        alias, is_new = PartnerAlias.objects.get_or_create(
            partner=saved,
            name=old_name,
            defaults={
                "kind": PartnerAlias.Kind.FORMER_NAME,
                "source": f"{row.key}, until the list of {as_of:%-d %B %Y}",
                "used_until": as_of.isoformat(),
            },
        )
        row.note(written.created(alias) if is_new else None)
    return saved


def _word(name: str, partner: Partner, value: object) -> str:
    if name != "existence":
        return "renamed" if name == "name" else "moved"
    if value in ENDED:
        return "closed"
    return "reopened" if partner.existence in ENDED else "changed"


def _keep_printed(partner: Partner, printed: str, source: str, row: RowReport) -> None:
    if printed != partner.name:
        alias, is_new = PartnerAlias.objects.get_or_create(
            partner=partner, name=printed, defaults={"source": f"as printed in {source}"[:250]}
        )
        row.note(written.created(alias) if is_new else None)
