from django.apps import AppConfig


class BriefingsConfig(AppConfig):
    name = "cms.briefings"
    label = "briefings"
    verbose_name = "Briefings"
