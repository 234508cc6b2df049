"""Our ISPs, home and tasks: plain answers of `cms.overview` that hold keys; the loader reads the rows as the reader."""

from operator import attrgetter
from typing import Any

import graphene
from grapple.registry import registry
from wagtail.documents import get_document_model
from wagtail.models import Page

from cms.community.models import SupportCase
from cms.community.selectors import cases_of
from cms.overview import selectors as overview
from cms.pages.models import EventPage
from cms.snippets.models import Isp, Partner
from members_api.batch import Blocks, One, Via
from members_api.community.types import SupportCaseType
from members_api.files import DocumentType
from members_api.snippets import derived
from members_api.snippets.isps import CoverageType, IspType
from members_api.snippets.partners import PartnerPersonType, PartnerType

FixKind = graphene.Enum.from_enum(overview.FixKind)
TaskKind = graphene.Enum.from_enum(overview.TaskKind)
HomeKind = graphene.Enum.from_enum(overview.HomeKind)
ASKED_SHOWN = 3


class FixType(graphene.ObjectType):
    """Something that your organisation can put right, with one link. The text follows the count."""

    shows = overview.Fix
    kind = graphene.Field(FixKind, required=True)
    count = graphene.Int(required=True)
    text = graphene.String(required=True)
    why = graphene.String(required=True)
    path = graphene.String(required=True)
    action = graphene.String(required=True)
    isp = graphene.Field(IspType, description="Where it is one.")
    paths = {"isp": One(Isp, attrgetter("isp_id"))}

    class Meta:
        name = "Fix"


class WaitingType(graphene.ObjectType):
    """Something that another organisation has to do. Never counted against you."""

    shows = overview.Waiting
    text = graphene.String(required=True)
    partner_name = graphene.String(required=True)
    since = graphene.Date()
    isp = graphene.Field(IspType)
    paths = {"isp": One(Isp, attrgetter("isp_id"))}

    class Meta:
        name = "Waiting"


class OurIspType(graphene.ObjectType):
    """One agreement in your organisation's list."""

    shows = overview.OurIsp
    isp = graphene.Field(IspType)
    coverage = graphene.Field(CoverageType, description="Null where you lead it without being one of its parties.")
    service_area = graphene.String(required=True)
    owner_name = graphene.String(required=True, description="Your own person; empty where there is nobody.")
    lead_is_us = graphene.Boolean(required=True)
    file = graphene.Field(DocumentType, description="The signed agreement, else its text.")
    file_label = graphene.String(required=True, description="Such as PDF; empty without a file.")
    no_file_noted_on = graphene.Date(description="The day somebody said that no file of it is held.")
    can_change = graphene.Boolean(required=True, description="You may say who owns it here, and for which service.")
    owner_id = graphene.ID(description="For those who may change it; null for everyone else.")
    waits_for = graphene.String(required=True)
    paths = {
        "isp": One(Isp, attrgetter("isp_id")),
        "coverage": Blocks(lambda row: [row.coverage] if row.coverage else []),
        "file": One(get_document_model(), attrgetter("file_id")),
    }

    class Meta:
        name = "OurIsp"


class OwnerChoiceType(graphene.ObjectType):
    """Somebody of your organisation who may be named as an agreement's owner here."""

    shows = overview.Choice
    id = graphene.ID(required=True)
    name = graphene.String(required=True)

    class Meta:
        name = "OwnerChoice"

    def resolve_id(self, info: Any) -> str:
        return str(self.pk)


def from_list(column: str) -> Any:
    """Keys that the plain object itself holds, in its order."""

    def pairs(owners: list[Any], requester: Any) -> list[tuple[int, int]]:
        return [(owner.pk, key) for owner in owners for key in getattr(owner, column)]

    return pairs


class OurIspsType(graphene.ObjectType):
    """Every agreement that covers the organisation you act for, also by succession, and what to fix."""

    shows = overview.OurIsps
    partner = graphene.Field(PartnerType)
    cover_count = graphene.Int(required=True)
    lead_count = graphene.Int(required=True, description="Of those that cover you.")
    due_count = graphene.Int(required=True, description="Of those that cover you: due within 90 days, or late.")
    not_in_force_count = graphene.Int(required=True)
    includes_from = graphene.List(PartnerType, description="Bodies that you took over from and that are covered.")
    fixes = graphene.List(FixType)
    waiting = graphene.List(WaitingType)
    covering = graphene.List(OurIspType, description="The one due first comes first.")
    not_in_force = graphene.List(OurIspType)
    ended = graphene.List(OurIspType)
    people = graphene.List(PartnerPersonType)
    possible_owners = graphene.List(OwnerChoiceType, description="For those who may name one; empty for everyone else.")
    paths = {
        "partner": One(Partner, attrgetter("pk")),
        "possible_owners": Blocks(attrgetter("possible_owners")),
        "includes_from": Via(Partner, from_list("includes_from")),
        "fixes": Blocks(attrgetter("fixes")),
        "waiting": Blocks(attrgetter("waiting")),
        "covering": Blocks(attrgetter("covering")),
        "not_in_force": Blocks(attrgetter("not_in_force")),
        "ended": Blocks(attrgetter("ended")),
    }

    class Meta:
        name = "OurIsps"

    def resolve_people(self, info: Any) -> Any:
        partner = info.context.loader.get(Partner, self.pk)
        return (info.context.loader.derived(derived.people_of, partner) or []) if partner is not None else []


class TaskType(graphene.ObjectType):
    """What waits for you. Paths are of the members' site, or begin with /admin/."""

    shows = overview.Task
    key = graphene.String(required=True)
    kind = graphene.Field(TaskKind, required=True)
    title = graphene.String(required=True)
    path = graphene.String(required=True)
    detail = graphene.String(required=True)
    action_label = graphene.String(required=True)
    action_path = graphene.String(required=True)
    due_on = graphene.Date()
    tag_label = graphene.String(required=True)
    tag_kind = graphene.String(required=True, description="late, due, info or ok.")
    partner_slug = graphene.String(required=True, description="For whom it is to be done; for people of several.")
    partner_name = graphene.String(required=True)

    class Meta:
        name = "Task"


class RingLineType(graphene.ObjectType):
    purpose = graphene.String(required=True)
    name = graphene.String(required=True)
    role = graphene.String(required=True)
    phone = graphene.String(required=True)
    email = graphene.String(required=True)

    class Meta:
        name = "RingLine"


class LatestItemType(graphene.ObjectType):
    kind = graphene.String(required=True)
    title = graphene.String(required=True)
    path = graphene.String(required=True)
    summary = graphene.String(required=True)
    date = graphene.Date()
    meta = graphene.String(required=True)

    class Meta:
        name = "LatestItem"


def asked_last(owners: list[Any], requester: Any) -> list[tuple[int, int]]:
    keys = list(cases_of(requester).values_list("pk", flat=True)[:ASKED_SHOWN])
    return [(owner.pk, key) for owner in owners for key in keys]


class HomeType(graphene.ObjectType):
    """What the home page needs in one operation. Its form follows from your roles and tasks."""

    shows = overview.Home
    kind = graphene.Field(HomeKind, required=True)
    tasks = graphene.List(TaskType)
    cover_count = graphene.Int(required=True)
    fixes = graphene.List(FixType)
    covers = graphene.List(IspType, description="Up to eight that cover your organisation, your service area first.")
    who_to_ring = graphene.List(RingLineType)
    latest = graphene.List(LatestItemType)
    next_event = graphene.Field(lambda: registry.pages[EventPage])
    asked = graphene.List(SupportCaseType, description="What you asked last.")
    paths = {
        "fixes": Blocks(attrgetter("fixes")),
        "covers": Via(Isp, from_list("covers")),
        "next_event": One(Page, attrgetter("next_event")),
        "asked": Via(SupportCase, asked_last),
    }

    class Meta:
        name = "Home"
