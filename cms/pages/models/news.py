from typing import Any

from django.db import models
from grapple.models import GraphQLBoolean, GraphQLImage, GraphQLString
from wagtail.admin.panels import FieldPanel

from cms.core import clock
from cms.pages.models.base import EditorialPage, IndexPage


class NewsIndexPage(IndexPage):
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.NewsPage"]


class NewsPage(EditorialPage):
    published_on = models.DateField(default=clock.today)
    featured = models.BooleanField(default=False)
    picture = models.ForeignKey("wagtailimages.Image", models.SET_NULL, null=True, blank=True, related_name="+")

    parent_page_types = ["pages.NewsIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *EditorialPage.content_panels,
        FieldPanel("published_on"),
        FieldPanel("featured"),
        FieldPanel("picture"),
        *EditorialPage.body_panels,
        *EditorialPage.filing_panels,
    ]
    graphql_fields: list[Any] = [
        *EditorialPage.graphql_fields,
        GraphQLString("published_on", required=True),
        GraphQLBoolean("featured", required=True),
        GraphQLImage("picture"),
    ]
