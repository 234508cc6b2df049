from django.apps import AppConfig
from django.db.models import Q


class OverviewConfig(AppConfig):
    name = "cms.overview"
    label = "overview"
    verbose_name = "Overview"

    def ready(self) -> None:
        from cms.overview import permissions

        permissions.register()
        # Pages and registers do not know each other: the room above both puts the pages' importers on the screen.
        from cms.jobs.recurring import recurring
        from cms.pages.importers.guidance import import_guidance
        from cms.pages.importers.horizon import import_horizon
        from cms.pages.importers.stories import import_stories
        from cms.snippets.admin_views.files import register_importer
        from cms.snippets.importers.undoing import register_harmless
        from cms.snippets.merging.moves import register_kept

        recurring("links that do not work", "cms.overview.tasks.ask_links", minutes=60, cluster="slow")
        register_kept("overview.notthesame")
        # Reviews that the planner made by itself keep no import from being undone.
        register_harmless("reviews.review", Q(completed_on=None))
        register_importer("guidance", "National guidance", lambda table, by: import_guidance(table, by=by))
        register_importer("horizon", "Changes ahead", lambda table, by: import_horizon(table, by=by))
        register_importer("stories", "Success stories", lambda table, by: import_stories(table, by=by))
        # A body that ends or passes on calls for a look at its agreements: reviews and reorganisations are neighbours.
        from cms.overview.succession import look_again
        from cms.reorganisation.follow_ups import register_follow_up

        register_follow_up(look_again)
        # A request becomes a draft or a thread, a thread becomes guidance: each crosses two rooms.
        from cms.community.turns import register_turn
        from cms.core import content_version
        from cms.notifications.kinds import register_kind
        from cms.notifications.vetoes import register_veto
        from cms.overview import files_telling, guidance_signals, thread_to_guidance
        from cms.overview.models import Credit, GuidanceSource

        register_turn(
            "draft",
            "Begin a draft agreement",
            about="With the asker’s words at its start, led by their organisation. The asker owns it and is told.",
            url_name="support_case_draft",
            at_once=True,
        )
        register_turn(
            "thread",
            "Ask other members",
            about="You see first what every member would read. It names neither the asker nor their organisation.",
            url_name="support_case_thread",
        )
        content_version.watch(Credit, GuidanceSource)
        register_kind(
            thread_to_guidance.KIND,
            label="Guidance from what you wrote",
            about="Whether your name may stand at it, and that it is there.",
        )
        register_veto(thread_to_guidance.KIND, thread_to_guidance.veto)
        guidance_signals.connect()
        files_telling.register()
