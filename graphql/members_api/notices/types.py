"""How often each kind of e-mail comes, the addresses of one's calendars, and what changed in public."""

from typing import Any

import graphene

from cms.notifications.models import Frequency
from cms.overview.changes import PublicChange
from cms.reviews.owners import OwnerToChoose
from members_api.enums import enum_of

NoticeFrequency = enum_of(Frequency, "NoticeFrequency")


class FrequencyChoiceType(graphene.ObjectType):
    value = graphene.Field(NoticeFrequency, required=True)
    label = graphene.String(required=True)

    class Meta:
        name = "FrequencyChoice"


class NoticeKindType(graphene.ObjectType):
    """One kind of notice, and how often e-mail about it comes. The site always shows it at once."""

    key = graphene.String(required=True)
    label = graphene.String(required=True)
    about = graphene.String(required=True)
    frequency = graphene.Field(NoticeFrequency, required=True)
    choices = graphene.List(FrequencyChoiceType, description="One alone is no choice.")
    because = graphene.String(required=True, description="Why it cannot be switched off; empty where it can.")
    path = graphene.String(required=True, description="Where it is set instead; empty where it is set here.")

    class Meta:
        name = "NoticeKind"


class CalendarKeyType(graphene.ObjectType):
    """A calendar address that is in use. The address itself was shown once and is not kept."""

    id = graphene.ID(required=True)
    label = graphene.String(required=True)
    created_at = graphene.DateTime(required=True)
    last_used_at = graphene.DateTime()

    class Meta:
        name = "CalendarKey"


class NoticeSettingsType(graphene.ObjectType):
    """Your own settings; empty for visitors and tools."""

    kinds = graphene.List(NoticeKindType)
    calendars = graphene.List(CalendarKeyType)

    class Meta:
        name = "NoticeSettings"


class PublicChangeType(graphene.ObjectType):
    """Something that changed for everybody: an agreement in force, replaced or ended; new guidance, news, law ahead."""

    shows = PublicChange
    key = graphene.String(required=True)
    kind = graphene.String(required=True)
    title = graphene.String(required=True)
    summary = graphene.String(required=True)
    path = graphene.String(required=True)
    at = graphene.DateTime(required=True)

    class Meta:
        name = "PublicChange"


class OwnerCandidateType(graphene.ObjectType):
    """Somebody who may own the agreement."""

    id = graphene.ID(required=True)
    name = graphene.String(required=True)

    class Meta:
        name = "OwnerCandidate"


class OwnerToChooseType(graphene.ObjectType):
    """An agreement that your organisation leads and whose owner is absent, has left or cannot be reached by mail."""

    shows = OwnerToChoose
    reference = graphene.String(required=True)
    title = graphene.String(required=True)
    problem = graphene.String(required=True)
    owner_name = graphene.String(required=True, description="Who owns it now; empty where nobody does.")
    told = graphene.List(graphene.String, description="Who is told of its reviews instead, and why.")
    revision = graphene.Int(required=True)
    people = graphene.List(OwnerCandidateType, description="Empty where you may not choose.")

    class Meta:
        name = "OwnerToChoose"

    def resolve_people(self, info: Any) -> list[OwnerCandidateType]:
        return [OwnerCandidateType(id=key, name=name) for key, name in self.people]
