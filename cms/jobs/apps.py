from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "cms.jobs"
    label = "jobs"
    verbose_name = "Jobs"

    def ready(self) -> None:
        from cms.jobs import checks, marks
        from cms.jobs.recurring import recurring

        checks.connect()
        marks.connect()
        recurring("jobs: clean up", "cms.jobs.tasks.clean_up", minutes=60)
        # Neighbours and lower apps cannot import this one: their jobs are named here.
        recurring("audit: seal", "cms.audit.tasks.seal_events", minutes=1)
