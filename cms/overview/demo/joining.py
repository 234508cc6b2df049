"""A charter with signatures, one application that waits, and a sponsor; all invented, and all once."""

from cms.core import clock
from cms.core.requester import ANONYMOUS
from cms.joining.keys import secret_of
from cms.joining.models import Application, CharterSignature, CharterVersion, Sponsor
from cms.joining.services import (
    accept_sponsor,
    apply_to_join,
    confirm_application,
    name_sponsor,
    publish_charter,
    record_charter_paper,
    write_charter,
)
from cms.members.models import User
from cms.members.selectors import requester_of
from cms.snippets.models import Partner

MOST = 12  # members that have signed
SUBMISSION = "demo-application"
CHARTER = """# What we promise each other

We share personal information when it helps somebody, when the law allows it, and no more of it than is needed.

We tell people in plain words what we share about them and why, unless telling them would put somebody in danger.

We write down what we have agreed before we begin, and look at it again when things change.

# How we treat each other

We answer each other’s questions, and say so when we cannot share.

We tell our partners at once when something has gone wrong with what they gave us.

# When somebody is at risk

We do not wait for an agreement when somebody is in danger. We share what is needed, and write it down afterwards."""


def make_joining(people: dict[str, User]) -> int:
    """Returns how many signatures of the charter there are."""
    team = requester_of(people["editor"])
    if not CharterVersion.objects.exists():
        draft = write_charter(by=team, title="Our charter (example)", text=CHARTER)
        publish_charter(by=team, number=draft.number)
        _sign(people, draft.number)
    if not Application.objects.filter(submission_id=SUBMISSION).exists():
        _apply()
    _sponsor(people)
    return int(CharterSignature.objects.count())


def _sign(people: dict[str, User], number: int) -> None:
    """On paper, by nobody real. The demo sign-ins’ own bodies have still to sign: that is what they find to do."""
    team = requester_of(people["editor"])
    left = {pk for person in people.values() for pk in requester_of(person).partners}
    members = Partner.objects.filter(membership=Partner.Membership.MEMBER, is_example=True, can_sign=True)
    for partner in members.exclude(pk__in=left).order_by("name")[:MOST]:
        made = record_charter_paper(
            by=team,
            partner_id=partner.pk,
            number=number,
            signatory_name="Morgan Inkwell (example)",
            signatory_job_title="Chief officer",
            signed_on=clock.today(),
        )
        made.is_example = True
        made.save(update_fields=["is_example"])


def _apply() -> None:
    row = apply_to_join(
        by=ANONYMOUS,
        submission_id=SUBMISSION,
        organisation="The Saturday Kitchen (example)",
        name="Lou Breadwell (example)",
        job_title="Trustee",
        email="kitchen@demo.example",
        hopes="That a family who eats with us does not have to tell its story at every door. (example)",
        worries="Which agreement we need before the school nurse may ring us. (example)",
        one_person=True,
        wants_sponsor=True,
    )
    if row is None:
        return
    Application.objects.filter(pk=row.pk).update(is_example=True)
    confirm_application(key=secret_of(row.nonce))


def _sponsor(people: dict[str, User]) -> None:
    charity, lead = requester_of(people["charity"]), requester_of(people["lead"])
    partner, sponsor = next(iter(charity.own_partners), None), next(iter(lead.own_partners), None)
    if partner is None or sponsor is None or Sponsor.objects.filter(partner=partner).exists():
        return
    row = name_sponsor(by=charity, partner_id=partner, sponsor_id=sponsor)
    accept_sponsor(by=lead, sponsor_id=row.pk)
