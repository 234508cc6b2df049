from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "cms.reviews"
    label = "reviews"
    verbose_name = "Reviews"

    def ready(self) -> None:
        from cms.core import content_version
        from cms.core.policy import register_action
        from cms.jobs.recurring import recurring
        from cms.members.dates import register_dates
        from cms.notifications import kinds
        from cms.notifications.vetoes import register_veto
        from cms.reviews import calendar, notes, owners, permissions, reminders
        from cms.reviews.models import Review, ReviewTrigger

        permissions.register()
        owners.register()
        register_dates("reviews", calendar.review_dates)
        register_action(notes.MANAGE, notes.may_manage)
        kinds.register_kind(
            "reviews",
            label="Reviews that are due",
            about="Agreements and pages of yours that are due for review, or late.",
            sources=(reminders.MAIL, reminders.SITE),
            choices=kinds.ALWAYS,
            because="Somebody must hear when an agreement is due. You may get it together with other things.",
        )
        kinds.register_kind(
            "needs-change",
            label="Agreements and pages that need a change, or have ended",
            about="A reviewer says that something must change, or that it is no longer needed.",
            sources=("needs-change", "page-review", "retired"),
        )
        kinds.register_kind(
            "trigger",
            label="What calls for a review",
            about="A breach, a complaint or a change of the law about an agreement that you look after.",
            sources=("trigger", "recheck"),
            choices=kinds.ALWAYS,
            because="What went wrong must not wait unseen.",
        )
        kinds.register_kind(
            notes.SOURCE,
            label="Notes to the management group",
            about="The core team asks the management group for a friendly word with a partner.",
            choices=kinds.ALWAYS,
            because="The group decided to hear of what is 90 days late.",
        )
        kinds.register_kind(
            notes.DRAFTED,
            label="Drafted notes to the management group",
            about="A review is 90 days late, and a note waits for you.",
            core_team=True,
        )
        content_version.watch(Review, ReviewTrigger)
        register_veto(reminders.MAIL, reminders.veto)
        recurring("plan reminders", "cms.reviews.tasks.plan_reminders", minutes=15)
        recurring("recheck what law and guidance changed", "cms.reviews.rechecks.fire_rechecks", minutes=15)
