from datetime import date
from typing import Optional

from pydantic import Field

from .base_model import BaseModel
from .enums import (
    BasisDirection,
    ConfidentialityRoute,
    ConsultationStance,
    ControllerStatus,
    FollowUpResult,
    IspKind,
    IspPartyRole,
    IspVisibility,
    LegalRegime,
    NoticeFrequency,
    PartnerRoleKind,
    PeerReviewView,
    ReviewOutcome,
    ReviewTriggerKind,
    SavedSearchFrequency,
    SignatureDecision,
    SpaceKind,
    SpacePersonAct,
    StuckKind,
    ThreadAct,
    ThreadKind,
)


class AcceptPaperInput(BaseModel):
    """What the form says. Names go by the register's rules; dates are as people write them."""

    choices: list["PartyChoiceInput"]
    ends_on: str = Field(alias="endsOn")
    existing: str
    "Such as ISP-0042, where it is one of the register."
    expected_revision: int = Field(alias="expectedRevision")
    kind: str
    "new, existing, or older (an older version of an existing one)."
    lead: str
    others: list[str]
    "Names to be added."
    paper: str
    parties: list[str]
    "Guessed ones that stay."
    reference: str
    review_on: str = Field(alias="reviewOn")
    signed_on: str = Field(alias="signedOn")
    starts_on: str = Field(alias="startsOn")
    submission_id: str = Field(alias="submissionId")
    theme: str
    title: str


class AcceptSponsorInput(BaseModel):
    id: str


class AddDraftCommentInput(BaseModel):
    quote: Optional[str] = None
    "The words it is about."
    reference: str
    step: str
    submission_id: str = Field(alias="submissionId")
    "1 to 64 characters; the same one is kept once."
    text: str
    thread: Optional[str] = None
    "The comment that this one answers."


class AddKnownByNameInput(BaseModel):
    batch: str
    titles: list[str]
    "Up to 200."


class AddToSpaceInput(BaseModel):
    as_owner: Optional[bool] = Field(alias="asOwner", default=None)
    email: str
    "Of somebody who has an account here. They are told."
    space: str


class AnswerCaseFollowUpInput(BaseModel):
    number: int
    result: FollowUpResult
    words: Optional[str] = None


class AnswerCreditInput(BaseModel):
    agree: bool
    "May be said otherwise later."
    id: str


class AnswerKeyedFollowUpInput(BaseModel):
    key: str
    "From the address in the mail."
    result: FollowUpResult
    words: Optional[str] = None


class AnswerObjectionInput(BaseModel):
    answer: str
    id: str


class AnswerRoleOffersInput(BaseModel):
    accepted: bool
    ids: list[str]
    "Of RoleOffers, all or none."


class ApplyExactRowsInput(BaseModel):
    sheet: str


class ApplyToJoinInput(BaseModel):
    charity_number: Optional[str] = Field(alias="charityNumber", default=None)
    email: str
    "A link goes there, whose button makes the application count."
    has_ig_lead: Optional[bool] = Field(alias="hasIgLead", default=None)
    hopes: str
    "What they hope that sharing makes better."
    job_title: Optional[str] = Field(alias="jobTitle", default=None)
    name: str
    "Of the person who asks."
    one_person: Optional[bool] = Field(alias="onePerson", default=None)
    "One person does it all there."
    organisation: str
    phone: Optional[str] = None
    sector: Optional[str] = None
    "The code of one of the sectors."
    submission_id: str = Field(alias="submissionId")
    "1 to 64 characters; the same one is kept once."
    wants_sponsor: Optional[bool] = Field(alias="wantsSponsor", default=None)
    worries: Optional[str] = None
    "What they hope that we help with."


class ArrivalInput(BaseModel):
    arrived_on: date = Field(alias="arrivedOn")
    "A London day, not in the future."
    flow: str


class AskForHelpInput(BaseModel):
    """Three plain questions. Do not name or describe people."""

    email: Optional[str] = None
    "Where the answer goes. As for the name."
    name: Optional[str] = None
    "Of a person who is signed in, the account's, unless given."
    organisation: Optional[str] = None
    submission_id: str = Field(alias="submissionId")
    "1 to 64 characters; the same one is recorded once."
    what: str
    "What to share, or get."
    whom: str
    "With whom. A guess is fine."
    why: str
    "What it would make better."


class AskMembersAboutCaseInput(BaseModel):
    """Your own request becomes a question that every member reads. Change the words first."""

    body: str
    checked: Optional[bool] = None
    "True: you looked for data about people after a warning."
    is_anonymous: Optional[bool] = Field(alias="isAnonymous", default=None)
    "Without your name and your organisation's. The core team knows."
    number: int
    submission_id: str = Field(alias="submissionId")
    "1 to 64 characters; the same one is posted once."
    title: str


class AskPeerReviewInput(BaseModel):
    answer_by: date = Field(alias="answerBy")
    email: Optional[str] = None
    "Of one of its people; its IG lead, unless given."
    message: Optional[str] = None
    partner: str
    "Slug of the partner that is asked."
    reference: str


class AskPeersAboutBarrierInput(BaseModel):
    checked: Optional[bool] = None
    "You looked for personal data after a warning."
    id: str
    space: Optional[str] = None
    "A slug; the open space, unless given."


class AskToEnterInput(BaseModel):
    space: str
    why: Optional[str] = None
    "Its owners read it."


class AskToJoinInput(BaseModel):
    partner: str
    "Its slug."
    reason: str
    reference: str
    submission_id: str = Field(alias="submissionId")
    "1 to 64 characters; the same one is done once."


class ChangeCardInput(BaseModel):
    """What is null stays as it is."""

    about: Optional[str] = None
    is_findable: Optional[bool] = Field(alias="isFindable", default=None)
    shows_email: Optional[bool] = Field(alias="showsEmail", default=None)
    shows_phone: Optional[bool] = Field(alias="showsPhone", default=None)
    topics: Optional[list["ShownTopicInput"]] = None
    "Of those that you know."


class ChangeOurPartInput(BaseModel):
    """Of the organisation that you act for. Nothing of it is signed, so no signature is touched."""

    no_file_held: Optional[bool] = Field(alias="noFileHeld", default=None)
    "True: somebody has looked, and no file is held. Left alone if absent."
    owner_id: Optional[str] = Field(alias="ownerId", default=None)
    "Who looks after it here, of OurIsps.possibleOwners; null for nobody."
    reference: str
    "Such as ISP-0042."
    service_area: str = Field(alias="serviceArea")
    "At most 80 characters; may be empty."


class ChangeRoleInput(BaseModel):
    """All of them are written as they are sent."""

    deputy_id: Optional[str] = Field(alias="deputyId", default=None)
    "None: nobody stands in."
    ends_on: Optional[date] = Field(alias="endsOn", default=None)
    "The last day. None: until it is ended."
    id: str
    is_public: bool = Field(alias="isPublic")
    service_area: str = Field(alias="serviceArea")


class ChangeSavedQueryInput(BaseModel):
    """It keeps its address. Who reads it gets everything anew."""

    columns: Optional[list[str]] = None
    filters: Optional[list["QueryFilterInput"]] = None
    id: str
    list_: Optional[str] = Field(alias="list", default=None)
    "Of `ourTools.lists`."
    name: str
    text: Optional[str] = None
    "A query of one list with totalCount, items and an id, without variables."


class ChangeSavedSearchInput(BaseModel):
    frequency: Optional[SavedSearchFrequency] = None
    id: str
    name: Optional[str] = None
    paused: Optional[bool] = None
    "Resumed, it begins anew with what it finds then."


class ChangeShownInput(BaseModel):
    """What is not given stays as it is."""

    email: Optional[bool] = None
    in_public: Optional[bool] = Field(alias="inPublic", default=None)
    phone: Optional[bool] = None


class ChangeSpaceInput(BaseModel):
    ends_on: Optional[date] = Field(alias="endsOn", default=None)
    is_chatham_house: Optional[bool] = Field(alias="isChathamHouse", default=None)
    name: Optional[str] = None
    no_end: Optional[bool] = Field(alias="noEnd", default=None)
    "It has no last day."
    purpose: Optional[str] = None
    space: str


class ChasePartyInput(BaseModel):
    party_id: str = Field(alias="partyId")


class ChooseIspOwnerInput(BaseModel):
    expected_revision: int = Field(alias="expectedRevision")
    owner: str
    "The id of one of `ownersToChoose.people`."
    reference: str


class ChooseTopicsInput(BaseModel):
    follows: Optional[list[str]] = None
    "Slugs: all that you follow."
    how_often: Optional[list["NoticeChoiceInput"]] = Field(
        alias="howOften", default=None
    )
    "Of the kinds of `myTopics`."
    knows: Optional[list[str]] = None
    "Slugs: all that you know. Null: as before."


class CommentOnConsultationInput(BaseModel):
    body: str
    checked: Optional[bool] = None
    "You looked for personal data after a warning."
    paragraph: Optional[int] = None
    "The paragraph's number; null for the whole."
    slug: str
    stance: ConsultationStance
    submission_id: str = Field(alias="submissionId")
    "1 to 64 characters; the same one is kept once."


class ConfirmApplicationInput(BaseModel):
    key: str
    "From the address in the mail."


class ConfirmBodiesInput(BaseModel):
    bodies: list["SeenBodyInput"]
    "At most 20, all or none."


class ConfirmBodyInput(BaseModel):
    fingerprint: str
    "As BodyCheck gave it."
    partner: str
    "A slug."
    wrong: Optional[list[str]] = None
    "Kinds of parts that are not right."


class ConfirmColumnsInput(BaseModel):
    columns: list["SheetColumnInput"]
    sheet: str


class ConfirmContactsInput(BaseModel):
    ids: list[str]
    "All of the organisation."
    partner: str
    "The slug of an organisation whose contacts you keep."


class CorrectSignatureInput(BaseModel):
    decision: SignatureDecision
    reason: Optional[str] = None
    signatory_job_title: str = Field(alias="signatoryJobTitle")
    signatory_name: str = Field(alias="signatoryName")
    signature_id: str = Field(alias="signatureId")
    signed_on: date = Field(alias="signedOn")
    why: str
    "What was wrong. The old record stays, void, with it."


class DecideReviewTriggerInput(BaseModel):
    answer: Optional[str] = None
    "Needed where it is set aside. Goes to who reported it."
    id: str
    take_up: bool = Field(alias="takeUp")
    "The review comes forward; otherwise it is set aside."


class DeleteSavedSearchInput(BaseModel):
    id: str


class DiscardReviewAnswersInput(BaseModel):
    reference: str


class DraftPartyInput(BaseModel):
    expected_revision: str = Field(alias="expectedRevision")
    "The revision of the party's law."
    partner: str
    "Slug of a party."
    reference: str


class DropPostDraftInput(BaseModel):
    place: str


class EditPostInput(BaseModel):
    body: str
    checked: Optional[bool] = None
    "You were warned of personal data, looked again, and found none (`personalData` of the error)."
    forget_before: Optional[bool] = Field(alias="forgetBefore", default=None)
    "What it said before cannot be read any more: it said too much."
    post: str
    title: Optional[str] = None
    "Of the thread, with its opening post."
    topics: Optional[list[str]] = None
    "Slugs, with its opening post."


class EndInput(BaseModel):
    id: str
    last_day: Optional[date] = Field(alias="lastDay", default=None)
    "It runs up to and including this day. None: it ends at once."


class EndSavedQueryInput(BaseModel):
    id: str


class EndSpaceInput(BaseModel):
    because: Optional[str] = None
    "Why it ends; everybody who reads it sees this."
    reopen: Optional[bool] = None
    "True: it goes on after all."
    space: str


class EndSponsorInput(BaseModel):
    id: str
    why: Optional[str] = None


class FinishReviewInput(BaseModel):
    expected_revision: int = Field(alias="expectedRevision")
    "The revision that the check page showed."
    reference: str
    submission_id: str = Field(alias="submissionId")
    "1 to 64 characters; the same one is done once."


class FollowInput(BaseModel):
    follow: bool
    thread: int


class GivePeerViewInput(BaseModel):
    id: str
    note: Optional[str] = None
    view: PeerReviewView


class GiveRoleInput(BaseModel):
    deputy_id: Optional[str] = Field(alias="deputyId", default=None)
    "One of its people, who holds the role too."
    ends_on: Optional[date] = Field(alias="endsOn", default=None)
    "The last day. None: until it is ended."
    is_public: Optional[bool] = Field(alias="isPublic", default=None)
    "The public directory may name who holds it, where they agree."
    partner: str
    "The slug of an organisation whose people you manage."
    role: PartnerRoleKind
    service_area: Optional[str] = Field(alias="serviceArea", default=None)
    "Of an operational lead, such as Housing; at most 80 characters."
    starts_on: Optional[date] = Field(alias="startsOn", default=None)
    "Today, unless given."
    user_id: str = Field(alias="userId")
    "One of its people."


class GiveUpEventPlaceInput(BaseModel):
    event_id: str = Field(alias="eventId")


class HandOnInput(BaseModel):
    ends_on: date = Field(alias="endsOn")
    "The last day."
    party_id: str = Field(alias="partyId")
    reason: str
    to: str
    "One of the sheet's `people`."


class InvitationInput(BaseModel):
    id: str


class InvitePersonInput(BaseModel):
    email: str
    job_title: Optional[str] = Field(alias="jobTitle", default=None)
    name: Optional[str] = None
    partner: str
    "The slug of an organisation whose people you manage."
    role: Optional[PartnerRoleKind] = None
    "None for a plain member."


class InviteToJoinInput(BaseModel):
    like_party_id: str = Field(alias="likePartyId")
    "The party whose law fits this body too."
    partner: str
    "Its slug."
    reference: str
    role: IspPartyRole
    submission_id: str = Field(alias="submissionId")
    "1 to 64 characters; the same one is done once."


class LeaveAgreementInput(BaseModel):
    leaves_on: date = Field(alias="leavesOn")
    "The first day without it."
    party_id: str = Field(alias="partyId")
    reason: str
    "The other partners read it."


class MakeCalendarAddressInput(BaseModel):
    label: Optional[str] = None
    "So that you know it again: Outlook at work, for example."


class MakeSavedQueryInput(BaseModel):
    """For the organisation that you act for."""

    columns: Optional[list[str]] = None
    filters: Optional[list["QueryFilterInput"]] = None
    list_: Optional[str] = Field(alias="list", default=None)
    "Of `ourTools.lists`."
    name: str
    submission_id: str = Field(alias="submissionId")
    "1 to 64 characters; the same one is made once."
    text: Optional[str] = None
    "A query of one list with totalCount, items and an id, without variables."


class MakeSpaceInput(BaseModel):
    ends_on: Optional[date] = Field(alias="endsOn", default=None)
    "Its last day."
    is_chatham_house: Optional[bool] = Field(alias="isChathamHouse", default=None)
    kind: SpaceKind
    name: str
    owners: Optional[list[str]] = None
    "E-mail addresses. Private: one at least. Confidential: two."
    purpose: str


class MakeTokenInput(BaseModel):
    """For the organisation that you act for. You look after it."""

    days: int
    "1 to 365."
    name: str
    "What uses it, such as Power BI of our performance team."
    networks: Optional[list[str]] = None
    "CIDR, such as 192.0.2.0/24."
    purpose: Optional[str] = None
    scopes: list[str]
    submission_id: str = Field(alias="submissionId")
    "1 to 64 characters; the same one is made once."


class MakeWishInput(BaseModel):
    """What you looked for. Do not name or describe people: such a text is refused."""

    note: Optional[str] = None
    "What it would help you to do, at most 1,000 characters."
    submission_id: str = Field(alias="submissionId")
    "1 to 64 characters; the same one is kept once."
    tell_me: Optional[bool] = Field(alias="tellMe", default=None)
    "Keep who I am, and tell me once when there is something."
    text: str
    "What you looked for, at most 200 characters."


class MarkAnswerInput(BaseModel):
    post: Optional[str] = None
    "The reply that answers it; none: it is not answered after all."
    thread: int


class MarkNotificationsReadInput(BaseModel):
    ids: list[str]


class MarkSavedSearchSeenInput(BaseModel):
    id: str
    up_to: Optional[str] = Field(alias="upTo", default=None)
    "The id of the newest find that you were shown; all, unless given."


class ModeratePostInput(BaseModel):
    hide: bool
    "False: it can be read again."
    post: str
    reason: str
    "The author is told."


class ModerateThreadInput(BaseModel):
    act: ThreadAct
    into: Optional[int] = None
    "Number of the thread that it is put together with."
    reason: str
    "The author is told."
    space: Optional[str] = None
    "Slug of the space to move it to."
    thread: int


class NameSponsorInput(BaseModel):
    partner: str
    "The slug of the body that asks."
    sponsor: str
    "The slug of the member that is asked."


class NoteAdviceInput(BaseModel):
    adviser_name: Optional[str] = Field(alias="adviserName", default=None)
    "Who advised, where that is not you."
    party_id: str = Field(alias="partyId")
    text: str


class NoteOpenedInput(BaseModel):
    mark: str
    "SearchResults.openedMark."
    position: int
    "Of the opened item among `items`, from 1."


class NoticeChoiceInput(BaseModel):
    frequency: NoticeFrequency
    kind: str


class ObjectToAmendmentInput(BaseModel):
    number: int
    partner: str
    "The slug of the party that objects. It objects once."
    reason: str
    reference: str


class OfPostInput(BaseModel):
    post: str


class OfSpaceInput(BaseModel):
    space: str
    "Its slug."


class OfferRoleInput(BaseModel):
    ends_on: Optional[date] = Field(alias="endsOn", default=None)
    note: Optional[str] = None
    "What they should know; at most 300 characters."
    partners: list[str]
    "Slugs or names, at most 200"
    role: PartnerRoleKind
    service_area: Optional[str] = Field(alias="serviceArea", default=None)
    submission_id: str = Field(alias="submissionId")
    "1 to 64 characters; the same one is kept once."


class OpenReviewTriggerInput(BaseModel):
    """Do not name or describe people whose information is shared."""

    kind: ReviewTriggerKind
    "Not GUIDANCE: that follows from the pages."
    reference: str
    submission_id: str = Field(alias="submissionId")
    what: str


class OpenToSignInput(BaseModel):
    content_hash: str = Field(alias="contentHash")
    "The fingerprint of the text that was shown."
    party_id: str = Field(alias="partyId")


class PaperInput(BaseModel):
    paper: str


class PaperRowInput(BaseModel):
    decision: SignatureDecision
    party_id: str = Field(alias="partyId")
    reason: Optional[str] = None
    signatory_job_title: str = Field(alias="signatoryJobTitle")
    signatory_name: str = Field(alias="signatoryName")
    signed_on: Optional[date] = Field(alias="signedOn", default=None)


class ParkTopicInput(BaseModel):
    name: str
    purpose: str
    reason: str
    "Those who began the threads are told."
    space: str
    topic: str
    "Slug: what is about it moves to the new space."


class PartyChoiceInput(BaseModel):
    guess: str
    partner: str
    "A slug, or none: it is not in the register."


class PostDraftValueInput(BaseModel):
    name: str
    value: str


class PostThreadInput(BaseModel):
    body: str
    "Plain text."
    checked: Optional[bool] = None
    "You were warned of personal data, looked again, and found none (`personalData` of the error)."
    follow: Optional[bool] = None
    "Hear of replies. Yes, unless given."
    is_anonymous: Optional[bool] = Field(alias="isAnonymous", default=None)
    "Peers see no name; the core team does."
    kind: ThreadKind
    space: Optional[str] = None
    "Slug. The open one for everything, unless given."
    submission_id: str = Field(alias="submissionId")
    "1 to 64 characters; the same one is kept once."
    title: str
    topics: Optional[list[str]] = None
    "Slugs, five at most."


class ProposeSuccessionInput(BaseModel):
    isp: Optional[str] = None
    "Such as ISP-0042; without it you speak of the plan."
    number: int
    partner: str
    "Slug of the body that you speak for."
    submission_id: str = Field(alias="submissionId")
    "1 to 64 characters; the same one is recorded once."
    target: Optional[str] = None
    "Value of a follower."
    text: Optional[str] = None


class QueryFilterInput(BaseModel):
    name: str
    value: str
    "true or false for a filter that is a choice; else words."


class RecordArrivalsInput(BaseModel):
    arrivals: list["ArrivalInput"]
    reference: str
    "Such as ISP-0042."


class RecordCharterPaperInput(BaseModel):
    number: int
    partner: str
    "The slug of the body."
    signatory_job_title: Optional[str] = Field(alias="signatoryJobTitle", default=None)
    signatory_name: str = Field(alias="signatoryName")
    signed_on: date = Field(alias="signedOn")


class RecordPageReviewInput(BaseModel):
    next_review: Optional[date] = Field(alias="nextReview", default=None)
    "With UNCHANGED: within three years; else a year from today."
    notes: Optional[str] = None
    outcome: ReviewOutcome
    "UNCHANGED, NEEDS_CHANGE or RETIRE."
    path: str
    submission_id: str = Field(alias="submissionId")


class RecordPaperInput(BaseModel):
    number: int
    "Of the version."
    reference: str
    rows: list["PaperRowInput"]


class RecordReviewInput(BaseModel):
    expected_revision: int = Field(alias="expectedRevision")
    "The revision that the form showed."
    next_review: Optional[date] = Field(alias="nextReview", default=None)
    "With UNCHANGED: within three years; else one review cycle from today."
    notes: Optional[str] = None
    "Needed with NEEDS_CHANGE."
    outcome: ReviewOutcome
    "UNCHANGED or NEEDS_CHANGE."
    reference: str
    "Such as ISP-0042."
    submission_id: str = Field(alias="submissionId")
    "1 to 64 characters; the same one is recorded once."


class RefuseToJoinInput(BaseModel):
    because: str
    id: str


class RemoveContactInput(BaseModel):
    id: str


class RemoveDraftBasisInput(BaseModel):
    expected_revision: str = Field(alias="expectedRevision")
    "The revision of the party's law."
    id: str
    partner: str
    "Slug of a party."
    reference: str


class RemoveDraftRowInput(BaseModel):
    expected_revision: str = Field(alias="expectedRevision")
    "The revision of the step that the form showed."
    id: str
    reference: str
    step: str
    "partners, information, flows or contacts."


class RemovePostFileInput(BaseModel):
    id: str
    "Of the PostFile."


class RenewTokenInput(BaseModel):
    days: Optional[int] = None
    "1 to 365; a year unless given."
    id: str


class ReplyInput(BaseModel):
    body: str
    checked: Optional[bool] = None
    "You were warned of personal data, looked again, and found none (`personalData` of the error)."
    follow: Optional[bool] = None
    "Hear of more replies. As before, unless given."
    is_anonymous: Optional[bool] = Field(alias="isAnonymous", default=None)
    "As your last post in this thread, unless given."
    submission_id: str = Field(alias="submissionId")
    "1 to 64 characters; the same one is kept once."
    thread: int
    "Its number."


class ReplyToCaseInput(BaseModel):
    """A word about your own request, or one of your organisation's if you are its IG lead."""

    number: int
    submission_id: str = Field(alias="submissionId")
    "1 to 64 characters; the same one is kept once."
    text: str
    "At most 10,000 characters. Do not name or describe people."


class ReplyToKeyedCaseInput(BaseModel):
    key: str
    "From the address in the mail."
    submission_id: str = Field(alias="submissionId")
    "1 to 64 characters; the same one is kept once."
    text: str


class ReportPostInput(BaseModel):
    post: str
    reason: str


class ResolveDraftCommentInput(BaseModel):
    id: str
    "Of the first comment of a thread."
    resolved: bool
    "False opens it again."


class ReviewValueInput(BaseModel):
    """One field of a page, by its name."""

    name: str
    value: str


class RevokeCalendarAddressInput(BaseModel):
    id: str


class SaveContactInput(BaseModel):
    email: str
    id: Optional[str] = None
    "The contact to change; none for a new one."
    job_title: Optional[str] = Field(alias="jobTitle", default=None)
    name: Optional[str] = None
    partner: str
    "The slug of an organisation whose contacts you keep."
    phone: Optional[str] = None


class SaveDraftBasisInput(BaseModel):
    """One or more answers about one legal basis. What is left out stays as it is; an empty code means none."""

    article_10_authority: Optional[str] = Field(
        alias="article10Authority", default=None
    )
    article_6: Optional[str] = Field(alias="article6", default=None)
    "Code of a condition, as `legalConditions` lists them."
    article_9: Optional[str] = Field(alias="article9", default=None)
    confidentiality: Optional[ConfidentialityRoute] = None
    data_opt_out_applies: Optional[bool] = Field(
        alias="dataOptOutApplies", default=None
    )
    direction: Optional[BasisDirection] = None
    expected_revision: str = Field(alias="expectedRevision")
    "The revision of the party's law."
    gateways: Optional[list[str]] = None
    "Slugs."
    id: Optional[str] = None
    "Of the basis; unless given, a new one is begun."
    override_reason: Optional[str] = Field(alias="overrideReason", default=None)
    "Why a public authority relies on 6(1)(f) or (ea) outside its own tasks; kept with your name."
    part_3: Optional[str] = Field(alias="part3", default=None)
    partner: str
    "Slug of a party."
    policy_document_url: Optional[str] = Field(alias="policyDocumentUrl", default=None)
    purpose: Optional[str] = None
    rationale: Optional[str] = None
    reference: str
    regime: Optional[LegalRegime] = None
    schedule_1: Optional[str] = Field(alias="schedule1", default=None)


class SaveDraftContactInput(BaseModel):
    email: Optional[str] = None
    expected_revision: str = Field(alias="expectedRevision")
    "The revision of the step that the form showed."
    id: Optional[str] = None
    "Of the one to change."
    is_urgent: Optional[bool] = Field(alias="isUrgent", default=None)
    partner: Optional[str] = None
    "Slug."
    phone: Optional[str] = None
    reference: str
    role: str
    "A role, because people move."


class SaveDraftFlowInput(BaseModel):
    expected_revision: str = Field(alias="expectedRevision")
    "The revision of the step that the form showed."
    format: Optional[str] = None
    frequency: str
    "In words."
    id: Optional[str] = None
    "Of the one to change."
    items: str
    method: str
    recipient: str
    "Slug of a party."
    reference: str
    required_every: Optional[str] = Field(alias="requiredEvery", default=None)
    "day, week, month, quarter or year; empty: no fixed time."
    sender: str
    "Slug of a party."


class SaveDraftItemInput(BaseModel):
    expected_revision: str = Field(alias="expectedRevision")
    "The revision of the step that the form showed."
    id: Optional[str] = None
    "Of the one to change."
    is_criminal_offence: bool = Field(alias="isCriminalOffence")
    is_special_category: bool = Field(alias="isSpecialCategory")
    name: str
    reference: str


class SaveDraftPartyInput(BaseModel):
    article_28_contract_url: Optional[str] = Field(
        alias="article28ContractUrl", default=None
    )
    "Needed of a processor."
    controller_status: Optional[ControllerStatus] = Field(
        alias="controllerStatus", default=None
    )
    expected_revision: str = Field(alias="expectedRevision")
    "The revision of the step that the form showed."
    is_essential: Optional[bool] = Field(alias="isEssential", default=None)
    partner: str
    "Slug. One that takes part already is changed."
    reference: str
    role: IspPartyRole
    service_area: Optional[str] = Field(alias="serviceArea", default=None)


class SaveDraftReviewInput(BaseModel):
    cycle_months: int = Field(alias="cycleMonths")
    expected_revision: str = Field(alias="expectedRevision")
    "The revision of the step that the form showed."
    next_review: Optional[date] = Field(alias="nextReview", default=None)
    "The first review; unless given, one cycle after it is in force."
    reference: str


class SaveDraftTextInput(BaseModel):
    expected_revision: str = Field(alias="expectedRevision")
    "The revision of the step that the form showed."
    reference: str
    step: str
    "The key of a step that is one text."
    text: str


class SaveDraftTitleInput(BaseModel):
    expected_revision: str = Field(alias="expectedRevision")
    "The revision of the step that the form showed."
    kind: IspKind
    reference: str
    theme: Optional[str] = None
    "A theme's slug."
    title: str


class SaveDraftVisibilityInput(BaseModel):
    expected_revision: str = Field(alias="expectedRevision")
    "The revision of the step that the form showed."
    reference: str
    visibility: IspVisibility


class SavePostDraftInput(BaseModel):
    """What somebody has begun to write. It is theirs alone, and nobody is told."""

    place: str
    "“new”, or “thread:” and the number."
    values: list["PostDraftValueInput"]


class SaveReviewAnswersInput(BaseModel):
    later: Optional[bool] = None
    "Keep what was typed, even half an answer."
    reference: str
    step: str
    "A question's key, words, contacts-change, next or retire."
    submission_id: str = Field(alias="submissionId")
    "Of the whole review; kept from its first page on."
    values: list["ReviewValueInput"]


class SaveSearchInput(BaseModel):
    """A search as `search` takes it. What it finds now is its beginning; you hear of what comes after."""

    frequency: SavedSearchFrequency
    "How often e-mail comes. The site always tells."
    name: Optional[str] = None
    "The words, unless given."
    partner: Optional[list[str]] = None
    "Slugs of partners."
    sector: Optional[list[str]] = None
    "Codes of sectors."
    status: Optional[list[str]] = None
    "Values of the facet."
    submission_id: str = Field(alias="submissionId")
    "1 to 64 characters; the same one is kept once."
    text: str
    "May be empty where there is a filter."
    topic: Optional[list[str]] = None
    "Slugs of topics."
    type_: Optional[list[str]] = Field(alias="type", default=None)
    "Kinds of things, such as isp and guidance."
    year: Optional[list[str]] = None
    "Such as 2026."


class SayEventBarrierInput(BaseModel):
    checked: Optional[bool] = None
    "You looked for personal data after a warning."
    detail: Optional[str] = None
    event_id: str = Field(alias="eventId")
    submission_id: str = Field(alias="submissionId")
    "1 to 64 characters; the same one counts once."
    title: str
    "In one line, of 160 characters at most."


class SayStuckInput(BaseModel):
    kind: StuckKind
    party_id: str = Field(alias="partyId")
    submission_id: str = Field(alias="submissionId")
    "1 to 64 characters; the same one is done once."
    target_on: date = Field(alias="targetOn")
    "The day by which you need it."
    text: str


class SeenBodyInput(BaseModel):
    fingerprint: str
    "As BodyCheck gave it."
    partner: str
    "A slug."


class SendOutInput(BaseModel):
    content_hash: str = Field(alias="contentHash")
    "Of the draft that you were shown."
    cut_off_on: Optional[date] = Field(alias="cutOffOn", default=None)
    "The last day of the version in force, for who has not signed this one."
    reference: str


class SetNoticeChoicesInput(BaseModel):
    choices: list["NoticeChoiceInput"]
    "The others stay."


class SettlePaperInput(BaseModel):
    answer: str
    "left, not_one, duplicate or asked."
    expected_revision: int = Field(alias="expectedRevision")
    note: Optional[str] = None
    "With asked: the question."
    paper: str
    same_as: Optional[str] = Field(alias="sameAs", default=None)
    "With duplicate: the other paper."


class SettleReportInput(BaseModel):
    id: str
    outcome: str
    "Who reported it is told."


class SettleRowInput(BaseModel):
    answer: str
    "paper (with its key), no_file, or left_out."
    paper: Optional[str] = None
    row: str


class SheetColumnInput(BaseModel):
    column: str
    field: str


class ShownTopicInput(BaseModel):
    is_listed: bool = Field(alias="isListed")
    note: str
    "What you can help with; may be empty."
    slug: str


class SignCharterInput(BaseModel):
    confirmed: bool
    "You have read it, and may commit the body."
    number: int
    "Of the version that you have read: the present one."
    partner: str
    "The slug of the body."


class SignInput(BaseModel):
    confirmed: bool
    "You ticked every box of the sheet."
    content_hash: str = Field(alias="contentHash")
    "Of the text that you read. Another one is refused."
    decision: SignatureDecision
    party_id: str = Field(alias="partyId")
    reason: Optional[str] = None
    "Your conditions, or why you decline."
    submission_id: str = Field(alias="submissionId")
    "1 to 64 characters; the same one is done once."


class SignSeveralInput(BaseModel):
    confirmed: bool
    items: list["OpenToSignInput"]
    "Ticked one by one."
    submission_id: str = Field(alias="submissionId")
    "1 to 64 characters; the same one is done once."


class SignUpToEventInput(BaseModel):
    event_id: str = Field(alias="eventId")
    needs: Optional[str] = None
    "What you need to take part, such as a hearing loop. The core team reads it."
    submission_id: str = Field(alias="submissionId")
    "1 to 64 characters; the same one counts once."


class SpacePersonInput(BaseModel):
    act: SpacePersonAct
    id: str
    "Of the SpacePerson."
    reason: Optional[str] = None
    "Needed to turn somebody down or put them out; they are told."


class StartDraftInput(BaseModel):
    case_number: Optional[int] = Field(alias="caseNumber", default=None)
    "A request for help whose words stand at the start."
    partner: str
    "Slug of the partner that leads it."
    submission_id: str = Field(alias="submissionId")
    "1 to 64 characters; the same one begins one draft."
    title: str


class StartIntakeInput(BaseModel):
    name: str
    "Empty: the day."
    partner: str
    "Its slug; empty for the core team's own."
    submission_id: str = Field(alias="submissionId")


class StartNextVersionInput(BaseModel):
    reference: str


class StartUploadInput(BaseModel):
    purpose: str
    "What the files are for, such as intake.files."
    target: str
    "Which one of its kind, in the purpose's own words."


class StopPeerReviewInput(BaseModel):
    id: str


class SubscribeToBriefingInput(BaseModel):
    email: str


class SuggestBriefingItemInput(BaseModel):
    link: Optional[str] = None
    "A path of the members' frontend, or an https address."
    submission_id: str = Field(alias="submissionId")
    "1 to 64 characters; the same one is kept once."
    title: str
    why: str
    "Why others should hear of it."


class TakeBackInput(BaseModel):
    id: str


class TakeBackObjectionInput(BaseModel):
    id: str


class TakeCopyInput(BaseModel):
    """One agreement or all of a partner, as on a day. What is withheld is left out here and marked."""

    on: date
    "Not in the future."
    partner: Optional[str] = None
    "A partner's slug, where no reference is given."
    reference: Optional[str] = None
    "Such as ISP-0042."
    with_security: Optional[bool] = Field(alias="withSecurity", default=None)
    "Leave in how it is kept safe and how it is sent."
    with_signatories: Optional[bool] = Field(alias="withSignatories", default=None)
    "Leave in the names of those who signed."


class ThankInput(BaseModel):
    post: str
    thanks: bool
    "False takes it back."


class TokenInput(BaseModel):
    id: str


class WithdrawAmendmentInput(BaseModel):
    number: int
    reason: str
    reference: str


class WithdrawCharterSignatureInput(BaseModel):
    id: str
    why: str


class WithdrawConsultationCommentInput(BaseModel):
    id: str


class WithdrawEventBarrierInput(BaseModel):
    id: str


class WithdrawInput(BaseModel):
    reason: str
    "What must change. The parties read it."
    reference: str


class WithdrawRoleOfferInput(BaseModel):
    id: str


class WithdrawWishInput(BaseModel):
    id: str


AcceptPaperInput.model_rebuild()
ChangeCardInput.model_rebuild()
ChangeSavedQueryInput.model_rebuild()
ChooseTopicsInput.model_rebuild()
ConfirmBodiesInput.model_rebuild()
ConfirmColumnsInput.model_rebuild()
MakeSavedQueryInput.model_rebuild()
RecordArrivalsInput.model_rebuild()
RecordPaperInput.model_rebuild()
SavePostDraftInput.model_rebuild()
SaveReviewAnswersInput.model_rebuild()
SetNoticeChoicesInput.model_rebuild()
SignSeveralInput.model_rebuild()
