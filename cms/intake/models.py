"""Old agreements on their way into the register: what was sent, what it seems to say, and what a person decided.

Nothing here is a fact of the register. A guess stays a guess, with its source, until a person accepts the paper.
"""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from cms.core.policy import VisibleQuerySet

PERSON = settings.AUTH_USER_MODEL


class Batch(models.Model):
    """Papers that were brought together. Of one partner, or of the core team where `partner` is empty."""

    partner = models.ForeignKey("snippets.Partner", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    made_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    submission_id = models.CharField(max_length=64, blank=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "batch of old agreements"
        verbose_name_plural = "batches of old agreements"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["made_by", "submission_id"], condition=~Q(submission_id=""), name="intake_batch_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Paper(models.Model):
    """One old agreement: a file, or a title alone where nobody holds one. Its states follow from rows and dates."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="papers")
    number = models.PositiveIntegerField(help_text="In its batch, from 1.")
    document = models.ForeignKey("wagtaildocs.Document", models.PROTECT, null=True, blank=True, related_name="+")
    readable = models.ForeignKey(
        "wagtaildocs.Document", models.SET_NULL, null=True, blank=True, related_name="+",
        help_text="A PDF of a photograph, made here.",
    )  # fmt: skip
    name = models.CharField(max_length=200, help_text="The file as its sender called it, or the agreement's title.")
    suffix = models.CharField(max_length=8, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, db_index=True)
    size = models.PositiveBigIntegerField(default=0)
    notes = models.CharField(max_length=250, blank=True)
    added_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()
    pages = models.PositiveIntegerField(default=0, help_text="0 until it is known.")
    attempts = models.PositiveSmallIntegerField(default=0)
    read_at = models.DateTimeField(null=True, blank=True, help_text="When reading ended, with words or without.")
    reading_note = models.CharField(max_length=250, blank=True, help_text="Why there are no words, or not all.")
    lock_version = models.PositiveIntegerField(default=1)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["batch", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["batch", "number"], name="paper_number_once")]

    def __str__(self) -> str:
        return self.name

    def has_file(self) -> bool:
        return self.document_id is not None  # type: ignore[attr-defined]


class PaperPage(models.Model):
    """The words of one page. Written as each is read, so that a worker that dies loses one page at most."""

    class How(models.TextChoices):
        TEXT = "text", "its own words"
        WANTED = "wanted", "a picture, waiting to be read"
        SCAN = "scan", "read from a picture"
        NOT_READ = "not_read", "a picture that was not read"

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="page_rows")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    how = models.CharField(max_length=8, choices=How, default=How.TEXT)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["paper", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["paper", "number"], name="paper_page_once")]

    def __str__(self) -> str:
        return f"{self.paper_id}, page {self.number}"  # type: ignore[attr-defined]


class Guess(models.Model):
    """What a machine, or a spreadsheet, says about one field. Never a fact: `source` shows where it came from."""

    class Field(models.TextChoices):
        TITLE = "title", "Title"
        REFERENCE = "reference", "Reference"
        PARTY = "party", "Partner"
        LEAD = "lead", "Lead"
        SIGNED_ON = "signed_on", "Date it was signed"
        STARTS_ON = "starts_on", "Start"
        ENDS_ON = "ends_on", "End"
        REVIEW_ON = "review_on", "Next review"
        THEME = "theme", "Theme"
        SAME_AS = "same_as", "Maybe the same as"

    class How(models.TextChoices):
        TEXT = "text", "From the file's words"
        SCAN = "scan", "Read from a picture: letters may be wrong"
        FILE_NAME = "file_name", "From the file's name"
        SHEET = "sheet", "From the spreadsheet"
        COMPARED = "compared", "By comparing files"

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="guesses")
    field = models.CharField(max_length=10, choices=Field)
    value = models.CharField(max_length=250, blank=True, help_text="Empty: a person has to choose.")
    printed = models.CharField(max_length=250, blank=True, help_text="As it stands in the source.")
    source = models.CharField(max_length=300, blank=True, help_text="The words around it.")
    page = models.PositiveIntegerField(default=0, help_text="0 where there is none.")
    how = models.CharField(max_length=10, choices=How)
    note = models.CharField(max_length=250, blank=True)
    candidates = models.JSONField(default=list, blank=True, help_text="Slugs a person may choose from; never applied.")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "guesses"
        indexes: ClassVar = [models.Index(fields=["field", "value"], name="guess_value")]

    def __str__(self) -> str:
        return f"{self.field}: {self.value or self.printed}"


class Decision(models.Model):
    """What a person decided about a paper. The latest that is not undone counts; none is ever deleted."""

    class Kind(models.TextChoices):
        ACCEPTED = "accepted", "Accepted"
        LEFT = "left", "Left for later"
        DUPLICATE = "duplicate", "The same as another"
        NOT_ONE = "not_one", "Not an agreement"
        ASKED = "asked", "The core team was asked"

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=10, choices=Kind)
    by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    note = models.CharField(max_length=500, blank=True)
    isp = models.ForeignKey("snippets.Isp", models.PROTECT, null=True, blank=True, related_name="+")
    made_isp = models.BooleanField("the agreement was made by this", default=False)
    isp_file = models.ForeignKey("snippets.IspFile", models.SET_NULL, null=True, blank=True, related_name="+")
    same_as = models.ForeignKey(Paper, models.SET_NULL, null=True, blank=True, related_name="+")
    answers = models.JSONField(default=dict, blank=True, help_text="What the person accepted, field by field.")
    submission_id = models.CharField(max_length=64, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["paper"], condition=Q(undone_at=None), name="one_decision_stands")
        ]

    def __str__(self) -> str:
        return f"{self.paper}: {self.get_kind_display()}"


class Sheet(models.Model):
    """A spreadsheet of agreements, beside the papers of a batch. Nothing of it counts before a person says so."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="sheets")
    name = models.CharField(max_length=200)
    header = models.JSONField(default=list)
    columns = models.JSONField(default=dict, help_text="Column by field; as proposed until it is confirmed.")
    added_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class SheetRow(models.Model):
    """One row: its cells, and the paper it was given to by a person's press."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField(help_text="As the spreadsheet shows it.")
    cells = models.JSONField(default=dict)
    paper = models.ForeignKey(Paper, models.SET_NULL, null=True, blank=True, related_name="sheet_rows")
    applied_at = models.DateTimeField(null=True, blank=True)
    applied_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    left_out_at = models.DateTimeField(null=True, blank=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["sheet", "number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["sheet", "number"], name="sheet_row_once")]

    def __str__(self) -> str:
        return f"{self.sheet}, row {self.number}"
