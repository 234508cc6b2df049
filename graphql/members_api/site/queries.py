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
        is_signed_in=requester.user_id is not None,
        is_member=requester.is_member,
        is_editor=requester.is_editor,
        lacks_second_factor=requester.held_back,
    )


SHOWN = ("name", "area", "purpose", "contact_email", "contact_phone", "contact_hours", "urgent_line", "help_text")
PUBLIC_PARTS = ("public_help_form", "public_register", "public_partner_list")


def resolve_site(_: None, info: Any) -> SiteInfo:
    settings = CommunitySettings.load()
    return SiteInfo(logo=settings.logo_id, **{name: getattr(settings, name) for name in (*SHOWN, *PUBLIC_PARTS)})


class SiteQuery(graphene.ObjectType):
    viewer = Exposed(
        Viewer, required=True, audience=PUBLIC, scope="read:content", personal=True, resolver=resolve_viewer
    )
    site = Exposed(SiteInfo, required=True, audience=PUBLIC, scope="read:content", resolver=resolve_site)
