"""A source may let people answer its e-mails by replying to them (cms.postbox reads what comes)."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

from cms.notifications.models import Delivery
from cms.notifications.services import message_id

# Above the words of such an e-mail: the reading cuts here where a mail program marks what it quotes in no other way.
WRITE_ABOVE = "Write your answer above this line"


@dataclass(frozen=True, slots=True)
class Conversation:
    """`address` takes the recipient's answers; `key` is the same for all mails of one conversation, so that mail
    programs show them together; `words` say what becomes of an answer, and who will read it."""

    address: str
    key: str
    words: str

    @property
    def headers(self) -> dict[str, str]:
        """RFC 5322, 3.6.4: all mails of the conversation refer to one that was never sent."""
        first = message_id(f"conversation:{self.key}", "")
        return {"Reply-To": self.address, "In-Reply-To": first, "References": first}


Write = Callable[[Delivery], Conversation | None]
_writers: dict[str, Write] = {}


def register_conversation(source: str, write: Write) -> None:
    """`source` is what stands before the first ":" of a source key. `write(delivery)` is asked when the mail is sent,
    and answers None where this person cannot answer by e-mail."""
    if _writers.setdefault(source, write) is not write:
        raise ImproperlyConfigured(f"Two conversations are registered for {source!r}.")


def conversation_of(delivery: Delivery) -> Conversation | None:
    write = _writers.get(delivery.source_key.partition(":")[0])
    found = write(delivery) if write is not None else None
    return found if found is not None and found.address else None
