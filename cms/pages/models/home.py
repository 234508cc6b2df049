from wagtail.models import Page

from cms.pages.models.base import OnMembersSite


class HomePage(OnMembersSite, Page):
    """The root of the site. Readers' home is made by the members' frontend; this page only holds the sections."""

    max_count = 1
    preview_modes: list[tuple[str, str]] = []
    subpage_types = [
        "pages.GuidanceIndexPage",
        "pages.NewsIndexPage",
        "pages.HorizonIndexPage",
        "pages.StoryIndexPage",
        "pages.EventIndexPage",
    ]
    parent_page_types = ["wagtailcore.Page"]
