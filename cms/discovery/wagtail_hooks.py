"""Search in the admin: one menu for what editors decide and what they want to know."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from cms.discovery import admin_screens as admin_screens  # its hooks register themselves
from cms.discovery import index_admin as index_admin  # so do these
from cms.discovery.admin_sets import ExclusionViewSet, PinViewSet, SynonymViewSet
from cms.discovery.screens import MENU_HOOK


class SearchGroup(SnippetViewSetGroup):  # type: ignore[misc]
    menu_label = "Search"
    menu_icon = "search"
    menu_name = "search-steering"
    menu_order = 230
    submenu_hook = MENU_HOOK
    items = (PinViewSet, ExclusionViewSet, SynonymViewSet)


register_snippet(SearchGroup)
