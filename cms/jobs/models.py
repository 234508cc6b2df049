from django.db import models


class Heartbeat(models.Model):
    """Last time a cluster ran its canary task. "Jobs are late" in the admin and on the health page read it."""

    cluster = models.CharField(max_length=100, primary_key=True)
    at = models.DateTimeField()


class JobAttempt(models.Model):
    """How often a job was begun. Committed before the work, so a job that kills its worker is counted too:
    django-q2 counts an attempt only when a result comes back."""

    job = models.CharField(max_length=120, primary_key=True)
    path = models.CharField(max_length=250)
    attempts = models.PositiveIntegerField(default=0)
    given_up = models.BooleanField(default=False, db_index=True)
    at = models.DateTimeField(auto_now=True)


class DayMark(models.Model):
    """What was done once on a London day."""

    name = models.CharField(max_length=80)
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "day"], name="day_mark_once")]
