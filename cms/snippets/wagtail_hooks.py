"""The registers and the reference data in the admin."""

from django.http import HttpRequest
from django.urls import URLResolver, include, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from cms.core.admin import LimitedPolicy
from cms.snippets import models
from cms.snippets.admin_views.base import PERMISSION
from cms.snippets.bulk_actions import ConfirmFacts
from cms.snippets.viewsets import reference
from cms.snippets.viewsets.isps import IspViewSet
from cms.snippets.viewsets.partners import PartnerViewSet
from cms.snippets.viewsets.template import QuestionPackViewSet, TemplateVersionViewSet
from cms.snippets.viewsets.versions import IspPartyViewSet, IspVersionViewSet

# Nothing of the register is ever deleted, and law is ended rather than removed: agreements point at it for ever.
KEPT = (
    models.Partner,
    models.Isp,
    models.IspVersion,
    models.IspParty,
    models.LegalGateway,
    models.LegalCondition,
    models.Sector,
    models.Theme,
)
for _model in KEPT:
    register_permission_policy(_model, LimitedPolicy(_model, never=["delete"]))
# An edition begins with the clauses of the last, so it is started rather than added.
register_permission_policy(models.TemplateVersion, LimitedPolicy(models.TemplateVersion, never=["add", "delete"]))


class RegistersGroup(SnippetViewSetGroup):
    menu_label = "Registers"
    menu_icon = "folder-open-inverse"
    menu_order = 200
    items = (
        IspViewSet,
        IspVersionViewSet,
        IspPartyViewSet,
        PartnerViewSet,
        TemplateVersionViewSet,
        QuestionPackViewSet,
        reference.DatasetViewSet,
        reference.BenefitViewSet,
        reference.ExampleAgreementViewSet,
        reference.NameDecisionViewSet,
    )


class ReferenceGroup(SnippetViewSetGroup):
    menu_label = "Reference data"
    menu_icon = "list-ul"
    menu_order = 210
    items = (
        reference.LegalGatewayViewSet,
        reference.LegalConditionViewSet,
        reference.GlossaryTermViewSet,
        reference.SectorViewSet,
        reference.ThemeViewSet,
        reference.TopicViewSet,
    )


register_snippet(RegistersGroup)
register_snippet(ReferenceGroup)
hooks.register("register_bulk_action", ConfirmFacts)


@hooks.register("register_admin_urls")
def import_screens() -> list[URLResolver]:
    return [path("imports/", include("cms.snippets.admin_views.urls"))]


class ImportsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(PERMISSION))


@hooks.register("register_admin_menu_item")
def imports_menu_item() -> MenuItem:
    return ImportsMenuItem(
        "Imports", reverse_lazy("register_imports:index"), name="imports", icon_name="upload", order=220
    )
