from typing import Any

from django.db import models
from grapple.models import GraphQLCollection, GraphQLForeignKey, GraphQLString
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable

from cms.core.policy import VisibleQuerySet
from cms.pages.models.base import EditorialPage, IndexPage


class StoryIndexPage(IndexPage):
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.StoryPage"]


class StoryPage(EditorialPage):
    """A success story, in five fixed parts."""

    period = models.CharField(max_length=80, blank=True)
    problem = models.TextField(blank=True)
    approach = models.TextField(blank=True)
    impact = models.TextField(blank=True, help_text="Say of each figure whether it was measured, estimated or claimed.")
    learning = models.TextField(blank=True)
    advice = models.TextField("advice to others", blank=True)
    partners_text = models.CharField("partners, as published", max_length=250, blank=True)
    partners = ParentalManyToManyField("snippets.Partner", blank=True)
    isps = ParentalManyToManyField("snippets.Isp", blank=True, verbose_name="ISPs")
    benefits = ParentalManyToManyField("snippets.Benefit", blank=True)
    source = models.CharField(max_length=250, blank=True)
    consent_noted_on = models.DateField(
        "partners agreed on",
        null=True,
        blank=True,
        help_text="The day its partners agreed to it being shown as theirs.",
    )

    parent_page_types = ["pages.StoryIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *EditorialPage.content_panels,
        MultiFieldPanel(
            [FieldPanel(name) for name in ("period", "problem", "approach", "impact", "learning", "advice")],
            "The story",
        ),
        InlinePanel("quotes", label="Quote"),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in ("partners", "partners_text", "isps", "benefits", "source", "consent_noted_on")
            ],
            "Who and what",
        ),
        *EditorialPage.body_panels,
        *EditorialPage.filing_panels,
    ]
    graphql_fields: list[Any] = [
        *EditorialPage.graphql_fields,
        GraphQLString("period", required=True),
        GraphQLString("problem", required=True),
        GraphQLString("approach", required=True),
        GraphQLString("impact", required=True),
        GraphQLString("learning", required=True),
        GraphQLString("advice", required=True),
        GraphQLString("partners_text", required=True),
        GraphQLString("source", required=True),
        GraphQLCollection(GraphQLForeignKey, "quotes", "pages.StoryQuote"),
        GraphQLCollection(GraphQLForeignKey, "partners", "snippets.Partner"),
        GraphQLCollection(GraphQLForeignKey, "isps", "snippets.Isp"),
        GraphQLCollection(GraphQLForeignKey, "benefits", "snippets.Benefit"),
    ]


class StoryQuote(Orderable):
    page = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="quotes")
    text = models.TextField()
    person = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=120, blank=True)
    objects = VisibleQuerySet.as_manager()

    class Meta(Orderable.Meta):  # type: ignore[misc]
        pass
