"""Changes of a draft, one service each."""

from typing import Any

import graphene

from cms.core.requester import Requester
from cms.drafting.services import opening, rows, words
from members_api.drafting.base import REVISION, WRITE, DraftMutation, after, plain
from members_api.drafting.law import CheckDraftBases, RemoveDraftBasis, SaveDraftBasis
from members_api.drafting.talking import (
    AddDraftComment,
    AskPeerReview,
    GivePeerView,
    ResolveDraftComment,
    StopPeerReview,
)
from members_api.mutations import ServiceMutation
from members_api.snippets.isps import IspKind, IspVisibility
from members_api.snippets.versions import ControllerStatus, IspPartyRole


class StartDraftInput(graphene.InputObjectType):
    submission_id = graphene.String(required=True, description="1 to 64 characters; the same one begins one draft.")
    partner = graphene.String(required=True, description="Slug of the partner that leads it.")
    title = graphene.String(required=True)
    case_number = graphene.Int(description="A request for help whose words stand at the start.")


class StartDraft(ServiceMutation):
    class Arguments:
        input = StartDraftInput(required=True)

    reference = graphene.String(required=True)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        return {"reference": opening.start_draft(by=by, **plain(data)).isp.reference}


class StartNextVersionInput(graphene.InputObjectType):
    reference = graphene.String(required=True)


class StartNextVersion(ServiceMutation):
    class Arguments:
        input = StartNextVersionInput(required=True)

    reference = graphene.String(required=True)
    scope = WRITE

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        return {"reference": opening.start_next_version(by=by, **data).isp.reference}


class SaveDraftTitleInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    expected_revision = graphene.String(required=True, description=REVISION)
    title = graphene.String(required=True)
    theme = graphene.String(description="A theme's slug.")
    kind = IspKind(required=True)


class SaveDraftTitle(DraftMutation):
    class Arguments:
        input = SaveDraftTitleInput(required=True)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        return after(words.save_title(by=by, **{"theme": "", **plain(data)}), "title")


class SaveDraftTextInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    expected_revision = graphene.String(required=True, description=REVISION)
    step = graphene.String(required=True, description="The key of a step that is one text.")
    text = graphene.String(required=True)


class SaveDraftText(DraftMutation):
    class Arguments:
        input = SaveDraftTextInput(required=True)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        return after(words.save_text(by=by, **plain(data)), data["step"])


class SaveDraftReviewInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    expected_revision = graphene.String(required=True, description=REVISION)
    cycle_months = graphene.Int(required=True)
    next_review = graphene.Date(description="The first review; unless given, one cycle after it is in force.")


class SaveDraftReview(DraftMutation):
    class Arguments:
        input = SaveDraftReviewInput(required=True)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        return after(words.save_review(by=by, **{"next_review": None, **plain(data)}), "review")


class SaveDraftVisibilityInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    expected_revision = graphene.String(required=True, description=REVISION)
    visibility = IspVisibility(required=True)


class SaveDraftVisibility(DraftMutation):
    class Arguments:
        input = SaveDraftVisibilityInput(required=True)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        return after(words.save_visibility(by=by, **plain(data)), "visibility")


class SaveDraftPartyInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    expected_revision = graphene.String(required=True, description=REVISION)
    partner = graphene.String(required=True, description="Slug. One that takes part already is changed.")
    role = IspPartyRole(required=True)
    controller_status = ControllerStatus()
    is_essential = graphene.Boolean()
    article28_contract_url = graphene.String(description="Needed of a processor.")
    service_area = graphene.String()


class SaveDraftParty(DraftMutation):
    class Arguments:
        input = SaveDraftPartyInput(required=True)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        return after(rows.save_party(by=by, **plain(data)), "partners")


class SaveDraftItemInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    expected_revision = graphene.String(required=True, description=REVISION)
    id = graphene.ID(description="Of the one to change.")
    name = graphene.String(required=True)
    is_special_category = graphene.Boolean(required=True)
    is_criminal_offence = graphene.Boolean(required=True)


class SaveDraftItem(DraftMutation):
    class Arguments:
        input = SaveDraftItemInput(required=True)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        return after(rows.save_item(by=by, **plain(data)), "information")


class SaveDraftFlowInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    expected_revision = graphene.String(required=True, description=REVISION)
    id = graphene.ID(description="Of the one to change.")
    sender = graphene.String(required=True, description="Slug of a party.")
    recipient = graphene.String(required=True, description="Slug of a party.")
    items = graphene.String(required=True)
    method = graphene.String(required=True)
    format = graphene.String()
    frequency = graphene.String(required=True, description="In words.")
    required_every = graphene.String(description="day, week, month, quarter or year; empty: no fixed time.")


class SaveDraftFlow(DraftMutation):
    class Arguments:
        input = SaveDraftFlowInput(required=True)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        return after(rows.save_flow(by=by, **plain(data)), "flows")


class SaveDraftContactInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    expected_revision = graphene.String(required=True, description=REVISION)
    id = graphene.ID(description="Of the one to change.")
    role = graphene.String(required=True, description="A role, because people move.")
    partner = graphene.String(description="Slug.")
    phone = graphene.String()
    email = graphene.String()
    is_urgent = graphene.Boolean()


class SaveDraftContact(DraftMutation):
    class Arguments:
        input = SaveDraftContactInput(required=True)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        return after(rows.save_contact(by=by, **plain(data)), "contacts")


class RemoveDraftRowInput(graphene.InputObjectType):
    reference = graphene.String(required=True)
    expected_revision = graphene.String(required=True, description=REVISION)
    step = graphene.String(required=True, description="partners, information, flows or contacts.")
    id = graphene.ID(required=True)


class RemoveDraftRow(DraftMutation):
    class Arguments:
        input = RemoveDraftRowInput(required=True)

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        return after(rows.remove_row(by=by, **plain(data)), data["step"])


class DraftingMutation(graphene.ObjectType):
    start_draft = StartDraft.exposed("A new agreement; its people alone see it.")
    start_next_version = StartNextVersion.exposed("A draft with the words of the version in force.")
    save_draft_title = SaveDraftTitle.exposed()
    save_draft_text = SaveDraftText.exposed("Empty is saved too, and named as missing.")
    save_draft_review = SaveDraftReview.exposed("Of the unsigned schedule.")
    save_draft_visibility = SaveDraftVisibility.exposed("Who may read it once it is in force.")
    save_draft_party = SaveDraftParty.exposed("Adds a partner, or changes its part.")
    save_draft_item = SaveDraftItem.exposed()
    save_draft_flow = SaveDraftFlow.exposed()
    save_draft_contact = SaveDraftContact.exposed("Of the unsigned schedule.")
    remove_draft_row = RemoveDraftRow.exposed()
    save_draft_basis = SaveDraftBasis.exposed()
    check_draft_bases = CheckDraftBases.exposed("You stand by the law of this party: your name and today's date.")
    remove_draft_basis = RemoveDraftBasis.exposed()
    add_draft_comment = AddDraftComment.exposed("By who writes the draft, and who was asked for a view.")
    resolve_draft_comment = ResolveDraftComment.exposed()
    ask_peer_review = AskPeerReview.exposed("That person alone may then read the draft and comment.")
    give_peer_view = GivePeerView.exposed("By the person who was asked.")
    stop_peer_review = StopPeerReview.exposed("The person no longer reads the draft.")
