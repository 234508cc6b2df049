"""Joining walked on screen: the form, the link in the mail, the charter signed by a trustee, the public list."""

import datetime
import re

import pytest
import time_machine

from cms.core.requester import SYSTEM
from cms.joining.keys import secret_of
from cms.joining.models import Application, CharterSignature, Sponsor
from cms.joining.services import ALL_ROLES, approve_application, publish_charter, write_charter
from cms.members.models import User
from cms.members.services import use_invitation
from cms.snippets.models import Sector
from tests.factories.registers import make_partner, make_role, make_user
from tests.members_api.test_cases import Visitor
from tests.members_api.test_review_walk import Reader

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 23, 10, tzinfo=datetime.UTC)


@time_machine.travel(NOW, tick=False)
def test_from_the_form_to_the_public_list_of_signatories() -> None:
    Sector.objects.create(code="voluntary", label="Voluntary")
    draft = write_charter(by=SYSTEM, title="Our charter", text="# We promise\n\nWe share what helps.")
    publish_charter(by=SYSTEM, number=draft.number)
    visitor = Visitor()
    assert "/join" in visitor.ask("/").text
    assert "We share what helps." in visitor.ask("/charter").text
    again = visitor.fill("/join", organisation="The Saturday Kitchen")
    assert (again.status_code, "Give your name" in again.text) == (422, True)
    assert 'value="The Saturday Kitchen"' in again.text  # nobody types twice
    typed = {
        "organisation": "The Saturday Kitchen",
        "name": "Lou Bread",
        "email": "lou@example.org",
        "hopes": "One story",
    }
    assert visitor.fill("/join", sector="voluntary", alone="1", **typed).headers["location"] == "/join/sent"
    assert "Look in your mail" in visitor.ask("/join/sent").text
    row = Application.objects.get()
    path = f"/join/key/{secret_of(row.nonce)}"
    assert "Is this yours?" in visitor.ask(path).text
    assert Application.objects.get().confirmed_at is None  # opening it changes nothing
    assert visitor.fill(path).status_code == 303
    assert "The core team has it" in visitor.ask(path).text
    assert visitor.ask("/join/key/forged").status_code == 404

    approve_application(by=SYSTEM, number=row.number, new_name="The Saturday Kitchen", roles=ALL_ROLES)
    assert "Welcome" in visitor.ask(path).text
    user = User.objects.create_user("lou@example.org", first_name="Lou", last_name="Bread")
    row.refresh_from_db()
    assert row.invitation is not None
    assert use_invitation(invitation=row.invitation, user=user)
    trustee = Reader(user)
    page = trustee.ask("/charter/sign")
    assert "has not signed the charter yet" in page.text
    missed = trustee.fill("/charter/sign")
    assert (missed.status_code, "Nothing is ticked for you" in missed.text) == (422, True)
    assert trustee.fill("/charter/sign", confirmed="1").status_code == 303
    assert "signed version 1" in trustee.ask("/charter/sign").text
    agreed = trustee.ask("/organisation/agreed").text
    assert "We share what helps." in agreed
    assert "signed version 1 on 23 November 2026, on this site: Lou Bread" in agreed

    listed = visitor.ask("/charter/signatories").text
    assert "The Saturday Kitchen" in listed
    assert "23 November 2026" in listed
    assert "Lou Bread" not in listed
    assert "Lou Bread" in trustee.ask("/charter/signatories").text
    sheet = visitor.ask("/charter/signatories.csv").text
    assert "The Saturday Kitchen,1,2026-11-23,On this site" in sheet
    assert "Lou" not in sheet


@time_machine.travel(NOW, tick=False)
def test_on_paper_taken_back_and_a_sponsor() -> None:
    council, charity = make_partner("council"), make_partner("charity")
    lead, other = make_user("lead@example.org", charity), make_user("ig@example.org", council)
    make_role(lead, charity, "partner_lead")
    make_role(lead, charity, "accountable_officer")
    make_role(other, council, "ig_lead")
    kim, ig = Reader(lead), Reader(other)
    assert kim.ask("/charter/sign").status_code == 404  # before a charter was published
    publish_charter(by=SYSTEM, number=write_charter(by=SYSTEM, title="Our charter", text="We share.").number)
    day = {"on_day": "23", "on_month": "11", "on_year": "2026"}
    wrong = kim.fill("/charter/sign/paper", name="", **day)
    assert wrong.status_code == 422
    assert kim.fill("/charter/sign/paper", name="Ann Trustee", **day).status_code == 303
    page = kim.ask("/charter/sign").text
    assert "Ann Trustee" in page
    assert "Add the signed page" in page
    key = str(CharterSignature.objects.get().pk)
    form = {name: re.findall(rf'name="{name}" value="([^"]*)"', page)[0] for name in ("csrf", "submission")}
    upload = kim.ask("/charter/sign/paper/scan", {**form, "signature": key})
    assert 'enctype="multipart/form-data"' in upload.text
    assert ig.ask("/charter/sign/paper/scan", {**form, "signature": key}).status_code in (403, 409, 422)
    assert kim.fill("/charter/sign", why="The wrong trustee").status_code == 303
    assert CharterSignature.objects.get().withdrawn_because == "The wrong trustee"

    asked = kim.fill("/organisation/sponsor?t=council", sponsor="council")
    assert asked.headers["location"].endswith("done=asked")
    row = Sponsor.objects.get()
    assert "not answered yet" in kim.ask("/organisation/sponsor").text
    assert "council" not in Visitor().ask("/organisation/sponsor").text
    accepted = ig.ask("/organisation/sponsor")
    assert "Yes, we will be there" in accepted.text
    assert ig.fill("/organisation/sponsor", accept=str(row.pk), end="").status_code == 303
    assert f"Ask for {other}" in kim.ask("/organisation/sponsor").text
    assert kim.fill("/organisation/sponsor", end=str(row.pk)).status_code == 303
    assert not Sponsor.objects.standing().exists()
