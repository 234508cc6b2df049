"""The door of the overview: our ISPs, tasks, home, and what may already cover a wish."""

from cms.overview.cover import may_already_cover
from cms.overview.fixes import Fix, FixKind
from cms.overview.home import Home, HomeKind, LatestItem, RingLine, home_for
from cms.overview.ours import OurIsp, OurIsps, Waiting, our_isps
from cms.overview.to_do import Task, TaskKind, tasks_of

__all__ = [
    "Fix",
    "FixKind",
    "Home",
    "HomeKind",
    "LatestItem",
    "OurIsp",
    "OurIsps",
    "RingLine",
    "Task",
    "TaskKind",
    "Waiting",
    "home_for",
    "may_already_cover",
    "our_isps",
    "tasks_of",
]
