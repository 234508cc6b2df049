from enum import Enum


class EventKind(str, Enum):
    CONFERENCE = "CONFERENCE"
    PRACTITIONERS = "PRACTITIONERS"
    WORKSHOP = "WORKSHOP"


class EventOrder(str, Enum):
    NEWEST = "NEWEST"
    STARTS = "STARTS"


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


class NewsOrder(str, Enum):
    NEWEST = "NEWEST"
    TITLE = "TITLE"


class PageAudience(str, Enum):
    MEMBERS = "MEMBERS"
    PUBLIC = "PUBLIC"


class PartnerRoleKind(str, Enum):
    ACCOUNTABLE_OFFICER = "ACCOUNTABLE_OFFICER"
    CALDICOTT_GUARDIAN = "CALDICOTT_GUARDIAN"
    DPO = "DPO"
    IG_LEAD = "IG_LEAD"
    ISP_APPROVER = "ISP_APPROVER"
    OPERATIONAL_LEAD = "OPERATIONAL_LEAD"
    PARTNER_LEAD = "PARTNER_LEAD"
    SIRO = "SIRO"


class StoryOrder(str, Enum):
    NEWEST = "NEWEST"
    TITLE = "TITLE"


class PartnerOrder(str, Enum):
    NAME = "NAME"
    SECTOR = "SECTOR"


class IspOrder(str, Enum):
    REFERENCE = "REFERENCE"
    TITLE = "TITLE"
    NEXT_REVIEW = "NEXT_REVIEW"
    NEXT_REVIEW_LATEST = "NEXT_REVIEW_LATEST"
    LEAD = "LEAD"


class PartnerMembership(str, Enum):
    CANDIDATE = "CANDIDATE"
    APPLIED = "APPLIED"
    MEMBER = "MEMBER"
    SUSPENDED = "SUSPENDED"
    LEFT = "LEFT"


class PartnerExistence(str, Enum):
    ACTIVE = "ACTIVE"
    MERGED = "MERGED"
    REPLACED = "REPLACED"
    CLOSED = "CLOSED"
    UNKNOWN = "UNKNOWN"


class IspStatus(str, Enum):
    DRAFT = "DRAFT"
    PEER_REVIEW = "PEER_REVIEW"
    OUT_FOR_SIGNATURE = "OUT_FOR_SIGNATURE"
    IN_FORCE = "IN_FORCE"
    REVIEW_DUE = "REVIEW_DUE"
    REVIEW_LATE = "REVIEW_LATE"
    LAPSED = "LAPSED"
    SUSPENDED = "SUSPENDED"
    RETIRED = "RETIRED"
    ENDED = "ENDED"
    WITHDRAWN = "WITHDRAWN"


class SearchSort(str, Enum):
    RELEVANCE = "RELEVANCE"
    NEWEST = "NEWEST"


class HomeKind(str, Enum):
    SIGNED_OUT = "SIGNED_OUT"
    TASKS = "TASKS"
    SERVICE = "SERVICE"
    SMALL_BODY = "SMALL_BODY"


class FixKind(str, Enum):
    REVIEW_LATE = "REVIEW_LATE"
    REVIEW_DUE = "REVIEW_DUE"
    NO_OWNER = "NO_OWNER"
    NO_FILE = "NO_FILE"
    NOT_COVERED = "NOT_COVERED"
    NO_CONTACT = "NO_CONTACT"
    NO_REVIEW_DATE = "NO_REVIEW_DATE"


class ReviewOutcome(str, Enum):
    UNCHANGED = "UNCHANGED"
    NEEDS_CHANGE = "NEEDS_CHANGE"


class IspKind(str, Enum):
    OVERARCHING = "OVERARCHING"
    ISP = "ISP"
    DISCLOSURE = "DISCLOSURE"
    JOINT_CONTROLLERS = "JOINT_CONTROLLERS"
    PROCESSING = "PROCESSING"
    MOU = "MOU"


class DatePrecision(str, Enum):
    DAY = "DAY"
    MONTH = "MONTH"
    YEAR = "YEAR"
    NONE = "NONE"


class IspVersionState(str, Enum):
    DRAFT = "DRAFT"
    PEER_REVIEW = "PEER_REVIEW"
    OUT_FOR_SIGNATURE = "OUT_FOR_SIGNATURE"
    IN_FORCE = "IN_FORCE"
    SUPERSEDED = "SUPERSEDED"
    WITHDRAWN = "WITHDRAWN"


class IspPartyRole(str, Enum):
    LEAD = "LEAD"
    DISCLOSER = "DISCLOSER"
    RECIPIENT = "RECIPIENT"
    BOTH = "BOTH"
    PROCESSOR = "PROCESSOR"


class CoverageState(str, Enum):
    COVERED = "COVERED"
    COVERED_WITH_CONDITIONS = "COVERED_WITH_CONDITIONS"
    ASKED = "ASKED"
    NOT_ASKED = "NOT_ASKED"
    LEFT = "LEFT"
    ENDED = "ENDED"
    DECLINED = "DECLINED"
