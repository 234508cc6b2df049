"""What every editorial page has (docs/adr/0001)."""

from typing import Any

from django.conf import settings
from django.db import models
from grapple.models import GraphQLBoolean, GraphQLCollection, GraphQLForeignKey, GraphQLStreamfield, GraphQLString
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.core import clock
from cms.pages.blocks import BodyBlock


class Audience(models.TextChoices):
    MEMBERS = "members", "Members"
    PUBLIC = "public", "Everybody"


class EditorialPage(Page):
    """Summary, body, topics, sectors, audience, owner and review date. Each type adds its own."""

    summary = models.TextField(help_text="One or two plain sentences. Lists and search show them.")
    body = StreamField(BodyBlock(), blank=True)
    audience = models.CharField(
        max_length=8,
        choices=Audience,
        default=Audience.MEMBERS,
        help_text="Members, unless you open the page to everybody.",
    )
    topics = ParentalManyToManyField("snippets.Topic", blank=True)
    sectors = ParentalManyToManyField("snippets.Sector", blank=True, help_text="Empty: all of them.")
    page_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="owner",
        help_text="Who keeps the page right.",
    )
    review_on = models.DateField("review date", null=True, blank=True)
    provenance = models.CharField(
        "where it comes from", max_length=250, blank=True, help_text="For editors: source, and how it was checked."
    )
    is_example = models.BooleanField("an invented example", default=False)

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    body_panels = [FieldPanel("body")]
    filing_panels = [
        MultiFieldPanel([FieldPanel("topics"), FieldPanel("sectors")], "Filed under"),
        MultiFieldPanel(
            [FieldPanel("audience"), FieldPanel("page_owner"), FieldPanel("review_on"), FieldPanel("provenance")],
            "Who reads it, who keeps it",
        ),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.FilterField("audience")]
    graphql_fields: list[Any] = [
        GraphQLString("summary", required=True),
        GraphQLString("audience", required=True),
        GraphQLString("review_on"),
        GraphQLBoolean("is_example", required=True),
        GraphQLCollection(GraphQLForeignKey, "topics", "snippets.Topic"),
        GraphQLCollection(GraphQLForeignKey, "sectors", "snippets.Sector"),
        GraphQLStreamfield("body", required=True),
    ]

    class Meta:
        abstract = True

    @property
    def is_review_due(self) -> bool:
        return self.review_on is not None and self.review_on <= clock.today()


class IndexPage(Page):
    """The page above one kind: where editors add, and nothing that readers open by itself."""

    max_count = 1
    content_panels = Page.content_panels

    class Meta:
        abstract = True
