"""A lead makes a token and a saved query, a spreadsheet reads it, and the token is stopped: in a real browser, over
real HTTP. With GUIDE_PICTURES=1 the walk takes the pictures of /developers/excel besides (`make pictures`)."""

import csv
import io
import json
import os
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook
from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.conftest import ROOT, Site
from tests.e2e.test_saved_searches import checked, said

Visit = Callable[..., Page]
AGENT = {"User-Agent": "Microsoft.Data.Mashup (https://go.microsoft.com/fwlink/?LinkID=304225)", "Accept": "*/*"}
WIDE = 720  # pixels of a picture of the guide
COVERED = """([address, number]) => {
  document.activeElement.blur()
  for (const box of document.querySelectorAll('input[readonly]')) {
    if (box.id === 'number') box.value = number
    else if (box.id === 'secret') box.value = '\u2022'.repeat(43)
    else if (box.id === 'whole') box.value = 'mip_' + number + '_' + '\u2022'.repeat(43)
    else box.value = address + '.' + box.id
  }
}"""


def read(address: str, user: str = "", password: str = "") -> httpx.Response:
    """As Power Query asks: without credentials before somebody chose how to sign in, then with Basic."""
    auth = (user, password) if user else None
    return httpx.get(address, headers=AGENT, auth=auth, timeout=30)


def ids(answer: httpx.Response, kind: str) -> list[str]:
    assert answer.status_code == 200, answer.text
    if kind == "json":
        return [row["id"] for row in answer.json()]
    if kind == "csv":
        return [row["id"] for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))]
    rows = load_workbook(io.BytesIO(answer.content), read_only=True).worksheets[0].iter_rows(values_only=True)
    return [str(row[0]) for row in rows][1:]


def picture(page: Page, name: str, height: int) -> None:
    """The upper part of the page's content, as the guide shows it: no real address, number or secret is on it."""
    if not os.environ.get("GUIDE_PICTURES"):
        return
    before: Any = page.viewport_size
    page.set_viewport_size({"width": WIDE, "height": 1200})
    page.evaluate(COVERED, ["https://cms.example.org/graphql/data/1f0c2a", "12"])
    box: Any = page.locator("main").bounding_box()
    clip = {"x": 0, "y": box["y"], "width": WIDE, "height": height}
    taken = page.screenshot(clip=clip, full_page=True)  # type: ignore[arg-type]
    shot = Image.open(io.BytesIO(taken)).convert("RGB").quantize(64).convert("RGB")
    shot.save(ROOT / "frontend" / "static" / f"guide-{name}.webp", lossless=True, method=6)
    page.set_viewport_size(before)


@pytest.mark.parametrize("width", [1280, 375])
def test_from_a_list_to_a_spreadsheet_and_away_again(width: int, visit: Visit) -> None:
    page, name = visit("lead", width=width), f"Review meeting {width}"
    page.goto("/organisation")
    page.get_by_role("link", name="Our data in Excel and Power BI").click()
    checked(page)
    page.get_by_role("link", name="Make a saved query").click()
    checked(page)
    page.get_by_role("link", name="Agreements (ISPs)", exact=True).last.click()
    page.get_by_label("What is it called?").fill("")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Give it a name")
    checked(page)
    page.get_by_label("What is it called?").fill(name)
    page.get_by_label("Only agreements that your organisation leads or takes part in").check()
    page.get_by_role("button", name="Save").click()
    expect(said(page)).to_contain_text("Saved.")
    checked(page)
    query, address = page.url.partition("?")[0], page.locator("#xlsx").input_value().removesuffix(".xlsx")

    page.goto("/organisation/tokens")
    checked(page)
    page.get_by_role("link", name="Make a token").click()
    page.get_by_role("button", name="Make the token").click()
    expect(page.get_by_role("alert")).to_contain_text("Give it a name")
    checked(page)
    page.get_by_label("What is it called?").fill(f"Excel {width}")
    page.get_by_role("button", name="Make the token").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("now")
    checked(page)
    user, secret = page.locator("#number").input_value(), page.locator("#secret").input_value()
    token = f"/organisation/tokens/{user}"
    for path in (token, "/organisation/tokens", f"{token}/renew", f"{token}/revoke"):
        page.goto(path)
        assert secret not in page.content()
        checked(page)

    probe = read(f"{address}.xlsx")
    assert (probe.status_code, probe.headers["WWW-Authenticate"].split()[0]) == (401, "Basic")
    found = {kind: ids(read(f"{address}.{kind}", user, secret), kind) for kind in ("xlsx", "csv", "json")}
    assert found["xlsx"]
    assert found["xlsx"] == found["csv"] == found["json"]
    page.goto(query)
    expect(page.get_by_role("region", name="Who uses it")).to_contain_text(f"Excel {width}")
    page.goto(token)
    use = page.get_by_role("region", name="What it was used for in the last 30 days")
    expect(use.get_by_role("cell", name="3", exact=True)).to_be_visible()

    page.get_by_role("link", name="Change the secret").click()
    page.get_by_role("button", name="Make a new secret").click()
    renewed = page.locator("#secret").input_value()
    assert renewed != secret
    assert [read(f"{address}.csv", user, one).status_code for one in (secret, renewed)] == [200, 200]
    page.goto(f"{token}/revoke")
    page.get_by_role("button", name="Revoke it").click()
    expect(said(page)).to_contain_text("revoked")
    refused = [read(f"{address}.csv", *one) for one in ((user, secret), (user, renewed), ("999999", "x" * 43))]
    assert {answer.status_code for answer in refused} == {401}
    assert len({answer.text.partition('"requestId"')[0] for answer in refused}) == 1
    page.goto(f"{query}/end")
    checked(page)
    page.get_by_role("button", name="End it").click()
    expect(said(page)).to_contain_text("ended")


def test_the_guide_and_its_pictures(visit: Visit, site: Site) -> None:
    """Each picture is there, says in words what it shows, and leaves no gap while it loads."""
    page = visit("lead", width=1280)
    page.goto("/organisation/data/new?list=isps")
    page.get_by_label("What is it called?").fill("Our agreements, for the monthly meeting")
    picture(page, "1-columns", 620)
    page.get_by_role("button", name="Save").click()
    expect(said(page)).to_contain_text("Saved.")
    picture(page, "2-address", 590)
    page.goto("/organisation/tokens/new")
    page.get_by_label("What is it called?").fill("Excel of the performance team")
    picture(page, "3-token", 640)
    page.get_by_role("button", name="Make the token").click()
    expect(page.locator("#secret")).to_be_visible()
    picture(page, "4-secret", 520)

    reader = visit("", width=375)
    reader.goto("/developers/excel")
    shown = reader.locator("main img")
    assert shown.count() == 7
    for n in range(shown.count()):
        shown.nth(n).scroll_into_view_if_needed()
        expect(shown.nth(n)).to_have_js_property("complete", True)
        assert shown.nth(n).evaluate("e => e.naturalWidth > 0 && e.hasAttribute('width') && e.hasAttribute('height')")
        assert len(shown.nth(n).get_attribute("alt") or "") > 40
    checked(reader)


def test_the_example_that_make_run_makes_can_be_read(site: Site) -> None:
    file = site.data / "demo-tools.json"
    assert file.stat().st_mode & 0o777 == 0o600
    made = json.loads(file.read_text())
    for kind in ("json", "csv", "xlsx"):
        assert ids(read(made["query"][kind], made["token"]["user"], made["token"]["password"]), kind)
