"""The door of the overview: our ISPs, tasks, home, and what may already cover a wish."""

from cms.overview.cover import may_already_cover
from cms.overview.fixes import Fix, FixKind
from cms.overview.history import AmendedText, Event, IspOn, PartyOn, history_on
from cms.overview.home import Home, HomeKind, LatestItem, RingLine, home_for
from cms.overview.ours import OurIsp, OurIsps, Waiting, our_isps
from cms.overview.parts import Choice
from cms.overview.to_do import Task, TaskKind, tasks_of

__all__ = [
    "AmendedText",
    "Choice",
    "Event",
    "Fix",
    "FixKind",
    "Home",
    "HomeKind",
    "IspOn",
    "LatestItem",
    "OurIsp",
    "OurIsps",
    "PartyOn",
    "RingLine",
    "Task",
    "TaskKind",
    "Waiting",
    "history_on",
    "home_for",
    "may_already_cover",
    "our_isps",
    "tasks_of",
]
