"""Sending an edition: begin, fix who gets it, hand them over. Each step may be killed at any line and run again, by
several processes at once: what a step says is written in the transaction of what it did."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet

from cms.audit.services import record
from cms.briefings.audience import addressees
from cms.briefings.models import Correction, Edition, Recipient
from cms.core import clock, counters
from cms.core.requester import SYSTEM
from cms.members.models import User
from cms.notifications.services import Recipient as Told
from cms.notifications.services import notify

BRIEFING, PUBLIC = (
    "briefing",
    "briefing-public",
)  # sources: "briefing:<edition>", "briefing-public:<edition>:<recipient>"
CORRECTION, PUBLIC_CORRECTION = "briefing-correction", "briefing-public-correction"  # with the correction's key instead
AT_ONCE = 200  # people handed over in one transaction
# Later than this it does not begin by itself: after a long outage, or in a database that was restored, news are old
# or may have gone already, and somebody looks first.
TOO_LATE = datetime.timedelta(days=1)


def advance(pk: int, until: datetime.datetime) -> bool:
    """Go on with an edition that is due, until it is done or the time is over. Whether nothing is left to do."""
    if not begin(pk):
        return True
    list_recipients(pk)
    while hand_over_some(pk):
        if clock.now() >= until:
            return False
    return True


@transaction.atomic
def begin(pk: int) -> bool:
    """Whether it is to be sent now. From its beginning on it has a number, stands in the archive and is not changed."""
    edition = Edition.objects.select_for_update().get(pk=pk)
    if not due().filter(pk=edition.pk).exists():
        return False
    if edition.begun_at is None:
        edition.begun_at, edition.number = clock.now(), counters.next_value("briefing")
        edition.save(update_fields=["begun_at", "number"])
        record(SYSTEM, "briefing.begun", edition, after={"number": edition.number})
    return True


@transaction.atomic
def list_recipients(pk: int) -> None:
    """Fix who gets it, once. Who joins afterwards reads it on the site."""
    edition = Edition.objects.select_for_update().get(pk=pk)
    if edition.listed_at is not None:
        return
    rows = [
        Recipient(
            edition=edition,
            user_id=one.user,
            subscription_id=one.subscription,
            address=one.address,
            left_out_because=one.left_out_because,
        )
        for one in addressees(edition)
    ]
    Recipient.objects.bulk_create(rows, batch_size=500)
    edition.listed_at = clock.now()
    edition.save(update_fields=["listed_at"])


@transaction.atomic
def hand_over_some(pk: int) -> bool:
    """Give the next people to notifications. Whether there may be more."""
    edition = Edition.objects.select_for_update().get(pk=pk)
    if edition.stopped_at is not None or edition.handed_over_at is not None:
        return False
    rows = _next(edition.pk, edition.handed_up_to)
    if not rows:
        edition.handed_over_at = clock.now()
        edition.save(update_fields=["handed_over_at"])
        record(SYSTEM, "briefing.handed_over", edition)
        return False
    _tell(rows, edition, f"{BRIEFING}:{pk}", f"{PUBLIC}:{pk}", edition.title, in_short(edition))
    Edition.objects.filter(pk=edition.pk).update(handed_up_to=rows[-1].pk)
    return True


@transaction.atomic
def hand_over_correction(pk: int) -> bool:
    """The same for a correction: to those to whom the edition went. Whether there may be more."""
    found = Correction.objects.select_for_update().get(pk=pk)
    if found.handed_over_at is not None:
        return False
    edition = found.edition
    rows = [row for row in _next(edition.pk, found.handed_up_to) if row.pk <= edition.handed_up_to]
    if not rows:
        if edition.handed_over_at is None and edition.stopped_at is None:
            return False  # some are still to get the edition: their correction comes after it
        Correction.objects.filter(pk=pk).update(handed_over_at=clock.now())
        return False
    title = f"Correction: {edition.title}"
    _tell(rows, edition, f"{CORRECTION}:{pk}", f"{PUBLIC_CORRECTION}:{pk}", title, found.text)
    Correction.objects.filter(pk=pk).update(handed_up_to=rows[-1].pk)
    return True


def _next(edition: int, after: int) -> Sequence[Recipient]:
    return list(Recipient.objects.filter(edition=edition, pk__gt=after).order_by("pk")[:AT_ONCE])


def _tell(rows: Sequence[Recipient], edition: Edition, members: str, public: str, title: str, body: str) -> None:
    """`members` is the source key of all members' mails, `public` what stands before the recipient's in the others.
    Whose mail comes back gets the notice on the site alone."""

    def tell(source_key: str, people: Sequence[Told], *, email: bool = True, site: bool = True) -> None:
        notify(
            by=SYSTEM,
            source_key=source_key,
            recipients=people,
            title=title,
            body=body,
            path=edition.path,
            email=email,
            site=site,
        )

    users: dict[int, User] = User.objects.in_bulk([row.user_id for row in rows if row.user_id is not None])
    by_mail: list[Told] = []
    on_site: list[Told] = []
    for row in rows:
        user = users.get(row.user_id or 0)
        if user is not None:
            (on_site if row.left_out_because else by_mail).append(Told(row.address, user.pk, str(user)))
        elif row.subscription_id is not None and not row.left_out_because:
            tell(f"{public}:{row.pk}", [Told(row.address)], site=False)
    tell(members, by_mail)
    tell(members, on_site, email=False)


def in_short(edition: Edition) -> str:
    """What digests and the site's notices say of it: the editor's own words, never an item's, which may be closed to
    some readers by then."""
    first = edition.note.strip().replace("\r\n", "\n").split("\n\n")[0]
    return first or "A new briefing."


def due() -> QuerySet[Edition]:
    """Editions whose time has come and that are not handed over whole."""
    now = clock.now()
    rows = Edition.objects.filter(send_at__lte=now, handed_over_at=None, stopped_at=None)
    return rows.exclude(begun_at=None, send_at__lte=now - TOO_LATE).order_by("send_at", "pk")


def corrections_due() -> list[int]:
    return list(Correction.objects.filter(handed_over_at=None).order_by("pk").values_list("pk", flat=True))
