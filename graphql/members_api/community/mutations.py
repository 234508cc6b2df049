"""Asking for help, open to everybody; and having read one's notifications."""

from typing import Any

import graphene

from cms.community.services import ask_for_help
from cms.core.errors import BadInput
from cms.core.requester import Requester
from cms.notifications.selectors import unread_count
from cms.notifications.services import mark_notifications_read
from cms.overview.selectors import may_already_cover
from cms.snippets.models import Isp
from members_api.guards import MEMBER, PUBLIC
from members_api.mutations import ServiceMutation
from members_api.snippets.isps import IspType

MOST_IDS = 100


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
        keys = data["ids"]
        if len(keys) > MOST_IDS or not all(str(key).isascii() and str(key).isdigit() for key in keys):
            raise BadInput(f"Send up to {MOST_IDS} ids of notifications.", fields={"ids": ["These are no ids."]})
        mark_notifications_read(by=by, ids=[int(key) for key in keys])
        return {"unread_notifications": unread_count(by)}


class CommunityMutation(graphene.ObjectType):
    ask_for_help = AskForHelp.exposed("I want to share X with Y to do Z. Open to everybody, counted by address.")
    mark_notifications_read = MarkNotificationsRead.exposed()
