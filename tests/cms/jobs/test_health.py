import datetime
import json

import pytest
from django.test import RequestFactory
from django.utils import timezone
from django_q.models import OrmQ

from cms.jobs import views
from cms.jobs.health import _alarms, _parts
from cms.jobs.selectors import health
from cms.jobs.services import enqueue
from cms.jobs.tasks import beat

pytestmark = pytest.mark.django_db


def ask(view=views.health):
    response = view(RequestFactory().get("/health"))
    return response.status_code, json.loads(response.content)


def test_late_until_a_worker_has_run():
    assert health().late
    assert "no job worker" in health().message
    beat("default")
    assert not health().late
    assert health().message == ""


def test_late_when_the_heartbeat_is_older_than_two_minutes(time_machine):
    time_machine.move_to("2026-06-01T12:00:00Z", tick=False)
    beat("default")
    time_machine.move_to("2026-06-01T12:02:00Z", tick=False)
    assert not health().late
    time_machine.move_to("2026-06-01T12:03:30Z", tick=False)
    assert health().heartbeat_age_s == 210
    assert "3 minutes" in health().message


def test_late_when_a_row_that_may_be_taken_waits_more_than_five_minutes():
    enqueue("cms.jobs.tasks.beat", "default")
    beat("default")
    assert not health().late
    OrmQ.objects.update(lock=timezone.now() - datetime.timedelta(minutes=6))
    assert health().late
    assert 350 < health().oldest_due_s < 370
    OrmQ.objects.update(lock=timezone.now() + datetime.timedelta(minutes=4))  # a worker has it
    assert not health().late


def test_every_cluster_must_beat(settings):
    settings.JOBS_CLUSTERS = ["default", "slow"]
    beat("default")
    assert health().late
    beat("slow")
    assert not health().late


def test_the_page_for_monitors_has_its_shape(monkeypatch):
    monkeypatch.setitem(_parts, "storage", lambda: True)
    monkeypatch.setattr(views, "search_health", lambda: {"state": "ok"})
    beat("default")
    status, answer = ask()
    assert (status, answer["status"]) == (200, "ok")
    assert set(answer) == {"status", "version", "database", "search", "storage", "jobs"}
    assert set(answer["jobs"]) == {"heartbeat_age_s", "oldest_due_s"}
    assert answer["jobs"]["heartbeat_age_s"] <= 1


@pytest.mark.parametrize("part", ["storage", "search"])
def test_a_part_that_is_away_answers_503_in_the_same_shape(monkeypatch, part):
    monkeypatch.setattr(views, "search_health", lambda: {"state": "missing" if part == "search" else "ok"})
    monkeypatch.setitem(_parts, "storage", lambda: part != "storage")
    status, answer = ask()
    assert (status, answer[part]) == (503, "away")
    assert set(answer) == {"status", "version", "database", "search", "storage", "jobs"}


def test_late_jobs_are_for_their_own_page(monkeypatch):
    monkeypatch.setattr(views, "search_health", lambda: {"state": "ok"})
    monkeypatch.setitem(_parts, "storage", lambda: True)
    assert ask()[0] == 200
    assert ask(views.health_jobs)[0] == 503
    beat("default")
    well = {"status": "ok", "heartbeat_age_s": 0, "oldest_due_s": 0, "audit": "ok", "files": "ok"}
    assert ask(views.health_jobs) == (200, dict.fromkeys(_alarms, "ok") | well)
    monkeypatch.setitem(_alarms, "audit", lambda: False)
    assert ask(views.health_jobs)[0] == 503
    assert ask()[0] == 200
