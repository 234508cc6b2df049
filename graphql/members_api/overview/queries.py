"""Root fields that cross the registers: one's own agreements, tasks and home."""

import graphene

from cms.overview.selectors import home_for, our_isps, tasks_of
from members_api.guards import PUBLIC, Exposed
from members_api.overview.credits import CreditsQuery
from members_api.overview.history import HistoryQuery
from members_api.overview.types import HomeType, OurIspsType, TaskType

REGISTER, CONTENT = "read:register", "read:content"


class OverviewQuery(HistoryQuery, CreditsQuery):
    our_isps = Exposed(
        OurIspsType,
        description="Null for who belongs to no partner.",
        resolver=lambda _, info: our_isps(info.context.requester),
        audience=PUBLIC,
        scope=REGISTER,
        personal=True,  # whose partner one acts for is a person's choice
    )
    tasks = Exposed(
        graphene.List(TaskType),
        required=True,
        resolver=lambda _, info: tasks_of(info.context.requester),
        audience=PUBLIC,
        scope=REGISTER,
        personal=True,
    )
    home = Exposed(
        HomeType,
        required=True,
        resolver=lambda _, info: home_for(info.context.requester),
        audience=PUBLIC,
        scope=CONTENT,
        personal=True,
    )
