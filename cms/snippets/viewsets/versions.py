"""The text of agreements. What was sent out for signature is read-only here, whatever the form sends."""

from typing import Any, cast

from django import forms
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.admin.ui.tables import Column

from cms.snippets.models import IspParty, IspVersion, LegalBasis
from cms.snippets.services import TEXTS
from cms.snippets.viewsets.base import RegisterViewSet
from cms.snippets.viewsets.files import files_panel, note_looks
from cms.snippets.viewsets.notes import VersionNotesPanel

State = IspVersion.State
FROZEN_MESSAGE = (
    "This version was sent out for signature, so its text, parties, legal bases, data and flows cannot change. "
    "Open a new version instead."
)
# What the form may change by hand. Everything else is an action of signing, which checks the law and counts signatures.
BY_HAND = (State.DRAFT, State.PEER_REVIEW)
BY_ACTION = (
    "That is not a choice of this form: use “Send out for signature”, “Record a signature” or “Withdraw” in the menu "
    "beside the button “Save”."
)
SIGNED_PARTY = ("partner", "role", "controller_status", "is_essential")


def is_frozen(version_id: int | None) -> bool:
    """Whether the stored version may no longer change. The text of an imported version was never held, so it may be
    written down here until it is signed here."""
    stored = IspVersion.objects.filter(pk=version_id).values_list("state", "is_imported", "content_hash").first()
    if stored is None:
        return False
    state, imported, signed_text = stored
    return state in IspVersion.FROZEN and not (imported and not signed_text)


class VersionForm(WagtailAdminModelForm):
    """Refuses every change of a frozen version's signed part, and every step of the lifecycle but peer review."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        stored = IspVersion.objects.filter(pk=self.instance.pk).values_list("state", flat=True).first()
        self._check_step(stored, cleaned.get("state"))
        if is_frozen(self.instance.pk):
            for name in {*TEXTS, "isp", "number"} & set(self.changed_data):
                self.add_error(name, FROZEN_MESSAGE)
        return cleaned

    def _check_step(self, stored: str | None, wanted: str | None) -> None:
        if wanted is None or wanted == stored:
            return
        if wanted not in BY_HAND or (stored is not None and stored not in BY_HAND):
            self.add_error("state", BY_ACTION)

    def is_valid(self) -> bool:
        valid = bool(super().is_valid())
        if self.is_bound and is_frozen(self.instance.pk) and self._signed_rows_changed():
            self.add_error(None, FROZEN_MESSAGE)
            return False
        return valid

    def save(self, commit: bool = True) -> IspVersion:
        saved = cast(IspVersion, super().save(commit=commit))
        if commit:
            note_looks(self.formsets["files"], self.for_user.pk if self.for_user is not None else None)
        return saved

    def _signed_rows_changed(self) -> bool:
        for name, formset in self.formsets.items():
            if name == "files":  # scans of signed copies arrive later
                continue
            for form in formset.forms:
                removed = form.cleaned_data.get("DELETE", False) if hasattr(form, "cleaned_data") else False
                changed = set(form.changed_data) - {"DELETE", "id"}
                if name == "parties":
                    # A party may accede to a version in force; dates and people are the unsigned schedule.
                    acceding = form.instance.pk is None and self.instance.state == State.IN_FORCE and not removed
                    changed = set() if acceding else changed & set(SIGNED_PARTY)
                if (removed and form.instance.pk) or (changed and not removed):
                    return True
        return False


class PartyForm(WagtailAdminModelForm):
    """Parties with their legal bases, on a screen of their own."""

    def is_valid(self) -> bool:
        valid = bool(super().is_valid())
        if not self.is_bound or not is_frozen(self.instance.version_id) or self._accedes():
            return valid
        bases = any(form.has_changed() for formset in self.formsets.values() for form in formset.forms)
        if bases or set(self.changed_data) & set(SIGNED_PARTY):
            self.add_error(None, FROZEN_MESSAGE)
            return False
        return valid

    def _accedes(self) -> bool:
        """A party that joins a version in force brings its own law, once."""
        version = IspVersion.objects.get(pk=self.instance.version_id)
        unsigned = not set(self.changed_data) & set(SIGNED_PARTY)
        return (
            unsigned
            and version.state == State.IN_FORCE
            and not LegalBasis.objects.filter(party=self.instance.pk).exists()
        )


def _bases_panel() -> InlinePanel:
    chosen = ("article6", "article9", "schedule1", "part3")
    return InlinePanel(
        "bases",
        [
            FieldRowPanel([FieldPanel("purpose"), FieldPanel("direction"), FieldPanel("regime")]),
            *[FieldPanel(name, widget=forms.Select) for name in chosen],
            FieldPanel("article10_authority"),
            FieldPanel("policy_document_url"),
            FieldPanel("gateways"),
            FieldPanel("confidentiality"),
            FieldPanel("data_opt_out_applies"),
            FieldPanel("rationale"),
            FieldRowPanel([FieldPanel("checked_by"), FieldPanel("checked_on")]),
            FieldRowPanel([FieldPanel("override_reason"), FieldPanel("override_by")]),
        ],
        "Legal bases",
        "legal basis",
    )


PARTY_FIELDS = ("partner", "role", "controller_status", "is_essential")
PARTY_SCHEDULE = (
    "owner",
    "service_area",
    "asked_on",
    "covered_from",
    "covered_to",
    "joined_on",
    "left_on",
    "conditions",
)


class IspVersionViewSet(RegisterViewSet):
    model = IspVersion
    icon = "doc-full-inverse"
    menu_label = "ISP versions"
    base_url_path = "registers/versions"
    list_display = [
        "__str__",
        Column("title", label="Title", accessor="isp.title", sort_key="isp__title"),
        "state",
        "in_force_from",
        Column("party_count", label="Parties", sort_key="party_count"),
        Column(
            "text", label="Text", accessor=lambda version: "Held" if version.summary or version.purpose else "Not held"
        ),
    ]
    select_related = ("isp",)
    list_filter = ["state", "is_imported"]
    search_fields = ["isp__reference", "isp__title", "summary", "purpose"]
    ordering = "isp__reference"
    list_export = ["isp.reference", "isp.title", "number", "state", "in_force_from", "in_force_to", "party_count"]
    export_headings = {"isp.reference": "Reference", "isp.title": "Title", "party_count": "Parties"}
    export_filename = "isp-versions"
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    HelpPanel(template="snippets/frozen_notice.html"),
                    VersionNotesPanel(),
                    FieldRowPanel([FieldPanel("isp", heading="ISP"), FieldPanel("number"), FieldPanel("state")]),
                    FieldPanel("what_changed"),
                    FieldRowPanel([FieldPanel("in_force_from"), FieldPanel("in_force_to")]),
                    FieldPanel("summary"),
                    MultiFieldPanel(
                        [FieldPanel("may_share"), FieldPanel("do_not_share"), FieldPanel("how_to_share")], "In practice"
                    ),
                    MultiFieldPanel(
                        [
                            FieldPanel(name)
                            for name in ("purpose", "necessity", "expected_benefit", "data_subjects", "retention")
                        ],
                        "The agreement",
                    ),
                    MultiFieldPanel(
                        [FieldPanel("security"), FieldPanel("individual_rights"), FieldPanel("joint_arrangement")],
                        "Safety, rights and joint controllers",
                    ),
                ],
                heading="Text",
            ),
            ObjectList(
                [
                    InlinePanel(
                        "parties",
                        [*[FieldPanel(name) for name in PARTY_FIELDS], *[FieldPanel(name) for name in PARTY_SCHEDULE]],
                        "Parties",
                        "party",
                    )
                ],
                heading="Parties",
            ),
            ObjectList(
                [
                    InlinePanel(
                        "data_items",
                        [FieldPanel("name"), FieldPanel("is_special_category"), FieldPanel("is_criminal_offence")],
                        "Data shared",
                        "category",
                    ),
                    InlinePanel(
                        "flows",
                        [
                            FieldRowPanel([FieldPanel("sender"), FieldPanel("recipient"), FieldPanel("dataset")]),
                            FieldPanel("items"),
                            FieldRowPanel([FieldPanel("method"), FieldPanel("format")]),
                            FieldRowPanel([FieldPanel("frequency_required"), FieldPanel("frequency_actual")]),
                            FieldPanel("status"),
                        ],
                        "Flows",
                        "flow",
                    ),
                ],
                heading="Data and flows",
            ),
            ObjectList([files_panel()], heading="Files"),
        ],
        base_form_class=VersionForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request).annotate(party_count=Count("parties", distinct=True))
        return rows


class IspPartyViewSet(RegisterViewSet):
    model = IspParty
    icon = "key"
    menu_label = "Parties and legal bases"
    base_url_path = "registers/parties"
    list_display = [
        "partner",
        Column("version", label="Version", accessor="version", sort_key="version__isp__reference"),
        Column("title", label="Title", accessor="version.isp.title"),
        "role",
        "covered_from",
        Column(
            "basis_count",
            label="Legal bases",
            accessor=lambda party: party.basis_count or "None recorded",
            sort_key="basis_count",
        ),
    ]
    select_related = ("partner", "version__isp")
    list_filter = ["role", "controller_status", "is_essential"]
    search_fields = ["partner__name", "version__isp__title", "version__isp__reference"]
    ordering = "partner__name"
    list_export = ["partner", "version.isp.reference", "version.isp.title", "role", "covered_from", "basis_count"]
    export_headings = {"version.isp.reference": "Reference", "version.isp.title": "Title", "basis_count": "Legal bases"}
    export_filename = "isp-parties"
    edit_handler = ObjectList(
        [
            FieldPanel("version", read_only=True),
            *[FieldPanel(name) for name in PARTY_FIELDS],
            FieldPanel("article28_contract_url"),
            MultiFieldPanel([FieldPanel(name) for name in PARTY_SCHEDULE], "Dates and people"),
            _bases_panel(),
        ],
        base_form_class=PartyForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset(request).annotate(basis_count=Count("bases", distinct=True))
        return rows
