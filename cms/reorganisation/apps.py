from django.apps import AppConfig


class ReorganisationConfig(AppConfig):
    name = "cms.reorganisation"
    label = "reorganisation"
    verbose_name = "Reorganisations"

    def ready(self) -> None:
        from cms.core import content_version
        from cms.jobs.recurring import recurring
        from cms.reorganisation import models, permissions

        permissions.register()
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
