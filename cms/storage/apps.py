from django.apps import AppConfig


class StorageConfig(AppConfig):
    name = "cms.storage"
    label = "storage"
    verbose_name = "File store"
