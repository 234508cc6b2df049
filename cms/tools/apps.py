from django.apps import AppConfig


class ToolsConfig(AppConfig):
    """Saved queries for spreadsheets and dashboards, and how much each token is used."""

    name = "cms.tools"
    label = "tools"
    verbose_name = "Tools that plug in"

    def ready(self) -> None:
        from cms.jobs.recurring import recurring
        from cms.tools import permissions

        permissions.register()
        recurring("tools: use of tokens", "cms.tools.tasks.write_use", minutes=5)
        recurring("tools: fields that go away", "cms.tools.tasks.warn_of_fields_that_go", minutes=60)
        recurring("tools: old audiences", "cms.tools.tasks.forget_old_audiences", minutes=60)
