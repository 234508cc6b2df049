"""E-mail about new finds: one mail a person for all that is due, each find in one mail, none that is empty.

What is due follows from rows and dates alone: at once, or before the last seven o'clock (of a Monday) in London. So a
tick that is missed, doubled or late changes nothing, and a run that dies leaves its rows for the next one.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from cms.core import clock
from cms.core.requester import SYSTEM
from cms.discovery.audience import sources_for
from cms.discovery.reading import read_again
from cms.members.selectors import recipient, requester_of
from cms.notifications.digests import MORNING, last_clock
from cms.notifications.services import notify
from cms.saved_searches.models import SavedSearch, SavedSearchAlert, SavedSearchMail
from search.registry import Card, Source

MAIL = "saved-searches"  # source of the e-mails
GAP = datetime.timedelta(minutes=10)  # between two mails "at once": an hour of publishing is not an hour of mails
LISTED = 10  # finds of one search that a mail names
Frequency = SavedSearch.Frequency
Kind = SavedSearchMail.Kind
State = SavedSearchAlert.State


def due() -> QuerySet[SavedSearchAlert]:
    """What is to be sent by now."""
    now = clock.now()
    morning = Q(saved_search__frequency=Frequency.DAILY, began_at__lt=last_clock(now, MORNING))
    monday = Q(saved_search__frequency=Frequency.WEEKLY, began_at__lt=last_clock(now, MORNING, monday=True))
    rows = SavedSearchAlert.objects.filter(state=State.PENDING, saved_search__paused_at=None)
    return rows.filter(Q(saved_search__frequency=Frequency.AT_ONCE) | morning | monday)


def hand_over() -> int:
    """Give what is due to `notifications`. Answers how many people get a mail."""
    people = due().order_by().values_list("saved_search__owner", flat=True).distinct()
    return sum(_hand_over_to(person) for person in list(people))


def _hand_over_to(user_id: int) -> int:
    try:
        return _write_mail(user_id)
    except IntegrityError:  # this morning's mail was made by another run meanwhile: the rest goes with the next
        return 0


@transaction.atomic
def _write_mail(user_id: int) -> int:
    """In one transaction, so a crash leaves either nothing or everything of this person's mail."""
    user = get_user_model()._default_manager.get(pk=user_id)
    rows = _for_one_mail(user_id)
    cards = _cards(user, rows)
    drop(row for row in rows if row.key not in cards)
    rows = [row for row in rows if row.key in cards]
    if not rows:
        return 0
    digest = any(row.saved_search.frequency != Frequency.AT_ONCE for row in rows)
    mail = SavedSearchMail.objects.create(
        user_id=user_id, kind=Kind.DIGEST if digest else Kind.AT_ONCE, things=len(rows)
    )
    # The conditional update decides between two runs at once. Where another has taken some of the rows, none is taken
    # here: what is left goes with the next run.
    won = SavedSearchAlert.objects.filter(pk__in=[row.pk for row in rows], state=State.PENDING)
    if won.update(state=State.MAILED, mail=mail) != len(rows):
        transaction.set_rollback(True)
        return 0
    notify(
        by=SYSTEM,
        source_key=f"{MAIL}:{mail.pk}",
        recipients=[recipient(user)],
        title=subject(rows),
        body=letter(rows, cards),
        path="/saved-searches",
        site=False,
    )
    return 1


def _for_one_mail(user_id: int) -> list[SavedSearchAlert]:
    """What is due to one person: the digest once a day, the others with it or by themselves."""
    rows = list(
        due().filter(saved_search__owner=user_id).select_related("saved_search").order_by("saved_search__name", "pk")
    )
    mails = SavedSearchMail.objects.filter(user=user_id, stopped_at=None)
    if mails.filter(kind=Kind.DIGEST, day=clock.today()).exists():
        rows = [row for row in rows if row.saved_search.frequency == Frequency.AT_ONCE]
    if all(row.saved_search.frequency == Frequency.AT_ONCE for row in rows):
        just_told = mails.filter(kind=Kind.AT_ONCE, made_at__gt=clock.now() - GAP).exists()
        return [] if just_told else rows
    return rows


def _cards(user: Any, rows: Iterable[SavedSearchAlert]) -> dict[str, tuple[Source, Card]]:
    """Today's words of the things that the person may see at this moment; nothing for who is no member any more."""
    by = requester_of(user)
    if not by.is_member:
        return {}
    sources = sources_for(by)
    by_kind = {source.kind: source for source in sources}
    found = {}
    for key, obj in read_again([row.key for row in rows], sources, by).items():
        source = by_kind[key.partition(":")[0]]
        found[key] = (source, source.card(obj))
    return found


def drop(rows: Iterable[SavedSearchAlert]) -> None:
    """These were not told and may not be now. Forgotten, they are new again should the person get to see them; what
    the person has looked at on the site stays told."""
    keys = [row.pk for row in rows]
    SavedSearchAlert.objects.filter(pk__in=keys, seen_at=None).delete()
    SavedSearchAlert.objects.filter(pk__in=keys).update(state=State.SITE, mail=None)


def veto(source_key: str, user_id: int | None, address: str) -> str:
    """Asked just before a mail leaves. Where anything in it is not to be told any more, or not there, none of it goes,
    and what is left is handed over again."""
    mail = SavedSearchMail.objects.filter(pk=int(source_key.partition(":")[2])).select_related("user").first()
    if mail is None:
        return "The account is gone."
    rows = list(mail.alerts.select_related("saved_search"))
    wanted = [
        row for row in rows if row.saved_search.frequency != Frequency.NEVER and row.saved_search.paused_at is None
    ]
    cards = _cards(mail.user, wanted)
    kept = [row for row in wanted if row.key in cards]
    if len(kept) == mail.things and mail.user.email.strip().lower() == address:
        return ""
    SavedSearchMail.objects.filter(pk=mail.pk).update(stopped_at=clock.now())
    drop(row for row in wanted if row.key not in cards)
    on_site = [row.pk for row in rows if row not in wanted]
    SavedSearchAlert.objects.filter(pk__in=on_site).update(state=State.SITE, mail=None)
    SavedSearchAlert.objects.filter(pk__in=[row.pk for row in kept]).update(state=State.PENDING, mail=None)
    return "Some of it is not for this person any more."


# -- the words -------------------------------------------------------------------------------------------
def subject(rows: list[SavedSearchAlert]) -> str:
    """Without the names of searches: the core team sees the subjects of what was sent."""
    return f"{'1 new thing' if len(rows) == 1 else f'{len(rows)} new things'} for your saved searches"


def letter(rows: list[SavedSearchAlert], cards: dict[str, tuple[Source, Card]]) -> str:
    """The finds by search: title, kind and address of each."""
    by_search: dict[SavedSearch, list[SavedSearchAlert]] = defaultdict(list)
    for row in rows:
        by_search[row.saved_search].append(row)
    parts = []
    for search, its in by_search.items():
        parts.append(f"New for “{search.name}”:")
        for row in its[:LISTED]:
            source, card = cards[row.key]
            title = f"{card.reference} {card.title}" if card.reference else card.title
            parts.append(f"{title}\n{source.label}\n{settings.FRONTEND_ORIGIN}{card.url}")
        if len(its) > LISTED:
            more = f"{settings.FRONTEND_ORIGIN}/saved-searches/{search.pk}"
            parts.append(f"And {len(its) - LISTED} more:\n{more}")
    parts.append(
        "You saved these searches. You change how often we write, or stop it, on the page of your saved searches."
    )
    return "\n\n".join(parts)


# -- stopping by one press -------------------------------------------------------------------------------
def stop_key(user_id: int) -> str:
    """Signed, so that nobody stops another's mail. It opens nothing and shows nothing, so it does not run out."""
    return signing.Signer(salt=MAIL).sign(str(user_id))


def person_of(key: str) -> int | None:
    try:
        return int(signing.Signer(salt=MAIL).unsign(key))
    except (signing.BadSignature, ValueError):
        return None


def stop_link(source_key: str) -> str:
    """The address that stops these mails; empty where the mail's person is gone."""
    mail = SavedSearchMail.objects.filter(pk=int(source_key.partition(":")[2])).first()
    return settings.CMS_ORIGIN + reverse("saved_search_mails", args=[stop_key(mail.user_id)]) if mail else ""
