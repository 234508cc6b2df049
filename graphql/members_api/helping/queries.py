"""Who can help, what one could help with, and one's own topics."""

from typing import Any

import graphene

from cms.forum.expertise import my_topics
from cms.forum.expertise_finder import find_helpers
from cms.members.tokens import PEOPLE
from cms.overview.to_do.helping import could_help
from members_api.guards import PUBLIC, Exposed
from members_api.helping.types import CouldHelpType, HelperListType, MyTopicsType
from members_api.site.types import PartnerRoleKind


def helpers(
    _: None, info: Any, topic: str = "", role: Any = None, text: str = "", page: int = 1, page_size: int = 20
) -> HelperListType:
    found = find_helpers(
        info.context.requester,
        topic=topic or "",
        role=role.value if role else "",
        text=text or "",
        page=1 if page is None else page,
        page_size=20 if page_size is None else page_size,
    )
    return HelperListType(items=list(found.people), total_count=found.total, page=found.page, page_size=found.page_size)


class HelpingQuery(graphene.ObjectType):
    helpers = Exposed(
        HelperListType,
        required=True,
        description="People who know a topic, or hold a role. Those who chose not to be found are left out.",
        resolver=helpers,
        audience=PUBLIC,
        scope=PEOPLE,
        topic=graphene.String(description="The slug of a topic that they know."),
        role=graphene.Argument(PartnerRoleKind),
        text=graphene.String(description="Words of their name, job, organisation, topics, or what they say of them."),
        page=graphene.Int(default_value=1),
        page_size=graphene.Int(default_value=20),
    )
    my_topics = Exposed(
        MyTopicsType,
        description="Null for visitors and tools.",
        resolver=lambda _, info: my_topics(info.context.requester),
        audience=PUBLIC,
        scope=PEOPLE,
        personal=True,
    )
    could_help = Exposed(
        graphene.List(CouldHelpType),
        required=True,
        description="Up to five questions of your topics that nobody has replied to, the oldest first.",
        resolver=lambda _, info: could_help(info.context.requester),
        audience=PUBLIC,
        scope=PEOPLE,
        personal=True,
    )
