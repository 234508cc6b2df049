from django.apps import AppConfig


class OverviewConfig(AppConfig):
    name = "cms.overview"
    label = "overview"
    verbose_name = "Overview"
