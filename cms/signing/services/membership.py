"""Joining a version in force, and leaving an agreement. What the others signed stays what it was.

A joining partner is not added to the words: it signs an addition of its own (cms.signing.joining), which names their
fingerprint. It is covered from the day it signs. Whoever leaves gives notice: from its day nothing flows to or from it.
"""

import datetime

from django.db import transaction
from django.db.models import Q

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound, Unauthenticated
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.members.selectors import active_people, core_team, recipient
from cms.notifications.services import notify
from cms.signing.bases import missing_pieces
from cms.signing.drafts import copy_bases
from cms.signing.joining import keep_addition
from cms.signing.models import Accession, Leaving
from cms.signing.services import notices
from cms.signing.services.decisions import seen_party
from cms.signing.services.sending import locked
from cms.signing.who_signs import handlers, reach
from cms.snippets.models import DataFlow, IspParty, IspVersion, Partner
from cms.snippets.selectors import still_in
from cms.snippets.services import assert_not_retired

State = IspVersion.State
STILL_COUNTS = (State.IN_FORCE, State.SUPERSEDED)
FURTHEST = datetime.timedelta(days=366)


@transaction.atomic
def ask_to_join(*, by: Requester, version_id: int, partner_id: int, reason: str, submission_id: str) -> Accession:
    """A partner asks to join an agreement in force; its lead's people are told and answer.

    Raises Unauthenticated, NotFound, Forbidden, Conflict, BadInput with `fields`.
    """
    if by.user_id is None:
        raise Unauthenticated("Sign in first.")
    version = locked(by, version_id)
    if not may(by, "party.join", partner_id):
        raise Forbidden("Your information governance lead, or who signs for your organisation, asks to join.")
    _check_submission(submission_id)
    known: Accession | None = Accession.objects.filter(submission_id=submission_id).first()
    if known is not None:
        if (known.asked_by_id, known.partner_id, known.version_id) != (by.user_id, partner_id, version.pk):
            raise BadInput("This submissionId was used for another request.")
        return known
    _joinable(version, partner_id)
    if not 0 < len(reason.strip()) <= 2000:
        raise BadInput("Say why.", fields={"reason": ["Say why, in at most 2,000 characters."]})
    row: Accession = Accession.objects.create(
        version=version,
        partner_id=partner_id,
        reason=reason.strip(),
        asked_by_id=by.user_id,
        asked_at=clock.now(),
        submission_id=submission_id,
    )
    isp = version.isp
    notify(
        by=by,
        source_key=f"join-asked:{row.pk}",
        recipients=handlers(isp).values() or map(recipient, core_team()),
        title=f"{row.partner.name} asks to join {isp.reference}",
        body=f"{isp.title}.\n\nThey wrote:\n{row.reason}",
        path=f"/isps/{isp.reference}/join",
    )
    record(by, "accession.asked", row, organisation_id=partner_id)
    return row


def _check_submission(submission_id: str) -> None:
    if not 0 < len(submission_id) <= 64:
        raise BadInput("Send a submissionId of 1 to 64 characters.")


def _joinable(version: IspVersion, partner_id: int, *, has_asked: bool = False) -> Partner:
    """Raises Conflict, or BadInput with `fields`, where this partner cannot join this version."""
    if version.state != State.IN_FORCE:
        raise Conflict("Only an agreement in force is joined. Ask to be a party of its draft instead.")
    assert_not_retired(version.isp)
    if version.is_imported and not version.content_hash and not version.purpose:
        raise Conflict("Its text is not held here, so nobody can sign it here.")
    partner: Partner | None = Partner.objects.filter(pk=partner_id).first()
    if partner is None:
        raise NotFound("There is no such partner.")
    if not partner.can_sign:
        text = "It is no legal body, so it cannot sign. Name the body that is bound in law."
        raise BadInput("It cannot sign.", fields={"partner": [text]})
    if version.parties.filter(still_in(), partner=partner_id).exists():
        raise Conflict(f"{partner.name} is a party already.")
    if version.parties.filter(partner=partner_id).exists():
        raise Conflict(f"{partner.name} has left this version. It joins again with the next one.")
    waiting = Accession.objects.filter(version=version, partner=partner_id, refused_on=None, party=None)
    if not has_asked and waiting.exists():
        raise Conflict(f"{partner.name} has asked to join already.")
    return partner


@transaction.atomic
def invite_to_join(
    *,
    by: Requester,
    version_id: int,
    partner_id: int,
    like_party_id: int,
    role: str = IspParty.Role.BOTH,
    submission_id: str,
) -> IspParty:
    """Add a partner to a version in force and ask it to sign its own part.

    Its law is that of another party (`like_party_id`), checked for this body: what is missing is named and nothing is
    saved. A request of the partner's is answered by this. Raises NotFound, Forbidden, Conflict, BadInput with `fields`
    or `missing`.
    """
    version = locked(by, version_id)
    if not may(by, "party.invite", version):
        raise Forbidden("Owner, deputy or IG lead of the lead partner, or the core team, invite a partner.")
    _check_submission(submission_id)
    known = Accession.objects.filter(submission_id=submission_id).exclude(party=None).select_related("party").first()
    if known is not None and known.party is not None:
        if (known.partner_id, known.version_id) != (partner_id, version.pk):
            raise BadInput("This submissionId was used for another request.")
        return known.party
    asked: Accession | None = Accession.objects.filter(
        version=version, partner=partner_id, refused_on=None, party=None
    ).first()
    partner = _joinable(version, partner_id, has_asked=asked is not None)
    like = version.parties.filter(pk=like_party_id).exclude(role=IspParty.Role.PROCESSOR).first()
    fields: dict[str, list[str]] = {}
    if like is None:
        fields["likeParty"] = ["Choose the party whose law fits this body too."]
    if role not in (IspParty.Role.DISCLOSER, IspParty.Role.RECIPIENT, IspParty.Role.BOTH):
        fields["role"] = ["Choose whether it gives, receives, or both."]
    if fields or like is None:
        raise BadInput("Some answers need another look.", fields=fields)
    party: IspParty = IspParty.objects.create(
        version=version,
        partner=partner,
        role=role,
        controller_status=like.controller_status,
        service_area=like.service_area,
        asked_on=clock.today(),
        acceding=True,
    )
    copy_bases(like, party)
    lacking = [str(one) for one in missing_pieces(version) if one.party_id == party.pk]
    if lacking:
        raise BadInput("Some of its law is missing.", missing=lacking)
    keep_addition(party, version, invited_by_id=by.user_id, submission_id=submission_id)
    notices.ask_to_sign(by, version, [party])
    record(by, "accession.invited", party, after=version.content_hash, organisation_id=partner.pk)
    return party


@transaction.atomic
def refuse_to_join(*, by: Requester, accession_id: int, because: str) -> Accession:
    """Say no to a partner that asked to join, with a reason. Raises NotFound, Forbidden, Conflict, BadInput."""
    row: Accession | None = Accession.objects.select_for_update().filter(pk=accession_id).first()
    if row is None or not visible(IspVersion.objects.all(), by).filter(pk=row.version_id).exists():
        raise NotFound("There is no such request.")
    if not may(by, "party.invite", row.version):
        raise Forbidden("Owner, deputy or IG lead of the lead partner, or the core team, answer this.")
    if row.party_id is not None or row.refused_on is not None:
        raise Conflict("This request was answered already.")
    if not 0 < len(because.strip()) <= 250:
        raise BadInput("Say why.", fields={"because": ["Say why not, in at most 250 characters."]})
    row.refused_on, row.refused_because = clock.today(), because.strip()
    row.save(update_fields=["refused_on", "refused_because"])
    isp = row.version.isp
    for person in active_people([row.asked_by_id] if row.asked_by_id else []):
        notify(
            by=by,
            source_key=f"join-refused:{row.pk}",
            recipients=[reach(person)],
            title=f"{row.partner.name} cannot join {isp.reference} now",
            body=f"{isp.title}.\n\nThey wrote:\n{row.refused_because}",
            path=f"/isps/{isp.reference}",
        )
    record(by, "accession.refused", row, organisation_id=row.partner_id)
    return row


@transaction.atomic
def leave(*, by: Requester, party_id: int, leaves_on: datetime.date, reason: str) -> Leaving:
    """Give notice that a party leaves: from `leaves_on` it is not covered, and nothing flows to or from it.

    The lead partner stays until another leads. The others are told. Raises Unauthenticated, NotFound, Forbidden,
    Conflict, BadInput with `fields`.
    """
    if by.user_id is None and not by.is_system:
        raise Unauthenticated("Sign in first.")
    party = seen_party(by, party_id)
    if not may(by, "party.leave", party):
        raise Forbidden("Who may commit this organisation gives its notice; the core team records a letter.")
    version = IspVersion.objects.select_for_update().get(pk=party.version_id)
    if version.state != State.IN_FORCE:
        raise Conflict("Only a party of an agreement in force leaves it. Decline a version that is out for signature.")
    isp = version.isp
    if party.partner_id == isp.lead_id:
        raise Conflict("The lead partner cannot leave. Agree on another lead first, and record it.")
    if party.left_on is not None or Leaving.objects.filter(party=party).exists():
        raise Conflict("Notice was given already.")
    today, fields = clock.today(), {}
    if not today <= leaves_on <= today + FURTHEST:
        fields["leavesOn"] = ["Choose a day from today on, within a year."]
    if not 0 < len(reason.strip()) <= 2000:
        fields["reason"] = ["Say why, in at most 2,000 characters. The other partners read it."]
    if fields:
        raise BadInput("Some answers need another look.", fields=fields)
    row: Leaving = Leaving.objects.create(
        party=party, notice_on=today, leaves_on=leaves_on, reason=reason.strip(), recorded_by_id=by.user_id
    )
    parts = IspParty.objects.filter(version__isp=isp, version__state__in=STILL_COUNTS, partner=party.partner_id)
    for part in parts.filter(left_on=None):
        part.left_on = leaves_on
        part.save(update_fields=["left_on"])
    ends = Q(sender=party.partner_id) | Q(recipient=party.partner_id)
    stopped = 0
    for flow in DataFlow.objects.filter(ends, version__isp=isp, version__state__in=STILL_COUNTS, ended_on=None):
        flow.ended_on = leaves_on
        flow.save(update_fields=["ended_on"])
        stopped += flow.version_id == version.pk
    notices.stop_asking(by, [party.pk], "The partner leaves.")
    others = list(version.parties.exclude(pk=party.pk).filter(still_in()).select_related("version__isp", "partner"))
    people = {**notices.everybody_asked(others), **handlers(isp)}
    people |= {user.pk: recipient(user) for user in core_team()}
    people.pop(by.user_id or 0, None)
    day = f"{leaves_on.day} {leaves_on:%B %Y}"
    essential = (
        " It is essential to this agreement: the lead decides whether it needs a new version."
        if (party.is_essential)
        else ""
    )
    notify(
        by=by,
        source_key=f"party-leaves:{row.pk}",
        recipients=people.values(),
        title=f"{party.partner.name} leaves {isp.reference} on {day}",
        body=(
            f"{isp.title}. From {day} it is not covered, and nothing is shared with or by it under this agreement "
            f"({stopped} of its flows end).{essential}\n\nThey wrote:\n{row.reason}"
        ),
        path=f"/isps/{isp.reference}",
    )
    record(by, "party.left", party, after=str(leaves_on), organisation_id=party.partner_id)
    return row
