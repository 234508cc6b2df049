from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "cms.events"
    label = "events"
    verbose_name = "Events"

    def ready(self) -> None:
        from wagtail.documents import get_document_model

        from cms.core import content_version, visibility
        from cms.events import dates, holding, mirrored, models, permissions, signals, telling
        from cms.jobs.recurring import recurring
        from cms.notifications.kinds import AT_ONCE_OR_DAILY, register_kind
        from cms.notifications.vetoes import register_veto
        from cms.storage.mirror import register_published

        permissions.register()
        holding.register()
        dates.register()
        signals.connect()
        content_version.watch(models.SignUp, models.Place, models.Paper, models.Barrier)
        papers = visibility.held_by(models.Paper, "document", exclusive=False)
        visibility.register_file_owner(get_document_model(), papers)
        register_published("papers of events", mirrored.wanted)
        register_veto(telling.PLACES, telling.veto)
        register_veto(telling.REMINDER, telling.veto_reminder)
        register_kind(
            telling.PLACES,
            label="Events you signed up to",
            about="Your place, and what changes: another day, another room, cancelled.",
            choices=AT_ONCE_OR_DAILY,
            because="You signed up, so you hear when it changes.",
        )
        register_kind(
            telling.REMINDER,
            label="Reminders of events",
            about="A week before an event at which you have a place, and the day before.",
        )
        recurring("events: reminders and places", "cms.events.tasks.tick", minutes=60)
