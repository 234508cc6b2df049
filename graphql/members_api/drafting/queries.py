"""Root fields of drafts: what comes back depends on who one is, and no token is given any of it."""

from typing import Any

import graphene

from cms.drafting.selectors import Draft, Drafts, StepPage, draft_of, drafts_of, step_page
from cms.members.tokens import PEOPLE
from members_api.drafting.types import DraftStepPageType, DraftsType, DraftType
from members_api.guards import PUBLIC, Exposed


def draft(_: None, info: Any, reference: str) -> Draft | None:
    return draft_of(info.context.requester, reference)


def step(_: None, info: Any, reference: str, step: str) -> StepPage | None:
    return step_page(info.context.requester, reference, step)


def drafts(_: None, info: Any) -> Drafts:
    return drafts_of(info.context.requester)


class DraftingQuery(graphene.ObjectType):
    draft = Exposed(
        DraftType,
        description="A version that is being written; null for who does not work on it.",
        reference=graphene.String(required=True, description="Such as ISP-0042."),
        resolver=draft,
        audience=PUBLIC,
        scope=PEOPLE,
        personal=True,
        kept=False,
    )
    draft_step = Exposed(
        DraftStepPageType,
        description="One step of the guided form.",
        reference=graphene.String(required=True),
        step=graphene.String(required=True, description="The key of a step, such as purpose."),
        resolver=step,
        audience=PUBLIC,
        scope=PEOPLE,
        personal=True,
        kept=False,
    )
    drafts = Exposed(
        DraftsType,
        required=True,
        description="Drafts that you write, and those for which your view is asked.",
        resolver=drafts,
        audience=PUBLIC,
        scope=PEOPLE,
        personal=True,
        kept=False,
    )
