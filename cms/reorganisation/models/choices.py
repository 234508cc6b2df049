"""What people decide where a plan leaves more than one way, and what those concerned propose."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from cms.core import clock
from cms.reorganisation.models.plan import PlannedBody, Reorganisation

PERSON = settings.AUTH_USER_MODEL
GOES_SOMEWHERE = (
    Q(to_partner=None, to_planned=None, ends=True, left_open=False)
    | Q(to_partner=None, to_planned=None, ends=False, left_open=True)
    | (Q(to_partner=None) ^ Q(to_planned=None)) & Q(ends=False, left_open=False)
)


class Decision(models.Model):
    """Where something goes: to a body, nowhere (`ends`), or left open, which becomes a task once carried out."""

    reorganisation = models.ForeignKey(Reorganisation, models.CASCADE, related_name="%(class)ss")
    predecessor = models.ForeignKey("snippets.Partner", models.PROTECT, related_name="+")
    to_partner = models.ForeignKey("snippets.Partner", models.PROTECT, null=True, blank=True, related_name="+")
    to_planned = models.ForeignKey(PlannedBody, models.CASCADE, null=True, blank=True, related_name="+")
    ends = models.BooleanField(default=False)
    left_open = models.BooleanField(default=False)
    decided_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(default=clock.now)

    class Meta:
        abstract = True


class IspChoice(Decision):
    """Which body takes an ending body's part in one agreement. `carries_over` None: as the change says."""

    isp = models.ForeignKey("snippets.Isp", models.CASCADE, related_name="+")
    carries_over = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reorganisation", "isp", "predecessor"], name="isp_choice_once"),
            models.CheckConstraint(condition=GOES_SOMEWHERE, name="isp_choice_is_one"),
        ]

    def __str__(self) -> str:
        return f"{self.isp} of {self.predecessor}"


class Placement(Decision):
    """Where a membership, a role, a contact or a dataset of an ending body goes."""

    class Kind(models.TextChoices):
        MEMBERSHIP = "membership", "Member"
        ROLE = "role", "Role"
        CONTACT = "contact", "Contact"
        DATASET = "dataset", "Dataset"

    kind = models.CharField(max_length=10, choices=Kind)
    object_id = models.PositiveBigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reorganisation", "kind", "object_id"], name="placement_once"),
            models.CheckConstraint(condition=GOES_SOMEWHERE, name="placement_is_one"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.object_id} of {self.predecessor}"


class Proposal(models.Model):
    """What people of a concerned body say: of the plan, or where one of their agreements should go."""

    reorganisation = models.ForeignKey(Reorganisation, models.CASCADE, related_name="proposals")
    partner = models.ForeignKey("snippets.Partner", models.PROTECT, related_name="+")
    isp = models.ForeignKey("snippets.Isp", models.CASCADE, null=True, blank=True, related_name="+")
    to_partner = models.ForeignKey("snippets.Partner", models.PROTECT, null=True, blank=True, related_name="+")
    to_planned = models.ForeignKey(PlannedBody, models.CASCADE, null=True, blank=True, related_name="+")
    text = models.TextField(blank=True)
    made_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    submission_id = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.partner}: {self.reorganisation}"
