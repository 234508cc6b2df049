"""Take back what an import, a list or a merger changed: row by row, only where nobody has touched it since.

    plan = plan_undo(change_set)                  # nothing is written; plan.rows say what goes back and what is left
    plan = undo(by=..., change_set=change_set)    # the same, done; a second time it tries the rows that were left

Nothing of the register is deleted. An ISP that an import made is retired with the reason, and its imported version
withdrawn, so that nobody but the core team meets it; the same row imported again brings it back with its old
reference. A party that an import added has left. Only a partner that a list made, that nobody has touched and nothing
refers to, is removed; what it was stays on record in the change.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q

from cms.audit import services as audit
from cms.core import clock, content_version
from cms.core.errors import BadInput, Forbidden
from cms.core.requester import Requester
from cms.core.tabular.written import Write, columns_of
from cms.snippets.models import Change, ChangeSet, Isp, IspParty, IspVersion, Partner
from cms.snippets.search_isps import record_isps
from cms.snippets.standing import tell_standing_changed

RETIRED, LEFT, REMOVED, PUT_BACK = "retired", "has left", "removed", "put back"
# Records of other parts of the site that come by themselves, and mean no person's work: model label to condition.
_harmless: dict[str, Q] = {}
OWN = frozenset({"snippets.importrow", "snippets.change", "snippets.changeset", "wagtailcore.referenceindex"})
Objects = dict[tuple[str, int], models.Model]


def register_harmless(model: str, condition: Q) -> None:
    """Rows of `model` that fit the condition do not keep what they point at from being undone."""
    _harmless[model.lower()] = condition


@dataclass(slots=True)
class RowUndo:
    """One thing: what would happen to it, or why it is left as it is."""

    change: Change
    steps: list[str] = field(default_factory=list)  # in words
    left: str = ""


@dataclass(slots=True)
class UndoPlan:
    change_set: ChangeSet
    rows: list[RowUndo]

    @property
    def going(self) -> list[RowUndo]:
        return [row for row in self.rows if not row.left]

    @property
    def left(self) -> list[RowUndo]:
        return [row for row in self.rows if row.left]

    def as_json(self) -> dict[str, Any]:
        """{"id", "kind", "file", "undone": [{"row", "what", "steps"}], "left": [{"row", "what", "why"}], "counts"}"""
        return {
            "id": self.change_set.pk,
            "kind": self.change_set.kind,
            "file": self.change_set.title,
            "undone": [{"row": r.change.row or None, "what": r.change.label, "steps": r.steps} for r in self.going],
            "left": [{"row": r.change.row or None, "what": r.change.label, "why": r.left} for r in self.left],
            "counts": {"undone": len(self.going), "left": len(self.left)},
        }


def plan_undo(change_set: ChangeSet) -> UndoPlan:
    """What undoing would do now. Rows that were undone before are no part of it."""
    changes = list(change_set.changes.filter(undone_at=None).order_by("-pk"))  # the last first
    objects = _read(changes)
    touched = _touched(changes, objects)
    later = _later(change_set, changes)
    names = _Names()
    plan = UndoPlan(change_set, [_plan_row(change, objects, touched, later, names) for change in changes])
    _leave_what_is_needed(plan, objects)
    return plan


def _leave_what_is_needed(plan: UndoPlan, objects: Objects) -> None:
    """A partner that a row which is left points to stays too."""
    makers = {("snippets.partner", row.change.object_id): row for row in plan.rows if _makes_partner(row.change)}
    waiting = list(plan.left) if makers else []
    while waiting:
        left = waiting.pop()
        for write in left.change.writes:
            obj = objects.get((write["model"], write["pk"]))
            for column in obj._meta.concrete_fields if obj is not None else ():
                needed = makers.get(("snippets.partner", getattr(obj, column.attname)))
                if column.related_model is Partner and needed is not None and not needed.left:
                    needed.left = f"Left because {left.change.label} refers to it."
                    waiting.append(needed)


def _makes_partner(change: Change) -> bool:
    return any(write["model"] == "snippets.partner" and write["before"] is None for write in change.writes)


@transaction.atomic
def undo(*, by: Requester, change_set: ChangeSet) -> UndoPlan:
    """Take back every row that can be, in one audited transaction; the others are left and say why.

    A second call tries those again, and does nothing where none is left. Raises Forbidden and BadInput.
    """
    if not by.is_editor:
        raise Forbidden("Only the core team undoes imports.")
    kept = ChangeSet.objects.select_for_update().get(pk=change_set.pk)
    plan = plan_undo(kept)
    now = clock.now()
    objects = _read([row.change for row in plan.going])
    stood = {obj.pk: obj.membership for obj in objects.values() if isinstance(obj, Partner)}
    for partners in (False, True):  # bodies last: what pointed to them has gone by then
        for row in plan.going:
            _undo_row(row.change, objects, kept, partners=partners)
    for obj in Partner.objects.filter(pk__in=stood):
        if obj.membership != stood[obj.pk]:
            tell_standing_changed(by=by, partner=obj, before=stood[obj.pk], why=f"{kept.title} was undone")
    for row in plan.going:
        row.change.undone_at, row.change.left_because = now, ""
    for row in plan.left:
        row.change.left_because = row.left[:500]
    Change.objects.bulk_update([row.change for row in plan.rows], ["undone_at", "left_because"], batch_size=200)
    if kept.undone_at is None or plan.going:
        kept.undone_at, kept.undone_by_id = now, by.user_id
        kept.save(update_fields=["undone_at", "undone_by"])
        audit.record(by, "change_set.undone", kept, before=plan.as_json()["undone"], after=plan.as_json()["left"])
        content_version.bump()
    isps = {row.change.object_id for row in plan.going if row.change.model == "snippets.isp"}
    if isps:
        record_isps(sorted(isps), "undone")
    return plan


def change_set_by_key(key: int) -> ChangeSet:
    """Raises BadInput where there is none."""
    found: ChangeSet | None = ChangeSet.objects.filter(pk=key).first()
    if found is None:
        raise BadInput(f"There is no import or merger with the number {key}.")
    return found


# -- reading --------------------------------------------------------------------------------------------
def _model(label: str) -> type[models.Model]:
    return apps.get_model(label)


def _read(changes: Iterable[Change]) -> Objects:
    """Every row of the database that these changes wrote, as it is now."""
    keys: dict[str, set[int]] = defaultdict(set)
    for change in changes:
        for write in change.writes:
            keys[write["model"]].add(write["pk"])
    found: Objects = {}
    for label, pks in keys.items():
        ordered = sorted(pks)
        for start in range(0, len(ordered), 500):
            for obj in _model(label)._base_manager.filter(pk__in=ordered[start : start + 500]):
                found[label, obj.pk] = obj
    return found


def _touched(changes: Sequence[Change], objects: Objects) -> dict[tuple[str, int], str]:
    """{row that an import made: what others have put beside it since}, by asking every table that points there."""
    made: dict[str, set[int]] = defaultdict(set)
    for change in changes:
        for write in change.writes:
            if write["before"] is None and (write["model"], write["pk"]) in objects:
                made[write["model"]].add(write["pk"])
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for label, pks in made.items():
        for relation in _model(label)._meta.related_objects:
            for pk, words in _pointing(relation, pks, made).items():
                found[label, pk].append(words)
    return {key: ", ".join(dict.fromkeys(words)) for key, words in found.items()}


def _pointing(relation: Any, pks: set[int], made: dict[str, set[int]]) -> dict[int, str]:
    """{key: "2 signatures"} of the rows that a relation finds and this step did not make itself."""
    if relation.many_to_many:
        model, column = relation.through, relation.field.m2m_reverse_field_name()
    else:
        model, column = relation.related_model, relation.field.name
    label = model._meta.label_lower
    if label in OWN:
        return {}
    counts: dict[int, int] = defaultdict(int)
    ordered = sorted(pks)
    for start in range(0, len(ordered), 500):
        rows = model._base_manager.filter(**{f"{column}__in": ordered[start : start + 500]})
        if label in _harmless:
            rows = rows.exclude(_harmless[label])
        for pk, own in rows.values_list(column, "pk"):
            counts[pk] += own not in made.get(label, ())
    name = (relation.related_model if relation.many_to_many else model)._meta
    return {
        pk: f"{count} {name.verbose_name if count == 1 else name.verbose_name_plural}"
        for pk, count in counts.items()
        if count
    }


def _later(change_set: ChangeSet, changes: Sequence[Change]) -> dict[tuple[str, int], ChangeSet]:
    """The next step since that changed the same thing and stands."""
    ordered, last = sorted({change.object_id for change in changes}), max((c.pk for c in changes), default=0)
    found: dict[tuple[str, int], ChangeSet] = {}
    for start in range(0, len(ordered), 500):
        rows = Change.objects.filter(undone_at=None, pk__gt=last, object_id__in=ordered[start : start + 500])
        for row in rows.exclude(change_set=change_set).select_related("change_set").order_by("-pk"):
            found[row.model, row.object_id] = row.change_set
    return found


# -- planning -------------------------------------------------------------------------------------------
def _plan_row(
    change: Change,
    objects: Objects,
    touched: dict[tuple[str, int], str],
    later: dict[tuple[str, int], ChangeSet],
    names: "_Names",
) -> RowUndo:
    row = RowUndo(change)
    reasons: list[str] = []
    for write in change.writes:
        key = (write["model"], write["pk"])
        now = objects.get(key)
        if write["before"] is None:
            if now is None:
                continue
            if key in touched:
                reasons.append(f"since then there is {touched[key]}")
            reasons += names.differences(now, write["after"])
            row.steps += _step_for_made(now, change)
        elif write["after"] is None:
            row.steps.append(f"{_called(write['model'])} “{names.title(write['before'])}”: {PUT_BACK}")
        elif now is None:
            reasons.append(f"its {_called(write['model'])} is gone")
        else:
            current = columns_of(now, write["after"])
            moved = {
                n: v for n, v in write["after"].items() if current.get(n) != v and current.get(n) != write["before"][n]
            }
            reasons += [f"{names.word(now, n)} is now {names.said(now, n, current.get(n))}" for n in moved]
            row.steps += [
                f"{names.word(now, n)}: {names.said(now, n, v)} → {names.said(now, n, write['before'][n])}"
                for n, v in write["after"].items()
                if n != "source_row"
            ]
    if reasons:
        newer = later.get((change.model, change.object_id))
        why = "; ".join(dict.fromkeys(reasons))
        row.left = f"Changed since: {why}." + (f" A later step did it: {newer}. Undo that one first." if newer else "")
    return row


def _step_for_made(obj: models.Model, change: Change) -> list[str]:
    if isinstance(obj, Isp):
        return [f"{obj.reference} is {RETIRED} and its imported version withdrawn: only the core team sees it"]
    if isinstance(obj, Partner):
        return [f"{obj.name} is {REMOVED}: nobody has touched it and nothing refers to it"]
    if change.model == "snippets.isp" and any(
        w["model"] == "snippets.isp" and w["before"] is None for w in change.writes
    ):
        return []  # parts of an ISP that goes as a whole
    if isinstance(obj, IspParty):
        return [f"{obj.partner} {LEFT} the agreement"]
    return [f"{_called(obj._meta.label_lower)} “{obj}”: {REMOVED}"]


def _called(label: str) -> str:
    return str(_model(label)._meta.verbose_name)


class _Names:
    """Columns and values in words. Bodies are named from one read."""

    def __init__(self) -> None:
        self._partners = dict(Partner.objects.values_list("pk", "name"))

    def word(self, obj: models.Model, column: str) -> str:
        return str(_field(obj, column).verbose_name)

    def said(self, obj: models.Model, column: str, value: Any) -> str:
        related = _field(obj, column).related_model
        if related is Partner and value in self._partners:
            return str(self._partners[value])
        text = str(value) if value not in (None, "") else "nothing"
        return f"“{text[:80]}…”" if len(text) > 80 else f"“{text}”" if value not in (None, "") else text

    def title(self, columns: dict[str, Any]) -> str:
        return str(columns.get("name") or columns.get("title") or "")

    def differences(self, obj: models.Model, after: dict[str, Any]) -> list[str]:
        """What somebody changed of a row that the step made."""
        now = columns_of(obj, after)
        return [
            f"{self.word(obj, name)} is now {self.said(obj, name, now.get(name))}"
            for name, value in after.items()
            if name in now and now[name] != value
        ]


def _field(obj: models.Model, column: str) -> Any:
    return next(field for field in obj._meta.concrete_fields if field.attname == column)


# -- doing ----------------------------------------------------------------------------------------------
def _undo_row(change: Change, objects: Objects, change_set: ChangeSet, *, partners: bool) -> None:
    made_isp = any(w["model"] == "snippets.isp" and w["before"] is None for w in change.writes)
    for write in reversed(change.writes):
        obj = objects.get((write["model"], write["pk"]))
        if (isinstance(obj, Partner) and write["before"] is None) != partners:
            continue
        if write["after"] is None:
            _recreate(write)
        elif obj is None:
            continue
        elif write["before"] is None:
            _unmake(obj, change_set, whole_isp=made_isp)
        else:
            _put_back(obj, write)


def _put_back(obj: models.Model, write: Write) -> None:
    for name, value in write["before"].items():
        setattr(obj, name, _field(obj, name).to_python(value))
    if isinstance(obj, Isp):
        obj.lock_version += 1
    obj.save()


def _recreate(write: Write) -> None:
    model = _model(write["model"])
    if not model._base_manager.filter(pk=write["pk"]).exists():
        obj = model(pk=write["pk"])
        for name, value in write["before"].items():
            setattr(obj, name, _field(obj, name).to_python(value))
        obj.save(force_insert=True)


def _unmake(obj: models.Model, change_set: ChangeSet, *, whole_isp: bool) -> None:
    today = clock.today()
    if isinstance(obj, Isp):
        obj.retired_on, obj.retired_reason = today, f"Import undone: {change_set.title}"[:250]
        obj.source_row = {**obj.source_row, "undone": today.isoformat()}
        obj.lock_version += 1
        obj.save()
    elif isinstance(obj, IspVersion):
        obj.state, obj.in_force_to = IspVersion.State.WITHDRAWN, today
        obj.save()
    elif whole_isp:
        return  # its parties and data stay with the withdrawn version
    elif isinstance(obj, IspParty):
        obj.left_on = today
        obj.save(update_fields=["left_on"])
    else:
        obj.delete()
