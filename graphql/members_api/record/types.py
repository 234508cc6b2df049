"""The record of an organisation, and how long things are kept. Words alone: no field leads on to rows."""

from operator import attrgetter
from typing import Any

import graphene

from cms.privacy.record import Entry, KindOfEntry, Record
from members_api.batch import Blocks


class RecordEntryType(graphene.ObjectType):
    """Something that was done."""

    shows = Entry
    id = graphene.ID(required=True)
    at = graphene.DateTime(required=True)
    who = graphene.String(required=True, description="A person of the organisation, or whoever else it was, in words.")
    what = graphene.String(required=True)
    kind = graphene.String(required=True, description="What kind of thing it was done to; may be empty.")
    label = graphene.String(required=True, description="What it was done to.")
    network = graphene.String(required=True, description="Where it was done from, such as 192.0.2.0/24; may be empty.")

    class Meta:
        name = "RecordEntry"

    def resolve_id(self, info: Any) -> str:
        return str(self.pk)


class RecordKindType(graphene.ObjectType):
    shows = KindOfEntry
    value = graphene.String(required=True)
    label = graphene.String(required=True)

    class Meta:
        name = "RecordKind"


class OurRecordType(graphene.ObjectType):
    """What was done to an organisation and to its people, newest first."""

    shows = Record
    partner_name = graphene.String(required=True)
    partner_slug = graphene.String(required=True)
    total_count = graphene.Int(required=True)
    page = graphene.Int(required=True)
    page_size = graphene.Int(required=True)
    entries = graphene.List(RecordEntryType)
    kinds = graphene.List(RecordKindType, description="What `kind` may be.")
    paths = {"entries": Blocks(attrgetter("entries")), "kinds": Blocks(attrgetter("kinds"))}

    class Meta:
        name = "OurRecord"

    def resolve_total_count(self, info: Any) -> int:
        return int(self.total)


class PeriodOfKeepingType(graphene.ObjectType):
    """How long one kind of thing is kept."""

    name = graphene.String(required=True)
    what = graphene.String(required=True)
    days = graphene.Int(required=True)
    after = graphene.String(required=True, description="From when the days are counted.")
    becomes = graphene.String(required=True)
    by_itself = graphene.Boolean(required=True, description="False: whoever runs the site does it.")

    class Meta:
        name = "PeriodOfKeeping"
