from datetime import date
from typing import Any, Optional, Union

from .accept_paper import AcceptPaper
from .accept_sponsor import AcceptSponsor
from .add_draft_comment import AddDraftComment
from .add_known_by_name import AddKnownByName
from .add_to_space import AddToSpace
from .agreed_page import AgreedPage
from .amendment_page import AmendmentPage
from .answer_case_follow_up import AnswerCaseFollowUp
from .answer_credit import AnswerCredit
from .answer_keyed_follow_up import AnswerKeyedFollowUp
from .answer_objection import AnswerObjection
from .answer_role_offers import AnswerRoleOffers
from .apply_exact_rows import ApplyExactRows
from .apply_to_join import ApplyToJoin
from .ask_for_help import AskForHelp
from .ask_members_about_case import AskMembersAboutCase
from .ask_peer_review import AskPeerReview
from .ask_peers_about_barrier import AskPeersAboutBarrier
from .ask_to_enter_space import AskToEnterSpace
from .ask_to_join import AskToJoin
from .async_base_client import AsyncBaseClient
from .base_model import UNSET, UnsetType
from .body_check_page import BodyCheckPage
from .body_checks import BodyChecks
from .briefing_feed import BriefingFeed
from .briefing_list import BriefingList
from .briefing_page import BriefingPage
from .change_card import ChangeCard
from .change_our_part import ChangeOurPart
from .change_role import ChangeRole
from .change_saved_query import ChangeSavedQuery
from .change_saved_search import ChangeSavedSearch
from .change_shown import ChangeShown
from .change_space import ChangeSpace
from .change_space_person import ChangeSpacePerson
from .charter_page import CharterPage
from .charter_sign_page import CharterSignPage
from .charter_signatories import CharterSignatories
from .chase_party import ChaseParty
from .check_draft_bases import CheckDraftBases
from .choose_isp_owner import ChooseIspOwner
from .choose_topics import ChooseTopics
from .chrome import Chrome
from .comment_on_consultation import CommentOnConsultation
from .community import Community
from .community_ask import CommunityAsk
from .community_post import CommunityPost
from .community_reports import CommunityReports
from .community_space import CommunitySpace
from .community_thread import CommunityThread
from .confirm_application import ConfirmApplication
from .confirm_bodies import ConfirmBodies
from .confirm_body import ConfirmBody
from .confirm_columns import ConfirmColumns
from .confirm_contacts import ConfirmContacts
from .consultation_list import ConsultationList
from .consultation_page import ConsultationPage
from .copy_form import CopyForm
from .copy_ours_form import CopyOursForm
from .correct_signature import CorrectSignature
from .credit_request import CreditRequest
from .dataset_list import DatasetList
from .dataset_page import DatasetPage
from .decide_review_trigger import DecideReviewTrigger
from .delete_post import DeletePost
from .delete_saved_search import DeleteSavedSearch
from .directory import Directory
from .discard_review_answers import DiscardReviewAnswers
from .draft_helps_page import DraftHelpsPage
from .draft_law_page import DraftLawPage
from .draft_page import DraftPage
from .draft_read_page import DraftReadPage
from .draft_start import DraftStart
from .draft_step_form import DraftStepForm
from .draft_views_page import DraftViewsPage
from .drafts import Drafts
from .drop_post_draft import DropPostDraft
from .edit_post import EditPost
from .end_membership import EndMembership
from .end_role import EndRole
from .end_saved_query import EndSavedQuery
from .end_space import EndSpace
from .end_sponsor import EndSponsor
from .enums import (
    EventOrder,
    GuidanceAuthority,
    GuidanceSupportLevel,
    HorizonLevel,
    HorizonStage,
    IspOrder,
    IspStatus,
    PartnerMembership,
    PartnerRoleKind,
    SearchSort,
    ThreadKind,
    ThreadOrder,
    ThreadsOf,
)
from .event_list import EventList
from .event_page import EventPage
from .explore import Explore
from .explorer_page import ExplorerPage
from .finish_review import FinishReview
from .flow_form import FlowForm
from .follow_thread import FollowThread
from .gateway_list import GatewayList
from .gateway_page import GatewayPage
from .give_peer_view import GivePeerView
from .give_role import GiveRole
from .give_up_event_place import GiveUpEventPlace
from .glossary import Glossary
from .guidance_list import GuidanceList
from .guidance_page import GuidancePage
from .hand_on_signing import HandOnSigning
from .helpers import Helpers
from .home import Home
from .horizon_list import HorizonList
from .horizon_page import HorizonPage
from .input_types import (
    AcceptPaperInput,
    AcceptSponsorInput,
    AddDraftCommentInput,
    AddKnownByNameInput,
    AddToSpaceInput,
    AnswerCaseFollowUpInput,
    AnswerCreditInput,
    AnswerKeyedFollowUpInput,
    AnswerObjectionInput,
    AnswerRoleOffersInput,
    ApplyExactRowsInput,
    ApplyToJoinInput,
    AskForHelpInput,
    AskMembersAboutCaseInput,
    AskPeerReviewInput,
    AskPeersAboutBarrierInput,
    AskToEnterInput,
    AskToJoinInput,
    ChangeCardInput,
    ChangeOurPartInput,
    ChangeRoleInput,
    ChangeSavedQueryInput,
    ChangeSavedSearchInput,
    ChangeShownInput,
    ChangeSpaceInput,
    ChasePartyInput,
    ChooseIspOwnerInput,
    ChooseTopicsInput,
    CommentOnConsultationInput,
    ConfirmApplicationInput,
    ConfirmBodiesInput,
    ConfirmBodyInput,
    ConfirmColumnsInput,
    ConfirmContactsInput,
    CorrectSignatureInput,
    DecideReviewTriggerInput,
    DeleteSavedSearchInput,
    DiscardReviewAnswersInput,
    DraftPartyInput,
    DropPostDraftInput,
    EditPostInput,
    EndInput,
    EndSavedQueryInput,
    EndSpaceInput,
    EndSponsorInput,
    FinishReviewInput,
    FollowInput,
    GivePeerViewInput,
    GiveRoleInput,
    GiveUpEventPlaceInput,
    HandOnInput,
    InvitationInput,
    InvitePersonInput,
    InviteToJoinInput,
    LeaveAgreementInput,
    MakeCalendarAddressInput,
    MakeSavedQueryInput,
    MakeSpaceInput,
    MakeTokenInput,
    MakeWishInput,
    MarkAnswerInput,
    MarkNotificationsReadInput,
    MarkSavedSearchSeenInput,
    ModeratePostInput,
    ModerateThreadInput,
    NameSponsorInput,
    NoteAdviceInput,
    NoteOpenedInput,
    ObjectToAmendmentInput,
    OfferRoleInput,
    OfPostInput,
    OfSpaceInput,
    OpenReviewTriggerInput,
    OpenToSignInput,
    PaperInput,
    ParkTopicInput,
    PostThreadInput,
    ProposeSuccessionInput,
    RecordArrivalsInput,
    RecordCharterPaperInput,
    RecordPageReviewInput,
    RecordPaperInput,
    RecordReviewInput,
    RefuseToJoinInput,
    RemoveContactInput,
    RemoveDraftBasisInput,
    RemoveDraftRowInput,
    RemovePostFileInput,
    RenewTokenInput,
    ReplyInput,
    ReplyToCaseInput,
    ReplyToKeyedCaseInput,
    ReportPostInput,
    ResolveDraftCommentInput,
    RevokeCalendarAddressInput,
    SaveContactInput,
    SaveDraftBasisInput,
    SaveDraftContactInput,
    SaveDraftFlowInput,
    SaveDraftItemInput,
    SaveDraftPartyInput,
    SaveDraftReviewInput,
    SaveDraftTextInput,
    SaveDraftTitleInput,
    SaveDraftVisibilityInput,
    SavePostDraftInput,
    SaveReviewAnswersInput,
    SaveSearchInput,
    SayEventBarrierInput,
    SayStuckInput,
    SendOutInput,
    SetNoticeChoicesInput,
    SettlePaperInput,
    SettleReportInput,
    SettleRowInput,
    SignCharterInput,
    SignInput,
    SignSeveralInput,
    SignUpToEventInput,
    SpacePersonInput,
    StartDraftInput,
    StartIntakeInput,
    StartNextVersionInput,
    StartUploadInput,
    StopPeerReviewInput,
    SubscribeToBriefingInput,
    SuggestBriefingItemInput,
    TakeBackInput,
    TakeBackObjectionInput,
    TakeCopyInput,
    ThankInput,
    TokenInput,
    WithdrawAmendmentInput,
    WithdrawCharterSignatureInput,
    WithdrawConsultationCommentInput,
    WithdrawEventBarrierInput,
    WithdrawInput,
    WithdrawRoleOfferInput,
    WithdrawWishInput,
)
from .intake_batch_page import IntakeBatchPage
from .intake_home_page import IntakeHomePage
from .intake_paper_page import IntakePaperPage
from .invite_person import InvitePerson
from .invite_to_join import InviteToJoin
from .isp_card import IspCard
from .isp_compare import IspCompare
from .isp_document import IspDocument
from .isp_history import IspHistory
from .isp_list import IspList
from .isp_page import IspPage
from .isp_template import IspTemplate
from .isp_version_page import IspVersionPage
from .join_page import JoinPage
from .join_space import JoinSpace
from .joining_form import JoiningForm
from .keyed_application import KeyedApplication
from .keyed_case import KeyedCase
from .leave_agreement import LeaveAgreement
from .leave_space import LeaveSpace
from .make_calendar_address import MakeCalendarAddress
from .make_saved_query import MakeSavedQuery
from .make_space import MakeSpace
from .make_token import MakeToken
from .make_wish import MakeWish
from .mark_answer import MarkAnswer
from .mark_notifications_read import MarkNotificationsRead
from .mark_saved_search_seen import MarkSavedSearchSeen
from .moderate_post import ModeratePost
from .moderate_thread import ModerateThread
from .moderate_thread_form import ModerateThreadForm
from .my_shown import MyShown
from .my_topics_page import MyTopicsPage
from .name_sponsor import NameSponsor
from .news_list import NewsList
from .news_page import NewsPage
from .note_advice import NoteAdvice
from .note_opened import NoteOpened
from .notice_settings import NoticeSettings
from .notifications import Notifications
from .object_to_amendment import ObjectToAmendment
from .offer_role import OfferRole
from .open_review_trigger import OpenReviewTrigger
from .open_to_sign import OpenToSign
from .our_contacts import OurContacts
from .our_deliveries import OurDeliveries
from .our_isps import OurIsps
from .our_people import OurPeople
from .our_record import OurRecord
from .owners_to_choose import OwnersToChoose
from .page_review import PageReview
from .park_topic import ParkTopic
from .partner_list import PartnerList
from .partner_page import PartnerPage
from .post_thread import PostThread
from .preview import Preview
from .privacy_page import PrivacyPage
from .propose_succession import ProposeSuccession
from .public_changes import PublicChanges
from .question_pack_page import QuestionPackPage
from .read_paper_again import ReadPaperAgain
from .record_arrivals import RecordArrivals
from .record_charter_paper import RecordCharterPaper
from .record_page_review import RecordPageReview
from .record_paper import RecordPaper
from .record_review import RecordReview
from .refuse_to_join import RefuseToJoin
from .remove_contact import RemoveContact
from .remove_draft_basis import RemoveDraftBasis
from .remove_draft_row import RemoveDraftRow
from .remove_post_file import RemovePostFile
from .renew_token import RenewToken
from .reorganisation_list import ReorganisationList
from .reorganisation_page import ReorganisationPage
from .reply_to_case import ReplyToCase
from .reply_to_keyed_case import ReplyToKeyedCase
from .reply_to_thread import ReplyToThread
from .report_form import ReportForm
from .report_post import ReportPost
from .resend_invitation import ResendInvitation
from .resolve_draft_comment import ResolveDraftComment
from .review_form import ReviewForm
from .revoke_calendar_address import RevokeCalendarAddress
from .revoke_token import RevokeToken
from .role_offers import RoleOffers
from .save_contact import SaveContact
from .save_draft_basis import SaveDraftBasis
from .save_draft_contact import SaveDraftContact
from .save_draft_flow import SaveDraftFlow
from .save_draft_item import SaveDraftItem
from .save_draft_party import SaveDraftParty
from .save_draft_review import SaveDraftReview
from .save_draft_text import SaveDraftText
from .save_draft_title import SaveDraftTitle
from .save_draft_visibility import SaveDraftVisibility
from .save_post_draft import SavePostDraft
from .save_review_answers import SaveReviewAnswers
from .save_search import SaveSearch
from .saved_query_change_form import SavedQueryChangeForm
from .saved_query_form import SavedQueryForm
from .saved_query_list import SavedQueryList
from .saved_query_page import SavedQueryPage
from .saved_search_draft import SavedSearchDraft
from .saved_search_page import SavedSearchPage
from .saved_searches import SavedSearches
from .say_event_barrier import SayEventBarrier
from .say_stuck import SayStuck
from .search import Search
from .search_completions import SearchCompletions
from .send_out_form import SendOutForm
from .send_out_version import SendOutVersion
from .set_notice_choices import SetNoticeChoices
from .settle_paper import SettlePaper
from .settle_report import SettleReport
from .settle_row import SettleRow
from .sign_charter import SignCharter
from .sign_page import SignPage
from .sign_several import SignSeveral
from .sign_several_form import SignSeveralForm
from .sign_up_to_event import SignUpToEvent
from .sign_version import SignVersion
from .signing_board import SigningBoard
from .signing_page import SigningPage
from .snapshot_check import SnapshotCheck
from .snapshot_list import SnapshotList
from .snapshot_page import SnapshotPage
from .space_list import SpaceList
from .sponsor_page import SponsorPage
from .start_draft import StartDraft
from .start_intake import StartIntake
from .start_next_version import StartNextVersion
from .start_upload import StartUpload
from .stop_peer_review import StopPeerReview
from .story_list import StoryList
from .story_page import StoryPage
from .subscribe_to_briefing import SubscribeToBriefing
from .suggest_briefing_item import SuggestBriefingItem
from .support_case import SupportCase
from .take_back_objection import TakeBackObjection
from .take_back_signing import TakeBackSigning
from .take_copy import TakeCopy
from .take_over_token import TakeOverToken
from .tasks import Tasks
from .template_page import TemplatePage
from .thank_for_post import ThankForPost
from .token_form import TokenForm
from .token_list import TokenList
from .token_page import TokenPage
from .trigger_page import TriggerPage
from .undo_paper import UndoPaper
from .wishes import Wishes
from .withdraw_amendment import WithdrawAmendment
from .withdraw_charter_signature import WithdrawCharterSignature
from .withdraw_consultation_comment import WithdrawConsultationComment
from .withdraw_event_barrier import WithdrawEventBarrier
from .withdraw_invitation import WithdrawInvitation
from .withdraw_role_offer import WithdrawRoleOffer
from .withdraw_version import WithdrawVersion
from .withdraw_wish import WithdrawWish


def gql(q: str) -> str:
    return q


class Api(AsyncBaseClient):
    async def accept_paper(self, input: AcceptPaperInput, **kwargs: Any) -> AcceptPaper:
        query = gql("""
            mutation AcceptPaper($input: AcceptPaperInput!) {
              acceptPaper(input: $input) {
                reference
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="AcceptPaper", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return AcceptPaper.model_validate(data)

    async def add_known_by_name(
        self, input: AddKnownByNameInput, **kwargs: Any
    ) -> AddKnownByName:
        query = gql("""
            mutation AddKnownByName($input: AddKnownByNameInput!) {
              addKnownByName(input: $input) {
                added
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="AddKnownByName", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return AddKnownByName.model_validate(data)

    async def add_to_space(self, input: AddToSpaceInput, **kwargs: Any) -> AddToSpace:
        query = gql("""
            mutation AddToSpace($input: AddToSpaceInput!) {
              addToSpace(input: $input) {
                person {
                  id
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="AddToSpace", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return AddToSpace.model_validate(data)

    async def agreed_page(self, **kwargs: Any) -> AgreedPage:
        query = gql("""
            query AgreedPage {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              home {
                coverCount
                covers {
                  ...IspRow
                  version {
                    mayShare
                    doNotShare
                    howToShare
                  }
                  yourCoverage {
                    ...CoverageLine
                  }
                }
              }
              charterToSign {
                isAsked
                dueOn
                partner {
                  slug
                  name
                }
                version {
                  number
                  title
                  text
                }
                signature {
                  id
                  signedOn
                  methodLabel
                  signatoryName
                  version {
                    number
                  }
                }
              }
            }

            fragment CoverageLine on Coverage {
              state
              label
              since
              role
              roleLabel
              partner {
                name
                slug
              }
              throughPartner {
                name
                slug
              }
            }

            fragment IspRow on Isp {
              reference
              title
              status
              statusLabel
              nextReview
              nextReviewPrecision
              underReview
              isExample
              coveredCount
              partyCount
              lead {
                name
                slug
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {}
        response = await self.execute(
            query=query, operation_name="AgreedPage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return AgreedPage.model_validate(data)

    async def amendment_page(
        self, reference: str, number: int, **kwargs: Any
    ) -> AmendmentPage:
        query = gql("""
            query AmendmentPage($reference: String!, $number: Int!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              amendment(reference: $reference, number: $number) {
                id
                number
                reason
                sentOn
                objectUntil
                takesEffectOn
                countsFrom
                withdrawnOn
                withdrawnReason
                state
                stateLabel
                sentByName
                mayAnswer
                mayObjectFor {
                  slug
                  name
                }
                isp {
                  ...IspLink
                }
                version {
                  number
                }
                changes {
                  section
                  sectionLabel
                  before
                  after
                }
                objections {
                  id
                  reason
                  madeOn
                  answer
                  answeredOn
                  takenBackOn
                  settledOn
                  partner {
                    slug
                    name
                  }
                }
              }
            }

            fragment IspLink on Isp {
              reference
              title
              status
              statusLabel
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"reference": reference, "number": number}
        response = await self.execute(
            query=query, operation_name="AmendmentPage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return AmendmentPage.model_validate(data)

    async def answer_case_follow_up(
        self, input: AnswerCaseFollowUpInput, **kwargs: Any
    ) -> AnswerCaseFollowUp:
        query = gql("""
            mutation AnswerCaseFollowUp($input: AnswerCaseFollowUpInput!) {
              answerCaseFollowUp(input: $input) {
                supportCase {
                  number
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="AnswerCaseFollowUp",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return AnswerCaseFollowUp.model_validate(data)

    async def answer_credit(
        self, input: AnswerCreditInput, **kwargs: Any
    ) -> AnswerCredit:
        query = gql("""
            mutation AnswerCredit($input: AnswerCreditInput!) {
              answerCredit(input: $input) {
                agreed
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="AnswerCredit", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return AnswerCredit.model_validate(data)

    async def answer_keyed_follow_up(
        self, input: AnswerKeyedFollowUpInput, **kwargs: Any
    ) -> AnswerKeyedFollowUp:
        query = gql("""
            mutation AnswerKeyedFollowUp($input: AnswerKeyedFollowUpInput!) {
              answerKeyedFollowUp(input: $input) {
                number
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="AnswerKeyedFollowUp",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return AnswerKeyedFollowUp.model_validate(data)

    async def answer_objection(
        self, input: AnswerObjectionInput, **kwargs: Any
    ) -> AnswerObjection:
        query = gql("""
            mutation AnswerObjection($input: AnswerObjectionInput!) {
              answerObjection(input: $input) {
                amendment {
                  number
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="AnswerObjection", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return AnswerObjection.model_validate(data)

    async def answer_role_offers(
        self, input: AnswerRoleOffersInput, **kwargs: Any
    ) -> AnswerRoleOffers:
        query = gql("""
            mutation AnswerRoleOffers($input: AnswerRoleOffersInput!) {
              answerRoleOffers(input: $input) {
                count
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="AnswerRoleOffers",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return AnswerRoleOffers.model_validate(data)

    async def apply_exact_rows(
        self, input: ApplyExactRowsInput, **kwargs: Any
    ) -> ApplyExactRows:
        query = gql("""
            mutation ApplyExactRows($input: ApplyExactRowsInput!) {
              applyExactRows(input: $input) {
                applied
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="ApplyExactRows", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ApplyExactRows.model_validate(data)

    async def ask_for_help(self, input: AskForHelpInput, **kwargs: Any) -> AskForHelp:
        query = gql("""
            mutation AskForHelp($input: AskForHelpInput!) {
              askForHelp(input: $input) {
                number
                replyTo
                mayAlreadyCover {
                  ...IspRow
                }
              }
            }

            fragment IspRow on Isp {
              reference
              title
              status
              statusLabel
              nextReview
              nextReviewPrecision
              underReview
              isExample
              coveredCount
              partyCount
              lead {
                name
                slug
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="AskForHelp", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return AskForHelp.model_validate(data)

    async def ask_members_about_case(
        self, input: AskMembersAboutCaseInput, **kwargs: Any
    ) -> AskMembersAboutCase:
        query = gql("""
            mutation AskMembersAboutCase($input: AskMembersAboutCaseInput!) {
              askMembersAboutCase(input: $input) {
                threadNumber
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="AskMembersAboutCase",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return AskMembersAboutCase.model_validate(data)

    async def ask_peers_about_barrier(
        self, input: AskPeersAboutBarrierInput, **kwargs: Any
    ) -> AskPeersAboutBarrier:
        query = gql("""
            mutation AskPeersAboutBarrier($input: AskPeersAboutBarrierInput!) {
              askPeersAboutBarrier(input: $input) {
                threadPath
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="AskPeersAboutBarrier",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return AskPeersAboutBarrier.model_validate(data)

    async def ask_to_enter_space(
        self, input: AskToEnterInput, **kwargs: Any
    ) -> AskToEnterSpace:
        query = gql("""
            mutation AskToEnterSpace($input: AskToEnterInput!) {
              askToEnterSpace(input: $input) {
                space {
                  path
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="AskToEnterSpace", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return AskToEnterSpace.model_validate(data)

    async def ask_to_join(self, input: AskToJoinInput, **kwargs: Any) -> AskToJoin:
        query = gql("""
            mutation AskToJoin($input: AskToJoinInput!) {
              askToJoin(input: $input) {
                isp {
                  reference
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="AskToJoin", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return AskToJoin.model_validate(data)

    async def body_check_page(
        self, partner: Union[Optional[str], UnsetType] = UNSET, **kwargs: Any
    ) -> BodyCheckPage:
        query = gql("""
            query BodyCheckPage($partner: String) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              bodyCheck(partner: $partner) {
                ...CheckedBody
              }
            }

            fragment CheckedBody on BodyCheck {
              slug
              name
              fingerprint
              dueOn
              isLate
              lastConfirmedOn
              lastConfirmedBy
              parts {
                kind
                question
                lines
                path
                pathLabel
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"partner": partner}
        response = await self.execute(
            query=query, operation_name="BodyCheckPage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return BodyCheckPage.model_validate(data)

    async def body_checks(self, **kwargs: Any) -> BodyChecks:
        query = gql("""
            query BodyChecks {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              bodyChecks {
                ...CheckedBody
              }
            }

            fragment CheckedBody on BodyCheck {
              slug
              name
              fingerprint
              dueOn
              isLate
              lastConfirmedOn
              lastConfirmedBy
              parts {
                kind
                question
                lines
                path
                pathLabel
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {}
        response = await self.execute(
            query=query, operation_name="BodyChecks", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return BodyChecks.model_validate(data)

    async def briefing_feed(self, **kwargs: Any) -> BriefingFeed:
        query = gql("""
            query BriefingFeed {
              site {
                ...SiteBar
              }
              briefings(page: 1, pageSize: 20, publicOnly: true) {
                items {
                  title
                  path
                  note
                  begunAt
                  corrections {
                    madeAt
                  }
                  items {
                    title
                  }
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }
            """)
        variables: dict[str, object] = {}
        response = await self.execute(
            query=query, operation_name="BriefingFeed", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return BriefingFeed.model_validate(data)

    async def briefing_list(
        self, page: Union[Optional[int], UnsetType] = UNSET, **kwargs: Any
    ) -> BriefingList:
        query = gql("""
            query BriefingList($page: Int) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              briefings(page: $page, pageSize: 20) {
                totalCount
                page
                pageSize
                items {
                  title
                  path
                  number
                  begunAt
                  sentTo
                  isPublic
                  isExample
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"page": page}
        response = await self.execute(
            query=query, operation_name="BriefingList", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return BriefingList.model_validate(data)

    async def briefing_page(self, slug: str, **kwargs: Any) -> BriefingPage:
        query = gql("""
            query BriefingPage($slug: String!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              briefing(slug: $slug) {
                slug
                title
                path
                number
                note
                begunAt
                sentTo
                isPublic
                isExample
                minutesToRead
                signedBy {
                  name
                }
                items {
                  kicker
                  title
                  path
                  text
                  toDo
                }
                corrections {
                  text
                  madeAt
                }
              }
              briefings(page: 1, pageSize: 5) {
                items {
                  title
                  path
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"slug": slug}
        response = await self.execute(
            query=query, operation_name="BriefingPage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return BriefingPage.model_validate(data)

    async def change_card(self, input: ChangeCardInput, **kwargs: Any) -> ChangeCard:
        query = gql("""
            mutation ChangeCard($input: ChangeCardInput!) {
              changeCard(input: $input) {
                myTopics {
                  isFindable
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="ChangeCard", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ChangeCard.model_validate(data)

    async def start_draft(self, input: StartDraftInput, **kwargs: Any) -> StartDraft:
        query = gql("""
            mutation StartDraft($input: StartDraftInput!) {
              startDraft(input: $input) {
                reference
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="StartDraft", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return StartDraft.model_validate(data)

    async def start_next_version(
        self, input: StartNextVersionInput, **kwargs: Any
    ) -> StartNextVersion:
        query = gql("""
            mutation StartNextVersion($input: StartNextVersionInput!) {
              startNextVersion(input: $input) {
                reference
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="StartNextVersion",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return StartNextVersion.model_validate(data)

    async def save_draft_title(
        self, input: SaveDraftTitleInput, **kwargs: Any
    ) -> SaveDraftTitle:
        query = gql("""
            mutation SaveDraftTitle($input: SaveDraftTitleInput!) {
              saveDraftTitle(input: $input) {
                revision
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="SaveDraftTitle", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SaveDraftTitle.model_validate(data)

    async def save_draft_text(
        self, input: SaveDraftTextInput, **kwargs: Any
    ) -> SaveDraftText:
        query = gql("""
            mutation SaveDraftText($input: SaveDraftTextInput!) {
              saveDraftText(input: $input) {
                revision
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="SaveDraftText", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SaveDraftText.model_validate(data)

    async def save_draft_review(
        self, input: SaveDraftReviewInput, **kwargs: Any
    ) -> SaveDraftReview:
        query = gql("""
            mutation SaveDraftReview($input: SaveDraftReviewInput!) {
              saveDraftReview(input: $input) {
                revision
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="SaveDraftReview", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SaveDraftReview.model_validate(data)

    async def save_draft_visibility(
        self, input: SaveDraftVisibilityInput, **kwargs: Any
    ) -> SaveDraftVisibility:
        query = gql("""
            mutation SaveDraftVisibility($input: SaveDraftVisibilityInput!) {
              saveDraftVisibility(input: $input) {
                revision
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="SaveDraftVisibility",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return SaveDraftVisibility.model_validate(data)

    async def save_draft_party(
        self, input: SaveDraftPartyInput, **kwargs: Any
    ) -> SaveDraftParty:
        query = gql("""
            mutation SaveDraftParty($input: SaveDraftPartyInput!) {
              saveDraftParty(input: $input) {
                revision
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="SaveDraftParty", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SaveDraftParty.model_validate(data)

    async def save_draft_item(
        self, input: SaveDraftItemInput, **kwargs: Any
    ) -> SaveDraftItem:
        query = gql("""
            mutation SaveDraftItem($input: SaveDraftItemInput!) {
              saveDraftItem(input: $input) {
                revision
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="SaveDraftItem", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SaveDraftItem.model_validate(data)

    async def save_draft_flow(
        self, input: SaveDraftFlowInput, **kwargs: Any
    ) -> SaveDraftFlow:
        query = gql("""
            mutation SaveDraftFlow($input: SaveDraftFlowInput!) {
              saveDraftFlow(input: $input) {
                revision
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="SaveDraftFlow", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SaveDraftFlow.model_validate(data)

    async def save_draft_contact(
        self, input: SaveDraftContactInput, **kwargs: Any
    ) -> SaveDraftContact:
        query = gql("""
            mutation SaveDraftContact($input: SaveDraftContactInput!) {
              saveDraftContact(input: $input) {
                revision
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="SaveDraftContact",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return SaveDraftContact.model_validate(data)

    async def remove_draft_row(
        self, input: RemoveDraftRowInput, **kwargs: Any
    ) -> RemoveDraftRow:
        query = gql("""
            mutation RemoveDraftRow($input: RemoveDraftRowInput!) {
              removeDraftRow(input: $input) {
                revision
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="RemoveDraftRow", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return RemoveDraftRow.model_validate(data)

    async def save_draft_basis(
        self, input: SaveDraftBasisInput, **kwargs: Any
    ) -> SaveDraftBasis:
        query = gql("""
            mutation SaveDraftBasis($input: SaveDraftBasisInput!) {
              saveDraftBasis(input: $input) {
                id
                revision
                questions
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="SaveDraftBasis", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SaveDraftBasis.model_validate(data)

    async def check_draft_bases(
        self, input: DraftPartyInput, **kwargs: Any
    ) -> CheckDraftBases:
        query = gql("""
            mutation CheckDraftBases($input: DraftPartyInput!) {
              checkDraftBases(input: $input) {
                revision
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="CheckDraftBases", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return CheckDraftBases.model_validate(data)

    async def remove_draft_basis(
        self, input: RemoveDraftBasisInput, **kwargs: Any
    ) -> RemoveDraftBasis:
        query = gql("""
            mutation RemoveDraftBasis($input: RemoveDraftBasisInput!) {
              removeDraftBasis(input: $input) {
                revision
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="RemoveDraftBasis",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return RemoveDraftBasis.model_validate(data)

    async def add_draft_comment(
        self, input: AddDraftCommentInput, **kwargs: Any
    ) -> AddDraftComment:
        query = gql("""
            mutation AddDraftComment($input: AddDraftCommentInput!) {
              addDraftComment(input: $input) {
                id
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="AddDraftComment", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return AddDraftComment.model_validate(data)

    async def resolve_draft_comment(
        self, input: ResolveDraftCommentInput, **kwargs: Any
    ) -> ResolveDraftComment:
        query = gql("""
            mutation ResolveDraftComment($input: ResolveDraftCommentInput!) {
              resolveDraftComment(input: $input) {
                id
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="ResolveDraftComment",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ResolveDraftComment.model_validate(data)

    async def ask_peer_review(
        self, input: AskPeerReviewInput, **kwargs: Any
    ) -> AskPeerReview:
        query = gql("""
            mutation AskPeerReview($input: AskPeerReviewInput!) {
              askPeerReview(input: $input) {
                id
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="AskPeerReview", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return AskPeerReview.model_validate(data)

    async def give_peer_view(
        self, input: GivePeerViewInput, **kwargs: Any
    ) -> GivePeerView:
        query = gql("""
            mutation GivePeerView($input: GivePeerViewInput!) {
              givePeerView(input: $input) {
                id
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="GivePeerView", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return GivePeerView.model_validate(data)

    async def stop_peer_review(
        self, input: StopPeerReviewInput, **kwargs: Any
    ) -> StopPeerReview:
        query = gql("""
            mutation StopPeerReview($input: StopPeerReviewInput!) {
              stopPeerReview(input: $input) {
                id
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="StopPeerReview", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return StopPeerReview.model_validate(data)

    async def change_our_part(
        self, input: ChangeOurPartInput, **kwargs: Any
    ) -> ChangeOurPart:
        query = gql("""
            mutation ChangeOurPart($input: ChangeOurPartInput!) {
              changeOurPart(input: $input) {
                isp {
                  reference
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="ChangeOurPart", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ChangeOurPart.model_validate(data)

    async def change_role(self, input: ChangeRoleInput, **kwargs: Any) -> ChangeRole:
        query = gql("""
            mutation ChangeRole($input: ChangeRoleInput!) {
              changeRole(input: $input) {
                id
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="ChangeRole", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ChangeRole.model_validate(data)

    async def change_saved_query(
        self, input: ChangeSavedQueryInput, **kwargs: Any
    ) -> ChangeSavedQuery:
        query = gql("""
            mutation ChangeSavedQuery($input: ChangeSavedQueryInput!) {
              changeSavedQuery(input: $input) {
                savedQuery {
                  id
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="ChangeSavedQuery",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ChangeSavedQuery.model_validate(data)

    async def change_saved_search(
        self, input: ChangeSavedSearchInput, **kwargs: Any
    ) -> ChangeSavedSearch:
        query = gql("""
            mutation ChangeSavedSearch($input: ChangeSavedSearchInput!) {
              changeSavedSearch(input: $input) {
                savedSearch {
                  id
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="ChangeSavedSearch",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ChangeSavedSearch.model_validate(data)

    async def change_shown(self, input: ChangeShownInput, **kwargs: Any) -> ChangeShown:
        query = gql("""
            mutation ChangeShown($input: ChangeShownInput!) {
              changeShown(input: $input) {
                inPublic
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="ChangeShown", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ChangeShown.model_validate(data)

    async def change_space(self, input: ChangeSpaceInput, **kwargs: Any) -> ChangeSpace:
        query = gql("""
            mutation ChangeSpace($input: ChangeSpaceInput!) {
              changeSpace(input: $input) {
                space {
                  path
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="ChangeSpace", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ChangeSpace.model_validate(data)

    async def change_space_person(
        self, input: SpacePersonInput, **kwargs: Any
    ) -> ChangeSpacePerson:
        query = gql("""
            mutation ChangeSpacePerson($input: SpacePersonInput!) {
              changeSpacePerson(input: $input) {
                person {
                  id
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="ChangeSpacePerson",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ChangeSpacePerson.model_validate(data)

    async def charter_page(
        self, number: Union[Optional[int], UnsetType] = UNSET, **kwargs: Any
    ) -> CharterPage:
        query = gql("""
            query CharterPage($number: Int) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              charter(number: $number) {
                number
                title
                text
                changed
                publishedOn
                resignBy
              }
              charters(pageSize: 50) {
                items {
                  number
                  publishedOn
                }
              }
              charterSignatories(pageSize: 1) {
                totalCount
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"number": number}
        response = await self.execute(
            query=query, operation_name="CharterPage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return CharterPage.model_validate(data)

    async def charter_signatories(
        self,
        page: Union[Optional[int], UnsetType] = UNSET,
        page_size: Union[Optional[int], UnsetType] = UNSET,
        number: Union[Optional[int], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> CharterSignatories:
        query = gql("""
            query CharterSignatories($page: Int, $pageSize: Int, $number: Int) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              charterSignatories(page: $page, pageSize: $pageSize, number: $number) {
                totalCount
                page
                pageSize
                items {
                  id
                  signedOn
                  methodLabel
                  isExample
                  signatoryName
                  signatoryJobTitle
                  partner {
                    slug
                    name
                  }
                  version {
                    number
                  }
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {
            "page": page,
            "pageSize": page_size,
            "number": number,
        }
        response = await self.execute(
            query=query,
            operation_name="CharterSignatories",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CharterSignatories.model_validate(data)

    async def charter_sign_page(
        self, upload: str, uploaded: bool, **kwargs: Any
    ) -> CharterSignPage:
        query = gql("""
            query CharterSignPage($upload: ID!, $uploaded: Boolean!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              uploadResult(id: $upload) @include(if: $uploaded) {
                files {
                  name
                  taken
                  words
                }
              }
              charterToSign {
                isAsked
                dueOn
                maySign
                mayRecordPaper
                advisesToo
                partner {
                  slug
                  name
                  canSign
                  legalController
                }
                version {
                  number
                  title
                  text
                  changed
                  publishedOn
                }
                signature {
                  id
                  signedOn
                  methodLabel
                  signatoryName
                  mayWithdraw
                  mayAddScan
                  scan {
                    url
                    extension
                  }
                  version {
                    number
                  }
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"upload": upload, "uploaded": uploaded}
        response = await self.execute(
            query=query, operation_name="CharterSignPage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return CharterSignPage.model_validate(data)

    async def sign_charter(self, input: SignCharterInput, **kwargs: Any) -> SignCharter:
        query = gql("""
            mutation SignCharter($input: SignCharterInput!) {
              signCharter(input: $input) {
                signature {
                  id
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="SignCharter", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SignCharter.model_validate(data)

    async def record_charter_paper(
        self, input: RecordCharterPaperInput, **kwargs: Any
    ) -> RecordCharterPaper:
        query = gql("""
            mutation RecordCharterPaper($input: RecordCharterPaperInput!) {
              recordCharterPaper(input: $input) {
                signature {
                  id
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="RecordCharterPaper",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return RecordCharterPaper.model_validate(data)

    async def withdraw_charter_signature(
        self, input: WithdrawCharterSignatureInput, **kwargs: Any
    ) -> WithdrawCharterSignature:
        query = gql("""
            mutation WithdrawCharterSignature($input: WithdrawCharterSignatureInput!) {
              withdrawCharterSignature(input: $input) {
                signature {
                  id
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="WithdrawCharterSignature",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return WithdrawCharterSignature.model_validate(data)

    async def chase_party(self, input: ChasePartyInput, **kwargs: Any) -> ChaseParty:
        query = gql("""
            mutation ChaseParty($input: ChasePartyInput!) {
              chaseParty(input: $input) {
                sent
                nextOn
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="ChaseParty", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ChaseParty.model_validate(data)

    async def choose_isp_owner(
        self, input: ChooseIspOwnerInput, **kwargs: Any
    ) -> ChooseIspOwner:
        query = gql("""
            mutation ChooseIspOwner($input: ChooseIspOwnerInput!) {
              chooseIspOwner(input: $input) {
                reference
                ownerName
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="ChooseIspOwner", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ChooseIspOwner.model_validate(data)

    async def choose_topics(
        self, input: ChooseTopicsInput, **kwargs: Any
    ) -> ChooseTopics:
        query = gql("""
            mutation ChooseTopics($input: ChooseTopicsInput!) {
              chooseTopics(input: $input) {
                myTopics {
                  hasChosen
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="ChooseTopics", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ChooseTopics.model_validate(data)

    async def chrome(self, **kwargs: Any) -> Chrome:
        query = gql("""
            query Chrome {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {}
        response = await self.execute(
            query=query, operation_name="Chrome", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Chrome.model_validate(data)

    async def comment_on_consultation(
        self, input: CommentOnConsultationInput, **kwargs: Any
    ) -> CommentOnConsultation:
        query = gql("""
            mutation CommentOnConsultation($input: CommentOnConsultationInput!) {
              commentOnConsultation(input: $input) {
                comment {
                  id
                  paragraphNumber
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="CommentOnConsultation",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CommentOnConsultation.model_validate(data)

    async def community(
        self,
        kind: Union[Optional[ThreadKind], UnsetType] = UNSET,
        topic: Union[Optional[str], UnsetType] = UNSET,
        open: Union[Optional[bool], UnsetType] = UNSET,
        of: Union[Optional[ThreadsOf], UnsetType] = UNSET,
        order: Union[Optional[ThreadOrder], UnsetType] = UNSET,
        page: Union[Optional[int], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> Community:
        query = gql("""
            query Community($kind: ThreadKind, $topic: String, $open: Boolean, $of: ThreadsOf, $order: ThreadOrder, $page: Int) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              threads(
                kind: $kind
                topic: $topic
                open: $open
                of: $of
                orderBy: $order
                page: $page
                pageSize: 20
              ) {
                totalCount
                page
                pageSize
                items {
                  ...ThreadLine
                }
              }
              spaces(archived: false, pageSize: 50) {
                items {
                  ...SpaceLine
                }
              }
              postDrafts(pageSize: 5) {
                items {
                  place
                  title
                  path
                  savedAt
                }
              }
              postReports(open: true, pageSize: 1) {
                totalCount
              }
              topics {
                slug
                name
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment SpaceLine on Space {
              slug
              name
              purpose
              kind
              kindLabel
              path
              isChathamHouse
              isArchived
              youAre
              threadCount
            }

            fragment ThreadLine on Thread {
              number
              title
              kindLabel
              path
              createdAt
              lastPostAt
              isAnswered
              isLocked
              isHidden
              replyCount
              space {
                name
                slug
              }
              opening {
                excerpt
                writer {
                  ...WriterLine
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }

            fragment WriterLine on Writer {
              name
              jobTitle
              organisation
              isAnonymous
              isYou
            }
            """)
        variables: dict[str, object] = {
            "kind": kind,
            "topic": topic,
            "open": open,
            "of": of,
            "order": order,
            "page": page,
        }
        response = await self.execute(
            query=query, operation_name="Community", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Community.model_validate(data)

    async def community_ask(
        self, text: str, looking: bool, **kwargs: Any
    ) -> CommunityAsk:
        query = gql("""
            query CommunityAsk($text: String!, $looking: Boolean!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              topics {
                slug
                name
              }
              spaces(archived: false, pageSize: 100) {
                items {
                  ...SpaceLine
                  mayWrite
                }
              }
              postDraft(place: "new") {
                savedAt
                values {
                  name
                  value
                }
              }
              search(text: $text, pageSize: 5) @include(if: $looking) {
                degraded
                items {
                  kindLabel
                  title
                  path
                  status
                  reference
                  date
                  snippetParts {
                    text
                    match
                  }
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment SpaceLine on Space {
              slug
              name
              purpose
              kind
              kindLabel
              path
              isChathamHouse
              isArchived
              youAre
              threadCount
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"text": text, "looking": looking}
        response = await self.execute(
            query=query, operation_name="CommunityAsk", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return CommunityAsk.model_validate(data)

    async def community_post(
        self, number: int, post: int, **kwargs: Any
    ) -> CommunityPost:
        query = gql("""
            query CommunityPost($number: Int!, $post: Int!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              topics {
                slug
                name
              }
              post(thread: $number, number: $post) {
                ...PostFull
                repliesBefore
                earlier {
                  body
                  until
                }
                thread {
                  number
                  title
                  path
                  kindLabel
                  isLocked
                  replyCount
                  mayMark
                  space {
                    ...SpaceLine
                  }
                  topics {
                    slug
                    name
                  }
                }
              }
            }

            fragment PostFull on Post {
              id
              number
              body
              createdAt
              editedAt
              isDeleted
              isHidden
              hiddenBecause
              wasEdited
              isAnswer
              byEmail
              thanksCount
              youThanked
              mayChange
              mayThank
              mayReport
              mayModerate
              writer {
                ...WriterLine
              }
              files {
                id
                document {
                  title
                  url
                  extension
                  fileSize
                  barriers {
                    words
                  }
                  heldBack
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment SpaceLine on Space {
              slug
              name
              purpose
              kind
              kindLabel
              path
              isChathamHouse
              isArchived
              youAre
              threadCount
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }

            fragment WriterLine on Writer {
              name
              jobTitle
              organisation
              isAnonymous
              isYou
            }
            """)
        variables: dict[str, object] = {"number": number, "post": post}
        response = await self.execute(
            query=query, operation_name="CommunityPost", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return CommunityPost.model_validate(data)

    async def community_reports(
        self, open: bool, page: Union[Optional[int], UnsetType] = UNSET, **kwargs: Any
    ) -> CommunityReports:
        query = gql("""
            query CommunityReports($open: Boolean!, $page: Int) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              postReports(open: $open, page: $page, pageSize: 20, orderBy: OLDEST) {
                totalCount
                page
                pageSize
                items {
                  id
                  reason
                  at
                  settledAt
                  outcome
                  reporterName
                  post {
                    id
                    number
                    excerpt
                    isHidden
                    isDeleted
                    mayModerate
                    path
                    writer {
                      ...WriterLine
                    }
                    thread {
                      number
                      title
                      path
                    }
                  }
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }

            fragment WriterLine on Writer {
              name
              jobTitle
              organisation
              isAnonymous
              isYou
            }
            """)
        variables: dict[str, object] = {"open": open, "page": page}
        response = await self.execute(
            query=query,
            operation_name="CommunityReports",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CommunityReports.model_validate(data)

    async def community_space(
        self,
        slug: str,
        kind: Union[Optional[ThreadKind], UnsetType] = UNSET,
        open: Union[Optional[bool], UnsetType] = UNSET,
        page: Union[Optional[int], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> CommunitySpace:
        query = gql("""
            query CommunitySpace($slug: String!, $kind: ThreadKind, $open: Boolean, $page: Int) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              topics {
                slug
                name
              }
              space(slug: $slug) {
                ...SpaceLine
                endsOn
                archivedBecause
                peopleCount
                mayWrite
                mayKeep
                mayModerate
                parkedFrom {
                  name
                  path
                }
                people {
                  id
                  name
                  organisation
                  standing
                  isYou
                  askedAt
                  joinedAt
                  why
                }
              }
              threads(space: $slug, kind: $kind, open: $open, page: $page, pageSize: 20) {
                totalCount
                page
                pageSize
                items {
                  ...ThreadLine
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment SpaceLine on Space {
              slug
              name
              purpose
              kind
              kindLabel
              path
              isChathamHouse
              isArchived
              youAre
              threadCount
            }

            fragment ThreadLine on Thread {
              number
              title
              kindLabel
              path
              createdAt
              lastPostAt
              isAnswered
              isLocked
              isHidden
              replyCount
              space {
                name
                slug
              }
              opening {
                excerpt
                writer {
                  ...WriterLine
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }

            fragment WriterLine on Writer {
              name
              jobTitle
              organisation
              isAnonymous
              isYou
            }
            """)
        variables: dict[str, object] = {
            "slug": slug,
            "kind": kind,
            "open": open,
            "page": page,
        }
        response = await self.execute(
            query=query, operation_name="CommunitySpace", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return CommunitySpace.model_validate(data)

    async def community_thread(
        self,
        number: int,
        place: str,
        upload: str,
        uploaded: bool,
        page: Union[Optional[int], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> CommunityThread:
        query = gql("""
            query CommunityThread($number: Int!, $place: String!, $page: Int, $upload: ID!, $uploaded: Boolean!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              guidanceFromThread(number: $number) {
                title
                path
              }
              thread(number: $number) {
                number
                title
                kind
                kindLabel
                path
                createdAt
                isAnswered
                isLocked
                isHidden
                replyCount
                youFollow
                youAreAnonymous
                mayWrite
                mayMark
                mayModerate
                space {
                  ...SpaceLine
                }
                topics {
                  slug
                  name
                }
                opening {
                  ...PostFull
                }
                answer {
                  ...PostFull
                }
                mergedInto {
                  path
                }
                moderation {
                  kindLabel
                  reason
                  note
                  at
                }
              }
              posts(thread: $number, replies: true, page: $page, pageSize: 50) {
                totalCount
                page
                pageSize
                items {
                  ...PostFull
                }
              }
              postDraft(place: $place) {
                savedAt
                values {
                  name
                  value
                }
              }
              uploadResult(id: $upload) @include(if: $uploaded) {
                files {
                  name
                  taken
                  words
                }
              }
            }

            fragment PostFull on Post {
              id
              number
              body
              createdAt
              editedAt
              isDeleted
              isHidden
              hiddenBecause
              wasEdited
              isAnswer
              byEmail
              thanksCount
              youThanked
              mayChange
              mayThank
              mayReport
              mayModerate
              writer {
                ...WriterLine
              }
              files {
                id
                document {
                  title
                  url
                  extension
                  fileSize
                  barriers {
                    words
                  }
                  heldBack
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment SpaceLine on Space {
              slug
              name
              purpose
              kind
              kindLabel
              path
              isChathamHouse
              isArchived
              youAre
              threadCount
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }

            fragment WriterLine on Writer {
              name
              jobTitle
              organisation
              isAnonymous
              isYou
            }
            """)
        variables: dict[str, object] = {
            "number": number,
            "place": place,
            "page": page,
            "upload": upload,
            "uploaded": uploaded,
        }
        response = await self.execute(
            query=query, operation_name="CommunityThread", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return CommunityThread.model_validate(data)

    async def confirm_bodies(
        self, input: ConfirmBodiesInput, **kwargs: Any
    ) -> ConfirmBodies:
        query = gql("""
            mutation ConfirmBodies($input: ConfirmBodiesInput!) {
              confirmBodies(input: $input) {
                count
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="ConfirmBodies", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ConfirmBodies.model_validate(data)

    async def confirm_body(self, input: ConfirmBodyInput, **kwargs: Any) -> ConfirmBody:
        query = gql("""
            mutation ConfirmBody($input: ConfirmBodyInput!) {
              confirmBody(input: $input) {
                partner
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="ConfirmBody", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ConfirmBody.model_validate(data)

    async def confirm_columns(
        self, input: ConfirmColumnsInput, **kwargs: Any
    ) -> ConfirmColumns:
        query = gql("""
            mutation ConfirmColumns($input: ConfirmColumnsInput!) {
              confirmColumns(input: $input) {
                sheet
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="ConfirmColumns", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ConfirmColumns.model_validate(data)

    async def confirm_contacts(
        self, input: ConfirmContactsInput, **kwargs: Any
    ) -> ConfirmContacts:
        query = gql("""
            mutation ConfirmContacts($input: ConfirmContactsInput!) {
              confirmContacts(input: $input) {
                count
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="ConfirmContacts", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ConfirmContacts.model_validate(data)

    async def consultation_list(
        self, page: Union[Optional[int], UnsetType] = UNSET, **kwargs: Any
    ) -> ConsultationList:
        query = gql("""
            query ConsultationList($page: Int) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              consultations(page: $page, pageSize: 20) {
                totalCount
                page
                pageSize
                items {
                  slug
                  title
                  summary
                  kindLabel
                  state
                  stateLabel
                  opensOn
                  closesOn
                  respondedAt
                  commentCount
                  mayComment
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"page": page}
        response = await self.execute(
            query=query,
            operation_name="ConsultationList",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ConsultationList.model_validate(data)

    async def consultation_page(self, slug: str, **kwargs: Any) -> ConsultationPage:
        query = gql("""
            query ConsultationPage($slug: String!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              consultation(slug: $slug) {
                slug
                title
                summary
                kindLabel
                state
                stateLabel
                opensOn
                closesOn
                response
                respondedAt
                withdrawnBecause
                commentCount
                mayComment
                topics {
                  slug
                  name
                }
                interprets {
                  title
                  path
                }
                paragraphs {
                  number
                  isHeading
                  text
                  comments {
                    ...ConsultationWords
                  }
                }
                comments {
                  ...ConsultationWords
                }
              }
            }

            fragment ConsultationWords on ConsultationComment {
              id
              stance
              stanceLabel
              body
              at
              isMine
              isHidden
              isWithdrawn
              outcomeLabel
              answer
              author {
                name
              }
              partner {
                name
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"slug": slug}
        response = await self.execute(
            query=query,
            operation_name="ConsultationPage",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ConsultationPage.model_validate(data)

    async def correct_signature(
        self, input: CorrectSignatureInput, **kwargs: Any
    ) -> CorrectSignature:
        query = gql("""
            mutation CorrectSignature($input: CorrectSignatureInput!) {
              correctSignature(input: $input) {
                signatureId
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="CorrectSignature",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return CorrectSignature.model_validate(data)

    async def credit_request(self, id: str, **kwargs: Any) -> CreditRequest:
        query = gql("""
            query CreditRequest($id: ID!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              creditRequest(id: $id) {
                id
                threadTitle
                threadPath
                part
                agreed
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = await self.execute(
            query=query, operation_name="CreditRequest", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return CreditRequest.model_validate(data)

    async def dataset_list(
        self,
        page: Union[Optional[int], UnsetType] = UNSET,
        text: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> DatasetList:
        query = gql("""
            query DatasetList($page: Int, $text: String) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              datasets(page: $page, pageSize: 20, text: $text) {
                totalCount
                page
                pageSize
                items {
                  slug
                  title
                  description
                  updateFrequency
                  sensitivity
                  isExample
                  holder {
                    name
                    slug
                  }
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"page": page, "text": text}
        response = await self.execute(
            query=query, operation_name="DatasetList", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return DatasetList.model_validate(data)

    async def dataset_page(self, slug: str, **kwargs: Any) -> DatasetPage:
        query = gql("""
            query DatasetPage($slug: String!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              dataset(slug: $slug) {
                slug
                title
                steward
                description
                categories
                coverage
                updateFrequency
                format
                sensitivity
                howToRequest
                openDataUrl
                lastConfirmedOn
                confirmBy
                isExample
                holder {
                  name
                  slug
                }
                isps {
                  ...IspLink
                }
              }
            }

            fragment IspLink on Isp {
              reference
              title
              status
              statusLabel
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"slug": slug}
        response = await self.execute(
            query=query, operation_name="DatasetPage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return DatasetPage.model_validate(data)

    async def decide_review_trigger(
        self, input: DecideReviewTriggerInput, **kwargs: Any
    ) -> DecideReviewTrigger:
        query = gql("""
            mutation DecideReviewTrigger($input: DecideReviewTriggerInput!) {
              decideReviewTrigger(input: $input) {
                trigger {
                  id
                  isOpen
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="DecideReviewTrigger",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return DecideReviewTrigger.model_validate(data)

    async def delete_post(self, input: OfPostInput, **kwargs: Any) -> DeletePost:
        query = gql("""
            mutation DeletePost($input: OfPostInput!) {
              deletePost(input: $input) {
                post {
                  path
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="DeletePost", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return DeletePost.model_validate(data)

    async def delete_saved_search(
        self, input: DeleteSavedSearchInput, **kwargs: Any
    ) -> DeleteSavedSearch:
        query = gql("""
            mutation DeleteSavedSearch($input: DeleteSavedSearchInput!) {
              deleteSavedSearch(input: $input) {
                id
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="DeleteSavedSearch",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return DeleteSavedSearch.model_validate(data)

    async def directory(
        self,
        text: Union[Optional[str], UnsetType] = UNSET,
        role: Union[Optional[PartnerRoleKind], UnsetType] = UNSET,
        sector: Union[Optional[str], UnsetType] = UNSET,
        page: Union[Optional[int], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> Directory:
        query = gql("""
            query Directory($text: String, $role: PartnerRoleKind, $sector: String, $page: Int) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              sectors {
                code
                label
              }
              directory(text: $text, role: $role, sector: $sector, page: $page) {
                totalCount
                page
                pageSize
                items {
                  id
                  roleLabel
                  serviceArea
                  name
                  deputyName
                  jobTitle
                  email
                  phone
                  partner {
                    slug
                    name
                  }
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {
            "text": text,
            "role": role,
            "sector": sector,
            "page": page,
        }
        response = await self.execute(
            query=query, operation_name="Directory", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Directory.model_validate(data)

    async def discard_review_answers(
        self, input: DiscardReviewAnswersInput, **kwargs: Any
    ) -> DiscardReviewAnswers:
        query = gql("""
            mutation DiscardReviewAnswers($input: DiscardReviewAnswersInput!) {
              discardReviewAnswers(input: $input) {
                isp {
                  reference
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="DiscardReviewAnswers",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return DiscardReviewAnswers.model_validate(data)

    async def drafts(self, **kwargs: Any) -> Drafts:
        query = gql("""
            query Drafts {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              drafts {
                writing {
                  number
                  state
                  stateLabel
                }
                isps {
                  reference
                  title
                  lead {
                    name
                  }
                }
                asked {
                  ...PeerReviewLine
                  isp {
                    reference
                    title
                    lead {
                      name
                    }
                  }
                }
                mayStartFor {
                  name
                  slug
                }
              }
            }

            fragment PeerReviewLine on PeerReview {
              id
              askedAt
              answerBy
              view
              viewLabel
              note
              answeredAt
              endedAt
              endedBecause
              person {
                name
              }
              partner {
                name
                slug
              }
              askedBy {
                name
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {}
        response = await self.execute(
            query=query, operation_name="Drafts", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Drafts.model_validate(data)

    async def draft_start(self, case: int, **kwargs: Any) -> DraftStart:
        query = gql("""
            query DraftStart($case: Int!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              drafts {
                mayStartFor {
                  name
                  slug
                }
              }
              supportCase(number: $case) {
                number
                what
                whom
                why
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"case": case}
        response = await self.execute(
            query=query, operation_name="DraftStart", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return DraftStart.model_validate(data)

    async def draft_page(self, reference: str, **kwargs: Any) -> DraftPage:
        query = gql("""
            query DraftPage($reference: String!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              draft(reference: $reference) {
                ...DraftHead
                steps {
                  ...DraftStepLine
                }
                peerReviews {
                  ...PeerReviewLine
                }
                template {
                  number
                  clauses {
                    heading
                    text
                    why
                    isLocked
                    lockedReason
                  }
                }
              }
            }

            fragment DraftHead on Draft {
              reference
              isOpen
              canWrite
              canComment
              isp {
                reference
                title
                owner {
                  name
                }
                lead {
                  name
                  slug
                }
              }
              version {
                number
                state
                stateLabel
              }
              gaps {
                step
                text
                party
                partnerName
                purpose
              }
              ownReview {
                id
                answerBy
                view
                viewLabel
              }
            }

            fragment DraftStepLine on DraftStep {
              key
              group
              name
              question
              why
              isText
              status
              revision
              openComments
              savedAt
              savedBy {
                name
              }
              gaps {
                text
                partnerName
              }
            }

            fragment PeerReviewLine on PeerReview {
              id
              askedAt
              answerBy
              view
              viewLabel
              note
              answeredAt
              endedAt
              endedBecause
              person {
                name
              }
              partner {
                name
                slug
              }
              askedBy {
                name
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"reference": reference}
        response = await self.execute(
            query=query, operation_name="DraftPage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return DraftPage.model_validate(data)

    async def draft_helps_page(self, reference: str, **kwargs: Any) -> DraftHelpsPage:
        query = gql("""
            query DraftHelpsPage($reference: String!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              draft(reference: $reference) {
                ...DraftHead
                gatewayHelps {
                  ...GatewayHelpLine
                }
                overlaps {
                  isp {
                    reference
                    title
                    statusLabel
                  }
                  partners {
                    name
                    slug
                  }
                  items
                }
                usualItems
              }
            }

            fragment DraftHead on Draft {
              reference
              isOpen
              canWrite
              canComment
              isp {
                reference
                title
                owner {
                  name
                }
                lead {
                  name
                  slug
                }
              }
              version {
                number
                state
                stateLabel
              }
              gaps {
                step
                text
                party
                partnerName
                purpose
              }
              ownReview {
                id
                answerBy
                view
                viewLabel
              }
            }

            fragment GatewayHelpLine on GatewayHelp {
              count
              gateway {
                slug
                act
                year
                provision
                title
              }
              isps {
                reference
                title
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"reference": reference}
        response = await self.execute(
            query=query, operation_name="DraftHelpsPage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return DraftHelpsPage.model_validate(data)

    async def draft_step_form(
        self, reference: str, step: str, find: str, finding: bool, **kwargs: Any
    ) -> DraftStepForm:
        query = gql("""
            query DraftStepForm($reference: String!, $step: String!, $find: String!, $finding: Boolean!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              draftStep(reference: $reference, step: $step) {
                text
                unreplaced
                state {
                  ...DraftStepLine
                }
                clause {
                  heading
                  why
                  text
                }
                examples {
                  text
                  isp {
                    reference
                    title
                  }
                }
                comments {
                  id
                }
                draft {
                  ...DraftHead
                  usualItems
                  steps {
                    key
                    name
                  }
                  agreement: isp {
                    reviewCycleMonths
                    nextReview
                    visibility
                    kind
                    theme {
                      slug
                    }
                    contacts {
                      id
                      role
                      phone
                      email
                      isUrgent
                      partner {
                        name
                        slug
                      }
                    }
                  }
                  words: version {
                    dataItems {
                      id
                      name
                      isSpecialCategory
                      isCriminalOffence
                    }
                    parties {
                      ...DraftParty
                    }
                    flows {
                      id
                      items
                      method
                      format
                      frequencyRequired
                      requiredEvery
                      sender {
                        name
                        slug
                      }
                      recipient {
                        name
                        slug
                      }
                    }
                  }
                }
              }
              themes {
                slug
                name
              }
              partners(text: $find, pageSize: 20) @include(if: $finding) {
                totalCount
                items {
                  name
                  slug
                  legalController
                  canSign
                  sector {
                    label
                  }
                }
              }
            }

            fragment DraftHead on Draft {
              reference
              isOpen
              canWrite
              canComment
              isp {
                reference
                title
                owner {
                  name
                }
                lead {
                  name
                  slug
                }
              }
              version {
                number
                state
                stateLabel
              }
              gaps {
                step
                text
                party
                partnerName
                purpose
              }
              ownReview {
                id
                answerBy
                view
                viewLabel
              }
            }

            fragment DraftParty on IspParty {
              id
              role
              roleLabel
              controllerStatus
              isEssential
              serviceArea
              article28ContractUrl
              partner {
                name
                slug
                legalController
              }
            }

            fragment DraftStepLine on DraftStep {
              key
              group
              name
              question
              why
              isText
              status
              revision
              openComments
              savedAt
              savedBy {
                name
              }
              gaps {
                text
                partnerName
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {
            "reference": reference,
            "step": step,
            "find": find,
            "finding": finding,
        }
        response = await self.execute(
            query=query, operation_name="DraftStepForm", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return DraftStepForm.model_validate(data)

    async def draft_law_page(self, reference: str, **kwargs: Any) -> DraftLawPage:
        query = gql("""
            query DraftLawPage($reference: String!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              draft(reference: $reference) {
                ...DraftHead
                law {
                  revision
                  firstQuestions
                  partner {
                    name
                    slug
                    sector {
                      code
                      label
                    }
                  }
                  gaps {
                    text
                    purpose
                  }
                  bases {
                    questions
                    answered
                    gaps {
                      text
                    }
                    basis {
                      ...DraftBasisFull
                    }
                  }
                }
                gatewayHelps {
                  ...GatewayHelpLine
                }
              }
              legalConditions(inForce: true) {
                kind
                code
                provision
                name
                plainMeaning
                advice
                schedule1Part
              }
              legalGateways(pageSize: 100) {
                items {
                  slug
                  act
                  year
                  provision
                  title
                  state
                }
              }
            }

            fragment DraftBasisFull on LegalBasis {
              id
              purpose
              direction
              directionLabel
              regime
              regimeLabel
              article10Authority
              policyDocumentUrl
              confidentiality
              confidentialityLabel
              dataOptOutApplies
              rationale
              checkedOn
              overrideReason
              article6 {
                code
                provision
                name
              }
              article9 {
                code
                provision
                name
              }
              schedule1 {
                code
                provision
                name
              }
              part3 {
                code
                provision
                name
              }
              gateways {
                slug
                act
                year
                provision
                title
              }
            }

            fragment DraftHead on Draft {
              reference
              isOpen
              canWrite
              canComment
              isp {
                reference
                title
                owner {
                  name
                }
                lead {
                  name
                  slug
                }
              }
              version {
                number
                state
                stateLabel
              }
              gaps {
                step
                text
                party
                partnerName
                purpose
              }
              ownReview {
                id
                answerBy
                view
                viewLabel
              }
            }

            fragment GatewayHelpLine on GatewayHelp {
              count
              gateway {
                slug
                act
                year
                provision
                title
              }
              isps {
                reference
                title
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"reference": reference}
        response = await self.execute(
            query=query, operation_name="DraftLawPage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return DraftLawPage.model_validate(data)

    async def draft_read_page(self, reference: str, **kwargs: Any) -> DraftReadPage:
        query = gql("""
            query DraftReadPage($reference: String!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              draft(reference: $reference) {
                ...DraftHead
                steps {
                  ...DraftStepLine
                }
                asked: ownReview {
                  ...PeerReviewLine
                  message
                }
                comments {
                  ...DraftThread
                }
                agreement: isp {
                  reviewCycleMonths
                  nextReview
                  visibility
                  kindLabel
                  theme {
                    name
                  }
                  contacts {
                    role
                    phone
                    email
                    isUrgent
                  }
                }
                template {
                  number
                  clauses {
                    heading
                    text
                    isLocked
                    lockedReason
                  }
                }
                words: version {
                  summary
                  purpose
                  necessity
                  expectedBenefit
                  dataSubjects
                  retention
                  security
                  individualRights
                  mayShare
                  doNotShare
                  howToShare
                  jointArrangement
                  dataItems {
                    name
                    isSpecialCategory
                    isCriminalOffence
                  }
                  parties {
                    ...DraftParty
                    bases {
                      ...DraftBasisFull
                    }
                  }
                  flows {
                    items
                    method
                    format
                    frequencyRequired
                    sender {
                      name
                    }
                    recipient {
                      name
                    }
                  }
                }
              }
            }

            fragment DraftBasisFull on LegalBasis {
              id
              purpose
              direction
              directionLabel
              regime
              regimeLabel
              article10Authority
              policyDocumentUrl
              confidentiality
              confidentialityLabel
              dataOptOutApplies
              rationale
              checkedOn
              overrideReason
              article6 {
                code
                provision
                name
              }
              article9 {
                code
                provision
                name
              }
              schedule1 {
                code
                provision
                name
              }
              part3 {
                code
                provision
                name
              }
              gateways {
                slug
                act
                year
                provision
                title
              }
            }

            fragment DraftHead on Draft {
              reference
              isOpen
              canWrite
              canComment
              isp {
                reference
                title
                owner {
                  name
                }
                lead {
                  name
                  slug
                }
              }
              version {
                number
                state
                stateLabel
              }
              gaps {
                step
                text
                party
                partnerName
                purpose
              }
              ownReview {
                id
                answerBy
                view
                viewLabel
              }
            }

            fragment DraftParty on IspParty {
              id
              role
              roleLabel
              controllerStatus
              isEssential
              serviceArea
              article28ContractUrl
              partner {
                name
                slug
                legalController
              }
            }

            fragment DraftStepLine on DraftStep {
              key
              group
              name
              question
              why
              isText
              status
              revision
              openComments
              savedAt
              savedBy {
                name
              }
              gaps {
                text
                partnerName
              }
            }

            fragment DraftThread on DraftComment {
              id
              step
              quote
              text
              at
              isResolved
              resolvedAt
              by {
                name
              }
              resolvedBy {
                name
              }
              replies {
                id
                text
                at
                by {
                  name
                }
              }
            }

            fragment PeerReviewLine on PeerReview {
              id
              askedAt
              answerBy
              view
              viewLabel
              note
              answeredAt
              endedAt
              endedBecause
              person {
                name
              }
              partner {
                name
                slug
              }
              askedBy {
                name
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"reference": reference}
        response = await self.execute(
            query=query, operation_name="DraftReadPage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return DraftReadPage.model_validate(data)

    async def draft_views_page(
        self, reference: str, find: str, finding: bool, **kwargs: Any
    ) -> DraftViewsPage:
        query = gql("""
            query DraftViewsPage($reference: String!, $find: String!, $finding: Boolean!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              draft(reference: $reference) {
                ...DraftHead
                peerReviews {
                  ...PeerReviewLine
                  message
                }
              }
              partners(text: $find, membership: MEMBER, pageSize: 20) @include(if: $finding) {
                totalCount
                items {
                  name
                  slug
                }
              }
            }

            fragment DraftHead on Draft {
              reference
              isOpen
              canWrite
              canComment
              isp {
                reference
                title
                owner {
                  name
                }
                lead {
                  name
                  slug
                }
              }
              version {
                number
                state
                stateLabel
              }
              gaps {
                step
                text
                party
                partnerName
                purpose
              }
              ownReview {
                id
                answerBy
                view
                viewLabel
              }
            }

            fragment PeerReviewLine on PeerReview {
              id
              askedAt
              answerBy
              view
              viewLabel
              note
              answeredAt
              endedAt
              endedBecause
              person {
                name
              }
              partner {
                name
                slug
              }
              askedBy {
                name
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {
            "reference": reference,
            "find": find,
            "finding": finding,
        }
        response = await self.execute(
            query=query, operation_name="DraftViewsPage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return DraftViewsPage.model_validate(data)

    async def drop_post_draft(
        self, input: DropPostDraftInput, **kwargs: Any
    ) -> DropPostDraft:
        query = gql("""
            mutation DropPostDraft($input: DropPostDraftInput!) {
              dropPostDraft(input: $input) {
                place
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="DropPostDraft", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return DropPostDraft.model_validate(data)

    async def edit_post(self, input: EditPostInput, **kwargs: Any) -> EditPost:
        query = gql("""
            mutation EditPost($input: EditPostInput!) {
              editPost(input: $input) {
                post {
                  path
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="EditPost", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return EditPost.model_validate(data)

    async def end_membership(self, input: EndInput, **kwargs: Any) -> EndMembership:
        query = gql("""
            mutation EndMembership($input: EndInput!) {
              endMembership(input: $input) {
                id
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="EndMembership", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return EndMembership.model_validate(data)

    async def end_role(self, input: EndInput, **kwargs: Any) -> EndRole:
        query = gql("""
            mutation EndRole($input: EndInput!) {
              endRole(input: $input) {
                id
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="EndRole", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return EndRole.model_validate(data)

    async def end_saved_query(
        self, input: EndSavedQueryInput, **kwargs: Any
    ) -> EndSavedQuery:
        query = gql("""
            mutation EndSavedQuery($input: EndSavedQueryInput!) {
              endSavedQuery(input: $input) {
                id
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="EndSavedQuery", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return EndSavedQuery.model_validate(data)

    async def end_space(self, input: EndSpaceInput, **kwargs: Any) -> EndSpace:
        query = gql("""
            mutation EndSpace($input: EndSpaceInput!) {
              endSpace(input: $input) {
                space {
                  path
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="EndSpace", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return EndSpace.model_validate(data)

    async def event_list(
        self,
        page: Union[Optional[int], UnsetType] = UNSET,
        upcoming: Union[Optional[bool], UnsetType] = UNSET,
        order_by: Union[Optional[EventOrder], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> EventList:
        query = gql("""
            query EventList($page: Int, $upcoming: Boolean, $orderBy: EventOrder) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              events(page: $page, pageSize: 20, upcoming: $upcoming, orderBy: $orderBy) {
                totalCount
                page
                pageSize
                items {
                  title
                  path
                  summary
                  kind
                  startsAt
                  endsAt
                  place
                  onlineUrl
                  signUp {
                    placesLeft
                    closedBecause
                    cancelledAt
                  }
                }
              }
              eventPlaces(upcoming: true, pageSize: 50) {
                items {
                  id
                  isWaiting
                  signUp {
                    cancelledAt
                    event {
                      title
                      path
                      startsAt
                    }
                  }
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {
            "page": page,
            "upcoming": upcoming,
            "orderBy": order_by,
        }
        response = await self.execute(
            query=query, operation_name="EventList", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return EventList.model_validate(data)

    async def event_page(self, path: str, **kwargs: Any) -> EventPage:
        query = gql("""
            query EventPage($path: String!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              event(path: $path) {
                id
                title
                path
                summary
                kind
                startsAt
                endsAt
                place
                onlineUrl
                hostPartner {
                  name
                  slug
                }
                body {
                  ...Body
                }
                papers {
                  id
                  title
                  document {
                    url
                    fileSize
                    extension
                    barriers {
                      words
                    }
                    coverUrl
                    heldBack
                  }
                }
                signUp {
                  ...EventSignUpFacts
                }
              }
              eventPlace(path: $path) {
                id
                askedAt
                needs
                isWaiting
                ahead
                joining
                barriers {
                  id
                  title
                  detail
                  isMine
                  isHidden
                  threadPath
                }
              }
            }

            fragment Body on StreamFieldInterface {
              __typename
              ... on HeadingBlock {
                text
              }
              ... on ProseBlock {
                html
              }
              ... on PictureBlock {
                alt
                decorative
                caption
                image {
                  rendition(size: WIDE) {
                    url
                    width
                    height
                  }
                }
              }
              ... on DownloadBlock {
                note
                document {
                  title
                  url
                  extension
                  fileSize
                  barriers {
                    words
                  }
                  coverUrl
                  heldBack
                }
              }
              ... on LinkCardsBlock {
                cards {
                  __typename
                  ... on LinkCardBlock {
                    title
                    text
                    url
                    page {
                      __typename
                      title
                      path
                    }
                  }
                }
              }
              ... on SpokenQuoteBlock {
                text
                person
                role
              }
              ... on CalloutBlock {
                kind
                title
                html
              }
              ... on StepsBlock {
                steps {
                  __typename
                  ... on StepBlock {
                    title
                    html
                  }
                }
              }
              ... on PlainTableBlock {
                caption
                columns
                rows {
                  __typename
                  ... on TableRowBlock {
                    cells
                  }
                }
              }
              ... on DetailsBlock {
                summary
                html
              }
            }

            fragment EventSignUpFacts on EventSignUp {
              places
              taken
              waiting
              placesLeft
              closesAt
              closedBecause
              cancelledAt
              cancelledBecause
              version
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"path": path}
        response = await self.execute(
            query=query, operation_name="EventPage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return EventPage.model_validate(data)

    async def explorer_page(self, **kwargs: Any) -> ExplorerPage:
        query = gql("""
            query ExplorerPage {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              explorerTokens {
                id
                name
                partnerName
                scopes
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {}
        response = await self.execute(
            query=query, operation_name="ExplorerPage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ExplorerPage.model_validate(data)

    async def explore(
        self,
        token: str,
        query: str,
        variables: Union[Optional[str], UnsetType] = UNSET,
        operation: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> Explore:
        _query = gql("""
            query Explore($token: ID!, $query: String!, $variables: String, $operation: String) {
              explore(
                token: $token
                query: $query
                variables: $variables
                operation: $operation
              ) {
                text
                cost
              }
            }
            """)
        _variables: dict[str, object] = {
            "token": token,
            "query": query,
            "variables": variables,
            "operation": operation,
        }
        response = await self.execute(
            query=_query, operation_name="Explore", variables=_variables, **kwargs
        )
        data = self.get_data(response)
        return Explore.model_validate(data)

    async def finish_review(
        self, input: FinishReviewInput, **kwargs: Any
    ) -> FinishReview:
        query = gql("""
            mutation FinishReview($input: FinishReviewInput!) {
              finishReview(input: $input) {
                outcome
                noticeNumber
                draftNumber
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="FinishReview", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return FinishReview.model_validate(data)

    async def flow_form(self, reference: str, **kwargs: Any) -> FlowForm:
        query = gql("""
            query FlowForm($reference: String!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              isp(reference: $reference) {
                reference
                title
                version {
                  number
                  state
                  flows {
                    id
                    items
                    sender {
                      name
                    }
                    recipient {
                      name
                    }
                    statusLabel
                    frequencyRequired
                    requiredEvery
                    lastArrivedOn
                    nextDueOn
                    youMayRecord
                  }
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"reference": reference}
        response = await self.execute(
            query=query, operation_name="FlowForm", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return FlowForm.model_validate(data)

    async def follow_thread(self, input: FollowInput, **kwargs: Any) -> FollowThread:
        query = gql("""
            mutation FollowThread($input: FollowInput!) {
              followThread(input: $input) {
                thread {
                  path
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="FollowThread", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return FollowThread.model_validate(data)

    async def gateway_list(
        self,
        page: Union[Optional[int], UnsetType] = UNSET,
        text: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> GatewayList:
        query = gql("""
            query GatewayList($page: Int, $text: String) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              legalGateways(page: $page, pageSize: 50, text: $text) {
                totalCount
                page
                pageSize
                items {
                  slug
                  act
                  year
                  provision
                  title
                  effect
                  who
                  state
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"page": page, "text": text}
        response = await self.execute(
            query=query, operation_name="GatewayList", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return GatewayList.model_validate(data)

    async def gateway_page(self, slug: str, **kwargs: Any) -> GatewayPage:
        query = gql("""
            query GatewayPage($slug: String!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              legalGateway(slug: $slug) {
                slug
                act
                year
                provision
                title
                whatItDoes
                effect
                powerIs
                who
                passedOn
                inForceFrom
                inForceTo
                state
                isExemption
                isUnverified
                sourceUrl
                note
                isps {
                  ...IspLink
                }
              }
            }

            fragment IspLink on Isp {
              reference
              title
              status
              statusLabel
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"slug": slug}
        response = await self.execute(
            query=query, operation_name="GatewayPage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return GatewayPage.model_validate(data)

    async def give_role(self, input: GiveRoleInput, **kwargs: Any) -> GiveRole:
        query = gql("""
            mutation GiveRole($input: GiveRoleInput!) {
              giveRole(input: $input) {
                id
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="GiveRole", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return GiveRole.model_validate(data)

    async def give_up_event_place(
        self, input: GiveUpEventPlaceInput, **kwargs: Any
    ) -> GiveUpEventPlace:
        query = gql("""
            mutation GiveUpEventPlace($input: GiveUpEventPlaceInput!) {
              giveUpEventPlace(input: $input) {
                eventId
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="GiveUpEventPlace",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return GiveUpEventPlace.model_validate(data)

    async def glossary(self, **kwargs: Any) -> Glossary:
        query = gql("""
            query Glossary {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              glossary {
                slug
                term
                definition
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {}
        response = await self.execute(
            query=query, operation_name="Glossary", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Glossary.model_validate(data)

    async def guidance_list(
        self,
        page: Union[Optional[int], UnsetType] = UNSET,
        topic: Union[Optional[str], UnsetType] = UNSET,
        authority: Union[Optional[GuidanceAuthority], UnsetType] = UNSET,
        support_level: Union[Optional[GuidanceSupportLevel], UnsetType] = UNSET,
        text: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> GuidanceList:
        query = gql("""
            query GuidanceList($page: Int, $topic: String, $authority: GuidanceAuthority, $supportLevel: GuidanceSupportLevel, $text: String) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              topics {
                slug
                name
              }
              guidanceItems(
                page: $page
                pageSize: 20
                topic: $topic
                authority: $authority
                supportLevel: $supportLevel
                text: $text
              ) {
                totalCount
                page
                pageSize
                items {
                  title
                  path
                  summary
                  authority
                  issuer
                  supportLevel
                  edition
                  reviewOn
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {
            "page": page,
            "topic": topic,
            "authority": authority,
            "supportLevel": support_level,
            "text": text,
        }
        response = await self.execute(
            query=query, operation_name="GuidanceList", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return GuidanceList.model_validate(data)

    async def guidance_page(self, path: str, **kwargs: Any) -> GuidancePage:
        query = gql("""
            query GuidancePage($path: String!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              glossary {
                slug
                term
                definition
              }
              pageCredits(path: $path) {
                name
                organisation
                part
              }
              guidanceItem(path: $path) {
                title
                path
                firstPublishedAt
                summary
                reviewOn
                authority
                issuer
                edition
                sourceUrl
                supportLevel
                topics {
                  slug
                  name
                }
                interprets {
                  title
                  path
                }
                supersededBy {
                  title
                  path
                }
                supersedes {
                  title
                  path
                }
                interpretedBy {
                  title
                  path
                }
                body {
                  ...Body
                }
              }
            }

            fragment Body on StreamFieldInterface {
              __typename
              ... on HeadingBlock {
                text
              }
              ... on ProseBlock {
                html
              }
              ... on PictureBlock {
                alt
                decorative
                caption
                image {
                  rendition(size: WIDE) {
                    url
                    width
                    height
                  }
                }
              }
              ... on DownloadBlock {
                note
                document {
                  title
                  url
                  extension
                  fileSize
                  barriers {
                    words
                  }
                  coverUrl
                  heldBack
                }
              }
              ... on LinkCardsBlock {
                cards {
                  __typename
                  ... on LinkCardBlock {
                    title
                    text
                    url
                    page {
                      __typename
                      title
                      path
                    }
                  }
                }
              }
              ... on SpokenQuoteBlock {
                text
                person
                role
              }
              ... on CalloutBlock {
                kind
                title
                html
              }
              ... on StepsBlock {
                steps {
                  __typename
                  ... on StepBlock {
                    title
                    html
                  }
                }
              }
              ... on PlainTableBlock {
                caption
                columns
                rows {
                  __typename
                  ... on TableRowBlock {
                    cells
                  }
                }
              }
              ... on DetailsBlock {
                summary
                html
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"path": path}
        response = await self.execute(
            query=query, operation_name="GuidancePage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return GuidancePage.model_validate(data)

    async def hand_on_signing(self, input: HandOnInput, **kwargs: Any) -> HandOnSigning:
        query = gql("""
            mutation HandOnSigning($input: HandOnInput!) {
              handOnSigning(input: $input) {
                partyId
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="HandOnSigning", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return HandOnSigning.model_validate(data)

    async def helpers(
        self,
        topic: Union[Optional[str], UnsetType] = UNSET,
        role: Union[Optional[PartnerRoleKind], UnsetType] = UNSET,
        text: Union[Optional[str], UnsetType] = UNSET,
        page: Union[Optional[int], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> Helpers:
        query = gql("""
            query Helpers($topic: String, $role: PartnerRoleKind, $text: String, $page: Int) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              topics {
                slug
                name
              }
              helpers(topic: $topic, role: $role, text: $text, page: $page) {
                totalCount
                page
                pageSize
                items {
                  id
                  name
                  jobTitle
                  about
                  email
                  phone
                  partners
                  roles
                  topics {
                    slug
                    name
                    note
                  }
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {
            "topic": topic,
            "role": role,
            "text": text,
            "page": page,
        }
        response = await self.execute(
            query=query, operation_name="Helpers", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Helpers.model_validate(data)

    async def home(self, **kwargs: Any) -> Home:
        query = gql("""
            query Home {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              home {
                kind
                coverCount
                tasks {
                  ...TaskLine
                }
                fixes {
                  ...FixLine
                }
                covers {
                  ...IspRow
                  version {
                    mayShare
                    doNotShare
                    howToShare
                  }
                  yourCoverage {
                    ...CoverageLine
                  }
                }
                whoToRing {
                  purpose
                  name
                  role
                  phone
                  email
                }
                latest {
                  kind
                  title
                  path
                  summary
                  date
                  meta
                }
                nextEvent {
                  title
                  path
                  startsAt
                  endsAt
                  place
                  onlineUrl
                }
                asked {
                  number
                  what
                  stateLabel
                  askedAt
                  answeredAt
                }
              }
              wanted: threads(open: true, orderBy: NEWEST, pageSize: 4) {
                items {
                  number
                  title
                  path
                  kindLabel
                  createdAt
                  replyCount
                }
              }
              couldHelp {
                title
                path
                kindLabel
                daysWaiting
                topics
              }
              myTopics {
                hasChosen
              }
              savedSearches(pageSize: 50) {
                totalCount
                items {
                  id
                  name
                  newCount
                }
              }
            }

            fragment CoverageLine on Coverage {
              state
              label
              since
              role
              roleLabel
              partner {
                name
                slug
              }
              throughPartner {
                name
                slug
              }
            }

            fragment FixLine on Fix {
              kind
              count
              text
              why
              path
              action
            }

            fragment IspRow on Isp {
              reference
              title
              status
              statusLabel
              nextReview
              nextReviewPrecision
              underReview
              isExample
              coveredCount
              partyCount
              lead {
                name
                slug
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment TaskLine on Task {
              key
              kind
              title
              path
              detail
              actionLabel
              actionPath
              dueOn
              tagLabel
              tagKind
              partnerSlug
              partnerName
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {}
        response = await self.execute(
            query=query, operation_name="Home", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Home.model_validate(data)

    async def horizon_list(
        self,
        page: Union[Optional[int], UnsetType] = UNSET,
        stage: Union[Optional[HorizonStage], UnsetType] = UNSET,
        effect: Union[Optional[HorizonLevel], UnsetType] = UNSET,
        topic: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> HorizonList:
        query = gql("""
            query HorizonList($page: Int, $stage: HorizonStage, $effect: HorizonLevel, $topic: String) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              topics {
                slug
                name
              }
              horizonItems(
                page: $page
                pageSize: 50
                stage: $stage
                effect: $effect
                topic: $topic
              ) {
                totalCount
                page
                pageSize
                items {
                  title
                  path
                  summary
                  stage
                  stageDetail
                  likelihood
                  effect
                  keyDate
                  keyDateMeans
                  soWhat
                  actionNeeded
                  affectedIsps {
                    reference
                  }
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {
            "page": page,
            "stage": stage,
            "effect": effect,
            "topic": topic,
        }
        response = await self.execute(
            query=query, operation_name="HorizonList", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return HorizonList.model_validate(data)

    async def horizon_page(self, path: str, **kwargs: Any) -> HorizonPage:
        query = gql("""
            query HorizonPage($path: String!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              horizonItem(path: $path) {
                title
                path
                summary
                source
                sourceUrl
                stage
                stageDetail
                likelihood
                effect
                keyDate
                keyDateMeans
                soWhat
                actionNeeded
                topics {
                  slug
                  name
                }
                affectedIsps {
                  ...IspLink
                }
                affectedGuidance {
                  title
                  path
                }
                body {
                  ...Body
                }
              }
            }

            fragment Body on StreamFieldInterface {
              __typename
              ... on HeadingBlock {
                text
              }
              ... on ProseBlock {
                html
              }
              ... on PictureBlock {
                alt
                decorative
                caption
                image {
                  rendition(size: WIDE) {
                    url
                    width
                    height
                  }
                }
              }
              ... on DownloadBlock {
                note
                document {
                  title
                  url
                  extension
                  fileSize
                  barriers {
                    words
                  }
                  coverUrl
                  heldBack
                }
              }
              ... on LinkCardsBlock {
                cards {
                  __typename
                  ... on LinkCardBlock {
                    title
                    text
                    url
                    page {
                      __typename
                      title
                      path
                    }
                  }
                }
              }
              ... on SpokenQuoteBlock {
                text
                person
                role
              }
              ... on CalloutBlock {
                kind
                title
                html
              }
              ... on StepsBlock {
                steps {
                  __typename
                  ... on StepBlock {
                    title
                    html
                  }
                }
              }
              ... on PlainTableBlock {
                caption
                columns
                rows {
                  __typename
                  ... on TableRowBlock {
                    cells
                  }
                }
              }
              ... on DetailsBlock {
                summary
                html
              }
            }

            fragment IspLink on Isp {
              reference
              title
              status
              statusLabel
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"path": path}
        response = await self.execute(
            query=query, operation_name="HorizonPage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return HorizonPage.model_validate(data)

    async def intake_batch_page(
        self, id: str, upload: str, **kwargs: Any
    ) -> IntakeBatchPage:
        query = gql("""
            query IntakeBatchPage($id: ID!, $upload: ID!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              uploadResult(id: $upload) {
                files {
                  number
                  name
                  taken
                  words
                }
              }
              intakeBatch(id: $id) {
                nextNumber
                readsPictures
                card {
                  id
                  name
                  partnerName
                  total
                  open
                  accepted
                  waiting
                }
                papers {
                  id
                  number
                  name
                  state
                  stateLabel
                  detail
                  ispReference
                  canUndo
                }
                sheets {
                  id
                  name
                  header
                  isConfirmed
                  exactCount
                  columns {
                    field
                    label
                    column
                  }
                  rows {
                    id
                    number
                    title
                    detail
                    done
                    paperId
                    paperName
                    exact
                    why
                    ispReference
                  }
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"id": id, "upload": upload}
        response = await self.execute(
            query=query, operation_name="IntakeBatchPage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return IntakeBatchPage.model_validate(data)

    async def intake_home_page(self, **kwargs: Any) -> IntakeHomePage:
        query = gql("""
            query IntakeHomePage {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              intake {
                isCoreTeam
                readsPictures
                bodies {
                  slug
                  name
                }
                batches {
                  id
                  name
                  partnerName
                  madeBy
                  madeAt
                  total
                  open
                  accepted
                  waiting
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {}
        response = await self.execute(
            query=query, operation_name="IntakeHomePage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return IntakeHomePage.model_validate(data)

    async def intake_paper_page(
        self, batch: str, number: int, **kwargs: Any
    ) -> IntakePaperPage:
        query = gql("""
            query IntakePaperPage($batch: ID!, $number: Int!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              intakePaper(batch: $batch, number: $number) {
                revision
                fileUrl
                pdfUrl
                look
                notes
                readingNote
                pagesTotal
                pagesRead
                addedBy
                addedAt
                question
                nextNumber
                card {
                  id
                  number
                  name
                  state
                  stateLabel
                  detail
                  ispReference
                  canUndo
                }
                batch {
                  id
                  name
                  partnerName
                  total
                  open
                  accepted
                }
                guesses {
                  id
                  field
                  value
                  text
                  printed
                  source
                  howLabel
                  note
                  options {
                    slug
                    name
                  }
                }
                pages {
                  number
                  text
                  how
                  howLabel
                }
                others {
                  number
                  name
                  state
                  stateLabel
                  detail
                  id
                  ispReference
                  canUndo
                }
                themes {
                  slug
                  name
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"batch": batch, "number": number}
        response = await self.execute(
            query=query, operation_name="IntakePaperPage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return IntakePaperPage.model_validate(data)

    async def invite_person(
        self, input: InvitePersonInput, **kwargs: Any
    ) -> InvitePerson:
        query = gql("""
            mutation InvitePerson($input: InvitePersonInput!) {
              invitePerson(input: $input) {
                id
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="InvitePerson", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return InvitePerson.model_validate(data)

    async def invite_to_join(
        self, input: InviteToJoinInput, **kwargs: Any
    ) -> InviteToJoin:
        query = gql("""
            mutation InviteToJoin($input: InviteToJoinInput!) {
              inviteToJoin(input: $input) {
                isp {
                  reference
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="InviteToJoin", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return InviteToJoin.model_validate(data)

    async def isp_card(self, reference: str, **kwargs: Any) -> IspCard:
        query = gql("""
            query IspCard($reference: String!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              isp(reference: $reference) {
                ...IspRow
                contacts {
                  role
                  phone
                  email
                  isUrgent
                  partner {
                    name
                  }
                }
                amendments {
                  number
                  state
                  countsFrom
                  version {
                    number
                  }
                  changes {
                    section
                    after
                  }
                }
                version {
                  number
                  mayShare
                  doNotShare
                  howToShare
                }
              }
            }

            fragment IspRow on Isp {
              reference
              title
              status
              statusLabel
              nextReview
              nextReviewPrecision
              underReview
              isExample
              coveredCount
              partyCount
              lead {
                name
                slug
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"reference": reference}
        response = await self.execute(
            query=query, operation_name="IspCard", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return IspCard.model_validate(data)

    async def isp_list(
        self,
        page: Union[Optional[int], UnsetType] = UNSET,
        page_size: Union[Optional[int], UnsetType] = UNSET,
        text: Union[Optional[str], UnsetType] = UNSET,
        status: Union[Optional[IspStatus], UnsetType] = UNSET,
        theme: Union[Optional[str], UnsetType] = UNSET,
        lead: Union[Optional[str], UnsetType] = UNSET,
        party: Union[Optional[str], UnsetType] = UNSET,
        mine: Union[Optional[bool], UnsetType] = UNSET,
        order_by: Union[Optional[IspOrder], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> IspList:
        query = gql("""
            query IspList($page: Int, $pageSize: Int, $text: String, $status: IspStatus, $theme: String, $lead: String, $party: String, $mine: Boolean, $orderBy: IspOrder) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              themes {
                slug
                name
              }
              isps(
                page: $page
                pageSize: $pageSize
                text: $text
                status: $status
                theme: $theme
                lead: $lead
                party: $party
                mine: $mine
                orderBy: $orderBy
              ) {
                totalCount
                page
                pageSize
                items {
                  ...IspRow
                  theme {
                    name
                  }
                  yourCoverage {
                    ...CoverageLine
                  }
                }
              }
            }

            fragment CoverageLine on Coverage {
              state
              label
              since
              role
              roleLabel
              partner {
                name
                slug
              }
              throughPartner {
                name
                slug
              }
            }

            fragment IspRow on Isp {
              reference
              title
              status
              statusLabel
              nextReview
              nextReviewPrecision
              underReview
              isExample
              coveredCount
              partyCount
              lead {
                name
                slug
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {
            "page": page,
            "pageSize": page_size,
            "text": text,
            "status": status,
            "theme": theme,
            "lead": lead,
            "party": party,
            "mine": mine,
            "orderBy": order_by,
        }
        response = await self.execute(
            query=query, operation_name="IspList", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return IspList.model_validate(data)

    async def isp_page(self, reference: str, **kwargs: Any) -> IspPage:
        query = gql("""
            query IspPage($reference: String!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              glossary {
                slug
                term
                definition
              }
              signingProgress(reference: $reference) {
                number
                state
                sentence
                sentOutOn
                cutOffOn
                replaces
                parties {
                  maySign
                  waitingDays
                  partner {
                    name
                    slug
                  }
                }
              }
              isp(reference: $reference) {
                ...IspRow
                kind
                source
                summary
                daysToReview
                ownerIsMissing
                canReview
                suspendedReason
                suspendedOn
                retiredReason
                retiredOn
                goneOn
                startsOn
                endsOn
                theme {
                  slug
                  name
                }
                owner {
                  name
                  jobTitle
                  phone
                  email
                }
                deputy {
                  name
                  jobTitle
                }
                yourCoverage {
                  ...CoverageLine
                }
                contacts {
                  role
                  phone
                  email
                  isUrgent
                  partner {
                    name
                  }
                }
                reviews {
                  dueOn
                  outcome
                  outcomeLabel
                  completedOn
                  reviewerName
                  isOpen
                }
                canReport
                triggers {
                  ...TriggerLine
                }
                amendments {
                  ...AmendmentLine
                  version {
                    number
                  }
                }
                affectedBy {
                  title
                  path
                }
                stories {
                  title
                  path
                }
                versions {
                  number
                  state
                  whatChanged
                  inForceFrom
                  inForceTo
                  coveredCount
                  partyCount
                }
                version {
                  ...AgreementText
                }
              }
            }

            fragment AgreementParty on IspParty {
              role
              roleLabel
              controllerStatus
              isEssential
              askedOn
              coveredFrom
              coveredSince
              heldBy {
                name
                slug
              }
              coveredTo
              leftOn
              conditions
              coverage
              coverageLabel
              partner {
                name
                slug
                legalController
                canSign
              }
              signedBy {
                signatoryName
                signatoryJobTitle
                signedOn
                decision
                decisionLabel
                method
                reason
              }
              bases {
                purpose
                direction
                directionLabel
                regime
                regimeLabel
                confidentiality
                confidentialityLabel
                dataOptOutApplies
                article10Authority
                policyDocumentUrl
                rationale
                checkedOn
                article6 {
                  provision
                  name
                }
                article9 {
                  provision
                  name
                }
                schedule1 {
                  provision
                  name
                }
                part3 {
                  provision
                  name
                }
                gateways {
                  slug
                  act
                  year
                  provision
                  title
                }
              }
            }

            fragment AgreementText on IspVersion {
              number
              state
              stateLabel
              whatChanged
              inForceFrom
              inForceTo
              isImported
              contentHash
              template {
                number
                clauses {
                  heading
                  text
                  isLocked
                }
              }
              coveredCount
              partyCount
              summary
              purpose
              necessity
              expectedBenefit
              dataSubjects
              retention
              security
              individualRights
              jointArrangement
              mayShare
              doNotShare
              howToShare
              dataItems {
                name
                isSpecialCategory
                isCriminalOffence
              }
              flows {
                items
                method
                format
                frequencyRequired
                frequencyActual
                requiredEvery
                lastArrivedOn
                youMayRecord
                status
                sender {
                  name
                }
                recipient {
                  name
                }
                dataset {
                  slug
                  title
                }
              }
              files {
                title
                kind
                partiesOnly
                document {
                  title
                  url
                  extension
                  fileSize
                  barriers {
                    words
                  }
                  coverUrl
                  heldBack
                }
              }
              parties {
                ...AgreementParty
              }
            }

            fragment AmendmentLine on AmendmentNotice {
              number
              state
              stateLabel
              sentOn
              objectUntil
              countsFrom
              changes {
                section
                sectionLabel
                after
              }
            }

            fragment CoverageLine on Coverage {
              state
              label
              since
              role
              roleLabel
              partner {
                name
                slug
              }
              throughPartner {
                name
                slug
              }
            }

            fragment IspRow on Isp {
              reference
              title
              status
              statusLabel
              nextReview
              nextReviewPrecision
              underReview
              isExample
              coveredCount
              partyCount
              lead {
                name
                slug
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment TriggerLine on ReviewTrigger {
              id
              kind
              kindLabel
              what
              path
              saidOn
              takenUpOn
              doneOn
              waits
              isOpen
              mayDecide
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"reference": reference}
        response = await self.execute(
            query=query, operation_name="IspPage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return IspPage.model_validate(data)

    async def isp_version_page(
        self, reference: str, number: int, **kwargs: Any
    ) -> IspVersionPage:
        query = gql("""
            query IspVersionPage($reference: String!, $number: Int!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              glossary {
                slug
                term
                definition
              }
              isp(reference: $reference) {
                ...AgreementHead
              }
              ispVersion(reference: $reference, number: $number) {
                ...AgreementText
              }
            }

            fragment AgreementHead on Isp {
              ...IspRow
              kind
              kindLabel
              summary
              daysToReview
              ownerIsMissing
              suspendedReason
              suspendedOn
              retiredReason
              retiredOn
              goneOn
              startsOn
              endsOn
              source
              theme {
                slug
                name
              }
              owner {
                name
                jobTitle
                phone
                email
              }
              deputy {
                name
                jobTitle
              }
              contacts {
                role
                phone
                email
                isUrgent
                partner {
                  name
                }
              }
              versions {
                number
                state
                whatChanged
                inForceFrom
                inForceTo
                coveredCount
                partyCount
              }
              amendments {
                ...AmendmentText
              }
            }

            fragment AgreementParty on IspParty {
              role
              roleLabel
              controllerStatus
              isEssential
              askedOn
              coveredFrom
              coveredSince
              heldBy {
                name
                slug
              }
              coveredTo
              leftOn
              conditions
              coverage
              coverageLabel
              partner {
                name
                slug
                legalController
                canSign
              }
              signedBy {
                signatoryName
                signatoryJobTitle
                signedOn
                decision
                decisionLabel
                method
                reason
              }
              bases {
                purpose
                direction
                directionLabel
                regime
                regimeLabel
                confidentiality
                confidentialityLabel
                dataOptOutApplies
                article10Authority
                policyDocumentUrl
                rationale
                checkedOn
                article6 {
                  provision
                  name
                }
                article9 {
                  provision
                  name
                }
                schedule1 {
                  provision
                  name
                }
                part3 {
                  provision
                  name
                }
                gateways {
                  slug
                  act
                  year
                  provision
                  title
                }
              }
            }

            fragment AgreementText on IspVersion {
              number
              state
              stateLabel
              whatChanged
              inForceFrom
              inForceTo
              isImported
              contentHash
              template {
                number
                clauses {
                  heading
                  text
                  isLocked
                }
              }
              coveredCount
              partyCount
              summary
              purpose
              necessity
              expectedBenefit
              dataSubjects
              retention
              security
              individualRights
              jointArrangement
              mayShare
              doNotShare
              howToShare
              dataItems {
                name
                isSpecialCategory
                isCriminalOffence
              }
              flows {
                items
                method
                format
                frequencyRequired
                frequencyActual
                requiredEvery
                lastArrivedOn
                youMayRecord
                status
                sender {
                  name
                }
                recipient {
                  name
                }
                dataset {
                  slug
                  title
                }
              }
              files {
                title
                kind
                partiesOnly
                document {
                  title
                  url
                  extension
                  fileSize
                  barriers {
                    words
                  }
                  coverUrl
                  heldBack
                }
              }
              parties {
                ...AgreementParty
              }
            }

            fragment AmendmentText on AmendmentNotice {
              number
              state
              countsFrom
              reason
              version {
                number
              }
              changes {
                section
                sectionLabel
                before
                after
              }
            }

            fragment IspRow on Isp {
              reference
              title
              status
              statusLabel
              nextReview
              nextReviewPrecision
              underReview
              isExample
              coveredCount
              partyCount
              lead {
                name
                slug
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"reference": reference, "number": number}
        response = await self.execute(
            query=query, operation_name="IspVersionPage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return IspVersionPage.model_validate(data)

    async def isp_compare(
        self, reference: str, before: int, after: int, **kwargs: Any
    ) -> IspCompare:
        query = gql("""
            query IspCompare($reference: String!, $before: Int!, $after: Int!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              isp(reference: $reference) {
                ...AgreementHead
              }
              before: ispVersion(reference: $reference, number: $before) {
                ...AgreementText
              }
              after: ispVersion(reference: $reference, number: $after) {
                ...AgreementText
              }
            }

            fragment AgreementHead on Isp {
              ...IspRow
              kind
              kindLabel
              summary
              daysToReview
              ownerIsMissing
              suspendedReason
              suspendedOn
              retiredReason
              retiredOn
              goneOn
              startsOn
              endsOn
              source
              theme {
                slug
                name
              }
              owner {
                name
                jobTitle
                phone
                email
              }
              deputy {
                name
                jobTitle
              }
              contacts {
                role
                phone
                email
                isUrgent
                partner {
                  name
                }
              }
              versions {
                number
                state
                whatChanged
                inForceFrom
                inForceTo
                coveredCount
                partyCount
              }
              amendments {
                ...AmendmentText
              }
            }

            fragment AgreementParty on IspParty {
              role
              roleLabel
              controllerStatus
              isEssential
              askedOn
              coveredFrom
              coveredSince
              heldBy {
                name
                slug
              }
              coveredTo
              leftOn
              conditions
              coverage
              coverageLabel
              partner {
                name
                slug
                legalController
                canSign
              }
              signedBy {
                signatoryName
                signatoryJobTitle
                signedOn
                decision
                decisionLabel
                method
                reason
              }
              bases {
                purpose
                direction
                directionLabel
                regime
                regimeLabel
                confidentiality
                confidentialityLabel
                dataOptOutApplies
                article10Authority
                policyDocumentUrl
                rationale
                checkedOn
                article6 {
                  provision
                  name
                }
                article9 {
                  provision
                  name
                }
                schedule1 {
                  provision
                  name
                }
                part3 {
                  provision
                  name
                }
                gateways {
                  slug
                  act
                  year
                  provision
                  title
                }
              }
            }

            fragment AgreementText on IspVersion {
              number
              state
              stateLabel
              whatChanged
              inForceFrom
              inForceTo
              isImported
              contentHash
              template {
                number
                clauses {
                  heading
                  text
                  isLocked
                }
              }
              coveredCount
              partyCount
              summary
              purpose
              necessity
              expectedBenefit
              dataSubjects
              retention
              security
              individualRights
              jointArrangement
              mayShare
              doNotShare
              howToShare
              dataItems {
                name
                isSpecialCategory
                isCriminalOffence
              }
              flows {
                items
                method
                format
                frequencyRequired
                frequencyActual
                requiredEvery
                lastArrivedOn
                youMayRecord
                status
                sender {
                  name
                }
                recipient {
                  name
                }
                dataset {
                  slug
                  title
                }
              }
              files {
                title
                kind
                partiesOnly
                document {
                  title
                  url
                  extension
                  fileSize
                  barriers {
                    words
                  }
                  coverUrl
                  heldBack
                }
              }
              parties {
                ...AgreementParty
              }
            }

            fragment AmendmentText on AmendmentNotice {
              number
              state
              countsFrom
              reason
              version {
                number
              }
              changes {
                section
                sectionLabel
                before
                after
              }
            }

            fragment IspRow on Isp {
              reference
              title
              status
              statusLabel
              nextReview
              nextReviewPrecision
              underReview
              isExample
              coveredCount
              partyCount
              lead {
                name
                slug
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {
            "reference": reference,
            "before": before,
            "after": after,
        }
        response = await self.execute(
            query=query, operation_name="IspCompare", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return IspCompare.model_validate(data)

    async def isp_template(
        self, reference: str, number: int, **kwargs: Any
    ) -> IspTemplate:
        query = gql("""
            query IspTemplate($reference: String!, $number: Int!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              isp(reference: $reference) {
                reference
                title
              }
              ispVersion(reference: $reference, number: $number) {
                number
                summary
                purpose
                necessity
                expectedBenefit
                dataSubjects
                retention
                security
                individualRights
                mayShare
                doNotShare
                howToShare
                template {
                  number
                  isCurrent
                  clauses {
                    section
                    heading
                    text
                    isLocked
                    lockedReason
                  }
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"reference": reference, "number": number}
        response = await self.execute(
            query=query, operation_name="IspTemplate", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return IspTemplate.model_validate(data)

    async def isp_document(
        self,
        reference: str,
        number: Union[Optional[int], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> IspDocument:
        query = gql("""
            query IspDocument($reference: String!, $number: Int) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              isp(reference: $reference) {
                ...AgreementHead
              }
              ispVersion(reference: $reference, number: $number) {
                ...AgreementText
              }
            }

            fragment AgreementHead on Isp {
              ...IspRow
              kind
              kindLabel
              summary
              daysToReview
              ownerIsMissing
              suspendedReason
              suspendedOn
              retiredReason
              retiredOn
              goneOn
              startsOn
              endsOn
              source
              theme {
                slug
                name
              }
              owner {
                name
                jobTitle
                phone
                email
              }
              deputy {
                name
                jobTitle
              }
              contacts {
                role
                phone
                email
                isUrgent
                partner {
                  name
                }
              }
              versions {
                number
                state
                whatChanged
                inForceFrom
                inForceTo
                coveredCount
                partyCount
              }
              amendments {
                ...AmendmentText
              }
            }

            fragment AgreementParty on IspParty {
              role
              roleLabel
              controllerStatus
              isEssential
              askedOn
              coveredFrom
              coveredSince
              heldBy {
                name
                slug
              }
              coveredTo
              leftOn
              conditions
              coverage
              coverageLabel
              partner {
                name
                slug
                legalController
                canSign
              }
              signedBy {
                signatoryName
                signatoryJobTitle
                signedOn
                decision
                decisionLabel
                method
                reason
              }
              bases {
                purpose
                direction
                directionLabel
                regime
                regimeLabel
                confidentiality
                confidentialityLabel
                dataOptOutApplies
                article10Authority
                policyDocumentUrl
                rationale
                checkedOn
                article6 {
                  provision
                  name
                }
                article9 {
                  provision
                  name
                }
                schedule1 {
                  provision
                  name
                }
                part3 {
                  provision
                  name
                }
                gateways {
                  slug
                  act
                  year
                  provision
                  title
                }
              }
            }

            fragment AgreementText on IspVersion {
              number
              state
              stateLabel
              whatChanged
              inForceFrom
              inForceTo
              isImported
              contentHash
              template {
                number
                clauses {
                  heading
                  text
                  isLocked
                }
              }
              coveredCount
              partyCount
              summary
              purpose
              necessity
              expectedBenefit
              dataSubjects
              retention
              security
              individualRights
              jointArrangement
              mayShare
              doNotShare
              howToShare
              dataItems {
                name
                isSpecialCategory
                isCriminalOffence
              }
              flows {
                items
                method
                format
                frequencyRequired
                frequencyActual
                requiredEvery
                lastArrivedOn
                youMayRecord
                status
                sender {
                  name
                }
                recipient {
                  name
                }
                dataset {
                  slug
                  title
                }
              }
              files {
                title
                kind
                partiesOnly
                document {
                  title
                  url
                  extension
                  fileSize
                  barriers {
                    words
                  }
                  coverUrl
                  heldBack
                }
              }
              parties {
                ...AgreementParty
              }
            }

            fragment AmendmentText on AmendmentNotice {
              number
              state
              countsFrom
              reason
              version {
                number
              }
              changes {
                section
                sectionLabel
                before
                after
              }
            }

            fragment IspRow on Isp {
              reference
              title
              status
              statusLabel
              nextReview
              nextReviewPrecision
              underReview
              isExample
              coveredCount
              partyCount
              lead {
                name
                slug
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"reference": reference, "number": number}
        response = await self.execute(
            query=query, operation_name="IspDocument", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return IspDocument.model_validate(data)

    async def isp_history(
        self,
        reference: str,
        on: Union[Optional[date], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> IspHistory:
        query = gql("""
            query IspHistory($reference: String!, $on: Date) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              ispHistory(reference: $reference, on: $on) {
                on
                status
                label
                sentence
                coveredCount
                partyCount
                notKnown
                amended {
                  number
                  heading
                  before
                  after
                }
                isp {
                  reference
                  title
                }
                version {
                  number
                  inForceFrom
                  inForceTo
                }
                parties {
                  coverage
                  coverageLabel
                  since
                  party {
                    roleLabel
                    partner {
                      name
                      slug
                    }
                  }
                }
                events {
                  on
                  text
                  version
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"reference": reference, "on": on}
        response = await self.execute(
            query=query, operation_name="IspHistory", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return IspHistory.model_validate(data)

    async def join_page(self, **kwargs: Any) -> JoinPage:
        query = gql("""
            query JoinPage {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              sectors {
                code
                label
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {}
        response = await self.execute(
            query=query, operation_name="JoinPage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return JoinPage.model_validate(data)

    async def keyed_application(self, key: str, **kwargs: Any) -> KeyedApplication:
        query = gql("""
            query KeyedApplication($key: String!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              application(key: $key) {
                number
                organisation
                name
                hopes
                worries
                appliedAt
                state
                stateLabel
                decidedAt
                refusedBecause
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"key": key}
        response = await self.execute(
            query=query,
            operation_name="KeyedApplication",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return KeyedApplication.model_validate(data)

    async def apply_to_join(
        self, input: ApplyToJoinInput, **kwargs: Any
    ) -> ApplyToJoin:
        query = gql("""
            mutation ApplyToJoin($input: ApplyToJoinInput!) {
              applyToJoin(input: $input) {
                accepted
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="ApplyToJoin", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ApplyToJoin.model_validate(data)

    async def confirm_application(
        self, input: ConfirmApplicationInput, **kwargs: Any
    ) -> ConfirmApplication:
        query = gql("""
            mutation ConfirmApplication($input: ConfirmApplicationInput!) {
              confirmApplication(input: $input) {
                number
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="ConfirmApplication",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ConfirmApplication.model_validate(data)

    async def join_space(self, input: OfSpaceInput, **kwargs: Any) -> JoinSpace:
        query = gql("""
            mutation JoinSpace($input: OfSpaceInput!) {
              joinSpace(input: $input) {
                space {
                  path
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="JoinSpace", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return JoinSpace.model_validate(data)

    async def joining_form(self, reference: str, **kwargs: Any) -> JoiningForm:
        query = gql("""
            query JoiningForm($reference: String!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              isp(reference: $reference) {
                ...IspRow
              }
              joining(reference: $reference) {
                number
                mayInvite
                mine {
                  slug
                  name
                }
                requests {
                  id
                  reason
                  askedOn
                  partner {
                    name
                    slug
                  }
                }
                progress {
                  ...SigningLine
                }
              }
            }

            fragment IspRow on Isp {
              reference
              title
              status
              statusLabel
              nextReview
              nextReviewPrecision
              underReview
              isExample
              coveredCount
              partyCount
              lead {
                name
                slug
              }
            }

            fragment SigningLine on SigningProgress {
              number
              state
              stateLabel
              sentence
              sentOutOn
              cutOffOn
              replaces
              covered
              counted
              mayHandle
              isp {
                reference
                title
              }
              parties {
                ...SigningPartyLine
              }
            }

            fragment SigningPartyLine on SigningParty {
              id
              roleLabel
              isEssential
              isLead
              isJoining
              coverage
              coverageLabel
              since
              waitingDays
              hasApprover
              asked
              mailboxes
              decision
              decidedOn
              decidedBy
              decidedByJobTitle
              reason
              onPaper
              hasScan
              signatureId
              lastRemindedOn
              remindFrom
              mayRemind
              maySign
              mayRecord
              stillOn
              stillUntil
              leavesOn
              stuckSince
              partner {
                name
                slug
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"reference": reference}
        response = await self.execute(
            query=query, operation_name="JoiningForm", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return JoiningForm.model_validate(data)

    async def keyed_case(self, key: str, **kwargs: Any) -> KeyedCase:
        query = gql("""
            query KeyedCase($key: String!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              keyedCase(key: $key) {
                number
                what
                whom
                why
                state
                stateLabel
                askedAt
                targetOn
                adviserName
                outcomeLabel
                outcomeNote
                asksWhatCameOfIt
                messages {
                  kind
                  kindLabel
                  authorName
                  text
                  at
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"key": key}
        response = await self.execute(
            query=query, operation_name="KeyedCase", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return KeyedCase.model_validate(data)

    async def leave_agreement(
        self, input: LeaveAgreementInput, **kwargs: Any
    ) -> LeaveAgreement:
        query = gql("""
            mutation LeaveAgreement($input: LeaveAgreementInput!) {
              leaveAgreement(input: $input) {
                isp {
                  reference
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="LeaveAgreement", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return LeaveAgreement.model_validate(data)

    async def leave_space(self, input: OfSpaceInput, **kwargs: Any) -> LeaveSpace:
        query = gql("""
            mutation LeaveSpace($input: OfSpaceInput!) {
              leaveSpace(input: $input) {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="LeaveSpace", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return LeaveSpace.model_validate(data)

    async def make_calendar_address(
        self, input: MakeCalendarAddressInput, **kwargs: Any
    ) -> MakeCalendarAddress:
        query = gql("""
            mutation MakeCalendarAddress($input: MakeCalendarAddressInput!) {
              makeCalendarAddress(input: $input) {
                address
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="MakeCalendarAddress",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return MakeCalendarAddress.model_validate(data)

    async def make_saved_query(
        self, input: MakeSavedQueryInput, **kwargs: Any
    ) -> MakeSavedQuery:
        query = gql("""
            mutation MakeSavedQuery($input: MakeSavedQueryInput!) {
              makeSavedQuery(input: $input) {
                savedQuery {
                  id
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="MakeSavedQuery", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return MakeSavedQuery.model_validate(data)

    async def make_space(self, input: MakeSpaceInput, **kwargs: Any) -> MakeSpace:
        query = gql("""
            mutation MakeSpace($input: MakeSpaceInput!) {
              makeSpace(input: $input) {
                space {
                  path
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="MakeSpace", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return MakeSpace.model_validate(data)

    async def make_token(self, input: MakeTokenInput, **kwargs: Any) -> MakeToken:
        query = gql("""
            mutation MakeToken($input: MakeTokenInput!) {
              makeToken(input: $input) {
                text
                token {
                  ...TokenLine
                }
              }
            }

            fragment TokenLine on ApiToken {
              id
              name
              purpose
              state
              stateLabel
              daysLeft
              holder
              isYours
              expiresAt
              lastUsedAt
              revokedAt
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="MakeToken", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return MakeToken.model_validate(data)

    async def make_wish(self, input: MakeWishInput, **kwargs: Any) -> MakeWish:
        query = gql("""
            mutation MakeWish($input: MakeWishInput!) {
              makeWish(input: $input) {
                willBeTold
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="MakeWish", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return MakeWish.model_validate(data)

    async def mark_answer(self, input: MarkAnswerInput, **kwargs: Any) -> MarkAnswer:
        query = gql("""
            mutation MarkAnswer($input: MarkAnswerInput!) {
              markAnswer(input: $input) {
                thread {
                  path
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="MarkAnswer", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return MarkAnswer.model_validate(data)

    async def mark_notifications_read(
        self, input: MarkNotificationsReadInput, **kwargs: Any
    ) -> MarkNotificationsRead:
        query = gql("""
            mutation MarkNotificationsRead($input: MarkNotificationsReadInput!) {
              markNotificationsRead(input: $input) {
                unreadNotifications
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="MarkNotificationsRead",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return MarkNotificationsRead.model_validate(data)

    async def mark_saved_search_seen(
        self, input: MarkSavedSearchSeenInput, **kwargs: Any
    ) -> MarkSavedSearchSeen:
        query = gql("""
            mutation MarkSavedSearchSeen($input: MarkSavedSearchSeenInput!) {
              markSavedSearchSeen(input: $input) {
                savedSearch {
                  id
                  newCount
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="MarkSavedSearchSeen",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return MarkSavedSearchSeen.model_validate(data)

    async def moderate_post(
        self, input: ModeratePostInput, **kwargs: Any
    ) -> ModeratePost:
        query = gql("""
            mutation ModeratePost($input: ModeratePostInput!) {
              moderatePost(input: $input) {
                post {
                  path
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="ModeratePost", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ModeratePost.model_validate(data)

    async def moderate_thread(
        self, input: ModerateThreadInput, **kwargs: Any
    ) -> ModerateThread:
        query = gql("""
            mutation ModerateThread($input: ModerateThreadInput!) {
              moderateThread(input: $input) {
                thread {
                  path
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="ModerateThread", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ModerateThread.model_validate(data)

    async def moderate_thread_form(
        self, number: int, **kwargs: Any
    ) -> ModerateThreadForm:
        query = gql("""
            query ModerateThreadForm($number: Int!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              thread(number: $number) {
                number
                title
                path
                isLocked
                isHidden
                mayModerate
                space {
                  ...SpaceLine
                }
              }
              spaces(archived: false, pageSize: 100) {
                items {
                  ...SpaceLine
                  mayModerate
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment SpaceLine on Space {
              slug
              name
              purpose
              kind
              kindLabel
              path
              isChathamHouse
              isArchived
              youAre
              threadCount
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"number": number}
        response = await self.execute(
            query=query,
            operation_name="ModerateThreadForm",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ModerateThreadForm.model_validate(data)

    async def my_shown(self, **kwargs: Any) -> MyShown:
        query = gql("""
            query MyShown {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              myShown {
                email
                phone
                inPublic
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {}
        response = await self.execute(
            query=query, operation_name="MyShown", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return MyShown.model_validate(data)

    async def my_topics_page(self, **kwargs: Any) -> MyTopicsPage:
        query = gql("""
            query MyTopicsPage {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              myTopics {
                hasChosen
                about
                isFindable
                showsEmail
                showsPhone
                email
                phone
                kinds {
                  key
                  label
                  about
                  frequency
                  choices {
                    value
                    label
                  }
                }
                topics {
                  slug
                  name
                  knows
                  follows
                  note
                  isListed
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {}
        response = await self.execute(
            query=query, operation_name="MyTopicsPage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return MyTopicsPage.model_validate(data)

    async def news_list(
        self,
        page: Union[Optional[int], UnsetType] = UNSET,
        topic: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> NewsList:
        query = gql("""
            query NewsList($page: Int, $topic: String) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              topics {
                slug
                name
              }
              newsItems(page: $page, pageSize: 20, topic: $topic) {
                totalCount
                page
                pageSize
                items {
                  title
                  path
                  summary
                  publishedOn
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"page": page, "topic": topic}
        response = await self.execute(
            query=query, operation_name="NewsList", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return NewsList.model_validate(data)

    async def news_page(self, path: str, **kwargs: Any) -> NewsPage:
        query = gql("""
            query NewsPage($path: String!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              newsItem(path: $path) {
                title
                path
                summary
                publishedOn
                topics {
                  slug
                  name
                }
                body {
                  ...Body
                }
              }
            }

            fragment Body on StreamFieldInterface {
              __typename
              ... on HeadingBlock {
                text
              }
              ... on ProseBlock {
                html
              }
              ... on PictureBlock {
                alt
                decorative
                caption
                image {
                  rendition(size: WIDE) {
                    url
                    width
                    height
                  }
                }
              }
              ... on DownloadBlock {
                note
                document {
                  title
                  url
                  extension
                  fileSize
                  barriers {
                    words
                  }
                  coverUrl
                  heldBack
                }
              }
              ... on LinkCardsBlock {
                cards {
                  __typename
                  ... on LinkCardBlock {
                    title
                    text
                    url
                    page {
                      __typename
                      title
                      path
                    }
                  }
                }
              }
              ... on SpokenQuoteBlock {
                text
                person
                role
              }
              ... on CalloutBlock {
                kind
                title
                html
              }
              ... on StepsBlock {
                steps {
                  __typename
                  ... on StepBlock {
                    title
                    html
                  }
                }
              }
              ... on PlainTableBlock {
                caption
                columns
                rows {
                  __typename
                  ... on TableRowBlock {
                    cells
                  }
                }
              }
              ... on DetailsBlock {
                summary
                html
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"path": path}
        response = await self.execute(
            query=query, operation_name="NewsPage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return NewsPage.model_validate(data)

    async def note_advice(self, input: NoteAdviceInput, **kwargs: Any) -> NoteAdvice:
        query = gql("""
            mutation NoteAdvice($input: NoteAdviceInput!) {
              noteAdvice(input: $input) {
                partyId
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="NoteAdvice", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return NoteAdvice.model_validate(data)

    async def note_opened(self, input: NoteOpenedInput, **kwargs: Any) -> NoteOpened:
        query = gql("""
            mutation NoteOpened($input: NoteOpenedInput!) {
              noteOpened(input: $input) {
                counted
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="NoteOpened", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return NoteOpened.model_validate(data)

    async def notice_settings(self, **kwargs: Any) -> NoticeSettings:
        query = gql("""
            query NoticeSettings {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              noticeSettings {
                kinds {
                  key
                  label
                  about
                  frequency
                  choices {
                    value
                    label
                  }
                  because
                  path
                }
                calendars {
                  id
                  label
                  createdAt
                  lastUsedAt
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {}
        response = await self.execute(
            query=query, operation_name="NoticeSettings", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return NoticeSettings.model_validate(data)

    async def notifications(
        self, page: Union[Optional[int], UnsetType] = UNSET, **kwargs: Any
    ) -> Notifications:
        query = gql("""
            query Notifications($page: Int) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              notifications(page: $page, pageSize: 20) {
                totalCount
                page
                pageSize
                items {
                  id
                  title
                  body
                  path
                  createdAt
                  readAt
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"page": page}
        response = await self.execute(
            query=query, operation_name="Notifications", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Notifications.model_validate(data)

    async def object_to_amendment(
        self, input: ObjectToAmendmentInput, **kwargs: Any
    ) -> ObjectToAmendment:
        query = gql("""
            mutation ObjectToAmendment($input: ObjectToAmendmentInput!) {
              objectToAmendment(input: $input) {
                amendment {
                  number
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="ObjectToAmendment",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ObjectToAmendment.model_validate(data)

    async def offer_role(self, input: OfferRoleInput, **kwargs: Any) -> OfferRole:
        query = gql("""
            mutation OfferRole($input: OfferRoleInput!) {
              offerRole(input: $input) {
                id
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="OfferRole", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return OfferRole.model_validate(data)

    async def open_review_trigger(
        self, input: OpenReviewTriggerInput, **kwargs: Any
    ) -> OpenReviewTrigger:
        query = gql("""
            mutation OpenReviewTrigger($input: OpenReviewTriggerInput!) {
              openReviewTrigger(input: $input) {
                trigger {
                  id
                  waits
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="OpenReviewTrigger",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return OpenReviewTrigger.model_validate(data)

    async def open_to_sign(self, input: OpenToSignInput, **kwargs: Any) -> OpenToSign:
        query = gql("""
            mutation OpenToSign($input: OpenToSignInput!) {
              openToSign(input: $input) {
                partyId
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="OpenToSign", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return OpenToSign.model_validate(data)

    async def our_contacts(
        self, partner: Union[Optional[str], UnsetType] = UNSET, **kwargs: Any
    ) -> OurContacts:
        query = gql("""
            query OurContacts($partner: String) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              ourContacts(partner: $partner) {
                slug
                name
                contacts {
                  id
                  name
                  jobTitle
                  email
                  phone
                  confirmedOn
                  bouncedOn
                  isDue
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"partner": partner}
        response = await self.execute(
            query=query, operation_name="OurContacts", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return OurContacts.model_validate(data)

    async def our_deliveries(
        self,
        partner: Union[Optional[str], UnsetType] = UNSET,
        outcome: Union[Optional[str], UnsetType] = UNSET,
        page: Union[Optional[int], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> OurDeliveries:
        query = gql("""
            query OurDeliveries($partner: String, $outcome: String, $page: Int) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              ourDeliveries(partner: $partner, outcome: $outcome, page: $page) {
                partnerName
                partnerSlug
                folder
                isOpen
                totalCount
                page
                pageSize
                deliveries {
                  id
                  file
                  kind
                  outcome
                  outcomeLabel
                  words
                  sha256
                  seenAt
                  decidedAt
                  settledAt
                }
                outcomes {
                  value
                  label
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {
            "partner": partner,
            "outcome": outcome,
            "page": page,
        }
        response = await self.execute(
            query=query, operation_name="OurDeliveries", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return OurDeliveries.model_validate(data)

    async def our_isps(self, **kwargs: Any) -> OurIsps:
        query = gql("""
            query OurIsps {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
                roles {
                  role
                }
              }
              ourIsps {
                coverCount
                leadCount
                dueCount
                notInForceCount
                partner {
                  name
                  slug
                }
                includesFrom {
                  name
                  slug
                }
                fixes {
                  ...FixLine
                }
                waiting {
                  text
                  partnerName
                  since
                  isp {
                    reference
                    title
                  }
                }
                people {
                  ...Person
                }
                possibleOwners {
                  id
                  name
                }
                covering {
                  ...OurIspLine
                }
                notInForce {
                  ...OurIspLine
                }
                ended {
                  ...OurIspLine
                }
              }
            }

            fragment CoverageLine on Coverage {
              state
              label
              since
              role
              roleLabel
              partner {
                name
                slug
              }
              throughPartner {
                name
                slug
              }
            }

            fragment FixLine on Fix {
              kind
              count
              text
              why
              path
              action
            }

            fragment IspRow on Isp {
              reference
              title
              status
              statusLabel
              nextReview
              nextReviewPrecision
              underReview
              isExample
              coveredCount
              partyCount
              lead {
                name
                slug
              }
            }

            fragment OurIspLine on OurIsp {
              serviceArea
              ownerName
              leadIsUs
              fileLabel
              noFileNotedOn
              canChange
              ownerId
              waitsFor
              file {
                url
              }
              coverage {
                ...CoverageLine
              }
              isp {
                ...IspRow
              }
            }

            fragment Person on PartnerPerson {
              role
              label
              name
              deputyName
              phone
              email
              confirmedOn
              serviceArea
              notRequiredBecause
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {}
        response = await self.execute(
            query=query, operation_name="OurIsps", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return OurIsps.model_validate(data)

    async def our_people(
        self, partner: Union[Optional[str], UnsetType] = UNSET, **kwargs: Any
    ) -> OurPeople:
        query = gql("""
            query OurPeople($partner: String) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              ourPeople(partner: $partner) {
                slug
                name
                leadCount
                others {
                  slug
                  name
                }
                rolesToGive {
                  role
                  label
                }
                gaps {
                  role
                  label
                  why
                }
                offers {
                  ...OfferLine
                }
                invitations {
                  id
                  name
                  email
                  roleLabel
                  status
                  sentAt
                  expiresAt
                  mayChange
                }
                people {
                  id
                  userId
                  name
                  email
                  phone
                  jobTitle
                  since
                  lastDay
                  isSelf
                  mayEnd
                  standsIn
                  leavingPath
                  coverPath
                  roles {
                    id
                    role
                    label
                    startsOn
                    endsOn
                    deputyId
                    deputyName
                    serviceArea
                    isPublic
                    isAhead
                    mayChange
                    mayEnd
                  }
                }
              }
            }

            fragment OfferLine on OfferHere {
              id
              partnerName
              personName
              roleLabel
              serviceArea
              note
              endsOn
              madeAt
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"partner": partner}
        response = await self.execute(
            query=query, operation_name="OurPeople", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return OurPeople.model_validate(data)

    async def our_record(
        self,
        partner: Union[Optional[str], UnsetType] = UNSET,
        kind: Union[Optional[str], UnsetType] = UNSET,
        since: Union[Optional[date], UnsetType] = UNSET,
        until: Union[Optional[date], UnsetType] = UNSET,
        page: Union[Optional[int], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> OurRecord:
        query = gql("""
            query OurRecord($partner: String, $kind: String, $since: Date, $until: Date, $page: Int) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              ourRecord(
                partner: $partner
                kind: $kind
                since: $since
                until: $until
                page: $page
              ) {
                partnerName
                partnerSlug
                totalCount
                page
                pageSize
                entries {
                  id
                  at
                  who
                  what
                  kind
                  label
                  network
                }
                kinds {
                  value
                  label
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {
            "partner": partner,
            "kind": kind,
            "since": since,
            "until": until,
            "page": page,
        }
        response = await self.execute(
            query=query, operation_name="OurRecord", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return OurRecord.model_validate(data)

    async def owners_to_choose(self, **kwargs: Any) -> OwnersToChoose:
        query = gql("""
            query OwnersToChoose {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              ownersToChoose {
                reference
                title
                problem
                ownerName
                told
                revision
                people {
                  id
                  name
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {}
        response = await self.execute(
            query=query, operation_name="OwnersToChoose", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return OwnersToChoose.model_validate(data)

    async def page_review(self, path: str, **kwargs: Any) -> PageReview:
        query = gql("""
            query PageReview($path: String!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              pageReview(path: $path) {
                title
                path
                kind
                reviewOn
                usualNext
                lastOutcome
                lastNotes
                lastOn
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"path": path}
        response = await self.execute(
            query=query, operation_name="PageReview", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return PageReview.model_validate(data)

    async def park_topic(self, input: ParkTopicInput, **kwargs: Any) -> ParkTopic:
        query = gql("""
            mutation ParkTopic($input: ParkTopicInput!) {
              parkTopic(input: $input) {
                space {
                  path
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="ParkTopic", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ParkTopic.model_validate(data)

    async def partner_list(
        self,
        page: Union[Optional[int], UnsetType] = UNSET,
        page_size: Union[Optional[int], UnsetType] = UNSET,
        text: Union[Optional[str], UnsetType] = UNSET,
        sector: Union[Optional[str], UnsetType] = UNSET,
        membership: Union[Optional[PartnerMembership], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> PartnerList:
        query = gql("""
            query PartnerList($page: Int, $pageSize: Int, $text: String, $sector: String, $membership: PartnerMembership) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              sectors {
                code
                label
              }
              partners(
                page: $page
                pageSize: $pageSize
                text: $text
                sector: $sector
                membership: $membership
              ) {
                totalCount
                page
                pageSize
                items {
                  slug
                  name
                  organisationType
                  area
                  legalController
                  website
                  existence
                  membership
                  joinedOn
                  isExample
                  sector {
                    code
                    label
                  }
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {
            "page": page,
            "pageSize": page_size,
            "text": text,
            "sector": sector,
            "membership": membership,
        }
        response = await self.execute(
            query=query, operation_name="PartnerList", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return PartnerList.model_validate(data)

    async def partner_page(self, slug: str, **kwargs: Any) -> PartnerPage:
        query = gql("""
            query PartnerPage($slug: String!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              partner(slug: $slug) {
                slug
                name
                legalController
                canSign
                organisationType
                area
                website
                existence
                membership
                joinedOn
                charterSigned {
                  id
                  signedOn
                  version {
                    number
                  }
                }
                isExample
                sector {
                  code
                  label
                }
                parent {
                  name
                  slug
                }
                aliases {
                  name
                  kind
                }
                predecessors {
                  on
                  note
                  predecessor {
                    name
                    slug
                  }
                }
                successors {
                  on
                  note
                  successor {
                    name
                    slug
                  }
                }
                people {
                  ...Person
                }
                contacts {
                  name
                  jobTitle
                  email
                  phone
                  confirmedOn
                }
                isps {
                  ...IspRow
                }
                datasets {
                  slug
                  title
                  updateFrequency
                }
              }
              successStories(pageSize: 10, partner: $slug) {
                items {
                  title
                  path
                }
              }
            }

            fragment IspRow on Isp {
              reference
              title
              status
              statusLabel
              nextReview
              nextReviewPrecision
              underReview
              isExample
              coveredCount
              partyCount
              lead {
                name
                slug
              }
            }

            fragment Person on PartnerPerson {
              role
              label
              name
              deputyName
              phone
              email
              confirmedOn
              serviceArea
              notRequiredBecause
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"slug": slug}
        response = await self.execute(
            query=query, operation_name="PartnerPage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return PartnerPage.model_validate(data)

    async def post_thread(self, input: PostThreadInput, **kwargs: Any) -> PostThread:
        query = gql("""
            mutation PostThread($input: PostThreadInput!) {
              postThread(input: $input) {
                thread {
                  number
                  path
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="PostThread", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return PostThread.model_validate(data)

    async def preview(self, token: str, **kwargs: Any) -> Preview:
        query = gql("""
            query Preview($token: String!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              glossary {
                slug
                term
                definition
              }
              previewPage(token: $token) {
                __typename
                title
                path
                firstPublishedAt
                ... on GuidancePage {
                  summary
                  reviewOn
                  authority
                  issuer
                  edition
                  sourceUrl
                  supportLevel
                  topics {
                    slug
                    name
                  }
                  interprets {
                    title
                    path
                  }
                  supersededBy {
                    title
                    path
                  }
                  supersedes {
                    title
                    path
                  }
                  interpretedBy {
                    title
                    path
                  }
                  body {
                    ...Body
                  }
                }
                ... on NewsPage {
                  summary
                  publishedOn
                  topics {
                    slug
                    name
                  }
                  body {
                    ...Body
                  }
                }
                ... on HorizonPage {
                  summary
                  source
                  sourceUrl
                  stage
                  stageDetail
                  likelihood
                  effect
                  keyDate
                  keyDateMeans
                  soWhat
                  actionNeeded
                  topics {
                    slug
                    name
                  }
                  affectedIsps {
                    ...IspLink
                  }
                  affectedGuidance {
                    title
                    path
                  }
                  body {
                    ...Body
                  }
                }
                ... on StoryPage {
                  summary
                  period
                  problem
                  approach
                  impact
                  learning
                  advice
                  partnersText
                  source
                  quotes {
                    text
                    person
                    role
                  }
                  partners {
                    name
                    slug
                  }
                  isps {
                    ...IspLink
                  }
                  benefits {
                    title
                    amount
                    unit
                    confidence
                  }
                  body {
                    ...Body
                  }
                }
                ... on EventPage {
                  summary
                  kind
                  startsAt
                  endsAt
                  place
                  onlineUrl
                  hostPartner {
                    name
                    slug
                  }
                  body {
                    ...Body
                  }
                }
              }
            }

            fragment Body on StreamFieldInterface {
              __typename
              ... on HeadingBlock {
                text
              }
              ... on ProseBlock {
                html
              }
              ... on PictureBlock {
                alt
                decorative
                caption
                image {
                  rendition(size: WIDE) {
                    url
                    width
                    height
                  }
                }
              }
              ... on DownloadBlock {
                note
                document {
                  title
                  url
                  extension
                  fileSize
                  barriers {
                    words
                  }
                  coverUrl
                  heldBack
                }
              }
              ... on LinkCardsBlock {
                cards {
                  __typename
                  ... on LinkCardBlock {
                    title
                    text
                    url
                    page {
                      __typename
                      title
                      path
                    }
                  }
                }
              }
              ... on SpokenQuoteBlock {
                text
                person
                role
              }
              ... on CalloutBlock {
                kind
                title
                html
              }
              ... on StepsBlock {
                steps {
                  __typename
                  ... on StepBlock {
                    title
                    html
                  }
                }
              }
              ... on PlainTableBlock {
                caption
                columns
                rows {
                  __typename
                  ... on TableRowBlock {
                    cells
                  }
                }
              }
              ... on DetailsBlock {
                summary
                html
              }
            }

            fragment IspLink on Isp {
              reference
              title
              status
              statusLabel
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"token": token}
        response = await self.execute(
            query=query, operation_name="Preview", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Preview.model_validate(data)

    async def privacy_page(self, **kwargs: Any) -> PrivacyPage:
        query = gql("""
            query PrivacyPage {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              periodsOfKeeping {
                name
                what
                days
                after
                becomes
                byItself
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {}
        response = await self.execute(
            query=query, operation_name="PrivacyPage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return PrivacyPage.model_validate(data)

    async def propose_succession(
        self, input: ProposeSuccessionInput, **kwargs: Any
    ) -> ProposeSuccession:
        query = gql("""
            mutation ProposeSuccession($input: ProposeSuccessionInput!) {
              proposeSuccession(input: $input) {
                reorganisation {
                  number
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="ProposeSuccession",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ProposeSuccession.model_validate(data)

    async def public_changes(self, **kwargs: Any) -> PublicChanges:
        query = gql("""
            query PublicChanges {
              site {
                ...SiteBar
              }
              publicChanges {
                key
                kind
                title
                summary
                path
                at
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }
            """)
        variables: dict[str, object] = {}
        response = await self.execute(
            query=query, operation_name="PublicChanges", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return PublicChanges.model_validate(data)

    async def question_pack_page(self, slug: str, **kwargs: Any) -> QuestionPackPage:
        query = gql("""
            query QuestionPackPage($slug: String!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              questionPack(slug: $slug) {
                slug
                title
                askerLabel
                whenToAsk
                theme {
                  name
                }
                questions {
                  text
                  why
                  goodAnswer
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"slug": slug}
        response = await self.execute(
            query=query,
            operation_name="QuestionPackPage",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return QuestionPackPage.model_validate(data)

    async def read_paper_again(
        self, input: PaperInput, **kwargs: Any
    ) -> ReadPaperAgain:
        query = gql("""
            mutation ReadPaperAgain($input: PaperInput!) {
              readPaperAgain(input: $input) {
                paper
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="ReadPaperAgain", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ReadPaperAgain.model_validate(data)

    async def record_arrivals(
        self, input: RecordArrivalsInput, **kwargs: Any
    ) -> RecordArrivals:
        query = gql("""
            mutation RecordArrivals($input: RecordArrivalsInput!) {
              recordArrivals(input: $input) {
                isp {
                  reference
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="RecordArrivals", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return RecordArrivals.model_validate(data)

    async def record_page_review(
        self, input: RecordPageReviewInput, **kwargs: Any
    ) -> RecordPageReview:
        query = gql("""
            mutation RecordPageReview($input: RecordPageReviewInput!) {
              recordPageReview(input: $input) {
                review {
                  path
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="RecordPageReview",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return RecordPageReview.model_validate(data)

    async def record_paper(self, input: RecordPaperInput, **kwargs: Any) -> RecordPaper:
        query = gql("""
            mutation RecordPaper($input: RecordPaperInput!) {
              recordPaper(input: $input) {
                count
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="RecordPaper", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return RecordPaper.model_validate(data)

    async def record_review(
        self, input: RecordReviewInput, **kwargs: Any
    ) -> RecordReview:
        query = gql("""
            mutation RecordReview($input: RecordReviewInput!) {
              recordReview(input: $input) {
                isp {
                  reference
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="RecordReview", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return RecordReview.model_validate(data)

    async def refuse_to_join(
        self, input: RefuseToJoinInput, **kwargs: Any
    ) -> RefuseToJoin:
        query = gql("""
            mutation RefuseToJoin($input: RefuseToJoinInput!) {
              refuseToJoin(input: $input) {
                id
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="RefuseToJoin", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return RefuseToJoin.model_validate(data)

    async def remove_contact(
        self, input: RemoveContactInput, **kwargs: Any
    ) -> RemoveContact:
        query = gql("""
            mutation RemoveContact($input: RemoveContactInput!) {
              removeContact(input: $input) {
                id
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="RemoveContact", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return RemoveContact.model_validate(data)

    async def remove_post_file(
        self, input: RemovePostFileInput, **kwargs: Any
    ) -> RemovePostFile:
        query = gql("""
            mutation RemovePostFile($input: RemovePostFileInput!) {
              removePostFile(input: $input) {
                id
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="RemovePostFile", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return RemovePostFile.model_validate(data)

    async def renew_token(self, input: RenewTokenInput, **kwargs: Any) -> RenewToken:
        query = gql("""
            mutation RenewToken($input: RenewTokenInput!) {
              renewToken(input: $input) {
                text
                token {
                  ...TokenLine
                }
              }
            }

            fragment TokenLine on ApiToken {
              id
              name
              purpose
              state
              stateLabel
              daysLeft
              holder
              isYours
              expiresAt
              lastUsedAt
              revokedAt
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="RenewToken", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return RenewToken.model_validate(data)

    async def reorganisation_list(
        self, page: Union[Optional[int], UnsetType] = UNSET, **kwargs: Any
    ) -> ReorganisationList:
        query = gql("""
            query ReorganisationList($page: Int = 1) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              reorganisations(page: $page) {
                totalCount
                items {
                  number
                  title
                  takesEffectOn
                  stateLabel
                  isExample
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"page": page}
        response = await self.execute(
            query=query,
            operation_name="ReorganisationList",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ReorganisationList.model_validate(data)

    async def reorganisation_page(
        self, number: int, **kwargs: Any
    ) -> ReorganisationPage:
        query = gql("""
            query ReorganisationPage($number: Int!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              reorganisation(number: $number) {
                mayPropose
                number
                title
                takesEffectOn
                reason
                legalReference
                stateLabel
                cancelledReason
                isExample
                steps {
                  label
                  before
                  after
                  carriesOver
                  why
                }
                parts {
                  partner {
                    name
                    slug
                  }
                  followers {
                    value
                    name
                  }
                  concerned {
                    after
                    way
                    words
                    why
                    leads
                    withinOne
                    becomeOne
                    proposed
                    said
                    isp {
                      reference
                      title
                    }
                  }
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"number": number}
        response = await self.execute(
            query=query,
            operation_name="ReorganisationPage",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ReorganisationPage.model_validate(data)

    async def reply_to_case(
        self, input: ReplyToCaseInput, **kwargs: Any
    ) -> ReplyToCase:
        query = gql("""
            mutation ReplyToCase($input: ReplyToCaseInput!) {
              replyToCase(input: $input) {
                supportCase {
                  number
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="ReplyToCase", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ReplyToCase.model_validate(data)

    async def reply_to_keyed_case(
        self, input: ReplyToKeyedCaseInput, **kwargs: Any
    ) -> ReplyToKeyedCase:
        query = gql("""
            mutation ReplyToKeyedCase($input: ReplyToKeyedCaseInput!) {
              replyToKeyedCase(input: $input) {
                number
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="ReplyToKeyedCase",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ReplyToKeyedCase.model_validate(data)

    async def reply_to_thread(self, input: ReplyInput, **kwargs: Any) -> ReplyToThread:
        query = gql("""
            mutation ReplyToThread($input: ReplyInput!) {
              replyToThread(input: $input) {
                post {
                  number
                  path
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="ReplyToThread", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ReplyToThread.model_validate(data)

    async def report_form(self, reference: str, **kwargs: Any) -> ReportForm:
        query = gql("""
            query ReportForm($reference: String!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              isp(reference: $reference) {
                ...IspLink
                canReport
                canReview
                owner {
                  name
                }
                lead {
                  name
                }
              }
            }

            fragment IspLink on Isp {
              reference
              title
              status
              statusLabel
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"reference": reference}
        response = await self.execute(
            query=query, operation_name="ReportForm", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ReportForm.model_validate(data)

    async def report_post(self, input: ReportPostInput, **kwargs: Any) -> ReportPost:
        query = gql("""
            mutation ReportPost($input: ReportPostInput!) {
              reportPost(input: $input) {
                report {
                  id
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="ReportPost", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ReportPost.model_validate(data)

    async def resend_invitation(
        self, input: InvitationInput, **kwargs: Any
    ) -> ResendInvitation:
        query = gql("""
            mutation ResendInvitation($input: InvitationInput!) {
              resendInvitation(input: $input) {
                id
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="ResendInvitation",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return ResendInvitation.model_validate(data)

    async def review_form(self, reference: str, **kwargs: Any) -> ReviewForm:
        query = gql("""
            query ReviewForm($reference: String!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              isp(reference: $reference) {
                ...IspRow
                canReview
                revision
                summary
                startsOn
                contacts {
                  role
                  phone
                  email
                }
                reviews {
                  dueOn
                  outcome
                  outcomeLabel
                  completedOn
                  reviewerName
                  isOpen
                  trigger
                }
                triggers {
                  ...TriggerLine
                }
                amendments {
                  ...AmendmentLine
                }
                versions {
                  number
                  state
                }
                version {
                  number
                  purpose
                  dataSubjects
                  retention
                  mayShare
                  doNotShare
                  dataItems {
                    name
                  }
                  files {
                    kind
                    title
                  }
                  flows {
                    items
                    method
                    frequencyRequired
                    frequencyActual
                    sender {
                      name
                    }
                    recipient {
                      name
                    }
                  }
                  parties {
                    roleLabel
                    partner {
                      name
                    }
                    bases {
                      purpose
                      article6 {
                        provision
                        name
                      }
                      gateways {
                        slug
                        act
                        provision
                        state
                      }
                    }
                  }
                }
              }
              reviewForm(reference: $reference) {
                submissionId
                savedAt
                isStale
                steps
                missing
                questions {
                  key
                  title
                  short
                  hint
                  sections
                  value
                  why
                  answerLabel
                  isDone
                  options {
                    value
                    label
                    hint
                  }
                }
                sections {
                  section
                  label
                  now
                  words
                  askedAbout
                  waitingNotice
                }
                wordsReason
                contacts {
                  role
                  phone
                  email
                  partner
                  urgent
                }
                people {
                  id
                  name
                }
                owner
                deputy
                nextOn
                usualNext
                retireOn
                retireReason
                plan {
                  outcome
                  outcomeLabel
                  button
                  problem
                  next
                  effects {
                    what
                    kind
                    kindLabel
                    happens
                  }
                }
              }
            }

            fragment AmendmentLine on AmendmentNotice {
              number
              state
              stateLabel
              sentOn
              objectUntil
              countsFrom
              changes {
                section
                sectionLabel
                after
              }
            }

            fragment IspRow on Isp {
              reference
              title
              status
              statusLabel
              nextReview
              nextReviewPrecision
              underReview
              isExample
              coveredCount
              partyCount
              lead {
                name
                slug
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment TriggerLine on ReviewTrigger {
              id
              kind
              kindLabel
              what
              path
              saidOn
              takenUpOn
              doneOn
              waits
              isOpen
              mayDecide
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"reference": reference}
        response = await self.execute(
            query=query, operation_name="ReviewForm", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ReviewForm.model_validate(data)

    async def revoke_calendar_address(
        self, input: RevokeCalendarAddressInput, **kwargs: Any
    ) -> RevokeCalendarAddress:
        query = gql("""
            mutation RevokeCalendarAddress($input: RevokeCalendarAddressInput!) {
              revokeCalendarAddress(input: $input) {
                id
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="RevokeCalendarAddress",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return RevokeCalendarAddress.model_validate(data)

    async def revoke_token(self, input: TokenInput, **kwargs: Any) -> RevokeToken:
        query = gql("""
            mutation RevokeToken($input: TokenInput!) {
              revokeToken(input: $input) {
                token {
                  id
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="RevokeToken", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return RevokeToken.model_validate(data)

    async def role_offers(self, **kwargs: Any) -> RoleOffers:
        query = gql("""
            query RoleOffers {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              roleOffers {
                ...OfferLine
              }
              roleOffersMade {
                id
                roleLabel
                madeAt
                endsOn
                waiting
                accepted
                declined
                mayWithdraw
              }
            }

            fragment OfferLine on OfferHere {
              id
              partnerName
              personName
              roleLabel
              serviceArea
              note
              endsOn
              madeAt
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {}
        response = await self.execute(
            query=query, operation_name="RoleOffers", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return RoleOffers.model_validate(data)

    async def save_contact(self, input: SaveContactInput, **kwargs: Any) -> SaveContact:
        query = gql("""
            mutation SaveContact($input: SaveContactInput!) {
              saveContact(input: $input) {
                id
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="SaveContact", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SaveContact.model_validate(data)

    async def save_post_draft(
        self, input: SavePostDraftInput, **kwargs: Any
    ) -> SavePostDraft:
        query = gql("""
            mutation SavePostDraft($input: SavePostDraftInput!) {
              savePostDraft(input: $input) {
                draft {
                  savedAt
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="SavePostDraft", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SavePostDraft.model_validate(data)

    async def save_review_answers(
        self, input: SaveReviewAnswersInput, **kwargs: Any
    ) -> SaveReviewAnswers:
        query = gql("""
            mutation SaveReviewAnswers($input: SaveReviewAnswersInput!) {
              saveReviewAnswers(input: $input) {
                nextStep
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="SaveReviewAnswers",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return SaveReviewAnswers.model_validate(data)

    async def save_search(self, input: SaveSearchInput, **kwargs: Any) -> SaveSearch:
        query = gql("""
            mutation SaveSearch($input: SaveSearchInput!) {
              saveSearch(input: $input) {
                savedSearch {
                  id
                  name
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="SaveSearch", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SaveSearch.model_validate(data)

    async def saved_query_change_form(
        self, id: str, **kwargs: Any
    ) -> SavedQueryChangeForm:
        query = gql("""
            query SavedQueryChangeForm($id: ID!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              savedQuery(id: $id) {
                id
                name
                listName
                text
                columns
                filters {
                  name
                  value
                }
              }
              ourTools {
                partnerName
                lists {
                  name
                  label
                  about
                  columns {
                    value
                    label
                  }
                  filters {
                    value
                    label
                    about
                  }
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = await self.execute(
            query=query,
            operation_name="SavedQueryChangeForm",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return SavedQueryChangeForm.model_validate(data)

    async def saved_query_form(self, **kwargs: Any) -> SavedQueryForm:
        query = gql("""
            query SavedQueryForm {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              ourTools {
                partnerName
                lists {
                  name
                  label
                  about
                  columns {
                    value
                    label
                  }
                  filters {
                    value
                    label
                    about
                  }
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {}
        response = await self.execute(
            query=query, operation_name="SavedQueryForm", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SavedQueryForm.model_validate(data)

    async def saved_query_list(self, **kwargs: Any) -> SavedQueryList:
        query = gql("""
            query SavedQueryList {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              ourTools {
                partnerName
                queries {
                  id
                  name
                  asks
                  readers {
                    tokenName
                    lastReadAt
                    rows
                  }
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {}
        response = await self.execute(
            query=query, operation_name="SavedQueryList", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SavedQueryList.model_validate(data)

    async def saved_query_page(self, id: str, **kwargs: Any) -> SavedQueryPage:
        query = gql("""
            query SavedQueryPage($id: ID!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              savedQuery(id: $id) {
                id
                name
                path
                listName
                asks
                text
                columns
                filters {
                  name
                  value
                }
                createdAt
                changedAt
                readers {
                  tokenName
                  lastReadAt
                  rows
                }
                preview {
                  columns
                  problem
                  rows {
                    cells
                  }
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = await self.execute(
            query=query, operation_name="SavedQueryPage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SavedQueryPage.model_validate(data)

    async def saved_search_page(self, id: str, **kwargs: Any) -> SavedSearchPage:
        query = gql("""
            query SavedSearchPage($id: ID!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              savedSearch(id: $id) {
                ...SavedSearchLine
                createdAt
                newItems {
                  id
                  kindLabel
                  title
                  path
                  summary
                  date
                  reference
                  partnerName
                  status
                }
              }
            }

            fragment SavedSearchLine on SavedSearch {
              id
              name
              text
              path
              frequency
              frequencyLabel
              isPaused
              newCount
              filters {
                name
                label
                labels
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = await self.execute(
            query=query, operation_name="SavedSearchPage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SavedSearchPage.model_validate(data)

    async def saved_search_draft(
        self,
        text: str,
        type_: Union[Optional[list[str]], UnsetType] = UNSET,
        topic: Union[Optional[list[str]], UnsetType] = UNSET,
        sector: Union[Optional[list[str]], UnsetType] = UNSET,
        partner: Union[Optional[list[str]], UnsetType] = UNSET,
        status: Union[Optional[list[str]], UnsetType] = UNSET,
        year: Union[Optional[list[str]], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> SavedSearchDraft:
        query = gql("""
            query SavedSearchDraft($text: String!, $type: [String!], $topic: [String!], $sector: [String!], $partner: [String!], $status: [String!], $year: [String!]) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              savedSearchDraft(
                text: $text
                type: $type
                topic: $topic
                sector: $sector
                partner: $partner
                status: $status
                year: $year
              ) {
                text
                filters {
                  name
                  label
                  labels
                }
                saved {
                  id
                  name
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {
            "text": text,
            "type": type_,
            "topic": topic,
            "sector": sector,
            "partner": partner,
            "status": status,
            "year": year,
        }
        response = await self.execute(
            query=query,
            operation_name="SavedSearchDraft",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return SavedSearchDraft.model_validate(data)

    async def saved_searches(
        self, page: Union[Optional[int], UnsetType] = UNSET, **kwargs: Any
    ) -> SavedSearches:
        query = gql("""
            query SavedSearches($page: Int) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              savedSearches(page: $page, pageSize: 50) {
                totalCount
                items {
                  ...SavedSearchLine
                }
              }
            }

            fragment SavedSearchLine on SavedSearch {
              id
              name
              text
              path
              frequency
              frequencyLabel
              isPaused
              newCount
              filters {
                name
                label
                labels
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"page": page}
        response = await self.execute(
            query=query, operation_name="SavedSearches", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SavedSearches.model_validate(data)

    async def say_event_barrier(
        self, input: SayEventBarrierInput, **kwargs: Any
    ) -> SayEventBarrier:
        query = gql("""
            mutation SayEventBarrier($input: SayEventBarrierInput!) {
              sayEventBarrier(input: $input) {
                barrier {
                  id
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="SayEventBarrier", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SayEventBarrier.model_validate(data)

    async def say_stuck(self, input: SayStuckInput, **kwargs: Any) -> SayStuck:
        query = gql("""
            mutation SayStuck($input: SayStuckInput!) {
              sayStuck(input: $input) {
                id
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="SayStuck", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SayStuck.model_validate(data)

    async def search(
        self,
        text: str,
        type_: Union[Optional[list[str]], UnsetType] = UNSET,
        topic: Union[Optional[list[str]], UnsetType] = UNSET,
        sector: Union[Optional[list[str]], UnsetType] = UNSET,
        partner: Union[Optional[list[str]], UnsetType] = UNSET,
        status: Union[Optional[list[str]], UnsetType] = UNSET,
        year: Union[Optional[list[str]], UnsetType] = UNSET,
        sort: Union[Optional[SearchSort], UnsetType] = UNSET,
        page: Union[Optional[int], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> Search:
        query = gql("""
            query Search($text: String!, $type: [String!], $topic: [String!], $sector: [String!], $partner: [String!], $status: [String!], $year: [String!], $sort: SearchSort, $page: Int) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              search(
                text: $text
                type: $type
                topic: $topic
                sector: $sector
                partner: $partner
                status: $status
                year: $year
                sort: $sort
                page: $page
                pageSize: 10
              ) {
                totalCount
                page
                pageSize
                relaxed
                degraded
                suggestion
                glossary {
                  term
                  definition
                  path
                }
                explainPath
                openedMark
                reference {
                  ...IspRow
                }
                items {
                  kind
                  kindLabel
                  title
                  path
                  titleParts {
                    text
                    match
                  }
                  snippetParts {
                    text
                    match
                  }
                  date
                  ownerName
                  partnerName
                  status
                  statusKind
                  reference
                  coversYou
                  inAttachment
                  pinned
                  dateWords
                  explainPath
                }
                facets {
                  name
                  label
                  values {
                    value
                    label
                    count
                    chosen
                  }
                }
              }
            }

            fragment IspRow on Isp {
              reference
              title
              status
              statusLabel
              nextReview
              nextReviewPrecision
              underReview
              isExample
              coveredCount
              partyCount
              lead {
                name
                slug
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {
            "text": text,
            "type": type_,
            "topic": topic,
            "sector": sector,
            "partner": partner,
            "status": status,
            "year": year,
            "sort": sort,
            "page": page,
        }
        response = await self.execute(
            query=query, operation_name="Search", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Search.model_validate(data)

    async def search_completions(self, prefix: str, **kwargs: Any) -> SearchCompletions:
        query = gql("""
            query SearchCompletions($prefix: String!) {
              searchCompletions(prefix: $prefix) {
                title
                path
                kind
              }
            }
            """)
        variables: dict[str, object] = {"prefix": prefix}
        response = await self.execute(
            query=query,
            operation_name="SearchCompletions",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return SearchCompletions.model_validate(data)

    async def send_out_form(self, reference: str, **kwargs: Any) -> SendOutForm:
        query = gql("""
            query SendOutForm($reference: String!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              isp(reference: $reference) {
                ...IspRow
              }
              sendingOut(reference: $reference) {
                number
                contentHash
                missing
                inForce
                asked {
                  canSign
                  names
                  mailboxes
                  partner {
                    name
                  }
                }
              }
            }

            fragment IspRow on Isp {
              reference
              title
              status
              statusLabel
              nextReview
              nextReviewPrecision
              underReview
              isExample
              coveredCount
              partyCount
              lead {
                name
                slug
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"reference": reference}
        response = await self.execute(
            query=query, operation_name="SendOutForm", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SendOutForm.model_validate(data)

    async def send_out_version(
        self, input: SendOutInput, **kwargs: Any
    ) -> SendOutVersion:
        query = gql("""
            mutation SendOutVersion($input: SendOutInput!) {
              sendOutVersion(input: $input) {
                isp {
                  reference
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="SendOutVersion", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SendOutVersion.model_validate(data)

    async def set_notice_choices(
        self, input: SetNoticeChoicesInput, **kwargs: Any
    ) -> SetNoticeChoices:
        query = gql("""
            mutation SetNoticeChoices($input: SetNoticeChoicesInput!) {
              setNoticeChoices(input: $input) {
                choices {
                  kinds {
                    key
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="SetNoticeChoices",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return SetNoticeChoices.model_validate(data)

    async def settle_paper(self, input: SettlePaperInput, **kwargs: Any) -> SettlePaper:
        query = gql("""
            mutation SettlePaper($input: SettlePaperInput!) {
              settlePaper(input: $input) {
                state
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="SettlePaper", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SettlePaper.model_validate(data)

    async def settle_report(
        self, input: SettleReportInput, **kwargs: Any
    ) -> SettleReport:
        query = gql("""
            mutation SettleReport($input: SettleReportInput!) {
              settleReport(input: $input) {
                report {
                  id
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="SettleReport", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SettleReport.model_validate(data)

    async def settle_row(self, input: SettleRowInput, **kwargs: Any) -> SettleRow:
        query = gql("""
            mutation SettleRow($input: SettleRowInput!) {
              settleRow(input: $input) {
                row
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="SettleRow", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SettleRow.model_validate(data)

    async def sign_page(
        self,
        reference: str,
        partner: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> SignPage:
        query = gql("""
            query SignPage($reference: String!, $partner: String) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              isp(reference: $reference) {
                ...IspRow
                amendments {
                  ...AmendmentText
                }
              }
              signSheet(reference: $reference, partner: $partner) {
                controller
                isJoining
                fingerprint
                short
                statement
                boxes
                notSigned
                signs
                jobTitle
                whyNot
                maySign
                mayAdvise
                mayRecord
                mayLeave
                isAdviserToo
                opened
                whoMay
                partner {
                  name
                  slug
                }
                party {
                  ...SigningPartyLine
                }
                advice {
                  text
                  adviserName
                  givenOn
                }
                people {
                  id
                  name
                }
                handed {
                  id
                  name
                  endsOn
                  reason
                }
                others {
                  slug
                  name
                }
                progress {
                  ...SigningLine
                }
                version {
                  ...AgreementText
                }
              }
            }

            fragment AgreementParty on IspParty {
              role
              roleLabel
              controllerStatus
              isEssential
              askedOn
              coveredFrom
              coveredSince
              heldBy {
                name
                slug
              }
              coveredTo
              leftOn
              conditions
              coverage
              coverageLabel
              partner {
                name
                slug
                legalController
                canSign
              }
              signedBy {
                signatoryName
                signatoryJobTitle
                signedOn
                decision
                decisionLabel
                method
                reason
              }
              bases {
                purpose
                direction
                directionLabel
                regime
                regimeLabel
                confidentiality
                confidentialityLabel
                dataOptOutApplies
                article10Authority
                policyDocumentUrl
                rationale
                checkedOn
                article6 {
                  provision
                  name
                }
                article9 {
                  provision
                  name
                }
                schedule1 {
                  provision
                  name
                }
                part3 {
                  provision
                  name
                }
                gateways {
                  slug
                  act
                  year
                  provision
                  title
                }
              }
            }

            fragment AgreementText on IspVersion {
              number
              state
              stateLabel
              whatChanged
              inForceFrom
              inForceTo
              isImported
              contentHash
              template {
                number
                clauses {
                  heading
                  text
                  isLocked
                }
              }
              coveredCount
              partyCount
              summary
              purpose
              necessity
              expectedBenefit
              dataSubjects
              retention
              security
              individualRights
              jointArrangement
              mayShare
              doNotShare
              howToShare
              dataItems {
                name
                isSpecialCategory
                isCriminalOffence
              }
              flows {
                items
                method
                format
                frequencyRequired
                frequencyActual
                requiredEvery
                lastArrivedOn
                youMayRecord
                status
                sender {
                  name
                }
                recipient {
                  name
                }
                dataset {
                  slug
                  title
                }
              }
              files {
                title
                kind
                partiesOnly
                document {
                  title
                  url
                  extension
                  fileSize
                  barriers {
                    words
                  }
                  coverUrl
                  heldBack
                }
              }
              parties {
                ...AgreementParty
              }
            }

            fragment AmendmentText on AmendmentNotice {
              number
              state
              countsFrom
              reason
              version {
                number
              }
              changes {
                section
                sectionLabel
                before
                after
              }
            }

            fragment IspRow on Isp {
              reference
              title
              status
              statusLabel
              nextReview
              nextReviewPrecision
              underReview
              isExample
              coveredCount
              partyCount
              lead {
                name
                slug
              }
            }

            fragment SigningLine on SigningProgress {
              number
              state
              stateLabel
              sentence
              sentOutOn
              cutOffOn
              replaces
              covered
              counted
              mayHandle
              isp {
                reference
                title
              }
              parties {
                ...SigningPartyLine
              }
            }

            fragment SigningPartyLine on SigningParty {
              id
              roleLabel
              isEssential
              isLead
              isJoining
              coverage
              coverageLabel
              since
              waitingDays
              hasApprover
              asked
              mailboxes
              decision
              decidedOn
              decidedBy
              decidedByJobTitle
              reason
              onPaper
              hasScan
              signatureId
              lastRemindedOn
              remindFrom
              mayRemind
              maySign
              mayRecord
              stillOn
              stillUntil
              leavesOn
              stuckSince
              partner {
                name
                slug
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"reference": reference, "partner": partner}
        response = await self.execute(
            query=query, operation_name="SignPage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SignPage.model_validate(data)

    async def sign_several(self, input: SignSeveralInput, **kwargs: Any) -> SignSeveral:
        query = gql("""
            mutation SignSeveral($input: SignSeveralInput!) {
              signSeveral(input: $input) {
                count
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="SignSeveral", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SignSeveral.model_validate(data)

    async def sign_several_form(self, **kwargs: Any) -> SignSeveralForm:
        query = gql("""
            query SignSeveralForm {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              toSign {
                partyId
                controller
                number
                fingerprint
                short
                opened
                askedOn
                isp {
                  reference
                  title
                }
                partner {
                  name
                  slug
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {}
        response = await self.execute(
            query=query, operation_name="SignSeveralForm", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SignSeveralForm.model_validate(data)

    async def sign_up_to_event(
        self, input: SignUpToEventInput, **kwargs: Any
    ) -> SignUpToEvent:
        query = gql("""
            mutation SignUpToEvent($input: SignUpToEventInput!) {
              signUpToEvent(input: $input) {
                place {
                  id
                  isWaiting
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="SignUpToEvent", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SignUpToEvent.model_validate(data)

    async def sign_version(self, input: SignInput, **kwargs: Any) -> SignVersion:
        query = gql("""
            mutation SignVersion($input: SignInput!) {
              signVersion(input: $input) {
                isp {
                  reference
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="SignVersion", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SignVersion.model_validate(data)

    async def signing_board(self, **kwargs: Any) -> SigningBoard:
        query = gql("""
            query SigningBoard {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              signingBoard {
                mineCount
                mine {
                  ...SigningPartyLine
                }
                waiting {
                  ...SigningLine
                }
                stuck {
                  id
                  kindLabel
                  text
                  targetOn
                  askedOn
                  isp {
                    reference
                    title
                  }
                  partner {
                    name
                  }
                }
                joining {
                  id
                  reason
                  askedOn
                  isp {
                    reference
                    title
                  }
                  partner {
                    name
                  }
                }
              }
              toSign {
                partyId
                controller
                number
                short
                opened
                askedOn
                isp {
                  reference
                  title
                }
                partner {
                  name
                  slug
                }
              }
            }

            fragment SigningLine on SigningProgress {
              number
              state
              stateLabel
              sentence
              sentOutOn
              cutOffOn
              replaces
              covered
              counted
              mayHandle
              isp {
                reference
                title
              }
              parties {
                ...SigningPartyLine
              }
            }

            fragment SigningPartyLine on SigningParty {
              id
              roleLabel
              isEssential
              isLead
              isJoining
              coverage
              coverageLabel
              since
              waitingDays
              hasApprover
              asked
              mailboxes
              decision
              decidedOn
              decidedBy
              decidedByJobTitle
              reason
              onPaper
              hasScan
              signatureId
              lastRemindedOn
              remindFrom
              mayRemind
              maySign
              mayRecord
              stillOn
              stillUntil
              leavesOn
              stuckSince
              partner {
                name
                slug
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {}
        response = await self.execute(
            query=query, operation_name="SigningBoard", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SigningBoard.model_validate(data)

    async def signing_page(self, reference: str, **kwargs: Any) -> SigningPage:
        query = gql("""
            query SigningPage($reference: String!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              isp(reference: $reference) {
                ...IspRow
              }
              signingProgress(reference: $reference) {
                ...SigningLine
              }
            }

            fragment IspRow on Isp {
              reference
              title
              status
              statusLabel
              nextReview
              nextReviewPrecision
              underReview
              isExample
              coveredCount
              partyCount
              lead {
                name
                slug
              }
            }

            fragment SigningLine on SigningProgress {
              number
              state
              stateLabel
              sentence
              sentOutOn
              cutOffOn
              replaces
              covered
              counted
              mayHandle
              isp {
                reference
                title
              }
              parties {
                ...SigningPartyLine
              }
            }

            fragment SigningPartyLine on SigningParty {
              id
              roleLabel
              isEssential
              isLead
              isJoining
              coverage
              coverageLabel
              since
              waitingDays
              hasApprover
              asked
              mailboxes
              decision
              decidedOn
              decidedBy
              decidedByJobTitle
              reason
              onPaper
              hasScan
              signatureId
              lastRemindedOn
              remindFrom
              mayRemind
              maySign
              mayRecord
              stillOn
              stillUntil
              leavesOn
              stuckSince
              partner {
                name
                slug
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"reference": reference}
        response = await self.execute(
            query=query, operation_name="SigningPage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SigningPage.model_validate(data)

    async def snapshot_list(
        self,
        page: Union[Optional[int], UnsetType] = UNSET,
        page_size: Union[Optional[int], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> SnapshotList:
        query = gql("""
            query SnapshotList($page: Int, $pageSize: Int) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              registerSnapshots(page: $page, pageSize: $pageSize) {
                totalCount
                page
                pageSize
                items {
                  id
                  month
                  takenAt
                  isLate
                  audience
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"page": page, "pageSize": page_size}
        response = await self.execute(
            query=query, operation_name="SnapshotList", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SnapshotList.model_validate(data)

    async def snapshot_page(self, month: str, **kwargs: Any) -> SnapshotPage:
        query = gql("""
            query SnapshotPage($month: String!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              registerSnapshot(month: $month) {
                id
                month
                takenAt
                isLate
                audience
                key {
                  keyId
                  pem
                  url
                }
                files {
                  id
                  name
                  kind
                  rows
                  sha256
                  size
                  url
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"month": month}
        response = await self.execute(
            query=query, operation_name="SnapshotPage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SnapshotPage.model_validate(data)

    async def snapshot_check(self, sha_256: str, **kwargs: Any) -> SnapshotCheck:
        query = gql("""
            query SnapshotCheck($sha256: String!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              snapshotBySha256(sha256: $sha256) {
                id
                name
                snapshot {
                  month
                  takenAt
                  audience
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"sha256": sha_256}
        response = await self.execute(
            query=query, operation_name="SnapshotCheck", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SnapshotCheck.model_validate(data)

    async def space_list(
        self,
        archived: Union[Optional[bool], UnsetType] = UNSET,
        page: Union[Optional[int], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> SpaceList:
        query = gql("""
            query SpaceList($archived: Boolean, $page: Int) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              spaces(archived: $archived, page: $page, pageSize: 50) {
                totalCount
                page
                pageSize
                items {
                  ...SpaceLine
                  peopleCount
                  endsOn
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment SpaceLine on Space {
              slug
              name
              purpose
              kind
              kindLabel
              path
              isChathamHouse
              isArchived
              youAre
              threadCount
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"archived": archived, "page": page}
        response = await self.execute(
            query=query, operation_name="SpaceList", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SpaceList.model_validate(data)

    async def sponsor_page(
        self, text: Union[Optional[str], UnsetType] = UNSET, **kwargs: Any
    ) -> SponsorPage:
        query = gql("""
            query SponsorPage($text: String) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              ourSponsors {
                id
                askedAt
                acceptedOn
                personName
                mayAccept
                mayEnd
                partner {
                  slug
                  name
                }
                sponsor {
                  slug
                  name
                }
              }
              partners(text: $text, membership: MEMBER, pageSize: 20) {
                totalCount
                items {
                  slug
                  name
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"text": text}
        response = await self.execute(
            query=query, operation_name="SponsorPage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SponsorPage.model_validate(data)

    async def name_sponsor(self, input: NameSponsorInput, **kwargs: Any) -> NameSponsor:
        query = gql("""
            mutation NameSponsor($input: NameSponsorInput!) {
              nameSponsor(input: $input) {
                sponsor {
                  id
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="NameSponsor", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return NameSponsor.model_validate(data)

    async def accept_sponsor(
        self, input: AcceptSponsorInput, **kwargs: Any
    ) -> AcceptSponsor:
        query = gql("""
            mutation AcceptSponsor($input: AcceptSponsorInput!) {
              acceptSponsor(input: $input) {
                sponsor {
                  id
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="AcceptSponsor", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return AcceptSponsor.model_validate(data)

    async def end_sponsor(self, input: EndSponsorInput, **kwargs: Any) -> EndSponsor:
        query = gql("""
            mutation EndSponsor($input: EndSponsorInput!) {
              endSponsor(input: $input) {
                id
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="EndSponsor", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return EndSponsor.model_validate(data)

    async def start_intake(self, input: StartIntakeInput, **kwargs: Any) -> StartIntake:
        query = gql("""
            mutation StartIntake($input: StartIntakeInput!) {
              startIntake(input: $input) {
                batch
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="StartIntake", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return StartIntake.model_validate(data)

    async def start_upload(self, input: StartUploadInput, **kwargs: Any) -> StartUpload:
        query = gql("""
            mutation StartUpload($input: StartUploadInput!) {
              startUpload(input: $input) {
                id
                url
                mostFiles
                mostMegabytes
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="StartUpload", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return StartUpload.model_validate(data)

    async def story_list(
        self,
        page: Union[Optional[int], UnsetType] = UNSET,
        topic: Union[Optional[str], UnsetType] = UNSET,
        **kwargs: Any,
    ) -> StoryList:
        query = gql("""
            query StoryList($page: Int, $topic: String) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              topics {
                slug
                name
              }
              successStories(page: $page, pageSize: 20, topic: $topic) {
                totalCount
                page
                pageSize
                items {
                  title
                  path
                  summary
                  period
                  partnersText
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"page": page, "topic": topic}
        response = await self.execute(
            query=query, operation_name="StoryList", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return StoryList.model_validate(data)

    async def story_page(self, path: str, **kwargs: Any) -> StoryPage:
        query = gql("""
            query StoryPage($path: String!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              successStory(path: $path) {
                title
                path
                firstPublishedAt
                summary
                period
                problem
                approach
                impact
                learning
                advice
                partnersText
                source
                quotes {
                  text
                  person
                  role
                }
                partners {
                  name
                  slug
                }
                isps {
                  ...IspLink
                }
                benefits {
                  title
                  amount
                  unit
                  confidence
                }
                body {
                  ...Body
                }
              }
            }

            fragment Body on StreamFieldInterface {
              __typename
              ... on HeadingBlock {
                text
              }
              ... on ProseBlock {
                html
              }
              ... on PictureBlock {
                alt
                decorative
                caption
                image {
                  rendition(size: WIDE) {
                    url
                    width
                    height
                  }
                }
              }
              ... on DownloadBlock {
                note
                document {
                  title
                  url
                  extension
                  fileSize
                  barriers {
                    words
                  }
                  coverUrl
                  heldBack
                }
              }
              ... on LinkCardsBlock {
                cards {
                  __typename
                  ... on LinkCardBlock {
                    title
                    text
                    url
                    page {
                      __typename
                      title
                      path
                    }
                  }
                }
              }
              ... on SpokenQuoteBlock {
                text
                person
                role
              }
              ... on CalloutBlock {
                kind
                title
                html
              }
              ... on StepsBlock {
                steps {
                  __typename
                  ... on StepBlock {
                    title
                    html
                  }
                }
              }
              ... on PlainTableBlock {
                caption
                columns
                rows {
                  __typename
                  ... on TableRowBlock {
                    cells
                  }
                }
              }
              ... on DetailsBlock {
                summary
                html
              }
            }

            fragment IspLink on Isp {
              reference
              title
              status
              statusLabel
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"path": path}
        response = await self.execute(
            query=query, operation_name="StoryPage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return StoryPage.model_validate(data)

    async def subscribe_to_briefing(
        self, input: SubscribeToBriefingInput, **kwargs: Any
    ) -> SubscribeToBriefing:
        query = gql("""
            mutation SubscribeToBriefing($input: SubscribeToBriefingInput!) {
              subscribeToBriefing(input: $input) {
                sent
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="SubscribeToBriefing",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return SubscribeToBriefing.model_validate(data)

    async def suggest_briefing_item(
        self, input: SuggestBriefingItemInput, **kwargs: Any
    ) -> SuggestBriefingItem:
        query = gql("""
            mutation SuggestBriefingItem($input: SuggestBriefingItemInput!) {
              suggestBriefingItem(input: $input) {
                id
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="SuggestBriefingItem",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return SuggestBriefingItem.model_validate(data)

    async def support_case(self, number: int, **kwargs: Any) -> SupportCase:
        query = gql("""
            query SupportCase($number: Int!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              supportCase(number: $number) {
                number
                what
                whom
                why
                state
                stateLabel
                askedAt
                targetOn
                answer
                answeredAt
                adviserName
                closedAt
                outcomeLabel
                outcomeNote
                isOwn
                canReply
                messages {
                  id
                  kind
                  kindLabel
                  authorName
                  text
                  at
                }
                followUps {
                  askedAt
                  result
                  resultLabel
                  words
                  answeredAt
                }
                drafts {
                  reference
                  title
                }
                threads {
                  number
                  title
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"number": number}
        response = await self.execute(
            query=query, operation_name="SupportCase", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return SupportCase.model_validate(data)

    async def take_back_objection(
        self, input: TakeBackObjectionInput, **kwargs: Any
    ) -> TakeBackObjection:
        query = gql("""
            mutation TakeBackObjection($input: TakeBackObjectionInput!) {
              takeBackObjection(input: $input) {
                amendment {
                  number
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="TakeBackObjection",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return TakeBackObjection.model_validate(data)

    async def take_back_signing(
        self, input: TakeBackInput, **kwargs: Any
    ) -> TakeBackSigning:
        query = gql("""
            mutation TakeBackSigning($input: TakeBackInput!) {
              takeBackSigning(input: $input) {
                id
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="TakeBackSigning", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return TakeBackSigning.model_validate(data)

    async def take_copy(self, input: TakeCopyInput, **kwargs: Any) -> TakeCopy:
        query = gql("""
            mutation TakeCopy($input: TakeCopyInput!) {
              takeCopy(input: $input) {
                on
                name
                withheldCount
                leftOut
                isps {
                  reference
                  title
                  sentence
                  notKnown
                  sections {
                    heading
                    items {
                      label
                      value
                      withheld
                    }
                  }
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="TakeCopy", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return TakeCopy.model_validate(data)

    async def copy_form(self, reference: str, **kwargs: Any) -> CopyForm:
        query = gql("""
            query CopyForm($reference: String!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              isp(reference: $reference) {
                reference
                title
                canReview
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"reference": reference}
        response = await self.execute(
            query=query, operation_name="CopyForm", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return CopyForm.model_validate(data)

    async def copy_ours_form(self, **kwargs: Any) -> CopyOursForm:
        query = gql("""
            query CopyOursForm {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              ourIsps {
                leadCount
                partner {
                  name
                  slug
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {}
        response = await self.execute(
            query=query, operation_name="CopyOursForm", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return CopyOursForm.model_validate(data)

    async def take_over_token(self, input: TokenInput, **kwargs: Any) -> TakeOverToken:
        query = gql("""
            mutation TakeOverToken($input: TokenInput!) {
              takeOverToken(input: $input) {
                token {
                  id
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="TakeOverToken", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return TakeOverToken.model_validate(data)

    async def tasks(self, **kwargs: Any) -> Tasks:
        query = gql("""
            query Tasks {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              tasks {
                ...TaskLine
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment TaskLine on Task {
              key
              kind
              title
              path
              detail
              actionLabel
              actionPath
              dueOn
              tagLabel
              tagKind
              partnerSlug
              partnerName
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {}
        response = await self.execute(
            query=query, operation_name="Tasks", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Tasks.model_validate(data)

    async def template_page(
        self, number: Union[Optional[int], UnsetType] = UNSET, **kwargs: Any
    ) -> TemplatePage:
        query = gql("""
            query TemplatePage($number: Int) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              templateEdition(number: $number) {
                number
                publishedOn
                whatChanged
                isCurrent
                clauses {
                  heading
                  section
                  sectionLabel
                  why
                  text
                  isLocked
                  lockedReason
                }
              }
              templateEditions(pageSize: 100) {
                items {
                  number
                  publishedOn
                  whatChanged
                  isCurrent
                }
              }
              questionPacks(pageSize: 100) {
                items {
                  slug
                  title
                  askerLabel
                  theme {
                    name
                  }
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"number": number}
        response = await self.execute(
            query=query, operation_name="TemplatePage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return TemplatePage.model_validate(data)

    async def thank_for_post(self, input: ThankInput, **kwargs: Any) -> ThankForPost:
        query = gql("""
            mutation ThankForPost($input: ThankInput!) {
              thankForPost(input: $input) {
                post {
                  path
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="ThankForPost", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return ThankForPost.model_validate(data)

    async def token_form(self, **kwargs: Any) -> TokenForm:
        query = gql("""
            query TokenForm {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              ourTools {
                partnerName
                scopes {
                  value
                  label
                  about
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {}
        response = await self.execute(
            query=query, operation_name="TokenForm", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return TokenForm.model_validate(data)

    async def token_list(self, **kwargs: Any) -> TokenList:
        query = gql("""
            query TokenList {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              ourTools {
                partnerName
                tokens {
                  ...TokenLine
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment TokenLine on ApiToken {
              id
              name
              purpose
              state
              stateLabel
              daysLeft
              holder
              isYours
              expiresAt
              lastUsedAt
              revokedAt
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {}
        response = await self.execute(
            query=query, operation_name="TokenList", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return TokenList.model_validate(data)

    async def token_page(self, id: str, **kwargs: Any) -> TokenPage:
        query = gql("""
            query TokenPage($id: ID!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              ourToken(id: $id) {
                ...TokenLine
                createdAt
                renewedAt
                scopes
                networks
                use {
                  day
                  calls
                  refused
                  operations {
                    name
                    count
                  }
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment TokenLine on ApiToken {
              id
              name
              purpose
              state
              stateLabel
              daysLeft
              holder
              isYours
              expiresAt
              lastUsedAt
              revokedAt
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = await self.execute(
            query=query, operation_name="TokenPage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return TokenPage.model_validate(data)

    async def trigger_page(self, id: str, **kwargs: Any) -> TriggerPage:
        query = gql("""
            query TriggerPage($id: ID!) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              reviewTrigger(id: $id) {
                ...TriggerLine
                answer
                saidByName
                saidFor {
                  name
                }
                isp {
                  ...IspLink
                  canReview
                }
              }
            }

            fragment IspLink on Isp {
              reference
              title
              status
              statusLabel
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment TriggerLine on ReviewTrigger {
              id
              kind
              kindLabel
              what
              path
              saidOn
              takenUpOn
              doneOn
              waits
              isOpen
              mayDecide
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"id": id}
        response = await self.execute(
            query=query, operation_name="TriggerPage", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return TriggerPage.model_validate(data)

    async def undo_paper(self, input: PaperInput, **kwargs: Any) -> UndoPaper:
        query = gql("""
            mutation UndoPaper($input: PaperInput!) {
              undoPaper(input: $input) {
                paper
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="UndoPaper", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return UndoPaper.model_validate(data)

    async def wishes(
        self, page: Union[Optional[int], UnsetType] = UNSET, **kwargs: Any
    ) -> Wishes:
        query = gql("""
            query Wishes($page: Int) {
              site {
                ...SiteBar
              }
              viewer {
                ...ViewerBar
              }
              wishes(page: $page, pageSize: 20) {
                totalCount
                page
                items {
                  id
                  text
                  note
                  askedAt
                  isAnswered
                }
              }
            }

            fragment SiteBar on SiteInfo {
              name
              area
              purpose
              contactEmail
              contactPhone
              contactHours
              urgentLine
              helpText
              memberCount
              publicHelpForm
              publicRegister
              publicPartnerList
              isDemo
              searchLogOrganisations
              searchLogMonths
              filesAreScanned
              logo {
                rendition(size: LOGO) {
                  url
                }
              }
            }

            fragment ViewerBar on Viewer {
              isSignedIn
              isMember
              isEditor
              lacksSecondFactor
              name
              email
              unreadNotifications
              actingFor {
                name
                slug
              }
              partners {
                slug
              }
            }
            """)
        variables: dict[str, object] = {"page": page}
        response = await self.execute(
            query=query, operation_name="Wishes", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return Wishes.model_validate(data)

    async def withdraw_amendment(
        self, input: WithdrawAmendmentInput, **kwargs: Any
    ) -> WithdrawAmendment:
        query = gql("""
            mutation WithdrawAmendment($input: WithdrawAmendmentInput!) {
              withdrawAmendment(input: $input) {
                amendment {
                  number
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="WithdrawAmendment",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return WithdrawAmendment.model_validate(data)

    async def withdraw_consultation_comment(
        self, input: WithdrawConsultationCommentInput, **kwargs: Any
    ) -> WithdrawConsultationComment:
        query = gql("""
            mutation WithdrawConsultationComment($input: WithdrawConsultationCommentInput!) {
              withdrawConsultationComment(input: $input) {
                comment {
                  id
                  isWithdrawn
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="WithdrawConsultationComment",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return WithdrawConsultationComment.model_validate(data)

    async def withdraw_event_barrier(
        self, input: WithdrawEventBarrierInput, **kwargs: Any
    ) -> WithdrawEventBarrier:
        query = gql("""
            mutation WithdrawEventBarrier($input: WithdrawEventBarrierInput!) {
              withdrawEventBarrier(input: $input) {
                id
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="WithdrawEventBarrier",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return WithdrawEventBarrier.model_validate(data)

    async def withdraw_invitation(
        self, input: InvitationInput, **kwargs: Any
    ) -> WithdrawInvitation:
        query = gql("""
            mutation WithdrawInvitation($input: InvitationInput!) {
              withdrawInvitation(input: $input) {
                id
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="WithdrawInvitation",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return WithdrawInvitation.model_validate(data)

    async def withdraw_role_offer(
        self, input: WithdrawRoleOfferInput, **kwargs: Any
    ) -> WithdrawRoleOffer:
        query = gql("""
            mutation WithdrawRoleOffer($input: WithdrawRoleOfferInput!) {
              withdrawRoleOffer(input: $input) {
                id
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query,
            operation_name="WithdrawRoleOffer",
            variables=variables,
            **kwargs,
        )
        data = self.get_data(response)
        return WithdrawRoleOffer.model_validate(data)

    async def withdraw_version(
        self, input: WithdrawInput, **kwargs: Any
    ) -> WithdrawVersion:
        query = gql("""
            mutation WithdrawVersion($input: WithdrawInput!) {
              withdrawVersion(input: $input) {
                isp {
                  reference
                }
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="WithdrawVersion", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return WithdrawVersion.model_validate(data)

    async def withdraw_wish(
        self, input: WithdrawWishInput, **kwargs: Any
    ) -> WithdrawWish:
        query = gql("""
            mutation WithdrawWish($input: WithdrawWishInput!) {
              withdrawWish(input: $input) {
                done
              }
            }
            """)
        variables: dict[str, object] = {"input": input}
        response = await self.execute(
            query=query, operation_name="WithdrawWish", variables=variables, **kwargs
        )
        data = self.get_data(response)
        return WithdrawWish.model_validate(data)
