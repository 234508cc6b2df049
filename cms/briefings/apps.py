from django.apps import AppConfig


class BriefingsConfig(AppConfig):
    name = "cms.briefings"
    label = "briefings"
    verbose_name = "Briefings"

    def ready(self) -> None:
        from cms.briefings import letter, permissions, search, sending, subscriptions, tasks
        from cms.briefings.models import Correction, Edition, EditionItem
        from cms.core import content_version
        from cms.jobs.checks import watch_paths
        from cms.jobs.recurring import recurring
        from cms.notifications.kinds import register_kind
        from cms.notifications.letters import register_letter
        from cms.notifications.links import register_link, register_stop
        from cms.notifications.vetoes import register_veto

        permissions.register()
        search.connect()
        subscriptions.connect()
        content_version.watch(Edition, EditionItem, Correction)
        for source in (sending.BRIEFING, sending.PUBLIC, letter.TEST):
            register_letter(source, letter.write)
        for source in (sending.CORRECTION, sending.PUBLIC_CORRECTION):
            register_letter(source, letter.write_correction)
        for source in (sending.PUBLIC, sending.PUBLIC_CORRECTION):
            register_stop(source, subscriptions.stop_link)
        register_link(subscriptions.CONFIRM, subscriptions.confirm_link)
        register_veto(sending.BRIEFING, letter.veto)
        register_veto(sending.PUBLIC, letter.veto_public)
        register_veto(sending.CORRECTION, letter.veto_correction)
        register_veto(sending.PUBLIC_CORRECTION, letter.veto_public_correction)
        register_veto(subscriptions.CONFIRM, subscriptions.confirm_veto)
        register_kind(
            letter.KIND,
            label="Briefings",
            about="What is new, chosen by the core team.",
            sources=(sending.BRIEFING, sending.CORRECTION),
        )
        recurring("briefings: send", "cms.briefings.tasks.tick", minutes=5)
        recurring("briefings: forget", "cms.briefings.tasks.forget", minutes=60)
        watch_paths(tasks.ADVANCE, tasks.CORRECT)
