from django.apps import AppConfig


class PostboxConfig(AppConfig):
    name = "cms.postbox"
    label = "postbox"
    verbose_name = "Post box"
