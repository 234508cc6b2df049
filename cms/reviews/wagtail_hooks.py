"""Reviews and reminders in the admin: to read, and the stages of reminders to set."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permissions import register_permission_policy

from cms.core import clock
from cms.core.admin import LimitedPolicy
from cms.reviews import (
    law_admin,
    note_screens,  # noqa: F401 - its screens register themselves
)
from cms.reviews.models import Reminder, ReminderOffset, Review, ReviewTrigger
from cms.signing.amendments.effect import LABELS as AMENDMENT_LABELS
from cms.signing.amendments.effect import state_of
from cms.signing.models import AmendmentNotice

# A review is recorded by the people of the agreement, and a reminder by the planner: nobody types one.
for _model in (Review, Reminder, ReviewTrigger, AmendmentNotice):
    register_permission_policy(_model, LimitedPolicy(_model, never=["add", "change", "delete"]))


def standing(review: Review) -> str:
    """Where a review stands today, in a word or two."""
    if review.completed_on:
        return "Done"
    if review.superseded_on:
        return "Replaced by another date"
    if review.outcome == Review.Outcome.NEEDS_CHANGE:
        return "Waits for a change"
    late = (clock.today() - review.due_on).days
    return f"{late} days late" if late > 0 else "Open"


class ReviewFilters(WagtailFilterSet):
    standing = django_filters.ChoiceFilter(
        label="Standing",
        choices=[("open", "Open"), ("late", "Late"), ("change", "Waits for a change"), ("done", "Done")],
        method="by_standing",
        empty_label="All",
    )

    def by_standing(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        if value == "done":
            return rows.exclude(completed_on=None)
        rows = rows.filter(completed_on=None, superseded_on=None)
        if value == "late":
            return rows.filter(due_on__lt=clock.today())
        return rows.filter(outcome=Review.Outcome.NEEDS_CHANGE) if value == "change" else rows

    class Meta:
        model = Review
        fields = ["standing", "outcome"]


class ReviewIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Any]:
        return Review.objects.select_related("isp", "page", "reviewer")


class ReviewViewSet(ModelViewSet):
    model = Review
    name = "reviews"
    icon = "calendar-check"
    menu_label = "Reviews"
    index_view_class = ReviewIndexView
    inspect_view_enabled = True
    copy_view_enabled = False
    exclude_form_fields: tuple[str, ...] = ()
    list_display = [
        "__str__",
        "due_on",
        Column("standing", label="Standing", accessor=standing),
        "outcome",
        "reviewer",
        "next_due_on",
    ]
    filterset_class = ReviewFilters
    search_fields = ["isp__title", "isp__reference", "page__title", "notes"]
    ordering = "due_on"
    list_export = ["isp", "page", "due_on", "outcome", "notes", "reviewer", "completed_on", "next_due_on"]
    export_filename = "reviews"
    list_per_page = 50


class ReminderIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Any]:
        return Reminder.objects.select_related("review__isp", "review__page")


class ReminderViewSet(ModelViewSet):
    model = Reminder
    name = "reminders"
    icon = "mail"
    menu_label = "Reminders"
    index_view_class = ReminderIndexView
    copy_view_enabled = False
    inspect_view_enabled = True
    exclude_form_fields: tuple[str, ...] = ()
    list_display = [
        "__str__",
        "review",
        Column("offset", label="Stage in days", accessor=lambda reminder: f"{reminder.offset:+d}", sort_key="offset"),
        "recipient",
        "why",
        "state",
        "created_at",
    ]
    list_filter = ["state", "offset"]
    search_fields = ["recipient", "review__isp__title", "review__isp__reference"]
    ordering = "-created_at"
    list_export = ["review", "offset", "recipient", "why", "state", "created_at", "handed_over_at"]
    export_filename = "reminders"


class ReminderOffsetViewSet(ModelViewSet):
    model = ReminderOffset
    name = "reminder-stages"
    icon = "time"
    menu_label = "Reminder stages"
    copy_view_enabled = False
    form_fields = ["days", "size"]
    list_display = ["__str__", "size", "added_on"]
    list_filter = ["size"]
    ordering = ["size", "days"]
    list_export = ["days", "size", "added_on"]
    export_filename = "reminder-stages"


class TriggerIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Any]:
        return ReviewTrigger.objects.select_related("isp", "said_by", "said_for", "review")


def came_of_it(trigger: ReviewTrigger) -> str:
    """What came of a report, in a word or two."""
    if trigger.waits:
        return "Nobody has decided"
    if trigger.taken_up_on is None:
        return "Set aside"
    return "Reviewed" if trigger.done_on else "Under review"


class TriggerFilters(WagtailFilterSet):
    standing = django_filters.ChoiceFilter(
        label="Standing", choices=[("waits", "Nobody has decided"), ("open", "Open")], method="by_standing"
    )

    def by_standing(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        rows = rows.filter(done_on=None)
        return rows.filter(taken_up_on=None) if value == "waits" else rows

    class Meta:
        model = ReviewTrigger
        fields = ["standing", "kind"]


class TriggerViewSet(ModelViewSet):
    model = ReviewTrigger
    name = "triggers"
    icon = "warning"
    menu_label = "What calls for a review"
    index_view_class = TriggerIndexView
    inspect_view_enabled = True
    copy_view_enabled = False
    exclude_form_fields: tuple[str, ...] = ()
    list_display = ["isp", "kind", "what", "said_on", Column("came", label="What came of it", accessor=came_of_it)]
    filterset_class = TriggerFilters
    search_fields = ["isp__title", "isp__reference", "what"]
    ordering = "-said_on"
    list_export = ["isp", "kind", "what", "said_by", "said_for", "said_on", "taken_up_on", "done_on", "answer"]
    export_filename = "what-calls-for-a-review"
    list_per_page = 50


class AmendmentIndexView(IndexView):
    def get_base_queryset(self) -> QuerySet[Any]:
        return AmendmentNotice.objects.select_related("isp", "version__isp", "sent_by").prefetch_related(
            "changes", "objections__party", "objections__notice__isp"
        )


def notice_state(notice: AmendmentNotice) -> str:
    return AMENDMENT_LABELS[state_of(notice, notice.objections.all(), clock.today())]


class AmendmentViewSet(ModelViewSet):
    model = AmendmentNotice
    name = "amendments"
    icon = "edit"
    menu_label = "Amendment notices"
    index_view_class = AmendmentIndexView
    inspect_view_enabled = True
    copy_view_enabled = False
    exclude_form_fields: tuple[str, ...] = ()
    list_display = [
        "__str__",
        Column("state", label="Today", accessor=notice_state),
        "sent_on",
        "object_until",
        "takes_effect_on",
        Column("objections", label="Objections", accessor=lambda notice: len(notice.objections.all())),
    ]
    search_fields = ["isp__title", "isp__reference", "reason"]
    ordering = "-sent_on"
    list_export = ["isp", "number", "reason", "sent_on", "object_until", "takes_effect_on", "withdrawn_on"]
    export_filename = "amendment-notices"
    list_per_page = 50


class ReviewsGroup(ModelViewSetGroup):
    menu_label = "Reviews"
    menu_icon = "calendar-check"
    menu_order = 230
    items = (ReviewViewSet, TriggerViewSet, AmendmentViewSet, ReminderViewSet, ReminderOffsetViewSet)


@hooks.register("register_admin_viewset")
def review_screens() -> ReviewsGroup:
    return ReviewsGroup()


@hooks.register("register_admin_urls")
def law_urls() -> list[URLPattern]:
    return law_admin.urls()


@hooks.register("register_snippet_listing_buttons")
def law_button(snippet: Any, user: Any, next_url: str | None = None) -> list[MenuItem]:
    """In the lists of laws and conditions: the agreements that rest on each."""
    return law_admin.listing_button(snippet, user)


@hooks.register("construct_snippet_action_menu")
def law_in_the_form(menu_items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    item = law_admin.LawMenuItem(order=90)
    if context.get("view") == "edit" and item.is_shown(context):
        menu_items.append(item)
