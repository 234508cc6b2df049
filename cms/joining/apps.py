from django.apps import AppConfig


class JoiningConfig(AppConfig):
    """How bodies join: applications, the charter and who signed it, sponsors."""

    name = "cms.joining"
    label = "joining"
    verbose_name = "Joining"
