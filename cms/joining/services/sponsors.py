"""A partner stands beside another: named, accepted, ended. It gives nobody any right, and each step is on record."""

import datetime

from django.db import IntegrityError, transaction

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.policy import may
from cms.core.requester import Requester
from cms.joining.models import Sponsor
from cms.members.selectors import holders, recipient
from cms.notifications.services import cancel_deliveries, notify
from cms.snippets.models import Partner

SOURCE = "sponsor"
LONGEST = 250
AGAIN = datetime.timedelta(days=30)  # after a no: nobody is asked over and over
GONE = "There is no such sponsor."


@transaction.atomic
def name_sponsor(*, by: Requester, partner_id: int, sponsor_id: int) -> Sponsor:
    """Ask a member to stand beside a body; it is one once the other has accepted. Asking twice is once.

    Raises Forbidden, NotFound for who is no member, BadInput for the body itself, Conflict where it has a sponsor
    or was told no by this one in the last 30 days.
    """
    if not may(by, "sponsor.name", partner_id):
        raise Forbidden("The partner lead of this organisation, or the core team, asks for a sponsor.")
    members = Partner.objects.filter(membership=Partner.Membership.MEMBER, duplicate_of=None)
    partner, sponsor = (members.filter(pk=pk).first() for pk in (partner_id, sponsor_id))
    if partner is None or sponsor is None:
        raise NotFound("There is no such member.")
    if partner.pk == sponsor.pk:
        raise BadInput("Choose another one.", fields={"sponsor": ["An organisation is not its own sponsor."]})
    standing = Sponsor.objects.standing().select_for_update(of=("self",)).filter(partner=partner).first()
    if standing is not None and standing.sponsor_id == sponsor.pk:
        return standing  # type: ignore[no-any-return]
    if standing is not None:
        raise Conflict("It has a sponsor, or has asked for one. End that first.")
    since = clock.today() - AGAIN
    said_no = Sponsor.objects.filter(partner=partner, sponsor=sponsor, accepted_on=None, ended_on__gte=since)
    if not by.is_editor and said_no.exists():
        raise Conflict(f"{sponsor} was asked lately and it came to nothing. Ask another member, or the core team.")
    try:
        with transaction.atomic():
            made: Sponsor = Sponsor.objects.create(partner=partner, sponsor=sponsor, asked_by_id=by.user_id)
    except IntegrityError as error:
        raise Conflict("It has just asked for a sponsor. Look again.") from error
    record(by, "sponsor.named", made, organisation_id=partner.pk)
    _tell_leads(
        by,
        made,
        "asked",
        body=sponsor.pk,
        title=f"{partner} asks you to be its sponsor",
        text=(
            f"A sponsor is somebody to ring: {partner} is new, and would like {sponsor} to be there in its first "
            "months. You see nothing of theirs, and they nothing of yours. Accept it or say no, in one press."
        ),
    )
    return made


@transaction.atomic
def accept_sponsor(*, by: Requester, sponsor_id: int) -> Sponsor:
    """Say yes: who does is the one to ring. Saying it twice is once. Raises NotFound, Forbidden, Conflict."""
    row = _locked(by, sponsor_id)
    if not may(by, "sponsor.accept", row):
        raise Forbidden("A lead of the organisation that was asked answers.")
    if row.ended_on is not None:
        raise Conflict("It was ended meanwhile.")
    if row.accepted_on is not None:
        return row
    row.accepted_on, row.person_id = clock.today(), by.user_id
    row.save(update_fields=["accepted_on", "person"])
    record(by, "sponsor.accepted", row, organisation_id=row.sponsor_id)
    cancel_deliveries(by=by, source_prefix=f"{SOURCE}:{row.pk}:asked", reason="It was answered.")
    _tell_leads(
        by,
        row,
        "accepted",
        body=row.partner_id,
        title=f"{row.sponsor} is your sponsor",
        text=f"{row.sponsor} has said yes. On your home page you see whom to ring.",
    )
    return row


@transaction.atomic
def end_sponsor(*, by: Requester, sponsor_id: int, why: str = "") -> Sponsor:
    """End it, or say no to being asked: by either side, or the core team. Raises NotFound, Forbidden, BadInput."""
    row = _locked(by, sponsor_id)
    if not may(by, "sponsor.end", row):
        raise Forbidden("A lead of one of the two organisations ends this.")
    if row.ended_on is not None:
        return row
    why = " ".join(why.split())
    if len(why) > LONGEST:
        raise BadInput("Make this shorter.", fields={"why": ["Make this shorter: 250 characters at most."]})
    row.ended_on, row.ended_because = clock.today(), why
    row.save(update_fields=["ended_on", "ended_because"])
    record(by, "sponsor.ended", row, organisation_id=row.partner_id)
    cancel_deliveries(by=by, source_prefix=f"{SOURCE}:{row.pk}:", reason="It was ended.")
    _tell_leads(
        by,
        row,
        "ended",
        body=row.partner_id,
        title=f"{row.sponsor} is not your sponsor any more",
        text="You may ask another organisation. The core team is there as before.",
    )
    return row


def _locked(by: Requester, sponsor_id: int) -> Sponsor:
    seen = Sponsor.objects.visible_to(by).filter(pk=sponsor_id).values_list("pk", flat=True).first()
    if seen is None:
        raise NotFound(GONE)
    row: Sponsor = (
        Sponsor.objects.select_for_update(of=("self",)).select_related("partner", "sponsor").get(pk=sponsor_id)
    )
    return row


def _tell_leads(by: Requester, row: Sponsor, cause: str, *, body: int, title: str, text: str) -> None:
    people = [person for role in ("partner_lead", "ig_lead") for person in holders(role, body)]
    notify(
        by=by,
        source_key=f"{SOURCE}:{row.pk}:{cause}",
        recipients=[recipient(person) for person in people],
        title=title,
        body=text,
        path="/organisation/sponsor",
    )


def veto(source_key: str, user_id: int | None, address: str) -> str:
    """Asked just before a mail about a sponsor leaves."""
    row = Sponsor.objects.filter(pk=int(source_key.split(":")[1])).first()
    if row is None:
        return "There is no such sponsor any more."
    asked = source_key.endswith(":asked")
    body = row.sponsor_id if asked else row.partner_id
    if user_id not in {person.pk for role in ("partner_lead", "ig_lead") for person in holders(role, body)}:
        return "The person leads this organisation no more."
    return "It was answered." if asked and (row.accepted_on or row.ended_on) else ""
