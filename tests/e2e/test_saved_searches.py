"""A member keeps a search, an editor publishes something, the running site tells: with a real browser and real jobs."""

import os
import re
import subprocess
import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import ROOT, Site
from tests.e2e.test_accessibility import violations

Visit = Callable[..., Page]
PUBLISH = """
import django, sys
django.setup()
from cms.pages.models import GuidancePage
page = GuidancePage.objects.live().filter(audience="public").first()
page.title = sys.argv[1] + " " + page.title
page.save_revision().publish()
"""


def publish(site: Site, word: str) -> None:
    """What an editor's press does, in a process of its own."""
    environment = os.environ | {"DATA_DIR": str(site.data), "DJANGO_SETTINGS_MODULE": "cms.settings.dev"}
    environment.pop("DATABASE_URL", None)
    environment.pop("ELASTICSEARCH_URL", None)
    subprocess.run([sys.executable, "-c", PUBLISH, word], cwd=ROOT, env=environment, check=True, timeout=120)


def checked(page: Page) -> None:
    """The page as it stands, by axe, in light and dark."""
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert violations(page) == [], page.url
    page.emulate_media(color_scheme="light")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def said(page: Page) -> Locator:
    return page.locator("main").get_by_role("status")


@pytest.mark.parametrize(("width", "word"), [(1280, "Quillwort"), (375, "Spleenwort")])  # in no text of the demo data
def test_from_a_search_to_its_news_and_away_again(width: int, word: str, visit: Visit, site: Site) -> None:
    page = visit("lead", width=width)
    page.goto(f"/search?q={word.lower()}")
    page.get_by_role("link", name="Save this search").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Save this search")
    checked(page)
    page.get_by_label("Name").fill(f"Ferns {width}")
    page.get_by_label("At once").check()
    page.get_by_role("button", name="Save this search").click()
    expect(said(page)).to_contain_text("Saved.")
    checked(page)
    publish(site, word)
    page.goto("/saved-searches")
    for _ in range(60):
        if page.get_by_text("1 new").count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    page.get_by_role("link", name=f"Ferns {width}", exact=True).click()
    expect(page.get_by_role("heading", level=2, name="1 new thing")).to_be_visible()
    expect(page.locator("main li h3 a").first).to_contain_text(word)
    checked(page)
    page.goto("/")
    expect(page.get_by_role("link", name=f"Ferns {width}: 1 new")).to_be_visible()
    page.get_by_role("link", name=f"Ferns {width}: 1 new").click()
    page.get_by_role("button", name="Mark it as seen").click()
    expect(page.get_by_role("heading", level=2, name="Nothing new")).to_be_visible()
    page.get_by_role("link", name="Delete this saved search").click()
    checked(page)
    page.get_by_role("button", name="Delete it").click()
    expect(said(page)).to_contain_text("Deleted.")
    assert page.get_by_role("link", name=f"Ferns {width}", exact=True).count() == 0


def test_all_of_it_by_keyboard_and_without_javascript(visit: Visit) -> None:
    page = visit("lead", javascript=False)
    page.goto("/search?q=falls")
    page.get_by_role("link", name="Save this search").first.focus()
    page.keyboard.press("Enter")
    page.get_by_label("Name").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")  # from every morning to every Monday
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text("Saved.")
    expect(page.get_by_text("every monday morning")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Delete")).focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Delete it").focus()
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text("Deleted.")


def test_a_visitor_comes_back_to_the_search_after_signing_in(visit: Visit, site: Site) -> None:
    page = visit()
    page.goto("/saved-searches/new?q=falls")
    account = site.account("lead")
    page.get_by_label("mail").first.fill(account["email"])
    page.get_by_label("Password").fill(account["password"])
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Save this search")
    expect(page.get_by_label("Name")).to_have_value("falls")
