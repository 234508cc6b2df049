"""What an organisation can put right about its agreements: by kind, each with one link. Never a score."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from cms.signing.selectors import CoverageState
from cms.snippets.selectors import ACTIVE, Status


class FixKind(StrEnum):
    REVIEW_LATE = "review_late"
    NOT_COVERED = "not_covered"
    REVIEW_DUE = "review_due"
    NO_REVIEW_DATE = "no_review_date"
    NO_OWNER = "no_owner"
    NO_CONTACT = "no_contact"
    NO_FILE = "no_file"
    # Of the organisation itself, from body_fixes.
    ROLE_GAP = "role_gap"
    BODY_CONTACT = "body_contact"
    BODY_ICO = "body_ico"
    PARTY_ENDED = "party_ended"


@dataclass(frozen=True, slots=True)
class Fix:
    """`text` follows the count: "1 review is late". `path` is of the members' site. `isp_id` only where it is one."""

    kind: FixKind
    count: int
    text: str
    why: str
    path: str
    action: str
    isp_id: int | None = None


@dataclass(frozen=True, slots=True)
class Words:
    one: str
    many: str
    why: str
    action: str
    action_many: str
    path: str  # for one agreement, with {} for its reference
    path_many: str


WORDS: dict[FixKind, Words] = {
    FixKind.REVIEW_LATE: Words(
        "review is late",
        "reviews are late",
        "Most take a few minutes: still right, or needs a change.",
        "Start the review",
        "See them",
        "/isps/{}/review",
        "/organisation?lead=us#all",
    ),
    FixKind.NOT_COVERED: Words(
        "needs our signature",
        "need our signature",
        "Until then it does not cover us.",
        "Read what to sign",
        "See them",
        "/isps/{}",
        "/organisation#notyet",
    ),
    FixKind.REVIEW_DUE: Words(
        "review is due within 90 days",
        "reviews are due within 90 days",
        "We lead it, so we review it.",
        "Start the review",
        "See them",
        "/isps/{}/review",
        "/organisation?lead=us&status=review_due#all",
    ),
    FixKind.NO_REVIEW_DATE: Words(
        "that we lead has no review date",
        "that we lead have no review date",
        "Say that it is still right, and it gets one.",
        "Start the review",
        "See them",
        "/isps/{}/review",
        "/organisation?lead=us#all",
    ),
    FixKind.NO_OWNER: Words(
        "has no owner here",
        "have no owner here",
        "Somebody should know that it is theirs.",
        "Say who",
        "See them",
        "/organisation/isps/{}",
        "/organisation?owner=nobody#all",
    ),
    FixKind.NO_CONTACT: Words(
        "that we lead names nobody to ring",
        "that we lead name nobody to ring",
        "Contacts are not signed: adding one needs no new signature.",
        "Look at it",
        "See them",
        "/isps/{}",
        "/organisation?lead=us#all",
    ),
    FixKind.NO_FILE: Words(
        "has no agreement on file",
        "have no agreement on file",
        "Add a scan, or say that no copy is held.",
        "Look at it",
        "See them",
        "/organisation/isps/{}",
        "/organisation?file=none#all",
    ),
}
LATE = frozenset({Status.REVIEW_LATE, Status.LAPSED})


def must_sign(row: Any) -> bool:
    """We were asked, or we lead it and nobody has asked us yet."""
    if row.coverage is None:
        return False
    state = row.coverage.coverage.state
    return bool(state == CoverageState.ASKED or (state == CoverageState.NOT_ASKED and row.lead_is_us and is_out(row)))


def is_out(row: Any) -> bool:
    return row.state.status in ACTIVE or row.state.status == Status.OUT_FOR_SIGNATURE


TESTS: dict[FixKind, Callable[[Any], bool]] = {
    FixKind.REVIEW_LATE: lambda row: row.lead_is_us and row.state.status in LATE,
    FixKind.REVIEW_DUE: lambda row: row.lead_is_us and row.state.status == Status.REVIEW_DUE,
    FixKind.NO_REVIEW_DATE: lambda row: row.lead_is_us and row.state.due_on is None and row.state.status in ACTIVE,
    FixKind.NO_OWNER: lambda row: not row.has_owner,
    FixKind.NO_CONTACT: lambda row: row.lead_is_us and not row.has_contact,
    FixKind.NO_FILE: lambda row: row.file_id is None and row.no_file_noted_on is None,
}


def fixes_of(covering: Sequence[Any], not_in_force: Sequence[Any]) -> list[Fix]:
    """From rows of `cms.overview.ours`; only kinds that are there, the most pressing first."""
    found = []
    for kind in (kind for kind in FixKind if kind in WORDS):
        rows = [row for row in not_in_force if must_sign(row)] if kind == FixKind.NOT_COVERED else covering
        found.append(_fix(kind, [row for row in rows if kind == FixKind.NOT_COVERED or TESTS[kind](row)]))
    return [fix for fix in found if fix is not None]


def _fix(kind: FixKind, rows: list[Any]) -> Fix | None:
    words = WORDS[kind]
    if not rows:
        return None
    if len(rows) > 1:
        return Fix(kind, len(rows), words.many, words.why, words.path_many, words.action_many)
    row = rows[0]
    path, action = words.path, words.action
    if path.endswith("/review") and not row.can_review:  # a link to a form that the reader may not open helps nobody
        path, action = "/isps/{}", "See who reviews it"
    if path.startswith("/organisation/isps") and not row.can_change:
        path, action = "/isps/{}", "Look at it"
    return Fix(kind, 1, words.one, f"{row.title}. {words.why}", path.format(row.reference), action, row.isp_id)
