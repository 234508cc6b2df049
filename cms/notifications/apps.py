from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "cms.notifications"
    label = "notifications"
    verbose_name = "Notifications"

    def ready(self) -> None:
        from cms.core.policy import register_rows
        from cms.jobs.checks import watch_paths
        from cms.jobs.recurring import recurring
        from cms.notifications.models import Notification
        from cms.notifications.permissions import own_notifications
        from cms.notifications.services import SEND

        register_rows(Notification, own_notifications, scope="read:notifications")
        recurring("notifications: repair", "cms.notifications.tasks.repair", minutes=5)
        watch_paths(SEND)
