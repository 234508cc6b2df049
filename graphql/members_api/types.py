"""Types written by hand: the page interface and files."""

from typing import Any

import graphene

from members_api.richtext import page_path


class PageInterface(graphene.Interface):
    """What every page shows. A generated page type adds only its model's `graphql_fields`."""

    id = graphene.ID(required=True)
    title = graphene.String(required=True)
    path = graphene.String(required=True, description="Path below the site root; the frontend owns the host.")
    first_published_at = graphene.DateTime()
    ancestors = graphene.List(lambda: PageInterface, description="From the home page down; hidden pages left out.")

    def resolve_path(self, info: Any) -> str:
        return page_path(self)  # type: ignore[arg-type]
