"""Who is away, and who goes."""

from django.db import models
from django.db.models import F, Q

from cms.core import clock
from cms.members.models.dated import Dated
from cms.members.models.people import User


class Absence(Dated):
    """A long absence, and who covers. From the first to the last day the cover looks after the person's agreements of
    this partner too: reminders and tasks come to both. No role is handed on; a role has a deputy."""

    user = models.ForeignKey(User, models.CASCADE, related_name="absences")
    partner = models.ForeignKey("snippets.Partner", models.CASCADE, related_name="+")
    cover = models.ForeignKey(User, models.CASCADE, related_name="covering")
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")

    class Meta(Dated.Meta):
        ordering = ["starts_on", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=~Q(user=F("cover")), name="absence_covered_by_another"),
        ]

    def __str__(self) -> str:
        return f"{self.user} is away, {self.cover} covers"

    @property
    def is_over(self) -> bool:
        return self.ends_on is not None and self.ends_on < clock.today()


class Departure(models.Model):
    """Somebody leaves a partner after a day. Rights end by that date; what they look after moves once, a day later."""

    user = models.ForeignKey(User, models.CASCADE, related_name="departures")
    partner = models.ForeignKey("snippets.Partner", models.CASCADE, related_name="+")
    last_day = models.DateField()
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    ended = models.JSONField(default=dict)  # last days that stood before, by row: put back when it is called off
    cancelled_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "partner"], condition=Q(cancelled_at=None, done_at=None), name="departure_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} leaves {self.partner}"


class DepartureMove(models.Model):
    """Who takes over one kind of thing (cms.members.holdings), and how many moved on the day."""

    departure = models.ForeignKey(Departure, models.CASCADE, related_name="moves")
    kind = models.CharField(max_length=40)
    successor = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    moved = models.PositiveIntegerField(null=True)
    made_roles = models.JSONField(default=list)  # keys of roles that begin the day after
    keys = models.JSONField(
        default=list
    )  # of roles they stand in for: those that could be handed on when it was planned

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["departure", "kind"], name="move_once")]

    def __str__(self) -> str:
        return self.kind
