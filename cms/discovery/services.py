"""Changes to how search works, each with its actor."""

import csv
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms.models import model_to_dict

from cms.audit import services as audit
from cms.core import policy
from cms.core.errors import BadInput, Forbidden
from cms.core.requester import Requester
from cms.discovery.models import Exclusion, Pin, SynonymSet
from cms.discovery.permissions import STEER

Decision = Pin | Exclusion | SynonymSet
COLUMNS = ("group", "canonical", "terms", "direction", "unsafe_when_lowercased", "source")
VERBS: dict[type[Decision], str] = {Pin: "pin", Exclusion: "exclusion", SynonymSet: "synonyms"}
FIELDS = ("canonical", "terms", "direction", "also_finds", "case_sensitive", "source")


def may_steer(by: Requester) -> None:
    """Raises Forbidden for anyone but the core team and jobs."""
    if not policy.may(by, STEER):
        raise Forbidden("Only the core team steers search.")


def snapshot(row: Decision) -> dict[str, object]:
    """What the trail keeps the fingerprint of."""
    return {**model_to_dict(row), "key": getattr(row, "key", "")}


def record_decision(*, by: Requester, row: Decision, before: Mapping[str, object] | None = None) -> None:
    """Put a pin, an exclusion or a set of synonyms that was made, or changed from `before`, on record.

    Call it in the transaction that saved the row. Raises Forbidden, which undoes that.
    """
    may_steer(by)
    verb = f"{VERBS[type(row)]}.{'made' if before is None else 'changed'}"
    audit.record(by, verb, row, before=before, after=snapshot(row))


def remove_decision(*, by: Requester, row: Decision) -> None:
    """Delete a pin, an exclusion or a set of synonyms: search is as if it had never been. Raises Forbidden."""
    may_steer(by)
    with transaction.atomic():
        audit.record(by, f"{VERBS[type(row)]}.removed", row, before=snapshot(row))
        row.delete()


@dataclass(slots=True)
class SynonymImport:
    """What an import did, or would do: codes of the sets by outcome, and messages by row (data rows from 1)."""

    file: str
    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    invalid: list[dict[str, object]] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        counts = {name: len(getattr(self, name)) for name in ("new", "changed", "unchanged", "invalid")}
        return {**asdict(self), "counts": counts}


def import_synonyms(*, by: Requester, path: Path, dry_run: bool = False) -> SynonymImport:
    """Load sets of synonyms from a CSV with the columns of COLUMNS; sets that the file does not name stay.

    Invalid rows are reported and left out. The same file twice changes nothing. Raises Forbidden for anyone but the
    core team and jobs, BadInput for a file that cannot be read or has no rows; nothing is changed then.
    """
    may_steer(by)
    report = SynonymImport(path.name)
    rows = _read(path)
    with transaction.atomic():
        for number, row in enumerate(rows, start=1):
            _import_row(number, row, report, dry_run=dry_run)
        if not dry_run and (report.new or report.changed):
            counts = {"new": sorted(report.new), "changed": sorted(report.changed)}
            audit.record(by, "synonyms.imported", label=path.name, after=counts)
    return report


def _read(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [{str(key): value or "" for key, value in row.items() if key} for row in csv.DictReader(file)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"{path.name} cannot be read: {error}") from error
    if not rows:
        raise BadInput(f"{path.name} has no rows.")
    missing = [column for column in COLUMNS if column not in rows[0]]
    if missing:
        raise BadInput(f"{path.name} lacks the columns {', '.join(missing)}.")
    return rows


def _import_row(number: int, row: Mapping[str, str], report: SynonymImport, *, dry_run: bool) -> None:
    code = row["group"].strip()
    found = SynonymSet.objects.filter(code=code).first()
    wanted = _values(row)
    if found and all(getattr(found, name) == wanted[name] for name in FIELDS):
        report.unchanged.append(code)
        return
    target = found or SynonymSet(code=code)
    for name, value in wanted.items():
        setattr(target, name, value)
    try:
        target.full_clean()
    except ValidationError as error:
        report.invalid.append({"row": number, "code": code, "errors": error.messages})
        return
    if not dry_run:
        target.save()
    (report.changed if found else report.new).append(code)


def _values(row: Mapping[str, str]) -> dict[str, str]:
    canonical, direction = row["canonical"].strip(), row["direction"].strip()
    terms = [term.strip() for term in row["terms"].split(";") if term.strip()]
    unsafe = [term.strip() for term in row["unsafe_when_lowercased"].split(";") if term.strip()]
    one_way = direction.startswith("one-way")
    # "one-way to X" says what is found; "one-way from the old names" says the main term is.
    _, names_target, target = direction.partition("one-way to ")
    return {
        "canonical": canonical,
        "terms": "\n".join(dict.fromkeys(terms)),
        "direction": SynonymSet.Direction.ONE_WAY if one_way else SynonymSet.Direction.TWO_WAY,
        "also_finds": target.strip() if names_target and target.strip().casefold() != canonical.casefold() else "",
        "case_sensitive": "\n".join(dict.fromkeys(unsafe)),
        "source": row["source"].strip(),
    }
