"""Asking for help, open to everybody; and having read one's notifications."""

from typing import Any

import graphene

from cms.community.services import answer_follow_up, ask_for_help, reply_to_case
from cms.core.errors import BadInput
from cms.core.requester import Requester
from cms.notifications.selectors import unread_count
from cms.notifications.services import mark_notifications_read
from cms.overview.case_turns import thread_from_case
from cms.overview.selectors import may_already_cover
from cms.snippets.models import Isp
from members_api.community.keyed import KeyedCaseMutation
from members_api.community.types import FollowUpResult, SupportCaseType
from members_api.guards import MEMBER, PUBLIC
from members_api.keys import key_of
from members_api.mutations import ServiceMutation
from members_api.snippets.isps import IspType

MOST_IDS = 100
LARGEST_NUMBER = 2**31 - 1


class AskForHelpInput(graphene.InputObjectType):
    """Three plain questions. Do not name or describe people."""

    submission_id = graphene.String(required=True, description="1 to 64 characters; the same one is recorded once.")
    what = graphene.String(required=True, description="What to share, or get.")
    whom = graphene.String(required=True, description="With whom. A guess is fine.")
    why = graphene.String(required=True, description="What it would make better.")
    name = graphene.String(description="Of a person who is signed in, the account's, unless given.")
    email = graphene.String(description="Where the answer goes. As for the name.")
    organisation = graphene.String()


class AskForHelp(ServiceMutation):
    class Arguments:
        input = AskForHelpInput(required=True)

    number = graphene.Int(required=True)
    reply_to = graphene.String(required=True)
    may_already_cover = graphene.List(IspType, description="Up to five agreements that you may see and that may fit.")
    scope = "write:community"
    audience = PUBLIC

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        case = ask_for_help(by=by, **{key: value for key, value in data.items() if value is not None})
        found = may_already_cover(by, what=case.what, whom=case.whom, why=case.why)
        rows = {isp.pk: isp for isp in Isp.objects.filter(pk__in=found)}  # read again through the gate afterwards
        ordered = [rows[key] for key in found if key in rows]
        return {"number": case.number, "reply_to": case.email, "may_already_cover": ordered}


class ReplyToCaseInput(graphene.InputObjectType):
    """A word about your own request, or one of your organisation's if you are its IG lead."""

    number = graphene.Int(required=True)
    submission_id = graphene.String(required=True, description="1 to 64 characters; the same one is kept once.")
    text = graphene.String(required=True, description="At most 10,000 characters. Do not name or describe people.")


class ReplyToCase(ServiceMutation):
    class Arguments:
        input = ReplyToCaseInput(required=True)

    support_case = graphene.Field(SupportCaseType)
    scope = "write:community"
    audience = PUBLIC  # who asked may belong to no partner; anybody else finds nothing

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        case = reply_to_case(by=by, number=number_of(data), text=data["text"], submission_id=data["submission_id"])
        return {"support_case": case}


class AnswerCaseFollowUpInput(graphene.InputObjectType):
    number = graphene.Int(required=True)
    result = FollowUpResult(required=True)
    words = graphene.String()


class AnswerCaseFollowUp(ServiceMutation):
    class Arguments:
        input = AnswerCaseFollowUpInput(required=True)

    support_case = graphene.Field(SupportCaseType)
    scope = "write:community"
    audience = PUBLIC  # who asked may belong to no partner; anybody else finds nothing

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        words = data.get("words") or ""
        return {
            "support_case": answer_follow_up(by=by, number=number_of(data), result=data["result"].value, words=words)
        }


class AskMembersAboutCaseInput(graphene.InputObjectType):
    """Your own request becomes a question that every member reads. Change the words first."""

    number = graphene.Int(required=True)
    submission_id = graphene.String(required=True, description="1 to 64 characters; the same one is posted once.")
    title = graphene.String(required=True)
    body = graphene.String(required=True)
    is_anonymous = graphene.Boolean(description="Without your name and your organisation's. The core team knows.")
    checked = graphene.Boolean(description="True: you looked for data about people after a warning.")


class AskMembersAboutCase(ServiceMutation):
    class Arguments:
        input = AskMembersAboutCaseInput(required=True)

    thread_number = graphene.Int(required=True)
    scope = "write:community"

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        thread = thread_from_case(
            by=by,
            number=number_of(data),
            submission_id=data["submission_id"],
            title=data["title"],
            body=data["body"],
            is_anonymous=bool(data.get("is_anonymous")),
            checked=bool(data.get("checked")),
        )
        return {"thread_number": thread.number}


def number_of(data: dict[str, Any]) -> int:
    """A number that a column can hold; 0, which nothing has, for others."""
    number = int(data["number"])
    return number if 0 < number <= LARGEST_NUMBER else 0


class MarkNotificationsReadInput(graphene.InputObjectType):
    ids = graphene.List(graphene.NonNull(graphene.ID), required=True)


class MarkNotificationsRead(ServiceMutation):
    class Arguments:
        input = MarkNotificationsReadInput(required=True)

    unread_notifications = graphene.Int(required=True)
    scope = "write:community"
    audience = MEMBER

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        keys = [key_of(str(key)) for key in data["ids"]]
        if len(keys) > MOST_IDS or 0 in keys:
            raise BadInput(f"Send up to {MOST_IDS} ids of notifications.", fields={"ids": ["These are no ids."]})
        mark_notifications_read(by=by, ids=keys)
        return {"unread_notifications": unread_count(by)}


class CommunityMutation(KeyedCaseMutation):
    ask_for_help = AskForHelp.exposed("I want to share X with Y to do Z. Open to everybody, counted by address.")
    reply_to_case = ReplyToCase.exposed("Answer a question of the core team, or write back.")
    answer_case_follow_up = AnswerCaseFollowUp.exposed("What came of a request, a month after its answer.")
    ask_members_about_case = AskMembersAboutCase.exposed("Ask other members about your own request.")
    mark_notifications_read = MarkNotificationsRead.exposed()
