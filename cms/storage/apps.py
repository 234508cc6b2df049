from django.apps import AppConfig


class StorageConfig(AppConfig):
    name = "cms.storage"
    label = "storage"
    verbose_name = "File store"

    def ready(self) -> None:
        from cms.core import content_version
        from cms.jobs.checks import watch_paths
        from cms.jobs.health import register_alarm, register_part
        from cms.jobs.recurring import recurring
        from cms.storage import checks as checks  # registers itself
        from cms.storage import permissions, uploads, waiting
        from cms.storage.inbound import setup as inbound
        from cms.storage.models import UploadedFile, UploadTicket
        from cms.storage.places import media_is_well
        from cms.storage.reconcile import runs
        from cms.storage.signals import connect
        from cms.storage.texts import COVER, READ

        connect()
        permissions.register()
        uploads.register()
        inbound.connect()
        content_version.watch(UploadTicket, UploadedFile)
        recurring("storage: sync", "cms.storage.tasks.sync", minutes=10, cluster="slow")
        recurring("storage: scan", waiting.SCAN, minutes=5, cluster="slow")
        recurring("storage: push", "cms.storage.tasks.push", minutes=1, cluster="slow")
        recurring("storage: mirror", "cms.storage.tasks.keep_mirror", minutes=1, cluster="slow")
        recurring("storage: compare", "cms.storage.tasks.compare_at_night", minutes=60, cluster="slow")
        watch_paths(READ, COVER, waiting.SCAN, waiting.SCAN_AGAIN, runs.GO_ON)
        register_part("storage", media_is_well)
        register_alarm("files", runs.files_are_well)
        register_alarm("scanner", waiting.is_well)
