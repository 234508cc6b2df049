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


class SearchRun(models.Model):
    """A rebuild or a comparison of the index: who runs it, how far it is, and what came of it."""

    class Kind(models.TextChoices):
        REBUILD = "rebuild", "Built anew"
        RECONCILE = "reconcile", "Compared with the database"

    class State(models.TextChoices):
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Stopped"
        LOST = "lost", "Ended without a word"

    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    engine = models.CharField(max_length=20)
    holder = models.CharField(max_length=200, help_text="host, process and who asked")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(help_text="renewed while it works; a run that died loses it")
    progress = models.JSONField(default=dict, help_text="entries done, by kind")
    counts = models.JSONField(default=dict, help_text="what came of it")
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["-started_at", "-pk"]
        verbose_name = "search run"
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(state="running"), name="search_one_run_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.started_at:%Y-%m-%d %H:%M}"


class SearchGeneration(models.Model):
    """An index of an engine. Changes go to those that are live or building, so every worker reads its targets here."""

    class State(models.TextChoices):
        BUILDING = "building", "Being filled"
        LIVE = "live", "In use"
        OLD = "old", "Kept from before"

    name = models.CharField(max_length=200, unique=True)
    engine = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State, default=State.BUILDING)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    run = models.ForeignKey(SearchRun, null=True, on_delete=models.SET_NULL, related_name="generations")

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "search generation"

    def __str__(self) -> str:
        return self.name
