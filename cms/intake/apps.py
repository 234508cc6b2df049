from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "cms.intake"
    label = "intake"
    verbose_name = "Old agreements"

    def ready(self) -> None:
        from wagtail.documents import get_document_model

        from cms.core import content_version, visibility
        from cms.intake import inward, models, permissions, reading
        from cms.intake.services import bringing, sheets
        from cms.jobs.checks import watch_paths
        from cms.jobs.recurring import recurring
        from cms.notifications.kinds import ALWAYS, register_kind
        from cms.notifications.models import Frequency
        from cms.storage import waiting
        from cms.storage.uploads import Limits, register_purpose

        permissions.register()
        register_kind(
            "intake",
            label="Old agreements brought in",
            about="An old agreement that names your organisation was put into the register.",
            default=Frequency.DAILY,
            choices=ALWAYS,
            because="It says that your organisation is covered: somebody of yours has to know.",
        )
        for column in ("document", "readable"):
            owner = visibility.held_by(models.Paper, column, exclusive=True)
            visibility.register_file_owner(get_document_model(), owner)
        content_version.watch(*permissions.RULES)
        register_purpose(
            bringing.FILES,
            bringing.take_paper,
            may=bringing.may_send,
            back=lambda target: f"/organisation/add/{target}",
            limits=Limits(kinds=bringing.KINDS),
        )
        register_purpose(
            bringing.SHEET,
            sheets.take_sheet,
            may=bringing.may_send,
            back=lambda target: f"/organisation/add/{target}",
            limits=Limits(files=5, file_bytes=10 << 20, total_bytes=20 << 20, kinds=sheets.KINDS),
            keeps=False,
        )
        inward.register()
        waiting.register_ready(reading.read_waited)
        recurring("old agreements: read", "cms.intake.tasks.sync", minutes=10, cluster="slow")
        watch_paths(reading.READ)
