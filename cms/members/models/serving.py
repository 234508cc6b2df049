"""Somebody serves several bodies: the role is offered to each, and each answers once."""

from typing import ClassVar

from django.db import models

from cms.core import clock
from cms.members.models.dated import Dated
from cms.members.models.people import User
from cms.members.models.roles import PartnerRole


class RoleOffer(Dated):
    """A person would hold one role at several bodies. It gives nothing: each body that agrees gives the role itself."""

    user = models.ForeignKey(User, models.CASCADE, related_name="role_offers")
    role = models.CharField(max_length=20, choices=PartnerRole.Role)
    service_area = models.CharField(max_length=80, blank=True)
    note = models.CharField("what they should know", max_length=300, blank=True)
    submission_id = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta(Dated.Meta):
        ordering = ["-made_at", "pk"]

    def __str__(self) -> str:
        return f"Offer {self.pk}: {self.get_role_display()}"


class RoleOfferAnswer(models.Model):
    """One body's answer. Open while nobody has answered and the offer stands."""

    offer = models.ForeignKey(RoleOffer, models.CASCADE, related_name="answers")
    partner = models.ForeignKey("snippets.Partner", models.CASCADE, related_name="+")
    accepted = models.BooleanField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    given = models.ForeignKey(PartnerRole, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["partner__name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["offer", "partner"], name="offer_once_a_body"),
            models.CheckConstraint(
                condition=models.Q(answered_at=None, accepted=None)
                | models.Q(answered_at__isnull=False, accepted__isnull=False),
                name="offer_answer_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"Answer {self.pk} to offer {self.offer_id}"
