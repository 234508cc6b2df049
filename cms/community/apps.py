from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "cms.community"
    label = "community"
    verbose_name = "Community"

    def ready(self) -> None:
        from cms.community import permissions
        from cms.community.models import SupportCase
        from cms.core import content_version

        permissions.register()
        content_version.watch(SupportCase)
