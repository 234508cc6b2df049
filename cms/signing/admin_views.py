"""Screens of a version's life after its draft: sent out, signed on paper, withdrawn, followed by the next."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput

from cms.core import clock
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.requester import Requester
from cms.members.selectors import requester_for
from cms.signing import services
from cms.signing.drafts import open_draft
from cms.signing.models import Signature
from cms.signing.who_signs import Asked, asked_of
from cms.snippets.models import IspParty, IspVersion

PERMISSION = "snippets.change_ispversion"
EDIT = "wagtailsnippets_snippets_ispversion:edit"
CAMEL = {"signatoryName": "signatory_name", "signedOn": "signed_on"}


class VersionScreen(WagtailAdminTemplateMixin, FormView[Any]):
    """One version, one question, one button."""

    form_class: type[forms.Form] = forms.Form
    template_name = "signing/confirm.html"
    header_icon = "doc-full"
    question: ClassVar[str] = ""
    button: ClassVar[str] = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        self.version = get_object_or_404(IspVersion.objects.select_related("isp"), pk=kwargs["pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        back = {"url": reverse(EDIT, args=[self.version.pk]), "label": str(self.version)}
        return [*self.breadcrumbs_items, back, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lacking = services.what_is_missing(self.version) if self.shows_law else []
        return super().get_context_data(
            version=self.version, question=self.question, button=self.button, lacking=lacking, **kwargs
        )

    shows_law: ClassVar[bool] = False

    def act(self, by: Requester, form: Any) -> IspVersion:
        raise NotImplementedError

    def said(self, version: IspVersion) -> str:
        raise NotImplementedError

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            version = self.act(requester_for(self.request), form)
        except BadInput as error:
            for text in _texts(error.details.get("missing")) or [str(error)]:
                form.add_error(None, text)
            return self.form_invalid(form)
        except (Conflict, Forbidden, NotFound) as error:
            form.add_error(None, str(error))
            return self.form_invalid(form)
        messages.success(self.request, self.said(version))
        return redirect(EDIT, version.pk)


def _texts(found: object) -> list[str]:
    return [str(one) for one in found] if isinstance(found, list) else []


class SendOutForm(forms.Form):
    cut_off_on = forms.DateField(
        label="Last day of the version in force, for those who have not signed this one",
        widget=AdminDateInput,
        required=False,
        help_text="Every partner reads it. Without a day the old version ends for all when the new one begins.",
    )


class SendOut(VersionScreen):
    form_class = SendOutForm
    page_title = "Send out for signature"
    question = "Its text, parties, law, data and flows are frozen from now on. Each person below is told once."
    button = "Send it out"
    shows_law = True

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        if not self.version.isp.versions.filter(state=IspVersion.State.IN_FORCE).exists():
            del form.fields["cut_off_on"]
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        parties = list(self.version.parties.exclude(role=IspParty.Role.PROCESSOR).select_related("partner"))
        asked = asked_of(parties)
        notes = [_asked_in_words(party, asked[party.pk]) for party in parties]
        return super().get_context_data(notes_title="Who will be asked", notes=notes, **kwargs)

    def act(self, by: Requester, form: Any) -> IspVersion:
        return services.send_out(by=by, version_id=self.version.pk, cut_off_on=form.cleaned_data.get("cut_off_on"))

    def said(self, version: IspVersion) -> str:
        return f"{version} is out for signature."


def _asked_in_words(party: IspParty, asked: Asked) -> str:
    if not party.partner.can_sign:
        return f"{party.partner.name}: is no legal body and cannot sign"
    if asked.people:
        return f"{party.partner.name}: {', '.join(person.name for person in asked.people)}"
    return f"{party.partner.name}: nobody is named who signs for it. You and the lead's people are told."


class WithdrawForm(forms.Form):
    reason = forms.CharField(label="What must change", max_length=250, required=False)


class Withdraw(VersionScreen):
    form_class = WithdrawForm
    page_title = "Withdraw"
    question = "Signatures given so far are void, and everybody who was asked is told. Open a new version afterwards."
    button = "Withdraw it"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Signature.objects.filter(party__version=self.version, voided_on=None).select_related("party__partner")
        notes = [f"{row.party.partner.name}: {row.get_decision_display().lower()}, {row.signed_on}" for row in rows]
        return super().get_context_data(notes_title="What will be void", notes=notes, **kwargs)

    def act(self, by: Requester, form: Any) -> IspVersion:
        return services.withdraw(by=by, version_id=self.version.pk, reason=form.cleaned_data["reason"])

    def said(self, version: IspVersion) -> str:
        return f"{version} is withdrawn."


class OpenDraft(VersionScreen):
    page_title = "Open a new version"
    question = "A draft with the same words is made. This version stays as it is until the new one is in force."
    button = "Open a draft"

    def act(self, by: Requester, form: Any) -> IspVersion:
        return open_draft(by=by, version_id=self.version.pk)

    def said(self, version: IspVersion) -> str:
        return f"{version} is a draft. Change its words, then send it out for signature."


class SignatureForm(forms.Form):
    party = forms.ModelChoiceField(IspParty.objects.none(), label="Party")
    decision = forms.ChoiceField(choices=Signature.Decision.choices, widget=forms.RadioSelect, initial="signed")
    signatory_name = forms.CharField(label="Who signed", max_length=160)
    signatory_job_title = forms.CharField(
        label="Job title",
        max_length=160,
        help_text="Somebody who can commit the body: a chief executive, a SIRO, a head.",
    )
    signed_on = forms.DateField(label="Signed on", widget=AdminDateInput, initial=clock.today)
    reason = forms.CharField(label="Conditions, or why not", required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, version: IspVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["party"]
        field.queryset = version.parties.exclude(role=IspParty.Role.PROCESSOR).select_related("partner").order_by("pk")
        field.label_from_instance = lambda party: party.partner.name


class RecordSignature(VersionScreen):
    """A signature that came on paper. Put the scan among the version's files."""

    form_class = SignatureForm
    page_title = "Record a signature"
    question = "For a decision that came on paper. Put the scan among the version's files."
    button = "Record it"

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "version": self.version}

    def act(self, by: Requester, form: Any) -> IspVersion:
        given = {name: value for name, value in form.cleaned_data.items() if name != "party"}
        try:
            services.record_signature(by=by, party_id=form.cleaned_data["party"].pk, **given)
        except BadInput as error:
            fields: Any = error.details.get("fields", {})
            for name, texts in fields.items():
                form.add_error(CAMEL.get(name, name), texts)
            raise
        version: IspVersion = IspVersion.objects.select_related("isp").get(pk=self.version.pk)
        return version

    def said(self, version: IspVersion) -> str:
        return f"The decision is recorded. {version} is now: {version.get_state_display().lower()}."
