"""What stands around a signature: the sending out, the reading, advice, handing on, chasing, and being stuck."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

PERSON = settings.AUTH_USER_MODEL


class SendingOut(models.Model):
    """When a version went out, and until when the one before still covers those who have not signed by then."""

    version = models.OneToOneField("snippets.IspVersion", models.PROTECT, related_name="sending_out")
    sent_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField()
    cut_off_on = models.DateField("last day of the version before", null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.version} sent out"


class Opening(models.Model):
    """These words were shown to this person as somebody who may sign for this party. Without it nobody signs."""

    party = models.ForeignKey("snippets.IspParty", models.CASCADE, related_name="openings")
    user = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    content_hash = models.CharField(max_length=64)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["party", "user", "content_hash"], name="opening_once")]

    def __str__(self) -> str:
        return f"{self.user} opened {self.party}"


class Advice(models.Model):
    """What a data protection officer says before their body decides. Advice: it binds nobody."""

    party = models.ForeignKey("snippets.IspParty", models.CASCADE, related_name="advice")
    adviser_name = models.CharField(max_length=160)
    text = models.TextField()
    given_on = models.DateField()
    recorded_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-given_on", "-pk"]
        verbose_name_plural = "advice"

    def __str__(self) -> str:
        return f"Advice of {self.adviser_name} to {self.party}"


class Delegation(models.Model):
    """One request to sign, handed to another person of the same body who may commit it."""

    party = models.ForeignKey("snippets.IspParty", models.CASCADE, related_name="delegations")
    given_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    to = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    reason = models.CharField(max_length=250)
    starts_on = models.DateField()
    ends_on = models.DateField("last day")
    ended_at = models.DateTimeField("taken back", null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="delegation_has_a_day")]

    def __str__(self) -> str:
        return f"{self.to} for {self.party}"


class Chase(models.Model):
    """One friendly mail to one person about what waits for them: at most one in three days, whoever asks for it."""

    person = models.ForeignKey(PERSON, models.CASCADE, related_name="+")
    party = models.ForeignKey("snippets.IspParty", models.CASCADE, related_name="chases")
    sent_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField()

    class Meta:
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.person} reminded of {self.party}"


class StuckRequest(models.Model):
    """Somebody cannot get further with a signature and asks the core team, by a day."""

    class Kind(models.TextChoices):
        STUCK = "stuck", "We are stuck"
        WHO_SIGNS = "who_signs", "The wrong person is asked to sign"

    party = models.ForeignKey("snippets.IspParty", models.CASCADE, related_name="stuck_requests")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.STUCK)
    text = models.TextField("what is in the way")
    target_on = models.DateField("wanted by")
    asked_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    submission_id = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["target_on", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.party}"
