"""What a partner lead finds to do: a role that ends, an offer, an invitation, a yearly check. Once each."""

import datetime

from cms.core import clock
from cms.core.requester import SYSTEM
from cms.members.models import BodyCheck, Invitation, PartnerRole, RoleOffer, User
from cms.members.selectors import requester_of
from cms.members.services import add_membership, give_role, invite, offer_role
from cms.members.services.shown import change_shown
from cms.overview.demo.people import LABEL, make_person
from cms.snippets.models import Partner

Role = PartnerRole.Role
INVITED = "new.colleague@demo.example"
SUBMISSION = "demo-role-offer"
HALF_A_YEAR, FORTNIGHT = datetime.timedelta(days=182), datetime.timedelta(days=14)


def make_bodies(people: dict[str, User]) -> int:
    """Returns how many yearly checks there are."""
    by = requester_of(people["lead"])
    home = Partner.objects.get(pk=by.acting_for)
    _people(home, people["lead"])
    if not Invitation.objects.filter(email=INVITED).exists():
        name = f"Remy Lanternlight {LABEL}"
        invite(by=by, partner_id=home.pk, email=INVITED, name=name, send=False, is_example=True)
    if not RoleOffer.objects.filter(submission_id=SUBMISSION).exists():
        shared = people["two"]
        offer_role(
            by=requester_of(shared),
            user=shared,
            role=Role.DPO,
            partner_ids=[home.pk],
            submission_id=SUBMISSION,
            note="I am data protection officer for two of your neighbours, one day a week each. (example)",
        )
    _checks(home, people)
    change_shown(by=requester_of(people["head"]), phone=True, in_public=True)
    return int(BodyCheck.objects.count())


def _people(home: Partner, lead: User) -> None:
    """Somebody who does a service's work until a day, with a deputy."""
    first = make_person("ali.ferrygate@demo.example", "Ali", "Ferrygate", "Housing options manager", "01632 960141")
    second = make_person("bo.stilewood@demo.example", "Bo", "Stilewood", "Housing officer", "01632 960142")
    for person in (first, second):
        add_membership(by=SYSTEM, user=person, partner_id=home.pk)
    held = PartnerRole.objects.filter(user=first, partner=home, role=Role.OPERATIONAL_LEAD)
    if not held.exists():
        give_role(
            by=requester_of(lead),
            user=first,
            partner_id=home.pk,
            role=Role.OPERATIONAL_LEAD,
            deputy=second,
            ends_on=clock.today() + HALF_A_YEAR,
            service_area="Housing",
        )


def _checks(home: Partner, people: dict[str, User]) -> None:
    """One that waits, two for one person who serves both, one that is late, one that was answered."""
    two = requester_of(people["two"]).own_partners
    late = requester_of(people["charity"]).acting_for
    days = {home.pk: FORTNIGHT, **dict.fromkeys(two, FORTNIGHT), late: -FORTNIGHT / 2}
    for key, ahead in days.items():
        if key is not None and not BodyCheck.objects.filter(partner=key).exists():
            BodyCheck.objects.create(partner_id=key, due_on=clock.today() + ahead)
    answered = requester_of(people["group"]).acting_for
    if answered is not None and not BodyCheck.objects.filter(partner=answered).exists():
        month = clock.now() - datetime.timedelta(days=30)
        BodyCheck.objects.create(
            partner_id=answered, due_on=clock.today(), confirmed_at=month, confirmed_by=people["group"]
        )
