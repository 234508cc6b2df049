"""One way into the queue for our jobs and for Wagtail's own tasks (django_tasks on django-q2)."""

import datetime
import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils.module_loading import import_string
from django_q.tasks import async_task
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.signals import task_enqueued
from django_tasks.utils import get_random_id, normalize_json

from cms.core import clock
from cms.jobs.models import JobAttempt
from cms.jobs.once import first_in_transaction
from cms.jobs.recurring import find

logger = logging.getLogger(__name__)
ONCE = {"wagtail.tasks.update_reference_index_task", "modelsearch.tasks.insert_or_update_object_task"}
FORGIVEN_AFTER = datetime.timedelta(hours=1)  # a recurring job that was given up begins again: its cause may be gone


class Q2Backend(BaseTaskBackend):
    """TASKS = {"default": {"BACKEND": "cms.jobs.backend.Q2Backend"}}

    The queue row is written by the caller's own transaction (the queue is a table of the same database): a rollback
    takes the task with it, and no on_commit hook is needed.
    """

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        self.validate_task(task)
        job = get_random_id()
        result: TaskResult[Any] = TaskResult(
            task=task,
            id=job,
            status=TaskResultStatus.READY,
            enqueued_at=clock.now(),
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=args,
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
        options = {"group": "django-tasks", "task_name": task.name[:100]}
        path, positional, named = task.module_path, normalize_json(list(args)), normalize_json(dict(kwargs))
        # An object saved many times in a transaction is indexed once, after it: these read the object when they run.
        if path not in ONCE or first_in_transaction(f"{path}{positional}{named}"):
            async_task("cms.jobs.backend.run", job, path, positional, named, q_options=options)
        task_enqueued.send(type(self), task_result=result)
        return result


def run(job: str, path: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Runs in a worker. An exception leaves the row in the queue, and django-q2 tries again after `retry` seconds."""
    if _begin(job, path):
        _callable(path)(*args, **kwargs)
        JobAttempt.objects.filter(job=job).delete()


def run_recurring(name: str) -> None:
    """Runs in a worker, for a row of the schedule. The next tick repeats it, so a failure is not retried from here."""
    entry = find(name)
    if entry is None:  # removed from the code since the row was written
        logger.warning("recurring job %s is not known any more", name)
        return
    job = f"recurring:{name}"
    JobAttempt.objects.filter(job=job, given_up=True, at__lt=clock.now() - FORGIVEN_AFTER).delete()
    if _begin(job, entry.path):
        try:
            import_string(entry.path)()
        finally:
            JobAttempt.objects.filter(job=job).delete()  # a failure is an answer; only a death leaves the row


def _begin(job: str, path: str) -> bool:
    """Count a beginning before the work; False once a job has begun too often without an end."""
    limit = settings.Q_CLUSTER["max_attempts"]
    JobAttempt.objects.get_or_create(job=job, defaults={"path": path[:250]})
    JobAttempt.objects.filter(job=job).update(attempts=F("attempts") + 1, at=clock.now())
    if JobAttempt.objects.filter(job=job, attempts__gt=limit).update(given_up=True):
        logger.error("job given up after %s attempts: %s (%s)", limit, path, job)
        return False
    return True


def _callable(path: str) -> Callable[..., object]:
    target = import_string(path)
    if isinstance(target, Task):
        if target.takes_context:
            raise TypeError(f"{path} takes a context: not supported by this backend")
        target = target.call
    found: Callable[..., object] = target
    return found
