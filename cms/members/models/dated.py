"""Rows with a first and a last day: rights follow from them."""

import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q

from cms.core import clock


class DatedQuerySet(models.QuerySet[Any]):
    def current(self, on: datetime.date | None = None) -> Any:
        """Rows in force on the day (today): begun, and not ended. The end date is the last day."""
        day = on or clock.today()
        return self.filter(Q(starts_on=None) | Q(starts_on__lte=day), Q(ends_on=None) | Q(ends_on__gte=day))


class Dated(models.Model):
    starts_on = models.DateField("from", null=True, blank=True)
    ends_on = models.DateField("last day", null=True, blank=True)
    objects = DatedQuerySet.as_manager()

    @property
    def is_current(self) -> bool:
        """Begun, and not ended, today."""
        today = clock.today()
        return (self.starts_on is None or self.starts_on <= today) and (self.ends_on is None or self.ends_on >= today)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="%(app_label)s_%(class)s_ends_after_start",
            )
        ]
