"""Links are asked politely, at public addresses only; a run without any answer says nothing about them."""

import http.server
import threading

import pytest

from cms.core import outbound
from cms.core.outbound import is_public
from cms.core.requester import SYSTEM
from cms.overview import link_check, links
from cms.overview.data_quality.kinds import BY_KEY
from cms.overview.link_check import ask
from cms.overview.models import LinkCheck
from tests.factories import registers as make


class Site(http.server.BaseHTTPRequestHandler):
    seen: list[str] = []

    def do_HEAD(self):
        self.seen.append(f"{self.command} {self.path}")
        match self.path:
            case "/gone":
                self.send_response(404)
            case "/no-head" if self.command == "HEAD":
                self.send_response(405)
            case "/inside":
                self.send_response(302)
                self.send_header("Location", "http://10.0.0.7/secret")
            case "/moved":
                self.send_response(301)
                self.send_header("Location", "/")
            case "/loop":
                self.send_response(302)
                self.send_header("Location", "/loop")
            case "/to-nothing":
                self.send_response(302)
                self.send_header("Location", "http://[broken/")
            case "/broken":
                self.send_response(500)
            case _:
                self.send_response(200)
        self.end_headers()

    do_GET = do_HEAD

    def log_message(self, *args):
        pass


@pytest.fixture
def site(monkeypatch):
    """A real server on this machine, which the test lets count as the public internet."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    port = server.server_address[1]
    monkeypatch.setattr(outbound, "PORTS", {"http": port})
    monkeypatch.setattr(outbound, "is_public", lambda number: number == "127.0.0.1" or is_public(number))
    Site.seen.clear()
    yield f"http://127.0.0.1:{port}"
    server.shutdown()
    server.server_close()


def test_what_a_server_answers_is_said_in_words(site):
    said = {path: ask(site + path) for path in ("/", "/gone", "/no-head", "/inside", "/moved", "/loop", "/broken")}
    assert {path: str(answer.outcome) for path, answer in said.items()} == {
        "/": "works",
        "/gone": "missing",
        "/no-head": "works",
        "/inside": "refused",
        "/moved": "moved",
        "/loop": "no_answer",
        "/broken": "no_answer",
    }
    assert "GET /no-head" in Site.seen


def test_an_address_that_cannot_be_asked_stops_nothing(site):
    assert str(ask(f"{site}/two words/\u00e9?q=\u00e9").outcome) == "works"
    assert "HEAD /two%20words/%C3%A9?q=%C3%A9" in Site.seen
    answer = ask(f"{site}/to-nothing")  # redirects to what urljoin cannot read
    assert (str(answer.outcome), answer.is_failure) == ("no_answer", True)
    assert ask("http://[broken").outcome == "refused"
    assert links._host("http://[broken") == ""


@pytest.mark.django_db
def test_dead_links_are_listed_where_they_stand_and_asked_again(site, settings, monkeypatch):
    monkeypatch.setattr(links, "PAUSE", 0.0)
    make.make_partner("gone", website=f"{site}/gone")
    works = make.make_partner("works", website=f"{site}/")
    assert links.check_links() == 0  # off unless the installation says so
    settings.LINK_CHECKS = True
    assert links.check_links() == 2
    rows = BY_KEY["dead-links"].find()
    assert [(row.label, "nothing there" in row.detail) for row in rows] == [("partner: Gone", True)]
    Site.seen.clear()
    links.check_links()
    assert Site.seen == []  # once a week
    BY_KEY["dead-links"].mend(SYSTEM, rows, {})
    links.check_links()
    assert "HEAD /gone" in Site.seen
    # An address that no longer stands anywhere is forgotten; a network that is away says nothing.
    works.website = ""
    works.save()
    LinkCheck.objects.update(checked_at=None)
    monkeypatch.setattr(links, "ask", lambda url: link_check.Answer("no_answer", "away"))
    assert links.check_links() == 0
    assert list(LinkCheck.objects.values_list("outcome", "failures")) == [("missing", 1)]
