from django.apps import AppConfig


class SavedSearchesConfig(AppConfig):
    name = "cms.saved_searches"
    label = "saved_searches"
    verbose_name = "Saved searches"
