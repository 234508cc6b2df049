"""Writes in the admin: Wagtail notes each of them in its own log, and each note becomes an event of the trail."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models.signals import post_save
from wagtail.models import ModelLogEntry, PageLogEntry

from cms.audit.discretion import CLOSED, may_be_closed, nameless, number_of
from cms.audit.services import record
from cms.core.requester import Requester

_told: ContextVar[bool] = ContextVar("audit_told", default=False)


@contextmanager
def told_by_the_screen() -> Iterator[None]:
    """Around a save of Wagtail's that the screen itself puts on record, in its own words: one act, one event."""
    token = _told.set(True)
    try:
        yield
    finally:
        _told.reset(token)


def verb_of(action: str) -> str:
    """ "wagtail.publish.schedule" is "admin.publish_schedule"."""
    return "admin." + action.removeprefix("wagtail.").replace(".", "_")


def to_trail(sender: Any, instance: Any, created: bool, raw: bool = False, **_: Any) -> None:
    """An event for each new entry. Entries without a person are our services' and jobs': these record by themselves."""
    if not created or raw or instance.user_id is None or _told.get():
        return
    by = Requester(user_id=instance.user_id)
    model = instance.content_type.model_class() if instance.content_type_id else None
    if model is None:
        record(by, verb_of(instance.action), label="something that is no more")
        return
    pk = instance.page_id if isinstance(instance, PageLogEntry) else instance.object_id
    row = None if instance.deleted else model._base_manager.filter(pk=pk).first()
    label = str(instance.label)
    if row is None:
        if may_be_closed(model):
            label = CLOSED
        elif nameless(model._meta.label_lower):
            label = number_of(model, pk)
        else:
            label = f"{model._meta.verbose_name} {label}"
    record(by, verb_of(instance.action), row, label=label)


def connect() -> None:
    """Called once, when the app is ready."""
    for model in (PageLogEntry, ModelLogEntry):
        post_save.connect(to_trail, sender=model, dispatch_uid=f"audit-{model.__name__}")
