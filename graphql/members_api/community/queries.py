"""Root fields of requests for help and notifications."""

from typing import Any

import graphene
from django.db.models import QuerySet

from cms.community.models import SupportCase
from cms.notifications.models import Notification
from members_api.access import Access
from members_api.community.keyed import KeyedCaseQuery
from members_api.community.types import NotificationType, SupportCaseType
from members_api.guards import PUBLIC, Exposed
from members_api.lists import list_field

COMMUNITY = "read:community"
LARGEST_NUMBER = 2**31 - 1


def case(_: None, info: Any, number: int) -> QuerySet[SupportCase]:
    return SupportCase.objects.filter(number=number if 0 < number <= LARGEST_NUMBER else 0)


def notifications(access: Access, unread: bool | None = None) -> QuerySet[Notification]:
    rows = Notification.objects.all()
    return rows if unread is None else rows.filter(read_at__isnull=unread)


class CommunityQuery(KeyedCaseQuery):
    support_case = Exposed(
        SupportCaseType,
        number=graphene.Int(required=True),
        resolver=case,
        audience=PUBLIC,
        scope=COMMUNITY,
        personal=True,
    )
    notifications = list_field(
        NotificationType,
        {"NEWEST": ("-created_at", "-pk")},
        notifications,
        audience=PUBLIC,
        scope="read:notifications",
        personal=True,
        unread=graphene.Boolean(description="True: not read yet. False: read."),
    )
