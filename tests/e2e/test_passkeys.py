"""Signing in with a real browser: a passkey from its making to its end with a virtual authenticator (ctap2, internal,
resident keys, user verification), and every page of one's account as axe, a keyboard and a browser without scripts see
it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.test_accessibility import SCROLL, violations

if TYPE_CHECKING:
    from conftest import Site

Visit = Callable[..., Page]
SIGNED_OUT = ("login/", "through-organisation/", "password/reset/", "password/reset/done/", "signup/", "inactive/")
SIGNED_IN = (
    *("", "second-factor/", "2fa/", "2fa/webauthn/", "2fa/webauthn/add/", "2fa/totp/activate/", "3rdparty/"),
    *("sessions/", "once-more/", "email/", "password/change/", "reauthenticate/", "logout/"),
)


def with_authenticator(page: Page, *, verifies: bool = True) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": verifies,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def prove(page: Page, password: str) -> None:
    """The password once more, where a page asks for it."""
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Continue").click()


def test_an_approver_makes_a_passkey_on_a_phone_and_signs_in_with_it_alone(visit: Visit, site: Site) -> None:
    page, password = visit("charity", width=375), site.account("charity")["password"]
    with_authenticator(page)
    page.goto(f"{site.cms}/account/second-factor/?next=/account/sessions/")
    page.get_by_role("link", name="Make a passkey").click()
    prove(page, password)
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your spare codes")
    page.get_by_role("link", name="go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Where you are signed in")
    page.goto(f"{site.cms}/account/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{site.members}/**")
    page.goto(f"{site.cms}/account/login/?next=/account/2fa/")
    page.get_by_role("button", name="Use my passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How you sign in")
    page.get_by_role("link", name="See your passkeys").click()
    expect(page.locator("main")).to_contain_text("My passkey")
    page.get_by_role("link", name="Remove").click()  # the account is others' too
    prove(page, password)
    page.get_by_role("button", name="Remove it").click()
    expect(page.locator("main")).to_contain_text("You have none.")


def test_a_device_that_verifies_nobody_makes_no_passkey_and_the_page_says_so(visit: Visit, site: Site) -> None:
    page = visit("charity")
    with_authenticator(page, verifies=False)
    page.goto(f"{site.cms}/account/2fa/webauthn/add/")
    prove(page, site.account("charity")["password"])
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("Your device did not give a passkey.")
    page.goto(f"{site.cms}/account/2fa/webauthn/")
    expect(page.locator("main")).to_contain_text("You have none.")


@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_nothing_on_the_pages_of_signing_in(width: int, visit: Visit, site: Site) -> None:
    faults: dict[str, list[str]] = {}

    def look(page: Page, name: str) -> None:
        for scheme in ("light", "dark") if width < 1000 else ("light",):  # colours are the same at every width
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            if found := violations(page):
                faults[f"{name} {scheme}"] = found
        page.emulate_media(color_scheme="light")
        if page.evaluate(SCROLL) > 0:
            faults[f"{name} scrolls"] = ["sideways"]

    page = visit("", width=width)
    for path in SIGNED_OUT:
        page.goto(f"{site.cms}/account/{path}")
        look(page, path)
    page.goto(f"{site.cms}/account/login/")
    page.get_by_role("button", name="Sign in").click()
    assert page.title().startswith("Error:")
    look(page, "login/ with mistakes")
    page = visit("charity", width=width)
    page.goto(f"{site.cms}/account/reauthenticate/?next=/account/")
    prove(page, site.account("charity")["password"])
    for path in SIGNED_IN:
        answer = page.goto(f"{site.cms}/account/{path}")
        assert answer is not None
        assert answer.status == 200, path
        look(page, path)
    assert not faults, json.dumps(faults, indent=1)


@pytest.mark.parametrize("javascript", [True, False])
def test_keys_alone_lead_from_signing_in_to_signing_out_elsewhere(javascript: bool, visit: Visit, site: Site) -> None:
    visit("charity")  # signed in somewhere else too
    page, account = visit("", javascript=javascript), site.account("charity")
    page.goto(f"{site.cms}/account/login/?next=/account/sessions/")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to main content")
    page.get_by_label("E-mail address").focus()
    page.keyboard.type(account["email"])
    page.keyboard.press("Tab")
    page.keyboard.type(account["password"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Where you are signed in")
    others = page.get_by_role("button", name="Sign out there")
    before = others.count()
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.locator(":focus").inner_text().startswith("Sign out there"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Signed out there.")
    expect(others).to_have_count(before - 1)
