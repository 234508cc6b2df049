"""Requests for help: asked, sorted, talked about, answered, and followed up."""

from cms.community.services.answering import (
    ANSWER_AT_MOST,
    answer_case,
    ask_back,
    close_case,
    note_case,
    reopen_case,
    take_case,
    triage_case,
)
from cms.community.services.asking import ask_for_help
from cms.community.services.replying import answer_follow_up, answer_follow_up_by_key, reply_by_key, reply_to_case

__all__ = [
    "ANSWER_AT_MOST",
    "answer_case",
    "answer_follow_up",
    "answer_follow_up_by_key",
    "ask_back",
    "ask_for_help",
    "close_case",
    "note_case",
    "reopen_case",
    "reply_by_key",
    "reply_to_case",
    "take_case",
    "triage_case",
]
