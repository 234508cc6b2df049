from django.apps import AppConfig


class ReorganisationConfig(AppConfig):
    name = "cms.reorganisation"
    label = "reorganisation"
    verbose_name = "Reorganisations"

    def ready(self) -> None:
        from cms.core import content_version
        from cms.jobs.recurring import recurring
        from cms.notifications.kinds import ALWAYS, register_kind
        from cms.reorganisation import models, permissions

        permissions.register()
        register_kind(
            "reorganisation",
            label="Bodies that merge, split or end",
            about="What is planned for your organisation, and what was carried out.",
            choices=ALWAYS,
            because="It changes who your agreements are with.",
        )
        content_version.watch(
            models.Reorganisation,
            models.Change,
            models.ChangeBody,
            models.PlannedBody,
            models.IspChoice,
            models.Placement,
            models.Proposal,
        )
        recurring("carry out reorganisations", "cms.reorganisation.tasks.carry_out_due", minutes=60, cluster="slow")
