"""Asking for help, "I want to share X with Y to do Z", and what becomes of it."""

import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When

from cms.core import clock
from cms.core.policy import VisibleQuerySet
from cms.core.working_days import add_working_days

PERSON = settings.AUTH_USER_MODEL
ANSWER_WITHIN = 5  # working days from the asking, or from the day on which the asker gave what was missing

# Written without "not": a comparison with an empty column is neither true nor false.
UNANSWERED = Q(answered_at=None) | Q(asker_wrote_at__gt=F("answered_at")) | Q(asked_back_at__gt=F("answered_at"))
STANDS = (Q(asker_wrote_at=None) | Q(asker_wrote_at__lte=F("answered_at"))) & (
    Q(asked_back_at=None) | Q(asked_back_at__lte=F("answered_at"))
)
NOTHING_ASKED_BACK = Q(asked_back_at=None) | Q(asker_wrote_at__gte=F("asked_back_at"))


def answer_by() -> datetime.date:
    """By when somebody who asks or replies today has an answer."""
    return add_working_days(clock.today(), ANSWER_WITHIN)


class SupportCaseQuerySet(VisibleQuerySet):
    def open(self) -> Any:
        """Neither closed nor answered; an answer to which the asker wrote back is none yet."""
        return self.filter(UNANSWERED, closed_at=None)

    def with_us(self) -> Any:
        """Open, and the next word is the core team's."""
        return self.open().filter(NOTHING_ASKED_BACK)

    def settled(self) -> Any:
        """Answered, and the answer stands; or closed without one. Each with `settled_at`, the moment of it."""
        answered = STANDS & Q(answered_at__isnull=False)
        settled_at = Case(When(answered, then=F("answered_at")), default=F("closed_at"))
        return self.filter(answered | Q(closed_at__isnull=False)).annotate(settled_at=settled_at)


class SupportCase(models.Model):
    """A plain-language request, private to its asker, the IG lead of the asker's organisation and the core team.

    How it stands follows from its dates; the words that went to and fro are its messages.
    """

    class State(models.TextChoices):
        NEW = "new", "New"
        WITH_ADVISER = "with_adviser", "With an adviser"
        WAITS_FOR_ASKER = "waits_for_asker", "We asked something back"
        ANSWERED = "answered", "Answered"
        CLOSED = "closed", "Closed"

    class Sort(models.TextChoices):
        COVERED = "covered", "Probably covered already"
        ONE_OFF = "one_off", "Sharing once"
        AGREEMENT = "agreement", "Needs an agreement"
        ADVICE = "advice", "Wants advice"
        PEERS = "peers", "A question for other members"
        ELSEWHERE = "elsewhere", "For somebody else"

    class Outcome(models.TextChoices):
        COVERED = "covered", "An agreement covers it already"
        ONE_OFF = "one_off", "Shared once, without an agreement"
        AGREEMENT = "agreement", "An agreement is being written"
        PEERS = "peers", "Other members were asked"
        ADVICE = "advice", "Advice was enough"
        NOT_SHARED = "not_shared", "Decided not to share"
        ELSEWHERE = "elsewhere", "Somebody else helps"
        NO_REPLY = "no_reply", "The asker did not come back"

    number = models.PositiveIntegerField(unique=True, editable=False)
    what = models.TextField("what to share, or get")
    whom = models.CharField("with whom", max_length=400)
    why = models.TextField("why")
    asker = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="support_cases")
    partner = models.ForeignKey(
        "snippets.Partner", models.SET_NULL, null=True, blank=True, related_name="support_cases"
    )
    name = models.CharField(max_length=160, blank=True)
    email = models.EmailField("reply to")
    organisation = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField(default=clock.now)
    adviser = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")
    sort = models.CharField("what sort of request", max_length=9, choices=Sort, blank=True)
    target_on = models.DateField("answer by", default=answer_by)
    answer = models.TextField(blank=True, help_text="The last one. Earlier ones are among the messages.")
    answered_at = models.DateTimeField(null=True, blank=True)
    asked_back_at = models.DateTimeField(null=True, blank=True, editable=False)  # the last question to the asker
    asker_wrote_at = models.DateTimeField(null=True, blank=True, editable=False)  # the last word of the asker's side
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    outcome_note = models.CharField("what came of it", max_length=400, blank=True)
    submission_id = models.CharField(max_length=64, unique=True)
    objects = SupportCaseQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"Request {self.number}"

    @property
    def state(self) -> State:
        if self.closed_at is not None:
            return self.State.CLOSED
        wrote, asked = self.asker_wrote_at, self.asked_back_at
        if self.answered_at is not None and all(at is None or at <= self.answered_at for at in (wrote, asked)):
            return self.State.ANSWERED
        if asked is not None and (wrote is None or wrote < asked):
            return self.State.WAITS_FOR_ASKER
        return self.State.WITH_ADVISER if self.adviser_id is not None else self.State.NEW

    @property
    def state_label(self) -> str:
        return str(self.state.label)

    @property
    def is_with_us(self) -> bool:
        return self.state in (self.State.NEW, self.State.WITH_ADVISER)

    @property
    def is_late(self) -> bool:
        return self.is_with_us and self.target_on < clock.today()

    @property
    def has_account(self) -> bool:
        """Whether it was asked signed in, and is read on the site; else by the link in the mail. What was asked for a
        body stays the body's when the asker's account is gone."""
        return self.asker_id is not None or self.partner_id is not None


class CaseMessage(models.Model):
    """One word in the conversation. A note is the core team's own."""

    class Kind(models.TextChoices):
        QUESTION = "question", "We asked"
        REPLY = "reply", "From the asker"
        ANSWER = "answer", "Answer"
        NOTE = "note", "Note of the core team"

    case = models.ForeignKey(SupportCase, models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=8, choices=Kind)
    text = models.TextField()
    author = models.ForeignKey(PERSON, models.SET_NULL, null=True, blank=True, related_name="+")  # None: by the link
    at = models.DateTimeField(default=clock.now)
    submission_id = models.CharField(max_length=64, unique=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} in request {self.case_id}"


class FollowUp(models.Model):
    """A month after the answer the asker is asked what came of it. One for each time that a request was settled."""

    class Result(models.TextChoices):
        HAPPENED = "happened", "Yes, it is shared now"
        PARTLY = "partly", "Partly"
        NOT_YET = "not_yet", "Not yet, and we need more help"
        NOT_NEEDED = "not_needed", "It is no longer needed"

    case = models.ForeignKey(SupportCase, models.CASCADE, related_name="follow_ups")
    settled_at = models.DateTimeField()  # when it was answered or closed
    asked_at = models.DateTimeField(default=clock.now)
    result = models.CharField(max_length=10, choices=Result, blank=True)
    words = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    objects = VisibleQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["asked_at", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "settled_at"], name="followed_up_once")]

    def __str__(self) -> str:
        return f"Follow-up of request {self.case_id}"


class CaseKey(models.Model):
    """The secret in the link for an asker without an account. It opens this one request; the database alone opens
    nothing, because the secret is worked out from the nonce with the site's key."""

    case = models.ForeignKey(SupportCase, models.CASCADE, related_name="keys")
    nonce = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"Key of request {self.case_id}"


class CaseThread(models.Model):
    """That other members were asked about a request. The thread tells nobody whose request it was."""

    case = models.ForeignKey(SupportCase, models.CASCADE, related_name="threads")
    thread = models.ForeignKey("forum.Thread", models.CASCADE, related_name="+")
    by = models.ForeignKey(PERSON, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)
    submission_id = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering: ClassVar = ["at", "pk"]

    def __str__(self) -> str:
        return f"Thread of request {self.case_id}"
