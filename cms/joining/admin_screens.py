"""In the admin: one application and the decision on it, and who is a member. The charter: cms.joining.admin_charter."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.core.errors import BadInput, Conflict, NotFound
from cms.core.policy import may
from cms.core.requester import Requester
from cms.joining import services
from cms.joining.models import Application, StandingChange
from cms.joining.services.standing import OUTSIDE
from cms.members.models import PartnerRole
from cms.members.selectors import requester_for
from cms.signing.who_signs import is_shared_mailbox
from cms.snippets.importers.names import NameIndex
from cms.snippets.models import Partner, Sector

LIST, DECIDE, STANDING = "applications:index", "application_decide", "partner_standing"
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
    sector = forms.ModelChoiceField(
        Sector.objects.all(), label="A new one: of which kind", required=False, empty_label="As the application says"
    )
    roles = forms.MultipleChoiceField(
        label="Besides partner lead, the applicant gets",
        choices=ROLES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="When the invitation is accepted. In a small charity one person may hold them all.",
    )

    sponsor = forms.ModelChoiceField(
        Partner.objects.none(),
        label="Ask a member to be its sponsor",
        required=False,
        empty_label="No sponsor",
        help_text="Somebody to ring in the first months. The member answers; neither sees anything of the other’s.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Partner.objects.filter(duplicate_of=None).order_by("name")
        self.fields["partner"].queryset = rows.filter(membership__in=OUTSIDE)  # type: ignore[attr-defined]
        members = rows.filter(membership=Partner.Membership.MEMBER)
        self.fields["sponsor"].queryset = members  # type: ignore[attr-defined]


class WhyForm(forms.Form):
    why = forms.CharField(
        label="Why not",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
        help_text="The applicant reads this.",
    )


class ReopenForm(WhyForm):
    why = forms.CharField(
        label="Why we look at it again",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
        help_text="For the record. The applicant is told that we look again.",
    )


class StandingForm(forms.Form):
    partner = forms.ModelChoiceField(Partner.objects.none(), label="Organisation", empty_label="Choose one")
    what = forms.ChoiceField(
        label="What happens",
        choices=[
            ("", "Choose"),
            ("admit", "It joins without the form: it signed on paper, or comes back"),
            ("suspend", "Suspend: its people see what the public sees until it is readmitted"),
            ("readmit", "Readmit: it is a member again"),
            ("leave", "It leaves the framework"),
        ],
    )
    why = forms.CharField(label="Why", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
    joined_on = forms.DateField(
        label="Since when", required=False, help_text="Only where it joins, and only if that was before today."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Partner.objects.filter(duplicate_of=None).order_by("name")
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

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.get_page_title())}]

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
            "approve": ApproveForm(initial={"roles": roles, "partner": row.partner_id}),
            "refuse": WhyForm(),
            "reopen": ReopenForm(),
            "is_mailbox": is_shared_mailbox(row.email, row.name),
            "alike": Partner.objects.filter(slug__in=slugs).order_by("name"),
            "given": [label for role, label in ROLES if role in row.roles],
        }
        return super().get_context_data(**{**context, **kwargs})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        which = next((name for name in FORMS if name in request.POST), "approve")
        form: forms.Form = FORMS[which](request.POST)
        if not form.is_valid():
            return self.again(which, form)
        try:
            messages.success(request, self.decide(form.cleaned_data, matching="match" in request.POST, which=which))
        except (BadInput, Conflict, NotFound) as error:
            return self.refuse(which, form, error)
        return redirect(LIST)

    def decide(self, given: dict[str, Any], *, which: str, matching: bool) -> str:
        """Do it, and say what was done."""
        number = self.row.number
        if which == "refuse":
            services.refuse_application(by=self.by, number=number, why=given["why"])
            return f"{self.row} is not approved. The applicant is told why."
        if which == "reopen":
            services.reopen_application(by=self.by, number=number, why=given["why"])
            return f"{self.row} waits for us again. The applicant is told."
        key, sponsor = key_of(given["partner"]), key_of(given["sponsor"])
        if matching:
            if key is None:
                raise BadInput("Choose one.", fields={"partner": ["Choose the organisation of the register."]})
            done = services.match_application(by=self.by, number=number, partner_id=key)
            return f"{done.partner} has applied. Decide when you are ready."
        done = services.approve_application(
            by=self.by,
            number=number,
            partner_id=key,
            new_name=given["new_name"],
            sector_id=key_of(given["sector"]),
            roles=given["roles"],
            sponsor_id=sponsor,
        )
        return f"{done.partner} is a member. The invitation is on its way to {done.email}."


def key_of(row: Any) -> int | None:
    return int(row.pk) if row is not None else None


FORMS: dict[str, type[forms.Form]] = {"refuse": WhyForm, "reopen": ReopenForm, "approve": ApproveForm}


class StandingScreen(Screen):
    template_name = "joining/standing.html"
    page_title = "Who is a member"
    header_icon = "group"
    action = "partner.suspend"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changes = StandingChange.objects.select_related("partner", "by")[:50]
        first = {"partner": self.request.GET.get("partner", "")}
        context = {"standing": StandingForm(initial=first), "changes": [(one, self.words(one)) for one in changes]}
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
        acts: dict[str, Callable[..., None]] = {
            "admit": services.admit_partner,
            "suspend": services.suspend_partner,
            "readmit": services.readmit_partner,
            "leave": services.leave_framework,
        }
        try:
            more = {"joined_on": given["joined_on"]} if given["what"] == "admit" else {}
            acts[given["what"]](by=self.by, partner_id=given["partner"].pk, why=given["why"], **more)
        except (BadInput, Conflict, NotFound) as error:
            return self.refuse("standing", form, error)
        messages.success(request, f"{given['partner']}: done, and on record.")
        return redirect(STANDING)
