"""Wagtail's signals about documents and collections: a file is read, and search is told."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import Group
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from wagtail.documents import get_document_model
from wagtail.models import Collection as CollectionTree
from wagtail.models import CollectionViewRestriction

from cms.storage import uses
from cms.storage.models import SERVED, KeptName
from cms.storage.texts import plan_text


def document_saved(
    sender: Any, instance: Any, raw: bool = False, update_fields: Collection[str] | None = None, **_: Any
) -> None:
    """Its file is to be read; its title and collection count for what holds it."""
    if raw:
        return
    if update_fields is None or "file" in update_fields:
        kept = KeptName.objects.select_related("content").filter(name=instance.file.name).first()
        if kept is not None and kept.by_id is None and instance.uploaded_by_user_id is not None:
            KeptName.objects.filter(pk=kept.pk).update(by=instance.uploaded_by_user_id)
        if kept is not None and kept.content.state in SERVED:
            plan_text(kept.content.sha256)
    uses.record_documents({instance.pk})


def document_goes(sender: Any, instance: Any, **_: Any) -> None:
    """Before the rows that say who holds it go too."""
    uses.record_documents({instance.pk}, "file deleted")


def collection_saved(sender: Any, instance: Any, **_: Any) -> None:
    """Renamed or about to be moved: the admin saves and moves in one transaction."""
    uses.record_collections(instance.path)


def restriction_changed(sender: Any, instance: Any, action: str = "", **_: Any) -> None:
    if action.startswith("pre_") and action != "pre_clear":
        return
    found = CollectionViewRestriction.objects.filter(groups=instance) if isinstance(instance, Group) else [instance]
    for restriction in found:
        path = CollectionTree.objects.filter(pk=restriction.collection_id).values_list("path", flat=True).first()
        if path:  # a restriction that goes with its collection leaves nothing to do
            uses.record_collections(path)


def connect() -> None:
    """Called once, when the app is ready."""
    document = get_document_model()
    handlers: tuple[tuple[Any, Any, Any], ...] = (
        (post_save, document_saved, document),
        (pre_delete, document_goes, document),
        (post_save, collection_saved, CollectionTree),
        (post_save, restriction_changed, CollectionViewRestriction),
        (post_delete, restriction_changed, CollectionViewRestriction),
        (m2m_changed, restriction_changed, CollectionViewRestriction.groups.through),
    )
    for number, (signal, handler, sender) in enumerate(handlers):
        signal.connect(handler, sender=sender, dispatch_uid=f"storage_{number}")
