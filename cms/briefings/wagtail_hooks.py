"""Briefings in the admin: the list, the form of an edition, and the public who asked for it."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PageChooserPanel,
    TabbedInterface,
    TitleFieldPanel,
)
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.slug import SlugInput
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, EditView, IndexView, SnippetViewSet, SnippetViewSetGroup

from cms.audit.services import record
from cms.audit.wagtail_log import told_by_the_screen
from cms.briefings import screens, services
from cms.briefings.models import Edition, Subscription
from cms.core.admin import LimitedPolicy, NoAutosave
from cms.members.selectors import requester_for
from cms.pages.models import EventPage, GuidancePage, HorizonPage, NewsPage, StoryPage

# The public asks for it by itself; on somebody's request a row may be taken out.
register_permission_policy(Edition, LimitedPolicy(Edition, never=["delete"]))  # a draft has a button on its own screen
register_permission_policy(Subscription, LimitedPolicy(Subscription, never=["add", "change"]))
PAGES = [GuidancePage, HorizonPage, NewsPage, StoryPage, EventPage]
STANDING = {
    "draft": "Draft",
    "scheduled": "Waits for its time",
    "sending": "Is being sent",
    "sent": "Sent",
    "stopped": "Stopped",
}


class EditionCreateView(NoAutosave, CreateView):
    def save_instance(self) -> Any:
        with told_by_the_screen():
            found = super().save_instance()
        record(requester_for(self.request), "briefing.started", found)
        return found

    def get_success_url(self) -> str:
        return reverse("briefing_choose", args=[self.object.pk])


class EditionEditView(NoAutosave, EditView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What went out is not changed: its screen says so, and offers a correction. A change waits for a step of
        sending that runs at this moment, and is refused where that step began to send it."""
        with transaction.atomic():
            if request.method == "POST":
                self.read_sending()
            if self.object.begun_at is not None:
                messages.warning(request, "It went out, and is kept as it was sent. You can send a correction.")
                return redirect("briefing_sending", self.object.pk)
            answer: HttpResponse = super().dispatch(request, *args, **kwargs)
            return answer

    def read_sending(self) -> None:
        """Lock the row and take from it what no form sets: saving the form writes every column."""
        locked = Edition.objects.select_for_update().get(pk=self.object.pk)
        for field in Edition._meta.concrete_fields:
            if not field.editable:
                setattr(self.object, field.attname, getattr(locked, field.attname))

    def save_instance(self) -> Any:
        takes_back = self.object.send_at is not None and self.form.has_changed()
        if takes_back:
            self.form.instance.send_at = None
        with told_by_the_screen():
            found = super().save_instance()
        by = requester_for(self.request)
        record(by, "briefing.changed", found)
        if takes_back:
            record(by, "briefing.unscheduled", found)
            messages.warning(self.request, services.TAKEN_BACK)
        return found


class EditionIndexView(IndexView):
    """Without tick boxes: nothing is done with several at once, and what went out is never deleted."""

    @cached_property
    def columns(self) -> list[BaseColumn]:
        return list(super().columns[1:])


class EditionViewSet(SnippetViewSet):
    model = Edition
    icon = "mail"
    menu_label = "Briefings"
    add_view_class = EditionCreateView
    edit_view_class = EditionEditView
    index_view_class = EditionIndexView
    copy_view_enabled = False
    list_display = [
        "title",
        Column("number", label="Number"),
        Column("standing", label="Standing", accessor=lambda row: STANDING[row.standing]),
        DateColumn("send_at", label="Goes or went"),
        Column(
            "sending",
            label="Sending",
            accessor=lambda row: format_html(
                '<a href="{}">Preview, send, see how it went</a>', reverse("briefing_sending", args=[row.pk])
            ),
        ),
    ]
    search_fields = ["title", "note"]
    ordering = ["-begun_at", "-pk"]
    list_per_page = 50
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    HelpPanel(template="briefings/admin/edition_links.html", heading="What next"),
                    TitleFieldPanel("title"),
                    FieldPanel("slug", widget=SlugInput),
                    FieldPanel("note"),
                    FieldPanel("signed_by"),
                    InlinePanel(
                        "items",
                        [
                            PageChooserPanel("page", [f"pages.{page.__name__}" for page in PAGES]),
                            FieldPanel("link"),
                            FieldPanel("kicker"),
                            FieldPanel("title"),
                            FieldPanel("text"),
                            FieldPanel("to_do"),
                        ],
                        "Items, in the order in which they are read",
                        "item",
                    ),
                ],
                heading="What is in it",
            ),
            ObjectList(
                [
                    FieldPanel("readers"),
                    MultiFieldPanel(
                        [
                            InlinePanel(
                                "audience",
                                [
                                    FieldRowPanel([FieldPanel("sector"), FieldPanel("role")]),
                                    FieldPanel("partner"),
                                    FieldRowPanel([FieldPanel("topic"), FieldPanel("site_role")]),
                                    FieldPanel("space"),
                                ],
                                help_text="Without a line it goes to every member. What one line names must all hold; "
                                "whom any line names gets one mail.",
                                label="line",
                            )
                        ],
                        "Who gets it",
                    ),
                ],
                heading="Who it is for",
            ),
        ]
    )


class SubscriptionViewSet(ModelViewSet):
    model = Subscription
    name = "briefing-subscriptions"
    icon = "group"
    menu_label = "Public who asked for it"
    inspect_view_enabled = False
    copy_view_enabled = False
    exclude_form_fields: tuple[str, ...] = ()
    list_display = ["email", DateColumn("asked_at", label="Asked"), DateColumn("confirmed_at", label="Said yes")]
    search_fields = ["email"]
    ordering = "-asked_at"
    list_per_page = 50


class BriefingsGroup(SnippetViewSetGroup):
    menu_label = "Briefings"
    menu_icon = "mail"
    menu_order = 245
    items = (EditionViewSet,)


register_snippet(BriefingsGroup)


@hooks.register("register_admin_viewset")
def subscription_screens() -> SubscriptionViewSet:
    return SubscriptionViewSet()


@hooks.register("register_admin_urls")
def briefing_urls() -> list[URLPattern]:
    return [
        path("briefings/<int:pk>/", screens.sending, name="briefing_sending"),
        path("briefings/<int:pk>/items/", screens.choose, name="briefing_choose"),
        path("briefings/<int:pk>/preview/", screens.preview, name="briefing_preview"),
    ]
