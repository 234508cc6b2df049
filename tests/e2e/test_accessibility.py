"""Every page, in light and dark, at desktop and phone width: axe finds nothing, nothing scrolls sideways."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

ROLES = {
    "": (
        "/",
        "/isps",
        "/partners",
        "/ask",
        "/help",
        "/accessibility",
        "/privacy",
        *("/cookies", "/accessibility/format"),
        "/glossary",
        *("/developers", "/developers/quick-start", "/developers/excel", "/developers/schema/Isp"),
        "/search/wish?q=zzz",
        "/nothing-here",
    ),
    "lead": (
        "/",
        "/developers/explorer",
        "/search?q=falls",
        "/search?q=zzzzqqq",
        "/search/wish?q=zzzzqqq",
        "/search/wish/sent?q=zzzzqqq&told=1",
        "/search/wishes",
        "/isps",
        "/isps/{isp}",
        "/isps/{isp}/card",
        "/isps/{isp}/print",
        "/isps/{isp}/versions/1",
        "/isps/{isp}/history",
        "/isps/{isp}/release",
        "/isps/{isp}/review",
        "/organisation",
        "/organisation/print",
        "/organisation/isps/{isp}",
        "/organisation/data/new?list=own",
        "/partners/essex-county-council",
        "/guidance",
        "/guidance/{guidance}",
        "/horizon",
        "/stories",
        "/news",
        "/events",
        "/datasets",
        "/gateways",
        "/tasks",
        "/notifications",
        "/notifications/settings",
        "/organisation/owners",
        *("/organisation/record", "/organisation/deliveries"),
        *("/register/snapshots", "/register/snapshots/{month}"),
        *("/register/snapshots/check", f"/register/snapshots/check?sha256={'0' * 64}"),
        "/saved-searches",
        "/saved-searches/new?q=falls",
        "/community",
        "/community/ask",
        "/community/spaces",
        "/community/threads/{thread}",
        "/events/{event}",
        "/community/people",
        "/community/me",
        *("/briefings", "/briefings/example-briefing", "/briefings/example-briefing/print", "/briefings/suggest"),
        "/briefings/subscribe",
        "/consultations/our-tone-of-voice",
        "/consultations/our-tone-of-voice/comment?on=2",
        "/ask",
    ),
}
FIRST = {
    "isp": ("/isps?mine=1", "/isps/ISP-"),
    "guidance": ("/guidance", "/guidance/"),
    "thread": ("/community", "/community/threads/"),
    "event": ("/events", "/events/"),
}
SCROLL = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
Visit = Callable[..., Page]


def month_of_copy(page: Page) -> str:
    """Of the first signed copy, which a job takes soon after the start; "" in a month's first night, which has none."""
    for _ in range(20):
        page.goto("/register/snapshots")
        link = page.locator("main td a, main th a")
        if link.count():
            return str(link.first.get_attribute("href")).rpartition("/")[2]
        page.wait_for_timeout(1000)
    return ""


def addresses(page: Page, role: str) -> list[str]:
    """The role's pages, with the first agreement it owns, the first guidance page, question, event and copy filled
    in."""
    found = {}
    for name, (index, start) in FIRST.items():
        if role:
            page.goto(index)
            link = str(page.locator(f"main a[href^='{start}']").first.get_attribute("href"))
            found[name] = re.split("[/?#]", link[start.rindex("/") + 1 :])[0]
    if role and (month := month_of_copy(page)):
        found["month"] = month
    return [path.format(**found) for path in ROLES[role] if "{month}" not in path or "month" in found]


def violations(page: Page) -> list[str]:
    results: dict[str, Any] = Axe().run(page).response
    return [
        f"{found['id']}: {found['help']}: {json.dumps([node['html'][:160] for node in found['nodes'][:3]])}"
        for found in results["violations"]
    ]


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("role", ROLES)
def test_axe_finds_nothing(role: str, width: int, visit: Visit) -> None:
    page = visit(role, width=width)
    faults = {}
    for path in addresses(page, role):
        page.goto(path)
        page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            if found := violations(page):
                faults[f"{path} {scheme}"] = found
        page.emulate_media(color_scheme="light")
        if (beyond := page.evaluate(SCROLL)) > 0:
            faults[f"{path} scrolls"] = [f"{beyond} pixels sideways"]
    assert not faults, json.dumps(faults, indent=1)


@pytest.mark.parametrize("role", ROLES)
def test_nothing_scrolls_sideways_at_320_pixels(role: str, visit: Visit) -> None:
    page = visit(role, width=320)
    wide = {}
    for path in addresses(page, role):
        page.goto(path)
        if (beyond := page.evaluate(SCROLL)) > 0:
            wide[path] = beyond
    assert not wide


@pytest.mark.parametrize("path", ["/", "/isps", "/organisation"])
def test_the_keyboard_reaches_everything_in_order(path: str, visit: Visit) -> None:
    page = visit("lead")
    page.goto(path)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "Skip to main content"
    links = page.locator("main a[href]:visible, main button:visible, main input:not([type=hidden]):visible").count()
    seen: list[str] = []
    for _ in range(links + 60):
        page.keyboard.press("Tab")
        here = page.evaluate(
            """() => { const e = document.activeElement; if (!e || e === document.body) return null;
            const s = getComputedStyle(e), r = e.getBoundingClientRect();
            return [e.outerHTML.slice(0, 120), s.outlineStyle !== 'none' || s.boxShadow !== 'none'
              || s.backgroundColor !== 'rgba(0, 0, 0, 0)' || s.textDecorationLine !== 'none', r.width > 0] }"""
        )
        if here is None:
            break
        assert here[1], f"focus does not show on {here[0]}"
        seen.append(here[0])
    reached = page.evaluate(
        "document.querySelectorAll('main a[href], main button, main input:not([type=hidden]), main summary').length"
    )
    assert len(set(seen)) > 10
    assert len(seen) >= min(links, reached)
