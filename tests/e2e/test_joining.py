"""A charity joins on a phone: it asks, the core team says yes in the admin, the trustee comes in and signs the charter.

Presses and screens are counted, not minutes: how long somebody reads is theirs. Figures: docs/measurements.md.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Site
from tests.e2e.test_accessibility import SCROLL, violations
from tests.e2e.test_ask_answer_brief import mail_to
from tests.e2e.test_passkeys import with_authenticator

Visit = Callable[..., Page]
PASSWORD = "five-loaves-and-2-fishes"  # noqa: S105  of a person that this test invents
MOST_PRESSES, MOST_SCREENS, MOST_TYPED = 18, 16, 9  # of the applicant, with a passkey made on the way


class Phone:
    """Counts what somebody does, and looks at each screen as they meet it."""

    def __init__(self, page: Page, *, javascript: bool) -> None:
        self.page, self.javascript = page, javascript
        self.presses = self.screens = self.typed = 0
        self.faults: list[str] = []

    def look(self) -> None:
        self.screens += 1
        if self.javascript:
            self.faults += [f"{self.page.url}: {fault}" for fault in violations(self.page)]
        if self.page.evaluate(SCROLL) > 0:
            self.faults.append(f"{self.page.url} scrolls sideways")

    def open(self, address: str) -> None:
        self.page.goto(address)
        self.look()

    def press(self, name: str, role: str = "button", until: str = "") -> None:
        """`until`: the heading of the page to which a script leads on by itself, a moment after the press."""
        self.presses += 1
        self.page.get_by_role(role, name=re.compile(name)).first.click()  # type: ignore[arg-type]
        if until:
            expect(self.page.get_by_role("heading", level=1)).to_have_text(until, timeout=30_000)
        self.page.wait_for_load_state()
        self.look()

    def tick(self, label: str) -> None:
        self.presses += 1
        self.page.get_by_label(re.compile(label)).check()

    def type(self, label: str, text: str) -> None:
        self.typed += 1
        self.page.get_by_label(re.compile(label)).first.fill(text)


def link_in(site: Site, person: str, word: str) -> str:
    """The one address in a mail to this person that holds the word."""
    body = mail_to(site, person, word).get_body(("plain",))
    assert body
    found = re.search(r"https?://\S+/(?:join/key|account/invitation)/\S+", body.get_content())
    assert found
    return found[0]


def approve(core: Page, site: Site, name: str) -> None:
    core.goto(f"{site.cms}/admin/applications/")
    core.get_by_role("row").filter(has_text=name).get_by_role("link").first.click()
    expect(core.locator("main")).to_contain_text(name)
    core.get_by_label("Or a new one, with this name").fill(name)
    core.get_by_role("button", name="Approve and invite").click()
    expect(core.locator("body")).to_contain_text(f"{name} is a member")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_charity_joins_on_a_phone_and_its_trustee_signs(visit: Visit, site: Site, javascript: bool) -> None:
    name = "The Long Table" if javascript else "The Short Table"
    email = f"{name.split()[1].lower()}@table.example"
    phone = Phone(visit("", width=375, javascript=javascript), javascript=javascript)
    page = phone.page
    phone.open("/")
    phone.press("^Join the framework", "link")
    phone.type("What do you hope that sharing makes better", "A family tells its story once.")
    phone.type("Its full name", name)
    page.get_by_label("What kind of organisation").select_option(label="Voluntary and community")
    phone.presses += 1
    phone.tick("One person does it all")
    phone.type("Your name", "Sasha Breadwell (example)")
    phone.type("Your own work e-mail", email)
    phone.press("^Send$")
    expect(page.get_by_role("heading", level=1)).to_have_text("Look in your mail")
    phone.open(link_in(site, email, "One press"))
    phone.press("^Yes, send it")
    expect(page.locator("main")).to_contain_text("The core team has it")

    approve(visit("core editor"), site, name)

    phone.open(link_in(site, email, "invites you"))
    phone.press("^Make my account", "link")
    phone.type("^Password$", PASSWORD)
    phone.type("^Password again$", PASSWORD)
    phone.press("^Make my account")
    if javascript:  # where a second step is asked for, this is what it adds
        with_authenticator(page)
        phone.open(f"{site.cms}/account/second-factor/?next=/account/sessions/")
        phone.press("^Make a passkey", "link")
        if page.get_by_label("Password").count():
            phone.type("Password", PASSWORD)
            phone.press("^Continue")
        phone.press("^Make the passkey", until="Your spare codes")
    phone.open("/")
    phone.press("^Read and sign it", "link")
    phone.tick("I have read it, and I may commit")
    phone.press("^Sign version")
    expect(page.locator("main")).to_contain_text(f"{name} signed version")
    phone.press("^See what you agreed", "link")
    expect(page.get_by_role("heading", level=1)).to_have_text("What you agreed, on one page")

    public = visit("", width=375, javascript=javascript)
    public.goto("/charter/signatories")
    row = public.get_by_role("row").filter(has_text=name)
    expect(row).to_contain_text("on this site")
    expect(row).not_to_contain_text("Breadwell")
    print(f"\njoining, JavaScript {javascript}: {phone.presses} presses, {phone.screens} screens, {phone.typed} typed")
    assert not phone.faults, "\n".join(phone.faults)
    assert phone.presses <= MOST_PRESSES
    assert phone.screens <= MOST_SCREENS
    assert phone.typed <= MOST_TYPED
