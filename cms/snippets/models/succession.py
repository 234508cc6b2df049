"""Who stands in a body's place in one agreement, once it has ended."""

from django.db import models
from django.db.models import Q


class IspSuccession(models.Model):
    """One body's successor in one agreement. What was signed stays as it was signed, by whom it was signed.

    Without a successor the body's part ended with it. `carries_over` says whether its signature binds the successor too
    (an order or a scheme says so) or the successor signs anew. Where a body had one successor and no row says
    otherwise, its signatures carry over; where it had several, nothing does without a row.
    """

    isp = models.ForeignKey("snippets.Isp", models.CASCADE, related_name="successions")
    predecessor = models.ForeignKey("snippets.Partner", models.PROTECT, related_name="+")
    successor = models.ForeignKey("snippets.Partner", models.PROTECT, null=True, blank=True, related_name="+")
    carries_over = models.BooleanField("its signature carries over", default=True)
    was_lead = models.BooleanField("it led the agreement", default=False)
    on = models.DateField("from")
    reason = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering = ["isp", "on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["isp", "predecessor"], name="isp_succession_once"),
            models.CheckConstraint(
                condition=Q(successor=None) | ~Q(predecessor=models.F("successor")), name="isp_succession_of_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.isp.reference}: {self.predecessor} → {self.successor or 'nobody'}"
