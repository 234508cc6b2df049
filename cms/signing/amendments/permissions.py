"""Who may see a notice and an objection, and who may object. Sending and answering are for who looks after the ISP."""

from typing import Any

from django.db.models import Q

from cms.core import policy
from cms.core.policy import visible
from cms.core.requester import Requester
from cms.signing.models import AmendmentChange, AmendmentNotice, Objection
from cms.signing.permissions import ACCOUNTABLE, APPROVER, REGISTER, can_handle
from cms.snippets.models import Isp, IspParty, IspVersion
from cms.snippets.permissions import current_parts, handles
from cms.snippets.search_isps import is_present


def visible_notices(rows: Any, requester: Requester) -> Any:
    """For members, where they see the version."""
    if not requester.is_member:
        return rows.none()
    return rows.filter(version__in=visible(IspVersion.objects.all(), requester).values("pk"))


def visible_changes(rows: Any, requester: Requester) -> Any:
    return rows.filter(notice__in=visible_notices(AmendmentNotice.objects.all(), requester).values("pk"))


def visible_objections(rows: Any, requester: Requester) -> Any:
    """The parties' own business: people of a party, those who look after the agreement, and the core team."""
    if requester.is_editor:
        return rows
    if not requester.is_member:
        return rows.none()
    notices = visible_notices(AmendmentNotice.objects.all(), requester)
    among = Q(version__in=current_parts(requester.partners).values("version")) | Q(isp__lead__in=requester.partners)
    looked_after = Q(isp__in=Isp.objects.filter(handles(requester)).values("pk"))
    return rows.filter(notice__in=notices.filter(among | looked_after).values("pk"))


def can_object(requester: Requester, party: IspParty) -> bool:
    """Who signs for the party, or looks after the agreement there. Never a processor, and nobody who has left."""
    if party.role == IspParty.Role.PROCESSOR or not is_present(party) or requester.user_id is None:
        return False
    owns = party.owner_id == requester.user_id and party.partner_id in requester.partners
    return owns or requester.has_role(party.partner_id, APPROVER, ACCOUNTABLE)


def can_send(requester: Requester, isp: Any) -> bool:
    """Owner, deputy and IG lead of the lead partner, and the core team: a person, never a tool."""
    return requester.user_id is not None and can_handle(requester, isp)


def register() -> None:
    """Called once, when the app is ready."""
    policy.register_rows(AmendmentNotice, visible_notices, scope=REGISTER)
    policy.register_rows(AmendmentChange, visible_changes, scope=REGISTER)
    policy.register_rows(Objection, visible_objections, scope=REGISTER)
    policy.register_action("amendment.send", can_send)
    policy.register_action("amendment.object", can_object)
