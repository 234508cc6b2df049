"""What changes applications, the standing of bodies, the charter and sponsors."""

from cms.joining.services.applying import apply_to_join, confirm_application
from cms.joining.services.charter import (
    attach_charter_scan,
    publish_charter,
    record_charter_paper,
    sign_charter,
    withdraw_charter_signature,
)
from cms.joining.services.deciding import (
    ALL_ROLES,
    approve_application,
    match_application,
    refuse_application,
    reopen_application,
)
from cms.joining.services.sponsors import accept_sponsor, end_sponsor, name_sponsor
from cms.joining.services.standing import admit_partner, leave_framework, readmit_partner, suspend_partner
from cms.joining.services.writing import write_charter

__all__ = [
    "ALL_ROLES",
    "accept_sponsor",
    "admit_partner",
    "apply_to_join",
    "approve_application",
    "attach_charter_scan",
    "confirm_application",
    "end_sponsor",
    "leave_framework",
    "match_application",
    "name_sponsor",
    "publish_charter",
    "readmit_partner",
    "record_charter_paper",
    "refuse_application",
    "reopen_application",
    "sign_charter",
    "suspend_partner",
    "withdraw_charter_signature",
    "write_charter",
]
