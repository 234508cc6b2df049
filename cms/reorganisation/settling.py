"""Writing what was decided: who takes a part of an agreement, and where people, contacts and data go.

Each function may run again: what is written already stays. Nothing that was signed is touched.
"""

from collections.abc import Iterable
from typing import Any

from cms.audit.services import record
from cms.core.requester import Requester
from cms.members.models import Membership, PartnerRole, User
from cms.members.services import add_membership, give_role
from cms.reorganisation.models import IspChoice, Placement, Reorganisation
from cms.reorganisation.outline import Outline, target_of
from cms.snippets.models import Dataset, Isp, IspContact, IspParty, IspSuccession, Partner, PartnerContact
from cms.snippets.search_isps import record_isps
from cms.snippets.selectors import heirs
from cms.snippets.services import lock_isp, move_on


def hand_on(
    *,
    by: Requester,
    plan: Reorganisation,
    isp_id: int,
    before: int,
    after: int | None,
    carries_over: bool,
    leads: bool,
    signed_by: Iterable[int],
) -> None:
    """One body's part in one agreement (keys) goes to its successor, from the plan's day. `signed_by`: the parties in
    whose place the body stood, itself among them where it is a party. In the caller's transaction.
    """
    for signer in dict.fromkeys([*signed_by, before]):
        if signer == after:
            continue
        earlier = IspSuccession.objects.filter(isp=isp_id, predecessor=signer).first()
        values = {
            "successor_id": after,
            "carries_over": carries_over and (earlier is None or earlier.carries_over),
            "was_lead": (leads and signer == before) or (earlier is not None and earlier.was_lead),
            "reason": plan.title[:250],
        }
        if earlier is None:
            IspSuccession.objects.create(isp_id=isp_id, predecessor_id=signer, on=plan.takes_effect_on, **values)
        else:
            for name, value in values.items():
                setattr(earlier, name, value)
            earlier.save()
    if after is None:
        return
    IspContact.objects.filter(isp=isp_id, partner=before).update(partner=after)  # the unsigned schedule
    if leads:
        isp = lock_isp(isp_id)
        if isp.lead_id != after:
            was = isp.lead_id
            move_on(isp, lead_id=after)
            isp.save_revision(log_action=True, clean=False, user=_user(by))
            record(by, "isp.lead_moved", isp, before=was, after=after, organisation_id=after)


def _user(by: Requester) -> Any:
    return User.objects.filter(pk=by.user_id).first() if by.user_id is not None else None


def signers(isp_id: int, body: int) -> list[int]:
    """Parties of an agreement (any version) in whose place this body stands."""
    single = heirs()
    rows = {row.predecessor_id: row.successor_id for row in IspSuccession.objects.filter(isp=isp_id)}
    parties = IspParty.objects.filter(version__isp=isp_id).order_by().values_list("partner_id", flat=True).distinct()

    def stands_for(party: int) -> bool:
        here = rows.get(party, party)
        return here is not None and (here == body or body in single.get(here, frozenset()))

    return [party for party in parties if stands_for(party)]


def settle_isp(*, by: Requester, plan: Reorganisation, outline: Outline, choice: IspChoice, leads: bool) -> None:
    """What was left open on the day, and is chosen now."""
    change = outline.ending[choice.predecessor_id]
    carries = change.carries_over if choice.carries_over is None else choice.carries_over
    hand_on(
        by=by,
        plan=plan,
        isp_id=choice.isp_id,
        before=choice.predecessor_id,
        after=target_of(choice),
        carries_over=carries,
        leads=leads,
        signed_by=signers(choice.isp_id, choice.predecessor_id),
    )
    record_isps([choice.isp_id])


def settle_placement(*, by: Requester, plan: Reorganisation, placed: Placement) -> None:
    target = target_of(placed)
    if target is not None:
        put(by=by, kind=placed.kind, object_id=placed.object_id, after=target)


def put(*, by: Requester, kind: str, object_id: int, after: int) -> None:
    """A member, role, contact or dataset begins at this body (key). What it was before stays on record."""
    match kind:
        case Placement.Kind.MEMBERSHIP:
            row = Membership.objects.select_related("user").get(pk=object_id)
            add_membership(by=by, user=row.user, partner_id=after)
        case Placement.Kind.ROLE:
            row = PartnerRole.objects.select_related("user", "deputy").get(pk=object_id)
            add_membership(by=by, user=row.user, partner_id=after)
            deputy = row.deputy if row.deputy_id is not None else None
            give_role(
                by=by, user=row.user, partner_id=after, role=row.role, deputy=deputy, service_area=row.service_area
            )
        case Placement.Kind.CONTACT:
            contact = PartnerContact.objects.get(pk=object_id)
            kept = ("name", "job_title", "phone", "confirmed_on", "bounced_on", "is_example")
            PartnerContact.objects.get_or_create(
                partner_id=after, email=contact.email, defaults={name: getattr(contact, name) for name in kept}
            )
        case Placement.Kind.DATASET:
            dataset = Dataset.objects.get(pk=object_id)
            if dataset.holder_id != after:
                before, dataset.holder = dataset.holder_id, Partner.objects.get(pk=after)
                dataset.save()
                record(by, "dataset.holder_moved", dataset, before=before, after=after, organisation_id=after)


def concerned_again(isps: Iterable[int]) -> None:
    """Search reads these agreements anew: whose they are decides who finds them."""
    keys = list(Isp.objects.filter(pk__in=list(isps)).values_list("pk", flat=True))
    if keys:
        record_isps(keys)
