"""The e-mails that were sent, under Reports: what arrived, what failed, and the button for what came back."""

from typing import Any, ClassVar

import django_filters
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from cms.core.errors import NotFound
from cms.core.requester import Requester
from cms.notifications.bounces import mark_bounced
from cms.notifications.models import Delivery

MAY_SEE = "notifications.view_delivery"  # who sees what was sent may also say that it came back


class DeliveryFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label="State", choices=Delivery.State.choices)
    came_back = django_filters.BooleanFilter(
        label="Came back", field_name="bounced_at", lookup_expr="isnull", exclude=True
    )
    recipient = django_filters.CharFilter(label="To", lookup_expr="icontains")
    created_at = django_filters.DateFromToRangeFilter(label="Date", widget=DateRangePickerWidget)

    class Meta:
        model = Delivery
        fields: ClassVar[list[str]] = ["state", "came_back", "recipient", "created_at"]


class OutcomeColumn(Column):
    cell_template_name = "notifications/admin/outcome_cell.html"

    def get_cell_context_data(self, instance: Delivery, parent_context: Any) -> Any:
        context = super().get_cell_context_data(instance, parent_context)
        can_mark = parent_context["request"].user.has_perm(MAY_SEE)
        context["can_mark"] = can_mark and instance.state == Delivery.State.SENT and instance.bounced_at is None
        context["delivery"] = instance
        context["csrf"] = get_token(parent_context["request"])  # a cell is rendered without the request
        return context


class DeliveryReport(ReportView):
    model = Delivery
    page_title = "E-mails sent"
    header_icon = "mail"
    index_url_name = "deliveries"
    index_results_url_name = "deliveries_results"
    filterset_class = DeliveryFilters
    any_permission_required = ("view",)
    is_searchable = False
    columns = (
        DateColumn("created_at", label="Written"),
        Column("recipient", label="To"),
        Column("subject", label="Subject"),
        OutcomeColumn("state", label="Outcome"),
        Column("attempts", label="Attempts"),
    )
    list_export: tuple[str, ...] = (
        "created_at",
        "recipient",
        "subject",
        "state",
        "reason",
        "attempts",
        "maybe_doubled",
        "sent_at",
    )
    list_export += ("bounced_at", "source_key", "message_id")

    def get_queryset(self) -> Any:
        return Delivery.objects.order_by("-pk")


@require_POST
@permission_required(MAY_SEE, raise_exception=True)
def bounced(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    try:
        delivery = mark_bounced(by=Requester(user_id=request.user.pk, is_editor=True), delivery_id=pk)
    except NotFound as error:
        messages.error(request, str(error))
    else:
        messages.success(request, format_html("The message to {} is marked as come back.", delivery.recipient))
    return HttpResponseRedirect(reverse("deliveries"))


@hooks.register("register_admin_urls")
def delivery_urls() -> list[URLPattern]:
    return [
        path("reports/deliveries/", DeliveryReport.as_view(), name="deliveries"),
        path("reports/deliveries/results/", DeliveryReport.as_view(results_only=True), name="deliveries_results"),
        path("reports/deliveries/<int:pk>/bounced/", bounced, name="delivery_bounced"),
    ]


class DeliveryMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm(MAY_SEE))


@hooks.register("register_reports_menu_item")
def deliveries_menu_item() -> MenuItem:
    return DeliveryMenuItem("E-mails sent", reverse("deliveries"), name="deliveries", icon_name="mail", order=1060)
