from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "cms.members"
    label = "members"
    verbose_name = "People"

    def ready(self) -> None:
        from cms.core import content_version, headers
        from cms.jobs.recurring import recurring
        from cms.members import (  # noqa: F401 - checks register
            checks,
            enrolment,
            holdings,
            merging,
            permissions,
            reach,
            refused_files,
            search,
            sign_in_audit,
            sso,
            token_care,
        )
        from cms.members.models import (
            Absence,
            BodyCheck,
            Membership,
            PartnerRole,
            RoleOffer,
            RoleOfferAnswer,
            Shown,
            SiteRole,
            User,
        )
        from cms.members.selectors import core_team, recipient
        from cms.members.selectors.sign_in import sign_in_origins
        from cms.members.services import body_checks, offers
        from cms.members.services.invitations import link_in_mail, reason_not_to_send
        from cms.notifications import bounces, kinds
        from cms.notifications.links import register_link
        from cms.notifications.vetoes import register_veto
        from cms.storage.inbound.telling import register_team

        permissions.register()
        register_team(lambda: map(recipient, core_team()))
        headers.register_form_targets(sign_in_origins)
        recurring("members: groups follow roles", "cms.members.tasks.follow_roles", minutes=60)
        register_link("invitation", link_in_mail)
        register_veto("invitation", reason_not_to_send)
        holdings.register()
        refused_files.register()
        token_care.register()
        recurring("members: tokens that end", "cms.members.tasks.warn_of_token_ends", minutes=60)
        recurring("members: people who leave", "cms.members.tasks.carry_out_leavings", minutes=60)
        recurring("members: ends that are past", "cms.members.tasks.carry_out_ends", minutes=60)
        recurring("members: yearly check of bodies", "cms.members.tasks.ask_bodies_yearly", minutes=60)
        register_veto(body_checks.SOURCE, body_checks.reason_not_to_send)
        register_veto(offers.SOURCE, offers.reason_not_to_send)
        kinds.register_kind(
            "body-check",
            label="Is this still right?",
            about="Once a year: what we know of your organisation, on one page.",
            choices=kinds.ALWAYS,
            because="Others rely on it when they ring or write to your organisation.",
        )
        kinds.register_kind(
            "role-offer",
            label="Offers to hold a role",
            about="Somebody who serves several organisations offers to hold a role at yours.",
            choices=kinds.ALWAYS,
            because="Nobody but you can answer for your organisation.",
        )
        bounces.on_bounce(reach.note_on_contacts)
        kinds.register_kind(
            "handover",
            label="Handing over and cover",
            about="Somebody leaves or is away, and you take over or cover.",
            sources=("handover", "cover"),
            choices=kinds.AT_ONCE,
            because="You look after something from that day: you must hear of it in time.",
        )
        merging.connect()
        search.connect()
        sign_in_audit.connect()
        content_version.watch(Absence, BodyCheck, Membership, PartnerRole, SiteRole, User)
        content_version.watch(RoleOffer, RoleOfferAnswer, Shown)
