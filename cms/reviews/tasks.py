"""What the schedule runs."""

from cms.core import clock
from cms.reviews import notes, reminders


def plan_reminders() -> None:
    """Every 15 minutes: open reviews, write the ledger, hand over what is pending, draft notes on what is very late."""
    reminders.write_ledger(clock.today())
    reminders.hand_over()
    notes.draft_notes(clock.today())
