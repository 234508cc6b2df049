from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from grapple.models import GraphQLCollection, GraphQLForeignKey, GraphQLString
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from cms.pages.models.base import EditorialPage, IndexPage

OPEN_LINK = (
    "Everybody who sees the page sees it. Let people sign up under “Places and people”, "
    "and how to join is for those with a place alone."
)


class EventIndexPage(IndexPage):
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.EventPage"]


class EventPage(EditorialPage):
    class Kind(models.TextChoices):
        CONFERENCE = "conference", "Conference"
        WORKSHOP = "workshop", "Workshop"
        PRACTITIONERS = "practitioners", "Practitioner meeting"

    kind = models.CharField(max_length=14, choices=Kind, default=Kind.PRACTITIONERS)
    starts_at = models.DateTimeField("starts")
    ends_at = models.DateTimeField("ends")
    place = models.CharField(max_length=250, blank=True)
    online_url = models.URLField("online link", max_length=300, blank=True)
    host_partner = models.ForeignKey("snippets.Partner", models.SET_NULL, null=True, blank=True, related_name="+")

    parent_page_types = ["pages.EventIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *EditorialPage.content_panels,
        MultiFieldPanel(
            [
                *(FieldPanel(name) for name in ("kind", "starts_at", "ends_at", "place")),
                FieldPanel("online_url", help_text=OPEN_LINK),
                FieldPanel("host_partner"),
            ],
            "When and where",
        ),
        *EditorialPage.body_panels,
        *EditorialPage.filing_panels,
    ]
    graphql_fields: list[Any] = [
        *EditorialPage.graphql_fields,
        GraphQLString("kind", required=True),
        GraphQLString("starts_at", required=True),
        GraphQLString("ends_at", required=True),
        GraphQLString("place", required=True),
        GraphQLString("online_url", required=True),
        GraphQLForeignKey("host_partner", "snippets.Partner"),
        GraphQLForeignKey("sign_up", "events.SignUp"),
        GraphQLCollection(GraphQLForeignKey, "papers", "events.Paper"),
    ]

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": "An event ends after it starts."})
