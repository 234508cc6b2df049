from cms.pages.models.approval import RoleApprovalTask
from cms.pages.models.base import Audience, EditorialPage
from cms.pages.models.event import EventIndexPage, EventPage
from cms.pages.models.guidance import GuidanceIndexPage, GuidancePage
from cms.pages.models.home import HomePage
from cms.pages.models.horizon import HorizonIndexPage, HorizonPage
from cms.pages.models.news import NewsIndexPage, NewsPage
from cms.pages.models.preview import PagePreview
from cms.pages.models.story import StoryIndexPage, StoryPage, StoryQuote

__all__ = [
    "Audience",
    "EditorialPage",
    "EventIndexPage",
    "EventPage",
    "GuidanceIndexPage",
    "GuidancePage",
    "HomePage",
    "HorizonIndexPage",
    "HorizonPage",
    "NewsIndexPage",
    "NewsPage",
    "PagePreview",
    "RoleApprovalTask",
    "StoryIndexPage",
    "StoryPage",
    "StoryQuote",
]
