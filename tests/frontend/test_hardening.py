"""What the frontend refuses to start with, and to whom it answers."""

from __future__ import annotations

from urllib.parse import quote

import httpx
import pytest

from frontend.settings import Settings, SettingsError
from tests.frontend.conftest import Site

REAL = {
    "FRONTEND_ORIGIN": "https://members.example",
    "CMS_ORIGIN": "https://members.example",
    "FRONTEND_SECRET": "0123456789abcdefghijklmnopqrstuvwxyz",
    "SESSION_COOKIE_NAME": "__Host-sessionid",
    "CSRF_COOKIE_NAME": "__Host-csrftoken",
}


def test_a_real_installation_starts() -> None:
    found = Settings.from_env(REAL)
    assert found.hosts == {"members.example"}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"FRONTEND_ORIGIN": "http://members.example"}, "https://"),
        ({"CMS_ORIGIN": "http://members.example"}, "https://"),
        ({"FRONTEND_SECRET": "short"}, "32 characters"),
        ({"FRONTEND_SECRET": "x" * 64}, "random"),
        ({"SESSION_COOKIE_NAME": "sessionid"}, "__Host-"),
        ({"CSRF_COOKIE_NAME": "csrftoken"}, "__Host-"),
    ],
)
def test_what_is_safe_on_ones_own_machine_alone_stops_it(changed: dict[str, str], says: str) -> None:
    with pytest.raises(SettingsError, match=says):
        Settings.from_env(REAL | changed)


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "evil.example:8080",
        "localhost",
        "",
        "localhost:1@evil.example",
        "[::1]",
    ],
)
@pytest.mark.parametrize("path", ["/", "/isps", "/static/theme.css", "/no-such-page"])
def test_a_forged_host_is_not_answered(site: Site, host: str, path: str) -> None:
    with httpx.Client(base_url=site.origin) as plain:
        answer = plain.get(path, headers={"Host": host})
    assert answer.status_code == 421
    assert "evil" not in answer.text + str(answer.headers)
    assert site.api.seen == []
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_the_platform_asks_for_health_by_any_name(site: Site) -> None:
    with httpx.Client(base_url=site.origin) as plain:
        assert plain.get("/health", headers={"Host": "10.0.0.7"}).status_code == 200


@pytest.mark.parametrize("path", ["/", "/health", "/static/none", "/no-such-page", "/isps.csv", "/changes.xml"])
def test_every_answer_wears_the_headers(site: Site, path: str) -> None:
    with site.browser(session=None) as b:
        answer = b.get(path)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains; preload"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"


def test_a_line_on_top_says_when_a_second_factor_is_lacking_and_leads_to_it(site: Site) -> None:
    for lacking in (True, False):
        site.api.changes["GuidanceList"] = {"viewer": {"lacksSecondFactor": lacking}}
        with site.browser() as b:
            page = b.get("/guidance?page=2").text
        assert ("one more step at sign-in" in page) is lacking
        following = quote(f"{site.origin}/guidance?page=2", safe="/:")
        assert (f"http://localhost:18000/account/second-factor/?next={following}" in page) is lacking
    with site.browser(None) as b:
        assert "one more step" not in b.get("/guidance").text
