import datetime
import json

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.utils import timezone
from django_q.models import OrmQ, Schedule
from django_q.scheduler import scheduler

from cms.jobs import backend, checks
from cms.jobs.models import DayMark, Heartbeat, JobAttempt
from cms.jobs.recurring import Recurring, _table, recurring, table
from cms.jobs.services import ensure_schedules
from cms.jobs.tasks import clean_up


@pytest.fixture
def own_table(monkeypatch):
    """A copy of the registered table that a test may change."""
    copy = dict(_table)
    monkeypatch.setattr("cms.jobs.recurring._table", copy)
    return copy


def dies() -> None:
    raise SystemExit  # what a killed worker leaves behind: no answer, and no clean-up by us


@pytest.mark.django_db
def test_every_registered_job_gets_one_row_and_a_second_call_changes_nothing(capsys):
    call_command("ensure_schedules", "--json")
    assert json.loads(capsys.readouterr().out)["created"] == len(table()) > 5
    assert ensure_schedules() == {"created": 0, "changed": 0, "removed": 0}
    assert {row.name for row in Schedule.objects.all()} == {entry.name for entry in table()}
    assert set(Schedule.objects.values_list("schedule_type", flat=True)) == {Schedule.MINUTES}


@pytest.mark.django_db
def test_rows_that_people_changed_or_added_are_put_right_and_the_next_run_is_kept():
    ensure_schedules()
    later = timezone.now() + datetime.timedelta(minutes=3)
    row = Schedule.objects.get(name="jobs: clean up")
    Schedule.objects.filter(pk=row.pk).update(minutes=1, next_run=later)
    Schedule.objects.create(name="by hand", func="os.abort", schedule_type=Schedule.DAILY)
    assert ensure_schedules() == {"created": 0, "changed": 1, "removed": 1}
    row.refresh_from_db()
    assert (row.minutes, row.next_run) == (60, later)


@pytest.mark.django_db
def test_the_scheduler_understands_every_row(monkeypatch):
    monkeypatch.setattr(
        "django_q.scheduler.close_old_django_connections", lambda: None
    )  # it would end this transaction
    ensure_schedules()
    scheduler()
    assert OrmQ.objects.count() == len(table())
    options = OrmQ.objects.first().task
    assert options["func"] == "cms.jobs.backend.run_recurring"
    assert options["ack_failure"] is True


@pytest.mark.parametrize(
    ("name", "path", "minutes", "cluster"),
    [
        ("", "cms.jobs.tasks.clean_up", 5, "default"),
        ("x", "cms.jobs.tasks.clean_up", 0, "default"),
        ("x", "cms.jobs.tasks.clean_up", 60 * 24 * 2, "default"),
        ("x", "cms.jobs.tasks.clean_up", 5, "quick"),
        ("x", "cms.jobs.tasks.clean_up; import os", 5, "default"),
        ("jobs: clean up", "cms.jobs.tasks.beat", 5, "default"),
    ],
)
def test_a_malformed_row_is_refused_at_start_up(own_table, name, path, minutes, cluster):
    with pytest.raises(ImproperlyConfigured):
        recurring(name, path, minutes=minutes, cluster=cluster)


def test_the_check_names_a_job_that_cannot_be_imported(own_table):
    assert checks.importable_jobs() == []
    own_table["gone"] = Recurring("gone", "cms.jobs.tasks.no_such_function", 5, "default")
    (fault,) = checks.importable_jobs()
    assert "no_such_function" in fault.msg


@pytest.mark.django_db
def test_a_recurring_job_that_kills_its_worker_is_left_alone_for_an_hour(own_table, time_machine):
    time_machine.move_to("2026-06-01T12:00:00Z", tick=False)
    own_table["deadly"] = Recurring("deadly", f"{__name__}.dies", 5, "default")
    JobAttempt.objects.create(job="recurring:deadly", path="x", attempts=5)
    backend.run_recurring("deadly")  # given up, so it does not die again
    assert JobAttempt.objects.get(job="recurring:deadly").given_up
    time_machine.move_to("2026-06-01T13:01:00Z", tick=False)
    with pytest.raises(SystemExit):
        backend.run_recurring("deadly")


@pytest.mark.django_db
def test_clean_up_removes_what_only_grows(time_machine):
    time_machine.move_to("2026-01-01T12:00:00Z", tick=False)
    JobAttempt.objects.create(job="old", path="x", given_up=True)
    DayMark.objects.create(name="digest", day=datetime.date(2026, 1, 1))
    time_machine.move_to("2026-04-01T12:00:00Z", tick=False)
    JobAttempt.objects.create(job="new", path="x", given_up=True)
    clean_up()
    assert list(JobAttempt.objects.values_list("job", flat=True)) == ["new"]
    assert not DayMark.objects.exists()
    assert not Heartbeat.objects.exists()
