"""Spaces: rooms with a purpose, who is in them, and when they ended."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from cms.core import clock
from cms.core.policy import VisibleQuerySet

PERSON = settings.AUTH_USER_MODEL


class Space(models.Model):
    """A room for threads. It ends with its purpose: then it is read, and nobody writes."""

    class Kind(models.TextChoices):
        OPEN = "open", "Open: every member reads and writes"
        JOINABLE = "joinable", "Joinable: every member may join, and reads after that"
        PRIVATE = "private", "Private: listed, and an owner lets people in"
        CONFIDENTIAL = "confidential", "Confidential: nobody else knows that it is there"

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=120, unique=True)
    purpose = models.TextField(help_text="What it is for, in one or two sentences. Who may not read it sees this.")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.OPEN)
    is_chatham_house = models.BooleanField(
        "Chatham House rule", default=False, help_text="What is said may be used; who said it, and for whom, may not."
    )
    parked_from = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="parked",
        help_text="The space that this topic crowded out.",
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    created_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, editable=False, related_name="+")
    ends_on = models.DateField("last day", null=True, blank=True, help_text="After this day it is kept to be read.")
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    archived_because = models.CharField(max_length=250, blank=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None or (self.ends_on is not None and self.ends_on < clock.today())


class SpaceMemberQuerySet(VisibleQuerySet):
    def current(self) -> Any:
        """Those who are in: not who only asked, and not who left."""
        return self.filter(joined_at__isnull=False, ended_at=None)


class SpaceMember(models.Model):
    """That somebody asked to be in a space, came in, and left. One open row for each person and space."""

    class Role(models.TextChoices):
        MEMBER = "member", "Member"
        OWNER = "owner", "Owner"

    space = models.ForeignKey(Space, models.CASCADE, related_name="people")
    user = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    role = models.CharField(max_length=6, choices=Role, default=Role.MEMBER)
    asked_at = models.DateTimeField(default=clock.now)
    why = models.CharField(max_length=400, blank=True)
    joined_at = models.DateTimeField(null=True, blank=True)
    let_in_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    objects = SpaceMemberQuerySet.as_manager()

    class Meta:
        ordering = ["space", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["space", "user"], condition=Q(ended_at=None), name="space_member_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.space_id}"
