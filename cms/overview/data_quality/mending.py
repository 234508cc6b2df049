"""Putting rows of the list right, one or many at once. Each change is audited."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from cms.audit.services import record
from cms.core import clock, content_version
from cms.core.errors import BadInput, Forbidden
from cms.core.requester import Requester
from cms.members.models import Membership, PartnerRole
from cms.members.selectors.body_checks import fingerprint_of, parts_of
from cms.members.services.body_checks import confirm_bodies
from cms.members.services.roles import add_membership, give_role
from cms.overview.data_quality.duplicates import say_two_bodies
from cms.overview.data_quality.row import Row
from cms.overview.models import LinkCheck
from cms.snippets.looking import note_look
from cms.snippets.models import Isp, IspFile, IspParty, Partner, PartnerContact
from cms.snippets.services import lock_isp, move_on
from cms.snippets.standing import change_standing

Given = dict[str, Any]


def _editors_only(by: Requester) -> None:
    if not by.is_editor:
        raise Forbidden("Only the core team changes this.")


@transaction.atomic
def add_contact(by: Requester, rows: Sequence[Row], given: Given) -> int:
    """The same contact for each body: one person may serve eighty."""
    _editors_only(by)
    for row in rows:
        values = {"name": given["name"], "job_title": given["job_title"]}
        contact, is_new = PartnerContact.objects.get_or_create(
            partner_id=int(row.key), email=given["email"].lower(), defaults=values
        )
        if is_new:
            record(by, "partner_contact.added", contact, organisation_id=contact.partner_id)
    return len(rows)


@transaction.atomic
def change_address(by: Requester, rows: Sequence[Row], given: Given) -> int:
    _editors_only(by)
    contacts = [row for row in rows if row.key.startswith("contact-")]
    if len(contacts) < len(rows):
        raise BadInput("People with an account change their own address: open the person.")
    for row in contacts:
        contact = PartnerContact.objects.select_for_update().get(pk=int(row.key.removeprefix("contact-")))
        new = given["email"].lower()
        if PartnerContact.objects.filter(partner=contact.partner_id, email=new).exclude(pk=contact.pk).exists():
            raise BadInput(f"{contact.partner} has a contact with this address already.")
        before = contact.email
        contact.email, contact.bounced_on, contact.confirmed_on = new, None, clock.today()
        contact.save()
        record(by, "partner_contact.changed", contact, before=before, after=new, organisation_id=contact.partner_id)
    return len(rows)


@transaction.atomic
def set_ico(by: Requester, rows: Sequence[Row], given: Given) -> int:
    _editors_only(by)
    if len(rows) > 1 and not given["exempt"]:
        raise BadInput("A registration number belongs to one body: tick one.")
    for row in rows:
        partner = Partner.objects.select_for_update().get(pk=int(row.key))
        before = [partner.ico_registration, partner.ico_expires_on]
        if given["exempt"]:
            partner.ico_registration, partner.ico_expires_on = "exempt", None
        else:
            partner.ico_registration = given["number"] or partner.ico_registration
            partner.ico_expires_on = given["expires_on"] or partner.ico_expires_on
        partner.save()
        after = [partner.ico_registration, partner.ico_expires_on]
        record(by, "partner.ico_recorded", partner, before=before, after=after, organisation_id=partner.pk)
    return len(rows)


@transaction.atomic
def said_by_telephone(by: Requester, rows: Sequence[Row], given: Given) -> int:
    """They said to the core team that all of it is right, as it stands now."""
    _editors_only(by)
    partners = list(Partner.objects.filter(pk__in=[int(row.key) for row in rows]).select_related("sector"))
    parts = parts_of(partners)
    return confirm_bodies(by=by, seen=[(one, fingerprint_of(parts[one.pk])) for one in partners])


@transaction.atomic
def fill_roles(by: Requester, rows: Sequence[Row], given: Given) -> int:
    """Give each ticked role to one person, who becomes a member of each body, or say why nobody is needed."""
    _editors_only(by)
    user, reason = _person(given["person"]), given["not_required_because"]
    if bool(user) == bool(reason):
        raise BadInput("Name a person, or say why nobody is needed: one of the two.")
    for row in rows:
        partner_id, _, role = row.key.partition("-")
        if user is None:
            made = PartnerRole.objects.create(
                partner_id=int(partner_id), role=role, not_required_because=reason, starts_on=clock.today()
            )
            record(by, "role.not_required", made, organisation_id=int(partner_id), after=reason)
        else:
            add_membership(by=by, user=user, partner_id=int(partner_id))
            give_role(by=by, user=user, partner_id=int(partner_id), role=role)
    return len(rows)


def _person(email: str) -> Any:
    if not email:
        return None
    user = get_user_model()._default_manager.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise BadInput(f"Nobody with an account has the address {email}. Invite the person first.")
    return user


@transaction.atomic
def mark_left(by: Requester, rows: Sequence[Row], given: Given) -> int:
    """A body that has ended is no member any more."""
    _editors_only(by)
    for row in rows:
        partner = Partner.objects.select_for_update().get(pk=int(row.key))
        change_standing(by=by, partner=partner, membership=Partner.Membership.LEFT, why="The body has ended")
    return len(rows)


@transaction.atomic
def set_review(by: Requester, rows: Sequence[Row], given: Given) -> int:
    _editors_only(by)
    for row in rows:
        isp = lock_isp(int(row.key))
        before = isp.next_review_on
        move_on(isp, next_review_on=given["on"], next_review_precision=Isp.Precision.DAY, under_review_noted_on=None)
        record(by, "isp.review_date_set", isp, before=before, after=given["on"])
    return len(rows)


@transaction.atomic
def set_owner(by: Requester, rows: Sequence[Row], given: Given) -> int:
    """The owner belongs to the lead partner: whoever does not is named, and nothing changes."""
    _editors_only(by)
    user = _person(given["person"])
    for row in rows:
        isp = lock_isp(int(row.key))
        if not Membership.objects.current().filter(user=user, partner=isp.lead_id).exists():
            raise BadInput(f"{user} does not belong to {isp.lead}, which leads {isp.reference}.")
        before = isp.owner_id
        move_on(isp, owner=user)
        record(by, "isp.owner_set", isp, before=before, after=user.pk)
    return len(rows)


@transaction.atomic
def end_parts(by: Requester, rows: Sequence[Row], given: Given) -> int:
    """The part ended with the body. The lead's does not: somebody has to lead, or the agreement is retired."""
    _editors_only(by)
    for row in rows:
        part = IspParty.objects.select_for_update().select_related("version__isp", "partner").get(pk=int(row.key))
        if part.version.isp.lead_id == part.partner_id:
            raise BadInput(f"{part.partner} leads {part.version.isp.reference}: choose another lead, or retire it.")
        part.left_on = given["on"]
        part.save(update_fields=["left_on"])
        move_on(lock_isp(part.version.isp_id))
        record(by, "party.ended", part, after=given["on"], organisation_id=part.partner_id)
    content_version.bump()
    return len(rows)


@transaction.atomic
def two_bodies(by: Requester, rows: Sequence[Row], given: Given) -> int:
    _editors_only(by)
    for row in rows:
        one, other = (int(part) for part in row.key.split("-"))
        say_two_bodies(by, (one, other))
        record(by, "partner.two_bodies", Partner.objects.get(pk=one), after=[one, other])
    return len(rows)


@transaction.atomic
def ask_again(by: Requester, rows: Sequence[Row], given: Given) -> int:
    _editors_only(by)
    keys = {int(row.key.partition("-")[0]) for row in rows}
    return int(LinkCheck.objects.filter(pk__in=keys).update(checked_at=None, failures=0, outcome="", detail=""))


@transaction.atomic
def say_looked(by: Requester, rows: Sequence[Row], given: Given) -> int:
    """Somebody looked through these files of agreements; each is on record by itself."""
    for file in IspFile.objects.filter(pk__in=[int(row.key) for row in rows]).select_related("version__isp"):
        note_look(by=by, file=file)
    return len(rows)
