"""One's own wishes. A token is refused, as with other things of a person; a visitor has none."""

from django.db.models import QuerySet
from graphene import ObjectType

from cms.searchlog.models import Wish
from cms.searchlog.permissions import SCOPE
from cms.searchlog.selectors import own_wishes
from members_api.access import Access
from members_api.guards import PUBLIC
from members_api.lists import list_field
from members_api.searchlog.types import WishType


def wishes(access: Access) -> QuerySet[Wish]:
    return own_wishes(access.requester)


class SearchlogQuery(ObjectType):
    wishes = list_field(
        WishType,
        {"NEWEST": ("-asked_at",)},
        wishes,
        audience=PUBLIC,
        scope=SCOPE,
        personal=True,
        description="What you looked for and asked to be told about.",
    )
