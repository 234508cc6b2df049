"""What an organisation notes about its own part in an agreement: the unsigned schedule, which voids nothing."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, Forbidden, NotFound
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.members.selectors import members_of
from cms.signing.selectors import coverage_of
from cms.snippets.models import Isp, IspParty, IspVersion
from cms.snippets.selectors import predecessors_of, speaking_versions
from cms.snippets.services import lock_isp, move_on

State = IspVersion.State
STANDING = (State.DRAFT, State.PEER_REVIEW, State.OUT_FOR_SIGNATURE, State.IN_FORCE)
LONGEST_AREA = 80


@dataclass(frozen=True, slots=True)
class Choice:
    """A person who may be named. `pk` is the user's key."""

    pk: int
    name: str


def possible_owners(by: Requester, partner: int) -> list[Choice]:
    """Members of the partner (key), for who may name one of them; nobody else gets the list."""
    if not may(by, "part.change", partner):
        return []
    return sorted((Choice(user.pk, str(user)) for user in members_of(partner)), key=lambda one: one.name)


@transaction.atomic
def change_our_part(
    *, by: Requester, reference: str, owner_id: int | None, service_area: str, no_file_held: bool | None = None
) -> Isp:
    """Say who looks after an agreement here, for which service, and that no file of it is held.

    For the organisation that the person acts for. Where it leads without being one of the parties, the owner is the
    agreement's own. Raises NotFound, Forbidden, BadInput with `fields`.
    """
    own = by.acting_for
    isp = visible(Isp.objects.all(), by).filter(reference__iexact=reference.strip()).first()
    if own is None or own not in by.partners or isp is None:
        raise NotFound("There is no such agreement of your organisation.")
    through = predecessors_of([own])
    part = coverage_of(by, [own], [isp.pk], through=through).get(isp.pk)
    if part is None and isp.lead_id not in {own, *through}:
        raise NotFound("There is no such agreement of your organisation.")
    if not may(by, "part.change", own):
        raise Forbidden("The information governance lead or the lead of the partner says this.")
    area = " ".join(service_area.split())
    _check(own, owner_id, area)
    locked = lock_isp(isp.pk)
    before: dict[str, Any] = {}
    if part is not None:
        before = _change_parties(isp, part.party, owner_id, area)
    elif locked.owner_id != owner_id:
        before = {"owner": locked.owner_id}
        move_on(locked, owner=None if owner_id is None else members_of(own).get(pk=owner_id))
    if no_file_held is not None:
        _note_file(by, isp.pk, no_file_held)
    after = {"owner": owner_id, "service_area": area, "no_file": no_file_held}
    record(by, "party.part_changed", locked, before=before, after=after, organisation_id=own)
    return locked


def _check(own: int, owner_id: int | None, area: str) -> None:
    fields: dict[str, list[str]] = {}
    if owner_id is not None and not members_of(own).filter(pk=owner_id).exists():
        fields["ownerId"] = ["Choose somebody who belongs to your organisation."]
    if len(area) > LONGEST_AREA:
        fields["serviceArea"] = [f"Make this shorter: {LONGEST_AREA} characters at most."]
    if fields:
        raise BadInput("Some answers need another look.", fields=fields)


def _change_parties(isp: Isp, party: IspParty, owner_id: int | None, area: str) -> dict[str, Any]:
    """The same part in every version that still counts: what is written now goes with the next version too."""
    rows = IspParty.objects.filter(version__isp=isp, partner=party.partner_id, version__state__in=STANDING)
    before = {"owner": party.owner_id, "service_area": party.service_area}
    for row in {one.pk: one for one in (party, *rows)}.values():
        row.owner_id, row.service_area = owner_id, area
        row.save(update_fields=["owner", "service_area"])
    return before


def _note_file(by: Requester, isp: int, no_file: bool) -> None:
    keys = speaking_versions(by, [isp]).get(isp, [])[:1]
    for version in IspVersion.objects.filter(pk__in=keys):
        version.no_file_noted_on = clock.today() if no_file else None
        version.save(update_fields=["no_file_noted_on"])
