"""A message as it came, read once: who, to whom, which words, which files. Nothing here decides anything.

Written against what mail programs really send: headers that break the rules, charsets that do not exist, text in HTML
alone. The library's older policy is used because the newer one raises on many of these.
"""

import email
import email.policy
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses

from cms.postbox.plain import from_html, unflow

HEADERS = 100_000  # characters of one part's; Python's own readers of them take long over many
PARTS = 60  # of one message; real ones have fewer than twenty
WORDS = 200_000  # characters that are read at all; an answer may have 20,000, and quote as much
RECIPIENTS = ("Delivered-To", "X-Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc", "Resent-To")
LOGO = 40 * 1024  # bytes: a smaller picture that stands in the text is part of a signature
# What mail programs add and nobody means to send.
FURNITURE = re.compile(
    r"^(winmail\.dat|smime\.p7[sm]|signature\.asc|pgp\.asc|openpgp.*\.asc|.*\.vcf|invite\.ics)$", re.I
)
FURNITURE_TYPES: tuple[str, ...] = (
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "application/pgp-signature",
)
FURNITURE_TYPES += ("text/vcard", "text/x-vcard", "text/calendar", "application/ms-tnef")
ADDRESS = re.compile(r"[^@\s<>\x00-\x1f\x7f\ud800-\udfff]+@[^@\s<>\x00-\x1f\x7f\ud800-\udfff]+")
ENCRYPTED = ("application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted")


class Unreadable(ValueError):
    """Broken beyond reading."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """Addresses are bare and in lower case. `senders` should hold one; more is a trick."""

    message: Message
    message_id: str
    senders: tuple[str, ...]
    sender_name: str
    recipients: tuple[str, ...]
    subject: str

    @property
    def sender(self) -> str:
        return self.senders[0] if len(self.senders) == 1 else ""

    @property
    def is_encrypted(self) -> bool:
        return any(part.get_content_type() in ENCRYPTED for part in _parts(self.message))


def read_letter(raw: bytes) -> Letter:
    """Raises Unreadable for what has no sender or no sense."""
    try:
        message = email.message_from_bytes(raw, policy=email.policy.compat32)
        if any(sum(len(value) for _, value in part.raw_items()) > HEADERS for part in message.walk()):
            raise Unreadable("Its headers are longer than those of any mail.")
        senders = _addresses(message, "From")
        recipients = tuple(dict.fromkeys(address for name in RECIPIENTS for _, address in _addresses(message, name)))
    except Unreadable:
        raise
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise Unreadable("The message is broken.") from error
    if not senders:
        raise Unreadable("The message names no sender.")
    return Letter(
        message=message,
        message_id=header(message, "Message-ID")[:250],
        senders=tuple(dict.fromkeys(address for _, address in senders)),
        sender_name=senders[0][0],
        recipients=recipients,
        subject=header(message, "Subject")[:250],
    )


def key_of(raw: bytes) -> str:
    """The same for every delivery of a message: its Message-ID (else its date), sender and subject with its content.
    What servers write on the way is not in it."""
    head, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    digest = hashlib.sha256()
    found = email.message_from_bytes(head + b"\n\n", policy=email.policy.compat32)
    for name in ("Message-ID", "From", "Subject") if found["Message-ID"] else ("Date", "From", "Subject"):
        digest.update(f"{name}:{' '.join(str(found.get(name, '')).split())}\n".encode(errors="replace"))
    digest.update(body.strip())
    return digest.hexdigest()


def header(message: Message, name: str) -> str:
    """One line, decoded; empty where there is none."""
    return " ".join(decoded(str(message.get(name, "") or "")).split())


def decoded(value: str) -> str:
    try:
        parts = decode_header(value)
    except (HeaderParseError, ValueError):
        return _storable(value)
    read = (part if isinstance(part, str) else _text(part, charset or "ascii") for part, charset in parts)
    return _storable("".join(read))


def _addresses(message: Message, name: str) -> list[tuple[str, str]]:
    """(name, address) of each. The addresses are taken before anything is decoded: a name may decode to another
    address."""
    values = [str(value).replace("\n", " ").replace("\r", " ") for value in message.get_all(name, [])]
    pairs = [(" ".join(decoded(shown).split()), address.strip().lower()) for shown, address in getaddresses(values)]
    return [(shown, address) for shown, address in pairs if ADDRESS.fullmatch(address)]


def _parts(message: Message) -> Iterator[Message]:
    """The parts that hold something, in order, without what stands inside attached messages."""
    waiting, seen = [message], 0
    while waiting:
        part = waiting.pop(0)
        seen += 1
        if seen > PARTS:
            raise Unreadable("The message has too many parts.")
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            payload = part.get_payload()
            if part.get_content_type() == "multipart/encrypted":
                yield part
            waiting = [one for one in payload if isinstance(one, Message)] + waiting
        else:
            yield part


def text_of(letter: Letter) -> str:
    """The words, lines parted by "\\n", quoted lines with ">". From the plain part; from HTML where that is empty."""
    plain, html = [], []
    for part in _parts(letter.message):
        if part.get_content_disposition() == "attachment" or part.get_filename():
            continue
        kind = part.get_content_type()
        if kind == "text/plain":
            words = _content(part)
            if str(part.get_param("format") or "").lower() == "flowed":
                words = unflow(words, joined=str(part.get_param("delsp") or "").lower() == "yes")
            plain.append(words)
        elif kind == "text/html":
            html.append(_content(part))
    found = "\n".join(plain)
    if not found.strip() and html:
        found = "\n".join(from_html(one) for one in html)
    return found.replace("\r\n", "\n").replace("\r", "\n")


def _content(part: Message) -> str:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    return _text(data[: WORDS * 4], part.get_content_charset() or "utf-8")[:WORDS].replace("\r\n", "\n")


def _text(data: bytes, charset: str) -> str:
    """In the charset that is named; else in the one that fits. Mail says "ascii" and means cp1252 often enough."""
    for name in (charset, "utf-8", "cp1252"):
        try:
            return _storable(data.decode(name))
        except (ValueError, LookupError):  # UnicodeError among them
            continue
    return _storable(data.decode("latin-1"))


def _storable(text: str) -> str:
    """Without what no database takes: NUL, and halves of characters that some charsets decode to."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def files_of(letter: Letter) -> tuple[Enclosure, ...]:
    """What the sender enclosed: no signatures, cards, invitations, nor the small pictures of a letterhead."""
    found = []
    html = any(part.get_content_type() == "text/html" for part in _parts(letter.message))
    for number, part in enumerate(_parts(letter.message), start=1):
        name, kind = decoded(part.get_filename() or ""), part.get_content_type()
        placed = part.get_content_disposition()
        if kind in FURNITURE_TYPES or FURNITURE.match(name) or kind.startswith("message/"):
            continue
        if kind in ("text/plain", "text/html") and placed != "attachment" and not name:
            continue
        payload = part.get_payload(decode=True)
        content = payload if isinstance(payload, bytes) else b""
        in_text = html and part.get("Content-ID") is not None and placed != "attachment"
        if kind.startswith("image/") and in_text and len(content) < LOGO:
            continue
        if content:
            found.append(Enclosure(name or f"file-{number}", content))
    return tuple(found)
