"""Who may see and do what about joining, the charter and sponsors (the table: docs/permissions.md)."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q

from cms.core import policy
from cms.core.models import CommunitySettings
from cms.core.requester import Requester
from cms.core.visibility import FileOwner
from cms.joining.models import Application, CharterSignature, CharterVersion, Sponsor
from cms.snippets.models import Partner

CONTENT, PEOPLE = "read:content", "read:people"  # the second is given to no token
SIGNERS = ("isp_approver", "accountable_officer")
LEADS = ("partner_lead", "ig_lead")


def core_team_only(requester: Requester, obj: Any = None) -> bool:
    return requester.is_editor


def core_team_rows(rows: Any, requester: Requester) -> Any:
    return rows if requester.is_editor else rows.none()


def visible_versions(rows: Any, requester: Requester) -> Any:
    """Everybody reads what was published; what is being written is the core team's."""
    return rows if requester.is_editor else rows.filter(published_on__isnull=False)


def visible_signatures(rows: Any, requester: Requester) -> Any:
    """Members all; the public those that stand, of members, where the list of partners is published."""
    if requester.is_member:
        return rows
    if not CommunitySettings.load().public_partner_list:
        return rows.none()
    return rows.filter(withdrawn_on=None, partner__membership=Partner.Membership.MEMBER, partner__duplicate_of=None)


def visible_sponsors(rows: Any, requester: Requester) -> Any:
    """Members see who stands beside whom; who was only asked is for the two bodies and the core team."""
    if requester.is_editor:
        return rows
    if not requester.is_member:
        return rows.none()
    own = Q(partner__in=requester.partners) | Q(sponsor__in=requester.partners)
    return rows.filter(own | Q(accepted_on__isnull=False, ended_on=None))


def can_apply(requester: Requester, _: Any = None) -> bool:
    """Everybody but tools: who has an account here may ask for a body that is not."""
    return requester.token_id is None


def can_sign(requester: Requester, partner_id: Any) -> bool:
    """Who commits the body: signs ISPs for it, or is its accountable officer. In person."""
    return in_person(requester) and requester.has_role(partner_id, *SIGNERS)


def can_withdraw(requester: Requester, partner_id: Any) -> bool:
    return requester.is_editor or can_sign(requester, partner_id)


def can_record(requester: Requester, partner_id: Any) -> bool:
    """Write down what was signed on paper: the core team, and who looks after the body here."""
    return requester.is_editor or (in_person(requester) and requester.has_role(partner_id, *LEADS))


def can_name_sponsor(requester: Requester, partner_id: Any) -> bool:
    return requester.is_editor or (in_person(requester) and requester.has_role(partner_id, "partner_lead"))


def can_accept_sponsor(requester: Requester, row: Any) -> bool:
    """`row` is the Sponsor: its sponsor's leads answer, nobody in their place."""
    return in_person(requester) and requester.has_role(row.sponsor_id, *LEADS)


def can_end_sponsor(requester: Requester, row: Any) -> bool:
    """`row` is the Sponsor. Either side ends it."""
    if requester.is_editor:
        return True
    return in_person(requester) and any(requester.has_role(body, *LEADS) for body in (row.partner_id, row.sponsor_id))


def in_person(requester: Requester) -> bool:
    return requester.user_id is not None and requester.token_id is None


def held_scans(among: Collection[int] | None) -> Any:
    rows = CharterSignature.objects.exclude(document=None)
    return (rows if among is None else rows.filter(document__in=among)).values("document")


def seen_scans(requester: Requester, version: str) -> Any:
    """A page signed by hand: for who leads or commits the body, in person; the core team sees every file."""
    bodies = [body for body in requester.partners if requester.has_role(body, *LEADS, *SIGNERS)]
    rows = CharterSignature.objects.filter(partner__in=bodies if in_person(requester) else [])
    return rows.exclude(document=None).values("document")


SCANS = FileOwner("joining.CharterSignature.document", held_scans, seen_scans, exclusive=True)

ACTIONS: dict[str, policy.ActionRule] = {
    "application.make": can_apply,
    "application.decide": core_team_only,
    "partner.suspend": core_team_only,
    "charter.publish": core_team_only,
    "charter.sign": can_sign,
    "charter.record_paper": can_record,
    "charter.withdraw": can_withdraw,
    "sponsor.name": can_name_sponsor,
    "sponsor.accept": can_accept_sponsor,
    "sponsor.end": can_end_sponsor,
}


def register() -> None:
    """Called once, when the app is ready."""
    policy.register_rows(Application, core_team_rows, scope=PEOPLE)
    policy.register_rows(CharterVersion, visible_versions, scope=CONTENT)
    policy.register_rows(CharterSignature, visible_signatures, scope=CONTENT)
    policy.register_rows(Sponsor, visible_sponsors, scope=PEOPLE)
    for action, rule in ACTIONS.items():
        policy.register_action(action, rule)
