from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "cms.consultations"
    label = "consultations"
    verbose_name = "Consultations"

    def ready(self) -> None:
        from cms.consultations import permissions, search, telling
        from cms.consultations.models import Consultation, ConsultationComment, Paragraph
        from cms.core import content_version
        from cms.jobs.recurring import recurring
        from cms.notifications.kinds import register_kind
        from cms.notifications.models import Frequency
        from cms.notifications.vetoes import register_veto

        permissions.register()
        search.connect()
        content_version.watch(Consultation, Paragraph, ConsultationComment)
        register_veto(telling.OPENED, telling.veto)
        register_veto(telling.ANSWERED, telling.veto)
        register_kind(
            "consultations",
            label="Consultations",
            about="A draft on which you are asked has opened, or the response to what you said is published.",
            sources=(telling.OPENED, telling.ANSWERED),
            default=Frequency.DAILY,
        )
        recurring("consultations that open", "cms.consultations.telling.tick", minutes=60)
