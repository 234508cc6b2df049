"""In the admin: a tick-sheet of signatures on paper, who waits on whom, and what people are stuck with."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import AdminDateInput

from cms.core import policy
from cms.core.errors import BadInput, DomainError
from cms.core.requester import Requester
from cms.members.selectors import requester_for
from cms.signing import services
from cms.signing.models import Signature
from cms.signing.progress import board_of, progress_of
from cms.snippets.models import IspVersion

BOARD, SHEET = "signing_board", "version_paper"
FIELDS = {
    "signatoryName": "signatory_name",
    "signatoryJobTitle": "signatory_job_title",
    "signedOn": "signed_on",
    "decision": "decision",
    "reason": "reason",
}


class PaperForm(forms.Form):
    """One party's row. A row in which nothing was typed is left out."""

    party = forms.IntegerField(widget=forms.HiddenInput)
    signatory_name = forms.CharField(label="Who signed", max_length=160, required=False)
    signatory_job_title = forms.CharField(label="Job title", max_length=160, required=False)
    signed_on = forms.DateField(label="Date", widget=AdminDateInput, required=False)
    decision = forms.ChoiceField(label="Decision", choices=Signature.Decision.choices, initial="signed", required=False)
    reason = forms.CharField(label="Conditions, or why not", required=False)

    @property
    def is_filled(self) -> bool:
        given = self.cleaned_data
        return any(given.get(name) for name in ("signatory_name", "signatory_job_title", "signed_on", "reason"))


PaperSheet: Any = forms.formset_factory(PaperForm, extra=0, max_num=services.MOST_ROWS)


def _core_team(request: HttpRequest) -> Requester:
    by = requester_for(request)
    if not policy.may(by, "stuck.answer"):
        raise PermissionDenied
    return by


@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """All filled rows are saved, or none; what was typed stays on the screen with each row's mistakes."""
    by = _core_team(request)
    version = get_object_or_404(IspVersion.objects.select_related("isp"), pk=pk)
    (progress,) = progress_of(by, [version])
    open_parties = [party for party in progress.parties if party.may_record and not _decided(party)]
    initial = [{"party": party.pk, "decision": "signed"} for party in open_parties]
    sheet = PaperSheet(request.POST or None, initial=initial)
    if request.method == "POST" and sheet.is_valid() and _saved(by, version, sheet):
        messages.success(request, f"The signatures are recorded. {_sentence(by, version)}")
        return redirect(SHEET, pk)
    names = {party.pk: party.name for party in open_parties}
    rows = [(names.get(_party_of(form), "This party does not wait any more"), form) for form in sheet.forms]
    decided = [party for party in progress.parties if _decided(party)]
    context = {
        "page_title": "Signatures on paper",
        "header_icon": "check",
        "version": version,
        "progress": progress,
        "sheet": sheet,
        "rows": rows,
        "decided": decided,
        "site_url": f"{settings.FRONTEND_ORIGIN}/isps/{version.isp.reference}/sign/paper",
    }
    return TemplateResponse(request, "signing/paper.html", context)


def _decided(party: Any) -> bool:
    return party.signature is not None and party.signature.decision != Signature.Decision.DECLINED


def _party_of(form: Any) -> int:
    text = str(form["party"].value() or "")
    return int(text) if text.isascii() and text.isdigit() else 0


def _sentence(by: Requester, version: IspVersion) -> str:
    return progress_of(by, [IspVersion.objects.select_related("isp").get(pk=version.pk)])[0].sentence


def _saved(by: Requester, version: IspVersion, sheet: Any) -> bool:
    filled = {form.cleaned_data["party"]: form for form in sheet.forms if form.is_filled}
    if not filled:
        for form in sheet.forms[:1]:
            form.add_error(None, "Fill in at least one row.")
        return False
    rows = [
        services.PaperRow(
            party,
            form.cleaned_data["signatory_name"],
            form.cleaned_data["signatory_job_title"],
            form.cleaned_data["signed_on"],
            form.cleaned_data["decision"] or Signature.Decision.SIGNED,
            form.cleaned_data["reason"],
        )
        for party, form in filled.items()
    ]
    first = next(iter(filled.values()))
    try:
        services.record_on_paper(by=by, version_id=version.pk, rows=rows)
    except BadInput as refused:
        found: Any = refused.details.get("rows") or {}
        for key, fields in found.items():
            for name, texts in fields.items():
                filled[int(key)].add_error(FIELDS.get(name), texts)
        if not found:
            first.add_error(None, str(refused))
        return False
    except DomainError as refused:
        first.add_error(None, str(refused))
        return False
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def board(request: HttpRequest) -> HttpResponse:
    """Who waits on whom, for how long, and what people are stuck with. Each act is a button."""
    by = _core_team(request)
    if request.method == "POST":
        _act(request, by)
        return redirect(BOARD)
    found = board_of(by)
    isps = {one.pk: version for one, version in zip(found.waiting, _versions(found.waiting), strict=True)}
    rows = [(isps[one.pk], one, party) for one in found.waiting for party in one.waiting]
    rows.sort(key=lambda row: -(row[2].waiting_days or 0))
    context = {"page_title": "Who waits for a signature", "header_icon": "time", "rows": rows, "stuck": found.stuck}
    return TemplateResponse(request, "signing/board.html", {**context, "joining": found.joining})


def _versions(rows: list[Any]) -> list[Any]:
    found = IspVersion.objects.select_related("isp").in_bulk([row.pk for row in rows])
    return [found[row.pk] for row in rows]


def _act(request: HttpRequest, by: Requester) -> None:
    key = request.POST.get("remind") or request.POST.get("answer") or ""
    pk = int(key) if key.isascii() and key.isdigit() and len(key) < 19 else 0
    try:
        if "remind" in request.POST:
            done = services.chase(by=by, party_id=pk)
            said = "A reminder is on its way." if done.sent else f"They had one lately. Again from {done.next_on}."
        else:
            services.answer_stuck(by=by, stuck_id=pk, answer=request.POST.get("words", ""))
            said = "Answered. Whoever asked is told."
    except DomainError as refused:
        messages.error(request, str(refused))
        return
    messages.success(request, said)


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    return [path("signing/", board, name=BOARD), path("registers/versions/<int:pk>/paper/", paper, name=SHEET)]


class CoreTeamItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return policy.may(requester_for(request), "stuck.answer")


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    return CoreTeamItem("Who waits for a signature", reverse(BOARD), icon_name="time", order=226)
