import datetime

import pytest
from django.db import transaction
from django_q.models import OrmQ
from django_tasks import task
from wagtail.documents import get_document_model

from cms.core.errors import BadInput
from cms.jobs import backend
from cms.jobs.models import DayMark, JobAttempt
from cms.jobs.services import enqueue, once_a_day, run_waiting

ran: list[str] = []


def note(text: str) -> None:
    ran.append(text)


def fails() -> None:
    raise ValueError("no")


@task()
def noted_by_wagtail(text: str) -> None:
    ran.append(text)


HERE = __name__


@pytest.fixture(autouse=True)
def nothing_ran():
    ran.clear()


@pytest.mark.sqlite
@pytest.mark.django_db
@pytest.mark.parametrize("way", ["ours", "django_tasks"])
def test_a_rollback_takes_the_job_with_it(way):
    def ask(text):
        if way == "ours":
            enqueue(f"{HERE}.note", text)
        else:
            noted_by_wagtail.enqueue(text)

    with transaction.atomic():
        ask("lost")
        assert OrmQ.objects.count() == 1
        transaction.set_rollback(True)
    assert OrmQ.objects.count() == 0
    ask("kept")
    assert run_waiting() == 1
    assert ran == ["kept"]


@pytest.mark.django_db
def test_a_key_gives_one_row_for_each_transaction_and_survives_a_savepoint_that_is_undone():
    with transaction.atomic():
        enqueue(f"{HERE}.note", "undone", key="index")
        transaction.set_rollback(True)
    enqueue(f"{HERE}.note", "first", key="index")
    enqueue(f"{HERE}.note", "second", key="index")
    enqueue(f"{HERE}.note", "other", key="another")
    run_waiting()
    assert ran == ["first", "other"]


@pytest.mark.django_db
def test_an_object_saved_three_times_in_a_transaction_is_indexed_once():
    with transaction.atomic():
        document = get_document_model().objects.create(title="One", file="x.pdf")
        for title in ("Two", "Three"):
            document.title = title
            document.save()
    asked = [str(row.task["args"][1:]) for row in OrmQ.objects.all()]
    assert len(asked) == len(set(asked)) > 0


@pytest.mark.django_db
def test_only_primitive_arguments_and_known_clusters_are_taken():
    with pytest.raises(BadInput, match="not date"):
        enqueue(f"{HERE}.note", datetime.date(2026, 1, 1))
    with pytest.raises(BadInput, match="quick"):
        enqueue(f"{HERE}.note", "x", cluster="quick")
    assert OrmQ.objects.count() == 0


@pytest.mark.django_db
def test_the_slow_cluster_has_its_own_rows_where_it_is_run_and_else_the_default_one_takes_them(settings):
    enqueue(f"{HERE}.note", "here", cluster="slow")
    assert OrmQ.objects.get().key == "default"
    assert OrmQ.objects.get().task["timeout"] < settings.Q_CLUSTER["retry"]
    settings.JOBS_CLUSTERS = ["default", "slow"]
    enqueue(f"{HERE}.note", "there", cluster="slow")
    assert OrmQ.objects.order_by("-pk").first().key == "slow"


@pytest.mark.django_db
def test_a_poison_job_is_given_up_even_when_no_result_ever_comes_back():
    for _ in range(5):
        with pytest.raises(ValueError, match="no"):
            backend.run("poison", f"{HERE}.fails", [], {})
    backend.run("poison", f"{HERE}.fails", [], {})  # acknowledged, so it leaves the queue
    assert JobAttempt.objects.get(job="poison").given_up


@pytest.mark.django_db
def test_a_job_that_ends_forgets_its_attempts():
    backend.run("once", f"{HERE}.note", ["x"], {})
    assert ran == ["x"]
    assert not JobAttempt.objects.exists()


@pytest.mark.django_db
def test_a_failing_job_does_not_stop_the_others():
    enqueue(f"{HERE}.fails")
    enqueue(f"{HERE}.note", "after")
    assert run_waiting() == 2
    assert ran == ["after"]


@pytest.mark.sqlite
@pytest.mark.django_db
def test_once_a_day_is_londons_day(time_machine):
    time_machine.move_to("2026-06-30T05:30:00Z")  # 06:30 in London
    assert not once_a_day("digest", 7)
    time_machine.move_to("2026-06-30T06:10:00Z")
    assert once_a_day("digest", 7)
    assert not once_a_day("digest", 7)
    time_machine.move_to("2026-06-30T23:30:00Z")  # already 1 July in London
    assert not once_a_day("digest", 7)
    assert once_a_day("digest", 0)
    assert set(DayMark.objects.values_list("day", flat=True)) == {datetime.date(2026, 6, 30), datetime.date(2026, 7, 1)}


@pytest.mark.django_db
def test_a_day_whose_work_failed_is_tried_again(time_machine):
    time_machine.move_to("2026-06-30T12:00:00Z")
    with transaction.atomic():
        assert once_a_day("digest", 7)
        transaction.set_rollback(True)
    assert once_a_day("digest", 7)
