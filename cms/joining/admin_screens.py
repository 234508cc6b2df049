"""In the admin: one application and the decision on it, the charter and who has signed, and who is a member."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput

from cms.core.errors import BadInput, Conflict, NotFound
from cms.core.policy import may
from cms.core.requester import Requester
from cms.joining import services
from cms.joining.models import Application, CharterVersion, StandingChange
from cms.joining.selectors import board, current_version
from cms.members.models import PartnerRole
from cms.members.selectors import requester_for
from cms.snippets.importers.names import NameIndex
from cms.snippets.models import Partner

LIST, DECIDE, CHARTER, STANDING = "applications:index", "application_decide", "charter_board", "partner_standing"
ROLES = [(role.value, str(role.label)) for role in PartnerRole.Role if role != PartnerRole.Role.PARTNER_LEAD]
PLACES = {"newName": "new_name"}  # what a service calls a field that has another name here


class ApproveForm(forms.Form):
    partner = forms.ModelChoiceField(
        Partner.objects.none(),
        label="Which organisation of the register",
        required=False,
        empty_label="Choose one, or give a new name below",
        help_text="Nothing is chosen for you: a name that looks alike may be another body.",
    )
    new_name = forms.CharField(
        label="Or a new one, with this name", max_length=200, required=False, help_text="As it is registered."
    )
    roles = forms.MultipleChoiceField(
        label="Besides partner lead, the applicant gets",
        choices=ROLES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="When the invitation is accepted. In a small charity one person may hold them all.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Partner.objects.filter(duplicate_of=None).exclude(membership=Partner.Membership.MEMBER)
        self.fields["partner"].queryset = rows.order_by("name")  # type: ignore[attr-defined]


class RefuseForm(forms.Form):
    why = forms.CharField(
        label="Why not",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
        help_text="The applicant reads this.",
    )


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


class StandingForm(forms.Form):
    partner = forms.ModelChoiceField(Partner.objects.none(), label="Organisation", empty_label="Choose one")
    what = forms.ChoiceField(
        label="What happens",
        choices=[
            ("", "Choose"),
            ("suspend", "Suspend: its people see what the public sees until it is readmitted"),
            ("readmit", "Readmit: it is a member again"),
            ("leave", "It leaves the framework"),
        ],
    )
    why = forms.CharField(label="Why", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = [Partner.Membership.MEMBER, Partner.Membership.SUSPENDED]
        rows = Partner.objects.filter(membership__in=here, duplicate_of=None).order_by("name")
        self.fields["partner"].queryset = rows  # type: ignore[attr-defined]


class Screen(WagtailAdminTemplateMixin, TemplateView):
    """Forms on one page. A press does one thing and says so; a refusal keeps what was typed."""

    action = ""
    by: Requester

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.by = requester_for(request)
        if not may(self.by, self.action):
            raise PermissionDenied

    def refuse(self, which: str, form: forms.Form, error: Exception) -> HttpResponse:
        """The page again, with what the service says beside the fields that it names."""
        fields: Any = getattr(error, "details", {}).get("fields", {})
        for field, words in fields.items():
            place = PLACES.get(field, field)
            form.add_error(place if place in form.fields else None, words)
        if not fields:
            form.add_error(None, str(error))
        return self.again(which, form)

    def again(self, which: str, form: forms.Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(**{which: form}), status=422)


class ApplicationScreen(Screen):
    template_name = "joining/application.html"
    header_icon = "group"
    action = "application.decide"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = Application.objects.visible_to(self.by).select_related("partner", "sector", "decided_by", "invitation")
        self.row = get_object_or_404(rows, pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.row)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        here = {"url": "", "label": str(self.row)}
        return [*self.breadcrumbs_items, {"url": reverse(LIST), "label": "Applications to join"}, here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.row
        found = NameIndex().resolve(row.organisation)
        slugs = [*found.partners, *found.candidates]
        roles = [role for role in services.ALL_ROLES if role != PartnerRole.Role.PARTNER_LEAD] if row.one_person else []
        context = {
            "row": row,
            "approve": ApproveForm(initial={"roles": roles}),
            "refuse": RefuseForm(),
            "alike": Partner.objects.filter(slug__in=slugs).order_by("name"),
            "given": [label for role, label in ROLES if role in row.roles],
        }
        return super().get_context_data(**{**context, **kwargs})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        which = "refuse" if "refuse" in request.POST else "approve"
        form: forms.Form = RefuseForm(request.POST) if which == "refuse" else ApproveForm(request.POST)
        if not form.is_valid():
            return self.again(which, form)
        given = form.cleaned_data
        try:
            if which == "refuse":
                services.refuse_application(by=self.by, number=self.row.number, why=given["why"])
                messages.success(request, f"{self.row} is not approved. The applicant is told why.")
            else:
                partner = given["partner"]
                done = services.approve_application(
                    by=self.by,
                    number=self.row.number,
                    partner_id=partner.pk if partner is not None else None,
                    new_name=given["new_name"],
                    roles=given["roles"],
                )
                messages.success(request, f"{done.partner} is a member. The invitation is on its way to {done.email}.")
        except (BadInput, Conflict, NotFound) as error:
            return self.refuse(which, form, error)
        return redirect(LIST)


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


class StandingScreen(Screen):
    template_name = "joining/standing.html"
    page_title = "Who is a member"
    header_icon = "group"
    action = "partner.suspend"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changes = StandingChange.objects.select_related("partner", "by")[:50]
        context = {"standing": StandingForm(), "changes": [(one, self.words(one)) for one in changes]}
        return super().get_context_data(**{**context, **kwargs})

    @staticmethod
    def words(change: StandingChange) -> str:
        labels = dict(Partner.Membership.choices)
        return f"{labels.get(change.before, change.before)}, now {labels.get(change.membership, change.membership)}"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = StandingForm(request.POST)
        if not form.is_valid():
            return self.again("standing", form)
        given = form.cleaned_data
        acts = {
            "suspend": services.suspend_partner,
            "readmit": services.readmit_partner,
            "leave": services.leave_framework,
        }
        try:
            acts[given["what"]](by=self.by, partner_id=given["partner"].pk, why=given["why"])
        except (BadInput, Conflict, NotFound) as error:
            return self.refuse("standing", form, error)
        messages.success(request, f"{given['partner']}: done, and on record.")
        return redirect(STANDING)
