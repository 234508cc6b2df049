"""In the admin: the charter, who has signed it, and what came on paper with its page."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from wagtail.admin.widgets import AdminDateInput

from cms.core.errors import BadInput, Conflict, NotFound
from cms.joining import services
from cms.joining.admin_screens import Screen
from cms.joining.models import CharterSignature, CharterVersion
from cms.joining.scans import KINDS, MOST, keep_scan
from cms.joining.selectors import board, current_version
from cms.snippets.models import Partner
from cms.storage.accepting import accept_file
from cms.storage.refusals import RefusedFile
from cms.storage.uploads_content import CheckedFile

CHARTER, PAPER, SIGNATURE = "charter_board", "charter_paper", "charter_signature"


class CharterForm(forms.Form):
    title = forms.CharField(label="Title", max_length=160)
    text = forms.CharField(
        label="The charter",
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text="Paragraphs, parted by an empty line. A line that begins with # is a heading.",
    )
    changed = forms.CharField(
        label="What changed, in plain words", widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    resign_by = forms.DateField(
        label="Everybody signs again by",
        widget=AdminDateInput,
        required=False,
        help_text="Only where every partner has to agree to the change, at least 30 days ahead. Without a day, earlier "
        "signatures go on counting.",
    )


class ScanField(forms.FileField):
    """The signed page, looked at as every file that people send."""

    def __init__(self, **kwargs: Any) -> None:
        help_text = "A photograph of it is enough: a picture or a PDF, at most 20 MB."
        super().__init__(label="The signed page", help_text=help_text, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> CheckedFile | None:
        sent = super().clean(data, initial)
        if not sent:
            return None
        if sent.size > MOST:
            raise forms.ValidationError("It is larger than 20 MB.")
        try:
            return accept_file(sent, sent.name, kinds=KINDS)
        except RefusedFile as refused:
            raise forms.ValidationError(str(refused)) from refused


class PaperForm(forms.Form):
    partner = forms.ModelChoiceField(Partner.objects.none(), label="Member", empty_label="Choose one")
    version = forms.ModelChoiceField(
        CharterVersion.objects.none(), label="What was signed", empty_label="Choose a version"
    )
    signatory_name = forms.CharField(label="Who signed", max_length=160)
    signatory_job_title = forms.CharField(label="Job title", max_length=120, required=False)
    signed_on = forms.DateField(label="Date of the signature", widget=AdminDateInput)
    scan = ScanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Partner.objects.filter(membership=Partner.Membership.MEMBER, duplicate_of=None, can_sign=True)
        self.fields["partner"].queryset = members.order_by("name")  # type: ignore[attr-defined]
        self.fields["version"].queryset = CharterVersion.objects.published()  # type: ignore[attr-defined]


class ScanForm(forms.Form):
    scan = ScanField()


class WithdrawForm(forms.Form):
    why = forms.CharField(label="Why", max_length=250, help_text="It stays on record with the signature.")


class CharterScreen(Screen):
    template_name = "joining/charter.html"
    page_title = "The charter"
    header_icon = "doc-full"
    action = "charter.publish"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft, present = CharterVersion.objects.filter(published_on=None).first(), current_version()
        base = draft or present
        first = {"title": base.title, "text": base.text} if base is not None else {}
        if draft is not None:
            first |= {"changed": draft.changed, "resign_by": draft.resign_by}
        rows = board()
        context = {
            "draft": draft,
            "present": present,
            "write": CharterForm(initial=first),
            "media": CharterForm().media,
            "rows": rows,
            "asked": sum(one.is_asked for one in rows),
            "late": sum(one.is_late for one in rows),
        }
        return super().get_context_data(**{**context, **kwargs})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = CharterForm(request.POST)
        if not form.is_valid():
            return self.again("write", form)
        try:
            row = services.write_charter(by=self.by, **form.cleaned_data)
            if "publish" in request.POST:
                row = services.publish_charter(by=self.by, number=row.number)
        except (BadInput, Conflict, NotFound) as error:
            return self.refuse("write", form, error)
        done = "is published" if row.published_on else "is kept as a draft. Nobody else sees it"
        messages.success(request, f"{row} {done}.")
        return redirect(CHARTER)


class PaperScreen(Screen):
    """A page came by post: who signed, when, and the page itself."""

    template_name = "joining/paper.html"
    page_title = "The charter, signed on paper"
    header_icon = "doc-full"
    action = "charter.record_paper"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        here = {"url": "", "label": self.page_title}
        return [*self.breadcrumbs_items, {"url": reverse(CHARTER), "label": "The charter"}, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        first = {"version": current_version(), "partner": self.request.GET.get("partner", "")}
        paper = kwargs.get("paper") or PaperForm(initial=first)
        return super().get_context_data(**{"paper": paper, "media": paper.media, **kwargs})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = PaperForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.again("paper", form)
        given = form.cleaned_data
        scan = given.pop("scan")
        try:
            with transaction.atomic():
                row = services.record_charter_paper(
                    by=self.by, partner_id=given.pop("partner").pk, number=given.pop("version").number, **given
                )
                if scan is not None:
                    keep_scan(by=self.by, signature_id=row.pk, file=scan)
        except (BadInput, Conflict, NotFound) as error:
            return self.refuse("paper", form, error)
        messages.success(request, f"{row}: the signature on paper is recorded{', with its page' if scan else ''}.")
        return redirect(CHARTER)


class SignatureScreen(Screen):
    """One signature: its page, and taking it back."""

    template_name = "joining/signature.html"
    header_icon = "doc-full"
    action = "charter.record_paper"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = CharterSignature.objects.visible_to(self.by).select_related("partner", "version", "recorded_by")
        self.row = get_object_or_404(rows, pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.row)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        here = {"url": "", "label": str(self.row)}
        return [*self.breadcrumbs_items, {"url": reverse(CHARTER), "label": "The charter"}, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"row": self.row, "scan": ScanForm(), "back": WithdrawForm(), **kwargs})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        which = "back" if "back" in request.POST else "scan"
        form: forms.Form = WithdrawForm(request.POST) if which == "back" else ScanForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.again(which, form)
        try:
            with transaction.atomic():
                if which == "back":
                    services.withdraw_charter_signature(
                        by=self.by, signature_id=self.row.pk, why=form.cleaned_data["why"]
                    )
                else:
                    keep_scan(by=self.by, signature_id=self.row.pk, file=form.cleaned_data["scan"])
        except (BadInput, Conflict, NotFound) as error:
            return self.refuse(which, form, error)
        messages.success(request, f"{self.row}: {'taken back' if which == 'back' else 'the page is kept'}.")
        return redirect(SIGNATURE, pk=self.row.pk)
