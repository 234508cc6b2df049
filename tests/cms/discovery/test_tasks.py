"""Sending in the background: asked for with the change, and never lost."""

from typing import Any

import pytest
import time_machine
from django.db import transaction

from cms.core import content_version
from cms.core.requester import Requester
from cms.discovery import tasks
from cms.discovery.selectors import find
from cms.snippets.models import GlossaryTerm
from search import outbox
from search.service import health
from tests.factories.searchable import build

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
        tasks.rebuild_at_night()
        assert find("heron", by=EDITOR).total == 1
        generation = health()["generation"]
        tasks.rebuild_at_night()
        assert health()["generation"] == generation  # once a day
