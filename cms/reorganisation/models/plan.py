"""A plan of what happens to bodies on a day: drafted, reviewed by a second person, carried out. States follow from
dates."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cms.core import clock
from cms.core.policy import VisibleQuerySet

PERSON = settings.AUTH_USER_MODEL


class Reorganisation(models.Model):
    title = models.CharField(max_length=200)
    takes_effect_on = models.DateField("day it takes effect", help_text="The first day of the new bodies, in London.")
    reason = models.TextField("why", blank=True, help_text="In plain words: those concerned read it.")
    legal_reference = models.CharField(
        "order, scheme or Act",
        max_length=250,
        blank=True,
        help_text="What moves rights and liabilities to the new bodies. Without one, signatures do not carry over.",
    )
    created_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+", editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    changed_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+", editable=False)
    changed_at = models.DateTimeField(default=clock.now, editable=False)
    shared_at = models.DateTimeField(null=True, editable=False)
    reviewed_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+", editable=False)
    reviewed_at = models.DateTimeField(null=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    cancelled_reason = models.CharField(max_length=250, blank=True, editable=False)
    carried_out_at = models.DateTimeField(null=True, editable=False)
    lock_version = models.PositiveIntegerField(default=1, editable=False)
    is_example = models.BooleanField(default=False, editable=False)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["-takes_effect_on", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> str:
        """draft, reviewed, carried_out or cancelled; in words: `state_label`."""
        if self.cancelled_at:
            return "cancelled"
        if self.carried_out_at:
            return "carried_out"
        return "reviewed" if self.reviewed_at else "draft"

    @property
    def state_label(self) -> str:
        words = {"draft": "Draft", "reviewed": "Reviewed", "carried_out": "Carried out", "cancelled": "Cancelled"}
        at = {"reviewed": self.reviewed_at, "carried_out": self.carried_out_at, "cancelled": self.cancelled_at}
        day = at.get(self.state)
        return f"{words[self.state]} on {day.astimezone(clock.LONDON):%-d %B %Y}" if day else words[self.state]

    @property
    def is_open(self) -> bool:
        """Neither carried out nor cancelled."""
        return self.carried_out_at is None and self.cancelled_at is None

    @property
    def day_has_come(self) -> bool:
        return self.takes_effect_on <= clock.today()


class PlannedBody(models.Model):
    """A body that does not exist yet. It becomes a partner when the plan is carried out."""

    reorganisation = models.ForeignKey(Reorganisation, models.CASCADE, related_name="planned_bodies")
    name = models.CharField(max_length=200)
    legal_controller = models.CharField(max_length=200, blank=True, help_text="Who is bound in law, if another.")
    can_sign = models.BooleanField("is a legal body", default=True)
    sector = models.ForeignKey("snippets.Sector", models.PROTECT, related_name="+")
    organisation_type = models.CharField("kind", max_length=120, blank=True)
    area = models.CharField(max_length=120, blank=True)
    joins = models.BooleanField(
        "joins the framework on the day",
        default=False,
        help_text="Else it stands in the register as not joined, and its people see what the public sees.",
    )
    partner = models.ForeignKey("snippets.Partner", models.PROTECT, null=True, editable=False, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["reorganisation", "name"], name="planned_body_once")]

    def __str__(self) -> str:
        return self.name


class Change(models.Model):
    """One thing that happens to one or more bodies on the day."""

    class Kind(models.TextChoices):
        MERGE = "merge", "Several become one"
        SPLIT = "split", "One becomes several"
        RENAME = "rename", "Takes another name"
        TRANSFER = "transfer", "Passes to another body"
        END = "end", "Ends, and nobody follows"

    class Agreements(models.TextChoices):
        DEFAULT = "", "As the law below says"
        CARRY_OVER = "carry_over", "Signatures carry over"
        SIGN_ANEW = "sign_anew", "The new body signs anew"

    reorganisation = models.ForeignKey(Reorganisation, models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=8, choices=Kind)
    new_name = models.CharField(max_length=200, blank=True)
    new_legal_controller = models.CharField(max_length=200, blank=True)
    agreements = models.CharField(max_length=10, choices=Agreements, blank=True, default="")
    note = models.CharField(max_length=250, blank=True)
    carried_out_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.get_kind_display()


class ChangeBody(models.Model):
    """A body that a change begins or ends with."""

    class Side(models.TextChoices):
        FROM = "from", "Before"
        TO = "to", "After"

    change = models.ForeignKey(Change, models.CASCADE, related_name="bodies")
    side = models.CharField(max_length=4, choices=Side)
    partner = models.ForeignKey("snippets.Partner", models.PROTECT, null=True, related_name="+")
    planned = models.ForeignKey(PlannedBody, models.CASCADE, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(partner=None) ^ Q(planned=None), name="change_body_is_one"),
            models.CheckConstraint(condition=~Q(side="from") | Q(planned=None), name="change_begins_with_what_exists"),
            models.UniqueConstraint(
                fields=["change", "side", "partner"], condition=~Q(partner=None), name="change_partner_once"
            ),
            models.UniqueConstraint(
                fields=["change", "side", "planned"], condition=~Q(planned=None), name="change_planned_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.partner or self.planned)
