"""What signing does. Each part has its module; other apps import from here."""

from cms.signing.services.chasing import answer_stuck, chase, say_stuck
from cms.signing.services.decisions import (
    MOST_ROWS,
    PaperRow,
    attach_scan,
    correct_signature,
    record_on_paper,
    record_signature,
)
from cms.signing.services.handing_on import hand_on, take_back
from cms.signing.services.here import note_advice, open_to_sign, sign, sign_several
from cms.signing.services.membership import ask_to_join, invite_to_join, leave, refuse_to_join
from cms.signing.services.sending import send_out, what_is_missing, withdraw

__all__ = [
    "MOST_ROWS",
    "PaperRow",
    "answer_stuck",
    "ask_to_join",
    "attach_scan",
    "chase",
    "correct_signature",
    "hand_on",
    "invite_to_join",
    "leave",
    "note_advice",
    "open_to_sign",
    "record_on_paper",
    "record_signature",
    "refuse_to_join",
    "say_stuck",
    "send_out",
    "sign",
    "sign_several",
    "take_back",
    "what_is_missing",
    "withdraw",
]
