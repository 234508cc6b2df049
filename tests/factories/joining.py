"""The charter, an application and a sponsor for the leak matrix, with the markers of who may see what of them."""

from typing import Any

from cms.core import clock
from cms.joining.models import Application, CharterSignature, CharterVersion, Sponsor
from tests.factories.pages import make_document
from tests.factories.registers import make_user

SEEN = {"SECRET-charter-signer", "SECRET-sponsor-person"}  # names of people: members in person
TEAM = {"SECRET-charter-draft", "SECRET-applied-body", "SECRET-charter-scan"}  # the core team's own
NEVER = {"SECRET-unconfirmed-body"}  # nobody has shown that it was their address


def fill(lead: Any, trust: Any) -> None:
    """Two bodies, of which one has signed and stands beside the other; a draft; two applications."""
    today = clock.today()
    charter = CharterVersion.objects.create(number=1, title="Our charter", text="We share.", published_on=today)
    CharterVersion.objects.create(number=2, title="Our charter", text="SECRET-charter-draft")
    CharterSignature.objects.create(
        partner=trust,
        version=charter,
        signatory_name="SECRET-charter-signer",
        method=CharterSignature.Method.PAPER,
        signed_on=today,
        text_hash=charter.text_hash,
        document=make_document("SECRET-charter-scan"),
    )
    person = make_user("sponsor@example.org", lead, last_name="SECRET-sponsor-person")
    Sponsor.objects.create(partner=trust, sponsor=lead, person=person, accepted_on=today)
    for number, (body, confirmed_at) in enumerate(
        (("SECRET-applied-body", clock.now()), ("SECRET-unconfirmed-body", None)), start=1
    ):
        Application.objects.create(
            number=number,
            organisation=body,
            name="Lou",
            email="lou@example.org",
            hopes="One story",
            confirmed_at=confirmed_at,
            submission_id=f"{number}",
            nonce=f"{number}",
            digest=f"{number}",
        )
