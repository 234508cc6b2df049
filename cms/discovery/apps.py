from django.apps import AppConfig


class DiscoveryConfig(AppConfig):
    name = "cms.discovery"
    label = "discovery"
    verbose_name = "Search"

    def ready(self) -> None:
        from cms.core import content_version
        from cms.discovery import models, permissions, synonyms, tasks
        from cms.jobs.recurring import recurring
        from cms.notifications.kinds import register_kind
        from search import outbox, registry

        permissions.register()
        content_version.watch(models.SynonymSet, models.Pin, models.Exclusion)
        registry.register_synonyms(synonyms.current)
        outbox.listen(tasks.ask_for_a_run)
        register_kind(
            "search", label="The health of search", about="Search had to be mended two nights running.", core_team=True
        )
        recurring("search changes", "cms.discovery.tasks.send_search_changes", minutes=1)
        recurring("search comparison", "cms.discovery.tasks.compare_at_night", minutes=60, cluster="slow")
