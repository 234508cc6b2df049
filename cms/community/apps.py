from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "cms.community"
    label = "community"
    verbose_name = "Community"
