"""The register of partners."""

from typing import Any

import django_filters
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from wagtail.admin.filters import WagtailFilterSet
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
from wagtail.snippets.views.chooser import ChooseResultsView, ChooseView, SnippetChooserViewSet

from cms.snippets.models import Partner, PartnerContact
from cms.snippets.viewsets.base import RegisterViewSet


def contact_of(partner: Partner) -> str:
    """Whom to write to first, as the list shows it."""
    contacts: list[PartnerContact] = list(partner.contacts.all())
    working = [contact for contact in contacts if contact.bounced_on is None]
    if working:
        return working[0].name or working[0].email
    return "Bounced" if contacts else "None"


class PartnerFilters(WagtailFilterSet):
    contact = django_filters.ChoiceFilter(
        label="Contact",
        choices=[("none", "No contact"), ("bounced", "Address bounced"), ("some", "Has a contact")],
        method="by_contact",
        empty_label="All",
    )

    def by_contact(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        bounced = PartnerContact.objects.exclude(bounced_on=None).values("partner")
        working = PartnerContact.objects.filter(bounced_on=None).values("partner")
        if value == "some":
            return rows.filter(pk__in=working)
        if value == "bounced":
            return rows.filter(pk__in=bounced)
        return rows.exclude(Q(pk__in=working) | Q(pk__in=bounced))

    class Meta:
        model = Partner
        fields = ["sector", "membership", "existence", "can_sign"]


class FirstRows:
    """A second row of a body is there for older agreements: nothing new is given to it."""

    def get_object_list(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_object_list()  # type: ignore[misc]
        return rows.filter(duplicate_of=None)


class PartnerChooseView(FirstRows, ChooseView):
    """The window in which editors choose a partner."""


class PartnerChooseResultsView(FirstRows, ChooseResultsView):
    """What it finds while they type."""


class PartnerChooserViewSet(SnippetChooserViewSet):
    choose_view_class = PartnerChooseView
    choose_results_view_class = PartnerChooseResultsView


class PartnerViewSet(RegisterViewSet):
    model = Partner
    chooser_viewset_class = PartnerChooserViewSet
    icon = "group"
    menu_label = "Partners"
    base_url_path = "registers/partners"
    list_display = [
        "name",
        "sector",
        "area",
        "existence",
        "membership",
        Column("contact", label="Contact", accessor=contact_of),
        Column("alias_count", label="Other names", sort_key="alias_count"),
    ]
    select_related = ("sector",)
    filterset_class = PartnerFilters
    search_fields = ["name", "legal_controller", "aliases__name", "ods_code", "urn", "charity_number", "gss_code"]
    ordering = "name"
    inspect_view_enabled = True
    list_export = [
        "name",
        "slug",
        "legal_controller",
        "can_sign",
        "sector",
        "organisation_type",
        "area",
        "existence",
        "membership",
        "joined_on",
        "alias_names",
        "contact_emails",
        "ods_code",
        "gss_code",
        "urn",
        "charity_number",
        "gov_register_code",
        "ico_registration",
        "ico_expires_on",
        "website",
        "source",
        "note",
    ]
    export_headings = {"alias_names": "Other names", "contact_emails": "Contacts", "slug": "Short name in addresses"}
    export_filename = "partners"
    computed = {
        "alias_names": lambda partner: "; ".join(alias.name for alias in partner.aliases.all()),
        "contact_emails": lambda partner: "; ".join(contact.email for contact in partner.contacts.all()),
    }
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("name"),
                    FieldPanel("slug"),
                    MultiFieldPanel([FieldPanel("legal_controller"), FieldPanel("can_sign")], "Who is bound in law"),
                    MultiFieldPanel(
                        [
                            FieldPanel(name)
                            for name in ("sector", "organisation_type", "area", "parent", "website", "logo")
                        ],
                        "What it is",
                    ),
                    MultiFieldPanel(
                        [
                            FieldPanel("existence"),
                            FieldRowPanel(  # changed through cms.snippets.standing alone
                                [FieldPanel("membership", read_only=True), FieldPanel("joined_on", read_only=True)]
                            ),
                        ],
                        "Does it exist, has it joined",
                    ),
                    HelpPanel(template="snippets/partner_links.html", heading="What belongs to it"),
                ],
                heading="Organisation",
            ),
            ObjectList(
                [
                    InlinePanel(
                        "aliases",
                        [FieldPanel(one) for one in ("name", "kind", "used_until", "source")],
                        "Other names",
                        "name",
                    ),
                    InlinePanel(
                        "successions_from",
                        [FieldPanel("successor"), FieldPanel("on"), FieldPanel("note")],
                        "Bodies that took over from it",
                        "successor",
                    ),
                ],
                heading="Names and successors",
            ),
            ObjectList(
                [
                    InlinePanel(
                        "contacts",
                        [
                            FieldPanel(name)
                            for name in ("name", "job_title", "email", "phone", "confirmed_on", "bounced_on")
                        ],
                        "Contacts",
                        "contact",
                    )
                ],
                heading="Contacts",
            ),
            ObjectList(
                [
                    MultiFieldPanel(
                        [
                            FieldPanel(name)
                            for name in ("ods_code", "gss_code", "urn", "charity_number", "gov_register_code")
                        ],
                        "Codes",
                    ),
                    FieldRowPanel(
                        [FieldPanel("ico_registration"), FieldPanel("ico_expires_on")], "Information Commissioner"
                    ),
                    FieldPanel("source"),
                    FieldPanel("note"),
                ],
                heading="Codes and notes",
            ),
        ]
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        every = super().get_queryset(request).filter(duplicate_of=None)
        rows: QuerySet[Any] = every.annotate(alias_count=Count("aliases", distinct=True))
        return rows.prefetch_related("contacts", "aliases")
