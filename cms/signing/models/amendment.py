"""Amendment notices: a small change of a version's text, numbered, with time to object. What the version says is never
touched: the change is laid over it from the day on which the notice takes effect."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cms.core import clock
from cms.core.policy import VisibleQuerySet

PERSON = settings.AUTH_USER_MODEL


class AmendmentNotice(models.Model):
    """One notice to every party. Whether it is in effect follows from its dates and objections, and is never stored."""

    isp = models.ForeignKey("snippets.Isp", models.PROTECT, related_name="amendments")
    version = models.ForeignKey("snippets.IspVersion", models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField(help_text="Counted through the agreement's whole life.")
    reason = models.TextField()
    sent_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    sent_on = models.DateField(default=clock.today)
    object_until = models.DateField(help_text="The last day on which a party may object.")
    takes_effect_on = models.DateField()
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    withdrawn_reason = models.TextField(blank=True)
    told_on = models.DateField(null=True, blank=True, help_text="The day the parties were told that it is in effect.")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["isp", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["isp", "number"], name="amendment_number_once"),
            models.CheckConstraint(condition=Q(takes_effect_on__gt=models.F("object_until")), name="amendment_in_time"),
        ]

    def __str__(self) -> str:
        return f"Amendment notice {self.number} to {self.isp.reference}"


class AmendmentChange(models.Model):
    """One section of the text: what it said when the notice was sent, and what it says once that is in effect."""

    notice = models.ForeignKey(AmendmentNotice, models.CASCADE, related_name="changes")
    section = models.CharField(max_length=20)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["notice", "pk"]
        constraints = [models.UniqueConstraint(fields=["notice", "section"], name="amendment_section_once")]

    def __str__(self) -> str:
        return f"{self.section} in {self.notice}"


class Objection(models.Model):
    """A party says no, with its reason. It stands until the party takes it back; an answer settles it only where the
    agreement is not built on that party."""

    notice = models.ForeignKey(AmendmentNotice, models.CASCADE, related_name="objections")
    party = models.ForeignKey("snippets.IspParty", models.PROTECT, related_name="objections")
    reason = models.TextField()
    made_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    made_on = models.DateField(default=clock.today)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_on = models.DateField(null=True, blank=True)
    taken_back_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    taken_back_on = models.DateField(null=True, blank=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["notice", "made_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "party"], condition=Q(taken_back_on=None), name="one_standing_objection_a_party"
            )
        ]

    def __str__(self) -> str:
        return f"{self.party.partner} objects to {self.notice}"
