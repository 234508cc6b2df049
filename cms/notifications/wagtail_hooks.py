"""Under Reports: the e-mails that were sent, the addresses from which they come back, and what people chose."""

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
from cms.notifications import kinds
from cms.notifications.bounces import clear_bounces, counts_against, mark_bounced
from cms.notifications.closed import listed_deliveries
from cms.notifications.models import Bounce, Delivery, Preference

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
        return listed_deliveries().order_by("-pk")


@require_POST
@permission_required(MAY_SEE, raise_exception=True)
def bounced(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    try:
        if not listed_deliveries().filter(pk=pk).exists():
            raise NotFound("There is no such e-mail.")
        delivery = mark_bounced(by=Requester(user_id=request.user.pk, is_editor=True), delivery_id=pk)
    except NotFound as error:
        messages.error(request, str(error))
    else:
        messages.success(request, format_html("The message to {} is marked as come back.", delivery.recipient))
    return HttpResponseRedirect(reverse("deliveries"))


class BounceFilters(WagtailFilterSet):
    address = django_filters.CharFilter(label="Address", lookup_expr="icontains")
    cleared = django_filters.BooleanFilter(
        label="Works again", field_name="cleared_at", lookup_expr="isnull", exclude=True
    )

    class Meta:
        model = Bounce
        fields: ClassVar[list[str]] = ["address", "cleared", "source"]


class StandingColumn(Column):
    """Whether the address counts as one that cannot be reached, and the button that clears it."""

    cell_template_name = "notifications/admin/bounce_cell.html"

    def get_cell_context_data(self, instance: Bounce, parent_context: Any) -> Any:
        context = super().get_cell_context_data(instance, parent_context)
        context["counts"] = instance.cleared_at is None and instance.address in counts_against([instance.address])
        context["bounce"] = instance
        context["csrf"] = get_token(parent_context["request"])
        return context


class BounceReport(ReportView):
    model = Bounce
    page_title = "Mail that comes back"
    header_icon = "warning"
    index_url_name = "bounces"
    index_results_url_name = "bounces_results"
    filterset_class = BounceFilters
    any_permission_required = ("view",)
    is_searchable = False
    columns = (
        DateColumn("at", label="Came back"),
        Column("address", label="Address"),
        Column("get_source_display", label="How we know"),
        Column("status", label="Code"),
        Column("said", label="What the other server says"),
        StandingColumn("cleared_at", label="Standing"),
    )
    list_export: tuple[str, ...] = ("at", "address", "source", "status", "said", "is_permanent", "cleared_at")

    def get_queryset(self) -> Any:
        return Bounce.objects.order_by("-pk")


@require_POST
@permission_required(MAY_SEE, raise_exception=True)
def works_again(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    row = Bounce.objects.filter(pk=pk).first()
    try:
        if row is None:
            raise NotFound("There is no such entry.")
        clear_bounces(by=Requester(user_id=request.user.pk, is_editor=True), address=row.address)
    except NotFound as error:
        messages.error(request, str(error))
    else:
        messages.success(request, format_html("Mail goes to {} again.", row.address))
    return HttpResponseRedirect(reverse("bounces"))


class ChoiceReport(ReportView):
    """What people chose; everybody else has the usual."""

    model = Preference
    page_title = "How often people want mail"
    header_icon = "mail"
    index_url_name = "preferences"
    index_results_url_name = "preferences_results"
    any_permission_required = ("view",)
    is_searchable = False
    columns = (
        Column("user", label="Person"),
        Column("kind", label="About", accessor=lambda row: kind.label if (kind := kinds.find(row.kind)) else row.kind),
        Column("get_frequency_display", label="How often"),
        DateColumn("changed_at", label="Chosen"),
    )
    list_export: tuple[str, ...] = ("user", "kind", "frequency", "changed_at")

    def get_queryset(self) -> Any:
        return Preference.objects.select_related("user").order_by("user", "kind")


@hooks.register("register_admin_urls")
def delivery_urls() -> list[URLPattern]:
    return [
        path("reports/deliveries/", DeliveryReport.as_view(), name="deliveries"),
        path("reports/deliveries/results/", DeliveryReport.as_view(results_only=True), name="deliveries_results"),
        path("reports/deliveries/<int:pk>/bounced/", bounced, name="delivery_bounced"),
        path("reports/bounces/", BounceReport.as_view(), name="bounces"),
        path("reports/bounces/results/", BounceReport.as_view(results_only=True), name="bounces_results"),
        path("reports/bounces/<int:pk>/clear/", works_again, name="bounce_clear"),
        path("reports/notices/", ChoiceReport.as_view(), name="preferences"),
        path("reports/notices/results/", ChoiceReport.as_view(results_only=True), name="preferences_results"),
    ]


class DeliveryMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm(MAY_SEE))


@hooks.register("register_reports_menu_item")
def deliveries_menu_item() -> MenuItem:
    return DeliveryMenuItem("E-mails sent", reverse("deliveries"), name="deliveries", icon_name="mail", order=1060)


@hooks.register("register_reports_menu_item")
def bounces_menu_item() -> MenuItem:
    return DeliveryMenuItem("Mail that comes back", reverse("bounces"), name="bounces", icon_name="warning", order=1061)


@hooks.register("register_reports_menu_item")
def preferences_menu_item() -> MenuItem:
    url = reverse("preferences")
    return DeliveryMenuItem("How often people want mail", url, name="preferences", icon_name="mail", order=1062)
