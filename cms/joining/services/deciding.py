"""The core team decides. Approval is one transaction: the body is a member, and the applicant is invited to lead it."""

from collections.abc import Iterable

from django.db import transaction

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.policy import may
from cms.core.requester import SYSTEM, Requester
from cms.core.slugs import free_slug
from cms.joining.models import Application
from cms.joining.services.applying import GONE, tell_applicant
from cms.joining.services.standing import change_standing
from cms.members.models import Invitation, PartnerRole, User
from cms.members.selectors import core_team
from cms.members.services import give_role, invite
from cms.snippets.models import Partner

Role = PartnerRole.Role
LEAD: str = Role.PARTNER_LEAD
# What one person holds who does it all: who leads, who commits the body, and who looks after information governance.
ALL_ROLES: tuple[str, ...] = (LEAD, Role.IG_LEAD, Role.ACCOUNTABLE_OFFICER, Role.ISP_APPROVER)
LONGEST_NAME, LONGEST_REASON = 200, 2000


@transaction.atomic
def approve_application(
    *, by: Requester, number: int, partner_id: int | None = None, new_name: str = "", roles: Iterable[str] = ()
) -> Application:
    """Make the body a member and invite the applicant as its partner lead, all or nothing.

    The body is an entry of the register (`partner_id`) or, with `new_name`, a new one with the application's sector:
    similarity of names decides nothing. `roles` are given besides when the invitation is accepted. Raises Forbidden,
    NotFound, Conflict where it was decided, was not confirmed or the body has joined; BadInput with `fields`.
    """
    row = _waiting(by, number)
    wanted = [role for role in dict.fromkeys(roles) if role != LEAD]
    if any(role not in PartnerRole.Role.values for role in wanted):
        raise BadInput("There is no such role.", fields={"roles": ["Choose from the list."]})
    partner = _partner(row, partner_id, new_name)
    if partner.membership == Partner.Membership.MEMBER:
        raise Conflict(f"{partner} has joined already. Invite this person from the page of its people.")
    change_standing(by=by, partner=partner, membership=Partner.Membership.MEMBER, why=f"{row} was approved")
    invitation = invite(
        by=by, partner_id=partner.pk, email=row.email, name=row.name, role=LEAD, job_title=row.job_title
    )
    row.partner, row.invitation, row.roles = partner, invitation, wanted
    row.approved_at, row.decided_by_id = clock.now(), by.user_id
    row.save()
    record(by, "application.approved", row, organisation_id=partner.pk, after={"roles": wanted})
    return row


def _partner(row: Application, partner_id: int | None, new_name: str) -> Partner:
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
    if row.sector is None:
        raise BadInput("The application names no sector.", fields={"newName": ["Enter it in the register first."]})
    made: Partner = Partner.objects.create(
        name=name,
        slug=free_slug(Partner.objects.all(), name, length=120, empty="partner"),
        sector=row.sector,
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
    record(by, "application.refused", row)
    tell_applicant(
        by=by,
        application=row,
        cause="refused",
        title="About your application to join",
        body=f"We have read your application and cannot approve it as it stands.\n\n{why}\n\nYou may apply again.",
    )
    return row


def _waiting(by: Requester, number: int) -> Application:
    if not may(by, "application.decide"):
        raise Forbidden("The core team decides who joins.")
    row: Application | None = (
        Application.objects.select_for_update(of=("self",)).select_related("sector").filter(number=number).first()
    )
    if row is None:
        raise NotFound(GONE)
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
