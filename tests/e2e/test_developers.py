"""From no token to a first answer: what somebody who leads an organisation meets on the developers' pages."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.test_accessibility import SCROLL, violations

Visit = Callable[..., Page]
EXPLORER = "/developers/explorer"


def make_token(page: Page) -> str:
    """Its secret, which is on one page only."""
    page.goto("/organisation/tokens/new")
    page.get_by_label("What is it called?").fill("Explorer walk")
    page.locator("input[name='scope-adhoc']").check()
    page.get_by_label("How many days does it work?").fill("1")
    page.get_by_role("button", name="Make the token").click()
    found = re.search(r"mip_\d+_[\w-]{43}", page.content())
    assert found, page.locator("main").inner_text()
    return found[0]


def ask(page: Page, **words: str) -> None:
    for label, text in words.items():
        page.locator(f"#{label}").fill(text)
    page.get_by_role("button", name="Ask", exact=True).click()


def sound(page: Page) -> None:
    assert violations(page) == []
    assert page.evaluate(SCROLL) <= 0


def test_a_question_is_tried_out_before_a_program_is_written(visit: Visit) -> None:
    page = visit("lead")
    page.goto(EXPLORER)
    expect(page.get_by_role("heading", name="There is no token to try out")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name="Tokens of your organisation")).to_be_visible()
    secret = make_token(page)

    page.goto("/developers/examples")
    page.locator("main a[href='/developers/explorer?example=register']").click()
    assert "query ExampleRegister" in page.locator("#query").input_value()
    ask(page, operation="ExampleRegister")
    answer = page.get_by_role("region", name="The answer")
    expect(answer).to_contain_text('"reference": "ISP-')
    expect(page.get_by_role("main")).to_contain_text("counts as a call of that token")
    assert secret not in page.content()
    sound(page)

    ask(page, query="{ isps { nothing } }", operation="")
    expect(answer).to_contain_text("Cannot query field 'nothing' on type 'IspList'")
    expect(answer).to_contain_text("BAD_USER_INPUT")
    assert page.locator("#query").input_value() == "{ isps { nothing } }"

    phone = visit("lead", width=375, javascript=False)
    phone.goto(EXPLORER)
    ask(phone, query="{ partners { totalCount } }", variables="{")
    expect(phone.get_by_role("link", name="Write a JSON object, or leave it")).to_have_attribute("href", "#variables")
    assert phone.locator("#query").input_value() == "{ partners { totalCount } }"
    ask(phone, variables="")
    expect(phone.get_by_role("region", name="The answer")).to_contain_text("totalCount")

    page.goto(f"/organisation/tokens/{secret.split('_')[1]}")
    expect(page.get_by_role("row", name=re.compile(r" 3 1 "))).to_be_visible()  # one of them refused
    page.get_by_role("link", name="Revoke it").click()
    page.get_by_role("button", name="Revoke it").click()
    page.goto(EXPLORER)
    expect(page.get_by_role("heading", name="There is no token to try out")).to_be_visible()


def test_developers_pages_are_sound_on_a_phone_and_on_a_desk(visit: Visit) -> None:
    """Those that stand in no other walk: long pages of the reference, programs, words."""
    for width, scheme in ((1280, "light"), (375, "dark")):
        page = visit(width=width)
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        for name in ("schema", "schema/IspOrder", "examples", "changes", "deprecation", "limits"):
            page.goto(f"/developers/{name}")
            assert violations(page) == [], (name, width)
            page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
            assert page.evaluate(SCROLL) <= 0, (name, width)
