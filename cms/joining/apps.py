from django.apps import AppConfig


class JoiningConfig(AppConfig):
    """How bodies join: applications, the charter and who signed it, sponsors."""

    name = "cms.joining"
    label = "joining"
    verbose_name = "Joining"

    def ready(self) -> None:
        from cms.core import content_version
        from cms.jobs.recurring import recurring
        from cms.joining import keys, permissions, scans, tasks
        from cms.joining.models import Application, CharterSignature, CharterVersion, Sponsor
        from cms.joining.services import deciding, sponsors, standing
        from cms.members.services.invitations import on_accepted
        from cms.notifications.kinds import AT_ONCE_OR_DAILY, register_kind
        from cms.notifications.links import register_link
        from cms.notifications.vetoes import register_veto
        from cms.snippets.standing import on_standing_changed

        permissions.register()
        scans.register()
        on_accepted(deciding.give_the_other_roles)
        on_standing_changed(standing.follow)
        content_version.watch(Application, CharterVersion, CharterSignature, Sponsor)
        register_link(keys.SOURCE, keys.link)
        register_veto(keys.SOURCE, keys.veto)
        register_veto("application", deciding.veto)
        register_veto(tasks.SOURCE, tasks.veto)
        register_veto(sponsors.SOURCE, sponsors.veto)
        register_kind(
            "joining",
            label="Joining and the charter",
            about="Who wants to join, the charter to sign, and sponsors.",
            sources=("application", keys.SOURCE, tasks.SOURCE, sponsors.SOURCE),
            choices=AT_ONCE_OR_DAILY,
            because="Somebody waits for your answer or your signature.",
        )
        recurring("charter: who has to sign", "cms.joining.tasks.remind", minutes=60)
