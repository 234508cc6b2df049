"""Choosing how often e-mail comes, and calendar addresses."""

from typing import Any

import graphene
from django.conf import settings
from django.urls import reverse

from cms.core.errors import BadInput
from cms.core.policy import visible
from cms.core.requester import Requester
from cms.notifications.keys import CALENDAR, make_key, revoke_key
from cms.notifications.preferences import choose
from cms.reviews.owners import choose_owner
from cms.snippets.models import Isp
from members_api.keys import key_of
from members_api.mutations import ServiceMutation
from members_api.notices.queries import settings_of
from members_api.notices.types import NoticeFrequency, NoticeSettingsType

WRITE = "write:notifications"  # given to no token


class NoticeChoiceInput(graphene.InputObjectType):
    kind = graphene.String(required=True)
    frequency = NoticeFrequency(required=True)


class SetNoticeChoicesInput(graphene.InputObjectType):
    choices = graphene.List(graphene.NonNull(NoticeChoiceInput), required=True, description="The others stay.")


class SetNoticeChoices(ServiceMutation):
    class Arguments:
        input = SetNoticeChoicesInput(required=True)

    choices = graphene.Field(NoticeSettingsType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        if len(data["choices"]) > 100:
            raise BadInput("Send each kind once.", fields={"choices": ["Send each kind once."]})
        choose(by=by, wanted={one["kind"]: one["frequency"].value for one in data["choices"]})
        return {"choices": settings_of(by)}


class MakeCalendarAddressInput(graphene.InputObjectType):
    label = graphene.String(description="So that you know it again: Outlook at work, for example.")


class MakeCalendarAddress(ServiceMutation):
    class Arguments:
        input = MakeCalendarAddressInput(required=True)

    address = graphene.String(required=True, description="Shown once. Whoever has it can read this calendar.")
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        _, secret = make_key(by=by, purpose=CALENDAR, label=data.get("label") or "")
        return {"address": settings.CMS_ORIGIN + reverse("review_calendar", args=[secret])}


class RevokeCalendarAddressInput(graphene.InputObjectType):
    id = graphene.ID(required=True)


class RevokeCalendarAddress(ServiceMutation):
    class Arguments:
        input = RevokeCalendarAddressInput(required=True)

    id = graphene.ID(required=True)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        revoke_key(by=by, pk=key_of(data["id"]))
        return {"id": data["id"]}


class ChooseIspOwnerInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    owner = graphene.ID(required=True, description="The id of one of `ownersToChoose.people`.")
    expected_revision = graphene.Int(required=True)


class ChooseIspOwner(ServiceMutation):
    class Arguments:
        input = ChooseIspOwnerInput(required=True)

    reference = graphene.String(required=True)
    owner_name = graphene.String(required=True)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        found = visible(Isp.objects.all(), by).filter(reference=data["reference"]).values_list("pk", flat=True).first()
        isp = choose_owner(
            by=by, isp_id=found or 0, owner_id=key_of(data["owner"]), expected_revision=data["expected_revision"]
        )
        return {"reference": isp.reference, "owner_name": str(isp.owner)}


class NoticesMutation(graphene.ObjectType):
    set_notice_choices = SetNoticeChoices.exposed("How often e-mail comes. Some kinds cannot be switched off.")
    make_calendar_address = MakeCalendarAddress.exposed("A calendar of the reviews that you look after.")
    choose_isp_owner = ChooseIspOwner.exposed(
        "Of those who look after it, the lead of the lead partner, the core team."
    )
    revoke_calendar_address = RevokeCalendarAddress.exposed("It stops working at once.")
