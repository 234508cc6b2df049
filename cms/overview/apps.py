from django.apps import AppConfig


class OverviewConfig(AppConfig):
    name = "cms.overview"
    label = "overview"
    verbose_name = "Overview"

    def ready(self) -> None:
        from cms.overview import permissions

        permissions.register()
        # Pages and registers do not know each other: the room above both puts the pages' importers on the screen.
        from cms.pages.importers.guidance import import_guidance
        from cms.pages.importers.horizon import import_horizon
        from cms.pages.importers.stories import import_stories
        from cms.snippets.admin_views.files import register_importer

        register_importer("guidance", "National guidance", lambda table, by: import_guidance(table, by=by))
        register_importer("horizon", "Changes ahead", lambda table, by: import_horizon(table, by=by))
        register_importer("stories", "Success stories", lambda table, by: import_stories(table, by=by))
        # A body that ends or passes on calls for a look at its agreements: reviews and reorganisations are neighbours.
        from cms.overview.succession import look_again
        from cms.reorganisation.follow_ups import register_follow_up

        register_follow_up(look_again)
