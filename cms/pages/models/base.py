"""What every editorial page has (docs/adr/0001)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from grapple.models import GraphQLBoolean, GraphQLCollection, GraphQLForeignKey, GraphQLStreamfield, GraphQLString
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.core import clock
from cms.pages.blocks import BodyBlock
from cms.pages.models.preview import preview_address


class Audience(models.TextChoices):
    MEMBERS = "members", "Members"
    PUBLIC = "public", "Everybody"


class OnMembersSite:
    """A page whose address is in the members' frontend: the CMS serves none."""

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:
        """(site key, origin of the frontend, path without a slash at the end); None outside the site's tree."""
        sites = self._get_relevant_site_root_paths(request)  # type: ignore[attr-defined]
        if not sites:
            return None
        below = self.url_path[len(sites[0].root_path) :]  # type: ignore[attr-defined]
        return sites[0].site_id, settings.FRONTEND_ORIGIN, "/" + below.strip("/")

    def get_url(self, request: Any = None, current_site: Any = None) -> str | None:
        """Always with the origin: the admin and the readers' pages live on two."""
        parts = self.get_url_parts(request)
        return parts[1] + parts[2] if parts else None

    url = property(get_url)


class EditorialPage(OnMembersSite, Page):
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
        GraphQLForeignKey("page_owner", "members.User"),
        GraphQLCollection(GraphQLForeignKey, "topics", "snippets.Topic"),
        GraphQLCollection(GraphQLForeignKey, "sectors", "snippets.Sector"),
        GraphQLStreamfield("body", required=True),
    ]

    class Meta:
        abstract = True

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The real page of the members' site, shown with a token to the person who asked."""
        return HttpResponseRedirect(preview_address(self, request.user))

    @property
    def is_review_due(self) -> bool:
        return self.review_on is not None and self.review_on <= clock.today()


class IndexPage(OnMembersSite, Page):
    """The page above one kind: where editors add, and nothing that readers open by itself."""

    max_count = 1
    preview_modes: list[tuple[str, str]] = []
    content_panels = Page.content_panels

    class Meta:
        abstract = True
