"""Register imports in the admin: upload, read the preview, settle names once, apply as one step."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import FormView, TemplateView

from cms.core.errors import BadInput, Conflict
from cms.snippets.admin_views.base import NAMES, ImportScreen
from cms.snippets.admin_views.forms import CorrectRow, RegisterUpload, SettleName
from cms.snippets.importers import services
from cms.snippets.importers.names import NameIndex
from cms.snippets.models import ImportRow, NameDecision, Partner, RegisterImport

PER_PAGE = 50
Status = ImportRow.Status


def decorated(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of a plan with the words for their status and the names of their candidates."""
    labels = dict(Status.choices)
    for row in rows:
        row["status_label"] = labels[row["status"]]
    slugs = {slug for row in rows for body in row["organisations"] for slug in [body["partner"], *body["candidates"]]}
    names = dict(Partner.objects.filter(slug__in=slugs - {None}).values_list("slug", "name"))
    for row in rows:
        for body in row["organisations"]:
            body["name"] = names.get(body["partner"], "")
            body["near"] = [names[slug] for slug in body["candidates"] if slug in names]
            body["settle"] = settle_address(body["text"])
    return rows


def settle_address(text: str) -> str:
    return reverse(f"{NAMES}:settle") + "?" + urlencode({"text": text})


class Index(ImportScreen, FormView[RegisterUpload]):
    """Upload a copy of the register; what was uploaded before; how many rows wait."""

    form_class = RegisterUpload
    template_name = "snippets/imports/index.html"
    page_title = "Imports"
    trail = ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        imports = RegisterImport.objects.select_related("uploaded_by", "change_set")[:25]
        return super().get_context_data(imports=imports, waiting=services.waiting_rows().count(), **kwargs)

    def form_valid(self, form: RegisterUpload) -> HttpResponse:
        uploaded = form.cleaned_data["file"]
        try:
            plan = services.plan_import(
                uploaded.read(),
                name=uploaded.name,
                as_of=form.cleaned_data["as_of"],
                complete=form.cleaned_data["complete"],
            )
            kept = services.store_import(by=self.by, plan=plan)
        except BadInput as error:
            form.add_error("file", str(error))
            return self.form_invalid(form)
        return redirect(f"{NAMES}:preview", kept.pk)


class Preview(ImportScreen, TemplateView):
    """Row by row: what would happen, or what happened. The names to settle come first."""

    template_name = "snippets/imports/preview.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.kept = get_object_or_404(RegisterImport, pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.kept)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.kept.applied_at is None:
            plan = services.plan_stored(self.kept)
            answer = plan.as_json()
            unsettled = [{"text": text, "settle": settle_address(text)} for text in plan.unsettled_names()]
        else:
            rows = self.kept.rows.filter(set_aside_at=None)
            answer = {"rows": list(rows.values_list("outcome", flat=True)), "gone": [], "notes": [], "counts": {}}
            for status in Status.values:
                answer["counts"][status] = sum(row["status"] == status for row in answer["rows"])
            unsettled = []
        wanted = self.request.GET.get("status", "")
        shown = [row for row in answer["rows"] if not wanted or row["status"] == wanted]
        page = Paginator(shown, PER_PAGE).get_page(self.request.GET.get("p"))
        shown_rows = decorated(list(page.object_list))
        keys = dict(self.kept.rows.values_list("number", "pk"))
        for row in shown_rows:
            row["edit"] = reverse(f"{NAMES}:row", args=[keys[row["row"]]])
        counts = [(status, label, answer["counts"].get(status, 0)) for status, label in Status.choices]
        return super().get_context_data(
            kept=self.kept,
            page_of_rows=page,
            rows=shown_rows,
            counts=counts,
            gone=answer["gone"],
            notes=answer["notes"],
            unsettled=unsettled,
            wanted=wanted,
            here=self.request.get_full_path(),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            plan = services.apply_stored(by=self.by, register_import=self.kept)
        except (BadInput, Conflict) as error:
            messages.error(request, str(error))
            return redirect(f"{NAMES}:preview", self.kept.pk)
        done = plan.counts["new"] + plan.counts["changed"]
        said = f"Applied: {plan.counts['new']} new, {plan.counts['changed']} changed, {plan.counts['gone']} gone."
        messages.success(request, said if done or plan.counts["gone"] else "Applied: nothing was new or changed.")
        if plan.waiting:
            messages.warning(request, f"{plan.waiting} rows wait for a decision and have changed nothing.")
            return redirect(f"{NAMES}:waiting")
        return redirect(f"{NAMES}:preview", self.kept.pk)


class Waiting(ImportScreen, TemplateView):
    """Rows of applied imports that still need somebody, with one link each."""

    template_name = "snippets/imports/waiting.html"
    page_title = "Rows that wait"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(services.waiting_rows(), PER_PAGE).get_page(self.request.GET.get("p"))
        rows = list(page.object_list)
        shown_rows = decorated([{**row.outcome, "file": row.register_import.file_name} for row in rows])
        for row, shown in zip(rows, shown_rows, strict=True):
            shown["edit"] = reverse(f"{NAMES}:row", args=[row.pk])
        return super().get_context_data(page_of_rows=page, rows=shown_rows, here=self.request.get_full_path(), **kwargs)


class Settle(ImportScreen, FormView[SettleName]):
    """Say once what a printed name means. Every import since and to come uses it."""

    form_class = SettleName
    template_name = "snippets/imports/settle.html"
    page_title = "Settle a name"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.text = " ".join(request.GET.get("text", "").split())[:250]
        self.resolution = NameIndex().resolve(self.text)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "resolution": self.resolution}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        before = NameDecision.objects.filter(text=self.text).first()
        return super().get_context_data(text=self.text, resolution=self.resolution, before=before, **kwargs)

    def form_valid(self, form: SettleName) -> HttpResponse:
        try:
            freed = services.settle_name(
                by=self.by,
                text=self.text,
                outcome=form.cleaned_data["outcome"],
                partners=form.partners if form.cleaned_data["outcome"] in ("this", "these") else (),
                new_sector=form.cleaned_data["sector"],
            )
        except BadInput as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        freed_rows = f" {len(freed)} waiting rows were applied." if freed else ""
        messages.success(self.request, f"“{self.text}” is settled.{freed_rows}")
        return redirect(self._next())

    def _next(self) -> str:
        wanted = self.request.GET.get("next", "")
        if url_has_allowed_host_and_scheme(wanted, {self.request.get_host()}, self.request.is_secure()):
            return wanted
        return reverse(f"{NAMES}:waiting")


class CorrectOneRow(ImportScreen, FormView[CorrectRow]):
    """Correct a cell that was printed wrongly, or leave the row out."""

    form_class = CorrectRow
    template_name = "snippets/imports/row.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.row = get_object_or_404(ImportRow.objects.select_related("register_import"), pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return f"Row {self.row.number} of {self.row.register_import.file_name}"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "cells": self.row.cells}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waits = self.row.status in services.WAITING and self.row.set_aside_at is None
        outcome = decorated([dict(self.row.outcome)])[0]
        return super().get_context_data(row=self.row, outcome=outcome, waits=waits, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "set-aside" in request.POST:
            services.set_row_aside(by=self.by, row=self.row)
            messages.success(request, "The row is left out. It stays on record.")
            return redirect(self._back())
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: CorrectRow) -> HttpResponse:
        try:
            row = services.correct_row(by=self.by, row=self.row, cells=form.changes)
        except (BadInput, Conflict) as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        if row.status in services.WAITING:
            messages.warning(
                self.request, "The cells are corrected. The row still waits: " + " ".join(row.outcome["errors"])
            )
        else:
            messages.success(self.request, "The cells are corrected, and the row waits no more.")
        return redirect(self._back())

    def _back(self) -> str:
        if self.row.register_import.applied_at is None:
            return reverse(f"{NAMES}:preview", args=[self.row.register_import_id])
        return reverse(f"{NAMES}:waiting")
