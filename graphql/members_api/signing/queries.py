"""Root fields of signing. Progress is for members and their tools; what one person may do is theirs alone."""

from typing import Any

import graphene

from cms.signing.progress import Board, Progress, board_of, progress_of, versions_in_signing
from cms.signing.sheet import Joining, Readiness, Sheet, ToSign, all_to_sign, joining_of, readiness_of, sheet_of
from members_api.guards import PUBLIC, Exposed
from members_api.signing.types import (
    JoiningType,
    SendingOutType,
    SigningBoardType,
    SigningProgressType,
    SignSheetType,
    ToSignType,
)

SCOPE = "read:register"


def progress(_: None, info: Any, reference: str) -> list[Progress]:
    by = info.context.requester
    return progress_of(by, versions_in_signing(by, reference)) if by.is_member else []


def board(_: None, info: Any) -> Board:
    return board_of(info.context.requester)


def sheet(_: None, info: Any, reference: str, partner: str | None = None) -> Sheet | None:
    return sheet_of(info.context.requester, reference, partner or "")


def to_sign(_: None, info: Any) -> list[ToSign]:
    return all_to_sign(info.context.requester)


def sending_out(_: None, info: Any, reference: str) -> Readiness | None:
    return readiness_of(info.context.requester, reference)


def joining(_: None, info: Any, reference: str) -> Joining | None:
    return joining_of(info.context.requester, reference)


def field(type_: Any, resolver: Any, description: str, **arguments: Any) -> Exposed:
    return Exposed(
        type_,
        resolver=resolver,
        audience=PUBLIC,
        scope=SCOPE,
        personal=True,
        kept=False,  # who has opened what is no change of content
        description=description,
        **arguments,
    )


REFERENCE = {"reference": graphene.String(required=True)}


class SigningQuery(graphene.ObjectType):
    signing_progress = Exposed(
        graphene.List(SigningProgressType),
        resolver=progress,
        audience=PUBLIC,
        scope=SCOPE,
        personal=True,
        description="Of the versions that are out for signature or in force; empty for who is no member.",
        **REFERENCE,
    )
    signing_board = Exposed(
        SigningBoardType,
        required=True,
        resolver=board,
        audience=PUBLIC,
        scope=SCOPE,
        personal=True,
        description="What waits for you and whom you wait for. For a tool: what its organisation waits for.",
    )
    sign_sheet = field(
        SignSheetType,
        sheet,
        "Of the agreement, for the partner named, else for the first of yours that waits.",
        partner=graphene.String(),
        **REFERENCE,
    )
    to_sign = field(graphene.List(ToSignType), to_sign, "Every body and version that waits for your signature.")
    sending_out = field(SendingOutType, sending_out, "The draft that you may send out next.", **REFERENCE)
    joining = field(JoiningType, joining, "How partners join this agreement, where you may ask or invite.", **REFERENCE)
