"""Choosing one's topics, and what others see."""

from typing import Any

import graphene

from cms.core.errors import BadInput
from cms.core.requester import Requester
from cms.forum.expertise import Known, change_card, choose_topics, my_topics
from members_api.helping.types import MyTopicsType
from members_api.mutations import ServiceMutation
from members_api.notices.mutations import NoticeChoiceInput

WRITE = "write:topics"  # given to no token
MOST = 200  # topics in one call


class ChooseTopicsInput(graphene.InputObjectType):
    knows = graphene.List(graphene.NonNull(graphene.String), description="Slugs: all that you know. Null: as before.")
    follows = graphene.List(graphene.NonNull(graphene.String), description="Slugs: all that you follow.")
    how_often = graphene.List(graphene.NonNull(NoticeChoiceInput), description="Of the kinds of `myTopics`.")


class ChooseTopics(ServiceMutation):
    class Arguments:
        input = ChooseTopicsInput(required=True)

    my_topics = graphene.Field(MyTopicsType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        if any(len(data.get(name) or ()) > MOST for name in ("knows", "follows")):
            raise BadInput("Choose from the topics.", fields={"knows": ["Choose fewer topics."]})
        often = {one["kind"]: one["frequency"].value for one in (data.get("how_often") or ())[:MOST]}
        choose_topics(by=by, knows=data.get("knows"), follows=data.get("follows"), how_often=often)
        return {"my_topics": my_topics(by)}


class ShownTopicInput(graphene.InputObjectType):
    slug = graphene.String(required=True)
    note = graphene.String(required=True, description="What you can help with; may be empty.")
    is_listed = graphene.Boolean(required=True)


class ChangeCardInput(graphene.InputObjectType):
    """What is null stays as it is."""

    about = graphene.String()
    is_findable = graphene.Boolean()
    shows_email = graphene.Boolean()
    shows_phone = graphene.Boolean()
    topics = graphene.List(graphene.NonNull(ShownTopicInput), description="Of those that you know.")


class ChangeCard(ServiceMutation):
    class Arguments:
        input = ChangeCardInput(required=True)

    my_topics = graphene.Field(MyTopicsType)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        topics = data.get("topics") or ()
        if len(topics) > MOST:
            raise BadInput("Choose from the topics.", fields={"about": ["Choose fewer topics."]})
        change_card(
            by=by,
            about=data.get("about"),
            is_findable=data.get("is_findable"),
            shows_email=data.get("shows_email"),
            shows_phone=data.get("shows_phone"),
            topics={one["slug"]: Known(one["note"], one["is_listed"]) for one in topics},
        )
        return {"my_topics": my_topics(by)}


class HelpingMutation(graphene.ObjectType):
    choose_topics = ChooseTopics.exposed("The topics that you know, and those that you want to hear of.")
    change_card = ChangeCard.exposed("What other members see of you in “People who can help”.")
