"""The one shape of a list: pages, totals, an ordering enum and named filters."""

from collections.abc import Callable
from typing import Any

import graphene
from django.db.models import QuerySet

from cms.core.errors import BadInput
from members_api.access import Access
from members_api.guards import Exposed

MAX_PAGE_SIZE, MAX_ROW = 100, 10_000


class Paged:
    """One page of a list. Narrowed once, so the total never counts what the items may not show."""

    def __init__(self, rows: QuerySet[Any], page: int, page_size: int) -> None:
        self.rows, self.page, self.page_size = rows, page, page_size


def list_field(
    item: Any,
    orders: dict[str, tuple[Any, ...]],
    rows: Callable[..., QuerySet[Any]],
    *,
    audience: str,
    scope: str,
    personal: bool = False,
    kept: bool = True,
    name: str = "",
    description: str = "",
    **filters: Any,
) -> Exposed:
    """`things(page, pageSize, orderBy, …filters): ThingList!` with items, totalCount, page and pageSize.

    `rows(access, **filters)` returns the queryset, unfiltered by rights: it is narrowed here, whatever it holds. A
    filter by another object must narrow that one itself with `access.narrow`, or it would tell of hidden ones.
    `orders` maps enum names to columns; the key is added, so that pages are stable; the first one is the default.
    Raises BadInput for a page size outside 1 to 100 and beyond row 10,000.
    """
    name = name or item._meta.name
    order_enum = graphene.Enum(
        f"{name.removesuffix('Page')}Order", [(key, key) for key in orders], description="How a list is ordered."
    )

    def items(self: Paged, info: Any) -> list[Any]:
        start = (self.page - 1) * self.page_size
        selections = [node.selection_set for node in info.field_nodes]
        found: list[Any] = info.context.loader.admit(self.rows, selections, slice(start, start + self.page_size))
        return found

    list_type = type(
        f"{name}List",
        (graphene.ObjectType,),
        {
            "items": graphene.List(item),
            "resolve_items": items,
            "total_count": graphene.Int(required=True, description="Of what you may see, over all pages."),
            "resolve_total_count": lambda self, info: self.rows.count(),
            "page": graphene.Int(required=True),
            "page_size": graphene.Int(required=True),
        },
    )

    def resolve(_: None, info: Any, page: Any, page_size: Any, order_by: Any, **chosen: Any) -> Paged:
        page, page_size = 1 if page is None else page, 20 if page_size is None else page_size  # an explicit null
        order_by = order_by or next(iter(order_enum))
        if page < 1 or not 1 <= page_size <= MAX_PAGE_SIZE or page * page_size > MAX_ROW:
            raise BadInput(f"pageSize is 1 to {MAX_PAGE_SIZE}, and lists end at row {MAX_ROW}.")
        access: Access = info.context.access
        found = access.narrow(rows(access, **{key: value for key, value in chosen.items() if value is not None}))
        return Paged(found.order_by(*orders[order_by.value], "pk"), page, page_size)

    return Exposed(
        list_type,
        required=True,
        description=description or None,
        resolver=resolve,
        audience=audience,
        scope=scope,
        personal=personal,
        kept=kept,
        page=graphene.Int(default_value=1),
        page_size=graphene.Int(default_value=20),
        order_by=graphene.Argument(order_enum, default_value=next(iter(order_enum))),
        **filters,
    )
