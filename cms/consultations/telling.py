"""Who hears of a consultation: information governance leads and partner leads, and who follows its topics."""

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from cms.consultations.models import Consultation, ConsultationComment
from cms.core import clock
from cms.core.partial_dates import in_words
from cms.core.policy import visible
from cms.core.requester import SYSTEM, Requester
from cms.forum.models import TopicInterest
from cms.members.hiding import Said
from cms.members.models import Membership, PartnerRole
from cms.members.selectors import belonging, recipient, requester_of
from cms.notifications.services import Recipient, notify

OPENED, ANSWERED = "consultation", "consultation-answer"  # sources of the notices
HIDDEN = "consultation-comment-hidden"
TOLD = (PartnerRole.Role.IG_LEAD, PartnerRole.Role.PARTNER_LEAD)


def tick() -> int:
    """What the schedule runs, hourly: tell of what has opened, once. Returns how many consultations."""
    today = clock.today()
    rows = Consultation.objects.filter(told_at=None, withdrawn_at=None, published_at__isnull=False)
    due = rows.filter(opens_on__lte=today, closes_on__gte=today).order_by("pk").values_list("pk", flat=True)
    return sum(_tell_of_opening(key) for key in list(due))


@transaction.atomic
def _tell_of_opening(key: int) -> int:
    # The conditional update decides between two runs at once.
    if not Consultation.objects.filter(pk=key, told_at=None).update(told_at=clock.now()):
        return 0
    found = Consultation.objects.get(pk=key)
    notify(
        by=SYSTEM,
        source_key=f"{OPENED}:{found.pk}",
        recipients=_concerned(found),
        title=f"What do you think? {found.title}",
        body=f"{found.summary}\n\nYou can comment on each paragraph until {in_words(found.closes_on)}.",
        path=found.path,
    )
    return 1


def _concerned(found: Consultation) -> list[Recipient]:
    there = Membership.objects.current().filter(partner=OuterRef("partner"), user=OuterRef("user"))
    roles = PartnerRole.objects.current().filter(Exists(there), role__in=TOLD, partner__membership="member")
    followers = TopicInterest.objects.filter(topic__in=found.topics.all())
    keys = set(roles.values_list("user", flat=True)) | set(followers.values_list("user", flat=True))
    users = get_user_model()._default_manager.filter(pk__in=belonging(keys), is_active=True)
    return [recipient(user) for user in users.order_by("pk")]


def tell_of_response(by: Requester, found: Consultation) -> None:
    """Those who said something, each once."""
    said = ConsultationComment.objects.filter(consultation=found, withdrawn_at=None, hidden_at=None)
    users = get_user_model()._default_manager.filter(Q(pk__in=said.values("author")), is_active=True)
    notify(
        by=by,
        source_key=f"{ANSWERED}:{found.pk}",
        recipients=[recipient(user) for user in users],
        title=f"What came of it: {found.title}",
        body="The response is published. It says of each comment what came of it, yours too.",
        path=found.path,
    )


def as_said(said: ConsultationComment) -> Said:
    """How a comment is spoken of where it is hidden or shown again."""
    found = said.consultation
    return Said(HIDDEN, "consultation.comment_", f"you said about “{found.title}”", "a comment", found.path)


def veto(source_key: str, user_id: int | None, address: str) -> str:
    """Asked just before a mail leaves."""
    user = get_user_model()._default_manager.filter(pk=user_id or 0, is_active=True).first()
    if user is None or user.email.strip().lower() != address:
        return "The account is closed, or has another address."
    source, _, key = source_key.partition(":")
    rows = Consultation.objects.filter(pk=int(key), withdrawn_at=None)
    if source == OPENED:
        rows = rows.filter(closes_on__gte=clock.today())
    return "" if visible(rows, requester_of(user)).exists() else "It is over, or this person may not read it any more."
