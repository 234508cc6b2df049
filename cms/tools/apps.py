from django.apps import AppConfig


class ToolsConfig(AppConfig):
    """Saved queries for spreadsheets and dashboards, and how much each token is used."""

    name = "cms.tools"
    label = "tools"
    verbose_name = "Tools that plug in"
