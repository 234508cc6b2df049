"""Questions that wait: after five working days those who know the topic are asked, after five more the core team.

"Waits" means: it asks for something, is not marked as answered, and nobody but its author has replied. It follows from
rows and dates alone, so a tick that is missed, doubled or late changes nothing.
"""

import datetime
from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from cms.core import clock, content_version
from cms.core.policy import visible
from cms.core.requester import SYSTEM, Requester
from cms.core.working_days import is_working_day, working_days_before, working_days_between
from cms.forum.models import Expertise, Post, Space, SpaceMember, Thread, TopicInterest
from cms.members.models import Absence
from cms.members.selectors import core_team, recipient, requester_of
from cms.notifications.services import Recipient, notify

HELP, UNANSWERED = "help", "unanswered"  # sources of the notices
PATIENCE = 5  # working days
OFFICE = range(8, 18)  # o'clock in London: nobody is asked in the night
ASKING = (Thread.Kind.QUESTION, Thread.Kind.ISSUE, Thread.Kind.HELP_WANTED)
WORDLESS = (Space.Kind.PRIVATE, Space.Kind.CONFIDENTIAL)  # their words stand in no mail and no list of others

HELP_BODY = (
    "You said that you know a topic of this question, and nobody has replied to it for five working days. "
    "A short answer helps, also “ask so-and-so”."
)
UNANSWERED_BODY = "Nobody has replied to this question. Please answer it, or bring somebody who can."


def waiting_threads() -> QuerySet[Thread]:
    """Threads that wait for a first reply, whoever may see them."""
    replies = Post.objects.filter(thread=OuterRef("pk"), number__gt=1, deleted_at=None, hidden_at=None)
    replied = replies.exclude(author=OuterRef("author"))
    gone = Post.objects.filter(
        Q(deleted_at__isnull=False) | Q(hidden_at__isnull=False), thread=OuterRef("pk"), number=1
    )
    today = clock.today()
    rows: QuerySet[Thread] = Thread.objects.filter(
        Q(space__ends_on=None) | Q(space__ends_on__gte=today),
        ~Exists(replied),
        ~Exists(gone),
        kind__in=ASKING,
        answered_at=None,
        hidden_at=None,
        locked_at=None,
        merged_into=None,
        space__archived_at=None,
    )
    return rows


def days_waiting(thread: Thread) -> int:
    """Working days since it was asked."""
    return working_days_between(_day(thread.created_at), clock.today())


def _day(moment: datetime.datetime) -> datetime.date:
    return moment.astimezone(clock.LONDON).date()


def _began_by(days: int) -> datetime.datetime:
    """The end of the day on which what has now waited so many working days began."""
    last = working_days_before(clock.today(), days) + datetime.timedelta(days=1)
    return datetime.datetime.combine(last, datetime.time(0), clock.LONDON)


# -- asking ----------------------------------------------------------------------------------------------
def ask() -> dict[str, int]:
    """What the schedule runs, hourly: on a working day, in office hours, ask whoever is to be asked by now. Returns
    {"experts", "core_team"}: how many threads went to each."""
    local = clock.now().astimezone(clock.LONDON)
    if not is_working_day(local.date()) or local.hour not in OFFICE:
        return {"experts": 0, "core_team": 0}
    late = waiting_threads().filter(experts_asked_at=None, created_at__lt=_began_by(PATIENCE))
    experts = sum(_ask_experts(key) for key in list(late.order_by("pk").values_list("pk", flat=True)))
    stuck = waiting_threads().filter(core_team_asked_at=None, experts_asked_at__lt=_began_by(PATIENCE))
    team = sum(_ask_core_team(key) for key in list(stuck.order_by("pk").values_list("pk", flat=True)))
    return {"experts": experts, "core_team": team}


@transaction.atomic
def _ask_experts(key: int) -> int:
    """Where nobody knows the topic, the core team is asked at once: there is nobody to wait for."""
    # The conditional update decides between two runs at once.
    if not waiting_threads().filter(pk=key, experts_asked_at=None).update(experts_asked_at=clock.now()):
        return 0
    thread = Thread.objects.select_related("space").get(pk=key)
    people = experts_for(thread)
    if not people:
        _ask_core_team(key)
        return 0
    content_version.bump()
    notify(
        by=SYSTEM,
        source_key=f"{HELP}:{thread.pk}",
        recipients=people,
        path=thread.path,
        title=help_title(thread),
        body=HELP_BODY,
        email_body=help_words(thread),
    )
    return 1


@transaction.atomic
def _ask_core_team(key: int) -> int:
    if not Thread.objects.filter(pk=key, core_team_asked_at=None).update(core_team_asked_at=clock.now()):
        return 0
    content_version.bump()
    thread = Thread.objects.select_related("space").get(pk=key)
    notify(
        by=SYSTEM,
        source_key=f"{UNANSWERED}:{thread.pk}",
        recipients=last_resort_for(thread),
        path=thread.path,
        title=unanswered_title(thread),
        body=UNANSWERED_BODY,
        email_body=unanswered_words(thread),
    )
    return 1


def help_title(thread: Thread) -> str:
    return _title("Could you help", thread)


def help_words(thread: Thread) -> str:
    """The mail to who knows a topic. The question stands in the mail alone: what waits on the site links to it."""
    return HELP_BODY + _words(thread) + "\n\nYou change which topics you know on the page “My topics”."


def unanswered_title(thread: Thread) -> str:
    return _title("Nobody has answered", thread)


def unanswered_words(thread: Thread) -> str:
    return UNANSWERED_BODY + _words(thread)


def _title(begin: str, thread: Thread) -> str:
    return f"{begin}: {'a question in one of your spaces' if thread.space.kind in WORDLESS else thread.title}"


def _words(thread: Thread) -> str:
    """The question itself, where it may stand in a mail."""
    first = thread.posts.filter(number=1, deleted_at=None, hidden_at=None).first()
    if thread.space.kind in WORDLESS or first is None:
        return ""
    return f"\n\n{thread.title}\n\n{first.body}"


# -- who is asked ----------------------------------------------------------------------------------------
def experts_for(thread: Thread) -> list[Recipient]:
    """Who said that they know a topic of it, may read it, did not write it, and is not away."""
    rows = Expertise.objects.filter(topic__in=thread.topics.all(), user__is_active=True).exclude(user=thread.author_id)
    keys = set(rows.values_list("user", flat=True))
    keys -= set(Absence.objects.current().filter(user__in=keys).values_list("user", flat=True))
    return _readers(thread, keys)


def last_resort_for(thread: Thread) -> list[Recipient]:
    """The core team; in a space that they do not read, its owners."""
    people = [recipient(user) for user in core_team() if _may_read(thread, requester_of(user))]
    if people and thread.space.kind not in WORDLESS:
        return people
    owners = SpaceMember.objects.current().filter(space=thread.space_id, role=SpaceMember.Role.OWNER)
    return _readers(thread, set(owners.values_list("user", flat=True)))


def _readers(thread: Thread, keys: Iterable[int]) -> list[Recipient]:
    users = get_user_model()._default_manager.filter(pk__in=set(keys), is_active=True).order_by("pk")
    return [recipient(user) for user in users if _may_read(thread, requester_of(user))]


def _may_read(thread: Thread, by: Requester) -> bool:
    return bool(visible(Thread.objects.filter(pk=thread.pk), by).exists())


def veto(source_key: str, user_id: int | None, address: str) -> str:
    """Asked just before a mail leaves: not to who may not read it any more, and not when somebody has replied."""
    user = get_user_model()._default_manager.filter(pk=user_id or 0, is_active=True).first()
    if user is None or user.email.strip().lower() != address:
        return "The account is closed, or has another address."
    key = int(source_key.partition(":")[2])
    taken_back = Q(deleted_at__isnull=False) | Q(hidden_at__isnull=False) | Q(thread__hidden_at__isnull=False)
    if Post.objects.filter(taken_back, thread=key, number=1).exists():
        return "The question was taken back."
    if not waiting_threads().filter(pk=key).exists():
        return "Somebody has replied since."
    if not visible(Thread.objects.filter(pk=key), requester_of(user)).exists():
        return "This person may not read it any more."
    return ""


# -- what one person could answer ------------------------------------------------------------------------
def could_help(by: Requester, limit: int = 5) -> list[Thread]:
    """Waiting threads of the topics that the person knows or follows, which they were not asked about in person: the
    oldest first. Empty for who is not signed in."""
    if by.user_id is None or not by.is_member:
        return []
    rows = visible(waiting_threads(), by).filter(_of_topics(by.user_id)).exclude(author=by.user_id)
    asked = Q(experts_asked_at__isnull=False, topics__in=_known(by.user_id))
    found = rows.exclude(pk__in=Thread.objects.filter(asked).values("pk")).distinct()
    return list(found.prefetch_related("topics").order_by("created_at", "pk")[:limit])


def asked_of(by: Requester) -> list[Thread]:
    """Waiting threads about which the person was asked: as one who knows the topic, or as one of the core team."""
    if by.user_id is None or not by.is_member:
        return []
    mine = Q(experts_asked_at__isnull=False, topics__in=_known(by.user_id))
    if by.is_editor:
        mine |= Q(core_team_asked_at__isnull=False) & ~Q(space__kind__in=WORDLESS)
    mine |= Q(core_team_asked_at__isnull=False, space__kind__in=WORDLESS, space__in=by.owned_spaces)
    rows = visible(waiting_threads(), by).filter(mine).exclude(author=by.user_id).distinct()
    return list(rows.order_by(F("experts_asked_at").asc(nulls_last=True), "pk"))


def _known(user_id: int) -> QuerySet[Any]:
    rows: QuerySet[Any] = Expertise.objects.filter(user=user_id).values("topic")
    return rows


def _of_topics(user_id: int) -> Q:
    followed = TopicInterest.objects.filter(user=user_id).values("topic")
    return Q(topics__in=_known(user_id)) | Q(topics__in=followed)
