"""What others see of a person."""

from django.db import models

from cms.core import clock
from cms.members.models.people import User


class Shown(models.Model):
    """What somebody lets other members see of them, wherever they are named: the one truth. No row: the defaults.

    People of the same body, who work together, see both, and so does the core team. The public sees a person only where
    they agree here and their body says so for the role (`PartnerRole.is_public`).
    """

    user = models.OneToOneField(User, models.CASCADE, related_name="shown")
    email = models.BooleanField("members see my e-mail address", default=True)
    phone = models.BooleanField("members see my telephone number", default=False)
    in_public = models.BooleanField("the public directory may name me", default=False)
    changed_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"What others see of person {self.user_id}"
