from django.apps import AppConfig


class ReorganisationConfig(AppConfig):
    name = "cms.reorganisation"
    label = "reorganisation"
    verbose_name = "Reorganisations"
