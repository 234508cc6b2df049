from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "cms.members"
    label = "members"
    verbose_name = "People"

    def ready(self) -> None:
        from cms.core import content_version
        from cms.jobs.recurring import recurring
        from cms.members import checks, permissions, search  # noqa: F401 - checks register themselves
        from cms.members.models import Membership, PartnerRole, SiteRole, User
        from cms.members.services.invitations import link_in_mail, reason_not_to_send
        from cms.notifications.links import register_link
        from cms.notifications.vetoes import register_veto

        permissions.register()
        recurring("members: groups follow roles", "cms.members.tasks.follow_roles", minutes=60)
        register_link("invitation", link_in_mail)
        register_veto("invitation", reason_not_to_send)
        search.connect()
        content_version.watch(Membership, PartnerRole, SiteRole, User)
