from django.apps import AppConfig


class StorageConfig(AppConfig):
    name = "cms.storage"
    label = "storage"
    verbose_name = "File store"

    def ready(self) -> None:
        from cms.core import content_version
        from cms.jobs.checks import watch_paths
        from cms.jobs.health import register_part
        from cms.jobs.recurring import recurring
        from cms.storage import uploads
        from cms.storage.models import UploadedFile, UploadTicket
        from cms.storage.services import COPY
        from cms.storage.signals import connect
        from cms.storage.stores import store_is_well
        from cms.storage.texts import READ

        connect()
        uploads.register()
        content_version.watch(UploadTicket, UploadedFile)
        recurring("storage: sync", "cms.storage.tasks.sync", minutes=10, cluster="slow")
        watch_paths(COPY, READ)
        register_part("storage", store_is_well)
