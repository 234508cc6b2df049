"""Register imports: what was uploaded, what each row asks of an editor, and what editors have settled once."""

from django.conf import settings
from django.db import models

from cms.core import clock


class NameDecision(models.Model):
    """What an editor settled a printed name to mean. Asked once, kept, and used by every later import."""

    class Outcome(models.TextChoices):
        THIS = "this", "This is …"
        THESE = "these", "These bodies"
        NEW = "new", "A new partner"
        NOT_AN_ORGANISATION = "none", "Not an organisation"

    text = models.CharField(max_length=250)
    normalised = models.CharField(max_length=250, unique=True, editable=False)
    outcome = models.CharField(max_length=5, choices=Outcome)
    partners = models.ManyToManyField("snippets.Partner", blank=True, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["text"]

    def __str__(self) -> str:
        return f"“{self.text}”: {self.get_outcome_display()}"


class RegisterImport(models.Model):
    """One uploaded file and what became of it."""

    file_name = models.CharField(max_length=250)
    format = models.CharField(max_length=10)
    sha256 = models.CharField(max_length=64)
    as_of = models.DateField()
    complete = models.BooleanField("the file is the whole register", default=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    uploaded_at = models.DateTimeField(default=clock.now)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return f"{self.file_name}, as of {self.as_of:%d %B %Y}"


class ImportRow(models.Model):
    """One row of an import, kept as printed. It waits until every name is settled; then it is applied."""

    class Status(models.TextChoices):
        NEW = "new", "New"
        CHANGED = "changed", "Changed"
        UNCHANGED = "unchanged", "Unchanged"
        UNRESOLVED = "unresolved", "Waits for a decision"
        INVALID = "invalid", "Cannot be read"

    register_import = models.ForeignKey(RegisterImport, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    cells = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=Status)
    outcome = models.JSONField(default=dict)  # the answer for this row, as `import_register --json` prints it
    isp = models.ForeignKey("snippets.Isp", models.SET_NULL, null=True, related_name="+")
    applied_at = models.DateTimeField(null=True)
    set_aside_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["register_import", "number"]
        constraints = [models.UniqueConstraint(fields=["register_import", "number"], name="import_row_once")]

    def __str__(self) -> str:
        return f"row {self.number} of {self.register_import}"
