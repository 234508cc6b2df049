"""The mail itself, written for one person when it is sent: what that person may read at that moment, and who may not
get it any more."""

from django.conf import settings

from cms.briefings.items import Shown, items_for, minutes_to_read
from cms.briefings.models import Correction, Edition, EditionItem, Recipient
from cms.briefings.sending import BRIEFING, PUBLIC
from cms.core.requester import ANONYMOUS, Requester
from cms.members.models import User
from cms.members.selectors import belonging, requester_of
from cms.notifications.kinds import find
from cms.notifications.letters import Letter
from cms.notifications.models import Delivery, Frequency
from cms.notifications.preferences import frequencies_for
from cms.notifications.services import NOT_WANTED

KIND = "briefings"  # of notices, about which people choose
TEST = "briefing-test"  # source: "briefing-test:<edition>:<n>"
TEXT, HTML = "briefings/mail.txt", "briefings/mail.html"
GONE = "The briefing is gone."
NOT_SENT = (Delivery.State.CANCELLED, Delivery.State.FAILED, Delivery.State.SUPERSEDED)


def write(delivery: Delivery) -> Letter | None:
    """Of a briefing, to a member or to the public, and of a test."""
    source, key, *_ = delivery.source_key.split(":")
    edition = Edition.objects.select_related("signed_by").filter(pk=int(key)).first()
    if edition is None:
        return None
    by = reader_of(delivery.user_id)
    return Letter(TEXT, HTML, words(edition, items_for(edition, by), by, is_test=source == TEST))


def write_correction(delivery: Delivery) -> Letter | None:
    found = Correction.objects.select_related("edition").filter(pk=int(delivery.source_key.split(":")[1])).first()
    if found is None:
        return None
    context = {"edition": found.edition, "correction": found, "address": settings.FRONTEND_ORIGIN + found.edition.path}
    return Letter("briefings/correction.txt", "briefings/correction.html", context)


def words(edition: Edition, items: list[Shown], by: Requester, *, is_test: bool = False) -> dict[str, object]:
    """What the templates of the mail show besides what every mail knows."""
    signed = str(edition.signed_by) if edition.signed_by is not None and by.is_member else ""
    rows = EditionItem.objects.filter(edition=edition.pk)
    return {
        "edition": edition,
        "address": settings.FRONTEND_ORIGIN + edition.path,
        "items": [(item, absolute(item.path)) for item in items],
        "note": [part.strip() for part in edition.note.replace("\r\n", "\n").split("\n\n") if part.strip()],
        "signed": signed,
        "minutes": minutes_to_read(edition.note, rows),
        "to_public": not by.is_member,
        "is_test": is_test,
    }


def absolute(path: str) -> str:
    return str(settings.FRONTEND_ORIGIN) + path if path.startswith("/") else path


def reader_of(user_id: int | None) -> Requester:
    """Somebody with an account, with the rights of this moment; else the public."""
    user = User.objects.filter(pk=user_id).first() if user_id is not None else None
    return requester_of(user) if user is not None else ANONYMOUS


# -- who may not get it any more, asked just before it leaves --------------------------------------------
def veto(source_key: str, user_id: int | None, address: str) -> str:
    """Of a briefing to a member."""
    edition = Edition.objects.filter(pk=int(source_key.split(":")[1])).first()
    return _stopped(edition) or _against(user_id)


def veto_public(source_key: str, user_id: int | None, address: str) -> str:
    """Of a briefing to the public: "briefing-public:<edition>:<recipient>"."""
    _, key, row = source_key.split(":")
    edition = Edition.objects.filter(pk=int(key)).first()
    return _stopped(edition) or _unsubscribed(int(row))


def veto_correction(source_key: str, user_id: int | None, address: str) -> str:
    """Only to whom the briefing went, or is about to go."""
    edition = Correction.objects.filter(pk=int(source_key.split(":")[1])).values_list("edition", flat=True).first()
    if edition is None:
        return GONE
    got = Delivery.objects.filter(source_key=f"{BRIEFING}:{edition}", recipient=address).exclude(state__in=NOT_SENT)
    return _against(user_id) if got.exists() else "They did not get the briefing."


def veto_public_correction(source_key: str, user_id: int | None, address: str) -> str:
    _, key, row = source_key.split(":")
    edition = Correction.objects.filter(pk=int(key)).values_list("edition", flat=True).first()
    if edition is None:
        return GONE
    got = Delivery.objects.filter(source_key=f"{PUBLIC}:{edition}:{row}").exclude(state__in=NOT_SENT)
    return _unsubscribed(int(row)) if got.exists() else "They did not get the briefing."


def _stopped(edition: Edition | None) -> str:
    if edition is None:
        return GONE
    return "The briefing was stopped." if edition.stopped_at is not None else ""


def _against(user_id: int | None) -> str:
    if user_id is None or not belonging([user_id]):
        return "This person belongs to no member organisation any more."
    # Chosen after it was handed over, as by the link in an earlier mail.
    never = frequencies_for(find(KIND), [user_id])[user_id] == Frequency.NEVER
    return NOT_WANTED if never else ""


def _unsubscribed(recipient: int) -> str:
    row = Recipient.objects.filter(pk=recipient).values_list("subscription__confirmed_at", flat=True).first()
    return "" if row is not None else "They stopped the briefing."
