from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "cms.community"
    label = "community"
    verbose_name = "Community"

    def ready(self) -> None:
        from cms.community import holding, permissions
        from cms.community.models import SupportCase
        from cms.core import content_version
        from cms.notifications.kinds import AT_ONCE_OR_DAILY, register_kind

        permissions.register()
        holding.register()
        content_version.watch(SupportCase)
        register_kind(
            "support-case",
            label="Requests for help with sharing",
            about="What you asked, and what the core team is asked.",
            choices=AT_ONCE_OR_DAILY,
            because="You asked, so the answer comes to you.",
        )
