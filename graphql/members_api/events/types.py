"""Signing up to an event, one's own place there, slides and notes, and what people said stands in the way.

How to join is given to who has a place; who else comes is told to nobody here.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import graphene
from graphene_django import DjangoObjectType
from grapple.registry import registry

from cms.core.policy import visible
from cms.core.requester import Requester
from cms.events.models import Barrier, Paper, Place, SignUp
from cms.events.selectors import ahead_of, closed_because, joining_of, numbers_of
from cms.forum.models import Thread
from cms.pages.models import EventPage
from members_api.batch import Via
from members_api.files import DocumentType


class EventSignUpType(DjangoObjectType):
    """How people sign up to an event. An event without one needs no signing up."""

    event = graphene.Field(lambda: registry.pages[EventPage])
    taken = graphene.Int(required=True, description="Places that are taken.")
    waiting = graphene.Int(required=True, description="People in the queue.")
    places_left = graphene.Int(description="Null where there is no limit.")
    closed_because = graphene.String(required=True, description="Why nobody can sign up; empty while people can.")

    class Meta:
        model, name = SignUp, "EventSignUp"
        fields = ("id", "places", "closes_at", "cancelled_at", "cancelled_because", "version")

    def resolve_taken(self, info: Any) -> int:
        return int(info.context.loader.derived(numbers_of, self).given)

    def resolve_waiting(self, info: Any) -> int:
        return int(info.context.loader.derived(numbers_of, self).waiting)

    def resolve_places_left(self, info: Any) -> int | None:
        left: int | None = info.context.loader.derived(numbers_of, self).left
        return left

    def resolve_closed_because(self, info: Any) -> str:
        return str(info.context.loader.derived(closed_because, self) or "")


class EventPaperType(DjangoObjectType):
    """Slides or notes of an event."""

    document = graphene.Field(DocumentType, description="Null for who may not open it.")

    class Meta:
        model, name, fields = Paper, "EventPaper", ("id", "title", "added_at")


def thread_paths(by: Requester, barriers: Sequence[Barrier]) -> dict[int, str]:
    """By key of the barrier: where its thread is, as far as the requester sees it."""
    keys = {row.thread_id for row in barriers if row.thread_id is not None}
    threads = {row.pk: row.path for row in visible(Thread.objects.all(), by).filter(pk__in=keys)} if keys else {}
    return {row.pk: threads.get(row.thread_id, "") for row in barriers}


class EventBarrierType(DjangoObjectType):
    """Something that people at an event said stands in the way. It does not say who."""

    is_mine = graphene.Boolean(required=True)
    is_hidden = graphene.Boolean(required=True, description="The core team hid it: its words are empty.")
    thread_path = graphene.String(required=True, description="Where peers answer; empty before they are asked.")

    class Meta:
        model, name, fields = Barrier, "EventBarrier", ("id", "title", "detail", "at")

    def resolve_title(self, info: Any) -> str:
        return str(self.title) if self.hidden_at is None else ""

    def resolve_detail(self, info: Any) -> str:
        return str(self.detail) if self.hidden_at is None else ""

    def resolve_is_hidden(self, info: Any) -> bool:
        return self.hidden_at is not None

    def resolve_is_mine(self, info: Any) -> bool:
        return self.author_id is not None and self.author_id == info.context.requester.user_id

    def resolve_thread_path(self, info: Any) -> str:
        return str(info.context.loader.derived(thread_paths, self) or "")


def barriers_of(places: list[Place], by: Requester) -> Iterable[tuple[int, int]]:
    """Of the events at which these places are; the gate narrows them to who may read them."""
    by_sign_up: dict[int, list[int]] = {}
    for place in places:
        by_sign_up.setdefault(place.sign_up_id, []).append(place.pk)
    rows = visible(Barrier.objects.all(), by).filter(event__sign_up__in=by_sign_up).order_by("pk")
    for pk, sign_up in rows.values_list("pk", "event__sign_up"):
        yield from ((place, pk) for place in by_sign_up[sign_up])


class EventPlaceType(DjangoObjectType):
    """Your place at an event, or your place in its queue."""

    sign_up = graphene.Field(EventSignUpType)
    is_waiting = graphene.Boolean(required=True)
    ahead = graphene.Int(required=True, description="How many wait before you.")
    joining = graphene.String(required=True, description="How to join; empty while you wait.")
    barriers = graphene.List(EventBarrierType)
    paths = {"barriers": Via(Barrier, barriers_of)}

    class Meta:
        model, name, fields = Place, "EventPlace", ("id", "asked_at", "needs")

    def resolve_is_waiting(self, info: Any) -> bool:
        return self.given_at is None

    def resolve_ahead(self, info: Any) -> int:
        return int(info.context.loader.derived(ahead_of, self) or 0)

    def resolve_joining(self, info: Any) -> str:
        return str(info.context.loader.derived(joining_of, self) or "")


# grapple's declarations of the event's page find our types.
registry.django_models[SignUp] = EventSignUpType
registry.django_models[Paper] = EventPaperType
