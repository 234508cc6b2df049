"""Root fields of amendment notices."""

from typing import Any

import graphene
from django.db.models import QuerySet

from cms.signing.models import AmendmentNotice
from cms.snippets.models import Isp
from members_api.access import Access
from members_api.amendments.types import AmendmentNoticeType
from members_api.guards import MEMBER, PUBLIC, Exposed
from members_api.lists import list_field

REGISTER = "read:register"
LARGEST_NUMBER = 32_767


def amendment(_: None, info: Any, reference: str, number: int) -> QuerySet[AmendmentNotice]:
    key = number if 0 < number <= LARGEST_NUMBER else 0
    return AmendmentNotice.objects.filter(isp__reference=reference.strip().upper(), number=key)


def amendments(access: Access, reference: str | None = None) -> QuerySet[AmendmentNotice]:
    rows = AmendmentNotice.objects.all()
    if reference is None:
        return rows
    return rows.filter(isp__in=access.narrow(Isp.objects.filter(reference=reference.strip().upper())).values("pk"))


class AmendmentsQuery(graphene.ObjectType):
    amendment = Exposed(
        AmendmentNoticeType,
        reference=graphene.String(required=True, description="Such as ISP-0042."),
        number=graphene.Int(required=True),
        resolver=amendment,
        audience=PUBLIC,
        scope=REGISTER,
    )
    amendments = list_field(
        AmendmentNoticeType,
        {"NEWEST": ("-sent_on", "-pk"), "OBJECT_UNTIL": ("object_until",)},
        amendments,
        audience=MEMBER,
        scope=REGISTER,
        reference=graphene.String(description="Of one agreement, such as ISP-0042."),
    )
