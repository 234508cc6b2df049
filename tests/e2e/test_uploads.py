"""A large scan over a bad connection: cut in the middle, lost with its page, gone on with; by keyboard, on a phone."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

if TYPE_CHECKING:
    from conftest import Site

Visit = Callable[..., Page]
MB = 1 << 20


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    """A picture of about five megabytes."""
    path = tmp_path / "scan.png"
    Image.effect_noise((2400, 2400), 90).save(path)
    assert path.stat().st_size > 3 * MB
    return path


def choose(page: Page, batch: str, scan: Path) -> None:
    page.goto(batch)
    page.get_by_role("button", name="Add files").press("Enter")
    page.get_by_label("Files", exact=True).set_input_files(scan)


# What the script says, and how long it waits each time; the waiting itself is cut short.
NOTED = """
const wait = window.setTimeout;
window.setTimeout = (go, ms, ...rest) => {
  if (ms >= 1000) noted("wait", ms / 1000);
  return wait(go, Math.min(ms, 20), ...rest);
};
let last = "";
new MutationObserver(() => {
  const said = document.querySelector("form[data-upload] [role=status]");
  if (said && said.textContent !== last) noted("said", last = said.textContent);
}).observe(document, { childList: true, subtree: true, characterData: true });
"""
ON = " It goes on by itself, from where it was. Leave this page open."
ANSWERS: list[tuple[int, dict[str, str], str]] = [  # to one piece, one after the other
    (503, {"Retry-After": "7"}, "There is no room for the file just now."),
    (429, {"Retry-After": "9"}, "Too many files of yours are on their way. Finish those first."),
    (503, {"Content-Type": "text/html"}, "<h1>Bad gateway"),
    (400, {}, "This is no piece of a file."),
]
WAITED = [7, 9, 5, 10]  # seconds: as asked, else longer each time
SAID = [words + ON for words in (ANSWERS[0][2], ANSWERS[1][2], "The site cannot take it just now.", ANSWERS[3][2])]


def begin(page: Page) -> str:
    page.goto("/organisation/add")
    page.get_by_role("button", name="Begin").click()
    return page.url.split("?")[0]


def test_what_the_site_says_is_shown_and_waited_for_and_a_spoilt_way_leads_to_the_form(
    visit: Visit, scan: Path, site: Site
) -> None:
    page = visit("lead")
    page.on("dialog", lambda dialog: dialog.accept())
    notes: list[tuple[str, float | str]] = []
    page.expose_function("noted", lambda kind, what: notes.append((kind, what)))
    page.add_init_script(NOTED)
    asked: list[str] = []
    answers, spoilt = list(ANSWERS), False

    def line(route: Route) -> None:
        method, offset = route.request.method, route.request.headers.get("upload-offset")
        asked.append(method)
        if method == "PATCH" and (spoilt or answers and offset == str(MB)):
            status, more, body = (400, {}, "Spoilt.") if spoilt else answers.pop(0)
            mine = {"Access-Control-Allow-Origin": site.members, "Access-Control-Allow-Credentials": "true"}
            seen = {"Access-Control-Expose-Headers": "Retry-After", "Content-Type": "text/plain; charset=utf-8"}
            route.fulfill(status=status, headers={**mine, **seen, **more}, body=body)
        else:
            route.continue_()

    page.route("**/documents/uploads/**", line)
    choose(page, begin(page), scan)
    with scan.open("ab") as file:  # saved anew since it was chosen: the browser reads it no more
        file.write(b"x")
    page.get_by_role("button", name="Send").press("Enter")
    expect(page.get_by_role("status").filter(has_text="“scan.png” was moved or changed")).to_be_visible()
    expect(page.get_by_label("Files", exact=True)).to_be_focused()
    assert asked == ["HEAD"]
    notes.clear()
    page.get_by_label("Files", exact=True).set_input_files(scan)
    page.get_by_role("button", name="Send").press("Enter")
    page.wait_for_url("**upload=*", timeout=30_000)
    expect(page.locator("main")).to_contain_text("1 of 1 files came in")
    assert [what for kind, what in notes if kind == "wait"] == WAITED
    assert [what for kind, what in notes if kind == "said" and str(what).endswith(ON)] == SAID

    spoilt = True
    choose(page, begin(page), scan)
    asked.clear()
    page.get_by_role("button", name="Send").press("Enter")
    page.wait_for_url("**upload=*", timeout=30_000)  # the form, with all that was chosen
    expect(page.locator("main")).to_contain_text("1 of 1 files came in")
    assert asked == ["HEAD", "PATCH"] * 6 + ["POST"]


def test_a_file_goes_on_after_a_cut_and_after_its_page_was_lost(visit: Visit, scan: Path, site: Site) -> None:
    page = visit("lead", width=375)
    page.on("dialog", lambda dialog: dialog.accept())  # "leave this page?"
    batch = begin(page)
    offsets: list[int] = []
    cut: list[int] = []

    def line(route: Route) -> None:
        asked = route.request
        if asked.method == "PATCH":
            offset = int(asked.headers["upload-offset"])
            if offset == MB and not cut or offset == 2 * MB and len(cut) < 9:
                cut.append(offset)
                route.abort("connectionreset")
                return
            offsets.append(offset)
        route.continue_()

    page.route("**/documents/uploads/**", line)
    choose(page, batch, scan)
    page.get_by_role("button", name="Send").press("Enter")
    expect(page.get_by_role("button", name="Pause")).to_be_focused()
    expect(page.get_by_role("progressbar", name="Sent so far")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="The connection is lost")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(page.get_by_role("progressbar")).to_have_js_property("value", 2 * MB, timeout=20_000)
    assert offsets == [0, MB]
    cut.extend([0] * 9)
    choose(page, batch, scan)  # the page was left: the same again, from where it was
    expect(page.get_by_role("status").filter(has_text="You began to send 1 file.")).to_be_visible()
    page.get_by_role("button", name="Send").press("Enter")
    page.wait_for_url("**upload=*", timeout=30_000)
    expect(page.locator("main")).to_contain_text("1 of 1 files came in")
    assert offsets == list(range(0, scan.stat().st_size, MB))  # no piece twice
    sha256 = hashlib.sha256(scan.read_bytes()).hexdigest()
    kept = site.data / "store/media/sha256" / sha256[:2] / sha256
    assert kept.read_bytes() == scan.read_bytes()
    assert not list((site.data / "uploads").glob("*/*"))
    assert page.evaluate("sessionStorage.length") == 0
