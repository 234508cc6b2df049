"""What one step changed, row by row, to be shown and taken back: an import, a list, a merger of two rows."""

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from cms.core import clock


class ChangeSet(models.Model):
    """One step that the core team took and can take back."""

    class Kind(models.TextChoices):
        REGISTER = "register", "Register import"
        LIST = "list", "List of organisations"
        MERGE = "merge", "Two rows of one body put together"

    kind = models.CharField(max_length=8, choices=Kind)
    title = models.CharField(max_length=250)
    form = models.CharField(max_length=40, blank=True)  # as the importer calls it: "dea", "GP practices"
    sha256 = models.CharField(max_length=64, blank=True)
    as_of = models.DateField(null=True)
    counts = models.JSONField(default=dict)
    register_import = models.OneToOneField(
        "snippets.RegisterImport", models.PROTECT, null=True, related_name="change_set"
    )
    survivor = models.ForeignKey("snippets.Partner", models.PROTECT, null=True, related_name="+")
    duplicate = models.ForeignKey("snippets.Partner", models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.title}"


class Change(models.Model):
    """What a step did to one thing and what belongs to it.

    `writes` is a list of {"model", "pk", "before", "after"}: `before` is null for what was made, `after` for what was
    taken away; otherwise both hold the columns that differ, as JSON.
    """

    change_set = models.ForeignKey(ChangeSet, models.CASCADE, related_name="changes")
    row = models.PositiveIntegerField(default=0)  # of the file; 0 where there is none
    label = models.CharField(max_length=250)
    model = models.CharField(max_length=80)
    object_id = models.BigIntegerField()
    writes = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    undone_at = models.DateTimeField(null=True)
    left_because = models.CharField(max_length=500, blank=True)  # why the last attempt to take it back left it

    class Meta:
        ordering = ["change_set", "pk"]
        indexes = [models.Index(fields=["model", "object_id"], name="change_object")]

    def __str__(self) -> str:
        return self.label

    @property
    def columns(self) -> list[tuple[str, Any, Any]]:
        """(column in words, before, after) of what was changed of the thing itself."""
        own = [w for w in self.writes if w["model"] == self.model and w["pk"] == self.object_id and w["before"]]
        return [
            (name.removesuffix("_id").replace("_", " "), value, (write["after"] or {}).get(name, ""))
            for write in own
            for name, value in write["before"].items()
            if name != "source"
        ]
