from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "cms.signing"
    label = "signing"
    verbose_name = "Signing"

    def ready(self) -> None:
        from cms.core import content_version
        from cms.signing import permissions
        from cms.signing.models import Signature

        permissions.register()
        content_version.watch(Signature)
