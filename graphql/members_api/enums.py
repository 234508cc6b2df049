"""Choices of models as enums of the API. The seal gives each declared column with choices its enum from this table."""

from typing import Any

import graphene
from django.db.models import Choices

from cms.pages.models import Audience, EditorialPage, EventPage, GuidancePage, HorizonPage


def enum_of(choices: type[Choices], name: str) -> Any:
    """A graphene enum with the choices' names; arguments arrive as members of `choices`."""

    def describe(member: Any) -> str | None:
        return str(member.label) if member is not None else None

    return graphene.Enum.from_enum(choices, name=name, description=describe)


PageAudience = enum_of(Audience, "PageAudience")
GuidanceAuthority = enum_of(GuidancePage.Authority, "GuidanceAuthority")
GuidanceSupportLevel = enum_of(GuidancePage.SupportLevel, "GuidanceSupportLevel")
HorizonStage = enum_of(HorizonPage.Stage, "HorizonStage")
HorizonLevel = enum_of(HorizonPage.Level, "HorizonLevel")
EventKind = enum_of(EventPage.Kind, "EventKind")

COLUMNS: dict[tuple[type, str], Any] = {
    (EditorialPage, "audience"): PageAudience,
    (GuidancePage, "authority"): GuidanceAuthority,
    (GuidancePage, "support_level"): GuidanceSupportLevel,
    (HorizonPage, "stage"): HorizonStage,
    (HorizonPage, "likelihood"): HorizonLevel,
    (HorizonPage, "effect"): HorizonLevel,
    (EventPage, "kind"): EventKind,
}


def enum_for(model: type, attribute: str) -> Any:
    """The enum of a declared column, or None."""
    return next(
        (enum for (owner, name), enum in COLUMNS.items() if name == attribute and issubclass(model, owner)), None
    )
