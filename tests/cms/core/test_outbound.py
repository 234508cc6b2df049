"""Addresses that people typed: public ones alone are reached, whatever name or spelling leads inside."""

import socket

import pytest

from cms.core import outbound
from cms.core.outbound import NotPublic, resolve
from tests.factories.people import UserFactory


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[64:ff9b::a00:1]/",
        "http://10.1.2.3/",
        "http://169.254.169.254/latest/meta-data/",
        "http://192.168.0.1/",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://2130706433/",
        "http://localhost/",
        "http://user:secret@93.184.216.34/",
        "http://93.184.216.34:8000/",
        "ftp://93.184.216.34/",
        "file:///etc/passwd",
        "http://[broken",
    ],
)
def test_nothing_inside_a_network_is_ever_asked(url):
    with pytest.raises(NotPublic):
        resolve(url)


@pytest.mark.parametrize("inside", ["127.0.0.1", "10.0.0.7", "::1", "fe80::1", "fd00::1", "::ffff:10.0.0.7"])
def test_a_name_of_which_one_number_is_inside_is_not_asked(monkeypatch, inside):
    def answer(host, port, **_):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port)) for number in ("93.184.216.34", inside)]

    monkeypatch.setattr(outbound.socket, "getaddrinfo", answer)
    with pytest.raises(NotPublic):
        resolve("https://looks-public.example/")


def test_the_connection_goes_to_the_number_that_was_looked_at(monkeypatch):
    """The name may lead elsewhere a moment later: it is not asked for again."""
    asked, reached = [], []

    def answer(host, port, **_):
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", port))]

    def connect(address, **_):
        reached.append(address)
        raise OSError("no way out of the test")

    monkeypatch.setattr(outbound.socket, "getaddrinfo", answer)
    monkeypatch.setattr(outbound.socket, "create_connection", connect)
    with pytest.raises(OSError, match="no way out"):
        outbound.send(resolve("http://rebinding.example/"), "GET", {})
    assert (asked, reached) == (["rebinding.example"], [("93.184.216.34", 80)])


@pytest.mark.django_db
def test_the_admin_asks_no_other_site_about_an_address(client, monkeypatch):
    """Wagtail's own way to put films into texts would fetch what an editor pasted."""

    def never(*_, **__):
        raise AssertionError("a name was looked up")

    client.force_login(UserFactory(site_role="core_editor"))
    monkeypatch.setattr(socket, "getaddrinfo", never)
    sent = {"embed-chooser-url": "https://www.youtube.com/watch?v=dQw4w9WgXcQ"}
    answer = client.post("/admin/embeds/chooser/upload/", sent)
    assert answer.status_code == 200
    assert "Cannot find an embed" in answer.json()["html"]
