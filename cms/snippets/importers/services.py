"""Register imports: preview, settle, apply. The door for the admin's screens and for `import_register`.

    plan = plan_import(file, name=..., as_of=..., complete=...)   # pure: nothing is written; plan.as_json() for screens
    kept = store_import(by=..., plan=plan)                        # a RegisterImport with its ImportRows, not applied
    plan = plan_stored(kept)                                      # the preview again, with what was settled since
    settle_name(by=..., text=..., outcome=..., partners=[...])    # once for all imports; returns the rows it freed
    correct_row(by=..., row=..., cells={...})                     # a cut-off date, a wrong cell
    set_row_aside(by=..., row=...)                                # leave it out; it stays on record
    apply_import(by=..., plan=plan)                               # one audited transaction; or of a kept import:
    apply_stored(by=..., register_import=kept)

`waiting_rows()` is what an editor sees first: rows of applied imports that still wait. When `settle_name` or
`correct_row` frees such a row it is applied at once. Only the core team may call these: Forbidden otherwise. Statuses
are those of `ImportRow.Status`; an `ImportRow.outcome` is one row of `plan.as_json()["rows"]`.
"""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet

from cms.audit import services as audit
from cms.core import clock
from cms.core.errors import BadInput, Conflict, Forbidden
from cms.core.requester import Requester
from cms.core.slugs import free_slug
from cms.core.tabular import Table, table_from
from cms.snippets.importers.applying import write_plan
from cms.snippets.importers.formats import parse
from cms.snippets.importers.names import NameIndex, normalised
from cms.snippets.importers.plan import Plan, RowPlan, plan_import
from cms.snippets.importers.recording import change_set_of, keep
from cms.snippets.models import ImportRow, NameDecision, Partner, PartnerAlias, RegisterImport, Sector

__all__ = [
    "apply_import",
    "apply_stored",
    "correct_row",
    "plan_import",
    "plan_stored",
    "set_row_aside",
    "settle_name",
    "store_import",
    "waiting_rows",
]
Outcome = NameDecision.Outcome
WAITING = (ImportRow.Status.UNRESOLVED, ImportRow.Status.INVALID)
BATCH = 1_000


def _editors_only(by: Requester) -> None:
    if not by.is_editor:
        raise Forbidden("Only the core team imports registers.")


@transaction.atomic
def store_import(*, by: Requester, plan: Plan) -> RegisterImport:
    """Keep an upload and its rows, so that it can be previewed, settled and applied later."""
    _editors_only(by)
    kept = _keep(by, plan)
    _write_rows(kept, plan.rows, {})
    return kept


def _keep(by: Requester, plan: Plan) -> RegisterImport:
    kept = RegisterImport.objects.create(
        file_name=plan.file[:250],
        format=plan.format,
        sha256=plan.sha256,
        as_of=plan.as_of,
        complete=plan.complete,
        uploaded_by_id=by.user_id,
    )
    audit.record(by, "register_import.uploaded", kept, after=plan.counts)
    return kept


def _write_rows(kept: RegisterImport, rows: Sequence[RowPlan], applied: dict[int, int]) -> None:
    """`applied` maps row numbers to the ISP that each is now."""
    now = clock.now()
    ImportRow.objects.bulk_create(
        (
            ImportRow(
                register_import=kept,
                number=row.number,
                cells=row.parsed.cells,
                status=row.status,
                outcome=row.as_json(),
                isp_id=applied.get(row.number),
                applied_at=now if row.number in applied else None,
            )
            for row in rows
        ),
        batch_size=BATCH,
    )


def plan_stored(register_import: RegisterImport, *, names: NameIndex | None = None) -> Plan:
    """The preview of a kept import, with today's names and decisions. Rows set aside are left out."""
    rows = register_import.rows.filter(set_aside_at=None).order_by("number").values_list("number", "cells")
    plan = plan_import(
        _table(register_import, list(rows)),
        as_of=register_import.as_of,
        complete=register_import.complete,
        format=register_import.format,  # type: ignore[arg-type]
        names=names,
    )
    plan.sha256 = register_import.sha256
    return plan


def _table(register_import: RegisterImport, rows: Sequence[tuple[int, dict[str, str]]]) -> Table:
    return table_from(register_import.file_name, [cells for _, cells in rows], numbers=[number for number, _ in rows])


@transaction.atomic
def apply_import(*, by: Requester, plan: Plan, register_import: RegisterImport | None = None) -> RegisterImport:
    """Apply every row that can be, in one transaction with one audit record. Rows that cannot be applied wait."""
    _editors_only(by)
    if register_import is None and (before := _same_before(plan)) is not None:
        write_plan(plan, by=by)  # nothing to write: it only fills in the references
        return before
    kept = RegisterImport.objects.select_for_update().get(pk=(register_import or _keep(by, plan)).pk)
    if kept.applied_at is not None:
        raise Conflict("This import was applied before.")
    applied = write_plan(plan, by=by)
    _set_aside_repeated(kept, plan)
    kept.applied_at = clock.now()
    kept.save(update_fields=["applied_at"])
    _keep_changes(kept, plan, by)
    if register_import is None or len(plan.rows) > BATCH:  # a long CASE for each row would take minutes
        kept.rows.filter(set_aside_at=None).delete()
        _write_rows(kept, plan.rows, applied)
    else:
        _note(kept, plan.rows, applied)
    audit.record(by, "register_import.applied", kept, after=plan.counts)
    return kept


def _keep_changes(kept: RegisterImport, plan: Plan, by: Requester) -> None:
    """So that it can be undone. An import that changed nothing has nothing to undo."""
    if not plan.done:
        return
    changes = change_set_of(kept, by)
    keep(changes, plan.done)
    done = {name: changes.counts.get(name, 0) + plan.counts[name] for name in ("new", "changed", "gone")}
    changes.counts = done
    changes.save(update_fields=["counts"])


def _same_before(plan: Plan) -> RegisterImport | None:
    """The earlier import of this very file, where importing it again would change nothing."""
    counts = plan.counts
    if counts["new"] or counts["changed"] or counts["gone"]:
        return None
    same = {"sha256": plan.sha256, "format": plan.format, "as_of": plan.as_of, "complete": plan.complete}
    rows = RegisterImport.objects.filter(applied_at__isnull=False, **same).exclude(sha256="")
    return rows.exclude(change_set__undone_at__isnull=False).last()


def _set_aside_repeated(kept: RegisterImport, plan: Plan) -> None:
    """A row that waited in an earlier copy and comes again is asked about once: here."""
    coming = {row.identity for row in plan.rows}
    earlier = list(waiting_rows().filter(register_import__format=plan.format).exclude(register_import=kept))
    table = table_from(plan.file, [row.cells for row in earlier])
    again = [
        row.pk
        for row, parsed in zip(earlier, parse(table, plan.format), strict=True)
        if parsed.identity(plan.format) in coming
    ]
    ImportRow.objects.filter(pk__in=again).update(set_aside_at=clock.now())


def apply_stored(*, by: Requester, register_import: RegisterImport) -> Plan:
    """Apply a kept import as it stands now. Returns what was done. Raises Conflict when it was applied before."""
    plan = plan_stored(register_import)
    apply_import(by=by, plan=plan, register_import=register_import)
    return plan


def waiting_rows() -> QuerySet[ImportRow]:
    """Rows of applied imports that still wait for a decision, oldest import first."""
    rows = ImportRow.objects.filter(status__in=WAITING, set_aside_at=None, register_import__applied_at__isnull=False)
    rows = rows.exclude(register_import__change_set__undone_at__isnull=False)
    return rows.select_related("register_import").order_by("register_import", "number")


@transaction.atomic
def settle_name(
    *, by: Requester, text: str, outcome: str, partners: Sequence[Partner] = (), new_sector: Sector | None = None
) -> list[ImportRow]:
    """Decide once what a printed name means, and apply the waiting rows that this frees; returns those.

    `outcome` is a `NameDecision.Outcome`: "this" with one partner, "these" with two or more, "new" (makes a candidate
    partner of this name in `new_sector`), "none" with no partner. A later decision on a name replaces the earlier one.
    """
    _editors_only(by)
    name = " ".join(text.split())
    chosen = list(partners)
    if not name or len(name) > 250:
        raise BadInput("Give the name as it is printed, at most 250 characters.")
    fits = {
        Outcome.THIS: len(chosen) == 1,
        Outcome.THESE: len(chosen) > 1,
        Outcome.NEW: not chosen,
        Outcome.NOT_AN_ORGANISATION: not chosen,
    }
    if not fits.get(outcome, False):  # type: ignore[call-overload]
        raise BadInput("Choose one partner for “this is”, two or more for “these bodies”, and none otherwise.")
    if outcome == Outcome.NEW:
        chosen = [_new_partner(name, new_sector)]
    decision, _ = NameDecision.objects.update_or_create(
        normalised=normalised(name),
        defaults={"text": name, "outcome": outcome, "decided_by_id": by.user_id, "decided_at": clock.now()},
    )
    decision.partners.set(chosen)
    if outcome == Outcome.THIS and normalised(chosen[0].name) != normalised(name) and len(name) <= 200:
        accepted = {"kind": PartnerAlias.Kind.ACCEPTED_ERROR, "source": "settled by the core team"}
        PartnerAlias.objects.get_or_create(partner=chosen[0], name=name, defaults=accepted)
    audit.record(by, "name.settled", decision, after=[outcome, *sorted(partner.slug for partner in chosen)])
    return _retry(by, waiting_rows())


def _new_partner(name: str, sector: Sector | None) -> Partner:
    if sector is None:
        raise BadInput("A new partner needs a sector.")
    if Partner.objects.filter(name__iexact=name).exists():
        raise BadInput(f"“{name}” is a partner already: choose it instead.")
    slug = free_slug(Partner.objects.all(), name, length=116, empty="partner")
    made: Partner = Partner.objects.create(
        name=name, slug=slug, sector=sector, source="a register import, settled by the core team"
    )
    return made


@transaction.atomic
def correct_row(*, by: Requester, row: ImportRow, cells: dict[str, str]) -> ImportRow:
    """Replace cells of one row ("Review Date": "Under Review"). In an applied import it is applied if it now can be."""
    _editors_only(by)
    row = ImportRow.objects.select_for_update().select_related("register_import").get(pk=row.pk)
    if row.status not in WAITING or row.set_aside_at is not None:
        raise Conflict("This row does not wait any more.")
    if unknown := set(cells) - set(row.cells):
        raise BadInput(f"The row has no column “{sorted(unknown)[0]}”.")
    before, row.cells = dict(row.cells), row.cells | cells
    row.save(update_fields=["cells"])
    audit.record(by, "import_row.corrected", row, before=before, after=row.cells)
    if row.register_import.applied_at is None:
        table = _table(row.register_import, [(row.number, row.cells)])
        plan = plan_import(table, as_of=row.register_import.as_of, format=row.register_import.format)  # type: ignore[arg-type]
        _note(row.register_import, plan.rows, {})
    else:
        _retry(by, waiting_rows().filter(pk=row.pk))
    row.refresh_from_db()
    return row


@transaction.atomic
def set_row_aside(*, by: Requester, row: ImportRow) -> None:
    """Leave a row out for good. It stays on record with its cells."""
    _editors_only(by)
    ImportRow.objects.filter(pk=row.pk).update(set_aside_at=clock.now())
    audit.record(by, "import_row.set_aside", row)


def _retry(by: Requester, rows: QuerySet[ImportRow]) -> list[ImportRow]:
    """Plan waiting rows again and apply those that can be. One read of all names, whatever the number of rows."""
    freed: list[ImportRow] = []
    grouped: dict[int, list[ImportRow]] = {}
    for row in rows:
        grouped.setdefault(row.register_import_id, []).append(row)
    names = NameIndex() if grouped else None
    for waiting in grouped.values():
        register_import = waiting[0].register_import
        plan = plan_import(
            _table(register_import, [(row.number, row.cells) for row in waiting]),
            as_of=register_import.as_of,
            format=register_import.format,  # type: ignore[arg-type]
            names=names,
        )
        applied = write_plan(plan, by=by)
        _keep_changes(register_import, plan, by)
        _note(register_import, plan.rows, applied)
        done = {row.number for row in plan.rows if row.status not in WAITING}
        freed += [row for row in waiting if row.number in done]
    return freed


def _note(register_import: RegisterImport, plans: Sequence[RowPlan], applied: dict[int, int]) -> None:
    """Write down what became of each row that is not as it was. `applied` maps row numbers to the ISP each is now."""
    by_number = {plan.number: plan for plan in plans}
    differing: list[ImportRow] = []
    for row in register_import.rows.filter(set_aside_at=None):
        plan = by_number.get(row.number)
        outcome = plan.as_json() if plan is not None else row.outcome
        if plan is None or (row.number not in applied and (row.status, row.outcome) == (plan.status, outcome)):
            continue
        row.status, row.outcome = plan.status, outcome
        if row.number in applied:
            row.isp_id, row.applied_at = applied[row.number], clock.now()
        differing.append(row)
    ImportRow.objects.bulk_update(differing, ["status", "outcome", "isp", "applied_at"], batch_size=100)
