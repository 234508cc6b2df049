from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "cms.events"
    label = "events"
    verbose_name = "Events"

    def ready(self) -> None:
        from wagtail.documents import get_document_model

        from cms.core import content_version, visibility
        from cms.events import models, permissions

        permissions.register()
        content_version.watch(models.SignUp, models.Place, models.Paper, models.Barrier)
        visibility.register_file_owner(
            get_document_model(), visibility.held_by(models.Paper, "document", exclusive=False)
        )
