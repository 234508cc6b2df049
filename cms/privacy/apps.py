from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """What is held on a person, closing an account, and how long things are kept."""

    name = "cms.privacy"
    label = "privacy"
    verbose_name = "Privacy"

    def ready(self) -> None:
        from cms.jobs.health import register_alarm
        from cms.jobs.recurring import recurring
        from cms.notifications import kinds
        from cms.privacy import names, permissions, retention, tasks

        names.connect()
        permissions.register()
        retention.check()
        recurring("privacy: forget", "cms.privacy.tasks.forget", minutes=60, cluster="slow")
        recurring("privacy: verify the trail", "cms.privacy.tasks.verify_at_night", minutes=60, cluster="slow")
        register_alarm("audit", tasks.trail_is_whole)
        kinds.register_kind(
            tasks.SOURCE,
            label="The audit trail",
            about="The check at night found that the record of who did what was changed.",
            choices=kinds.AT_ONCE,
            because="Somebody may have changed the database: it cannot wait.",
            core_team=True,
        )
