"""Writing: signing up, arranging, cancelling, attendance, papers, barriers."""

from cms.events.services.arranging import (
    add_paper,
    arrange_sign_up,
    cancel_event,
    hold_after_all,
    note_published,
    record_attendance,
    remove_paper,
)
from cms.events.services.barriers import ask_peers, hide_barrier, say_barrier, show_barrier, withdraw_barrier
from cms.events.services.places import add_person, end_place, give_up_place, sign_up_for

__all__ = [
    "add_paper",
    "add_person",
    "arrange_sign_up",
    "ask_peers",
    "cancel_event",
    "end_place",
    "give_up_place",
    "hide_barrier",
    "hold_after_all",
    "note_published",
    "record_attendance",
    "remove_paper",
    "say_barrier",
    "show_barrier",
    "sign_up_for",
    "withdraw_barrier",
]
