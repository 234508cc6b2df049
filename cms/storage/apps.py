from django.apps import AppConfig


class StorageConfig(AppConfig):
    name = "cms.storage"
    label = "storage"
    verbose_name = "File store"

    def ready(self) -> None:
        from django.db.models.signals import post_save
        from wagtail.documents import get_document_model

        from cms.jobs.checks import watch_paths
        from cms.jobs.health import register_part
        from cms.jobs.recurring import recurring
        from cms.storage.services import COPY
        from cms.storage.signals import document_saved
        from cms.storage.stores import store_is_well

        post_save.connect(document_saved, sender=get_document_model(), dispatch_uid="storage.document_saved")
        recurring("storage: sync", "cms.storage.tasks.sync", minutes=10, cluster="slow")
        watch_paths(COPY)
        register_part("storage", store_is_well)
