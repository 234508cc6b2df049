"""The screen on which the core team sees how the index is, and what its buttons do."""

from typing import Any

import pytest
from django.test import Client
from django_q.models import OrmQ

from cms.audit.models import AuditEvent
from cms.core.errors import Forbidden
from cms.core.requester import ANONYMOUS, SYSTEM, Requester
from cms.discovery import tasks
from cms.discovery.index_health import build_anew, compare_now, index_health, send_again
from cms.members.models import SiteRole
from cms.snippets.models import GlossaryTerm
from search import outbox, runs, worker
from search.models import SearchOutbox
from search.service import health
from tests.factories.admin import signed_in, site_tree, staff
from tests.factories.people import PartnerFactory, UserFactory
from tests.factories.searchable import build, guidance

HEALTH = "/admin/search-health/"
EDITOR = Requester(user_id=1, is_editor=True)


@pytest.fixture
def editor() -> Client:
    site_tree()
    return signed_in(staff())


def shown(client: Client) -> str:
    response = client.get(HEALTH)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def dead_row() -> Any:
    page = guidance("heron")
    build()
    SearchOutbox.objects.create(
        key=f"guidance:{page.pk}",
        sequence=1,
        state="dead",
        attempts=12,
        last_error="mapper_parsing_exception: a broken date",
        recorded_at="2026-11-01T10:00:00Z",
        not_before="2026-11-01T10:00:00Z",
    )
    return page


def jobs() -> list[str]:
    """Our jobs that wait; Wagtail has some of its own."""
    paths = [str(row.task["args"][1]) for row in OrmQ.objects.all()]
    return sorted(path.rpartition(".")[2] for path in paths if path.startswith("cms.discovery."))


def test_it_tells_how_the_index_is(editor: Client) -> None:
    guidance("heron")
    build()
    text = shown(editor)
    assert "Search works, and the index follows the changes." in text
    assert "the built-in engine (SQLite) 3." in text
    assert "Guidance 1" in text
    assert "In use" in text
    assert str(health()["generation"]) in text
    assert "Not yet; it is done every night." in text
    assert "<p>None.</p>" in text


def test_an_index_that_is_missing_or_away_is_said_plainly(editor: Client, settings: Any) -> None:
    assert "There is no index yet." in shown(editor)
    settings.ELASTICSEARCH_URL = "http://reader:hunter2@127.0.0.1:9"  # nobody listens there
    text = shown(editor)
    settings.ELASTICSEARCH_URL = ""
    assert "The search engine does not answer" in text
    assert "Changes wait; nothing is lost." in text
    assert "hunter2" not in text


def test_changes_that_wait_for_long_are_said(editor: Client) -> None:
    build()
    guidance("heron")
    SearchOutbox.objects.update(recorded_at="2026-11-01T10:00:00Z", not_before="2026-11-01T10:00:00Z")
    assert "Is the job worker running?" in shown(editor)


def test_a_change_that_was_given_up_is_named_linked_and_sent_again(editor: Client) -> None:
    page = dead_row()
    text = shown(editor)
    assert "1 change could not be sent" in text
    assert f'<a href="/admin/pages/{page.pk}/edit/">Guidance heron</a>' in text
    assert "a broken date" in text
    response = editor.post(HEALTH, {"do": "again", "key": f"guidance:{page.pk}"}, follow=True)
    assert "1 change will be sent again" in response.content.decode()
    assert "send_search_changes" in jobs()
    row = SearchOutbox.objects.get()
    assert (row.state, row.attempts) == ("waiting", 0)
    assert AuditEvent.objects.filter(action="search_changes.sent_again").count() == 1
    worker.run_once()
    assert "<p>None.</p>" in shown(editor)
    again = editor.post(HEALTH, {"do": "again", "key": f"guidance:{page.pk}"}, follow=True)
    assert "not among those that were given up" in again.content.decode()


def test_what_is_gone_and_what_is_no_key_are_shown_too(editor: Client) -> None:
    dead_row().delete()
    outbox.record("nonsense")
    SearchOutbox.objects.update(state="dead")
    text = shown(editor)
    assert text.count("Gone, or cannot be read") == SearchOutbox.objects.count() > 1
    editor.post(HEALTH, {"do": "again"})
    assert not SearchOutbox.objects.filter(state="dead").exists()


def test_build_and_compare_are_jobs_and_their_progress_is_shown(editor: Client) -> None:
    guidance("heron")
    build()
    editor.post(HEALTH, {"do": "build"})
    editor.post(HEALTH, {"do": "compare"})
    assert jobs() == ["build_index", "compare_index"]
    assert set(AuditEvent.objects.values_list("action", flat=True)) >= {
        "search_index.build_asked",
        "search_index.comparison_asked",
    }
    with runs.running("rebuild", "fts5", "an editor") as run:
        run.progress = {"guidance": [500, 1200]}
        runs.renew(run)
        response = editor.get(HEALTH)
        assert response["Refresh"] == "10"
        assert "500 of 1,200" in " ".join(response.content.decode().split())
        assert 'value="build"' not in response.content.decode()
        said = editor.post(HEALTH, {"do": "build"}, follow=True).content.decode()
        assert "That is under way" in said
    OrmQ.objects.all().delete()
    tasks.build_index("an editor")
    GlossaryTerm.objects.bulk_create([GlossaryTerm(term="heron", slug="heron", definition="A bird.")])
    tasks.compare_index("an editor")
    response = editor.get(HEALTH)
    assert "Refresh" not in response
    assert "2 entries compared: 1 missing. All of it was sent again." in " ".join(response.content.decode().split())


def test_a_build_that_stopped_says_why(editor: Client) -> None:
    build()
    with pytest.raises(ValueError, match="a full disk"), runs.running("rebuild", "fts5"):
        raise ValueError("a full disk")
    assert "it stopped, and the index stayed as it was: a full disk" in shown(editor)


def test_an_unknown_button_does_nothing(editor: Client) -> None:
    response = editor.post(HEALTH, {"do": "drop"}, follow=True)
    assert "There is no such button." in response.content.decode()
    assert not jobs()


@pytest.mark.parametrize("role", ["anonymous", "member", "management_group"])
def test_nobody_else_sees_it_or_may_press(role: str) -> None:
    site_tree()
    build()
    client = Client()
    if role == "member":
        client = signed_in(UserFactory(member_of=[PartnerFactory()]))
    elif role == "management_group":
        client = signed_in(staff("boss@example.org", SiteRole.Role.MANAGEMENT_GROUP, superuser=False))
    for response in (client.get(HEALTH), client.post(HEALTH, {"do": "build"})):
        assert response.status_code in (302, 403)
        assert b"Search runs on" not in response.content
    assert not jobs()


@pytest.mark.parametrize("by", [ANONYMOUS, Requester(user_id=5, partners=frozenset({1}))])
def test_the_services_refuse_them_too(by: Requester) -> None:
    for ask in (index_health, send_again, build_anew, compare_now):
        with pytest.raises(Forbidden):
            ask(by=by)  # type: ignore[operator]
    assert not jobs()


def test_a_job_may_ask_as_the_core_team_does() -> None:
    build()
    assert index_health(by=SYSTEM).state == "ok"
