"""Telling a sender what became of their mail: never a machine, never a stranger, at most once a day.

The words go to the person's account address, so a forged mail makes us write to nobody who does not know us.
"""

from typing import Any

from django.contrib.auth import get_user_model

from cms.core import clock
from cms.core.partial_dates import in_words
from cms.core.requester import SYSTEM
from cms.notifications.services import Recipient, notify
from cms.postbox.letters import Letter
from cms.postbox.models import InboundMail

REFUSED = "mail-refused"
NOTE = "mail-note"
TITLE = "Your e-mail was not posted"
WAITS = "Your e-mail waits for you to look again"
BEGIN = "An e-mail from {sender} reached us on {day}. It was not posted."
END = (
    "If you wrote it, nothing of it is lost: it is still in your own sent mail, and you can write it on the site. "
    "If you did not, you need do nothing; nobody was shown it.\n\n"
    "We tell you this at most once a day, so later e-mails may be refused without a word."
)


def tell_refused(row: InboundMail, letter: Letter, words: str, *, path: str = "") -> int:
    """To whom the sender's address belongs; else to whose reply address it was. Returns how many are told: 0 or 1."""
    person = _person(letter.sender) or row.user
    if person is None or not person.is_active:
        return 0
    day = clock.today()
    begin = BEGIN.format(sender=row.sender or "an unknown sender", day=in_words(day))
    return notify(
        by=SYSTEM,
        source_key=f"{REFUSED}:{day:%Y-%m-%d}",
        recipients=[Recipient(person.email, person.pk, str(person))],
        title=TITLE,
        body=f"{begin}\n\n{words}\n\n{END}",
        path=path or "/community",
        site=False,
    )


def tell_note(row: InboundMail, words: str, path: str, *, posted: bool) -> int:
    """It was posted, but not all of it, as when a file was not taken; or it waits for its writer to look again."""
    if row.user is None:
        return 0
    return notify(
        by=SYSTEM,
        source_key=f"{NOTE}:{row.pk}",
        recipients=[Recipient(row.user.email, row.user.pk, str(row.user))],
        title="Your e-mail was posted, with something left out" if posted else WAITS,
        body=words,
        path=path,
        site=False,
    )


def _person(address: str) -> Any:
    return get_user_model()._default_manager.filter(email__iexact=address).first() if address else None
