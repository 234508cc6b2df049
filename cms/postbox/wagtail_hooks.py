"""Under Reports: the e-mails that came in. Nothing of their words is shown: spaces may be private."""

from typing import Any, ClassVar

import django_filters
from django.contrib.auth.decorators import permission_required
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.http import HttpRequest, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView

from cms.core.errors import Conflict, NotFound
from cms.core.requester import Requester
from cms.postbox.models import InboundMail
from cms.postbox.services import try_again

MAY_SEE = "postbox.view_inboundmail"


class InboundFilters(WagtailFilterSet):
    outcome = django_filters.ChoiceFilter(label="Outcome", choices=InboundMail.Outcome.choices)
    sender = django_filters.CharFilter(label="From", lookup_expr="icontains")
    received_at = django_filters.DateFromToRangeFilter(label="Date", widget=DateRangePickerWidget)

    class Meta:
        model = InboundMail
        fields: ClassVar[list[str]] = ["outcome", "sender", "received_at"]


class OutcomeColumn(Column):
    cell_template_name = "postbox/admin/outcome_cell.html"

    def get_cell_context_data(self, instance: InboundMail, parent_context: Any) -> Any:
        context = super().get_cell_context_data(instance, parent_context)
        may_try = parent_context["request"].user.has_perm(MAY_SEE)
        again = (InboundMail.Outcome.REFUSED, InboundMail.Outcome.FAILED)
        context["can_try"] = may_try and instance.outcome in again and getattr(instance, "is_kept", False)
        context["mail"] = instance
        context["csrf"] = get_token(parent_context["request"])  # a cell is rendered without the request
        return context


class InboundReport(ReportView):
    model = InboundMail
    page_title = "E-mails that came in"
    header_icon = "mail"
    index_url_name = "inbound_mails"
    index_results_url_name = "inbound_mails_results"
    filterset_class = InboundFilters
    any_permission_required = ("view",)
    is_searchable = False
    columns = (
        DateColumn("received_at", label="Came"),
        Column("sender", label="From"),
        OutcomeColumn("outcome", label="What became of it"),
        Column("size", label="Bytes"),
    )
    list_export: tuple[str, ...] = ("received_at", "sender", "outcome", "reason", "size", "message_id", "handled_at")

    def get_queryset(self) -> Any:
        kept = ExpressionWrapper(Q(raw__isnull=False), BooleanField())
        return InboundMail.objects.defer("raw").annotate(is_kept=kept).order_by("-pk")


@require_POST
@permission_required(MAY_SEE, raise_exception=True)
def again(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    try:
        try_again(by=Requester(user_id=request.user.pk, is_editor=True), pk=pk)
    except (NotFound, Conflict) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "It is looked at once more, within a minute.")
    return HttpResponseRedirect(reverse("inbound_mails"))


@hooks.register("register_admin_urls")
def inbound_urls() -> list[URLPattern]:
    return [
        path("reports/inbound/", InboundReport.as_view(), name="inbound_mails"),
        path("reports/inbound/results/", InboundReport.as_view(results_only=True), name="inbound_mails_results"),
        path("reports/inbound/<int:pk>/again/", again, name="inbound_mail_again"),
    ]


class InboundMenuItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm(MAY_SEE))


@hooks.register("register_reports_menu_item")
def inbound_menu_item() -> MenuItem:
    url = reverse("inbound_mails")
    return InboundMenuItem("E-mails that came in", url, name="inbound-mails", icon_name="mail", order=1063)
