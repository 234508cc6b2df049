"""Opening the next version of an agreement: a draft with the words of the one before."""

from django.db import transaction
from django.db.models import Max

from cms.audit.services import record
from cms.core.errors import Conflict, Forbidden, NotFound
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.signing.amendments.sections import DATA_ITEMS, lines_of
from cms.signing.amendments.selectors import effective_texts
from cms.snippets.editions import current_edition
from cms.snippets.models import DataFlow, DataItem, IspParty, IspSuccession, IspVersion, LegalBasis
from cms.snippets.services import TEXTS, assert_not_retired

State = IspVersion.State
OPEN = (State.DRAFT, State.PEER_REVIEW, State.OUT_FOR_SIGNATURE)
PARTY = ("partner", "role", "controller_status", "is_essential", "owner", "service_area", "article28_contract_url")
CONDITIONS = ("article6", "article9", "schedule1", "part3")
BASIS = ("purpose", "direction", "regime", *CONDITIONS, "article10_authority", "policy_document_url")
BASIS_NOTES = ("confidentiality", "data_opt_out_applies", "rationale")
ITEM = ("name", "is_special_category", "is_criminal_offence")
FLOW = (
    "sender",
    "recipient",
    "dataset",
    "items",
    "method",
    "format",
    "frequency_required",
    "frequency_actual",
    "required_every",
    "last_arrived_on",
    "status",
)


@transaction.atomic
def open_draft(*, by: Requester, version_id: int) -> IspVersion:
    """A new draft with the words, parties, law, data and flows of this version; the old one stays as it is.

    Nobody is asked, covered or bound by it. Raises NotFound, Forbidden, Conflict while another version is being written
    or signed.
    """
    found = visible(IspVersion.objects.all(), by).filter(pk=version_id).select_related("isp").first()
    if found is None:
        raise NotFound("There is no such version.")
    old: IspVersion = found
    if not may(by, "version.send_out", old):
        raise Forbidden("Owner, deputy or IG lead of the lead partner, or the core team, open a new version.")
    assert_not_retired(old.isp)
    versions = IspVersion.objects.select_for_update().filter(isp=old.isp)
    waiting = next((one for one in versions if one.state in OPEN), None)
    if waiting is not None:
        raise Conflict(f"Version {waiting.number} is not finished yet: work on that one, or withdraw it.")
    number = versions.aggregate(highest=Max("number"))["highest"] + 1
    now = effective_texts(old)  # the words of today: notices in effect are part of them
    texts = {name: now[name] for name in TEXTS}
    new: IspVersion = IspVersion.objects.create(
        isp=old.isp, number=number, state=State.DRAFT, template=current_edition(), **texts
    )
    places = {row.predecessor_id: row.successor_id for row in IspSuccession.objects.filter(isp=old.isp_id)}
    _copy_parties(old, new, places)
    for item in amended_items(old, now[DATA_ITEMS]):
        DataItem.objects.create(version=new, **{name: getattr(item, name) for name in ITEM})
    _copy_flows(old, new, places)
    record(by, "version.opened", new, organisation_id=old.isp.lead_id)
    return new


def amended_items(old: IspVersion, lines: str) -> list[DataItem]:
    """The items of a version as its notices left them. A reworded item keeps the flags of what went, to be on the safe
    side: whoever writes the draft takes them off."""
    held = {item.name: item for item in old.data_items.all()}
    names = lines_of(lines)
    gone = [item for name, item in held.items() if name not in names]
    special, criminal = any(i.is_special_category for i in gone), any(i.is_criminal_offence for i in gone)
    reworded = {"is_special_category": special, "is_criminal_offence": criminal}
    return [held.get(name) or DataItem(name=name[:250], **reworded) for name in names]


def _copy_flows(old: IspVersion, new: IspVersion, places: dict[int, int | None]) -> None:
    """The flows that still run, between the bodies of today; what would now stay within one body is left out."""
    for flow in old.flows.filter(ended_on=None):
        given = {name: getattr(flow, name) for name in FLOW if name not in ("sender", "recipient")}
        ends = [places.get(key, key) if key is not None else None for key in (flow.sender_id, flow.recipient_id)]
        if ends[0] is not None and ends[0] == ends[1] and flow.sender_id != flow.recipient_id:
            continue
        DataFlow.objects.create(version=new, sender_id=ends[0], recipient_id=ends[1], **given)


def _copy_parties(old: IspVersion, new: IspVersion, places: dict[int, int | None]) -> None:
    """Each party, or who stands in its place since it ended. Parties that became one body are one party, which keeps
    the law of each; a body that ended without a successor is left out."""
    made: dict[int, IspParty] = {}
    for party in old.parties.filter(left_on=None).order_by("pk"):
        partner = places.get(party.partner_id, party.partner_id)
        if partner is None:
            continue
        copy = made.get(partner)
        if copy is None:
            given = {name: getattr(party, name) for name in PARTY if name != "partner"}
            if partner == old.isp.lead_id and partner != party.partner_id:
                given["role"] = IspParty.Role.LEAD
            copy = made[partner] = IspParty.objects.create(version=new, partner_id=partner, **given)
        elif party.role == IspParty.Role.LEAD or party.is_essential:
            copy.role = IspParty.Role.LEAD if party.role == IspParty.Role.LEAD else copy.role
            copy.is_essential |= party.is_essential
            copy.save()
        copy_bases(party, copy)


def copy_bases(party: IspParty, to: IspParty) -> None:
    """Give a party the same law as another one: not who checked it, nor an override, which are its own."""
    for basis in party.bases.all():
        again = LegalBasis.objects.create(party=to, **{name: getattr(basis, name) for name in BASIS + BASIS_NOTES})
        again.gateways.set(basis.gateways.all())
        again.save()
