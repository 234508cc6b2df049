from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "cms.audit"
    label = "audit"
    verbose_name = "Audit trail"

    def ready(self) -> None:
        from cms.audit import wagtail_log

        wagtail_log.connect()
