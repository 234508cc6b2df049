"""Handing one request to sign to another person of the same body who may commit it."""

import datetime

from django.db import transaction

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, Forbidden, NotFound, Unauthenticated
from cms.core.policy import may
from cms.core.requester import Requester
from cms.notifications.services import notify
from cms.signing.models import Delegation
from cms.signing.services.decisions import seen_party
from cms.signing.services.notices import sign_path
from cms.signing.who_signs import may_be_handed, reach

LONGEST = datetime.timedelta(days=92)
GONE = "There is no such request."


@transaction.atomic
def hand_on(
    *,
    by: Requester,
    party_id: int,
    to_id: int,
    reason: str,
    ends_on: datetime.date,
    starts_on: datetime.date | None = None,
) -> Delegation:
    """Hand this request to a named person of the same body who holds a role that commits it, for some days.

    It raises nobody above themselves: whoever holds no such role is named by the core team, not here. The giver keeps
    the right to sign. Raises Unauthenticated, NotFound, Forbidden, BadInput with `fields`.
    """
    if by.user_id is None:
        raise Unauthenticated("Sign in to hand this on.")
    party = seen_party(by, party_id)
    if not may(by, "party.hand_on", party):
        raise Forbidden("Who signs for this organisation hands its request on.")
    today = clock.today()
    begins = starts_on or today
    people = {person.user_id: person for person in may_be_handed(party.partner_id, by.user_id)}
    fields: dict[str, list[str]] = {}
    if to_id not in people:
        fields["to"] = ["Choose a person of your organisation who may commit it. A shared mailbox cannot sign."]
    if not 0 < len(reason.strip()) <= 250:
        fields["reason"] = ["Say why, in at most 250 characters."]
    if ends_on < max(begins, today) or begins < today or ends_on - begins > LONGEST:
        fields["endsOn"] = ["Choose a last day from today on, at most three months away."]
    if fields:
        raise BadInput("Some answers need another look.", fields=fields)
    for earlier in Delegation.objects.select_for_update().filter(party=party, ended_at=None):
        earlier.ended_at = clock.now()
        earlier.save(update_fields=["ended_at"])
    made: Delegation = Delegation.objects.create(
        party=party, given_by_id=by.user_id, to_id=to_id, reason=reason.strip(), starts_on=begins, ends_on=ends_on
    )
    isp = party.version.isp
    notify(
        by=by,
        source_key=f"sign-handed:{made.pk}",
        recipients=[reach(people[to_id])],
        title=f"{isp.reference}: you are asked to sign for {party.partner.name}",
        body=(
            f"{isp.title}, version {party.version.number}. The request was handed to you until "
            f"{ends_on.day} {ends_on:%B %Y}.\n\nWhy: {made.reason}\n\nRead it first. You may also decline."
        ),
        path=sign_path(party),
    )
    record(by, "signing.handed_on", made, label=str(party), organisation_id=party.partner_id)
    return made


@transaction.atomic
def take_back(*, by: Requester, delegation_id: int) -> Delegation:
    """End a delegation: its giver, the person it was handed to, or another who signs for the body.

    Raises Unauthenticated, NotFound, Forbidden.
    """
    if by.user_id is None:
        raise Unauthenticated("Sign in first.")
    row: Delegation | None = Delegation.objects.select_for_update().filter(pk=delegation_id).first()
    if row is None:
        raise NotFound(GONE)
    try:
        party = seen_party(by, row.party_id)
    except NotFound as error:  # in the words of one that is not there
        raise NotFound(GONE) from error
    if row.to_id != by.user_id and not may(by, "party.hand_on", party):
        raise Forbidden("Who handed it on takes it back.")
    if row.ended_at is None:
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        record(by, "signing.taken_back", row, label=str(party), organisation_id=party.partner_id)
    return row
