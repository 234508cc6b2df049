from django.apps import AppConfig


class SigningConfig(AppConfig):
    name = "cms.signing"
    label = "signing"
    verbose_name = "Signing"

    def ready(self) -> None:
        from cms.core import content_version
        from cms.jobs.recurring import recurring
        from cms.signing import dates, kinds, permissions, scans
        from cms.signing.amendments import permissions as amendment_permissions
        from cms.signing.models import (
            Accession,
            Advice,
            AmendmentChange,
            AmendmentNotice,
            Chase,
            Delegation,
            Leaving,
            Objection,
            SendingOut,
            Signature,
            StuckRequest,
        )
        from cms.signing.services import notices

        permissions.register()
        kinds.register()
        dates.register()
        amendment_permissions.register()
        notices.register()
        scans.register()
        content_version.watch(Signature, AmendmentNotice, AmendmentChange, Objection)
        content_version.watch(Accession, Advice, Chase, Delegation, Leaving, SendingOut, StuckRequest)
        recurring("tell of amendments", "cms.signing.amendments.tasks.tell_what_counts", minutes=60)
