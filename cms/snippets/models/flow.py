"""What a version shares: categories of information, and what moves from whom to whom."""

import datetime

from django.db import models
from modelcluster.fields import ParentalKey

from cms.core.policy import VisibleQuerySet


class DataItem(models.Model):
    """One category of information that is shared."""

    version = ParentalKey("snippets.IspVersion", on_delete=models.CASCADE, related_name="data_items")
    name = models.CharField(max_length=250)
    is_special_category = models.BooleanField("special category", default=False)
    is_criminal_offence = models.BooleanField("criminal offence data", default=False)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class DataFlow(models.Model):
    """What moves from whom to whom, how, and how often it should and does."""

    class Status(models.TextChoices):
        ON_TIME = "on_time", "On time"
        LATE = "late", "Late"
        NOT_STARTED = "not_started", "Not started"
        STOPPED = "stopped", "Stopped"

    class Every(models.TextChoices):
        NO_PROMISE = "", "No fixed time: when needed"
        DAY = "day", "Every day"
        WEEK = "week", "Every week"
        MONTH = "month", "Every month"
        QUARTER = "quarter", "Every three months"
        YEAR = "year", "Every year"

    version = ParentalKey("snippets.IspVersion", on_delete=models.CASCADE, related_name="flows")
    sender = models.ForeignKey("snippets.Partner", models.PROTECT, null=True, blank=True, related_name="+")
    recipient = models.ForeignKey("snippets.Partner", models.PROTECT, null=True, blank=True, related_name="+")
    dataset = models.ForeignKey("snippets.Dataset", models.SET_NULL, null=True, blank=True, related_name="flows")
    items = models.CharField(max_length=250)
    method = models.CharField(max_length=120, blank=True)
    format = models.CharField(max_length=80, blank=True)
    frequency_required = models.CharField(max_length=80, blank=True)
    frequency_actual = models.CharField(max_length=80, blank=True)
    required_every = models.CharField("should arrive at least", max_length=10, choices=Every, blank=True)
    last_arrived_on = models.DateField(
        null=True, blank=True, help_text="When the recipient last got it. Not signed: it changes without a new version."
    )
    status = models.CharField(max_length=12, choices=Status, default=Status.ON_TIME)
    ended_on = models.DateField(
        null=True, blank=True, editable=False, help_text="Nothing moves from this day: a party has left."
    )
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.items

    def status_on(self, day: datetime.date) -> "DataFlow.Status":
        """As written, unless one of its ends has left by then."""
        over = self.ended_on is not None and self.ended_on <= day
        return DataFlow.Status.STOPPED if over else DataFlow.Status(self.status)
