"""Who gets an edition: worked out from rows of today, each person and each address once."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from cms.briefings.models import Edition, EditionAudience, Subscription
from cms.core import clock
from cms.core.requester import ANONYMOUS, Requester
from cms.forum.models import SpaceMember, TopicInterest
from cms.members.models import Membership, PartnerRole, SiteRole, User
from cms.notifications.selectors import addresses_that_bounce

COMES_BACK = "Mail to this address comes back."
# Somebody who reads what every member reads, and nothing besides: no partner has this key.
ANY_MEMBER = Requester(partners=frozenset({-1}))


@dataclass(frozen=True, slots=True)
class Addressee:
    """`user` or `subscription` is a key. `left_out_because` is empty for who gets the mail."""

    address: str
    user: int | None = None
    subscription: int | None = None
    left_out_because: str = ""


def people_for(edition: Edition) -> QuerySet[User]:
    """Active people whom any line of the edition's audience names; without a line, every member."""
    lines = list(edition.audience.all())
    named = Q(*[_line(line) for line in lines], _connector=Q.OR) if lines else _line(EditionAudience())
    return User.objects.filter(named, is_active=True)


def _line(line: EditionAudience) -> Q:
    """What one line says. Sector, partner and role must hold at one and the same organisation."""
    today = clock.today()
    member = Membership.objects.current(today).filter(user=OuterRef("pk"), partner__membership="member")
    if line.sector_id:
        member = member.filter(partner__sector=line.sector_id)
    if line.partner_id:
        member = member.filter(partner=line.partner_id)
    if line.role:
        held = PartnerRole.objects.current(today).filter(partner=OuterRef("partner"), role=line.role)
        member = member.filter(Exists(held.filter(Q(user=OuterRef("user")) | Q(deputy=OuterRef("user")))))
    team = Exists(SiteRole.objects.current(today).filter(user=OuterRef("pk"), role=SiteRole.Role.CORE_EDITOR))
    of_a_body = bool(line.sector_id or line.partner_id or line.role)
    found = Q(Exists(member)) if of_a_body else Q(Exists(member)) | Q(team)
    if line.site_role:
        group = SiteRole.objects.current(today).filter(user=OuterRef("pk"), role=line.site_role)
        found = Q(Exists(group)) & (found if of_a_body else Q())
    if line.topic_id:
        found &= Q(Exists(TopicInterest.objects.filter(user=OuterRef("pk"), topic=line.topic_id)))
    if line.space_id:
        found &= Q(Exists(SpaceMember.objects.current().filter(user=OuterRef("pk"), space=line.space_id)))
    return found


def addressees(edition: Edition) -> list[Addressee]:
    """Everybody to whom it goes: members first, then the public who asked and confirmed. Four queries."""
    back = addresses_that_bounce()
    found: dict[str, Addressee] = {}
    for key, email in people_for(edition).order_by("pk").values_list("pk", "email"):
        address = email.strip().lower()
        if address not in found:
            found[address] = Addressee(address, user=key, left_out_because=COMES_BACK if address in back else "")
    if edition.readers == Edition.Readers.PUBLIC:
        for key, address in Subscription.objects.exclude(confirmed_at=None).order_by("pk").values_list("pk", "email"):
            because = COMES_BACK if address in back else ""
            found.setdefault(address, Addressee(address, subscription=key, left_out_because=because))
    return list(found.values())


def least_reader(edition: Edition) -> Requester:
    """Who may read the edition and least besides: what they may not read does not belong in it."""
    return ANONYMOUS if edition.readers == Edition.Readers.PUBLIC else ANY_MEMBER
