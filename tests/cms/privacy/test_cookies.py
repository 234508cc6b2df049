"""The cookies page names every cookie that the pages for signing in set, and no other page sets one. Every other test
holds its answers to it too: tests/cms/conftest.py here, tests/frontend/conftest.py for the members' pages."""

from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from tests.factories.people import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).resolve().parents[3] / "frontend" / "templates" / "about" / "cookies.html"


def test_the_page_names_every_cookie(client):
    person = UserFactory(site_role="core_editor")
    person.emailaddress_set.create(email=person.email, verified=True, primary=True)
    found = set()

    def walk(method, path, **data):
        answer = getattr(client, method)(path, data)
        found.update(answer.cookies)
        return answer

    for path in ("/health", "/graphql/", "/documents/1/"):
        walk("get", path)
    assert found == set()
    walk("get", reverse("account_login"))
    walk("get", "/account/invitation/absent/")
    walk("post", reverse("account_login"), login=person.email, password=PASSWORD)
    for name in ("account", "account_change_password", "account_data", "account_close", "mfa_index"):
        walk("get", reverse(name))
    walk("get", "/admin/")
    walk("post", reverse("account_reauthenticate"), password=PASSWORD)
    walk("post", reverse("account_logout"))
    known = {settings.SESSION_COOKIE_NAME: "session_name", settings.CSRF_COOKIE_NAME: "csrf_name"}
    known["messages"] = "messages"
    assert {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME} <= found <= set(known)
    page = PAGE.read_text()
    assert all(word in page for word in known.values())
