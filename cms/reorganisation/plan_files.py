"""A plan written in a file, to try it out without rows: JSON with the words of `services.plan_reorganisation`."""

import datetime
import json
from pathlib import Path
from typing import Any

from cms.core.errors import BadInput
from cms.reorganisation.models import Change
from cms.reorganisation.outline import ChangeOutline, Outline, agreements_rule, assert_sound
from cms.reorganisation.services import BodySpec, ChangeSpec
from cms.snippets.models import Partner


def read_plan(path: Path) -> dict[str, Any]:
    """Arguments of `services.plan_reorganisation`, but for `by`. Raises BadInput for what is no such file."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {
            "title": str(found["title"]),
            "takes_effect_on": datetime.date.fromisoformat(found["takes_effect_on"]),
            "reason": str(found.get("reason", "")),
            "legal_reference": str(found.get("legal_reference", "")),
            "bodies": [BodySpec(**body) for body in found.get("bodies", [])],
            "changes": [
                ChangeSpec(**{**change, "before": tuple(change["before"]), "after": tuple(change.get("after", ()))})
                for change in found["changes"]
            ],
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BadInput(f"{path.name} is no plan: {error}") from error


def outline_of_file(given: dict[str, Any]) -> Outline:
    """What the simulation needs, with keys of its own for bodies that do not exist. Raises BadInput with `problems`."""
    slugs = {slug for change in given["changes"] for slug in change.before + change.after}
    partners = dict(Partner.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    planned = {body.name: -number for number, body in enumerate(given["bodies"], 1)}
    known = {**partners, **planned}
    unknown = sorted(slug for slug in slugs if slug not in known)
    kinds = [change.kind for change in given["changes"] if change.kind not in Change.Kind.values]
    if unknown or kinds:
        problems = [f"There is no organisation “{slug}”." for slug in unknown]
        raise BadInput(
            "The plan needs another look.", problems=problems + [f"“{kind}” is no change." for kind in kinds]
        )
    changes = []
    for change in given["changes"]:
        carries, why = agreements_rule(change.kind, change.agreements, given["legal_reference"])
        before, after = (tuple(known[slug] for slug in side) for side in (change.before, change.after))
        changes.append(ChangeOutline(change.kind, before, after, carries, why, change.new_name))
    joins = frozenset(planned[body.name] for body in given["bodies"] if body.joins)
    outline = Outline(given["title"], tuple(changes), {key: name for name, key in planned.items()}, joins)
    assert_sound(outline)
    return outline
