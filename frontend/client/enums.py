from enum import Enum


class AmendmentNoticeOrder(str, Enum):
    NEWEST = "NEWEST"
    OBJECT_UNTIL = "OBJECT_UNTIL"


class AmendmentState(str, Enum):
    HELD = "HELD"
    IN_EFFECT = "IN_EFFECT"
    OPEN = "OPEN"
    OVERTAKEN = "OVERTAKEN"
    WAITING = "WAITING"
    WITHDRAWN = "WITHDRAWN"


class ApplicationState(str, Enum):
    APPROVED = "APPROVED"
    REFUSED = "REFUSED"
    UNCONFIRMED = "UNCONFIRMED"
    WITH_US = "WITH_US"


class BasisDirection(str, Enum):
    BOTH = "BOTH"
    GIVES = "GIVES"
    RECEIVES = "RECEIVES"


class BenefitOrder(str, Enum):
    TITLE = "TITLE"


class BriefingOrder(str, Enum):
    NEWEST = "NEWEST"


class CaseMessageKind(str, Enum):
    ANSWER = "ANSWER"
    NOTE = "NOTE"
    QUESTION = "QUESTION"
    REPLY = "REPLY"


class CharterSignatureMethod(str, Enum):
    PAPER = "PAPER"
    SITE = "SITE"


class CharterSignatureOrder(str, Enum):
    NEWEST = "NEWEST"
    PARTNER = "PARTNER"


class CharterVersionOrder(str, Enum):
    NEWEST = "NEWEST"


class ConfidentialityRoute(str, Enum):
    EXPLICIT = "EXPLICIT"
    IMPLIED = "IMPLIED"
    NONE = "NONE"
    PUBLIC_INTEREST = "PUBLIC_INTEREST"
    SECTION_251 = "SECTION_251"
    STATUTE = "STATUTE"


class ConsultationKind(str, Enum):
    CHARTER = "CHARTER"
    GUIDANCE = "GUIDANCE"
    PRINCIPLES = "PRINCIPLES"


class ConsultationOrder(str, Enum):
    CLOSES_LAST = "CLOSES_LAST"
    NEWEST = "NEWEST"


class ConsultationStance(str, Enum):
    ASK = "ASK"
    CHANGE = "CHANGE"
    OPPOSE = "OPPOSE"
    SUPPORT = "SUPPORT"


class ConsultationState(str, Enum):
    ANSWERED = "ANSWERED"
    CLOSED = "CLOSED"
    COMING = "COMING"
    DRAFT = "DRAFT"
    OPEN = "OPEN"
    WITHDRAWN = "WITHDRAWN"


class ControllerStatus(str, Enum):
    INDEPENDENT = "INDEPENDENT"
    JOINT = "JOINT"


class CoverageState(str, Enum):
    ASKED = "ASKED"
    COVERED = "COVERED"
    COVERED_WITH_CONDITIONS = "COVERED_WITH_CONDITIONS"
    DECLINED = "DECLINED"
    DOES_NOT_SIGN = "DOES_NOT_SIGN"
    ENDED = "ENDED"
    LEFT = "LEFT"
    NOT_ASKED = "NOT_ASKED"
    SIGNED = "SIGNED"


class DataFlowStatus(str, Enum):
    LATE = "LATE"
    NOT_STARTED = "NOT_STARTED"
    ON_TIME = "ON_TIME"
    STOPPED = "STOPPED"


class DatasetOrder(str, Enum):
    HOLDER = "HOLDER"
    TITLE = "TITLE"


class DatasetSensitivity(str, Enum):
    ANONYMOUS = "ANONYMOUS"
    OPEN = "OPEN"
    PERSONAL = "PERSONAL"
    SPECIAL = "SPECIAL"


class DatePrecision(str, Enum):
    DAY = "DAY"
    MONTH = "MONTH"
    NONE = "NONE"
    YEAR = "YEAR"


class DraftStepStatus(str, Enum):
    DONE = "DONE"
    EMPTY = "EMPTY"
    MISSING = "MISSING"
    OPTIONAL = "OPTIONAL"


class EventKind(str, Enum):
    CONFERENCE = "CONFERENCE"
    PRACTITIONERS = "PRACTITIONERS"
    WORKSHOP = "WORKSHOP"


class EventOrder(str, Enum):
    NEWEST = "NEWEST"
    STARTS = "STARTS"


class EventPlaceOrder(str, Enum):
    NEWEST = "NEWEST"
    STARTS = "STARTS"


class ExampleAgreementOrder(str, Enum):
    LEAD = "LEAD"
    TITLE = "TITLE"


class FixKind(str, Enum):
    BODY_CONTACT = "BODY_CONTACT"
    BODY_ICO = "BODY_ICO"
    NOT_COVERED = "NOT_COVERED"
    NO_CONTACT = "NO_CONTACT"
    NO_FILE = "NO_FILE"
    NO_OWNER = "NO_OWNER"
    NO_REVIEW_DATE = "NO_REVIEW_DATE"
    PARTY_ENDED = "PARTY_ENDED"
    REVIEW_DUE = "REVIEW_DUE"
    REVIEW_LATE = "REVIEW_LATE"
    ROLE_GAP = "ROLE_GAP"


class FollowUpResult(str, Enum):
    HAPPENED = "HAPPENED"
    NOT_NEEDED = "NOT_NEEDED"
    NOT_YET = "NOT_YET"
    PARTLY = "PARTLY"


class GatewayState(str, Enum):
    ENDED = "ENDED"
    IN_FORCE = "IN_FORCE"
    NOT_CONFIRMED = "NOT_CONFIRMED"
    PASSED = "PASSED"


class GuidanceAuthority(str, Enum):
    LOCAL = "LOCAL"
    NATIONAL = "NATIONAL"
    REGULATOR = "REGULATOR"


class GuidanceOrder(str, Enum):
    NEWEST = "NEWEST"
    TITLE = "TITLE"


class GuidanceSupportLevel(str, Enum):
    GUIDANCE = "GUIDANCE"
    TEMPLATE = "TEMPLATE"
    TOOLKIT = "TOOLKIT"


class HomeKind(str, Enum):
    SERVICE = "SERVICE"
    SIGNED_OUT = "SIGNED_OUT"
    SMALL_BODY = "SMALL_BODY"
    TASKS = "TASKS"


class HorizonLevel(str, Enum):
    HIGH = "HIGH"
    LOW = "LOW"
    MEDIUM = "MEDIUM"
    UNKNOWN = "UNKNOWN"


class HorizonOrder(str, Enum):
    KEY_DATE = "KEY_DATE"
    NEWEST = "NEWEST"
    TITLE = "TITLE"


class HorizonStage(str, Enum):
    CONSULTATION = "CONSULTATION"
    IN_FORCE = "IN_FORCE"
    PASSED = "PASSED"
    PROPOSED = "PROPOSED"


class ImageSize(str, Enum):
    CARD = "CARD"
    LOGO = "LOGO"
    THUMB = "THUMB"
    WIDE = "WIDE"


class IspFileKind(str, Enum):
    DPIA = "DPIA"
    OTHER = "OTHER"
    SIGNED = "SIGNED"
    TEXT = "TEXT"


class IspKind(str, Enum):
    DISCLOSURE = "DISCLOSURE"
    ISP = "ISP"
    JOINT_CONTROLLERS = "JOINT_CONTROLLERS"
    MOU = "MOU"
    OVERARCHING = "OVERARCHING"
    PROCESSING = "PROCESSING"


class IspOrder(str, Enum):
    LEAD = "LEAD"
    NEXT_REVIEW = "NEXT_REVIEW"
    NEXT_REVIEW_LATEST = "NEXT_REVIEW_LATEST"
    REFERENCE = "REFERENCE"
    TITLE = "TITLE"


class IspPartyRole(str, Enum):
    BOTH = "BOTH"
    DISCLOSER = "DISCLOSER"
    LEAD = "LEAD"
    PROCESSOR = "PROCESSOR"
    RECIPIENT = "RECIPIENT"


class IspStatus(str, Enum):
    DRAFT = "DRAFT"
    ENDED = "ENDED"
    IN_FORCE = "IN_FORCE"
    LAPSED = "LAPSED"
    NOT_STARTED = "NOT_STARTED"
    OUT_FOR_SIGNATURE = "OUT_FOR_SIGNATURE"
    PEER_REVIEW = "PEER_REVIEW"
    RETIRED = "RETIRED"
    REVIEW_DUE = "REVIEW_DUE"
    REVIEW_LATE = "REVIEW_LATE"
    SUSPENDED = "SUSPENDED"
    WITHDRAWN = "WITHDRAWN"


class IspVersionState(str, Enum):
    DRAFT = "DRAFT"
    IN_FORCE = "IN_FORCE"
    OUT_FOR_SIGNATURE = "OUT_FOR_SIGNATURE"
    PEER_REVIEW = "PEER_REVIEW"
    SUPERSEDED = "SUPERSEDED"
    WITHDRAWN = "WITHDRAWN"


class IspVisibility(str, Enum):
    MEMBERS = "MEMBERS"
    PARTIES = "PARTIES"
    PUBLIC = "PUBLIC"


class LegalConditionKind(str, Enum):
    ARTICLE_6 = "ARTICLE_6"
    ARTICLE_9 = "ARTICLE_9"
    LAW_ENFORCEMENT = "LAW_ENFORCEMENT"
    SCHEDULE_1 = "SCHEDULE_1"


class LegalGatewayOrder(str, Enum):
    ACT = "ACT"
    TITLE = "TITLE"


class LegalRegime(str, Enum):
    PART_3 = "PART_3"
    UK_GDPR = "UK_GDPR"


class ModerationKind(str, Enum):
    HIDE = "HIDE"
    LOCK = "LOCK"
    MERGE = "MERGE"
    MOVE = "MOVE"
    SHOW = "SHOW"
    UNLOCK = "UNLOCK"


class NewsOrder(str, Enum):
    NEWEST = "NEWEST"
    TITLE = "TITLE"


class NoticeFrequency(str, Enum):
    AT_ONCE = "AT_ONCE"
    DAILY = "DAILY"
    NEVER = "NEVER"
    WEEKLY = "WEEKLY"


class NotificationOrder(str, Enum):
    NEWEST = "NEWEST"


class PageAudience(str, Enum):
    MEMBERS = "MEMBERS"
    PUBLIC = "PUBLIC"


class PartnerAliasKind(str, Enum):
    ABBREVIATION = "ABBREVIATION"
    ACCEPTED_ERROR = "ACCEPTED_ERROR"
    ALIAS = "ALIAS"
    FORMER_NAME = "FORMER_NAME"


class PartnerExistence(str, Enum):
    ACTIVE = "ACTIVE"
    CLOSED = "CLOSED"
    MERGED = "MERGED"
    REPLACED = "REPLACED"
    UNKNOWN = "UNKNOWN"


class PartnerMembership(str, Enum):
    APPLIED = "APPLIED"
    CANDIDATE = "CANDIDATE"
    LEFT = "LEFT"
    MEMBER = "MEMBER"
    SUSPENDED = "SUSPENDED"


class PartnerOrder(str, Enum):
    NAME = "NAME"
    SECTOR = "SECTOR"


class PartnerRoleKind(str, Enum):
    ACCOUNTABLE_OFFICER = "ACCOUNTABLE_OFFICER"
    CALDICOTT_GUARDIAN = "CALDICOTT_GUARDIAN"
    DPO = "DPO"
    IG_LEAD = "IG_LEAD"
    ISP_APPROVER = "ISP_APPROVER"
    OPERATIONAL_LEAD = "OPERATIONAL_LEAD"
    PARTNER_LEAD = "PARTNER_LEAD"
    SIRO = "SIRO"


class PeerReviewView(str, Enum):
    COMMENTS = "COMMENTS"
    FINE = "FINE"


class PostDraftOrder(str, Enum):
    NEWEST = "NEWEST"


class PostOrder(str, Enum):
    NEWEST = "NEWEST"
    OLDEST = "OLDEST"


class PostReportOrder(str, Enum):
    NEWEST = "NEWEST"
    OLDEST = "OLDEST"


class QuestionPackAsker(str, Enum):
    IG_LEAD = "IG_LEAD"
    OPERATIONAL_LEAD = "OPERATIONAL_LEAD"
    PRACTITIONER = "PRACTITIONER"
    SIGNATORY = "SIGNATORY"
    SMALL_BODY = "SMALL_BODY"


class QuestionPackOrder(str, Enum):
    TITLE = "TITLE"


class RegisterSnapshotOrder(str, Enum):
    FIRST = "FIRST"
    LATEST = "LATEST"


class ReorganisationOrder(str, Enum):
    LATEST = "LATEST"
    NEXT = "NEXT"


class ReviewOutcome(str, Enum):
    AMENDMENT = "AMENDMENT"
    MAJOR_CHANGE = "MAJOR_CHANGE"
    MINOR_CHANGE = "MINOR_CHANGE"
    NEEDS_CHANGE = "NEEDS_CHANGE"
    RETIRE = "RETIRE"
    UNCHANGED = "UNCHANGED"


class ReviewTriggerKind(str, Enum):
    BREACH = "BREACH"
    COMPLAINT = "COMPLAINT"
    DPIA = "DPIA"
    GUIDANCE = "GUIDANCE"
    LAW = "LAW"
    PARTIES = "PARTIES"


class SavedSearchFrequency(str, Enum):
    AT_ONCE = "AT_ONCE"
    DAILY = "DAILY"
    NEVER = "NEVER"
    WEEKLY = "WEEKLY"


class SavedSearchOrder(str, Enum):
    NAME = "NAME"
    NEWEST = "NEWEST"


class SearchSort(str, Enum):
    NEWEST = "NEWEST"
    RELEVANCE = "RELEVANCE"
    TITLE = "TITLE"


class SignatureDecision(str, Enum):
    CONDITIONS = "CONDITIONS"
    DECLINED = "DECLINED"
    SIGNED = "SIGNED"


class SignatureMethod(str, Enum):
    PAPER = "PAPER"
    SITE = "SITE"


class SnapshotAudience(str, Enum):
    MEMBERS = "MEMBERS"
    PUBLIC = "PUBLIC"


class SnapshotFileKind(str, Enum):
    CSV = "CSV"
    JSON = "JSON"
    MANIFEST = "MANIFEST"
    SIGNATURE = "SIGNATURE"


class SpaceKind(str, Enum):
    CONFIDENTIAL = "CONFIDENTIAL"
    JOINABLE = "JOINABLE"
    OPEN = "OPEN"
    PRIVATE = "PRIVATE"


class SpaceOrder(str, Enum):
    NAME = "NAME"
    NEWEST = "NEWEST"


class SpacePersonAct(str, Enum):
    LET_IN = "LET_IN"
    MAKE_MEMBER = "MAKE_MEMBER"
    MAKE_OWNER = "MAKE_OWNER"
    PUT_OUT = "PUT_OUT"
    TURN_DOWN = "TURN_DOWN"


class SpaceStanding(str, Enum):
    ASKED = "ASKED"
    MEMBER = "MEMBER"
    OUT = "OUT"
    OWNER = "OWNER"


class StoryOrder(str, Enum):
    NEWEST = "NEWEST"
    TITLE = "TITLE"


class StuckKind(str, Enum):
    STUCK = "STUCK"
    WHO_SIGNS = "WHO_SIGNS"


class SuccessionWay(str, Enum):
    CARRIES_OVER = "CARRIES_OVER"
    ENDS = "ENDS"
    LEFT_OPEN = "LEFT_OPEN"
    MISSING = "MISSING"
    MOVES = "MOVES"
    SIGN_ANEW = "SIGN_ANEW"


class SupportCaseState(str, Enum):
    ANSWERED = "ANSWERED"
    CLOSED = "CLOSED"
    NEW = "NEW"
    WAITS_FOR_ASKER = "WAITS_FOR_ASKER"
    WITH_ADVISER = "WITH_ADVISER"


class TaskKind(str, Enum):
    AMENDMENT = "AMENDMENT"
    ANSWER = "ANSWER"
    ASKED = "ASKED"
    BODY_CHECK = "BODY_CHECK"
    CHANGE = "CHANGE"
    CREDIT = "CREDIT"
    DRAFT = "DRAFT"
    GIVE_VIEW = "GIVE_VIEW"
    HELP = "HELP"
    IMPORT = "IMPORT"
    JOIN = "JOIN"
    OBJECTION = "OBJECTION"
    OFFER = "OFFER"
    PAGE = "PAGE"
    PAPERS = "PAPERS"
    REPORT = "REPORT"
    REVIEW = "REVIEW"
    SIGN = "SIGN"
    STUCK = "STUCK"
    SUCCESSION = "SUCCESSION"


class TemplateEditionOrder(str, Enum):
    NUMBER = "NUMBER"


class TemplateSection(str, Enum):
    DATA_SUBJECTS = "DATA_SUBJECTS"
    DO_NOT_SHARE = "DO_NOT_SHARE"
    EXPECTED_BENEFIT = "EXPECTED_BENEFIT"
    HOW_TO_SHARE = "HOW_TO_SHARE"
    INDIVIDUAL_RIGHTS = "INDIVIDUAL_RIGHTS"
    MAY_SHARE = "MAY_SHARE"
    NECESSITY = "NECESSITY"
    PURPOSE = "PURPOSE"
    RETENTION = "RETENTION"
    SECURITY = "SECURITY"
    STANDARD = "STANDARD"
    SUMMARY = "SUMMARY"


class ThreadAct(str, Enum):
    HIDE = "HIDE"
    LOCK = "LOCK"
    MERGE = "MERGE"
    MOVE = "MOVE"
    SHOW = "SHOW"
    UNLOCK = "UNLOCK"


class ThreadKind(str, Enum):
    HELP_WANTED = "HELP_WANTED"
    ISSUE = "ISSUE"
    QUESTION = "QUESTION"
    SUCCESS = "SUCCESS"


class ThreadOrder(str, Enum):
    ACTIVITY = "ACTIVITY"
    NEWEST = "NEWEST"
    OLDEST = "OLDEST"


class ThreadsOf(str, Enum):
    FOLLOWED = "FOLLOWED"
    JOINED = "JOINED"
    STARTED = "STARTED"


class WishOrder(str, Enum):
    NEWEST = "NEWEST"
