"""Once a version is sent out, nobody is asked for their view of it any more. In the transaction of that change."""

from typing import Any

from django.db.models.signals import post_save

from cms.drafting.models import PeerReview
from cms.drafting.permissions import BEING_WRITTEN
from cms.drafting.services.peers import end_all
from cms.snippets.models import IspVersion


def connect() -> None:
    """Called once, when the app is ready."""
    post_save.connect(_version_saved, sender=IspVersion, dispatch_uid="drafting_version_saved")


def _version_saved(sender: Any, instance: IspVersion, **_: Any) -> None:
    if instance.state in BEING_WRITTEN:
        return
    if PeerReview.objects.filter(version=instance.pk, ended_at=None).exists():
        end_all(instance, "It was sent out for signature.")
