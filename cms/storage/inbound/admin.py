"""Under Reports: what partners' systems sent, one of it with what an editor decides, and the folders of partners."""

from typing import Any, ClassVar

import django_filters
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.views.generic import TemplateView
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView
from wagtail.models import Collection

from cms.core.errors import DomainError
from cms.core.requester import Requester
from cms.jobs.services import enqueue
from cms.storage.inbound import boxes, services
from cms.storage.inbound.answers import words_of
from cms.storage.inbound.documents import COLLECTION
from cms.storage.inbound.kinds import DOCUMENT, all_kinds, kind_named
from cms.storage.inbound.policies import partner_statements
from cms.storage.inbound.selectors import stuck
from cms.storage.inbound.tasks import FETCH
from cms.storage.inbound.turns import OPEN
from cms.storage.models import ExchangePartner, InboundReceipt
from cms.storage.places import EXCHANGE, bucket_of

MAY_SEE, MAY_DECIDE = "storage.view_inboundreceipt", "storage.change_inboundreceipt"
LIST, ONE, FOLDERS = "sent_by_partners", "sent_by_partner", "exchange_partners"
TITLE = "What partners’ systems sent"
State = InboundReceipt.State


class DeliveryFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label="What became of it", choices=State.choices)
    kind = django_filters.ChoiceFilter(label="Kind", choices=lambda: [(one.name, one.label) for one in all_kinds()])
    exchange = django_filters.ModelChoiceFilter(
        label="From", queryset=ExchangePartner.objects.select_related("partner").order_by("partner__name")
    )
    name = django_filters.CharFilter(label="Name", lookup_expr="icontains")
    seen_at = django_filters.DateFromToRangeFilter(label="Date", widget=DateRangePickerWidget)
    waits = django_filters.BooleanFilter(label="Waits too long", method="too_long")

    class Meta:
        model = InboundReceipt
        fields: ClassVar[list[str]] = ["state", "kind", "exchange", "name", "seen_at", "waits"]

    def too_long(self, rows: Any, name: str, value: bool | None) -> Any:
        return rows.filter(pk__in=stuck().values("pk")) if value else rows


class DeliveryReport(ReportView):
    model = InboundReceipt
    page_title = TITLE
    header_icon = "upload"
    index_url_name = LIST
    index_results_url_name = "sent_by_partners_results"
    filterset_class = DeliveryFilters
    any_permission_required = ("view",)
    is_searchable = False
    columns = (
        TitleColumn("key", label="File", get_url=lambda row: reverse(ONE, args=[row.pk])),
        Column("exchange", label="From", accessor=lambda row: row.exchange.partner.name if row.exchange else "nobody"),
        Column("state", label="What became of it", accessor="get_state_display"),
        DateColumn("seen_at", label="Came"),
        Column("size", label="Bytes"),
    )
    list_export: tuple[str, ...] = ("key", "state", "reason", "size", "sha256", "seen_at", "decided_at", "settled_at")

    def get_queryset(self) -> Any:
        return InboundReceipt.objects.select_related("exchange__partner").order_by("-pk")


class Screen(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]
    """The door, and the way back to the list. The admin takes the permission from whose site role has ended."""

    header_icon = "upload"
    permission = MAY_DECIDE

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        self.by = Requester(user_id=request.user.pk, is_editor=True)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        here = {"url": "", "label": str(self.get_page_title())}
        return [*self.breadcrumbs_items, {"url": reverse(LIST), "label": TITLE}, here]


class AcceptForm(forms.Form):
    collection = forms.ModelChoiceField(
        Collection.objects.none(),
        label="Into which collection",
        empty_label="Choose one",
        help_text="From then on it is a document like any other: whoever may open the collection may open it, once a "
        "page shows it.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = Collection.objects.exclude(name=COLLECTION)
        self.fields["collection"].queryset = places  # type: ignore[attr-defined]


class DeclineForm(forms.Form):
    words = forms.CharField(
        label="Why it is not used",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=250,
        help_text="The partner reads this.",
    )


class DeliveryScreen(Screen):
    """One file: where it came from, what became of it, and the buttons that fit."""

    template_name = "storage/inbound/delivery.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = InboundReceipt.objects.select_related("exchange__partner", "document__collection", "content")
        self.row = get_object_or_404(rows, pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.row.name or self.row.key)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind = kind_named(self.row.kind)
        decides = self.row.state == State.DRAFTED and services.is_settled_here(self.row)
        elsewhere = kind.address(self.row.target) if kind.address is not None and self.row.target else ""
        context = {
            "row": self.row,
            "words": words_of(self.row),
            "kind": kind.label,
            "elsewhere": elsewhere,
            "accept": AcceptForm() if decides and self.row.document else None,
            "decline": DeclineForm() if decides else None,
            "can_look_again": self.row.state in (*OPEN, State.REFUSED),
        }
        return super().get_context_data(**{**context, **kwargs})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        press = request.POST.get("press", "")
        form: forms.Form = AcceptForm(request.POST) if press == "accept" else DeclineForm(request.POST)
        if press in ("accept", "decline") and not form.is_valid():
            return self.render_to_response(self.get_context_data(**{press: form}), status=422)
        try:
            said = self._do(press, form)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, said)
        return redirect(ONE, self.row.pk)

    def _do(self, press: str, form: forms.Form) -> str:
        if press == "accept":
            place = form.cleaned_data["collection"]
            services.accept_delivery(by=self.by, receipt_id=self.row.pk, collection_id=place.pk)
            said = f"Accepted into “{place}”. The partner’s system reads it within ten minutes."
        elif press == "decline":
            services.decline_delivery(by=self.by, receipt_id=self.row.pk, words=form.cleaned_data["words"])
            said = "Declined. The partner’s system reads your words within ten minutes."
        else:
            services.look_again(by=self.by, receipt_id=self.row.pk)
            said = "It is looked at once more, within a few minutes."
        enqueue(FETCH, cluster="slow", scanned=True)
        return said


class FolderForm(forms.Form):
    partner = forms.ModelChoiceField(
        ExchangePartner.objects.none(),
        label="Member",
        empty_label="Choose one",
        help_text="Only members: a body that has not joined has no folder.",
    )
    folder = forms.SlugField(
        label="Folder", max_length=60, help_text="Small letters, figures and hyphens. It stays the same for good."
    )
    principal = forms.CharField(
        label="Their user at the S3 server",
        max_length=200,
        required=False,
        help_text="arn:aws:iam:::user/name, from whoever runs the server. Empty where files come through a folder.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = boxes.bodies_that_may()  # type: ignore[attr-defined]


class FolderScreen(Screen):
    """Whose system may drop files, and what its key may do."""

    template_name = "storage/inbound/folders.html"
    page_title = "Folders of partners’ systems"
    header_icon = "folder-inverse"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        bucket = bucket_of(EXCHANGE)
        rows = list(ExchangePartner.objects.select_related("partner").order_by("partner__name"))
        context = {
            "rows": [(row, partner_statements(row, bucket) if bucket and row.principal else None) for row in rows],
            "bucket": bucket,
            "form": FolderForm(),
            "kinds": [one for one in all_kinds() if one.name != DOCUMENT],
        }
        return super().get_context_data(**{**context, **kwargs})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("press") == "fetch":
            enqueue(FETCH, cluster="slow", scanned=True)
            messages.success(request, "The folders are looked at within a minute.")
            return redirect(LIST)
        if pk := request.POST.get("close", ""):
            return self._close(request, pk)
        form = FolderForm(request.POST)
        if form.is_valid():
            given = form.cleaned_data
            try:
                box = boxes.open_box(
                    by=self.by, partner_id=given["partner"].pk, folder=given["folder"], principal=given["principal"]
                )
            except DomainError as error:
                fields: Any = error.details.get("fields") or {None: [str(error)]}
                for name, wrong in fields.items():
                    form.add_error(name, wrong)
            else:
                then = " Now the operator runs manage.py exchange_policy --apply." if bucket_of(EXCHANGE) else ""
                messages.success(request, f"Open: inbox/{box.folder}/.{then}")
                return redirect(FOLDERS)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _close(self, request: HttpRequest, pk: str) -> HttpResponse:
        try:
            box = boxes.close_box(by=self.by, box_id=int(pk) if pk.isascii() and pk.isdigit() else 0)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"Closed: what is dropped into inbox/{box.folder}/ from now on is refused.")
        return redirect(FOLDERS)


def inbound_urls() -> list[URLPattern]:
    return [
        path("reports/sent-by-partners/", DeliveryReport.as_view(), name=LIST),
        path(
            "reports/sent-by-partners/results/",
            DeliveryReport.as_view(results_only=True),
            name="sent_by_partners_results",
        ),
        path("reports/sent-by-partners/folders/", FolderScreen.as_view(), name=FOLDERS),
        path("reports/sent-by-partners/<int:pk>/", DeliveryScreen.as_view(), name=ONE),
    ]


class DeliveryMenuItem(MenuItem):
    permission = MAY_SEE

    def is_shown(self, request: Any) -> bool:
        return bool(request.user.has_perm(self.permission))


class FolderMenuItem(DeliveryMenuItem):
    permission = MAY_DECIDE


def inbound_item() -> MenuItem:
    return DeliveryMenuItem(TITLE, reverse(LIST), name="sent-by-partners", icon_name="upload", order=1064)


def folders_item() -> MenuItem:
    url = reverse(FOLDERS)
    return FolderMenuItem(
        FolderScreen.page_title, url, name="exchange-partners", icon_name="folder-inverse", order=1065
    )
