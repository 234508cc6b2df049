"""Guidance that came of a thread: whom it names, and people's word on being named."""

from dataclasses import dataclass
from typing import Any

import graphene
from django.db.models import QuerySet
from grapple.registry import registry

from cms.core.policy import visible
from cms.core.requester import Requester
from cms.overview.models import Credit
from cms.overview.thread_to_guidance import Named, answer_credit, named_on
from cms.pages.models import GuidancePage
from members_api.guards import PUBLIC, Exposed
from members_api.keys import key_of
from members_api.mutations import ServiceMutation
from members_api.pages.queries import at_path

OWN, CONTENT = "read:own", "read:content"


class NamedType(graphene.ObjectType):
    """Somebody whom a page of guidance thanks."""

    shows = Named
    name = graphene.String(required=True)
    organisation = graphene.String(required=True, description="For which they wrote; may be empty.")
    part = graphene.String(required=True, description="Such as “answered it”.")

    class Meta:
        name = "CreditedPerson"


@dataclass(frozen=True, slots=True)
class CreditAsked:
    """What the person is asked: about which thread, and what they said so far."""

    pk: int
    thread_title: str
    thread_path: str
    part: str
    agreed: bool | None


class CreditRequestType(graphene.ObjectType):
    """May your name stand at a page that came of what you wrote?"""

    shows = CreditAsked
    id = graphene.ID(required=True)
    thread_title = graphene.String(required=True)
    thread_path = graphene.String(required=True)
    part = graphene.String(required=True)
    agreed = graphene.Boolean(description="Null until you have said yes or no.")

    class Meta:
        name = "CreditRequest"

    def resolve_id(self, info: Any) -> str:
        return str(self.pk)


def credits_of(_: None, info: Any, path: str) -> list[Named]:
    """Whom the page at this path names; nobody for visitors and tools."""
    pk = at_path(GuidancePage)(None, info, path).values_list("pk", flat=True).first()
    return named_on(info.context.requester, pk) if pk is not None else []


def credit_request(_: None, info: Any, id: str) -> CreditAsked | None:  # noqa: A002 - the argument's name
    by = info.context.requester
    own = visible(Credit.objects.select_related("source__thread"), by)
    row = own.filter(person=by.user_id, pk=key_of(id)).first() if by.user_id is not None else None
    if row is None:
        return None
    thread = row.source.thread
    agreed = True if row.agreed_at else False if row.declined_at else None
    return CreditAsked(row.pk, thread.title, thread.path, row.get_part_display(), agreed)


def guidance_of(_: None, info: Any, number: int) -> QuerySet[GuidancePage]:
    """The page that came of this thread, as far as the reader may open it."""
    known = number if 0 < number < 2**31 else 0
    rows: QuerySet[GuidancePage] = GuidancePage.objects.filter(thread_source__thread__number=known)
    return rows


class AnswerCreditInput(graphene.InputObjectType):
    id = graphene.ID(required=True)
    agree = graphene.Boolean(required=True, description="May be said otherwise later.")


class AnswerCredit(ServiceMutation):
    class Arguments:
        input = AnswerCreditInput(required=True)

    agreed = graphene.Boolean(required=True)
    scope = "write:community"

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        row = answer_credit(by=by, key=key_of(data["id"]), agree=bool(data["agree"]))
        return {"agreed": row.agreed_at is not None}


class CreditsQuery(graphene.ObjectType):
    page_credits = Exposed(
        graphene.List(NamedType),
        required=True,
        path=graphene.String(required=True, description="Of a page of guidance."),
        description="Whom the page thanks. For people: visitors and tools get nobody.",
        resolver=credits_of,
        audience=PUBLIC,
        scope=CONTENT,
    )
    credit_request = Exposed(
        CreditRequestType,
        id=graphene.ID(required=True),
        resolver=credit_request,
        audience=PUBLIC,
        scope=OWN,
        personal=True,
    )
    guidance_from_thread = Exposed(
        registry.pages[GuidancePage],
        number=graphene.Int(required=True, description="Of the thread."),
        description="The page that came of a thread.",
        resolver=guidance_of,
        audience=PUBLIC,
        scope=CONTENT,
    )


class CreditsMutation(graphene.ObjectType):
    answer_credit = AnswerCredit.exposed("Say whether your name may stand at guidance that came of what you wrote.")
