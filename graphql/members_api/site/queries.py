"""`site` for everybody, `viewer` for whoever asks."""

from typing import Any

import graphene

from cms.core.models import CommunitySettings
from cms.core.requester import Requester
from members_api.guards import PUBLIC, Exposed
from members_api.site.types import SiteInfo, Viewer


def resolve_viewer(_: None, info: Any) -> Viewer:
    requester: Requester = info.context.requester
    return Viewer(
        is_signed_in=requester.user_id is not None, is_member=requester.is_member, is_editor=requester.is_editor
    )


class SiteQuery(graphene.ObjectType):
    viewer = Exposed(
        Viewer, required=True, audience=PUBLIC, scope="read:content", personal=True, resolver=resolve_viewer
    )
    site = Exposed(
        SiteInfo,
        required=True,
        audience=PUBLIC,
        scope="read:content",
        resolver=lambda _, info: CommunitySettings.load(),
    )
