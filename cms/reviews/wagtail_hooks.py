"""Reviews and reminders in the admin: to read, and the stages of reminders to set."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permissions import register_permission_policy

from cms.core import clock
from cms.core.admin import LimitedPolicy
from cms.reviews import note_screens  # noqa: F401 - its screens register themselves
from cms.reviews.models import Reminder, ReminderOffset, Review

# A review is recorded by the people of the agreement, and a reminder by the planner: nobody types one.
for _model in (Review, Reminder):
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


class ReviewsGroup(ModelViewSetGroup):
    menu_label = "Reviews"
    menu_icon = "calendar-check"
    menu_order = 230
    items = (ReviewViewSet, ReminderViewSet, ReminderOffsetViewSet)


@hooks.register("register_admin_viewset")
def review_screens() -> ReviewsGroup:
    return ReviewsGroup()
