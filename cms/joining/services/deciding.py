"""The core team decides. Approval is one transaction: the body is a member, and the applicant is invited to lead it.

Which body of the register it is may be said before: until it is decided, that body has applied.
"""

from collections.abc import Iterable

from django.db import transaction

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.policy import may
from cms.core.requester import SYSTEM, Requester
from cms.core.slugs import free_slug
from cms.joining import keys
from cms.joining.models import Application, StandingChange
from cms.joining.permissions import SIGNERS
from cms.joining.services.applying import GONE, tell_applicant
from cms.joining.services.sponsors import name_sponsor
from cms.joining.services.standing import OUTSIDE
from cms.members.models import Invitation, PartnerRole, User
from cms.members.selectors import core_team
from cms.members.services import give_role, invite
from cms.notifications.services import cancel_deliveries
from cms.signing.who_signs import is_shared_mailbox
from cms.snippets.models import Partner
from cms.snippets.standing import change_standing

Role, Standing = PartnerRole.Role, Partner.Membership
LEAD: str = Role.PARTNER_LEAD
# What one person holds who does it all: who leads, who commits the body, and who looks after information governance.
ALL_ROLES: tuple[str, ...] = (LEAD, Role.IG_LEAD, Role.ACCOUNTABLE_OFFICER, Role.ISP_APPROVER)
LONGEST_NAME, LONGEST_REASON = 200, 2000
JOINED = "{partner} has joined already, or is suspended. Invite this person from the page of its people."
MAILBOX = "{email} is a mailbox that several people read. It may be a contact, and never signs: ask for a person’s own."


@transaction.atomic
def match_application(*, by: Requester, number: int, partner_id: int) -> Application:
    """Say which body of the register it is, before anything is decided: from now on that body has applied.

    Raises Forbidden, NotFound, BadInput with `fields`, Conflict where it was decided or the body has joined.
    """
    row = _waiting(by, number)
    partner = _partner(row, partner_id, "")
    if partner.membership not in OUTSIDE:
        raise Conflict(JOINED.format(partner=partner))
    if row.partner_id not in (None, partner.pk):
        _unmatch(by, row)
    row.partner = partner
    row.save(update_fields=["partner"])
    change_standing(by=by, partner=partner, membership=Standing.APPLIED, why=str(row))
    record(by, "application.matched", row, organisation_id=partner.pk)
    return row


def _unmatch(by: Requester, row: Application) -> None:
    """The body that was named stands as it did before, unless another application of it waits."""
    partner = Partner.objects.select_for_update(of=("self",)).filter(pk=row.partner_id).first()
    others = Application.objects.to_decide().filter(partner=row.partner_id).exclude(pk=row.pk)
    if partner is None or partner.membership != Standing.APPLIED or others.exists():
        return
    last = StandingChange.objects.filter(partner=partner, membership=Standing.APPLIED).first()
    before = last.before if last is not None else Standing.CANDIDATE
    change_standing(by=by, partner=partner, membership=before, why=f"{row} is not about it, or was not approved")


@transaction.atomic
def approve_application(
    *,
    by: Requester,
    number: int,
    partner_id: int | None = None,
    new_name: str = "",
    sector_id: int | None = None,
    roles: Iterable[str] = (),
    sponsor_id: int | None = None,
) -> Application:
    """Make the body a member and invite the applicant as its partner lead, all or nothing.

    The body is an entry of the register (`partner_id`) or, with `new_name`, a new one of this sector, else of the
    application's: similarity of names decides nothing. `roles` are given besides when the invitation is accepted; none
    that signs where the address is a shared mailbox. `sponsor_id`: the member that is asked to be its sponsor.

    Raises Forbidden, NotFound, BadInput with `fields`, Conflict where it was decided, not confirmed, or has
    joined.
    """
    row = _waiting(by, number)
    wanted = [role for role in dict.fromkeys(roles) if role != LEAD]
    if any(role not in PartnerRole.Role.values for role in wanted):
        raise BadInput("There is no such role.", fields={"roles": ["Choose from the list."]})
    if is_shared_mailbox(row.email, row.name) and not set(SIGNERS).isdisjoint(wanted):
        raise BadInput("A shared mailbox cannot sign.", fields={"roles": [MAILBOX.format(email=row.email)]})
    partner = _partner(row, partner_id, new_name, sector_id)
    if partner.membership not in OUTSIDE:
        raise Conflict(JOINED.format(partner=partner))
    if row.partner_id not in (None, partner.pk):
        _unmatch(by, row)
    change_standing(by=by, partner=partner, membership=Standing.MEMBER, why=f"{row} was approved")
    invitation = invite(
        by=by, partner_id=partner.pk, email=row.email, name=row.name, role=LEAD, job_title=row.job_title
    )
    row.partner, row.invitation, row.roles = partner, invitation, wanted
    row.approved_at, row.decided_by_id = clock.now(), by.user_id
    row.save()
    record(by, "application.approved", row, organisation_id=partner.pk, after={"roles": wanted})
    if sponsor_id is not None:
        name_sponsor(by=by, partner_id=partner.pk, sponsor_id=sponsor_id)
    return row


def _partner(row: Application, partner_id: int | None, new_name: str, sector_id: int | None = None) -> Partner:
    """The entry of the register, locked. Exactly one of the two ways must have been chosen."""
    name = " ".join(new_name.split())
    if (partner_id is None) == (not name):
        raise BadInput("Choose one.", fields={"partner": ["Choose the organisation, or say that it is a new one."]})
    if partner_id is not None:
        found: Partner | None = Partner.objects.select_for_update(of=("self",)).filter(pk=partner_id).first()
        if found is None or found.duplicate_of_id is not None:
            raise BadInput("There is no such organisation.", fields={"partner": ["Choose from the list."]})
        return found
    if len(name) > LONGEST_NAME or Partner.objects.filter(name__iexact=name).exists():
        words = "Use at most 200 characters." if len(name) > LONGEST_NAME else "The register has it already: choose it."
        raise BadInput("This name cannot be used.", fields={"newName": [words]})
    sector = sector_id or row.sector_id
    if sector is None:
        raise BadInput("Which kind of organisation?", fields={"sector": ["Choose the kind of organisation."]})
    made: Partner = Partner.objects.create(
        name=name,
        slug=free_slug(Partner.objects.all(), name, length=120, empty="partner"),
        sector_id=sector,
        charity_number=row.charity_number,
        source=str(row),
    )
    return made


@transaction.atomic
def refuse_application(*, by: Requester, number: int, why: str) -> Application:
    """Say no, with a reason that the applicant reads. Raises Forbidden, NotFound, Conflict, BadInput with `fields`."""
    row = _waiting(by, number)
    why = why.strip()
    if not 0 < len(why) <= LONGEST_REASON:
        raise BadInput("Give a reason.", fields={"why": ["Give a reason, in at most 2,000 characters."]})
    row.refused_at, row.refused_because, row.decided_by_id = clock.now(), why, by.user_id
    row.save(update_fields=["refused_at", "refused_because", "decided_by"])
    _unmatch(by, row)
    record(by, "application.refused", row)
    tell_applicant(
        by=by,
        application=row,
        cause=f"refused:{row.refused_at:%Y%m%d%H%M%S}",
        title="About your application to join",
        body=f"We have read your application and cannot approve it as it stands.\n\n{why}\n\nYou may apply again.",
    )
    return row


@transaction.atomic
def reopen_application(*, by: Requester, number: int, why: str) -> Application:
    """Look again at one that was not approved: it waits for the core team as before, and the applicant is told.

    Both reasons stay on record. Raises Forbidden, NotFound, Conflict unless it was refused, BadInput with `fields`.
    """
    row = _locked(by, number)
    if row.refused_at is None:
        raise Conflict("Only an application that was not approved is opened again.")
    why = why.strip()
    if not 0 < len(why) <= LONGEST_REASON:
        raise BadInput("Give a reason.", fields={"why": ["Give a reason, in at most 2,000 characters."]})
    because, at = row.refused_because, clock.now()
    row.refused_at, row.refused_because, row.decided_by = None, "", None
    row.save(update_fields=["refused_at", "refused_because", "decided_by"])
    record(by, "application.reopened", row, before=because, after=why)
    cancel_deliveries(by=by, source_prefix=f"{keys.SOURCE}:{row.pk}:refused:", reason="It was opened again.")
    if row.partner is not None and row.partner.membership in OUTSIDE:
        change_standing(by=by, partner=row.partner, membership=Standing.APPLIED, why=f"{row} was opened again")
    tell_applicant(
        by=by,
        application=row,
        cause=f"reopened:{at:%Y%m%d%H%M%S}",
        title="We are looking at your application again",
        body="Your application to join is with the core team again. You need to do nothing: the answer comes by mail.",
    )
    return row


def _locked(by: Requester, number: int) -> Application:
    if not may(by, "application.decide"):
        raise Forbidden("The core team decides who joins.")
    rows = Application.objects.select_for_update(of=("self",)).select_related("sector", "partner")
    row: Application | None = rows.filter(number=number).first()
    if row is None:
        raise NotFound(GONE)
    return row


def _waiting(by: Requester, number: int) -> Application:
    row = _locked(by, number)
    if row.approved_at is not None or row.refused_at is not None:
        raise Conflict("This application was decided already.")
    if row.confirmed_at is None:
        raise Conflict("The sender has not confirmed the address yet.")
    return row


def give_the_other_roles(invitation: Invitation, user: User) -> None:
    """When the invitation of an approved application is accepted: the roles that the core team chose besides."""
    for row in Application.objects.filter(invitation=invitation, approved_at__isnull=False):
        for role in row.roles:
            give_role(by=SYSTEM, user=user, partner_id=invitation.partner_id, role=role)


def veto(source_key: str, user_id: int | None, address: str) -> str:
    """Asked just before a mail to the core team about an application leaves."""
    row = Application.objects.filter(pk=int(source_key.split(":")[1])).first()
    if row is None or row.approved_at is not None or row.refused_at is not None:
        return "It is decided already."
    return "" if user_id in {person.pk for person in core_team()} else "The person is not in the core team any more."
