"""Every page with every shape of answer, and what each page must and must not carry."""

from __future__ import annotations

import gzip
import re
from urllib.parse import quote

import pytest

from frontend import routes
from frontend.app import create_app
from tests.frontend import samples
from tests.frontend.conftest import Site

PAGES = (
    "/",
    "/search",
    "/search?q=asb",
    "/search?q=asb&type=isp&status=lapsed&sort=newest",
    "/search/wish",
    "/search/wish?q=asb",
    "/search/wish/sent?q=asb&told=1",
    "/search/wishes",
    "/guidance",
    "/guidance/x",
    "/news",
    "/news/x",
    "/horizon",
    "/horizon?past=1",
    "/horizon/x",
    "/stories",
    "/stories/x",
    "/briefings",
    "/briefings?done=suggested&page=2",
    "/briefings/x",
    "/briefings/x/print",
    "/briefings/subscribe",
    "/briefings/subscribed",
    "/briefings/suggest",
    "/events",
    "/events?past=1",
    "/events/x",
    "/partners",
    "/partners/x",
    "/isps",
    "/isps?t=x&status=lapsed&theme=t&lead=l&partner=p&mine=party&sort=-review&page=2",
    "/isps/ISP-0001",
    "/isps/ISP-0001/card",
    "/isps/ISP-0001/print",
    "/isps/ISP-0001/amendments/1",
    "/isps/ISP-0001/report/sent",
    "/guidance/x/review",
    "/guidance/x/review/done",
    "/isps/ISP-0001/versions/2",
    "/isps/ISP-0001/compare/1/2",
    "/isps/ISP-0001/history",
    "/isps/ISP-0001/history?on=2025-03-27",
    "/isps/ISP-0001/history?on=soon",
    "/signing",
    "/signing/several",
    "/isps/ISP-0001/sign",
    "/isps/ISP-0001/sign?party=thing-1&done=handed",
    "/isps/ISP-0001/sign/done",
    "/isps/ISP-0001/sign/delegate",
    "/isps/ISP-0001/sign/paper",
    "/isps/ISP-0001/leave",
    "/isps/ISP-0001/signing",
    "/isps/ISP-0001/signing/stuck",
    "/isps/ISP-0001/send-out",
    "/isps/ISP-0001/join",
    "/organisation",
    "/organisation?ended=1&owner=nobody&lead=us",
    "/organisation/print",
    "/organisation/add",
    "/organisation/add/1",
    "/organisation/add/1?upload=1&done=added",
    "/organisation/add/1/1",
    "/datasets",
    "/datasets/x",
    "/gateways",
    "/gateways/x",
    "/glossary",
    "/templates",
    "/templates/3",
    "/templates/questions/x",
    "/tasks",
    "/notifications",
    "/notifications/settings",
    "/organisation/owners",
    "/organisation/tokens",
    "/organisation/tokens?done=revoked",
    "/organisation/tokens/new",
    "/organisation/tokens/7",
    "/organisation/tokens/7/renew",
    "/organisation/tokens/7/revoke",
    "/organisation/data",
    "/organisation/data?done=ended",
    "/organisation/data/new",
    "/organisation/data/new?list=own",
    "/organisation/data/7",
    "/organisation/data/7/change",
    "/organisation/data/7/end",
    "/directory",
    "/directory?q=x&role=dpo&sector=thing-1&page=2",
    "/organisation/people",
    "/organisation/people?of=x&done=given",
    "/organisation/people/invite",
    "/organisation/roles",
    "/organisation/roles?done=taken_back",
    "/organisation/contacts?of=x&done=saved",
    "/organisation/contacts/new",
    "/organisation/checks",
    "/organisation/checks?done=several",
    "/organisation/record",
    "/organisation/record?kind=members.partnerrole&since=2026-01-01&until=x&partner=y",
    "/organisation/deliveries",
    "/organisation/deliveries?outcome=refused&partner=y&page=2",
    "/organisation/check",
    "/community/me/shown",
    "/reorganisations",
    "/reorganisations/7?done=1",
    "/reorganisations/7?isp=ISP-0001&partner=x",
    "/consultations",
    "/consultations/x",
    "/consultations/x?done=said",
    "/community/people",
    "/community/people?topic=thing-1&role=dpo&q=x&page=2",
    "/community/me",
    "/community/me?done=card",
    "/saved-searches",
    "/saved-searches?done=saved",
    "/saved-searches/new?q=asb&type=isp&topic=a&topic=b",
    "/saved-searches/7",
    "/saved-searches/7/delete",
    "/ask",
    "/ask/7",
    "/community",
    "/community?show=waiting&kind=issue&topic=x&sort=newest&done=kept",
    "/community/spaces?ended=1",
    "/community/rules",
    "/community/ask?title=x&space=y",
    "/community/spaces/x?done=joined",
    "/ask/7?done=sent",
    "/ask/key/abc",
    "/join",
    "/join/sent",
    "/join/key/abc",
    "/charter",
    "/charter/2",
    "/charter/signatories?version=2&page=1",
    "/charter/sign?done=signed",
    "/organisation/sponsor?t=x&done=asked",
    "/organisation/agreed",
    "/community/credits/7",
    *("/register/snapshots?page=2", "/register/snapshots/2026-11", "/register/snapshots/check"),
    f"/register/snapshots/check?sha256={'a' * 64}",
    "/about",
    "/help",
    "/accessibility",
    "/privacy",
    "/accessibility/format",
    "/accessibility/format?of=A+paper",
    "/cookies",
    "/developers",
    *(f"/developers/{name}" for name in ("quick-start", "excel", "schema", "examples", "changes", "deprecation")),
    *("/developers/limits", "/developers/schema/Isp", "/developers/schema/IspOrder", "/developers/explorer"),
)
FILES = (
    "/templates/3.docx",
    "/isps.csv",
    "/isps.xlsx",
    "/isps/ISP-0001.docx",
    "/isps/ISP-0001.pdf?version=2",
    "/partners.csv",
    "/organisation/isps.csv",
    "/organisation/record.csv",
    "/organisation/isps.xlsx",
    "/organisation/isps.docx",
    "/horizon.ics",
    "/events/x.ics",
    "/briefings/x.docx",
    "/charter/signatories.csv",
)
PERSONAL = (
    *("/signing", "/isps/ISP-0001/sign", "/isps/ISP-0001/leave", "/isps/ISP-0001/send-out", "/isps/ISP-0001/join"),
    "/organisation",
    "/tasks",
    "/notifications",
    "/ask/7",
    "/community/credits/7",
    "/search/wishes",
    "/saved-searches",
    *("/community", "/consultations", "/consultations/x"),
    "/reorganisations",
    "/briefings/suggest",
    *("/charter/sign", "/charter/sign/paper", "/organisation/sponsor", "/organisation/agreed"),
    "/developers/explorer",
)
# The above send to sign-in.
DRAFT = "/drafts/{reference}"
OTHERS = {
    *("/organisation/tokens/{id:int}/take", "/organisation/data/make"),  # POST: test_tools.py
    *(f"/organisation/add/{{batch:int}}/{part}" for part in ("files", "names", "sheet")),  # POST: test_intake.py
    *("/drafts", "/drafts/new", "/drafts/next", DRAFT, f"{DRAFT}/{{step}}", f"{DRAFT}/{{step}}/remove"),
    *(f"{DRAFT}/{end}" for end in ("ready", "helps", "read", "ask", "ask/stop", "view", "law", "law/{partner}")),
    *(f"{DRAFT}/law/{{partner}}/{end}" for end in ("check", "{row}/remove", "{row}/{question}")),
    *(f"{DRAFT}/comments/{{step}}", f"{DRAFT}/comments/{{step}}/resolve"),  # tests/frontend/test_drafts.py
    *("/isps/{reference}/sign/take-back", "/isps/{reference}/sign/advice", "/isps/{reference}/signing/remind"),
    *("/isps/{reference}/join/refuse", "/isps/{reference}/sign/paper/scan"),  # tests/frontend/test_signing.py
    *("/isps/{reference}/withdraw", "/isps/{reference}/sign/paper/{id:int}"),
    *("/isps/{reference}/report", "/isps/{reference}/triggers/{id:int}"),  # test_reviews: who may, and what comes of it
    *(f"/isps/{{reference}}/amendments/{{number:int}}/{act}" for act in ("object", "take-back", "answer", "withdraw")),
    *("/notifications/settings/calendar", "/notifications/settings/calendar/revoke"),  # tests/frontend/test_notices.py
    "/developers/schema.graphql",  # tests/frontend/test_developers.py
    *("/changes.xml", "/briefings.xml"),  # tests/frontend/test_notices.py, test_briefings.py
    *(
        f"/events/{{slug}}/{act}" for act in ("sign-up", "give-up", "barriers", "barriers/ask", "barriers/withdraw")
    ),  # test_events.py
    "/community/me/card",  # POST: tests/frontend/test_people.py
    *("/community/reports", "/community/spaces/new", "/community/draft", "/community/draft/drop"),
    *(f"/community/spaces/{{slug}}/{act}" for act in ("enter", "leave", "people", "manage", "park")),
    *(
        f"/community/threads/{{number:int}}{act}"
        for act in ("", "/follow", "/answer", "/moderate", "/posts/{post:int}")
    ),
    *(f"/community/threads/{{number:int}}/posts/{{post:int}}/{act}" for act in ("thank", "files", "files/remove")),
    *(f"/community/threads/{{number:int}}/posts/{{post:int}}/{act}" for act in ("edit", "history", "delete")),
    *(f"/community/threads/{{number:int}}/posts/{{post:int}}/{act}" for act in ("report", "moderate")),
    # the above: tests/frontend/test_community.py
    *("/consultations/{slug}/comment", "/consultations/{slug}/comments/{id:int}/withdraw"),  # test_people.py
    *("/organisation/people/{id:int}", "/organisation/people/{id:int}/leave"),  # tests/frontend/test_our_people.py
    "/organisation/contacts/{id:int}",
    *("/organisation/people/roles/{id:int}", "/organisation/people/invitations/{id:int}"),
    "/organisation/isps/{reference}",  # tests/frontend/test_our_part.py
    *("/isps/{reference}/release", "/organisation/release"),  # tests/frontend/test_our_part.py
    "/isps/{reference}/compare",  # sends its form on to the comparison
    "/isps/{reference}/arrivals",  # for some: tests/cms/snippets/test_template.py
    "/isps/{reference}/versions/{number:int}/template",  # not of every version: tests/e2e/test_lifecycle.py
    "/accessibility/format/{number:int}/sent",  # tests/frontend/test_formats.py
    *("/preview", "/health", "/static/{name}", "/search/suggest", "/notifications/read", "/ask/{number:int}/sent"),
    *("/charter/sign/paper", "/charter/sign/paper/scan"),  # for who may: tests/members_api/test_joining_walk.py
    "/ask/{number:int}/members",  # for its asker: tests/members_api/test_cases.py
    *("/search/opened", "/search/wishes/withdraw", "/saved-searches/{id:int}/seen"),
}
# What has a form also for who is not signed in: its mark against forgery makes each answer one's own.
FORMS = {
    "/register/snapshots/check",
    "/accessibility/format",
    "/ask",
    "/ask/key/abc",
    "/join",
    "/join/key/abc",
    "/search/wish",
    "/isps/ISP-0001/amendments/1",
    "/guidance/x/review",
} | {"/briefings/subscribe"}
# A notice without its agreement, as the API may answer in theory, is no page.
NOTHING_WITHOUT_PARTS = {"/isps/ISP-0001/amendments/1", "/charter/sign?done=signed", "/organisation/agreed"}
BRAND = re.compile(r"crown|crest|GDS Transport|GOV\.UK|govuk-header|govuk-footer", re.I)


def test_every_route_is_on_a_list_here(site: Site) -> None:
    patterns = {route.path for route in routes.all_routes(create_app(site.settings).state.assets)}  # type: ignore[attr-defined]
    shown = set()
    for path in (*PAGES, *FILES):
        bare = path.split("?")[0]
        shown |= {p for p in patterns if re.fullmatch(re.sub(r"\{[^}]+\}", "[^/]+", p), bare)}
    assert {p for p in patterns - shown - OTHERS if "/review" not in p} == set()


@pytest.mark.parametrize("mode", samples.MODES)
@pytest.mark.parametrize("path", PAGES)
def test_page_renders_whatever_the_answer_holds(site: Site, path: str, mode: str) -> None:
    site.api.mode = mode
    with site.browser() as b:
        r = b.get(path)
    if mode == samples.NULL and path in NOTHING_WITHOUT_PARTS:
        assert r.status_code == 404
        return
    assert r.status_code == 200, r.text[:2000]
    html = r.text
    assert html.count("<h1") == 1, path
    assert len(re.findall(r'role="search"', html)) <= 1, "two search boxes on one page"
    assert not BRAND.search(html)
    assert samples.MARKUP not in html, "text of the API was printed as markup"
    assert not re.search(r'\sstyle="|\son[a-z]+="', html), "the CSP forbids these"
    assert not re.search(r">\s*None\s*<|, None\b", html), "an empty value was printed"
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids)) or mode == samples.LONG, [i for i in ids if ids.count(i) > 1]
    levels = [int(n) for n in re.findall(r"<h([1-6])", html)]
    assert all(b - a <= 1 for a, b in zip(levels, levels[1:], strict=False)), levels
    # every label names a field that exists
    assert set(re.findall(r'<label[^>]* for="([^"]+)"', html)) <= set(ids)
    assert set(re.findall(r'aria-labelledby="([^"]+)"', html)) <= set(ids)


@pytest.mark.parametrize("path", [p for p in PAGES if not p.startswith(PERSONAL)])
def test_signed_out_page_says_sign_in_and_may_be_revalidated(site: Site, path: str) -> None:
    with site.browser(session=None) as b:
        r = b.get(path)
    assert r.status_code == 200
    assert "Sign in" in r.text
    assert "Sign out" not in r.text
    assert f"next={site.origin.replace('://', '%3A//').replace('%3A', ':')}" in r.text
    if path.split("?")[0] not in FORMS:
        assert r.headers["cache-control"] == "no-cache"
        assert "Cookie" in r.headers["vary"]


@pytest.mark.parametrize(
    "path",
    [
        *("/organisation", "/organisation/print", "/organisation/isps.xlsx", "/tasks", "/notifications"),
        *("/notifications/settings", "/organisation/owners"),
        *("/search/wishes", "/saved-searches", "/saved-searches/7", "/saved-searches/7/delete"),
        *("/reorganisations", "/reorganisations/7"),
    ],
)
def test_members_pages_send_a_signed_out_reader_to_sign_in_and_back(site: Site, path: str) -> None:
    site.api.changes["OurIsps"] = {"ourIsps": None}
    site.api.changes["SavedSearchPage"] = {"savedSearch": None}
    site.api.changes["ReorganisationPage"] = {"reorganisation": None}
    with site.browser(session=None) as b:
        r = b.get(path + "?lead=us")
    assert r.status_code == 303
    assert r.headers["location"] == f"http://localhost:18000/account/login/?next={site.origin}{path}%3Flead%3Dus"


@pytest.mark.parametrize("path", FILES)
def test_downloads_are_files_and_mirror_the_page(site: Site, path: str) -> None:
    with site.browser() as b:
        r = b.get(path)
    assert r.status_code == 200
    assert "attachment" in r.headers["content-disposition"]
    assert r.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/search?q=asb", "/isps", "/isps/ISP-0001", "/guidance/x", "/organisation", "/ask"),
        *("/community", "/community/ask", "/community/threads/12", "/events/x", "/briefings/x"),
    ],
)
def test_first_visit_stays_within_the_budget(site: Site, path: str) -> None:
    """At most 35 KB over the wire, 16 KB of it CSS, 15 KB of it scripts, in at most five requests."""
    with site.browser() as b:
        page = b.get(path)
        assets = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)
        sizes = {}
        for asset in assets:
            answer = b.get(asset)
            assert answer.headers["content-encoding"] == "gzip"
            assert "immutable" in answer.headers["cache-control"]
            sizes[asset] = len(gzip.compress(answer.content, 9, mtime=0))
    html = len(gzip.compress(page.content, 6))
    css = sum(size for name, size in sizes.items() if name.endswith(".css"))
    scripts = sum(size for name, size in sizes.items() if name.endswith(".js"))
    assert css <= 16_000
    assert scripts <= 15_000
    assert html + sum(sizes.values()) <= 35_000
    assert len(assets) + 1 <= 5


def test_reading_pages_load_no_form_script(site: Site) -> None:
    with site.browser() as b:
        assert "forms." not in b.get("/isps/ISP-0001").text
        assert "forms." in b.get("/ask").text


def test_a_part_that_failed_leaves_the_rest_and_one_quiet_line(site: Site) -> None:
    site.api.partial["IspPage"] = {"isp": {"version": None}}
    with site.browser() as b:
        r = b.get("/isps/ISP-0001")
    assert r.status_code == 200
    assert "cannot be shown just now" in r.text
    assert "words of the API" not in r.text


@pytest.mark.parametrize("kind", ["GuidancePage", "NewsPage", "HorizonPage", "StoryPage", "EventPage"])
def test_preview_shows_the_real_page_and_only_the_cms_may_frame_it(site: Site, kind: str) -> None:
    site.api.changes["Preview"] = {"previewPage": samples.variant("Preview", "preview_page", kind)}
    with site.browser() as b:
        r = b.get("/preview?token=t")
    assert r.status_code == 200
    assert "Preview: only you see this" in r.text
    assert f"frame-ancestors 'self' {site.settings.cms_origin}" in r.headers["content-security-policy"]
    assert r.headers["cache-control"] == "private, no-store"
    site.api.changes["Preview"] = {"previewPage": None}
    with site.browser() as b:
        assert b.get("/preview?token=t").status_code == 404


def test_the_old_address_of_a_second_row_leads_to_the_body_for_good(site: Site) -> None:
    site.api.changes["PartnerPage"] = {"partner": {"slug": "elmbridge"}}
    with site.browser() as b:
        r = b.get("/partners/elmbridge-bc", follow_redirects=False)
        assert (r.status_code, r.headers["location"]) == (301, "/partners/elmbridge")
        assert b.get("/partners/elmbridge").status_code == 200


def test_only_a_person_of_several_bodies_is_offered_another(site: Site) -> None:
    site.api.changes["Chrome"] = {
        "viewer": {"actingFor": {"name": "Bodyshire", "slug": "b"}, "partners": [{"slug": "b"}]}
    }
    with site.browser() as b:
        assert "Acting for" not in b.get("/help?a=1").text
        site.api.changes["Chrome"]["viewer"]["partners"] = [{"slug": "b"}, {"slug": "c"}]
        html = b.get("/help?a=1").text
    assert "Acting for Bodyshire" in html
    back = quote(f"{site.origin}/help?a=1", safe="/:")
    assert f'href="http://localhost:18000/account/?next={back}#organisations"' in html
