"""What a task is: one line of a person's list, whatever part of the site it comes from."""

import datetime
from dataclasses import dataclass
from enum import StrEnum


class TaskKind(StrEnum):
    REVIEW = "review"
    CHANGE = "change"
    SIGN = "sign"
    ANSWER = "answer"
    IMPORT = "import"
    DRAFT = "draft"
    GIVE_VIEW = "give_view"
    SUCCESSION = "succession"
    AMENDMENT = "amendment"
    OBJECTION = "objection"
    REPORT = "report"
    PAGE = "page"
    JOIN = "join"
    STUCK = "stuck"
    PAPERS = "papers"
    ASKED = "asked"
    CREDIT = "credit"
    HELP = "help"
    OFFER = "offer"
    BODY_CHECK = "body_check"


@dataclass(frozen=True, slots=True)
class Task:
    """`key` stays the same while the task does. Paths are of the members' site, or begin with /admin/."""

    key: str
    kind: TaskKind
    title: str
    path: str
    detail: str
    action_label: str
    action_path: str
    due_on: datetime.date | None
    tag_label: str
    tag_kind: str
    partner_id: int | None = None  # for whom it is to be done, where that is one organisation
    partner_slug: str = ""  # these two are filled in for who belongs to several
    partner_name: str = ""


def when(days: int | None) -> tuple[str, str]:
    """(words, mark) of a due date so many days away: "Due in 12 days", "due"."""
    if days is None:
        return "", "info"
    if days == 0:
        return "Due today", "due"
    count = f"{abs(days)} day" if abs(days) == 1 else f"{abs(days)} days"
    return (f"{count} late", "late") if days < 0 else (f"Due in {count}", "due")
