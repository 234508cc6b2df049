from django.db import models
from modelcluster.models import ClusterableModel
from wagtail.models import RevisionMixin

from cms.core.policy import VisibleQuerySet


class Dataset(RevisionMixin, ClusterableModel):
    """Data that a partner holds and others may ask for."""

    class Sensitivity(models.TextChoices):
        OPEN = "open", "Open"
        PERSONAL = "personal", "Personal"
        SPECIAL = "special", "Special category or criminal offence"
        ANONYMOUS = "anonymous", "Anonymised"

    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=120, unique=True)
    holder = models.ForeignKey("snippets.Partner", models.PROTECT, related_name="datasets")
    steward = models.CharField(max_length=160, blank=True, help_text="A role rather than a person.")
    description = models.TextField(blank=True)
    categories = models.TextField("what it holds", blank=True, help_text="One item a line.")
    coverage = models.CharField(max_length=200, blank=True)
    update_frequency = models.CharField(max_length=80, blank=True)
    format = models.CharField(max_length=80, blank=True)
    sensitivity = models.CharField(max_length=10, choices=Sensitivity, default=Sensitivity.PERSONAL)
    how_to_request = models.TextField(blank=True)
    open_data_url = models.URLField(max_length=300, blank=True)
    last_confirmed_on = models.DateField(null=True, blank=True)
    confirm_by = models.DateField(null=True, blank=True)
    is_example = models.BooleanField(default=False, editable=False)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title
