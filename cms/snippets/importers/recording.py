"""Keep what a step wrote, row by row: history for the screens, and what undoing needs (undoing.py)."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cms.core.requester import Requester
from cms.core.tabular import Report
from cms.core.tabular.written import Write
from cms.snippets.models import Change, ChangeSet, Partner, RegisterImport

BATCH = 500


@dataclass(slots=True)
class Done:
    """What was done to one thing: `row` of the file, the thing's name, its model and key, and all writes."""

    row: int
    label: str
    model: str
    pk: int
    writes: list[Write]


def change_set_of(register_import: RegisterImport, by: Requester) -> ChangeSet:
    """The one change set of an import: rows that are settled later join it."""
    found, _ = ChangeSet.objects.get_or_create(
        register_import=register_import,
        defaults={
            "kind": ChangeSet.Kind.REGISTER,
            "title": register_import.file_name,
            "form": register_import.format,
            "sha256": register_import.sha256,
            "as_of": register_import.as_of,
            "made_by_id": by.user_id,
        },
    )
    return found


def keep(change_set: ChangeSet, done: Iterable[Done]) -> None:
    """Write the changes down; several writes to one row of the database become one."""
    rows = [
        Change(
            change_set=change_set,
            row=one.row,
            label=one.label[:250],
            model=one.model,
            object_id=one.pk,
            writes=merged(one.writes),
        )
        for one in done
        if one.writes
    ]
    Change.objects.bulk_create(rows, batch_size=BATCH)


def keep_list(report: Report, *, by: Requester, as_of: datetime.date) -> ChangeSet | None:
    """Keep an applied list of partners; None where it changed nothing."""
    if not any(row.writes for row in report.rows):
        return None
    kept = ChangeSet.objects.create(
        kind=ChangeSet.Kind.LIST,
        title=report.file[:250],
        form=report.format,
        as_of=as_of,
        counts={**report.counts, **report.what},
        made_by_id=by.user_id,
    )
    keep(kept, (_of_row(row) for row in report.rows if row.writes))
    return kept


def _of_row(row: Any) -> Done:
    first = row.writes[0]
    main = row.obj if isinstance(row.obj, Partner) else None
    model = main._meta.label_lower if main is not None else first["model"]
    return Done(row.row, row.label or row.key, model, main.pk if main is not None else first["pk"], row.writes)


def merged(writes: Iterable[Write]) -> list[Write]:
    """One write for each row of the database, from its first state to its last."""
    found: dict[tuple[str, int], Write] = {}
    for write in writes:
        earlier = found.get((write["model"], write["pk"]))
        if earlier is None:
            found[write["model"], write["pk"]] = dict(write)
        elif write["after"] is None:
            earlier["after"] = None
        else:
            earlier["after"] = {**(earlier["after"] or {}), **write["after"]}
            if earlier["before"] is not None:
                earlier["before"] = {**(write["before"] or {}), **earlier["before"]}
    return [write for write in found.values() if write["before"] is not None or write["after"] is not None]


def history_of(model: str, pk: int) -> list[Change]:
    """What imports, lists and mergers did to one thing, the latest first: `history_of("snippets.partner", 7)`."""
    rows = Change.objects.filter(model=model, object_id=pk).select_related("change_set__made_by")
    return list(rows.order_by("-change_set__made_at", "-pk"))
