"""Search as readers meet it and editors steer it: suggestions by keyboard, filters without scripts, chosen results."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Site

Visit = Callable[..., Page]
QUESTION = "older people who fall"
PIN_LIST = "/admin/snippets/discovery/pin/"


def sound(page: Page) -> None:
    """Axe finds nothing, folded parts opened, in light and dark; nothing scrolls sideways."""
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found = Axe().run(page).response["violations"]
        told = [(one["id"], [node["html"][:160] for node in one["nodes"][:3]]) for one in found]
        assert not told, f"{page.url} {scheme}: {json.dumps(told, indent=1)}"
    page.emulate_media(color_scheme="light")
    beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert beyond <= 0, page.url


@contextmanager
def without_index(site: Site) -> Iterator[None]:
    """The link to the index out of reach, as after a lost disk; back again at the end."""
    link, away = site.data / "search.sqlite3", site.data / "search.sqlite3.away"
    link.rename(away)
    try:
        yield
    finally:
        away.rename(link)


def test_suggestions_work_by_keyboard_and_are_announced(visit: Visit) -> None:
    page = visit("lead")
    page.goto("/guidance")
    box = page.get_by_role("combobox", name="Search the whole site")
    box.focus()
    page.keyboard.type("after a fa", delay=30)
    option = page.get_by_role("option", name=re.compile("After a fall")).first
    expect(option).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".app-search [role=status]")).to_contain_text("Up and down arrows move")
    sound_now = Axe().run(page).response["violations"]
    assert not sound_now, sound_now
    page.keyboard.press("ArrowDown")
    expect(page.locator("[role=option][aria-selected=true]")).to_have_count(1)
    assert box.get_attribute("aria-activedescendant") == page.locator("[aria-selected=true]").get_attribute("id")
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    assert box.input_value() == "after a fa"  # the list is closed, what was typed stays
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/isps/ISP-*")


def test_the_box_is_a_plain_form_without_scripts(visit: Visit) -> None:
    page = visit("lead", javascript=False)
    page.goto("/guidance")
    page.get_by_label("Search the whole site").fill(QUESTION)
    page.keyboard.press("Enter")
    expect(page.locator("main ol.app-results > li").first).to_contain_text("After a fall")
    page.goto("/search?q=sharing")
    page.get_by_role("checkbox", name=re.compile(r"^Agreements \(ISPs\)")).check()
    page.get_by_role("checkbox", name=re.compile("^Guidance")).check()
    page.get_by_role("button", name="Apply filters").click()
    assert "type=isp" in page.url
    assert "type=guidance" in page.url
    kinds = {text.split(" · ")[0] for text in page.locator("main .app-results .app-kind").all_inner_texts()}
    assert kinds <= {"Agreements (ISPs)", "Guidance"}
    expect(page.get_by_role("list", name="Filters on").get_by_role("listitem")).to_have_count(2)
    page.get_by_label("Search for").fill("health")
    page.get_by_role("button", name="Search").click()
    assert "type=isp" in page.url  # the filters stay with a new question
    page.get_by_role("link", name=re.compile("Agreements .* remove this filter")).click()
    assert "type=isp" not in page.url


@pytest.mark.parametrize("width", [1280, 375])
def test_an_editor_chooses_what_comes_first_and_members_see_it(width: int, visit: Visit) -> None:
    """From a result's “Why is this here?” to the form, filled in, and to the members' page; then taken back."""
    editor = visit("editor", javascript=False)
    editor.goto(f"/search?q={QUESTION}")
    editor.get_by_role("link", name="Why is this here?").nth(1).click()
    expect(editor.get_by_role("heading", name="Why is this here?")).to_be_visible()
    expect(editor.get_by_role("table", name=re.compile("Where the score")).first).to_contain_text("Share")
    last = editor.get_by_role("link", name=re.compile("^Put first")).last
    last.click()
    assert editor.get_by_role("textbox", name="Searches").input_value() == QUESTION
    editor.get_by_role("button", name="Save").first.click()
    editor.goto(PIN_LIST) if PIN_LIST not in editor.url else None
    expect(editor.get_by_role("table")).to_contain_text("in force")
    try:
        member = visit("lead", width=width)
        member.goto(f"/search?q={QUESTION.upper()}")
        first = member.locator("main ol.app-results > li").first
        expect(first).to_contain_text("Chosen by the core team")
        sound(member)
        public = visit(width=width)
        public.goto(f"/search?q={QUESTION}")
        sound(public)
    finally:
        editor.get_by_role("link", name=re.compile("First for")).first.click()
        pk = re.search(r"edit/(\d+)", editor.url)
        assert pk
        editor.goto(f"{editor.url.split(PIN_LIST)[0]}{PIN_LIST}delete/{pk[1]}/")
        editor.get_by_role("button", name=re.compile("Yes, delete")).click()
    member.reload()
    expect(member.locator("main")).not_to_contain_text("Chosen by the core team")


def test_synonyms_are_tried_on_the_form_without_scripts(visit: Visit, site: Site) -> None:
    page = visit("editor", javascript=False)
    page.goto(f"{site.cms}/admin/snippets/discovery/synonymset/add/")
    page.get_by_role("textbox", name="Main term").fill("hoarding")
    page.get_by_role("textbox", name="Other words for it").fill("zzzcluttered")
    page.get_by_role("textbox", name="Code").fill("zzzcluttered")
    page.get_by_role("textbox", name="Question").fill("zzzcluttered")
    page.get_by_role("button", name="Try it").click()
    trial = page.locator("#try")
    expect(trial).to_contain_text("Now: 0 found")
    expect(trial).to_contain_text("zzzcluttered or hoarding")
    expect(trial).to_contain_text("What comes")
    page.goto(f"{site.cms}/admin/snippets/discovery/synonymset/?q=zzzcluttered")
    expect(page.locator("main")).to_contain_text("No synonyms match")


@pytest.mark.parametrize("width", [1280, 375])
def test_empty_filtered_and_simpler_answers_are_sound(width: int, visit: Visit, site: Site) -> None:
    page = visit("lead", width=width)
    page.goto("/search?q=caldicott+guardian&type=event&year=2026")
    expect(page.locator("main")).to_contain_text("look without any filter")
    expect(page.get_by_role("link", name="Caldicott Guardian")).to_be_visible()
    sound(page)
    page.goto("/search?q=sharing&type=guidance&type=isp")
    sound(page)
    with without_index(site):
        page.goto("/search?q=fall")
        expect(page.locator(".app-banner")).to_contain_text("simpler way")
        expect(page.locator("main ol.app-results > li").first).to_contain_text("After a fall")
        sound(page)
