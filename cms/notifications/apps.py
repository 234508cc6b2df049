from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "cms.notifications"
    label = "notifications"
    verbose_name = "Notifications"

    def ready(self) -> None:
        from cms.core.policy import register_rows
        from cms.jobs.checks import watch_paths
        from cms.jobs.recurring import recurring
        from cms.notifications import digests
        from cms.notifications.models import Notification
        from cms.notifications.permissions import own_notifications
        from cms.notifications.preferences import DIGEST
        from cms.notifications.services import SEND
        from cms.notifications.vetoes import register_veto

        register_rows(Notification, own_notifications, scope="read:notifications")
        recurring("notifications: repair", "cms.notifications.tasks.repair", minutes=5)
        recurring("notifications: digests", "cms.notifications.tasks.gather", minutes=5)
        register_veto(DIGEST, digests.veto)
        watch_paths(SEND)
