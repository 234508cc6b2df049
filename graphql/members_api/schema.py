"""Assembles Query and Mutation from the areas, seals the schema and loads the persisted operations. Nothing else."""

from functools import lru_cache
from typing import NamedTuple

import graphene
from django.conf import settings
from grapple.registry import registry

from members_api import enums, persisted
from members_api.amendments.mutations import AmendmentsMutation
from members_api.amendments.queries import AmendmentsQuery
from members_api.briefings.mutations import BriefingsMutation
from members_api.briefings.queries import BriefingsQuery
from members_api.community.mutations import CommunityMutation
from members_api.community.queries import CommunityQuery
from members_api.consultations.mutations import ConsultationsMutation
from members_api.consultations.queries import ConsultationsQuery
from members_api.deliveries.queries import DeliveriesQuery
from members_api.drafting.mutations import DraftingMutation
from members_api.drafting.queries import DraftingQuery
from members_api.events.mutations import EventsMutation
from members_api.events.queries import EventsQuery
from members_api.execution import plain_fields
from members_api.explore.queries import ExploreQuery
from members_api.forum.mutations import ForumMutation
from members_api.forum.queries import ForumQuery
from members_api.guards import Sealed
from members_api.helping.mutations import HelpingMutation
from members_api.helping.queries import HelpingQuery
from members_api.intake.mutations import IntakeMutation
from members_api.intake.queries import IntakeQuery
from members_api.joining.mutations import JoiningMutation
from members_api.joining.queries import JoiningQuery
from members_api.notices.mutations import NoticesMutation
from members_api.notices.queries import NoticesQuery
from members_api.our_people.mutations import OurPeopleMutation
from members_api.our_people.queries import OurPeopleQuery
from members_api.overview.mutations import OverviewMutation
from members_api.overview.queries import OverviewQuery
from members_api.pages.queries import PagesQuery
from members_api.record.queries import RecordQuery
from members_api.reorganisation.mutations import ReorganisationMutation
from members_api.reorganisation.queries import ReorganisationQuery
from members_api.reviews.mutations import ReviewsMutation
from members_api.reviews.queries import ReviewsQuery
from members_api.saved_searches.mutations import SavedSearchesMutation
from members_api.saved_searches.queries import SavedSearchesQuery
from members_api.search.queries import SearchQuery
from members_api.searchlog.mutations import SearchlogMutation
from members_api.searchlog.queries import SearchlogQuery
from members_api.signing.mutations import SigningMutations
from members_api.signing.queries import SigningQuery
from members_api.site.queries import SiteQuery
from members_api.snippets.queries import SnippetsQuery
from members_api.snippets.snapshots import SnapshotsQuery
from members_api.template.mutations import TemplateMutation
from members_api.template.queries import TemplateQuery
from members_api.tools.mutations import ToolsMutation
from members_api.tools.queries import ToolsQuery
from members_api.uploads.mutations import UploadsMutation
from members_api.uploads.queries import UploadsQuery


class Query(
    SiteQuery,
    PagesQuery,
    SnippetsQuery,
    SnapshotsQuery,
    OverviewQuery,
    CommunityQuery,
    ForumQuery,
    SearchQuery,
    SearchlogQuery,
    SavedSearchesQuery,
    UploadsQuery,
    TemplateQuery,
    DraftingQuery,
    ReviewsQuery,
    AmendmentsQuery,
    ReorganisationQuery,
    NoticesQuery,
    SigningQuery,
    IntakeQuery,
    BriefingsQuery,
    EventsQuery,
    HelpingQuery,
    ConsultationsQuery,
    ToolsQuery,
    ExploreQuery,
    OurPeopleQuery,
    RecordQuery,
    DeliveriesQuery,
    JoiningQuery,
):
    """Each area gives its root fields; each says who may call it (members_api.guards.Exposed)."""


class Mutation(
    ReviewsMutation,
    CommunityMutation,
    ForumMutation,
    SearchlogMutation,
    SavedSearchesMutation,
    UploadsMutation,
    TemplateMutation,
    DraftingMutation,
    OverviewMutation,
    AmendmentsMutation,
    ReorganisationMutation,
    NoticesMutation,
    SigningMutations,
    IntakeMutation,
    BriefingsMutation,
    EventsMutation,
    HelpingMutation,
    ConsultationsMutation,
    ToolsMutation,
    OurPeopleMutation,
    JoiningMutation,
):
    """Each changes one thing through one service."""


class Api(NamedTuple):
    sealed: Sealed
    operations: dict[str, persisted.Operation]
    by_folder: dict[str, dict[str, persisted.Operation]]


def unsealed(query: type, mutation: type | None) -> graphene.Schema:
    declared = [node for cls, node in registry.models.items() if hasattr(cls, "graphql_fields")]
    named = sorted(set(enums.COLUMNS.values()), key=lambda enum: str(enum._meta.name))
    types = [*declared, *named, graphene.Date, graphene.DateTime]
    return graphene.Schema(query=query, mutation=mutation, types=types)


@lru_cache(maxsize=1)
def load() -> Api:
    """The sealed schema and the operations by id. Raises ImproperlyConfigured where a rule is broken."""
    schema = unsealed(Query, Mutation)
    sealed = Sealed(schema)
    sealed.plain = plain_fields(sealed)
    folder = settings.BASE_DIR / "graphql"
    # The last release's operations run on for one deployment: pages in flight were made with them.
    kept = [persisted.load(folder / part, sealed.schema) for part in ("operations/previous", "examples", "operations")]
    operations = {key: operation for part in kept for key, operation in part.items()}
    return Api(sealed, operations, {"operations": kept[2], "examples": kept[1]})
