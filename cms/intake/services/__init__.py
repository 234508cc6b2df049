"""Writes of old agreements: bringing them in, settling them one by one, and taking a decision back."""

from cms.intake.services.accepting import Answers, accept_paper
from cms.intake.services.bringing import add_known_by_name, read_again, start_batch, take_paper
from cms.intake.services.settling import ask_core_team, leave_for_later, mark_not_one, mark_same_as
from cms.intake.services.sheets import apply_exact_rows, apply_row, confirm_columns, leave_row_out, take_sheet
from cms.intake.services.undoing import undo_decision

__all__ = [
    "Answers",
    "accept_paper",
    "add_known_by_name",
    "apply_exact_rows",
    "apply_row",
    "ask_core_team",
    "confirm_columns",
    "leave_for_later",
    "leave_row_out",
    "mark_not_one",
    "mark_same_as",
    "read_again",
    "start_batch",
    "take_paper",
    "take_sheet",
    "undo_decision",
]
