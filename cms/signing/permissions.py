"""Who may see a signature, and who may ask for and give one."""

from collections.abc import Iterable
from typing import Any

from cms.core import clock, policy
from cms.core.policy import visible
from cms.core.requester import Requester
from cms.signing.models import Delegation, Signature
from cms.snippets.models import Isp, IspParty, IspVersion
from cms.snippets.selectors import heirs, still_in

REGISTER = "read:register"
APPROVER, IG_LEAD, ACCOUNTABLE = "isp_approver", "ig_lead", "accountable_officer"
SIRO, DPO = "siro", "dpo"
ASKED = (APPROVER, ACCOUNTABLE)  # who is asked to sign, and may
COMMITTING = (APPROVER, ACCOUNTABLE, SIRO)  # who may commit the body, and so be handed a request


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
    who covers for them, its IG lead, the same of the one body that took over from it, and the core team. At most one
    query for all."""
    rows = list(isps)
    if requester.is_editor:
        return frozenset(isp.pk for isp in rows)
    if requester.user_id is None or not requester.partners:
        return frozenset()
    after = heirs() if any(isp.lead_id not in requester.partners for isp in rows) else {}

    def looks_after(isp: Isp) -> bool:
        leads = {isp.lead_id, *after.get(isp.lead_id, ())}
        # Whoever covers for the owner or deputy stands in at the partner that both belong to, and nowhere else.
        if any(body in leads and who in (isp.owner_id, isp.deputy_id) for body, who in requester.covers):
            return True
        if requester.user_id in (isp.owner_id, isp.deputy_id):
            return bool(leads & requester.partners)
        return any(requester.has_role(lead, IG_LEAD) for lead in leads)

    return frozenset(isp.pk for isp in rows if looks_after(isp))


def can_sign(requester: Requester, party: IspParty) -> bool:
    """Commit a legal controller: those who sign ISPs for the party, or to whom one of them handed this request, while
    the version is out or in force."""
    open_states = (IspVersion.State.OUT_FOR_SIGNATURE, IspVersion.State.IN_FORCE)
    if party.version.state not in open_states or party.role == IspParty.Role.PROCESSOR or not party.partner.can_sign:
        return False
    return requester.has_role(party.partner_id, *ASKED) or _was_handed(requester, party)


def _was_handed(requester: Requester, party: IspParty) -> bool:
    """The right of the person that it was handed to ends with their own standing, as every other does."""
    if requester.user_id is None or not requester.has_role(party.partner_id, *COMMITTING):
        return False
    today = clock.today()
    rows = Delegation.objects.filter(party=party.pk, to=requester.user_id, ended_at=None)
    return bool(rows.filter(starts_on__lte=today, ends_on__gte=today).exists())


def can_hand_on(requester: Requester, party: IspParty) -> bool:
    """Who signs for the party in their own right: whoever was handed a request does not hand it further."""
    return can_sign(requester, party) and requester.has_role(party.partner_id, *ASKED)


def can_record(requester: Requester, party: IspParty) -> bool:
    """Write down what came on paper: who signs for the party, those who look after the agreement, the core team."""
    return can_sign(requester, party) or can_handle(requester, party.version.isp)


def can_advise(requester: Requester, party: IspParty) -> bool:
    """Note the data protection officer's advice: the officer, and who signs."""
    return requester.has_role(party.partner_id, DPO, *ASKED)


def can_chase(requester: Requester, party: IspParty) -> bool:
    """Remind a party, or say that its signature is stuck: who looks after the agreement, and who signs for or has the
    information governance of any of its parties. They all wait for each other."""
    if can_handle(requester, party.version.isp):
        return True
    mine = {partner for partner, role in requester.roles if role in (*ASKED, IG_LEAD)}
    parts = IspParty.objects.filter(still_in(), version=party.version_id, partner__in=mine)
    return bool(mine) and bool(parts.exists())


def can_ask_to_join(requester: Requester, partner_id: int) -> bool:
    return requester.has_role(partner_id, *ASKED, IG_LEAD)


def can_leave(requester: Requester, party: IspParty) -> bool:
    """Give notice: who may commit the body; the core team writes down what came as a letter."""
    return requester.is_editor or requester.has_role(party.partner_id, *ASKED)


def core_team(requester: Requester, obj: object = None) -> bool:
    return requester.is_editor


def register() -> None:
    """Called once, when the app is ready."""
    policy.register_rows(Signature, visible_signatures, scope=REGISTER)
    policy.register_action("version.send_out", can_send_out)
    policy.register_action("version.withdraw", can_send_out)
    policy.register_action("party.sign", can_sign)
    policy.register_action("party.hand_on", can_hand_on)
    policy.register_action("party.advise", can_advise)
    policy.register_action("party.chase", can_chase)
    policy.register_action("party.invite", can_send_out)
    policy.register_action("party.join", can_ask_to_join)
    policy.register_action("party.leave", can_leave)
    policy.register_action("signature.record", can_record)
    policy.register_action("signature.correct", can_record)
    policy.register_action("stuck.answer", core_team)
