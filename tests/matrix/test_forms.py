"""Every form of the frontend by every kind of reader: the real frontend, in this process, asks the real API.

A POST route without a row in `FORMS` fails. Who may sends the form as it stands on the page, and something is written;
who may not sends the very same and nothing is, whatever the answer; a form from elsewhere is refused before it is read.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from asgiref.sync import async_to_sync
from django.db import transaction

from cms.core import clock
from cms.members.models import Membership
from cms.snippets.models import DataFlow
from frontend.api import Client
from frontend.app import create_app
from frontend.assets import Assets
from frontend.pages import HERE
from frontend.routes import all_routes
from frontend.security import issue_token
from frontend.settings import Settings
from frontend.transport import Transport, load_manifest
from tests.matrix.areas import SAMPLES
from tests.matrix.conftest import watched
from tests.matrix.forms import FORMS, Form
from tests.matrix.world import DAY, World
from tests.members_api.test_screens import ORIGIN, Wire

SETTINGS = Settings("http://testserver/graphql/", ORIGIN, "http://testserver", b"a secret of tests")
# Who else is refused is tried at the API itself (test_mutations): the site has no other way to change anything.
TRIED = ("visitor", "colleague", "elsewhere")
OURS = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}
ELSEWHERE = {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"}


@pytest.fixture(scope="module")
def app() -> Any:
    made = create_app(SETTINGS)
    made.state.api = Client(SETTINGS.graphql_url, http_client=Transport(Wire(), load_manifest(SETTINGS.manifest)))
    return made


class Reader:
    """A browser of one role."""

    def __init__(self, app: Any, world: World, role: str) -> None:
        found = world.clients[role].cookies.get("sessionid")
        self.app, self.session = app, found.value if found else ""

    def ask(self, path: str, data: Any = None, headers: dict[str, str] = OURS) -> httpx.Response:
        async def run() -> httpx.Response:
            wire, cookies = httpx.ASGITransport(app=self.app), {"sessionid": self.session} if self.session else {}
            async with httpx.AsyncClient(transport=wire, base_url=ORIGIN, cookies=cookies, headers=headers) as http:
                if data is None:
                    return await http.get(path)
                if isinstance(data, str):
                    return await http.post(path, content=data)
                return await http.post(path, data=data)

        return async_to_sync(run)()

    def token(self) -> str:
        return issue_token(SETTINGS.secret, self.session)


class Forms(HTMLParser):
    """The forms of a page that are posted: where to, and {name: what stands in the field}. Of choices the first."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.fields: dict[str, str] | None = None
        self.select = self.area = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        a = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.fields = {}
            if a.get("method") == "post":
                self.found.append((a.get("action", ""), self.fields))
        if self.fields is None:
            return
        name = a.get("name", "")
        if tag == "input" and name and a.get("type") not in ("submit", "file"):
            if a.get("type") in ("radio", "checkbox"):
                if a.get("value") and (name not in self.fields or "checked" in a):
                    self.fields[name] = a["value"]
            else:
                self.fields[name] = a.get("value", "")
        elif tag == "button" and name:
            self.fields.setdefault(name, a.get("value", ""))
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and (a.get("value") or "selected" in a):
            if self.select not in self.fields or "selected" in a:
                self.fields[self.select] = a.get("value", "")
        elif tag == "textarea":
            self.area = name
            self.fields[name] = ""

    def handle_data(self, data: str) -> None:
        if self.area and self.fields is not None:
            self.fields[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.fields = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.area = ""


def test_every_form_has_a_row() -> None:
    routes: Any = all_routes(Assets(HERE / "static"))
    posts = {route.path for route in routes if "POST" in (getattr(route, "methods", None) or ())}
    assert set(FORMS) == posts


def names(world: World, given: dict[str, Any]) -> dict[str, str]:
    """What {names} of addresses stand for: the world's own, and all that the sample's input says."""
    own = {name: getattr(world, name).reference for name in ("isp", "draft", "out", "theirs", "foreign")}
    today, soon = clock.today(), clock.today() + 7 * DAY
    days = {f"now_{part}": str(getattr(today, part)) for part in ("day", "month", "year")}
    days |= {f"later_{part}": str(getattr(soon, part)) for part in ("day", "month", "year")} | {"today": str(today)}
    flow = DataFlow.objects.filter(recipient=world.home).first()
    belongs = Membership.objects.get(user=world.people["colleague"], partner=world.home)
    own |= {"papers": str(world.papers.pk), "colleague": str(belongs.pk), "flow": str(flow.pk if flow else 0)}
    return {**own, **days, "signing": str(world.party(world.out, world.home).pk), **given}


def standing(page: httpx.Response, path: str, typed: dict[str, str]) -> dict[str, str]:
    """The form of the page that goes to this path, with what is typed into it."""
    parsed = Forms()
    parsed.feed(page.text)
    here = [fields for action, fields in parsed.found if urlsplit(action).path == urlsplit(path).path]
    fitting = [fields for fields in here if set(typed) <= set(fields)]
    assert fitting, (page.status_code, path, [sorted(fields) for fields in here], [a for a, _ in parsed.found])
    return {**fitting[0], **typed}


@pytest.mark.parametrize("route", FORMS)
def test_who_may_not_changes_nothing_by_a_form(route: str, app: Any, world: World, record_property: Any) -> None:
    form = FORMS[route]
    with transaction.atomic():
        if form.before is not None:
            form.before(world)
        known = names(world, SAMPLES[form.sample].make(world))
        path = form.at.format(**known)
        wrong = list(sent_by_who_may(form, path, known, app, world))
        transaction.set_rollback(True)
    record_property("cells: forms of the site x roles", len(TRIED) + 3)
    assert not wrong, "\n".join(wrong)


def sent_by_who_may(form: Form, path: str, known: dict[str, Any], app: Any, world: World) -> Iterator[str]:
    """The form as it is sent by who may; then the same by all others, and from elsewhere."""
    sender = Reader(app, world, form.sender)
    typed = {name.format(**known): value.format(**known) for name, value in form.typed.items()}
    data: Any = typed
    shown: list[str] = []  # what showing the page notes, such as that a text was opened
    if not form.raw:
        with watched() as seen:
            page = sender.ask((form.page or form.at).format(**known))
            shown = seen.of_a_refusal
        data = standing(page, path, typed)
    body = data.pop("body!", None)
    with watched() as seen:
        answer = sender.ask(path, body or {**data, "csrf": sender.token()})
        if answer.status_code >= 400 or (not form.reads and not seen.tables):
            yield f"{form.sender} may: {answer.status_code}, wrote to {seen.tables}, {data}: {complaint(answer)}"
    for role in TRIED:
        if role in SAMPLES[form.sample].may or role == form.sender:
            continue
        reader = Reader(app, world, role)
        with watched() as seen:
            answer = reader.ask(path, body or {**data, "csrf": reader.token()})
            if answer.status_code >= 500 or seen.of_a_refusal:
                yield f"{role} may not: {answer.status_code}, wrote to {seen.of_a_refusal}"
    with watched() as seen:
        answer = sender.ask(path, body or {**data, "csrf": sender.token()}, ELSEWHERE)
        if answer.status_code != 403 or seen.of_a_refusal:
            yield f"from elsewhere: {answer.status_code}, wrote to {seen.of_a_refusal}"
    if body is None:
        with watched() as seen:
            answer = sender.ask(path, {**data, "csrf": "forged"})
            if answer.status_code >= 500 or set(seen.of_a_refusal) - set(shown):
                yield f"with a forged token: {answer.status_code}, wrote to {seen.of_a_refusal}"


def complaint(answer: httpx.Response) -> str:
    """What the page says is wrong."""
    found = re.findall(r"(?:error-message|error-summary__list|app-notice)[^>]*>(.*?)</", answer.text, re.DOTALL)
    return " / ".join(" ".join(re.sub("<[^>]*>", " ", text).split()) for text in found)[:400]
