"""What people belong to, and what they do there and for the whole framework."""

from django.db import models
from django.db.models import Q

from cms.members.models.dated import Dated
from cms.members.models.people import User


class Membership(Dated):
    """Whose member a person is. It counts only while the partner itself is a member of the framework."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    partner = models.ForeignKey("snippets.Partner", models.PROTECT, related_name="memberships")
    closed_at = models.DateTimeField(null=True, editable=False)  # when its end was carried out: sessions, tasks

    class Meta(Dated.Meta):
        ordering = ["partner__name"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["user", "partner"], condition=Q(ends_on=None), name="membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} at {self.partner}"


class PartnerRole(Dated):
    """What a person does at a partner."""

    class Role(models.TextChoices):
        ACCOUNTABLE_OFFICER = "accountable_officer", "Accountable officer"
        DPO = "dpo", "Data protection officer"
        SIRO = "siro", "Senior information risk owner"
        CALDICOTT_GUARDIAN = "caldicott_guardian", "Caldicott Guardian"
        IG_LEAD = "ig_lead", "Information governance lead"
        ISP_APPROVER = "isp_approver", "Signs ISPs"
        OPERATIONAL_LEAD = "operational_lead", "Operational lead"
        PARTNER_LEAD = "partner_lead", "Partner lead"

    partner = models.ForeignKey("snippets.Partner", models.PROTECT, related_name="roles")
    role = models.CharField(max_length=20, choices=Role)
    user = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="partner_roles")
    deputy = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="deputy_roles")
    service_area = models.CharField(
        max_length=80, blank=True, help_text="For an operational lead: housing, for example."
    )
    not_required_because = models.CharField(max_length=200, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    is_public = models.BooleanField(
        "the public directory may name who holds it", default=False, help_text="Only where the person agrees too."
    )
    closed_at = models.DateTimeField(null=True, editable=False)  # when its end was carried out: sessions, tasks

    class Meta(Dated.Meta):
        ordering = ["partner__name", "role"]
        constraints = [
            *Dated.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(user=None) | ~Q(not_required_because=""), name="partner_role_person_or_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} at {self.partner}"


class SiteRole(Dated):
    """What a person does for the whole framework."""

    class Role(models.TextChoices):
        CORE_EDITOR = "core_editor", "Core team editor"
        MANAGEMENT_GROUP = "management_group", "Management group"
        MODERATOR = "moderator", "Moderator"

    user = models.ForeignKey(User, models.CASCADE, related_name="site_roles")
    role = models.CharField(max_length=20, choices=Role)
    closed_at = models.DateTimeField(null=True, editable=False)  # when its end was carried out: sessions, tasks

    class Meta(Dated.Meta):
        ordering = ["role", "user__last_name"]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.user}"
