"""The leak matrix at the readers' end: every address of the frontend and of the CMS, by every kind of reader.

The real frontend speaks to the real API, in one process. A route or a URL pattern without a row here fails.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from json import dumps
from typing import Any

import httpx
import pypdfium2
import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.test import Client as DjangoClient
from django.urls import URLResolver, get_resolver

from frontend.api import Client
from frontend.app import create_app
from frontend.assets import Assets
from frontend.pages import HERE
from frontend.routes import all_routes
from frontend.settings import Settings
from frontend.transport import Transport, load_manifest
from tests.factories import forum_markers
from tests.factories.community import ALLOWED, Community
from tests.members_api.conftest import BACKEND
from tests.reads.cells import path_of_route

ORIGIN = "http://localhost:8080"
PEOPLE = [role for role in ALLOWED if not role.startswith("token")]
WRITES = {  # POST alone: tests/members_api/test_transport.py, tests/frontend/test_wishes.py
    *("/isps/{reference}/review/note", "/isps/{reference}/review/again", "/notifications/read"),
    *(f"/isps/{{reference}}/amendments/{{number:int}}/{act}" for act in ("object", "take-back", "answer", "withdraw")),
    *(f"/organisation/add/{{batch:int}}/{end}" for end in ("files", "names", "sheet")),
    *("/search/opened", "/search/wishes/withdraw", "/saved-searches/{id:int}/seen"),
    *("/notifications/settings/calendar", "/notifications/settings/calendar/revoke"),  # tests/frontend/test_notices.py
}
EVENT_ACTS = ("sign-up", "give-up", "barriers/ask", "barriers/withdraw")
WRITES |= {f"/events/{{slug}}/{act}" for act in EVENT_ACTS}  # tests/frontend/test_events.py
REVIEW = ("used", "contacts", "words", "absent")
WRITES |= {  # tests/frontend/test_signing.py
    *("/isps/{reference}/sign/take-back", "/isps/{reference}/sign/advice", "/isps/{reference}/signing/remind"),
    *("/isps/{reference}/join/refuse", "/isps/{reference}/sign/paper/scan"),
}
DRAFT = "/drafts/{reference}"
DRAFTS = ("", "/ready", "/helps", "/read", "/law", "/ask", "/view", "/summary")
LAW = f"{DRAFT}/law/{{partner}}"
WRITES |= {  # tests/frontend/test_drafts.py
    *("/drafts/next", f"{DRAFT}/{{step}}/remove", f"{DRAFT}/ask/stop", f"{DRAFT}/comments/{{step}}/resolve"),
    *(f"{LAW}/check", f"{LAW}/{{row}}/remove"),
}
THREAD = "/community/threads/{number:int}"
WRITES |= {  # tests/frontend/test_community.py
    *("/community/draft", "/community/draft/drop", "/community/spaces/{slug}/enter", f"{THREAD}/follow"),
    *(f"{THREAD}/answer", f"{THREAD}/posts/{{post:int}}/thank", f"{THREAD}/posts/{{post:int}}/files/remove"),
}
WRITES |= {"/charter/sign/paper/scan"}  # test_joining_walk.py
WRITES |= {"/organisation/tokens/{id:int}/take"}  # tests/frontend/test_tools.py
WRITES |= {"/organisation/people/invitations/{id:int}"}  # tests/frontend/test_our_people.py
STATIC = {"/static/{name}", "/health"}
DEVELOPERS = [
    f"/developers/{name}"
    for name in ("quick-start", "excel", "schema", "examples", "changes", "deprecation", "limits", "schema.graphql")
] + ["/developers/explorer"]
BRIEFINGS = ("open", "inside", "addressed", "draft", "absent")

CMS_PATTERNS = {  # every pattern outside sign-in and the admin, and where its refusals are proved
    "graphql/": "test_transport",
    "documents/uploads/<str:signed>/": "test_uploads",
    "documents/uploads/<str:signed>/<int:number>/": "test_upload_parts",
    r"^documents/registers/keys/(?P<key_id>[0-9a-f]{16})\.pem\Z": "test_snapshots",
    r"^documents/registers/(?P<name>[a-z0-9.-]{1,80})\Z": "test_snapshots",
    "documents/get/<str:signed>/": "test_file_views",
    "documents/<int:pk>/": "test_leaks.test_files_are_served_by_the_same_gate",
    "documents/<int:pk>/<str:name>": "redirects to the view above",
    "documents/<int:pk>/cover": "test_leaks.test_files_are_served_by_the_same_gate",
    "documents/images/<int:pk>/<str:name>": "test_leaks.test_files_are_served_by_the_same_gate",
    r"^graphql/data/(?P<key>[0-9a-f]{20})\.(?P<kind>json|csv|xlsx)\Z": "test_data",
    "health": "no rows",
    "health/jobs": "no rows",
}
ELSEWHERE = ("account/", "admin/", "_util/", "^admin/")  # tests/cms/members and tests/cms/admin


SIGNING = (
    *("sign", "sign/done", "sign/delegate", "sign/paper", "leave", "signing", "signing/stuck"),
    *("send-out", "withdraw", "join"),
)


class Answer:
    """As much of an aiohttp response as the transport reads. The API runs in the thread of the test, which holds the
    transaction: in an event loop Django would open another connection and see none of it."""

    def __init__(self, call: Callable[[], Any]) -> None:
        self.call = call

    async def __aenter__(self) -> "Answer":
        response = await sync_to_async(self.call, thread_sensitive=True)()
        self.status, self.headers, self.body = response.status_code, response.headers, bytes(response.content)
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    async def read(self) -> bytes:
        return self.body


class Wire:
    """The frontend's HTTP session, answered by the API in this process."""

    def get(self, url: str, params: Any = None, headers: Any = None, **_: Any) -> Answer:
        client = DjangoClient(enforce_csrf_checks=True)
        return Answer(lambda: client.get("/graphql/", params, headers=dict(headers)))

    def post(self, url: str, json: Any = None, headers: Any = None, **_: Any) -> Answer:
        client, body = DjangoClient(enforce_csrf_checks=True), dumps(json)
        return Answer(lambda: client.post("/graphql/", body, "application/json", headers=dict(headers)))

    async def close(self) -> None:
        return None


@pytest.fixture
def browse(community: Community) -> Callable[..., Any]:
    """browse(role, *paths) -> the frontend's answers, redirects not followed."""
    settings = Settings("http://testserver/graphql/", ORIGIN, "http://testserver", b"a secret of tests")
    app = create_app(settings)
    app.state.api = Client(settings.graphql_url, http_client=Transport(Wire(), load_manifest(settings.manifest)))

    def run(role: str, *paths: str) -> list[httpx.Response]:
        cookies = {}
        if role != "anonymous":
            client = DjangoClient()
            client.force_login(community.users[role], backend=BACKEND)
            cookies = {"sessionid": client.cookies["sessionid"].value}

        async def ask() -> list[httpx.Response]:
            transport = httpx.ASGITransport(app=app)
            async with httpx.AsyncClient(transport=transport, base_url=ORIGIN, cookies=cookies) as http:
                return [await http.get(path) for path in paths]

        return list(async_to_sync(ask)())

    return run


def forum_addresses() -> dict[str, list[str]]:
    """Every space and thread, hidden ones and one that is not there, with what stands below each."""
    spaces = ("everybody", "joined", "private", "hidden-room", "absent")
    of_space = {f"/community/spaces/{{slug}}{end}": end for end in ("", "/people", "/leave", "/manage", "/park")}
    ends = ("", "/edit", "/history", "/delete", "/report", "/files", "/moderate")
    of_post = {f"{THREAD}/posts/{{post:int}}{end}": f"/posts/1{end}" for end in ends} | {
        f"{THREAD}/moderate": "/moderate"
    }
    numbers = forum_markers.numbers()
    open_, closed = forum_markers.FIRST, (forum_markers.FIRST + 3, forum_markers.FIRST + 4)
    plain = ("", "?show=joined", "/spaces", "/spaces?ended=1", "/spaces/new", "/rules", "/reports", "/ask")
    return {
        **{f"/community{path.partition('?')[0]}": [f"/community{path}"] for path in plain},
        "/community": ["/community", "/community?show=joined", "/community?show=waiting&kind=question"],
        **{route: [f"/community/spaces/{slug}{end}" for slug in spaces] for route, end in of_space.items()},
        THREAD: [f"/community/threads/{n}" for n in numbers],
        **{route: [f"/community/threads/{n}{end}" for n in (open_, *closed)] for route, end in of_post.items()},
    }


def addresses(community: Community) -> dict[str, list[str]]:
    """Every route of the frontend with the addresses to try: hidden, visible and absent objects."""
    references = [isp.reference for isp in community.isps.values()] + ["ISP-9999"]
    of_one = [f"/isps/{{reference}}{end}" for end in ("", "/print", "/card", "/review", "/review/done", "/arrivals")]
    parts = {
        "/isps/{reference}/versions/{number:int}": "/versions/1",
        "/isps/{reference}/versions/{number:int}/template": "/versions/1/template",
        "/isps/{reference}/compare/{a:int}/{b:int}": "/compare/1/2",
        "/isps/{reference}/compare": "/compare?a=1&b=2",
        **{f"/isps/{{reference}}{end}": end for end in ("/history", ".docx", "/release")},
    }
    by_part = {route: [f"/isps/{key}{end}" for key in references] for route, end in parts.items()}
    by_part["/isps/{reference}.pdf"] = [f"/isps/{key}.pdf" for key in (*references[:2], "ISP-9999")]
    of_one += [f"/isps/{{reference}}/{end}" for end in SIGNING]
    of_one += [f"/isps/{{reference}}{end}" for end in ("/review/check", "/report", "/report/sent")]
    by_reference = {route: [route.replace("{reference}", key) for key in references] for route in of_one}
    partners = ("lead-council", "trust", "candidate", "stopped", "absent")
    case, kept = community.case.number, community.saved_search.pk
    return {
        **{
            path: [path]
            for path in ("/", "/guidance", "/news", "/horizon", "/horizon.ics", "/stories", "/events", "/isps")
        },
        **{path: [path] for path in ("/isps.csv", "/isps.xlsx", "/organisation", "/organisation/print", "/partners")},
        **{
            path: [path] for path in ("/organisation/isps.csv", "/organisation/isps.xlsx", "/partners.csv", "/datasets")
        },
        **{path: [path] for path in ("/gateways", "/glossary", "/tasks", "/notifications", "/ask", "/about", "/help")},
        **{path: [path] for path in ("/accessibility", "/privacy", "/cookies", "/developers")},
        **{path: [path] for path in DEVELOPERS},
        "/developers/schema/{name}": ["/developers/schema/Isp", "/developers/schema/Absent"],
        **{path: [path] for path in ("/notifications/settings", "/organisation/owners", "/changes.xml")},
        **by_reference,
        **{
            f"/organisation/tokens{end}": [f"/organisation/tokens{end}".replace("{id:int}", str(community.token.pk))]
            for end in ("", "/new", "/{id:int}", "/{id:int}/renew", "/{id:int}/revoke")
        },
        **{
            f"/organisation/data{end}": [f"/organisation/data{end}".replace("{id:int}", str(community.query.pk))]
            for end in ("", "/make", "/{id:int}", "/{id:int}/change", "/{id:int}/end")
        },
        "/organisation/data/new": [f"/organisation/data/new{end}" for end in ("", "?list=isps", "?list=own")],
        **{path: [path] for path in ("/organisation/people/invite", "/organisation/roles", "/community/me/shown")},
        **{
            f"/organisation/record{end}": [
                f"/organisation/record{end}",
                *(f"/organisation/record{end}?partner={slug}" for slug in partners),
            ]
            for end in ("", ".csv")
        },
        "/organisation/deliveries": [
            "/organisation/deliveries",
            *(f"/organisation/deliveries?partner={slug}" for slug in partners),
        ],
        "/accessibility/format": ["/accessibility/format", "/accessibility/format?of=A+paper"],
        "/accessibility/format/{number:int}/sent": ["/accessibility/format/1/sent?key=x"],
        "/organisation/people": ["/organisation/people", *(f"/organisation/people?of={slug}" for slug in partners)],
        "/organisation/contacts": [
            "/organisation/contacts",
            *(f"/organisation/contacts?of={slug}" for slug in partners),
        ],
        "/organisation/contacts/{id:int}": ["/organisation/contacts/1", "/organisation/contacts/1?of=trust"],
        **{path: [path] for path in ("/organisation/contacts/new", "/organisation/checks")},
        "/organisation/check": ["/organisation/check", *(f"/organisation/check?of={slug}" for slug in partners)],
        "/organisation/people/{id:int}": ["/organisation/people/1", "/organisation/people/1?of=trust"],
        "/organisation/people/{id:int}/leave": ["/organisation/people/1/leave"],
        "/organisation/people/roles/{id:int}": ["/organisation/people/roles/1?of=trust"],
        "/directory": ["/directory", "/directory?q=SECRET", "/directory?role=dpo"],
        "/signing": ["/signing"],
        "/signing/several": ["/signing/several"],
        "/isps/{reference}/sign/paper/{id:int}": [f"/isps/{references[0]}/sign/paper/1"],
        "/isps/{reference}/review/{step}": [f"/isps/{key}/review/{name}" for key in references for name in REVIEW],
        "/isps/{reference}/amendments/{number:int}": [f"/isps/{key}/amendments/1" for key in references],
        "/isps/{reference}/triggers/{id:int}": [f"/isps/{key}/triggers/1" for key in references],
        **{
            f"/{name}/{{slug}}/review{end}": [f"/{name}/{slug}/review{end}" for slug in ("inside", "draft", "absent")]
            for name in ("guidance", "news", "horizon", "stories", "events")
            for end in ("", "/done")
        },
        **by_part,
        **{path: [path] for path in ("/organisation/isps.docx", "/organisation/release")},
        "/organisation/isps/{reference}": [f"/organisation/isps/{key}" for key in references],
        "/drafts": ["/drafts"],
        "/drafts/new": ["/drafts/new", f"/drafts/new?case={case}"],
        **{
            f"{DRAFT}{end}" if end != "/summary" else f"{DRAFT}/{{step}}": [f"/drafts/{key}{end}" for key in references]
            for end in DRAFTS
        },
        f"{DRAFT}/comments/{{step}}": [f"/drafts/{key}/comments/summary" for key in references],
        LAW: [f"/drafts/{key}/law/{one}" for key in references for one in ("lead-council", "absent")],
        f"{LAW}/{{row}}/{{question}}": [f"/drafts/{key}/law/lead-council/new/purpose" for key in references],
        "/search": ["/search?q=SECRET", "/search?q=isp+3", "/search?q=SECRET&partner=candidate"],
        "/search/suggest": ["/search/suggest?q=secret"],
        "/search/wish": ["/search/wish", "/search/wish?q=SECRET"],
        "/search/wish/sent": ["/search/wish/sent?q=SECRET&told=1"],
        "/search/wishes": ["/search/wishes"],
        "/guidance/{slug}": [
            f"/guidance/{s}" for s in ("plain", "edited", "inside", "draft", "login", "group", "absent")
        ],
        "/news/{slug}": [f"/news/{slug}" for slug in ("leaky", "inside", "absent")],
        "/horizon/{slug}": [f"/horizon/{slug}" for slug in ("change", "inside", "absent")],
        "/stories/{slug}": [f"/stories/{slug}" for slug in ("a-story", "inside", "absent")],
        **{
            f"/events/{{slug}}{end}": [f"/events/{slug}{end}" for slug in ("an-event", "inside", "absent")]
            for end in ("", "/barriers")
        },
        "/events/{slug}.ics": [f"/events/{slug}.ics" for slug in ("an-event", "inside", "absent")],
        "/partners/{slug}": [f"/partners/{slug}" for slug in partners],
        "/datasets/{slug}": ["/datasets/a-dataset", "/datasets/absent"],
        "/templates": ["/templates"],
        "/templates/{number:int}": ["/templates/1", "/templates/2"],
        "/templates/{number:int}.docx": ["/templates/1.docx", "/templates/2.docx"],
        "/templates/questions/{slug}": ["/templates/questions/a-pack", "/templates/questions/withdrawn-pack"],
        "/gateways/{slug}": ["/gateways/absent"],
        "/register/snapshots": ["/register/snapshots"],
        "/register/snapshots/check": ["/register/snapshots/check", f"/register/snapshots/check?sha256={'0' * 64}"],
        "/register/snapshots/{month}": ["/register/snapshots/2026-11", "/register/snapshots/x"],
        "/ask/{number:int}": [f"/ask/{case}", "/ask/9999"],
        "/ask/{number:int}/members": [f"/ask/{case}/members", "/ask/9999/members"],
        "/ask/key/{key}": ["/ask/key/forged"],
        "/join/key/{key}": ["/join/key/forged"],
        **{
            path: [path]
            for path in ("/join", "/join/sent", "/charter", "/charter/signatories", "/organisation/sponsor")
        },
        **{path: [path] for path in ("/charter/signatories.csv", "/charter/sign", "/charter/sign/paper")},
        "/organisation/agreed": ["/organisation/agreed"],
        "/charter/{number:int}": ["/charter/1", "/charter/2", "/charter/999"],
        **forum_addresses(),
        "/community/credits/{id:int}": ["/community/credits/1", "/community/credits/999999"],
        "/ask/{number:int}/sent": [f"/ask/{case}/sent", "/ask/9999/sent"],
        "/saved-searches": ["/saved-searches"],
        "/community/people": ["/community/people", "/community/people?q=SECRET", "/community/people?topic=safety"],
        **{path: [path] for path in ("/community/me", "/community/me/card")},
        "/consultations": ["/consultations"],
        **{
            f"/consultations/{{slug}}{end}": [f"/consultations/{slug}{end}" for slug in ("asked", "being-written", "x")]
            for end in ("", "/comment")
        },
        "/consultations/{slug}/comments/{id:int}/withdraw": ["/consultations/asked/comments/1/withdraw"],
        "/reorganisations": ["/reorganisations"],
        "/reorganisations/{number:int}": [f"/reorganisations/{community.plan.pk}?isp=ISP-0001", "/reorganisations/99"],
        "/saved-searches/new": ["/saved-searches/new", "/saved-searches/new?q=SECRET&partner=candidate&partner=trust"],
        "/saved-searches/{id:int}": [f"/saved-searches/{kept}", "/saved-searches/999999"],
        "/saved-searches/{id:int}/delete": [f"/saved-searches/{kept}/delete", "/saved-searches/999999/delete"],
        "/organisation/add": ["/organisation/add"],
        "/organisation/add/{batch:int}": [f"/organisation/add/{n}" for n in (community.papers.pk, 999999)],
        "/organisation/add/{batch:int}/{number:int}": [
            f"/organisation/add/{community.papers.pk}/{n}" for n in (1, 2, 9)
        ],
        **{path: [path] for path in ("/briefings", "/briefings.xml", "/briefings/suggest", "/briefings/subscribe")},
        "/briefings/subscribed": ["/briefings/subscribed"],
        **{
            f"/briefings/{{slug}}{end}": [f"/briefings/{slug}{end}" for slug in BRIEFINGS]
            for end in ("", "/print", ".docx")
        },
        "/preview": ["/preview", "/preview?token=forged"],
    }


def routes() -> set[str]:
    return {route.path for route in all_routes(Assets(HERE / "static"))}  # type: ignore[attr-defined]


def test_every_route_of_the_frontend_has_a_row(community: Community) -> None:
    assert routes() == {*addresses(community), *WRITES, *STATIC}


def patterns(resolver: Any, before: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        path = before + str(pattern.pattern)
        if path.startswith(ELSEWHERE):
            continue
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, path)
        else:
            yield path


def test_every_url_pattern_of_the_cms_has_a_row() -> None:
    assert set(patterns(get_resolver())) == set(CMS_PATTERNS)


def words(response: httpx.Response) -> str:
    """What a reader gets, also from inside a spreadsheet or a document."""
    kind = response.headers.get("content-type", "")
    if "pdf" in kind:
        return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(response.content))
    if "officedocument" not in kind:
        return response.text
    with zipfile.ZipFile(io.BytesIO(response.content)) as book:
        return "\n".join(book.read(name).decode(errors="replace") for name in book.namelist())


@pytest.mark.parametrize("role", PEOPLE)
def test_every_screen_shows_only_what_the_reader_may_see(
    role: str, browse: Callable[..., Any], community: Community, cells: Any
) -> None:
    paths = [(route, path) for route, tries in addresses(community).items() for path in tries]
    seen: set[str] = set()
    for (route, path), response in zip(paths, browse(role, *(path for _, path in paths)), strict=True):
        assert response.status_code in (200, 303, 404), (path, response.status_code, response.text[-500:])
        kind = "error text" if response.status_code == 404 else path_of_route(route)
        seen |= cells.note(role, kind, words(response), ALLOWED[role], path)
    if role not in ("anonymous", "leaver", "suspended"):
        assert len(seen) > 8  # entitled people are not shut out


def plain(response: httpx.Response, *names: str) -> tuple[int, str, str]:
    """An answer without the request's id and its own address."""
    text = words(response)
    for name in (*names, response.headers.get("x-request-id", "none sent")):
        text = text.replace(name, "X")
    text = re.sub(r"[0-9a-f]{16,}", "H", text)
    place = response.headers.get("location", "")
    for name in names:  # at the end: one hidden page is called as part of the address of the sign-in is
        place = place.removesuffix(name)
    return response.status_code, place, text


@pytest.mark.parametrize("role", ["anonymous", "suspended", "member"])
def test_hidden_and_absent_look_the_same(role: str, browse: Callable[..., Any], community: Community) -> None:
    """To readers who may not see them: the same status, place and words."""
    hidden: dict[str, list[str]] = {
        "/guidance/": ["draft", "group"],
        "/partners/": [],
        "/isps/": [community.isps[word].reference for word in ("parties", "draft", "withdrawn", "signing", "peer")],
        "/datasets/": [],
        "/news/": [],
        "/briefings/": ["draft", "addressed"],
    }
    if role != "member":
        hidden["/guidance/"] += ["inside", "login"]
        hidden["/partners/"] += ["candidate"]
        hidden["/isps/"] += [community.isps["members"].reference]
        hidden["/datasets/"] += ["a-dataset"]
        hidden["/news/"] += ["inside"]
        hidden["/briefings/"] += ["inside"]
    hidden["/community/spaces/"] = ["hidden-room"]
    hidden["/community/threads/"] = [str(forum_markers.FIRST + n) for n in (1, 2, 3, 4)]
    for start, names in hidden.items():
        absent = {"/isps/": "ISP-9999", "/community/threads/": "999"}.get(start, "absent")
        for name in names:
            one, other = browse(role, start + name, start + absent)
            assert plain(one, name) == plain(other, absent), start + name
