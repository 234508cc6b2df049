"""A member finds nothing and says so; what they open is counted; an editor makes a page of it; the member is told."""

import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import ROOT, Site
from tests.e2e.test_accessibility import violations

Visit = Callable[..., Page]
TRIES = 5
COUNT = """
import django
django.setup()
from cms.searchlog.models import Click
print(Click.objects.count())
"""


def clicks(site: Site) -> int:
    """Opened results in the running site's database."""
    environment = os.environ | {"DATA_DIR": str(site.data), "DJANGO_SETTINGS_MODULE": "cms.settings.dev"}
    environment.pop("DATABASE_URL", None)
    environment.pop("ELASTICSEARCH_URL", None)
    ran = subprocess.run(
        [sys.executable, "-c", COUNT],
        cwd=ROOT,
        env=environment,
        check=True,
        timeout=120,
        capture_output=True,
        text=True,
    )
    return int(ran.stdout)


def test_an_opened_result_is_counted_and_its_link_is_honest(visit: Visit, site: Site) -> None:
    page = visit("lead")
    before = clicks(site)
    for _ in range(TRIES):  # a count is left out while the database is busy, as at the start
        page.goto("/search?q=sharing")
        while not page.locator("[data-opened]").count():
            page.wait_for_timeout(1000)
            page.reload()
        link = page.locator("[data-opened] h3 a").first
        target = link.get_attribute("href")
        assert str(target).startswith("/")
        with page.expect_request("**/search/opened") as sent:
            link.click()
        expect(page).to_have_url(site.members + str(target))
        assert (sent.value.post_data or "").endswith(" 1")
        if clicks(site) > before:
            break
    assert clicks(site) == before + 1


@pytest.mark.parametrize("width", [1280, 375])
def test_from_nothing_found_to_being_told(width: int, visit: Visit, site: Site) -> None:
    words = {1280: "quagga zorilla", 375: "okapi gerenuk"}[width]  # in no text of the demo data
    page = visit("lead", width=width)
    page.goto(f"/search?q={words.replace(' ', '+')}")
    box = page.get_by_role("region", name="Tell us what you looked for")
    box.get_by_label("What would it help you to do? (optional)").fill("to answer a school")
    box.get_by_label("Tell me when there is something").check()
    box.get_by_role("button").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    page.get_by_role("link", name="take it back").click()
    expect(page.get_by_role("link", name=words)).to_be_visible()
    assert violations(page) == []

    admin = visit("core editor")
    admin.goto(site.cms + "/admin/searches/?kind=searched")
    expect(admin.get_by_role("link", name=words)).to_be_visible()
    admin.goto(site.cms + "/admin/searches/asked/")
    admin.get_by_role("row", name=words).get_by_role("button").click()
    admin.get_by_label("What answers it").fill("sharing")
    admin.get_by_role("button", name="This answers it").click()
    admin.get_by_role("radio").first.check()
    admin.get_by_role("button", name="This answers it").click()
    expect(admin.get_by_text("1 person was told")).to_be_visible()

    page.goto("/notifications")
    expect(page.get_by_text("asked to be told when there is something. Here it is.").first).to_be_visible()
    expect(page.get_by_text(words)).to_have_count(0)  # they stay with the wish, which can be taken back
