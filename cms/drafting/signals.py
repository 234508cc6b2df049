"""Once a version is sent out, or a person leaves, a view is no longer asked for. In the transaction of that change."""

from typing import Any

from django.db.models.signals import post_save

from cms.drafting.models import PeerReview
from cms.drafting.permissions import BEING_WRITTEN
from cms.drafting.services.peers import end_all, end_of_leaver
from cms.members.models import Membership
from cms.members.selectors import members_of
from cms.snippets.models import IspVersion


def connect() -> None:
    """Called once, when the app is ready."""
    post_save.connect(_version_saved, sender=IspVersion, dispatch_uid="drafting_version_saved")
    post_save.connect(_membership_saved, sender=Membership, dispatch_uid="drafting_membership_saved")


def _version_saved(sender: Any, instance: IspVersion, **_: Any) -> None:
    if instance.state in BEING_WRITTEN:
        return
    if PeerReview.objects.filter(version=instance.pk, ended_at=None).exists():
        end_all(instance, "It was sent out for signature.")


def _membership_saved(sender: Any, instance: Membership, **_: Any) -> None:
    rows = PeerReview.objects.filter(person=instance.user_id, partner=instance.partner_id, ended_at=None)
    for review in rows.select_related("version__isp"):
        if not members_of(instance.partner_id).filter(pk=instance.user_id).exists():
            end_of_leaver(review)
