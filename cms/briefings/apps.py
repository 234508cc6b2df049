from django.apps import AppConfig


class BriefingsConfig(AppConfig):
    name = "cms.briefings"
    label = "briefings"
    verbose_name = "Briefings"

    def ready(self) -> None:
        from cms.briefings import permissions
        from cms.briefings.models import Correction, Edition, EditionItem
        from cms.core import content_version

        permissions.register()
        content_version.watch(Edition, EditionItem, Correction)
