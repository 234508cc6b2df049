from django.apps import AppConfig


class DiscoveryConfig(AppConfig):
    name = "cms.discovery"
    label = "discovery"
    verbose_name = "Search"
