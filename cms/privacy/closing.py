"""Closing an account. Who somebody was goes; what the framework's record needs stays, under "Former member"."""

import secrets
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Replace

from cms.audit.services import record
from cms.briefings.models import Recipient as BriefingRecipient
from cms.briefings.models import Subscription
from cms.community.models import SupportCase
from cms.core import clock, content_version, policy
from cms.core.errors import Conflict, Forbidden, NotFound
from cms.core.requester import Requester
from cms.joining.models import Application
from cms.members import holdings
from cms.members.models import Invitation, Membership, PartnerRole, SiteRole, User
from cms.members.services import end_sessions
from cms.notifications.models import Bounce, Delivery, Notification
from cms.postbox.models import InboundMail
from cms.privacy.held import Then, all_held
from cms.reviews.models import Reminder

FIRST, LAST = "Former", "member"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What must be handed over first: in words, how many, and the partner at which (its key, name and slug). `is_role`:
    a role that somebody else must hold too, which is given on the page of an organisation's people."""

    what: str
    count: int
    partner_id: int
    partner: str
    slug: str
    is_role: bool = False


def obstacles(user: User) -> list[Obstacle]:
    """What the person looks after and somebody else could. Nothing here: the account may be closed."""
    found = []
    for row in Membership.objects.current().filter(user=user).select_related("partner"):
        for holding in holdings.all_holdings():
            if holding.move is None or holding.key == holdings.DEPUTY_ROLES:
                continue
            count = len(holding.held(user.pk, row.partner_id))
            if count:
                found.append(Obstacle(holding.label, count, row.partner_id, str(row.partner), row.partner.slug))
        if _is_last_lead(user, row.partner_id):
            last = "are the only partner lead"
            found.append(Obstacle(last, 1, row.partner_id, str(row.partner), row.partner.slug, is_role=True))
    return found


def _is_last_lead(user: User, partner_id: int) -> bool:
    leads = PartnerRole.objects.current().filter(partner=partner_id, role=PartnerRole.Role.PARTNER_LEAD)
    holders = set(leads.filter(user__is_active=True).values_list("user", flat=True))
    return holders == {user.pk}


@transaction.atomic
def close_account(*, by: Requester, user_id: int) -> None:
    """Close one's own account for good: nobody can sign in to it, and its name, addresses, settings and private things
    are gone. Contributions stay under "Former member", signatures with the name that they were given under.

    Raises NotFound for an account that is closed already, Forbidden for another person's, Conflict while something must
    be handed over first (`obstacles`).
    """
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None or not user.is_active:
        raise NotFound("There is no such account.")
    if not policy.may(by, "person.close", user):
        raise Forbidden("Only you can close your account.")
    if obstacles(user):
        raise Conflict("Hand over what you look after first.")
    address, nowhere = user.email, f"former-{secrets.token_hex(12)}@former.invalid"
    addresses = {address, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)}
    record(by, "account.closed", user)
    end_sessions(user)
    _end_rights(user)
    _forget_addresses(user, addresses, nowhere)
    _forget_rows(user)
    _forget_name(user.get_full_name())
    user.first_name, user.last_name, user.email = FIRST, LAST, nowhere
    user.job_title = user.phone = ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.set_unusable_password()
    user.save()
    user.groups.clear()
    user.user_permissions.clear()
    content_version.bump()


def _end_rights(user: User) -> None:
    """Today is the last day; what was to begin later never does. Nobody signs in, so it ends now."""
    today = clock.today()
    for model in (Membership, PartnerRole, SiteRole):
        rows = model._default_manager.filter(user=user)
        rows.filter(starts_on__gt=today).delete()
        rows.exclude(ends_on__lte=today).update(ends_on=today)


def _forget_addresses(user: User, addresses: set[str], nowhere: str) -> None:
    """Columns that hold an address as text (`cms.privacy.held.ADDRESSES`)."""
    Delivery.objects.filter(Q(user=user) | Q(recipient__in=addresses)).delete()  # what waits is not sent either
    Bounce.objects.filter(address__in=addresses).delete()
    Invitation.objects.filter(email__in=addresses).delete()
    Subscription.objects.filter(email__in=addresses).delete()
    BriefingRecipient.objects.filter(address__in=addresses).delete()
    for pk in Reminder.objects.filter(recipient__in=addresses).values_list("pk", flat=True):
        Reminder.objects.filter(pk=pk).update(recipient=f"{pk}-{nowhere}")  # unique in its review
    InboundMail.objects.filter(sender__in=addresses).update(sender="", raw=None)
    Application.objects.filter(email__in=addresses).update(
        name=f"{FIRST} {LAST}", job_title="", phone="", email=nowhere
    )
    SupportCase.objects.filter(asker=user).update(name=f"{FIRST} {LAST}", email=nowhere)


def _forget_name(name: str) -> None:
    """What the site itself wrote to others: their notices, and the mails that it keeps. A single word is no name that
    can be told from other words."""
    if " " not in name:
        return
    for model, columns in ((Notification, ("title", "body")), (Delivery, ("subject", "body"))):
        for column in columns:
            rows = model._default_manager.filter(**{f"{column}__contains": name})
            rows.update(**{column: Replace(F(column), Value(name), Value(f"{FIRST} {LAST}"))})


def _forget_rows(user: User) -> None:
    """Each column as `cms.privacy.held.PEOPLE` says."""
    for held in all_held():
        rows = held.rows(user)
        field = held.model._meta.get_field(held.column)
        if held.then is Then.GOES:
            rows.delete()
        elif held.then is Then.CLEARED and field.many_to_many:
            field.remote_field.through._base_manager.filter(**{field.m2m_reverse_field_name(): user.pk}).delete()  # type: ignore[union-attr]
        elif held.then is Then.CLEARED:
            rows.update(**{held.column: None})
