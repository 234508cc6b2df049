"""Who may see a signature, and who may ask for and give one."""

from collections.abc import Iterable
from typing import Any

from cms.core import policy
from cms.core.policy import visible
from cms.core.requester import Requester
from cms.signing.models import Signature
from cms.snippets.models import Isp, IspParty, IspVersion
from cms.snippets.selectors import heirs

REGISTER = "read:register"
APPROVER, IG_LEAD, ACCOUNTABLE = "isp_approver", "ig_lead", "accountable_officer"


def visible_signatures(rows: Any, requester: Requester) -> Any:
    """Members see the signatures of the parties that they see; the public sees none."""
    if not requester.is_member:
        return rows.none()
    parties = visible(IspParty.objects.all(), requester).values("pk")
    return rows.filter(party__in=parties)


def can_send_out(requester: Requester, version: IspVersion) -> bool:
    """Send a version out for signature: the core team, or owner, deputy or IG lead of the lead partner."""
    return can_handle(requester, version.isp)


def can_handle(requester: Requester, isp: Isp) -> bool:
    return isp.pk in handled_among(requester, [isp])


def handled_among(requester: Requester, isps: Iterable[Isp]) -> frozenset[int]:
    """Keys of the agreements that the requester looks after: owner and deputy while they belong to the lead partner,
    its IG lead, the same of the one body that took over from it, and the core team. At most one query for all."""
    rows = list(isps)
    if requester.is_editor:
        return frozenset(isp.pk for isp in rows)
    if requester.user_id is None or not requester.partners:
        return frozenset()
    after = heirs() if any(isp.lead_id not in requester.partners for isp in rows) else {}

    def looks_after(isp: Isp) -> bool:
        leads = {isp.lead_id, *after.get(isp.lead_id, ())}
        if requester.user_id in (isp.owner_id, isp.deputy_id):
            return bool(leads & requester.partners)
        return any(requester.has_role(lead, IG_LEAD) for lead in leads)

    return frozenset(isp.pk for isp in rows if looks_after(isp))


def can_sign(requester: Requester, party: IspParty) -> bool:
    """Commit a legal controller: those who sign ISPs for the party, while the version is out or in force."""
    open_states = (IspVersion.State.OUT_FOR_SIGNATURE, IspVersion.State.IN_FORCE)
    if party.version.state not in open_states or party.role == IspParty.Role.PROCESSOR or not party.partner.can_sign:
        return False
    return requester.has_role(party.partner_id, APPROVER, ACCOUNTABLE)


def register() -> None:
    """Called once, when the app is ready."""
    policy.register_rows(Signature, visible_signatures, scope=REGISTER)
    policy.register_action("version.send_out", can_send_out)
    policy.register_action("version.withdraw", can_send_out)
    policy.register_action("party.sign", can_sign)
