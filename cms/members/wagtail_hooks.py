"""People, roles, invitations and tokens in the admin."""

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from cms.core import clock
from cms.members import admin_views
from cms.members.admin_api import SeenDocuments, SeenImages
from cms.members.models import ApiToken, Invitation, Membership, PartnerRole, SignInProvider, SiteRole
from cms.members.viewsets.base import OnlyPolicy
from cms.members.viewsets.providers import ProviderViewSet
from cms.members.viewsets.rows import MembershipViewSet, PartnerRoleViewSet, SiteRoleViewSet
from cms.members.viewsets.ways_in import InvitationViewSet, TokenViewSet

for _model in (Membership, PartnerRole, SiteRole, SignInProvider):
    register_permission_policy(_model, OnlyPolicy(_model, "add", "change"))
for _way_in in (Invitation, ApiToken):
    register_permission_policy(_way_in, OnlyPolicy(_way_in, "add"))


@hooks.register("construct_admin_api", order=100)  # after Wagtail's own, whose places these take
def files_by_rights(router: Any) -> None:
    router.register_endpoint("documents", SeenDocuments)
    router.register_endpoint("images", SeenImages)


class PeopleGroup(SnippetViewSetGroup):  # type: ignore[misc]
    menu_label = "Access"
    menu_icon = "group"
    menu_order = 230
    items = (InvitationViewSet, MembershipViewSet, PartnerRoleViewSet, SiteRoleViewSet, TokenViewSet, ProviderViewSet)


register_snippet(PeopleGroup)


@hooks.register("register_admin_urls")
def people_screens() -> list[URLPattern]:
    return [
        path("people/invite-many/", admin_views.bulk, name="people_bulk"),
        path("people/invitations/<int:pk>/<str:action>/", admin_views.change_invitation, name="people_invitation"),
        path("people/tokens/<int:pk>/revoke/", admin_views.revoke_token, name="people_token_revoke"),
    ]


@hooks.register("register_snippet_listing_buttons")
def buttons(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """Send again and withdraw an invitation; revoke a token. Each leads to a page that asks once more."""
    if isinstance(snippet, Invitation) and snippet.used_at is None and snippet.revoked_at is None:
        for action, label, icon in (("resend", "Send again", "mail"), ("revoke", "Withdraw", "cross")):
            yield Button(label, reverse("people_invitation", args=[snippet.pk, action]), icon_name=icon)
    if isinstance(snippet, ApiToken) and snippet.revoked_at is None and snippet.expires_at > clock.now():
        yield Button("Revoke", reverse("people_token_revoke", args=[snippet.pk]), icon_name="cross")
