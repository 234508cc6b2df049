"""People who can help, as they chose to be seen, and one's own choices. For people who are members, never for tools."""

from typing import Any

import graphene

from cms.forum.expertise import KINDS, MyTopic, MyTopics
from cms.forum.expertise_finder import Helper, KnownTopic
from cms.overview.to_do.helping import CouldHelp
from members_api.batch import Blocks
from members_api.notices.queries import settings_of
from members_api.notices.types import NoticeKindType


class KnownTopicType(graphene.ObjectType):
    """A topic that somebody said they know."""

    shows = KnownTopic
    slug = graphene.String(required=True)
    name = graphene.String(required=True)
    note = graphene.String(required=True, description="What they can help with; may be empty.")

    class Meta:
        name = "KnownTopic"


class HelperType(graphene.ObjectType):
    """Somebody who said that they know a topic, or who holds a role at their organisation."""

    shows = Helper
    id = graphene.ID(required=True)
    name = graphene.String(required=True)
    job_title = graphene.String(required=True)
    about = graphene.String(required=True)
    email = graphene.String(required=True, description="Empty where they do not show it.")
    phone = graphene.String(required=True, description="Empty where they do not show it.")
    partners = graphene.List(graphene.String, description="Names of their organisations.")
    roles = graphene.List(graphene.String, description="What they are there today.")
    topics = graphene.List(KnownTopicType)
    paths = {"topics": Blocks(lambda helper: list(helper.topics))}

    class Meta:
        name = "Helper"

    def resolve_id(self, info: Any) -> str:
        return str(self.pk)

    def resolve_partners(self, info: Any) -> list[str]:
        return list(self.partners)

    def resolve_roles(self, info: Any) -> list[str]:
        return list(self.roles)


class HelperListType(graphene.ObjectType):
    items = graphene.List(HelperType)
    total_count = graphene.Int(required=True)
    page = graphene.Int(required=True)
    page_size = graphene.Int(required=True)

    class Meta:
        name = "HelperList"


class MyTopicType(graphene.ObjectType):
    """A topic, and what you chose about it."""

    shows = MyTopic
    slug = graphene.String(required=True)
    name = graphene.String(required=True)
    knows = graphene.Boolean(required=True, description="You said that you know it, and may be asked.")
    follows = graphene.Boolean(required=True, description="You want to hear what is new in it.")
    note = graphene.String(required=True)
    is_listed = graphene.Boolean(required=True, description="Others see that you know it.")

    class Meta:
        name = "MyTopic"


class MyTopicsType(graphene.ObjectType):
    """Your topics, and what others see of you in “People who can help”."""

    shows = MyTopics
    has_chosen = graphene.Boolean(required=True, description="You have chosen something here already.")
    about = graphene.String(required=True)
    is_findable = graphene.Boolean(required=True)
    shows_email = graphene.Boolean(required=True)
    shows_phone = graphene.Boolean(required=True)
    email = graphene.String(required=True)
    phone = graphene.String(required=True)
    topics = graphene.List(MyTopicType, description="Every topic there is.")
    kinds = graphene.List(NoticeKindType, description="How often e-mail about your topics comes.")
    paths = {"topics": Blocks(lambda mine: list(mine.topics))}

    class Meta:
        name = "MyTopics"

    def resolve_kinds(self, info: Any) -> list[NoticeKindType]:
        return [kind for kind in settings_of(info.context.requester).kinds if kind.key in KINDS]


class CouldHelpType(graphene.ObjectType):
    """A question that waits for a first reply, in a topic that you know or follow."""

    shows = CouldHelp
    number = graphene.Int(required=True)
    title = graphene.String(required=True)
    path = graphene.String(required=True)
    kind_label = graphene.String(required=True)
    days_waiting = graphene.Int(required=True, description="Working days.")
    topics = graphene.List(graphene.String)

    class Meta:
        name = "CouldHelp"

    def resolve_topics(self, info: Any) -> list[str]:
        return list(self.topics)
