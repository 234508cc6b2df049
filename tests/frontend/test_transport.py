"""Between the two processes and at the edge: errors, validators, headers, health, addresses."""

from __future__ import annotations

import httpx
import pytest

from frontend.app import create_app
from frontend.security import INLINE_SCRIPT, policy, script_hash
from frontend.settings import Settings
from tests.frontend.conftest import SECRET, Served, Site, free_port

PAGE = "/isps/ISP-0042"


@pytest.mark.parametrize("code", ["NOT_FOUND", "FORBIDDEN"])
def test_refused_and_absent_are_the_same_page(site: Site, code: str) -> None:
    site.api.errors["IspPage"] = {"code": code, "http": 404 if code == "NOT_FOUND" else 403}
    with site.browser() as b:
        refused = b.get(PAGE)
        site.api.errors.clear()
        site.api.changes["IspPage"] = {"isp": None}
        absent = b.get(PAGE)
    assert refused.status_code == absent.status_code == 404
    assert refused.text.replace("/", "") == absent.text.replace("/", "")
    assert "words of the API" not in refused.text


def test_absent_signed_out_goes_to_sign_in_and_back(site: Site) -> None:
    site.api.changes["IspPage"] = {"isp": None}
    with site.browser(None) as b:
        r = b.get(PAGE + "?from=mail&to=//evil.example")
    assert r.status_code == 303
    assert r.headers["location"] == (
        f"http://localhost:18000/account/login/?next={site.origin}{PAGE}%3Ffrom%3Dmail%26to%3D//evil.example"
    )


def test_unauthenticated_goes_to_sign_in(site: Site) -> None:
    site.api.errors["Tasks"] = {"code": "UNAUTHENTICATED", "http": 401}
    with site.browser("expired") as b:
        assert b.get("/tasks").headers["location"].startswith("http://localhost:18000/account/login/?next=")


def test_unknown_addresses_are_404_for_everyone(site: Site) -> None:
    for session in ("good", None):
        with site.browser(session) as b:
            assert b.get("/no/such/page").status_code == 404


def test_rate_limit_names_the_wait(site: Site) -> None:
    site.api.errors["Search"] = {"code": "RATE_LIMITED", "retryAfter": 90, "http": 429}
    with site.browser() as b:
        r = b.get("/search?q=asb")
    assert r.status_code == 429
    assert r.headers["retry-after"] == "90"
    assert "Wait" in r.text


def test_any_other_failure_is_a_503_with_an_id_to_quote(site: Site) -> None:
    site.api.errors["IspPage"] = {"code": "INTERNAL", "http": 500}
    with site.browser() as b:
        r = b.get(PAGE, headers={"X-Request-ID": "abcd1234-from-proxy"})
    assert r.status_code == 503
    assert r.headers["retry-after"] == "30"
    assert "abcd1234-from-proxy" in r.text
    assert site.api.called("IspPage")[0]["headers"]["x-request-id"] == "abcd1234-from-proxy"
    assert "content-security-policy" in r.headers


def test_a_crooked_request_id_is_replaced(site: Site) -> None:
    with site.browser() as b:
        b.get(PAGE, headers={"X-Request-ID": "x<script>"})
    assert "<" not in site.api.called("IspPage")[0]["headers"]["x-request-id"]


def test_public_page_is_revalidated_without_rendering(site: Site) -> None:
    site.api.etag = "key-of-the-answer"
    with site.browser(None) as b:
        first = b.get("/guidance")
        etag = first.headers["etag"]
        assert etag.startswith('W/"')
        assert "key-of-the-answer" in etag
        second = b.get("/guidance", headers={"If-None-Match": etag})
        assert second.status_code == 304
        assert second.content == b""
        assert second.headers["etag"] == etag
        old_release = b.get("/guidance", headers={"If-None-Match": 'W/"00000000-key-of-the-answer"'})
        assert old_release.status_code == 200
    with site.browser() as b:
        member = b.get("/guidance", headers={"If-None-Match": etag})
        assert member.status_code == 200
        assert "etag" not in member.headers
        assert member.headers["cache-control"] == "private, no-store"


def test_queries_go_by_get_with_sorted_variables_and_no_text(site: Site) -> None:
    with site.browser() as b:
        b.get("/isps?t=asb&status=lapsed&page=3&unknown=1")
    (call,) = site.api.called("IspList")
    assert call["method"] == "GET"
    assert "content-type" not in call["headers"]
    assert call["variables"] == {"orderBy": "NEXT_REVIEW", "page": 3, "pageSize": 20, "status": "LAPSED", "text": "asb"}


@pytest.mark.parametrize(
    "query", ["page=0", "page=x", "page=-1", "page=999999999", "page=١", "status=<x>", "sort=drop"]
)
def test_bad_parameters_are_ignored(site: Site, query: str) -> None:
    with site.browser() as b:
        assert b.get(f"/isps?{query}").status_code == 200
    variables = site.api.called("IspList")[0]["variables"]
    assert variables["page"] == 1
    assert "status" not in variables
    assert variables["orderBy"] == "NEXT_REVIEW"


def test_headers_of_every_answer(site: Site) -> None:
    with site.browser() as b:
        for path in ("/", "/nope", "/health", "/isps.csv", "/organisation"):
            r = b.get(path)
            assert r.headers["content-security-policy"] == policy(site.settings), path
            assert r.headers["x-content-type-options"] == "nosniff"
            assert r.headers["referrer-policy"] == "same-origin"
    assert "unsafe" not in policy(site.settings)
    assert script_hash(INLINE_SCRIPT) in policy(site.settings)


def test_the_cms_is_named_in_the_policy_only_where_it_lives_elsewhere(site: Site) -> None:
    assert "form-action 'self' http://localhost:18000" in policy(site.settings)
    one = Settings("http://127.0.0.1:1/", "https://a.example", "https://a.example", SECRET)
    assert "form-action 'self';" in policy(one)
    assert "http://localhost" not in policy(one)


def test_readers_of_127_0_0_1_are_sent_to_localhost(site: Site) -> None:
    address = site.origin.replace("localhost", "127.0.0.1")
    r = httpx.get(address + "/isps?t=a%20b")
    assert r.status_code == 307
    assert r.headers["location"] == site.origin + "/isps?t=a%20b"
    assert httpx.get(address + "/health").status_code == 200


def test_health_names_the_api(site: Site) -> None:
    with site.browser(None) as b:
        r = b.get("/health")
        assert r.status_code == 200
        assert r.json() == {"status": "ok", "api": "ok"}
        site.api.errors["Chrome"] = {"code": "INTERNAL", "http": 500}
        r = b.get("/health")
        assert r.status_code == 503
        assert r.json() == {"status": "error", "api": "away"}


def test_the_api_away_is_a_503_and_the_site_keeps_its_name() -> None:
    port, gone = free_port(), free_port()
    origin = f"http://localhost:{port}"
    web = Served(create_app(Settings(f"http://127.0.0.1:{gone}/", origin, "http://localhost:1", SECRET)), port)
    try:
        r = httpx.get(origin + "/isps")
        assert r.status_code == 503
        assert r.headers["retry-after"] == "30"
        assert "If someone is at risk" in r.text
        assert httpx.get(origin + "/health").json() == {"status": "error", "api": "away"}
    finally:
        web.stop()


def test_suggestions_are_short_and_quiet_when_the_api_fails(site: Site) -> None:
    site.api.changes["SearchCompletions"] = {
        "searchCompletions": [{"title": f"T{n}", "path": "/isps/ISP-0001", "kind": "isp"} for n in range(20)]
    }
    with site.browser() as b:
        assert len(b.get("/search/suggest?q=ma").json()) == 8
        assert b.get("/search/suggest?q=m").json() == []
        site.api.errors["SearchCompletions"] = {"code": "INTERNAL", "http": 500}
        assert b.get("/search/suggest?q=ma").json() == []


def test_another_community_by_its_settings_alone(site: Site) -> None:
    site.api.changes["Chrome"] = {
        "site": {
            "name": "Wessex Sharing",
            "area": "Wessex",
            "contactPhone": "01632 960000",
            "contactEmail": "team@wessex.example",
        }
    }
    with site.browser(None) as b:
        html = b.get("/about").text
    assert "<title>Who runs the network – Wessex Sharing</title>" in html
    assert "Essex " not in html
    assert 'href="tel:01632960000"' in html
    assert "mailto:team@wessex.example" in html
