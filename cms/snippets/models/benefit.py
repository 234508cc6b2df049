from django.db import models

from cms.core.policy import VisibleQuerySet
from cms.snippets.models.reference import Sourced


class Benefit(Sourced):
    """A benefit as its source states it. A row without an amount must not be given one, and rows are never added up."""

    title = models.CharField(max_length=200, unique=True)
    initiative = models.CharField(max_length=200, blank=True)
    type = models.CharField(max_length=60, blank=True)
    amount = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=60, blank=True)
    partners_text = models.CharField("partners", max_length=250, blank=True)
    period = models.CharField(max_length=80, blank=True)
    confidence = models.CharField(max_length=20, blank=True, help_text="claimed, estimated, measured or context only")
    source = models.CharField(max_length=250, blank=True)
    what_the_source_says = models.TextField(blank=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title
