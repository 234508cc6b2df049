"""The public and the briefing: asked for on the site, confirmed from the mailbox, stopped by one press.

Whoever asks learns nothing of who else did: the answer is the same for every address, and the rest is in the mail.
"""

import datetime
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.db.models.signals import pre_delete
from django.urls import reverse

from cms.audit.services import record
from cms.briefings.models import Recipient, Subscription
from cms.core import clock
from cms.core.errors import BadInput, NotFound
from cms.core.requester import SYSTEM, Requester
from cms.notifications.models import Delivery
from cms.notifications.services import Recipient as Told
from cms.notifications.services import notify

CONFIRM = "briefing-confirm"  # source: "briefing-confirm:<subscription>:<n>"
STOP = "briefing-stop"  # the salt of the keys that stop it
KEPT = datetime.timedelta(days=settings.RETENTION_DAYS["subscriptions"])  # an address that nobody confirmed
DAY = datetime.timedelta(days=1)
MOST_A_DAY = 3  # mails to one address, whoever types it
WRONG = "Write an e-mail address, like name@organisation.org.uk."


def ask(*, by: Requester, email: str) -> None:
    """Send the address a mail with a link to confirm; one that gets the briefing already is told so by mail, not here.
    Raises BadInput with `fields` for what is no address. More than three times a day, nothing is sent."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise BadInput(WRONG, fields={"email": [WRONG]}) from None
    if len(address) > 254:
        raise BadInput(WRONG, fields={"email": [WRONG]})
    try:
        _ask(by, address)
    except IntegrityError:  # twice at once: the other one sends it
        return


@transaction.atomic
def _ask(by: Requester, address: str) -> None:
    row = Subscription.objects.select_for_update().filter(email=address).first()
    now = clock.now()
    if row is None:
        row = Subscription.objects.create(email=address, asked_at=now)
        record(by, "briefing.asked_for", row, label=str(row))
    elif now - row.asked_at >= DAY:
        row.asked_at, row.asked_times = now, 1
        row.save(update_fields=["asked_at", "asked_times"])
    elif row.asked_times >= MOST_A_DAY:
        return
    else:
        row.asked_times += 1
        row.save(update_fields=["asked_times"])
    already = row.confirmed_at is not None
    notify(
        by=SYSTEM,
        source_key=f"{CONFIRM}:{row.pk}:{int(row.asked_at.timestamp())}-{row.asked_times}",
        recipients=[Told(address)],
        title="You get our briefing already" if already else "Do you want our briefing? Please confirm",
        body=ALREADY if already else PLEASE,
        site=False,
    )


PLEASE = (
    "Somebody, probably you, asked for our public briefing at this address. We send it once you say yes: open the page "
    "below and press the button. Opening the page alone changes nothing.\n\n"
    "If it was not you, do nothing. We write no more about it, and forget the address after seven days.\n\n"
    "We do not record whether you open a briefing or follow its links."
)
ALREADY = (
    "Somebody, probably you, asked for our public briefing at this address. You get it already, so there is nothing to "
    "do. Every briefing has a link with which you stop it; so does the page below."
)


@transaction.atomic
def confirm(*, key: str) -> Subscription:
    """The key of the mail is proof enough of who asks. Twice is once. Raises NotFound for a wrong or old key."""
    pk = _pk_of(key, CONFIRM, KEPT)
    row = Subscription.objects.select_for_update().filter(pk=pk).first() if pk is not None else None
    if row is None:
        raise NotFound("This link is too old, or was used up. Ask for the briefing again.")
    if row.confirmed_at is None:
        row.confirmed_at = clock.now()
        row.save(update_fields=["confirmed_at"])
        record(SYSTEM, "briefing.subscribed", row, label=str(row))
    return row


@transaction.atomic
def stop(*, key: str) -> None:
    """No more briefings to who holds this key; the address is forgotten. Twice is once. Raises NotFound for a key that
    is none."""
    pk = _pk_of(key, STOP, None)
    if pk is None:
        raise NotFound("There is no such subscription.")
    row = Subscription.objects.filter(pk=pk).first()
    if row is not None:
        record(SYSTEM, "briefing.unsubscribed", row, label=str(row))
        row.delete()


def forget_unconfirmed() -> int:
    """Addresses that nobody confirmed within seven days. Returns how many."""
    count, _ = Subscription.objects.filter(confirmed_at=None, asked_at__lt=clock.now() - KEPT).delete()
    return int(count)


REMOVED = "removed"


def forget_address(sender: type[Subscription], instance: Subscription, **_: Any) -> None:
    """Whichever way a subscription goes, its address goes with it, from the lists of what was sent too."""
    gone = Concat(Value(f"{REMOVED}-"), Cast("pk", CharField()))
    Recipient.objects.filter(subscription=instance.pk).update(address=gone)
    own = Delivery.objects.filter(recipient=instance.email, user=None, source_key__startswith="briefing-")
    own.update(recipient=REMOVED)  # the source keys tell them apart


def connect() -> None:
    """Called once, when the app is ready."""
    pre_delete.connect(forget_address, sender=Subscription, dispatch_uid="briefings_forget_address")


# -- keys and links, written when a mail is sent, so that the database alone opens nothing ----------------
def confirm_key(pk: int) -> str:
    return signing.TimestampSigner(salt=CONFIRM).sign(str(pk))


def stop_key(pk: int) -> str:
    """It opens nothing and shows nothing, so it does not run out."""
    return signing.Signer(salt=STOP).sign(str(pk))


def is_stop_key(key: str) -> bool:
    return _pk_of(key, STOP, None) is not None


def _pk_of(key: str, salt: str, age: datetime.timedelta | None) -> int | None:
    try:
        if age is None:
            return int(signing.Signer(salt=salt).unsign(key))
        return int(signing.TimestampSigner(salt=salt).unsign(key, max_age=age))
    except (signing.BadSignature, ValueError):
        return None


def confirm_link(source_key: str) -> str:
    """Of a mail that asks: to the page with the button; of one that says "already": to the one that stops it."""
    pk = int(source_key.split(":")[1])
    row = Subscription.objects.filter(pk=pk).first()
    if row is not None and row.confirmed_at is not None:
        return stop_address(pk)
    return str(settings.CMS_ORIGIN) + reverse("briefing_confirm", args=[confirm_key(pk)])


def stop_address(pk: int) -> str:
    return str(settings.CMS_ORIGIN) + reverse("briefing_stop", args=[stop_key(pk)])


def stop_link(source_key: str) -> str:
    """Of a briefing or correction to the public: "briefing-public:<edition>:<recipient>"."""
    row = Recipient.objects.filter(pk=int(source_key.rpartition(":")[2])).first()
    return stop_address(row.subscription_id) if row is not None and row.subscription_id is not None else ""


def confirm_veto(source_key: str, user_id: int | None, address: str) -> str:
    """A mail that asks is not sent once the row is gone."""
    pk = int(source_key.split(":")[1])
    return "" if Subscription.objects.filter(pk=pk, email=address).exists() else "Nobody asks for it any more."
