from django.apps import AppConfig


class SearchlogConfig(AppConfig):
    name = "cms.searchlog"
    label = "searchlog"
    verbose_name = "Search log"
