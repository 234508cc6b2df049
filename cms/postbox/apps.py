from django.apps import AppConfig


class PostboxConfig(AppConfig):
    name = "cms.postbox"
    label = "postbox"
    verbose_name = "Post box"

    def ready(self) -> None:
        from cms.jobs.checks import watch_paths
        from cms.jobs.recurring import recurring
        from cms.postbox import checks as checks
        from cms.postbox.services import HANDLE

        recurring("postbox: fetch", "cms.postbox.tasks.fetch", minutes=2, cluster="slow")
        recurring("postbox: tidy", "cms.postbox.tasks.tidy", minutes=60, cluster="slow")
        watch_paths(HANDLE)
