"""What tools of organisations have: how much each token is used, and saved queries with an address of their own."""

from django.conf import settings
from django.db import models

from cms.core import clock


class TokenUse(models.Model):
    """One token on one London day. Written every five minutes at most, from counters in the cache."""

    token = models.ForeignKey("members.ApiToken", models.CASCADE, related_name="use")
    day = models.DateField()
    calls = models.PositiveIntegerField(default=0)
    cost = models.PositiveBigIntegerField(default=0)  # fields x rows
    refused = models.PositiveIntegerField(default=0)  # answered with an error
    operations = models.JSONField(default=dict)  # {what was asked: calls}, 50 names at most

    class Meta:
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["token", "day"], name="tools_tokenuse_once")]

    def __str__(self) -> str:
        return f"{self.token_id} on {self.day}"


class SavedQueryQuerySet(models.QuerySet["SavedQuery"]):
    def standing(self) -> "SavedQueryQuerySet":
        return self.filter(ended_at=None)


class SavedQuery(models.Model):
    """Rows and columns that an organisation chose, at an address which spreadsheets read with a token of that body.

    Either a list of the catalogue with columns and filters, or the organisation's own GraphQL text.
    """

    partner = models.ForeignKey("snippets.Partner", models.CASCADE, related_name="saved_queries")
    name = models.CharField(max_length=100)
    key = models.CharField(max_length=32, unique=True, editable=False)  # in the address; it opens nothing by itself
    list_name = models.CharField(max_length=40, blank=True, default="")
    columns = models.JSONField(default=list)
    filters = models.JSONField(default=dict, blank=True)
    text = models.TextField(blank=True, default="")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    changed_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    submission_id = models.CharField(max_length=64, blank=True, default="")
    objects = SavedQueryQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "saved queries"
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "submission_id"], condition=~models.Q(submission_id=""), name="tools_savedquery_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class QueryAudience(models.Model):
    """Everybody who sees the same of a query. What is gone is told only to those who were given it before."""

    query = models.ForeignKey(SavedQuery, models.CASCADE, related_name="audiences")
    audience = models.CharField(max_length=64)  # digest of what the reader may see
    began_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["query", "audience"], name="tools_queryaudience_once")]

    def __str__(self) -> str:
        return f"{self.query_id}: {self.audience[:8]}"


class QueryRow(models.Model):
    """One row as an audience was last given it. Without its content: only what shows that it changed."""

    audience = models.ForeignKey(QueryAudience, models.CASCADE, related_name="rows")
    row = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)
    changed_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["audience", "row"], name="tools_queryrow_once")]

    def __str__(self) -> str:
        return self.row


class QueryReader(models.Model):
    """Which token reads a query, and when it last did; written every five minutes at most."""

    query = models.ForeignKey(SavedQuery, models.CASCADE, related_name="readers")
    token = models.ForeignKey("members.ApiToken", models.CASCADE, related_name="+")
    last_read_at = models.DateTimeField(default=clock.now)
    rows = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-last_read_at"]
        constraints = [models.UniqueConstraint(fields=["query", "token"], name="tools_queryreader_once")]

    def __str__(self) -> str:
        return f"{self.query_id} by {self.token_id}"
