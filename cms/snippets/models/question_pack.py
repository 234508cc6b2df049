"""What to ask others before sharing, by who asks and about what."""

from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from cms.core.policy import VisibleQuerySet


class QuestionPack(ClusterableModel):
    """A short list of questions for one kind of person, for one theme or for any."""

    class Asker(models.TextChoices):
        PRACTITIONER = "practitioner", "Somebody who works with people"
        OPERATIONAL_LEAD = "operational_lead", "Whoever runs a service"
        IG_LEAD = "ig_lead", "Information governance lead"
        SIGNATORY = "signatory", "Whoever signs"
        SMALL_BODY = "small_body", "A charity or school without a specialist"

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=120)
    asker = models.CharField("for", max_length=20, choices=Asker)
    theme = models.ForeignKey(
        "snippets.Theme", models.SET_NULL, null=True, blank=True, related_name="+", help_text="Empty: for any theme."
    )
    when_to_ask = models.TextField(blank=True)
    withdrawn_on = models.DateField(null=True, blank=True, help_text="Members no longer see it from this day.")
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """One question, why it is asked, and what a good answer holds."""

    pack = ParentalKey(QuestionPack, on_delete=models.CASCADE, related_name="questions")
    sort_order = models.PositiveSmallIntegerField(default=0, editable=False)
    text = models.CharField("question", max_length=250)
    why = models.CharField("why ask", max_length=300, blank=True)
    good_answer = models.CharField("a good answer says", max_length=300, blank=True)
    sort_order_field = "sort_order"  # the admin lets editors move rows
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["pack", "sort_order", "pk"]

    def __str__(self) -> str:
        return self.text
