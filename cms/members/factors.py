"""Second factors: who needs one, whether this session was opened with one, and what is left without it."""

import dataclasses
import datetime

from allauth.account import app_settings as account_settings
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.http import HttpRequest

from cms.core import clock
from cms.core.requester import Requester
from cms.members.models import PartnerRole, SiteRole, User

Role = PartnerRole.Role
LEAD_GRACE = datetime.timedelta(days=60)  # a new partner lead has this long to set one up (decisions, 15)
SIGNING = (Role.ISP_APPROVER, Role.ACCOUNTABLE_OFFICER)
OWNED = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
AFTER = "after_second_factor"  # session key: where somebody was going when they were asked to set one up
COMMITTING = frozenset({*SIGNING, Role.PARTNER_LEAD})  # what such a role decides, others are held to


def needs_second_factor(requester: Requester) -> bool:
    """Editors, the management group, those who sign for a legal controller; partner leads after sixty days."""
    return (
        requester.is_editor
        or SiteRole.Role.MANAGEMENT_GROUP in requester.site_roles
        or any(role in SIGNING for _, role in requester.roles)
        or (requester.lead_since is not None and clock.today() > last_day_without(requester.lead_since))
    )


def last_day_without(lead_since: datetime.date) -> datetime.date:
    """The last day on which a partner lead of this first day works without a second factor."""
    return lead_since + LEAD_GRACE


def used_in(request: HttpRequest, user: User) -> bool:
    """Whether this very session was opened with a second factor; owning one is not enough."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, user))


def is_enrolled(user: User) -> bool:
    """Whether the person has a second factor of their own: a passkey, or an app on the phone."""
    return bool(is_mfa_enabled(user, OWNED))


def has_app(user: User) -> bool:
    """Whether codes of an app on the phone are one of the person's factors."""
    return bool(is_mfa_enabled(user, [Authenticator.Type.TOTP]))


def proved_lately(request: HttpRequest, user: User) -> bool:
    """Whether somebody whose account has neither password nor factor, and is opened by an organisation's directory
    alone, signed in there a few minutes ago. allauth lets them pass where it asks everybody else once more."""
    if get_reauthentication_flows(user) or not SocialAccount.objects.filter(user=user).exists():
        return True  # allauth asks
    since = clock.now().timestamp() - account_settings.REAUTHENTICATION_TIMEOUT
    return any(record["at"] > since for record in get_authentication_records(request, user))


def held_back(requester: Requester, *, role_groups: frozenset[int]) -> Requester:
    """The same person with a plain member's rights, where a second factor is needed and is lacking; else unchanged.

    `role_groups` are the keys of the groups that stand for site roles.
    """
    if not settings.MFA_REQUIRED or requester.second_factor or not needs_second_factor(requester):
        return requester
    belongs = bool(requester.own_partners)  # of a site role alone nothing is left
    return dataclasses.replace(
        requester,
        is_editor=False,
        site_roles=frozenset(),
        roles=frozenset((pk, role) for pk, role in requester.roles if role not in COMMITTING),
        groups=requester.groups - role_groups if belongs else frozenset(),
        spaces=requester.spaces if belongs else frozenset(),
        owned_spaces=requester.owned_spaces if belongs else frozenset(),
        held_back=True,
    )
