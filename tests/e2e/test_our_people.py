"""A partner lead looks after their people in a browser: invite, a role with days and deputy, its end, the yearly page.

Each screen is asked of axe at desktop and phone width as it stands in the walk, not as an empty page.
"""

import datetime
import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.conftest import Site
from tests.e2e.test_accessibility import SCROLL, violations

Visit = Callable[..., Page]
NEXT_YEAR = datetime.datetime.now(datetime.UTC).year + 1


def look(page: Page) -> None:
    for width in (1280, 375):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert not (found := violations(page)), (page.url, width, scheme, found)
        assert page.evaluate(SCROLL) <= 0, (page.url, width)
    page.emulate_media(color_scheme="light")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def says(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.locator("main")).to_contain_text(words)


def fill_day(page: Page, name: str, day: int, month: int, year: int) -> None:
    for part, number in (("day", day), ("month", month), ("year", year)):
        page.locator(f"#{name}_{part}").fill(str(number))


def test_a_lead_invites_gives_a_role_with_a_deputy_and_ends_it(visit: Visit) -> None:
    page = visit("lead and isp approver", width=375)
    page.goto("/organisation")
    page.get_by_role("link", name="Invite people, give roles").click()
    says(page, "Our people")
    look(page)
    page.get_by_role("link", name="Invite somebody").click()
    look(page)
    page.get_by_label("Name").fill("Pat Newcomer (example)")
    press(page, "Send the invitation")
    assert page.title().startswith("Error:")
    expect(page.get_by_label("Name")).to_have_value("Pat Newcomer (example)")
    look(page)
    page.get_by_label("Work e-mail address").fill("pat.newcomer@demo.example")
    page.get_by_label("What they do for your organisation").select_option(label="Information governance lead")
    press(page, "Send the invitation")
    says(page, "The invitation is on its way")
    press(page, "Withdraw the invitation to pat.newcomer@demo.example")
    says(page, "Its link works no more")

    page.get_by_role("link", name="Bo Stilewood (example)").first.click()
    look(page)
    page.get_by_label("Role", exact=True).select_option(label="Data protection officer")
    fill_day(page, "until", 31, 3, NEXT_YEAR)
    page.get_by_label("Deputy").select_option(label="Ali Ferrygate (example)")
    press(page, "Give the role")
    says(page, "The role is given")
    says(page, f"Data protection officer, until 31 March {NEXT_YEAR}. Deputy: Ali Ferrygate (example)")
    page.get_by_role("link", name=re.compile("Change or end.+Data protection officer")).click()
    expect(page.locator("#until_year")).to_have_value(str(NEXT_YEAR))
    look(page)
    page.get_by_label("Deputy").select_option(label="Nobody")
    press(page, "Save")
    says(page, "Saved.")
    page.get_by_role("link", name=re.compile("Change or end.+Data protection officer, Bo")).click()
    press(page, "End this role now")
    says(page, "What ends at once has ended now")

    page.get_by_role("link", name="Bo Stilewood (example)").first.click()
    page.get_by_role("link", name="End their access").click()
    look(page)
    press(page, "End after this day")
    says(page, "Enter their last day")
    fill_day(page, "until", 30, 6, NEXT_YEAR)
    press(page, "End after this day")
    says(page, f"Last day 30 June {NEXT_YEAR}")


def test_a_lead_answers_an_offer_keeps_contacts_and_says_once_a_year_that_all_is_right(visit: Visit) -> None:
    page = visit("lead and isp approver", width=375)
    page.goto("/tasks")
    page.get_by_role("link", name=re.compile("offers to be your")).first.click()
    look(page)
    press(page, "No to these")
    says(page, "Choose at least one organisation")
    page.get_by_label(re.compile("Alex Twobridges")).check()
    press(page, "No to these")
    says(page, "Your answer is saved")

    page.goto("/organisation/contacts")
    page.get_by_role("link", name="Add a contact").click()
    look(page)
    page.get_by_label("E-mail address").fill("records@chelmsford.example")
    page.get_by_label("Name (optional)").fill("Records team (example)")
    press(page, "Save")
    says(page, "It counts as right from today")
    look(page)
    press(page, "All of these are right")
    says(page, "We ask again in a year")

    page.goto("/tasks")
    page.get_by_role("link", name=re.compile("^Is this still right")).first.click()
    says(page, "Records team (example)")
    look(page)
    press(page, "I have looked through it")
    says(page, "Thank you. We ask again in a year.")
    page.goto("/tasks")
    expect(page.locator("main")).not_to_contain_text("Is this still right")


def test_who_serves_two_bodies_confirms_them_together_and_chooses_what_others_see(visit: Visit, site: Site) -> None:
    page = visit("member of two", width=375)
    page.goto("/tasks")
    look(page)
    page.get_by_role("link", name="Look through several organisations at once").click()
    look(page)
    press(page, "I have looked through those I ticked")
    says(page, "Tick at least one organisation")
    page.get_by_label(re.compile("All of this is right: Braintree")).check()
    press(page, "I have looked through those I ticked")
    says(page, "We ask those again in a year")
    expect(page.locator("main")).not_to_contain_text("Braintree")
    page.goto("/organisation/roles")
    says(page, re.compile("Waiting for|Yes from|No from"))
    look(page)
    page.goto("/community/me/shown")
    look(page)
    page.get_by_label("Members see my telephone number").check()
    press(page, "Save")
    says(page, "Others see it so from now on")
    page.goto("/directory?q=Twobridges")
    says(page, "01632 960100")
    look(page)
    page.goto(f"{site.cms}/account/")
    expect(page.locator("header")).to_contain_text("Acting for")


def test_the_pages_of_another_body_are_not_there(visit: Visit) -> None:
    page = visit("head of service", javascript=False)
    absent = page.request.get("/organisation/people?of=no-such-body")
    for path in ("people", "contacts", "check"):
        found = page.request.get(f"/organisation/{path}?of=chelmsford-city-council")
        assert (found.status, absent.status) == (404, 404), path
        assert "Whitefield" not in found.text()
