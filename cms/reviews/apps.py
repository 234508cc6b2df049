from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "cms.reviews"
    label = "reviews"
    verbose_name = "Reviews"

    def ready(self) -> None:
        from cms.core import content_version
        from cms.jobs.recurring import recurring
        from cms.notifications.vetoes import register_veto
        from cms.reviews import permissions, reminders
        from cms.reviews.models import Review, ReviewTrigger

        permissions.register()
        content_version.watch(Review, ReviewTrigger)
        register_veto(reminders.MAIL, reminders.veto)
        recurring("plan reminders", "cms.reviews.tasks.plan_reminders", minutes=15)
        recurring("recheck what law and guidance changed", "cms.reviews.rechecks.fire_rechecks", minutes=15)
