"""Root fields of plans. A token is given none of them: people speak for bodies."""

from typing import Any

import graphene
from django.db.models import QuerySet

from cms.reorganisation.models import Reorganisation
from cms.reorganisation.permissions import REGISTER
from cms.reorganisation.selectors import View, view_by_number
from members_api.access import Access
from members_api.guards import PUBLIC, Exposed
from members_api.lists import list_field
from members_api.reorganisation.types import ReorganisationPageType, ReorganisationType


def plans(access: Access) -> QuerySet[Reorganisation]:
    return Reorganisation.objects.all()


def one(_: None, info: Any, number: int) -> View | None:
    return view_by_number(info.context.requester, number)


class ReorganisationQuery(graphene.ObjectType):
    reorganisation = Exposed(
        ReorganisationPageType,
        description="Null for whom it does not concern.",
        number=graphene.Int(required=True),
        resolver=one,
        audience=PUBLIC,
        scope=REGISTER,
        personal=True,
        kept=False,
    )
    reorganisations = list_field(
        ReorganisationType,
        {"LATEST": ("-takes_effect_on",), "NEXT": ("takes_effect_on",)},
        plans,
        audience=PUBLIC,
        scope=REGISTER,
        personal=True,
        description="Plans that concern the bodies you speak for.",
    )
