"""Wagtail's own screens of the editors' half, and those that it makes for our registers: each is opened and sent as it
stands, and what it writes is on record. Our other screens are held to it by every test (tests/cms/conftest.py)."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import QueryDict
from django.test import Client, override_settings

from cms.audit.models import AuditEvent
from cms.members.models import User
from tests.cms.audit.admin_walk import addresses, complete, filled
from tests.factories.community import Community

BACKEND = "django.contrib.auth.backends.ModelBackend"
# Of what a walk over all of them must have reached; the names are the addresses' own.
REACHED = {
    *("wagtailadmin_collections:edit", "wagtailadmin_collections:delete", "wagtailadmin_collections:set_privacy"),
    *("wagtailadmin_pages:edit", "wagtailadmin_pages:unpublish", "wagtailadmin_pages:delete"),
    *("wagtailadmin_pages:lock", "wagtailadmin_pages:set_privacy", "wagtailadmin_pages:move_confirm"),
    *("wagtaildocs:edit", "wagtaildocs:delete", "wagtaildocs:delete_multiple"),
    *("wagtailimages:edit", "wagtailimages:delete", "wagtailimages:delete_multiple"),
    *("wagtailusers_users:edit", "wagtailusers_groups:edit", "wagtailadmin_workflows:disable"),
    *("wagtailsettings:edit", "wagtailsnippets_snippets_partner:edit", "wagtailsnippets_snippets_isp:edit"),
    *("wagtailsnippets_members_partnerrole:edit", "wagtailsnippets_briefings_edition:edit"),
}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Community]:
    folder = tmp_path_factory.mktemp("data")
    places = override_settings(MEDIA_ROOT=folder, SEARCH_FILE=folder / "search.sqlite3")
    with django_db_blocker.unblock(), places, transaction.atomic():
        yield Community()
        transaction.set_rollback(True)


@pytest.fixture
def operator(world: Community, db: None) -> Client:
    """Everything is open to them, so nothing is missed for want of a right."""
    cache.clear()
    editor = world.users["editor"]
    User.objects.filter(pk=editor.pk).update(is_superuser=True)
    client = Client()
    client.force_login(User.objects.get(pk=editor.pk), backend=BACKEND)
    return client


def attempts(client: Client, urls: list[str]) -> Iterator[tuple[str, QueryDict | None]]:
    """(address, what to post) of the first address that answers; None where it has no page of its own."""
    for url in urls:
        page = client.get(url)
        if page.status_code == 405:
            yield url, None
            return
        if page.status_code == 200 and not page.streaming:
            window = "json" in page["Content-Type"]  # a window over the page
            html = page.json().get("html", "") if window else page.content.decode(errors="replace")
            for data in filled(html, url):
                complete(data, (page.context or {}).get("form"))
                yield url, data
            return


def test_what_each_screen_writes_is_on_record(operator: Client) -> None:
    written: set[str] = set()
    before = AuditEvent.objects.count()
    for name, urls in addresses():
        with transaction.atomic():
            for url, data in attempts(operator, urls):
                operator.post(url, data or {})
                if AuditEvent.objects.count() > before:
                    written.add(name)
            transaction.set_rollback(True)
    assert sorted(REACHED - written) == []
