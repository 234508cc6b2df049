from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.discovery.models import SynonymSet


class SynonymViewSet(SnippetViewSet):
    """Synonyms, for the core team. A change counts from the next search on."""

    model = SynonymSet
    icon = "search"
    menu_label = "Synonyms"
    menu_name = "synonyms"
    add_to_settings_menu = True
    copy_view_enabled = False
    list_display = ["canonical", "terms", "direction", "source", "changed_at"]
    list_filter = ["direction"]
    list_per_page = 100
    list_export = ["code", "canonical", "terms", "direction", "also_finds", "case_sensitive", "source"]
    search_fields = ["canonical", "terms"]
    ordering = ["canonical"]
    panels = [
        FieldPanel("canonical"),
        FieldPanel("terms"),
        FieldPanel("case_sensitive"),
        MultiFieldPanel([FieldPanel("direction"), FieldPanel("also_finds")], "Which way"),
        FieldPanel("code"),
        FieldPanel("source"),
    ]


register_snippet(SynonymViewSet)
