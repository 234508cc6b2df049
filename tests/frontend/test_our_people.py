"""A lead's people over real HTTP: what is sent, what is refused, and that no word is lost."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.frontend.conftest import Site
from tests.frontend.test_flow import fields

LIST = "/organisation/people"
ROLE = {
    "id": "4",
    "role": "IG_LEAD",
    "label": "Information governance lead",
    "startsOn": None,
    "isAhead": False,
    "endsOn": "2027-03-31",
    "deputyId": "12",
    "deputyName": "Ben Example",
    "serviceArea": "",
    "isPublic": False,
    "mayChange": True,
    "mayEnd": True,
}


def person(**given: Any) -> dict[str, Any]:
    nothing = dict.fromkeys(("email", "phone", "jobTitle", "leavingPath", "coverPath"), "")
    return nothing | {"since": None, "lastDay": None, "standsIn": [], "roles": []} | given


PEOPLE = [
    person(id="7", userId="11", name="Ann Example", isSelf=False, mayEnd=True, roles=[ROLE]),
    person(id="8", userId="12", name="Ben Example", isSelf=True, mayEnd=False),
]


@pytest.fixture
def lead(site: Site) -> Site:
    member = {"viewer": {"isMember": True}}
    ours = {
        "slug": "town",
        "name": "Town",
        "leadCount": 1,
        "others": [],
        "people": PEOPLE,
        "rolesToGive": [{"role": "", "label": "Member"}, {"role": "dpo", "label": "Data protection officer"}],
    }
    site.api.changes["OurPeople"] = member | {"ourPeople": ours}
    offer = {"id": "5", "personName": "Ann Example", "roleLabel": "Data protection officer", "partnerName": "Town"}
    offer |= {"serviceArea": "", "note": "", "endsOn": None, "madeAt": "2026-11-02T12:00:00Z"}
    made = {"id": "9", "roleLabel": "Information governance lead", "madeAt": "2026-11-02T12:00:00Z", "endsOn": None}
    made |= {"waiting": ["Village"], "accepted": ["Town"], "declined": [], "mayWithdraw": True}
    site.api.changes["RoleOffers"] = member | {"roleOffers": [offer], "roleOffersMade": [made]}
    return site


def sent(site: Site, operation: str) -> dict[str, Any]:
    (one,) = site.api.called(operation)
    found: dict[str, Any] = one["variables"]["input"]
    return found


def test_a_lead_sees_who_does_what_and_what_is_missing(lead: Site) -> None:
    with lead.browser() as b:
        page = b.get(LIST).text
    assert "Ann Example" in page
    assert "until 31 March 2027" in page
    assert "A second partner lead" in page, "nobody would follow the only one"


def test_an_invitation_goes_out_and_a_wrong_one_keeps_its_words(lead: Site) -> None:
    with lead.browser() as b:
        form = fields(b.get(f"{LIST}/invite?of=town").text)
        r = b.post(f"{LIST}/invite", data=form | {"email": "al@example.org", "name": "Al", "role": "dpo"})
        assert (r.status_code, r.headers["location"]) == (303, f"{LIST}?of=town&done=invited")
        given = sent(lead, "InvitePerson")
        assert (given["partner"], given["email"], given["role"]) == ("town", "al@example.org", "DPO")
        lead.api.errors["InvitePerson"] = {"code": "CONFLICT", "http": 409}
        again = b.post(f"{LIST}/invite", data=form | {"email": "al@example.org", "name": "Al"})
    assert again.status_code == 422
    assert 'value="al@example.org"' in again.text
    assert 'href="#email"' in again.text


def test_a_role_is_given_with_its_days_and_a_deputy(lead: Site) -> None:
    with lead.browser() as b:
        form = fields(b.get(f"{LIST}/7?of=town").text)
        wrong = b.post(f"{LIST}/7?of=town", data=form | {"role": "dpo", "until_day": "31", "until_month": "2"})
        assert wrong.status_code == 422
        assert 'href="#until"' in wrong.text
        days = {"until_day": "31", "until_month": "3", "until_year": "2027"}
        r = b.post(f"{LIST}/7?of=town", data=form | days | {"role": "dpo", "deputy": "12"})
    assert (r.status_code, r.headers["location"]) == (303, f"{LIST}/7?of=town&done=given")
    given = sent(lead, "GiveRole")
    assert (given["userId"], given["role"], given["endsOn"], given["deputyId"]) == ("11", "DPO", "2027-03-31", "12")


def test_a_role_is_changed_from_what_stands_there_or_ended(lead: Site) -> None:
    with lead.browser() as b:
        page = b.get(f"{LIST}/roles/4?of=town").text
        assert 'value="2027"' in page
        r = b.post(f"{LIST}/roles/4?of=town", data=fields(page) | {"deputy": "", "public": "1"})
        assert r.headers["location"] == f"{LIST}?of=town&done=changed"
        r = b.post(f"{LIST}/roles/4?of=town", data=fields(page) | {"act": "end"})
        assert r.headers["location"] == f"{LIST}?of=town&done=ended"
        assert b.get(f"{LIST}/roles/99?of=town").status_code == 404
    assert sent(lead, "ChangeRole")["isPublic"] is True
    assert sent(lead, "EndRole")["id"] == "4"


def test_access_ends_after_a_day_or_now(lead: Site) -> None:
    with lead.browser() as b:
        form = fields(b.get(f"{LIST}/7/leave?of=town").text)
        assert b.post(f"{LIST}/7/leave", data=form).status_code == 422, "no day, and not now"
        r = b.post(f"{LIST}/7/leave", data=form | {"now": "1"})
        assert r.headers["location"] == f"{LIST}?of=town&done=ended"
    assert sent(lead, "EndMembership")["id"] == "7"


def test_offers_are_answered_together_and_one_is_made_from_a_pasted_list(lead: Site) -> None:
    with lead.browser() as b:
        form = fields(b.get("/organisation/roles").text)
        none = b.post("/organisation/roles", data=form | {"act": "yes"})
        assert none.status_code == 422
        r = b.post("/organisation/roles", data=form | {"act": "yes", "offer-5": "1"})
        assert r.headers["location"] == "/organisation/roles?done=answered"
        pasted = {"act": "offer", "role": "dpo", "partners": "Town\r\n\r\nVillage \r\n"}
        r = b.post("/organisation/roles", data=form | pasted)
        assert r.headers["location"] == "/organisation/roles?done=offered"
    assert sent(lead, "AnswerRoleOffers") == {"ids": ["5"], "accepted": True}
    assert sent(lead, "OfferRole")["partners"] == ["Town", "Village"]


def test_an_offer_that_one_made_is_followed_and_taken_back(lead: Site) -> None:
    with lead.browser() as b:
        page = b.get("/organisation/roles").text
        assert "Waiting for 1 organisation: Village" in page
        assert "Yes from 1 organisation: Town" in page
        r = b.post("/organisation/roles", data=fields(page) | {"act": "withdraw", "offer": "9"})
    assert r.headers["location"] == "/organisation/roles?done=taken_back"
    assert sent(lead, "WithdrawRoleOffer") == {"id": "9"}


def test_the_last_lead_is_warned_of_before_they_go(lead: Site) -> None:
    leads = ROLE | {"id": "6", "role": "PARTNER_LEAD", "label": "Partner lead"}
    ours = lead.api.changes["OurPeople"]["ourPeople"]
    ours["people"] = [PEOPLE[0] | {"roles": [leads]}, PEOPLE[1]]
    with lead.browser() as b:
        for path in (f"{LIST}/7/leave?of=town", f"{LIST}/roles/6?of=town"):
            assert "your only partner lead" in b.get(path).text, path
        ours["leadCount"] = 2
        assert "your only partner lead" not in b.get(f"{LIST}/7/leave?of=town").text


def test_contacts_are_added_changed_taken_off_and_confirmed(lead: Site) -> None:
    contact = {"id": "3", "name": "IG team", "jobTitle": "", "email": "ig@example.org", "phone": "01632 960111"}
    contact |= {"confirmedOn": None, "bouncedOn": "2026-10-01", "isDue": True}
    ours = {"slug": "town", "name": "Town", "contacts": [contact]}
    lead.api.changes["OurContacts"] = {"viewer": {"isMember": True}, "ourContacts": ours}
    where = "/organisation/contacts"
    with lead.browser() as b:
        page = b.get(f"{where}?of=town").text
        assert "Mail comes back since 1 October 2026" in page
        assert b.post(where, data=fields(page)).headers["location"] == f"{where}?of=town&done=confirmed"
        page = b.get(f"{where}/3?of=town").text
        assert 'value="01632 960111"' in page
        form = fields(page)
        r = b.post(f"{where}/3", data=form | {"email": "new@example.org"})
        assert r.headers["location"] == f"{where}?of=town&done=saved"
        r = b.post(f"{where}/3", data=form | {"act": "remove"})
        assert r.headers["location"] == f"{where}?of=town&done=removed"
        lead.api.errors["SaveContact"] = {"code": "CONFLICT", "http": 409}
        again = b.post(f"{where}/new", data=form | {"email": "ig@example.org", "name": "Kept"})
        lead.api.errors["RemoveContact"] = {"code": "CONFLICT", "http": 409}
        last = b.post(f"{where}/3", data=form | {"act": "remove"})
        assert b.get(f"{where}/99?of=town").status_code == 404
    assert (again.status_code, last.status_code) == (422, 409)
    assert 'value="Kept"' in again.text
    assert "This is the only contact" in last.text
    assert sent(lead, "ConfirmContacts") == {"partner": "town", "ids": ["3"]}
    saved = lead.api.called("SaveContact")[0]["variables"]["input"]
    assert (saved["id"], saved["email"]) == ("3", "new@example.org")
    assert lead.api.called("RemoveContact")[0]["variables"]["input"] == {"id": "3"}


def test_several_bodies_are_confirmed_by_what_was_seen_of_each(lead: Site) -> None:
    part = {"kind": "people", "question": "Who works here?", "lines": ["Ann"], "path": "/x", "pathLabel": "See"}
    nothing = {"dueOn": "2026-12-01", "isLate": False, "lastConfirmedOn": None, "lastConfirmedBy": ""}
    bodies = [nothing | {"slug": n, "name": n, "fingerprint": n * 64, "parts": [part]} for n in ("a", "b")]
    lead.api.changes["BodyChecks"] = {"viewer": {"isMember": True}, "bodyChecks": bodies}
    with lead.browser() as b:
        page = b.get("/organisation/checks").text
        form = fields(page) | dict(re.findall(r'name="(print-\w)" value="(\w+)"', page))
        assert b.post("/organisation/checks", data=form).status_code == 422, "none is ticked"
        r = b.post("/organisation/checks", data=form | {"right-b": "1"})
    assert r.headers["location"] == "/organisation/checks?done=several"
    assert sent(lead, "ConfirmBodies") == {"bodies": [{"partner": "b", "fingerprint": "b" * 64}]}


def test_the_yearly_page_sends_back_what_was_seen_and_what_is_wrong(lead: Site) -> None:
    part = {
        "kind": "contacts",
        "question": "Are these the people to write to?",
        "lines": ["Ann"],
        "path": "/partners/town",
        "pathLabel": "See",
    }
    lead.api.changes["BodyCheckPage"] = {"bodyCheck": {"slug": "town", "fingerprint": "f" * 64, "parts": [part]}}
    with lead.browser() as b:
        form = fields(b.get("/organisation/check?of=town").text)
        r = b.post("/organisation/check", data=form | {"wrong-contacts": "1"})
    assert r.headers["location"] == "/organisation/check?of=town&done=wrong"
    assert sent(lead, "ConfirmBody") == {"partner": "town", "fingerprint": "f" * 64, "wrong": ["contacts"]}


def test_what_others_see_is_sent_whole(lead: Site) -> None:
    with lead.browser() as b:
        form = fields(b.get("/community/me/shown").text)
        clean = {key: value for key, value in form.items() if key not in ("email", "phone", "public")}
        r = b.post("/community/me/shown", data=clean | {"phone": "1"})
    assert r.headers["location"] == "/community/me/shown?done=shown"
    assert sent(lead, "ChangeShown") == {"email": False, "phone": True, "inPublic": False}
