"""Invitations: 21 days, once, for one address. Opening the link changes nothing; a button does."""

import base64
import datetime
import re
import secrets
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.crypto import salted_hmac

from cms.audit.services import record
from cms.core import clock, policy
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.models import CommunitySettings
from cms.core.requester import SYSTEM, Requester
from cms.members.models import Invitation, Membership, PartnerRole, User
from cms.members.services.roles import add_membership, give_role
from cms.members.tokens import digest
from cms.notifications.services import Recipient, cancel_deliveries, notify, one_line

DAYS = 21
SALT = "cms.members.invitation"
SOURCE = re.compile(r"invitation:(\d+):")
Accepted = Callable[[Invitation, User], None]
_accepted: list[Accepted] = []


def on_accepted(act: Accepted) -> None:
    """Called in AppConfig.ready by an app that does more when an invitation is accepted, in the same transaction."""
    if act not in _accepted:
        _accepted.append(act)


@transaction.atomic
def invite(
    *,
    by: Requester,
    partner_id: int,
    email: str,
    name: str = "",
    role: str = "",
    job_title: str = "",
    send: bool = True,
    is_example: bool = False,
) -> Invitation:
    """Invite an address into a partner (key), as a plain member or with a `PartnerRole.Role`, and send the e-mail.

    A partner's lead invites into its own organisation and gives no role above its own; the core team invites anywhere.
    Raises Forbidden; BadInput for an address or role that is none; Conflict when the address belongs to a member of the
    partner already, or has an invitation that can still be used.
    """
    email = _checked_address(email)
    if role and role not in PartnerRole.Role.values:
        raise BadInput("There is no such role.", fields={"role": ["Choose one of the roles."]})
    if not policy.may(by, "role.give", (partner_id, role)):
        raise Forbidden("You may not invite people into this organisation in this role.")
    if Membership.objects.current().filter(partner=partner_id, user__email=email).exists():
        raise Conflict(f"{email} is a member of this organisation already.")
    if Invitation.objects.usable().filter(partner=partner_id, email=email).exists():
        raise Conflict(f"{email} has an invitation that can still be used. Send it again instead.")
    row = Invitation(
        email=email,
        name=one_line(name)[:160],
        partner_id=partner_id,
        role=role,
        job_title=one_line(job_title)[:120],
        invited_by_id=by.user_id,
        is_example=is_example,
    )
    _renew(row)
    record(by, "invitation.made", row, organisation_id=partner_id, after={"role": role})
    if send:
        send_invitation(by=by, invitation=row)
    return row


def _checked_address(email: str) -> str:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        wrong = {"email": ["Write an e-mail address, like name@example.org."]}
        raise BadInput(f"{email!r} is not an e-mail address.", fields=wrong) from error
    return email


def _renew(row: Invitation) -> None:
    """A new token and 21 new days. Earlier links of the row end."""
    row.nonce = secrets.token_urlsafe(32)
    row.token_digest = digest(_derive(row.nonce, settings.SECRET_KEY))
    row.expires_at = clock.now() + datetime.timedelta(days=DAYS)
    row.bounced_at = row.sent_at = None
    row.save()


def _derive(nonce: str, key: str | bytes) -> str:
    mac = salted_hmac(SALT, nonce, secret=key, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(mac).decode().rstrip("=")


def token_of(invitation: Invitation) -> str:
    """The token of the link, made again from the installation's key (an earlier one, after a rotation)."""
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        if digest(token := _derive(invitation.nonce, key)) == invitation.token_digest:
            return token
    raise NotFound("The key this invitation was made with is gone. Send the invitation again.")


def send_invitation(*, by: Requester, invitation: Invitation) -> None:
    """Write the e-mail. Its link is put in when it goes out, so the token is in no table."""
    community = CommunitySettings.load().name
    host = str(invitation.invited_by) if invitation.invited_by else "The core team"
    until = invitation.expires_at.astimezone(clock.LONDON)
    body = (
        f"{host} invites you to join {community} for {invitation.partner.name}.\n\n"
        "On the members' site you see the information sharing agreements that cover your organisation, whom to ring, "
        "and guidance in plain English.\n\n"
        f"The link works once, until {until.day} {until:%B %Y}. It opens a page where you choose a password. "
        "If you did not expect this e-mail, do nothing."
    )
    notify(
        by=by,
        source_key=_source_key(invitation),
        recipients=[Recipient(email=invitation.email, name=invitation.name)],
        title=f"Join {community} for {invitation.partner.name}",
        body=body,
        site=False,
    )
    invitation.sent_at = clock.now()
    invitation.save(update_fields=["sent_at"])


def _source_key(row: Invitation) -> str:
    return f"invitation:{row.pk}:{row.token_digest[:8]}"


def link_in_mail(source_key: str) -> str:
    """The address of an invitation, for cms.notifications when it sends."""
    found = SOURCE.match(source_key)
    row = Invitation.objects.get(pk=int(found[1]) if found else 0)
    return f"{settings.CMS_ORIGIN}/account/invitation/{token_of(row)}/"


def reason_not_to_send(source_key: str, user_id: int | None, address: str) -> str:
    """An invitation that was used, withdrawn, renewed or has expired meanwhile is not sent."""
    found = SOURCE.match(source_key)
    row = Invitation.objects.usable().filter(pk=int(found[1]) if found else 0).first()
    return "" if row is not None and _source_key(row) == source_key else "The invitation can no longer be used."


@transaction.atomic
def resend_invitation(*, by: Requester, invitation: Invitation) -> Invitation:
    """A new link for another 21 days; the old one ends. Raises Forbidden; Conflict when it was used or withdrawn."""
    row = _open(by, invitation)
    _renew(row)
    record(by, "invitation.sent_again", row, organisation_id=row.partner_id)
    send_invitation(by=by, invitation=row)
    return row


@transaction.atomic
def revoke_invitation(*, by: Requester, invitation: Invitation) -> None:
    """The link stops working at once. Raises Forbidden, and Conflict when it was used or withdrawn."""
    row = _open(by, invitation)
    row.revoked_at = clock.now()
    row.save(update_fields=["revoked_at"])
    cancel_deliveries(by=by, source_prefix=f"invitation:{row.pk}:", reason="The invitation was withdrawn.")
    record(by, "invitation.revoked", row, organisation_id=row.partner_id)


def _open(by: Requester, invitation: Invitation) -> Invitation:
    row = Invitation.objects.select_for_update(of=("self",)).select_related("partner").get(pk=invitation.pk)
    if not policy.may(by, "role.give", (row.partner_id, row.role)):
        raise Forbidden("You may not change this invitation.")
    if row.used_at or row.revoked_at:
        raise Conflict("This invitation has been used or withdrawn.")
    return row


def use_invitation(*, invitation: Invitation, user: User) -> bool:
    """Inside the caller's transaction. True for exactly one caller: then the person is a member, with the role."""
    now = clock.now()
    if not Invitation.objects.usable().filter(pk=invitation.pk).update(used_at=now, used_by=user):
        return False
    add_membership(by=SYSTEM, user=user, partner_id=invitation.partner_id)
    if invitation.role:
        give_role(by=SYSTEM, user=user, partner_id=invitation.partner_id, role=invitation.role)
    for act in _accepted:
        act(invitation, user)
    record(Requester(user_id=user.pk), "invitation.accepted", invitation, organisation_id=invitation.partner_id)
    return True


@transaction.atomic
def accept_invitation(*, by: Requester, invitation: Invitation) -> None:
    """Somebody who has an account joins another organisation. Raises NotFound unless it was sent to their address and
    can still be used."""
    user = User.objects.filter(pk=by.user_id or 0, is_active=True).first()
    if user is None or user.email.lower() != invitation.email or not use_invitation(invitation=invitation, user=user):
        raise NotFound("There is no such invitation.")
