from django.db import models


class SearchSequence(models.Model):
    """One row on SQLite: the last number given to an outbox row. PostgreSQL has a sequence of its own for it."""

    value = models.PositiveBigIntegerField(default=0)


class SearchOutbox(models.Model):
    """A key whose entry must be written again. It holds no text: the worker reads the object when it sends."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DEAD = "dead", "given up"

    key = models.CharField(max_length=100, unique=True)
    sequence = models.PositiveBigIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    reason = models.CharField(max_length=20, default="changed", help_text="changed, drift, broken or retry")
    recorded_at = models.DateTimeField()
    not_before = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["sequence"]
        indexes = [models.Index(fields=["state", "not_before"], name="search_outbox_due")]
        verbose_name = "search update"

    def __str__(self) -> str:
        return self.key
