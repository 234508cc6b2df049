"""What points at a partner's row, and what becomes of it when the row turns out to be a second one of the same body.

Every foreign key is found by asking the models, so that a new table is moved, or named, without anybody thinking of it.
What was signed is never rewritten: its fingerprint holds the body's short name, so it keeps the old row for ever.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q

from cms.core import clock
from cms.snippets.models import DataFlow, IspParty, IspVersion, Partner

State = IspVersion.State
# Stay as they are: what this step writes itself, and what belongs to words that were signed.
KEPT = {"snippets.changeset", "snippets.ispsuccession"}


@dataclass(frozen=True, slots=True)
class Step:
    """What happens to one row: `change` sets columns (the row moves or ends), `remove` takes it away, else it stays.

    `why` says why it stays or what is special; `blocks` keeps the two rows from being put together.
    """

    obj: models.Model
    words: str
    change: dict[str, Any] | None = None
    remove: bool = False
    why: str = ""
    blocks: bool = False


Handler = Callable[[models.Model, str, Partner, Partner], Step]
Source = Callable[[Partner, Partner], Iterator[Step]]
_handlers: dict[str, Handler] = {}
_sources: list[Source] = []


def register_move(model: str, handler: Handler) -> None:
    """Say what becomes of a row of `model` ("members.membership"): `handler(row, column, duplicate, survivor)`."""
    _handlers[model.lower()] = handler


def register_kept(model: str) -> None:
    """Rows of `model` ("overview.notthesame") are about the row, not the body: they are left out."""
    KEPT.add(model.lower())


def register_source(source: Source) -> None:
    """Add steps for what names a partner without a foreign key: `source(duplicate, survivor)`."""
    if source not in _sources:
        _sources.append(source)


def steps(duplicate: Partner, survivor: Partner) -> Iterator[Step]:
    """A step for each row that points at the duplicate, table by table."""
    for model, column in pointing():
        label = model._meta.label_lower
        rows = model._base_manager.filter(**{column: duplicate.pk}).order_by("pk")
        handler = _handlers.get(label, usual)
        for row in rows:
            yield handler(row, column, duplicate, survivor)
    for source in _sources:
        yield from source(duplicate, survivor)


def pointing() -> list[tuple[type[models.Model], str]]:
    """(model, column) of every foreign key to a partner, those of many-to-many tables too."""
    found = []
    for relation in Partner._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or relation.many_to_many:
            continue
        model, column = relation.related_model, relation.field.name
        if model._meta.label_lower not in KEPT:
            found.append((model, column))
    return sorted(found, key=lambda each: (each[0]._meta.label_lower, each[1]))


def called(obj: models.Model) -> str:
    """ "party: Elmbridge Council in ISP-0004 version 1"."""
    return f"{obj._meta.verbose_name}: {obj}"[:200]


def usual(row: models.Model, column: str, duplicate: Partner, survivor: Partner) -> Step:
    """It moves, unless the survivor has the same already."""
    if clashes(row, column, survivor):
        if row._meta.auto_created:  # a line of a many-to-many list: the survivor stands in it too
            return Step(row, called(row), remove=True, why="both were listed: once is enough")
        return Step(row, called(row), why="the other row has the same; this one stays where it is, on record")
    return Step(row, called(row), change={f"{column}_id": survivor.pk})


def clashes(row: models.Model, column: str, survivor: Partner) -> bool:
    """Whether the row, moved, would be a second of what may be there once."""
    once = [one for one in row._meta.constraints if isinstance(one, models.UniqueConstraint) and column in one.fields]
    if any(_exists(row, one.fields, column, survivor, one.condition) for one in once):
        return True
    return any(column in names and _exists(row, names, column, survivor, None) for names in row._meta.unique_together)


def _exists(row: models.Model, names: Any, column: str, survivor: Partner, condition: Q | None) -> bool:
    columns: dict[str, Any] = {name: row._meta.get_field(name) for name in names}
    values = {name: getattr(row, field.attname) for name, field in columns.items()}
    wanted = {**values, column: survivor.pk}
    others = type(row)._base_manager.filter(**wanted).exclude(pk=row.pk)
    if condition is not None:
        here = type(row)._base_manager.filter(pk=row.pk).filter(condition)
        others = others.filter(condition) if here.exists() else others.none()
    return bool(others.exists())


# -- agreements ------------------------------------------------------------------------------------------
def is_signed_text(version: IspVersion) -> bool:
    """Words that went out here, or ended: they are read as they were, for ever."""
    return bool(version.content_hash) or version.state in (State.OUT_FOR_SIGNATURE, State.SUPERSEDED, State.WITHDRAWN)


def party(row: models.Model, column: str, duplicate: Partner, survivor: Partner) -> Step:
    if not isinstance(row, IspParty):
        raise TypeError("A party is wanted.")
    version = row.version
    both = IspParty.objects.filter(version=version, partner=survivor).exists()
    words = f"part in {version} ({version.get_state_display().lower()})"
    if version.state == State.OUT_FOR_SIGNATURE:
        why = "it is out for signature: wait until it is signed, or withdraw it"
        return Step(row, words, why=why, blocks=True)
    if is_signed_text(version):
        why = "what was signed names this row and keeps it; it counts for the other"
        if both:
            why = "what was signed names both rows as parties. It stays so until a new version is signed"
        return Step(row, words, why=why)
    if not both:
        return Step(row, words, change={"partner_id": survivor.pk})
    if version.state == State.IN_FORCE:  # imported, never signed here
        return Step(row, words, change={"left_on": clock.today()}, why="both are listed: this part ends today")
    return Step(row, words, why="both are parties of this draft: take one of the two out of it")


def flow(row: models.Model, column: str, duplicate: Partner, survivor: Partner) -> Step:
    if not isinstance(row, DataFlow):
        raise TypeError("A flow is wanted.")
    if is_signed_text(row.version):
        return Step(row, called(row), why="part of words that were signed: it stays as it was signed")
    return usual(row, column, duplicate, survivor)


def succession(row: Any, column: str, duplicate: Partner, survivor: Partner) -> Step:
    if survivor.pk in (row.predecessor_id, row.successor_id):
        why = "one took over from the other: two bodies in turn are no duplicate. Take this out if it is wrong"
        return Step(row, called(row), why=why, blocks=True)
    return usual(row, column, duplicate, survivor)


def child(row: models.Model, column: str, duplicate: Partner, survivor: Partner) -> Step:
    """Bodies under the duplicate, and rows that were put together with it before."""
    if row.pk == survivor.pk and column == "parent":
        return Step(row, f"{row} stood under its own second row", change={"parent_id": None})
    return Step(row, called(row), change={f"{column}_id": survivor.pk})


register_move("snippets.ispparty", party)
register_move("snippets.dataflow", flow)
register_move("snippets.succession", succession)
register_move("snippets.partner", child)
