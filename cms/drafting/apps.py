from django.apps import AppConfig


class DraftingConfig(AppConfig):
    name = "cms.drafting"
    label = "drafting"
    verbose_name = "Drafting"

    def ready(self) -> None:
        from cms.core import content_version
        from cms.drafting import permissions, signals
        from cms.drafting.admin_note import TEMPLATE, context
        from cms.drafting.completeness import never_sent_out
        from cms.drafting.models import DraftComment, PeerReview, StepSave
        from cms.jobs.recurring import recurring
        from cms.notifications.kinds import register_kind
        from cms.signing.services.sending import register_check
        from cms.snippets.viewsets.notes import register_version_note

        permissions.register()
        register_kind(
            "drafting",
            label="Drafts and comments",
            about="Somebody asks for your view on a draft, gives theirs, or comments.",
            sources=("peer-review", "draft-comment"),
        )
        signals.connect()
        register_check(never_sent_out)
        register_version_note(TEMPLATE, context)
        content_version.watch(DraftComment, PeerReview, StepSave)
        recurring("remind people asked for a view", "cms.drafting.tasks.remind", minutes=60)
