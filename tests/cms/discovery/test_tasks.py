"""Sending in the background: asked for with the change, and never lost."""

import datetime
from dataclasses import replace
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django_q.models import OrmQ

from cms.core import content_version
from cms.core.requester import Requester
from cms.discovery import tasks
from cms.discovery.selectors import find
from cms.members.models import SiteRole
from cms.notifications.models import Notification
from cms.snippets.models import GlossaryTerm
from search import outbox, registry
from search.models import SearchOutbox, SearchRun
from search.service import health
from tests.factories.searchable import build, event

EDITOR = Requester(is_editor=True)


def term(word: str) -> GlossaryTerm:
    return GlossaryTerm.objects.create(term=word, slug=word, definition="A word.")


def test_a_change_asks_for_one_run_in_its_own_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "_listeners", [tasks.ask_for_a_run])
    asked: list[Any] = []
    monkeypatch.setattr("cms.jobs.services.async_task", lambda *args, **options: asked.append(args))
    with transaction.atomic():
        term("heron")
        term("bittern")
    assert len(asked) == 1
    assert "cms.discovery.tasks.send_search_changes" in asked[0]


def test_sending_makes_it_findable() -> None:
    build()
    term("heron")
    assert find("heron", by=EDITOR).total == 0
    tasks.send_search_changes()
    assert find("heron", by=EDITOR).total == 1
    assert health()["waiting"] == 0


@pytest.mark.django_db(transaction=True)
def test_the_content_version_moves_with_the_index() -> None:
    build()
    term("heron")
    before = content_version.current()
    tasks.send_search_changes()
    after = content_version.current()
    assert before != after
    tasks.send_search_changes()
    assert content_version.current() == after


def test_the_night_sets_right_what_drifted() -> None:
    build()
    GlossaryTerm.objects.bulk_create([GlossaryTerm(term="heron", slug="heron", definition="A bird.")])  # no signal
    assert find("heron", by=EDITOR).total == 0
    with time_machine.travel("2026-11-23T00:30:00Z", tick=False):
        tasks.compare_at_night()
        tasks.send_search_changes()
        assert find("heron", by=EDITOR).total == 1
        assert tasks.nightly().get().counts["missing"] == 1
        tasks.compare_at_night()
        assert tasks.nightly().count() == 1  # once a day


def test_what_dates_move_on_reaches_the_index_and_is_no_fault() -> None:
    with time_machine.travel("2030-05-01T08:00:00Z", tick=False):
        event("heron", audience="public")
        build()
        assert find("heron", by=EDITOR, filters={"status": ["upcoming"]}).total == 1
    with time_machine.travel("2030-05-02T00:10:00Z", tick=False):
        tasks.compare_at_night()
        tasks.send_search_changes()
        assert find("heron", by=EDITOR, filters={"status": ["upcoming"]}).total == 0
        assert find("heron", by=EDITOR, filters={"status": ["past"]}).total == 1
        counts = tasks.nightly().get().counts
        assert counts["moved"] == 1
        assert not any(counts[name] for name in ("missing", "stale", "audience", "extra"))


def test_two_bad_nights_are_told_to_the_core_team_and_one_is_not(django_user_model: Any) -> None:
    person = django_user_model.objects.create_user("robin@example.org", "x")
    SiteRole.objects.create(user=person, role=SiteRole.Role.CORE_EDITOR, starts_on=datetime.date(2020, 1, 1))
    build()
    for night, told in ((1, 0), (2, 1), (3, 1), (4, 1), (5, 2)):
        if night != 3:
            word = f"heron{night}"
            GlossaryTerm.objects.bulk_create([GlossaryTerm(term=word, slug=word, definition="A bird.")])
        with time_machine.travel(f"2026-12-0{night}T00:30:00Z", tick=False):
            tasks.compare_at_night()
            tasks.send_search_changes()
        assert Notification.objects.filter(user=person, title=tasks.DRIFT).count() == told
    latest = Notification.objects.filter(title=tasks.DRIFT).latest("pk")
    assert "Entries 1 missing." in latest.body


def test_a_missing_index_is_built_by_a_job_of_its_own() -> None:
    term("heron")
    tasks.send_search_changes()
    assert SearchOutbox.objects.exists()
    queued = [row.task["args"] for row in OrmQ.objects.all()]
    assert [args[1] for args in queued] == ["cms.discovery.tasks.build_missing_index"]
    tasks.build_missing_index()
    tasks.send_search_changes()
    assert find("heron", by=EDITOR).total == 1
    generation = health()["generation"]
    tasks.build_missing_index()  # a second one that waited
    assert health()["generation"] == generation


def test_a_build_that_stopped_is_not_tried_again_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(12):
        term(f"heron{number}")
    source = registry.source_of("glossary")
    assert source

    def broken(pks: Any) -> Any:
        raise RuntimeError("a fault in the code")

    with time_machine.travel("2026-11-22T09:00:00Z", tick=False) as clock:
        with monkeypatch.context() as patch:
            patch.setitem(registry._sources, "glossary", replace(source, entries=broken))
            tasks.build_missing_index()
        stopped = SearchRun.objects.get()
        assert stopped.state == "failed"
        assert "12 of 12 glossary entries cannot be built" in stopped.error
        tasks.build_missing_index()
        assert SearchRun.objects.count() == 1
        clock.shift(datetime.timedelta(minutes=16))
        tasks.build_missing_index()
        assert SearchRun.objects.first().state == "done"  # type: ignore[union-attr]


def test_a_build_that_died_is_not_tried_again_at_once() -> None:
    """One that the system kills for its memory would otherwise be begun every minute."""
    term("heron")
    with time_machine.travel("2026-11-22T09:00:00Z", tick=False) as clock:
        began = datetime.datetime(2026, 11, 22, 8, 50, tzinfo=datetime.UTC)
        SearchRun.objects.create(
            kind="rebuild", engine="fts5", holder="another host process 1", started_at=began, lease_until=began
        )
        tasks.build_missing_index()
        assert SearchRun.objects.get().state == "lost"
        clock.shift(datetime.timedelta(minutes=16))
        tasks.build_missing_index()
        assert SearchRun.objects.first().state == "done"  # type: ignore[union-attr]


def test_an_absent_engine_stops_neither_a_job_nor_the_night(settings: Any) -> None:
    term("heron")
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"  # nobody listens there
    tasks.send_search_changes()
    tasks.compare_at_night()
    tasks.build_index("a test")
    assert SearchOutbox.objects.get().attempts == 0
    settings.ELASTICSEARCH_URL = ""
    with time_machine.travel("2026-11-23T00:30:00Z", tick=False):
        tasks.build_index("a test")
        tasks.compare_at_night()
        assert tasks.nightly().count() == 1  # the one that failed is made up for
