from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "cms.signing"
    label = "signing"
    verbose_name = "Signing"
