"""Put two rows of one body together: the survivor keeps its address, the duplicate becomes a pointer to it.

    plan = plan_merge(survivor=..., duplicate=...)            # nothing is written
    change_set = merge_partners(by=..., survivor=..., duplicate=..., confirmed=True)

What the duplicate had moves, or is named with the reason why it stays. What was signed is not rewritten. The
duplicate's row stays: its address leads to the survivor, its names and codes mean the survivor in every import.
It is undone as an import is (importers/undoing.py).
"""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from cms.audit import services as audit
from cms.core import clock, content_version
from cms.core.errors import BadInput, Conflict, Forbidden
from cms.core.requester import Requester
from cms.core.tabular import written
from cms.core.tabular.written import Write
from cms.snippets.importers.names import normalised
from cms.snippets.importers.recording import Done, keep
from cms.snippets.merging.moves import Step, steps
from cms.snippets.models import ChangeSet, Isp, IspParty, Partner, PartnerAlias
from cms.snippets.search_isps import record_isps
from cms.snippets.standing import change_standing

CODES = ("ods_code", "gss_code", "urn", "charity_number", "gov_register_code", "ico_registration")
FACTS = ("legal_controller", "organisation_type", "area", "parent", "website", "logo", "ico_expires_on")
RANK = ("candidate", "left", "applied", "member", "suspended")  # a merger never lets in who was suspended


@dataclass(slots=True)
class MergePlan:
    """`filled` are facts that the survivor lacks; `differ` those that both have, the survivor's stays."""

    survivor: Partner
    duplicate: Partner
    steps: list[Step]
    filled: dict[str, Any] = field(default_factory=dict)
    differ: list[tuple[str, str, str]] = field(default_factory=list)  # (what, survivor's, duplicate's)
    warnings: list[str] = field(default_factory=list)

    @property
    def moving(self) -> list[Step]:
        return [step for step in self.steps if step.change is not None or step.remove]

    @property
    def staying(self) -> list[Step]:
        return [step for step in self.steps if step.change is None and not step.remove and not step.blocks]

    @property
    def blocking(self) -> list[Step]:
        return [step for step in self.steps if step.blocks]

    def filled_in_words(self) -> list[tuple[str, str]]:
        return [(_word(name), str(getattr(self.duplicate, name))) for name in self.filled]


def plan_merge(*, survivor: Partner, duplicate: Partner) -> MergePlan:
    """What putting them together would do. Raises BadInput for rows that cannot be one body's two rows."""
    if survivor.pk == duplicate.pk:
        raise BadInput("Choose two different rows.")
    for one in (survivor, duplicate):
        if one.duplicate_of_id is not None:
            raise BadInput(f"{one} is a second row of {one.duplicate_of} already.")
    plan = MergePlan(survivor, duplicate, list(steps(duplicate, survivor)))
    for name in (*CODES, *FACTS):
        ours, theirs = getattr(survivor, name), getattr(duplicate, name)
        if theirs and not ours and not (name == "parent" and theirs.pk == survivor.pk):
            plan.filled[name] = theirs
        elif theirs and ours != theirs:
            plan.differ.append((_word(name), str(ours), str(theirs)))
            if name in CODES:
                plan.warnings.append(f"Both have {_word(name)}, and not the same: are they one body?")
    if RANK.index(duplicate.membership) > RANK.index(survivor.membership):
        plan.filled |= {"membership": duplicate.membership, "joined_on": duplicate.joined_on or survivor.joined_on}
    if duplicate.existence != survivor.existence:
        words = (survivor.get_existence_display(), duplicate.get_existence_display())
        plan.differ.append(("existence", *words))
    return plan


def _word(name: str) -> str:
    return str(Partner._meta.get_field(name).verbose_name)


@transaction.atomic
def merge_partners(*, by: Requester, survivor: Partner, duplicate: Partner, confirmed: bool) -> ChangeSet:
    """Do it, in one audited transaction. Raises Forbidden, BadInput, and Conflict where something stands in the way."""
    if not by.is_editor:
        raise Forbidden("Only the core team puts two rows together.")
    if not confirmed:
        raise BadInput("Say that both are the same body.", fields={"confirmed": ["Tick it when you have made sure."]})
    rows = Partner.objects.select_for_update().filter(pk__in=[survivor.pk, duplicate.pk]).order_by("pk")
    locked = {row.pk: row for row in rows}
    plan = plan_merge(survivor=locked[survivor.pk], duplicate=locked[duplicate.pk])
    if plan.blocking:
        raise Conflict(f"{plan.blocking[0].words}: {plan.blocking[0].why}.")
    ours, theirs = plan.survivor, plan.duplicate
    before = (written.columns_of(ours), written.columns_of(theirs))
    kept = ChangeSet.objects.create(
        kind=ChangeSet.Kind.MERGE,
        title=f"{theirs} into {ours}"[:250],
        survivor=ours,
        duplicate=theirs,
        as_of=clock.today(),
        made_by_id=by.user_id,
        counts={"moved": len(plan.moving), "stayed": len(plan.staying)},
    )
    done = [_carry_out(step) for step in plan.moving]
    standing = plan.filled.pop("membership", None)
    for name, value in plan.filled.items():
        setattr(ours, name, value)
    ours.save()
    if standing is not None:
        why, day = f"Put together with {theirs}", plan.filled["joined_on"]
        change_standing(by=by, partner=ours, membership=standing, why=why[:2000], joined_on=day)
    theirs.duplicate_of = ours
    theirs.save()
    bodies = [written.changed(ours, before[0]), written.changed(theirs, before[1]), _keep_name(ours, theirs)]
    done.append(_done(theirs, f"{theirs}: the row", [write for write in bodies if write is not None]))
    keep(kept, done)
    after = {"survivor": ours.slug, "duplicate": theirs.slug, "moved": [one.label for one in done]}
    audit.record(by, "partner.merged", theirs, before=list(before), after=after, organisation_id=ours.pk)
    content_version.bump()
    parts = IspParty.objects.filter(partner__in=[ours, theirs]).values_list("version__isp", flat=True)
    led = Isp.objects.filter(lead=ours).values_list("pk", flat=True)
    record_isps(sorted({*parts, *led}), "merged")
    return kept


def _carry_out(step: Step) -> Done:
    row = step.obj
    if step.remove:
        writes = [written.removed(row)]
        row.delete()
        return _done(row, step.words, writes, pk=writes[0]["pk"])
    before = written.columns_of(row)
    for name, value in (step.change or {}).items():
        setattr(row, name, value)
    row.save()
    change = written.changed(row, before)
    return _done(row, step.words, [change] if change else [])


def _done(row: Any, words: str, writes: list[Write], pk: int | None = None) -> Done:
    return Done(0, words, row._meta.label_lower, row.pk or pk or 0, writes)


def _keep_name(survivor: Partner, duplicate: Partner) -> Write | None:
    """The duplicate's name is another name of the survivor from now on."""
    if normalised(survivor.name) == normalised(duplicate.name):
        return None
    alias, is_new = PartnerAlias.objects.get_or_create(
        partner=survivor, name=duplicate.name, defaults={"source": "the name of its second row here"}
    )
    return written.created(alias) if is_new else None
