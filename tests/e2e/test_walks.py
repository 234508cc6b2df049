"""What people come for, walked in a browser against the whole intranet."""

from __future__ import annotations

import datetime
import re
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from conftest import Site

Visit = Callable[..., Page]


@pytest.mark.parametrize("javascript", [True, False])
def test_a_head_of_service_finds_on_a_phone_whether_it_is_covered_and_whom_to_ring(
    javascript: bool, visit: Visit
) -> None:
    page = visit("head of service", width=375, javascript=javascript)
    page.locator("input[name=q]").first.fill("older people who have had a fall")
    page.get_by_role("button", name="Search").first.click()
    agreement = page.locator("main a[href^='/isps/ISP-']").first
    expect(page.locator("main")).to_contain_text(re.compile("covers you|covered", re.IGNORECASE))
    agreement.click()
    expect(page.locator("main")).to_contain_text("Colchester City Council: covered since")
    assert page.locator("main a[href^='tel:']").count() > 0
    expect(page.locator("main")).to_contain_text("does not wait for")


def start_anew(page: Page) -> None:
    """From the start page of a review to its first question."""
    again = page.get_by_role("button", name="Forget these answers and begin again")
    if again.count():
        again.click()
    page.get_by_role("link", name="Start the review").click()


def answer_the_rest(page: Page) -> None:
    """All is well, to every question that is left; the next review at its usual time, or a day later."""
    for _ in range(20):
        if page.url.endswith("/check"):
            return
        if page.url.endswith("/next"):
            if page.title().startswith("Error:"):  # the usual time is the day of this review
                day = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=400)
                for part in ("day", "month", "year"):
                    page.locator(f"#on_{part}").fill(str(getattr(day, part)))
        else:
            page.locator("main input[type=radio]").first.check()
        page.get_by_role("button", name="Save and continue").click()
    raise AssertionError(page.url)


def test_an_owner_says_still_right_without_javascript(visit: Visit) -> None:
    page = visit("lead", javascript=False)
    page.goto("/tasks")
    page.locator("main a[href$='/review']").first.click()
    start_anew(page)
    answer_the_rest(page)
    expect(page.locator("main")).to_contain_text("What your answers change")
    page.get_by_role("button", name="Finish the review").click()
    assert page.url.endswith("/done")
    expect(page.locator("main")).to_contain_text("No signature was touched")


def test_anybody_asks_for_help_without_an_account_and_gets_a_mail(visit: Visit, site: Site) -> None:
    page = visit("", width=375, javascript=False)
    page.goto("/ask")
    page.get_by_role("button", name="Send").click()
    assert page.title().startswith("Error:")
    page.get_by_label(re.compile("What do you want to share")).fill("Addresses of people who had a visit after a fall")
    page.get_by_label(re.compile("With whom")).fill("The fire service")
    page.get_by_label(re.compile("^Why")).fill("So that they get a home safety visit")
    page.get_by_label(re.compile("name", re.IGNORECASE)).first.fill("Sam Example")
    page.get_by_label(re.compile("E-mail", re.IGNORECASE)).first.fill("sam@charity.example")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("main")).to_contain_text("Your request is number")
    until = time.monotonic() + 120  # the job that sends it runs beside the site
    while not any("sam@charity.example" in mail.read_text() for mail in (site.data / "mail").glob("*")):
        assert time.monotonic() < until, "no mail was written"
        time.sleep(1)


def test_a_signed_out_reader_is_sent_to_sign_in_and_back(visit: Visit, site: Site) -> None:
    page = visit("")
    page.goto("/organisation")
    assert "/account/login/" in page.url
    account = site.account("lead")
    page.get_by_label(re.compile("E-?mail")).fill(account["email"])
    page.get_by_label("Password").fill(account["password"])
    page.get_by_role("button", name="Sign in").click()
    assert page.url.endswith("/organisation")
    page.get_by_role("button", name="Sign out").or_(page.get_by_role("link", name="Sign out")).first.click()
    if page.get_by_role("button", name="Sign out").count():
        page.get_by_role("button", name="Sign out").last.click()
    page.goto("/organisation")
    assert "/account/login/" in page.url


def test_an_editor_opens_the_admin_and_a_member_does_not(visit: Visit, site: Site) -> None:
    admin = f"{site.cms}/admin/"
    page = visit("editor")
    page.goto(admin)
    expect(page.locator("body")).to_contain_text("Registers")
    member = visit("lead")
    member.goto(admin)
    assert "Registers" not in member.locator("body").inner_text()


def test_hidden_and_absent_agreements_look_the_same(visit: Visit) -> None:
    page = visit("", javascript=False)

    def words(path: str) -> tuple[int, str]:
        reply = page.request.get(path, max_redirects=0)
        body = re.sub(r"[0-9a-f-]{16,36}", "", reply.text().replace(path, ""))
        return reply.status, body

    absent = words("/isps/ISP-9999")
    for number in range(1, 12):
        path = f"/isps/ISP-{number:04}"
        found = words(path)
        assert found[0] == 200 or found == absent, path


def test_a_change_is_asked_for_without_knowing_any_law(visit: Visit) -> None:
    page = visit("member of two", width=375, javascript=False)
    page.get_by_role("link", name="change the organisation").click()
    page.get_by_role("button", name="Act for").click()  # Tendring District Council
    page.goto("/tasks")
    page.locator("main a[href$='/review']").first.click()
    page.get_by_text("Say only that something has to change").click()
    page.get_by_role("button", name="Send the note").click()
    assert page.title().startswith("Error:")  # it asks what has to change
    page.get_by_label("What has to change?").fill("The licensing team has a new name")
    page.get_by_role("button", name="Send the note").click()
    assert page.url.endswith("/done")
    expect(page.locator("main")).to_contain_text("We have your note")
    page.goto("/tasks")
    expect(page.locator("main")).to_contain_text("Needs a change")


def test_a_member_of_two_bodies_sees_and_changes_whom_they_act_for(visit: Visit, site: Site) -> None:
    page = visit("member of two", javascript=False)
    page.goto("/isps?t=a")
    before = page.get_by_text("Acting for").first.inner_text()
    page.get_by_role("link", name="change the organisation").click()
    page.get_by_role("button", name="Act for").click()
    assert page.url == f"{site.members}/isps?t=a"
    assert page.get_by_text("Acting for").first.inner_text() != before


@pytest.mark.parametrize(
    ("words", "agreement"),
    [
        ("older people who fall", "After a fall"),
        ("sharing with the fire service about hoarding", "Hoarding and fire risk"),
        ("domestic abuse meetings", "Domestic abuse meetings"),
    ],
)
def test_plain_words_find_the_agreement_first(words: str, agreement: str, visit: Visit) -> None:
    page = visit("head of service", width=375, javascript=False)
    page.goto(f"/search?q={words}")
    first = page.locator("main ol.app-results > li").first
    expect(first).to_contain_text(agreement)
    expect(first).to_contain_text("Covers you")
    assert "Did you mean" not in page.locator("main").inner_text()
