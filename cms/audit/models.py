from typing import Any, NoReturn

from django.db import models


class AppendOnly(models.QuerySet[Any]):
    def _refuse(self) -> NoReturn:
        raise TypeError("The audit trail is only ever added to.")

    def update(self, **kwargs: Any) -> NoReturn:
        self._refuse()

    def delete(self) -> NoReturn:
        self._refuse()

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        self._refuse()

    def update_or_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        self._refuse()


class AddedOnce(models.Model):
    """A row that is written once. Production also gives the application's database role INSERT and SELECT only."""

    objects = AppendOnly.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("The audit trail is only ever added to.")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("The audit trail is only ever added to.")


class AuditEvent(AddedOnce):
    """Who did what to what. Keys, not foreign keys: a row outlives the person and the object that it names."""

    at = models.DateTimeField(db_index=True)
    actor_id = models.BigIntegerField(null=True, db_index=True)
    actor_kind = models.CharField(max_length=10)  # person, token, system or public
    token_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    action = models.CharField(max_length=60, db_index=True)
    object_type = models.CharField(max_length=80, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    object_label = models.CharField(max_length=250, blank=True)
    before_hash = models.CharField(max_length=64, blank=True)
    after_hash = models.CharField(max_length=64, blank=True)
    request_id = models.CharField(max_length=64, blank=True)
    network = models.CharField(max_length=50, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="audit_object"),
            models.Index(fields=["organisation_id", "id"], name="audit_of_a_body"),
        ]
        verbose_name = "audit event"

    def __str__(self) -> str:
        return f"{self.action} {self.object_label}".strip()


class AuditSeal(AddedOnce):
    """One link of the chain: `digest` covers the event and the digest before it, so a change shows ever after."""

    position = models.PositiveBigIntegerField(unique=True)
    event_id = models.BigIntegerField(unique=True)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["position"]
