"""A request as its asker sees it by the link in the mail: a plain answer, because the key is the right to it."""

from typing import Any

import graphene

from cms.community.keys import case_of
from cms.community.models import CaseMessage, SupportCase
from cms.community.services import answer_follow_up_by_key, reply_by_key
from cms.core.requester import Requester
from members_api.community.types import CaseMessageKind, FollowUpResult, SupportCaseState, author_names
from members_api.guards import PUBLIC, Exposed
from members_api.mutations import ServiceMutation

COMMUNITY, WRITE = "read:community", "write:community"
LONGEST_KEY = 100


class KeyedMessageType(graphene.ObjectType):
    kind = graphene.Field(CaseMessageKind, required=True)
    kind_label = graphene.String(required=True)
    author_name = graphene.String(required=True)
    text = graphene.String(required=True)
    at = graphene.DateTime(required=True)

    class Meta:
        name = "KeyedCaseMessage"


class KeyedCaseType(graphene.ObjectType):
    """What the key in the mail opens: this one request, for who asked without an account."""

    number = graphene.Int(required=True)
    what = graphene.String(required=True)
    whom = graphene.String(required=True)
    why = graphene.String(required=True)
    asked_at = graphene.DateTime(required=True)
    target_on = graphene.Date(required=True)
    state = graphene.Field(SupportCaseState, required=True)
    state_label = graphene.String(required=True)
    adviser_name = graphene.String(required=True)
    outcome_label = graphene.String(required=True)
    outcome_note = graphene.String(required=True, description="More about it; empty until it is closed.")
    messages = graphene.List(KeyedMessageType)
    asks_what_came_of_it = graphene.Boolean(required=True)

    class Meta:
        name = "KeyedCase"


def _key(key: str) -> str:
    return key if len(key) <= LONGEST_KEY else ""


def shown(case: SupportCase) -> KeyedCaseType:
    rows = list(case.messages.exclude(kind=CaseMessage.Kind.NOTE))
    names = author_names(None, rows)
    return KeyedCaseType(
        **{name: getattr(case, name) for name in ("number", "what", "whom", "why", "asked_at", "target_on")},
        state=case.state,
        state_label=case.state_label,
        adviser_name=str(case.adviser) if case.adviser else "",
        outcome_label=case.get_outcome_display() if case.closed_at is not None else "",
        outcome_note=case.outcome_note if case.closed_at is not None else "",
        messages=[
            KeyedMessageType(
                kind=row.kind, kind_label=row.get_kind_display(), author_name=names[row.pk], text=row.text, at=row.at
            )
            for row in rows
        ],
        asks_what_came_of_it=case.follow_ups.filter(answered_at=None).exists(),
    )


def keyed_case(_: None, info: Any, key: str) -> KeyedCaseType | None:
    case = case_of(_key(key))
    return shown(case) if case is not None else None


class ReplyToKeyedCaseInput(graphene.InputObjectType):
    key = graphene.String(required=True, description="From the address in the mail.")
    submission_id = graphene.String(required=True, description="1 to 64 characters; the same one is kept once.")
    text = graphene.String(required=True)


class ReplyToKeyedCase(ServiceMutation):
    class Arguments:
        input = ReplyToKeyedCaseInput(required=True)

    number = graphene.Int(required=True)
    scope = WRITE
    audience = PUBLIC

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        case = reply_by_key(key=_key(data["key"]), text=data["text"], submission_id=data["submission_id"])
        return {"number": case.number}


class AnswerKeyedFollowUpInput(graphene.InputObjectType):
    key = graphene.String(required=True, description="From the address in the mail.")
    result = FollowUpResult(required=True)
    words = graphene.String()


class AnswerKeyedFollowUp(ServiceMutation):
    class Arguments:
        input = AnswerKeyedFollowUpInput(required=True)

    number = graphene.Int(required=True)
    scope = WRITE
    audience = PUBLIC

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        words = data.get("words") or ""
        case = answer_follow_up_by_key(key=_key(data["key"]), result=data["result"].value, words=words)
        return {"number": case.number}


class KeyedCaseQuery(graphene.ObjectType):
    keyed_case = Exposed(
        KeyedCaseType,
        key=graphene.String(required=True, description="From the address in the mail to an asker without an account."),
        resolver=keyed_case,
        audience=PUBLIC,
        scope=COMMUNITY,
        kept=False,
    )


class KeyedCaseMutation(graphene.ObjectType):
    reply_to_keyed_case = ReplyToKeyedCase.exposed("A word of an asker without an account.")
    answer_keyed_follow_up = AnswerKeyedFollowUp.exposed("What came of a request, said by the key in the mail.")
