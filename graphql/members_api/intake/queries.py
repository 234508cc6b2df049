"""Root fields of old agreements on their way in. Of a body: its IG leads and partner leads; the core team for all."""

from typing import Any

import graphene

from cms.intake import selectors
from cms.intake.permissions import SCOPE, bodies_of
from members_api.guards import PUBLIC, Exposed
from members_api.intake.types import IntakeBatchPageType, IntakeHome, IntakePaperType
from members_api.keys import key_of


def home(_: None, info: Any) -> IntakeHome | None:
    by = info.context.requester
    return IntakeHome() if by.token_id is None and (by.is_editor or bodies_of(by)) else None


class IntakeQuery(graphene.ObjectType):
    intake = Exposed(
        IntakeHome,
        resolver=home,
        audience=PUBLIC,
        scope=SCOPE,
        personal=True,
        kept=False,
        description="Null for who may bring in nothing.",
    )
    intake_batch = Exposed(
        IntakeBatchPageType,
        id=graphene.ID(required=True),
        resolver=lambda _, info, id: selectors.batch_of(info.context.requester, key_of(id)),  # noqa: A006
        audience=PUBLIC,
        scope=SCOPE,
        personal=True,
        kept=False,
    )
    intake_paper = Exposed(
        IntakePaperType,
        batch=graphene.ID(required=True),
        number=graphene.Int(required=True),
        resolver=lambda _, info, batch, number: selectors.paper_of(info.context.requester, key_of(batch), number),
        audience=PUBLIC,
        scope=SCOPE,
        personal=True,
        kept=False,
    )
