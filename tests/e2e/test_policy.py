"""The content security policies under real screens: what they stop is counted in a browser, and is nothing."""

import re
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Site

Visit = Callable[..., Page]
# Each violation, in frames too, as the browser itself names it. The admin's second policy only reports (core/headers).
WATCH = """document.addEventListener('securitypolicyviolation', event => console.info(
  `STOPPED ${event.disposition} ${event.effectiveDirective} ${event.blockedURI} ${location.pathname}`))"""
TRIES, PAUSE = 8, 3_000  # milliseconds between them: Wagtail waits before it saves by itself
UNTIL_INDEXED = 40  # pauses
ADMIN = (
    *("/admin/", "/admin/pages/", "/admin/images/", "/admin/documents/", "/admin/reports/site-history/"),
    *("/admin/users/", "/admin/reports/audit/", "/admin/reports/inbound/", "/admin/people/roles/", "/admin/imports/"),
    *("/admin/reports/files/", "/admin/reviews/", "/admin/amendments/", "/admin/people/tokens/add/"),
    "/admin/snippets/discovery/pin/add/",
)
ACCOUNT = (
    *("/account/", "/account/2fa/", "/account/2fa/totp/activate/", "/account/2fa/webauthn/", "/account/email/"),
    *("/account/password/change/", "/account/sessions/", "/account/data/", "/account/leaving/"),
)


def watched(page: Page) -> list[str]:
    """What is stopped from here on, on any page that this browser opens."""
    stopped: list[str] = []
    page.context.add_init_script(WATCH)
    page.on("console", lambda note: stopped.append(note.text) if note.text.startswith("STOPPED enforce") else None)
    page.on("requestfailed", lambda asked: stopped.append(f"{asked.url} {asked.failure}") if by_policy(asked) else None)
    return stopped


def by_policy(asked: object) -> bool:
    return bool(re.search("BLOCKED_BY_(CSP|RESPONSE)", str(getattr(asked, "failure", ""))))


def test_an_editor_meets_no_policy(visit: Visit, site: Site) -> None:
    """Wagtail's screens: preview beside the form, comments, saving by itself, choosing a picture; a briefing's mail."""
    page = visit("core editor")
    stopped = watched(page)
    for path in ADMIN:
        answer = page.goto(site.cms + path)
        assert answer is not None
        assert answer.status == 200, path
        assert "default-src 'none'" in answer.headers["content-security-policy"], path
    edit_a_page(page, site)
    look_at_a_briefing(page, site)
    assert stopped == []


def edit_a_page(page: Page, site: Site) -> None:
    page.goto("/horizon")
    words = page.locator("main a[href^='/horizon/']").first.inner_text()
    found = page.locator("main a[href*='/edit/']").first
    for _ in range(UNTIL_INDEXED):  # a site that has just started is still being indexed
        page.goto(f"{site.cms}/admin/pages/search/?{urlencode({'q': words})}")
        if found.count():
            break
        page.wait_for_timeout(PAUSE)
    found.click()
    title = page.get_by_role("textbox", name="Title").first
    words = title.input_value()
    page.get_by_role("button", name="Toggle preview").click()
    frame = page.frame_locator("iframe[data-w-preview-target='iframe'], iframe.w-preview__iframe").last
    expect(frame.get_by_role("heading", level=1)).to_have_text(words)
    shown = next(one for one in page.frames if "/preview" in one.url and one is not page.main_frame)
    assert urlsplit(shown.url).netloc == urlsplit(site.members).netloc  # the members' site itself, in the editors' half
    saved = page.locator(".w-autosave-indicator__state--saved").first
    for tries in range(1, TRIES):  # what is typed before Wagtail's own script has looked at the form is no change to it
        title.fill(words + " again" * tries)
        page.wait_for_timeout(PAUSE)
        if saved.is_visible():
            break
    expect(saved).to_be_visible()
    expect(frame.get_by_role("heading", level=1)).to_have_text(words + " again" * tries, timeout=20_000)
    title.fill(words)
    page.get_by_role("button", name="Toggle comments").click()
    page.get_by_role("button", name="Insert a block").first.click()
    page.get_by_role("option", name="Picture").click()
    page.get_by_role("button", name="Choose an image").last.click()
    expect(page.get_by_role("dialog").get_by_text("Upload").first).to_be_visible()


def look_at_a_briefing(page: Page, site: Site) -> None:
    page.goto(f"{site.cms}/admin/snippets/briefings/edition/")
    one = page.locator("main table a[href*='/edit/']").first.get_attribute("href")  # it may lead on from there
    number = re.search(r"/edit/(\d+)/", one or "")
    assert number
    page.goto(f"{site.cms}/admin/briefings/{number[1]}/preview/")
    expect(page.locator("body")).not_to_be_empty()
    page.goto(f"{site.cms}/admin/briefings/{number[1]}/")
    mail = page.frame_locator("iframe[title='The mail as it will arrive']")
    expect(mail.locator("body")).to_contain_text(re.compile(r"\w"))


def test_account_pages_run_no_script_that_is_not_ours(visit: Visit, site: Site) -> None:
    page = visit("lead")
    stopped = watched(page)
    for path in ACCOUNT:
        answer = page.goto(site.cms + path)
        assert answer is not None
        assert answer.status == 200, path
        assert "unsafe" not in answer.headers["content-security-policy"], path
    assert stopped == []


def test_the_count_counts(browser: Browser, site: Site) -> None:
    """A page that breaks its own policy is seen by the same watch: nothing above passes for want of looking."""
    page = browser.new_context(base_url=site.members).new_page()
    stopped = watched(page)
    page.goto("/")
    with page.expect_console_message(lambda note: "STOPPED" in note.text):
        page.evaluate("fetch('https://elsewhere.example/').catch(() => null)")
    page.context.close()
    assert any("connect-src" in one for one in stopped)
