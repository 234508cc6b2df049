from wagtail.models import Page


class HomePage(Page):
    """The root of the site. Readers' home is made by the members' frontend; this page only holds the sections."""

    max_count = 1
    subpage_types = [
        "pages.GuidanceIndexPage",
        "pages.NewsIndexPage",
        "pages.HorizonIndexPage",
        "pages.StoryIndexPage",
        "pages.EventIndexPage",
    ]
    parent_page_types = ["wagtailcore.Page"]
