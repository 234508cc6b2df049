"""Who may see and change people, roles, invitations and tokens (the table: docs/permissions.md)."""

from typing import Any

from django.db.models import Q

from cms.core import policy
from cms.core.requester import Requester
from cms.members.models import (
    Absence,
    ApiToken,
    BodyCheck,
    Departure,
    Invitation,
    Membership,
    PartnerRole,
    RoleOffer,
    RoleOfferAnswer,
    Shown,
    SiteRole,
    User,
)
from cms.members.tokens import PEOPLE

Role = PartnerRole.Role
# A partner lead names the people who do the work. Those who commit the legal controller are named by the core team,
# or by a lead who is one of them: nobody raises anybody above themselves.
GIVEN_BY_LEAD = frozenset(
    {"", Role.OPERATIONAL_LEAD, Role.IG_LEAD, Role.DPO, Role.CALDICOTT_GUARDIAN, Role.PARTNER_LEAD}
)

LOOK_AFTER_TOKENS = (Role.PARTNER_LEAD, Role.IG_LEAD)


def members_only(rows: Any, requester: Requester) -> Any:
    return rows if requester.is_member else rows.none()


def visible_people(rows: Any, requester: Requester) -> Any:
    """Members see the names of people who belong somewhere today; everybody signed in sees themselves."""
    if requester.is_editor:
        return rows
    own = Q(pk=requester.user_id) if requester.user_id is not None else Q(pk__in=[])
    if not requester.is_member:
        return rows.filter(own)
    belong = Membership.objects.current().filter(partner__membership="member").values("user")
    team = SiteRole.objects.current().values("user")
    return rows.filter(own | Q(is_active=True, pk__in=belong) | Q(is_active=True, pk__in=team))


def visible_roles(rows: Any, requester: Requester) -> Any:
    """Who does what at a partner is for members, and only while it is so."""
    return rows if requester.is_editor else members_only(rows, requester).current()


def visible_memberships(rows: Any, requester: Requester) -> Any:
    """One's own, and those of the partners one is a member of."""
    if requester.is_editor:
        return rows
    return rows.filter(Q(partner__in=requester.partners) | Q(user=requester.user_id, user__isnull=False))


def visible_invitations(rows: Any, requester: Requester) -> Any:
    return rows if requester.is_editor else rows.filter(partner__in=_led(requester))


def visible_tokens(rows: Any, requester: Requester) -> Any:
    """Those of the bodies that one leads. What a token opens is the body's: who holds it is no secret there."""
    if requester.is_editor:
        return rows
    return rows.filter(partner__in={partner for partner, role in requester.roles if role in LOOK_AFTER_TOKENS})


def can_look_after_tokens(requester: Requester, partner_id: Any) -> bool:
    """Make, renew, take over and revoke a body's tokens, and say what saved queries it has."""
    return requester.is_editor or requester.has_role(partner_id, *LOOK_AFTER_TOKENS)


def can_explore(requester: Requester, partner_id: Any) -> bool:
    """Ask what a token of a body may ask, without its secret. The core team has queries of its own."""
    return requester.has_role(partner_id, *LOOK_AFTER_TOKENS)


def _led(requester: Requester) -> list[int]:
    return [partner for partner, role in requester.roles if role == Role.PARTNER_LEAD]


def can_manage_people(requester: Requester, partner_id: Any) -> bool:
    """Invite into a partner, end its memberships and roles: the core team, and the partner's own lead."""
    return requester.is_editor or requester.has_role(partner_id, Role.PARTNER_LEAD)


def can_give_role(requester: Requester, obj: Any) -> bool:
    """`obj` is (partner key, role or "" for a plain member)."""
    partner_id, role = obj
    if requester.is_editor:
        return True
    may_give = role in GIVEN_BY_LEAD or requester.has_role(partner_id, role)
    return requester.has_role(partner_id, Role.PARTNER_LEAD) and may_give


def can_end_role(requester: Requester, row: Any) -> bool:
    """`row` is the PartnerRole. One's own role may always be given up."""
    return (row.user_id is not None and row.user_id == requester.user_id) or can_give_role(
        requester, (row.partner_id, row.role)
    )


def can_end_membership(requester: Requester, row: Any) -> bool:
    """`row` is the Membership. A lead does not put out those whose roles it could not give."""
    if requester.is_editor:
        return True
    if not requester.has_role(row.partner_id, Role.PARTNER_LEAD):
        return False
    theirs = Q(user=row.user_id) | Q(deputy=row.user_id)  # a deputy holds the role too
    held = PartnerRole.objects.current().filter(theirs, partner=row.partner_id).values_list("role", flat=True)
    return all(can_give_role(requester, (row.partner_id, role)) for role in held)


def can_plan_leaving(requester: Requester, obj: Any) -> bool:
    """`obj` is (partner key, person's key). One's own leaving; and that of somebody whom one could put out."""
    partner_id, user_id = obj
    if requester.user_id == user_id and user_id is not None and partner_id in requester.partners:
        return True
    return _can_put_out(requester, partner_id, user_id)


def can_call_off_leaving(requester: Requester, row: Any) -> bool:
    """`row` is the Departure. Who is put out by somebody else does not stay by their own word."""
    if requester.is_editor:
        return True
    if requester.user_id is not None and requester.user_id == row.user_id:
        return bool(row.made_by_id == requester.user_id)
    return _can_put_out(requester, row.partner_id, row.user_id)


def _can_put_out(requester: Requester, partner_id: int, user_id: int) -> bool:
    row = Membership(user_id=user_id, partner_id=partner_id)
    return can_manage_people(requester, partner_id) and can_end_membership(requester, row)


def can_set_absence(requester: Requester, obj: Any) -> bool:
    """`obj` is (partner key, person's key). One's own, and that of the people whom one manages."""
    partner_id, user_id = obj
    own = requester.user_id == user_id and user_id is not None and partner_id in requester.partners
    return own or can_manage_people(requester, partner_id)


def visible_absences(rows: Any, requester: Requester) -> Any:
    """One's own, those that one covers, and those of the people whom one manages."""
    if requester.is_editor:
        return rows
    if requester.user_id is None:
        return rows.none()
    return rows.filter(Q(user=requester.user_id) | Q(cover=requester.user_id) | Q(partner__in=_led(requester)))


def visible_departures(rows: Any, requester: Requester) -> Any:
    if requester.is_editor:
        return rows
    if requester.user_id is None:
        return rows.none()
    return rows.filter(Q(user=requester.user_id) | Q(partner__in=_led(requester)))


def can_offer_role(requester: Requester, obj: Any) -> bool:
    """`obj` is (person's key, role). Members offer themselves for a working role; the core team anybody for any."""
    user_id, role = obj
    if requester.is_editor:
        return True
    return requester.user_id == user_id and user_id is not None and requester.is_member and role in GIVEN_BY_LEAD


def can_answer_offer(requester: Requester, row: Any) -> bool:
    """`row` is the RoleOfferAnswer: who could give the role, and nobody for themselves."""
    if requester.is_editor:
        return True
    return row.offer.user_id != requester.user_id and can_give_role(requester, (row.partner_id, row.offer.role))


def can_confirm_body(requester: Requester, partner_id: Any) -> bool:
    """Say that what the site knows of a partner (key) is still right."""
    return requester.is_editor or requester.has_role(partner_id, Role.PARTNER_LEAD, Role.IG_LEAD)


def can_keep_contacts(requester: Requester, partner_id: Any) -> bool:
    """Say whom to write to at a partner (key): who answers for what the site knows of it."""
    return can_confirm_body(requester, partner_id)


def can_change_shown(requester: Requester, user_id: Any) -> bool:
    """What others see of a person (key): they alone."""
    return requester.token_id is None and requester.user_id is not None and requester.user_id == user_id


def visible_offers(rows: Any, requester: Requester) -> Any:
    """One's own, and those that ask a body whose people one manages."""
    if requester.is_editor:
        return rows
    if requester.user_id is None:
        return rows.none()
    asked = RoleOfferAnswer.objects.filter(partner__in=_led(requester)).values("offer")
    return rows.filter(Q(user=requester.user_id) | Q(pk__in=asked))


def visible_answers(rows: Any, requester: Requester) -> Any:
    if requester.is_editor:
        return rows
    if requester.user_id is None:
        return rows.none()
    return rows.filter(Q(offer__user=requester.user_id) | Q(partner__in=_led(requester)))


def visible_checks(rows: Any, requester: Requester) -> Any:
    """Of the bodies that one belongs to."""
    return rows if requester.is_editor else rows.filter(partner__in=requester.partners)


def own_shown(rows: Any, requester: Requester) -> Any:
    return rows.filter(user=requester.user_id) if requester.user_id is not None else rows.none()


def core_team_only(requester: Requester, obj: Any) -> bool:
    return requester.is_editor


def enter_admin(requester: Requester, obj: Any = None) -> bool:
    """The editors' half of the site: the core team, and the management group for what waits for its approval."""
    return requester.is_editor or SiteRole.Role.MANAGEMENT_GROUP in requester.site_roles


ACTIONS: dict[str, policy.ActionRule] = {
    "people.manage": can_manage_people,
    "role.give": can_give_role,
    "role.end": can_end_role,
    "membership.end": can_end_membership,
    "leaving.plan": can_plan_leaving,
    "leaving.call_off": can_call_off_leaving,
    "absence.set": can_set_absence,
    "role.offer": can_offer_role,
    "role.answer_offer": can_answer_offer,
    "body.confirm": can_confirm_body,
    "contact.keep": can_keep_contacts,
    "shown.change": can_change_shown,
    "site_role.give": core_team_only,
    "invitation.bulk": core_team_only,
    "token.make": can_look_after_tokens,
    "token.revoke": can_look_after_tokens,
    "api.explore": can_explore,
    "admin.enter": enter_admin,
    "signin_provider.manage": core_team_only,
}


def register() -> None:
    """Called once, when the app is ready. No token is given the scope of people's data."""
    policy.register_rows(User, visible_people, scope=PEOPLE)
    policy.register_rows(Membership, visible_memberships, scope=PEOPLE)
    policy.register_rows(PartnerRole, visible_roles, scope=PEOPLE)
    policy.register_rows(SiteRole, visible_roles, scope=PEOPLE)
    policy.register_rows(Invitation, visible_invitations, scope=PEOPLE)
    policy.register_rows(Absence, visible_absences, scope=PEOPLE)
    policy.register_rows(Departure, visible_departures, scope=PEOPLE)
    policy.register_rows(RoleOffer, visible_offers, scope=PEOPLE)
    policy.register_rows(RoleOfferAnswer, visible_answers, scope=PEOPLE)
    policy.register_rows(BodyCheck, visible_checks, scope=PEOPLE)
    policy.register_rows(Shown, own_shown, scope=PEOPLE)
    policy.register_rows(ApiToken, visible_tokens, scope=PEOPLE)
    for action, rule in ACTIONS.items():
        policy.register_action(action, rule)
