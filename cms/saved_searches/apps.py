from django.apps import AppConfig


class SavedSearchesConfig(AppConfig):
    name = "cms.saved_searches"
    label = "saved_searches"
    verbose_name = "Saved searches"

    def ready(self) -> None:
        from cms.core import content_version
        from cms.jobs.checks import watch_paths
        from cms.jobs.recurring import recurring
        from cms.notifications.kinds import AT_ONCE, register_kind
        from cms.notifications.links import register_stop
        from cms.notifications.vetoes import register_veto
        from cms.saved_searches import delivery, finding, holding, merging, permissions, signals
        from cms.saved_searches.models import SavedSearch
        from search import worker

        permissions.register()
        holding.register()
        signals.connect()
        merging.connect()
        content_version.watch(SavedSearch)
        worker.on_sent(finding.note_changes)
        register_veto(delivery.MAIL, delivery.veto)
        register_stop(delivery.MAIL, delivery.stop_link)
        register_kind(
            "saved-searches",
            label="Your saved searches",
            about="What is new for the searches that you saved.",
            sources=(delivery.MAIL, finding.SITE),
            choices=AT_ONCE,
            because="You choose for each saved search how often it writes.",
            path="/saved-searches",
        )
        recurring("saved searches", "cms.saved_searches.tasks.tick", minutes=5)
        recurring("saved searches: check", "cms.saved_searches.tasks.check_in_the_morning", minutes=60, cluster="slow")
        watch_paths(
            *(f"cms.saved_searches.tasks.{name}" for name in ("match", "take_baseline", "send", "recheck_person"))
        )
