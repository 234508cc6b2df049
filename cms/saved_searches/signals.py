"""What happens to people, as far as their saved searches are concerned."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models.signals import post_delete, post_save

from cms.members.models import Membership, PartnerRole, SiteRole
from cms.saved_searches.finding import recheck_person, remove_for_inactive


def account_changed(sender: type[Any], instance: Any, created: bool = False, **_: Any) -> None:
    if not created and not instance.is_active:
        remove_for_inactive(instance.pk)


def rights_changed(sender: type[Any], instance: Any, **_: Any) -> None:
    """What a new member may find is news to them; what they had to leave is left out wherever it is read."""
    for person in (instance.user_id, getattr(instance, "deputy_id", None)):
        if person is not None:
            recheck_person(person)


def connect() -> None:
    """Called once, when the app is ready."""
    post_save.connect(account_changed, sender=get_user_model(), dispatch_uid="saved_searches_account")
    for model in (Membership, PartnerRole, SiteRole):
        for name, signal in (("save", post_save), ("delete", post_delete)):
            signal.connect(rights_changed, sender=model, dispatch_uid=f"saved_searches_{model.__name__}_{name}")
