"""Signing in the admin: what can be done with a version next, and the list of signatures."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy
from wagtail.snippets.action_menu import ActionMenuItem

from cms.core.admin import LimitedPolicy
from cms.signing import admin_board, admin_views  # noqa: F401 - the board's screens register themselves
from cms.signing.models import Signature
from cms.snippets.models import IspVersion

State = IspVersion.State
# What was committed to is recorded on the version's own screen and never typed over.
register_permission_policy(Signature, LimitedPolicy(Signature, never=["add", "change", "delete"]))

OPEN = (State.OUT_FOR_SIGNATURE, State.IN_FORCE)
# (name, label, icon, view, states); a view that is None registers itself.
ACTIONS: tuple[tuple[str, str, str, type[admin_views.VersionScreen] | None, tuple[str, ...]], ...] = (
    ("send_out", "Send out for signature", "mail", admin_views.SendOut, (State.DRAFT, State.PEER_REVIEW)),
    ("sign", "Record a signature", "check", admin_views.RecordSignature, OPEN),
    ("paper", "Record many on paper", "list-ul", None, OPEN),
    ("withdraw", "Withdraw", "undo", admin_views.Withdraw, (State.OUT_FOR_SIGNATURE,)),
    (
        "open_draft",
        "Open a new version",
        "copy",
        admin_views.OpenDraft,
        (State.IN_FORCE, State.SUPERSEDED, State.WITHDRAWN),
    ),
)


@hooks.register("register_admin_urls")
def version_urls() -> list[URLPattern]:
    return [
        path(f"registers/versions/<int:pk>/{name.replace('_', '-')}/", view.as_view(), name=f"version_{name}")
        for name, _, _, view, _ in ACTIONS
        if view is not None
    ]


@hooks.register("register_snippet_listing_buttons")
def next_steps(snippet: Any, user: Any, next_url: str | None = None) -> list[MenuItem]:
    """In the list of versions: what may be done with each."""
    if not isinstance(snippet, IspVersion) or not user.has_perm(admin_views.PERMISSION):
        return []
    return [
        MenuItem(label, reverse(f"version_{name}", args=[snippet.pk]), icon_name=icon, priority=50 + order)
        for order, (name, label, icon, _, states) in enumerate(ACTIONS)
        if snippet.state in states
    ]


def _menu_item(order: int, name: str, label: str, icon: str, states: tuple[str, ...]) -> ActionMenuItem:
    class Item(ActionMenuItem):
        def is_shown(self, context: dict[str, Any]) -> bool:
            instance = context.get("instance")
            return isinstance(instance, IspVersion) and bool(instance.pk) and instance.state in states

        def get_url(self, parent_context: dict[str, Any]) -> str:
            return reverse(f"version_{name}", args=[parent_context["instance"].pk])

    item = Item(order=order)
    item.label, item.name, item.icon_name = label, f"version-{name}", icon
    return item


@hooks.register("construct_snippet_action_menu")
def steps_in_the_form(menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """On the version's form: the same steps, in the menu beside "Save"."""
    if context.get("model") is not IspVersion or context.get("view") != "edit":
        return
    for order, (name, label, icon, _, states) in enumerate(ACTIONS):
        item = _menu_item(60 + order, name, label, icon, states)
        if item.is_shown(context):
            menu_items.append(item)


class SignatureIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Any]:
        return Signature.objects.select_related("party__partner", "party__version__isp", "recorded_by")


class SignatureViewSet(ModelViewSet):
    model = Signature
    name = "signatures"
    icon = "check"
    menu_label = "Signatures"
    menu_order = 225
    add_to_admin_menu = True
    index_view_class = SignatureIndexView
    copy_view_enabled = False
    inspect_view_enabled = True
    exclude_form_fields: tuple[str, ...] = ()
    list_display = [
        "__str__",
        Column("version", label="Version", accessor="party.version", sort_key="party__version__isp__reference"),
        "decision",
        "signed_on",
        "method",
        "recorded_by",
        "voided_on",
    ]
    list_filter = ["decision", "method", "signed_on"]
    search_fields = ["signatory_name", "party__partner__name", "party__version__isp__title"]
    ordering = "-signed_on"
    list_export = [
        *["party.partner", "party.version", "signatory_name", "signatory_job_title", "decision", "reason"],
        *["signed_on", "method", "recorded_by", "voided_on", "content_hash"],
    ]
    export_headings = {"party.partner": "Party", "party.version": "Version"}
    export_filename = "signatures"


@hooks.register("register_admin_viewset")
def signature_screens() -> SignatureViewSet:
    return SignatureViewSet()
