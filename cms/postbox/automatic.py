"""What a machine wrote: out-of-office notes, receipts, lists, our own mail come round. Never answered, never posted.

By the headers of RFC 3834 and what mail programs use beside it; by words in the subject only where a program sends no
header at all, and then only words that such programs put first.
"""

import re
from email.message import Message

from cms.postbox.addresses import is_ours
from cms.postbox.letters import Letter, header

MACHINES = re.compile(r"^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?|mail-?daemon|autoreply)([+-].*)?$")
ANY_VALUE = ("X-Autoreply", "X-Autorespond", "X-AutoReply-From", "X-Mail-Autoreply", "List-Id", "Feedback-ID")
PRECEDENCE = ("bulk", "junk", "list", "auto_reply")
SUBJECTS = re.compile(
    r"^(out of (the )?office|automatic reply|auto(matic)?[ -]?(response|reply)|autoreply|i am (away|on leave)"
    r"|abwesenheits(notiz|agent|meldung)|automatische antwort|r[ée]ponse automatique|absence du bureau"
    r"|respuesta autom[áa]tica|risposta automatica|automatisch antwoord|ateb awtomatig|allan o'r swyddfa"
    r"|undeliverable|undelivered mail|delivery (status notification|has failed)|mail delivery failed"
    r"|(read|accepted|declined|tentative|gelesen|lu|zugesagt|abgelehnt)\s?:)",
    re.IGNORECASE,
)


def why_automatic(letter: Letter) -> str:
    """In plain words; empty for what a person wrote."""
    message = letter.message
    said = header(message, "Auto-Submitted").lower().split(";")[0].strip()
    if said and said != "no":
        return "An automatic answer."
    if any(message.get(name) is not None for name in ANY_VALUE):
        return "An automatic answer, or mail of a list."
    if header(message, "Precedence").lower() in PRECEDENCE:
        return "Mail in bulk, or an automatic answer."
    if header(message, "X-Auto-Response-Suppress").lower() in ("all", "oof", "autoreply") and _is_note(letter):
        return "An automatic answer."
    if header(message, "Return-Path") == "<>":
        return "An automatic answer: nobody can be written back."
    if is_ours(letter.sender):
        return "Our own mail, come round."
    if MACHINES.match(letter.sender.partition("@")[0]):
        return "From an address that no person writes from."
    if _is_receipt(message):
        return "A receipt."
    if SUBJECTS.match(letter.subject):
        return "An automatic answer, by its subject."
    return ""


def is_report(letter: Letter) -> bool:
    """About the delivery of a mail (RFC 3464)."""
    kind = str(letter.message.get_param("report-type") or "").lower()
    return letter.message.get_content_type() == "multipart/report" and kind == "delivery-status"


def _is_note(letter: Letter) -> bool:
    """Some companies' servers put the header on what people write too: then the subject decides."""
    return bool(SUBJECTS.match(letter.subject)) or not letter.subject.lower().startswith(("re:", "aw:", "sv:", "antw:"))


def _is_receipt(message: Message) -> bool:
    if message.get_content_type() == "multipart/report":
        return True
    calendar = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    return any(str(part.get_param("method") or "").lower() == "reply" for part in calendar)
