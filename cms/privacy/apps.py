from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """What is held on a person, closing an account, and how long things are kept."""

    name = "cms.privacy"
    label = "privacy"
    verbose_name = "Privacy"
