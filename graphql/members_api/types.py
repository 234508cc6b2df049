"""The page interface. grapple imports this module while it builds its types, so it must not need them."""

from typing import Any

import graphene

from cms.pages.selectors import members_path


class PageInterface(graphene.Interface):
    """What every page shows. A generated page type adds only its model's `graphql_fields`."""

    id = graphene.ID(required=True)
    title = graphene.String(required=True)
    path = graphene.String(
        required=True, description="Path below the site root, without a slash at its end; the frontend owns the host."
    )
    first_published_at = graphene.DateTime()

    def resolve_path(self, info: Any) -> str:
        return members_path(self)  # type: ignore[arg-type]
