from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "cms.community"
    label = "community"
    verbose_name = "Community"

    def ready(self) -> None:
        from cms.community import holding, keys, permissions
        from cms.community.models import CaseMessage, CaseThread, FollowUp, SupportCase
        from cms.community.vetoes import veto
        from cms.core import content_version
        from cms.jobs.recurring import recurring
        from cms.notifications.kinds import AT_ONCE_OR_DAILY, register_kind
        from cms.notifications.links import register_link
        from cms.notifications.vetoes import register_veto

        permissions.register()
        holding.register()
        content_version.watch(SupportCase, CaseMessage, CaseThread, FollowUp)
        register_link(keys.KEYED, keys.link)
        for source in ("support-case", keys.KEYED):
            register_veto(source, veto)
        recurring("requests: what came of them", "cms.community.tasks.ask_what_came_of_it", minutes=60)
        register_kind(
            "support-case",
            label="Requests for help with sharing",
            about="What you asked, and what the core team is asked.",
            sources=("support-case", keys.KEYED),
            choices=AT_ONCE_OR_DAILY,
            because="You asked, so the answer comes to you.",
        )
