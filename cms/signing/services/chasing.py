"""Reminding those who have not signed, kindly and seldom; and saying that one is stuck."""

import datetime
from dataclasses import dataclass

from django.db import transaction

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound, Unauthenticated
from cms.core.policy import may
from cms.core.requester import Requester
from cms.members.models import User
from cms.members.selectors import active_people, core_team, recipient
from cms.notifications.services import notify
from cms.signing.models import Chase, Signature, StuckRequest
from cms.signing.services.decisions import OPEN, seen_party
from cms.signing.services.notices import CHASE, progress_path
from cms.signing.waiting import chased_lately, waits_for
from cms.signing.who_signs import asked_of, reach
from cms.snippets.models import IspParty
from cms.snippets.services import assert_not_retired

FURTHEST = datetime.timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Chased:
    """`sent`: people who were written to now. `next_on`: where nobody was, the day from which it is possible again."""

    sent: int
    next_on: datetime.date | None


@transaction.atomic
def chase(*, by: Requester, party_id: int) -> Chased:
    """One friendly mail to each person who is asked to sign for this party, about all that waits for them.

    At most one in three days to one person, whoever presses and for whichever version; never to a party that has
    signed or declined. Raises Unauthenticated, NotFound, Forbidden, Conflict where nothing waits or nobody is asked.
    """
    if by.user_id is None and not by.is_system:
        raise Unauthenticated("Sign in first.")
    party = seen_party(by, party_id)
    if not may(by, "party.chase", party):
        raise Forbidden("Those who look after this agreement or take part in it remind its parties.")
    if party.version.state not in OPEN or party.asked_on is None or party.role == IspParty.Role.PROCESSOR:
        raise Conflict("This party is not asked to sign.")
    assert_not_retired(party.version.isp)
    if Signature.objects.filter(party=party, voided_on=None).exists():
        raise Conflict("This party has decided already.")
    people = asked_of([party])[party.pk].people
    if not people:
        raise Conflict("Nobody is named who signs for this party. Tell the core team that you are stuck.")
    # The person's row is held, so that two who press at once send one mail.
    list(User.objects.select_for_update().filter(pk__in=[one.user_id for one in people]).order_by("pk"))
    lately = chased_lately({one.user_id for one in people})
    sent = 0
    for person in people:
        if person.user_id in lately:
            continue
        row: Chase = Chase.objects.create(
            person_id=person.user_id, party=party, sent_by_id=by.user_id, sent_at=clock.now()
        )
        waiting = waits_for(person.user_id)
        lines = "\n".join(
            f"- {one.version.isp.reference} {one.version.isp.title}, for {one.partner.name}" for one in waiting
        )
        notify(
            by=by,
            source_key=f"{CHASE}:{row.pk}",
            recipients=[reach(person)],
            title=f"A reminder: {len(waiting)} to sign" if len(waiting) > 1 else "A reminder: one agreement to sign",
            body=(
                "Others are waiting for your organisation’s decision on:\n\n"
                + lines
                + "\n\nYou can sign, sign with conditions, decline with a reason, or hand it to somebody else. If it "
                "should go to another person, say so on the page. We write at most once in three days."
            ),
            path="/signing",
        )
        sent += 1
    if sent:
        record(by, "signing.chased", party, organisation_id=party.partner_id)
    return Chased(sent, None if sent else min(lately.values()))


@transaction.atomic
def say_stuck(
    *, by: Requester, party_id: int, text: str, target_on: datetime.date, submission_id: str, kind: str = "stuck"
) -> StuckRequest:
    """Ask the core team to help with one party's signature by a day. `kind` is a StuckRequest.Kind value.

    Sent twice with one `submission_id`, it is asked once. Raises Unauthenticated, NotFound, Forbidden, BadInput.
    """
    if by.user_id is None:
        raise Unauthenticated("Sign in first.")
    if not submission_id or len(submission_id) > 64:
        raise BadInput("Send a submissionId of 1 to 64 characters.")
    party = seen_party(by, party_id)
    if not (may(by, "party.chase", party) or may(by, "party.sign", party)):
        raise Forbidden("Those who look after this agreement or take part in it ask for help with it.")
    known: StuckRequest | None = StuckRequest.objects.filter(submission_id=submission_id).first()
    if known is not None:
        if known.asked_by_id != by.user_id:
            raise BadInput("This submissionId was used by somebody else.")
        return known
    today, fields = clock.today(), {}
    if not 0 < len(text.strip()) <= 2000:
        fields["text"] = ["Say what is in the way, in at most 2,000 characters."]
    if not today <= target_on <= today + FURTHEST:
        fields["targetOn"] = ["Choose a day from today on, within a year."]
    if kind not in StuckRequest.Kind.values:
        fields["kind"] = ["Choose what it is about."]
    if fields:
        raise BadInput("Some answers need another look.", fields=fields)
    row: StuckRequest = StuckRequest.objects.create(
        party=party,
        kind=kind,
        text=text.strip(),
        target_on=target_on,
        asked_by_id=by.user_id,
        asked_at=clock.now(),
        submission_id=submission_id,
    )
    isp = party.version.isp
    notify(
        by=by,
        source_key=f"sign-stuck:{row.pk}",
        recipients=map(recipient, core_team()),
        title=f"{isp.reference}: {row.get_kind_display().lower()} at {party.partner.name}",
        body=f"{isp.title}, version {party.version.number}. Wanted by {target_on.day} {target_on:%B %Y}.\n\n{row.text}",
        path=progress_path(isp),
    )
    record(by, "signing.stuck", row, label=str(party), organisation_id=party.partner_id)
    return row


@transaction.atomic
def answer_stuck(*, by: Requester, stuck_id: int, answer: str) -> StuckRequest:
    """The core team says what it did; who asked is told. Raises Forbidden, NotFound, BadInput."""
    if not may(by, "stuck.answer"):
        raise Forbidden("The core team answers this.")
    row: StuckRequest | None = StuckRequest.objects.select_for_update().filter(pk=stuck_id).first()
    if row is None:
        raise NotFound("There is no such request.")
    if not 0 < len(answer.strip()) <= 2000:
        raise BadInput("Say what was done.", fields={"answer": ["Say what was done, in at most 2,000 characters."]})
    row.answer, row.answered_by_id, row.answered_at = answer.strip(), by.user_id, clock.now()
    row.save(update_fields=["answer", "answered_by", "answered_at"])
    isp = row.party.version.isp
    for person in active_people([row.asked_by_id] if row.asked_by_id else []):
        notify(
            by=by,
            source_key=f"sign-unstuck:{row.pk}",
            recipients=[reach(person)],
            title=f"{isp.reference}: the core team answered about {row.party.partner.name}",
            body=row.answer,
            path=progress_path(isp),
        )
    record(by, "signing.unstuck", row, label=str(row.party), organisation_id=row.party.partner_id)
    return row
