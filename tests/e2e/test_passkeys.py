"""A passkey, from the second step that the site asks for to signing in with it alone, in a real browser with a virtual
authenticator (ctap2, internal, resident keys, user verification)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from conftest import Site

Visit = Callable[..., Page]


def with_authenticator(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_an_approver_makes_a_passkey_on_a_phone_and_signs_in_with_it_alone(visit: Visit, site: Site) -> None:
    page = visit("charity", width=375)
    with_authenticator(page)
    page.goto(f"{site.cms}/account/second-factor/?next=/account/sessions/")
    page.get_by_role("link", name="Make a passkey").click()
    page.get_by_label("Password").fill(site.account("charity")["password"])
    page.get_by_role("button", name="Continue").click()
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
    page.get_by_label("Password").fill(site.account("charity")["password"])
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.locator("main")).to_contain_text("You have none.")
