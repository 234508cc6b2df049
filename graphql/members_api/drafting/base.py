"""What every change of a draft shares. Revisions are those of the step that the form showed."""

from typing import Any

import graphene

from cms.drafting.revisions import revision_of
from cms.snippets.models import IspVersion
from members_api.keys import key_of
from members_api.mutations import ServiceMutation

WRITE = "write:drafts"  # given to no token
REVISION = "The revision of the step that the form showed."


def plain(data: dict[str, Any], *leave: str) -> dict[str, Any]:
    """What was given, with enums as their values; `id` becomes the key of a row."""
    found = {}
    for name, value in data.items():
        if value is None or name in leave:
            continue
        if name == "expected_revision":
            found["expected"] = value
        elif name == "id":
            found["row"] = key_of(value)
        else:
            found[name] = getattr(value, "value", value)
    return found


def after(version: IspVersion, step: str, partner: int | None = None) -> dict[str, Any]:
    return {"reference": version.isp.reference, "revision": revision_of(version, step, partner)}


class DraftMutation(ServiceMutation):
    class Meta:
        abstract = True

    reference = graphene.String(required=True)
    revision = graphene.String(required=True, description="Of the step, now.")
    scope = WRITE
