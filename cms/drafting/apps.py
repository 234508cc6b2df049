from django.apps import AppConfig


class DraftingConfig(AppConfig):
    name = "cms.drafting"
    label = "drafting"
    verbose_name = "Drafting"
