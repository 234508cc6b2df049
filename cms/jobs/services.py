"""How other apps ask for work to be done later."""

import datetime
import logging
import secrets
from importlib import import_module

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django_q.models import OrmQ, Schedule
from django_q.tasks import async_task

from cms.core import clock
from cms.core.clock import LONDON
from cms.core.errors import BadInput
from cms.jobs.models import DayMark
from cms.jobs.once import first_in_transaction
from cms.jobs.recurring import table

logger = logging.getLogger(__name__)
Primitive = str | int | float | bool | None
LONGEST_TASK_HERE = 240  # seconds: below `retry`, or the row would be taken a second time


def enqueue(path: str, *args: Primitive, cluster: str = "default", key: str = "", scanned: bool = False) -> None:
    """Run the function at the dotted `path` soon, in a worker, with these arguments (row ids, never objects).

    The queue row belongs to the caller's transaction: a rollback takes it along. The function may run twice, so it
    must be idempotent. `key` asks for one row for each transaction only. `scanned` says that a scan of a ledger repeats
    the work, so a failure is not retried from the queue too (else five times, `Q_CLUSTER["retry"]` seconds apart).
    Raises BadInput for arguments that are not primitive and for an unknown cluster.
    """
    for argument in args:
        if not isinstance(argument, str | int | float | bool | None):
            raise BadInput(f"{path}: jobs take row ids and other primitive values, not {type(argument).__name__}.")
    options = {**_cluster_options(cluster), "group": path.rpartition(".")[2][:100], "ack_failure": scanned}
    if key and not first_in_transaction(key):
        return
    async_task("cms.jobs.backend.run", secrets.token_hex(16), path, list(args), {}, q_options=options)


def _cluster_options(name: str) -> dict[str, str | int]:
    """Where no cluster of that name is run, the default one takes its work, with more time than usual."""
    if name != "default" and name not in settings.Q_CLUSTER["ALT_CLUSTERS"]:
        raise BadInput(f"There is no cluster {name!r}.")
    if name in settings.JOBS_CLUSTERS:
        return {"cluster": name}
    return {"cluster": "default", "timeout": LONGEST_TASK_HERE}


def once_a_day(name: str, hour: int) -> bool:
    """True for the first call on a London day at or after `hour` (0 to 23). Call it from an hourly job, in the
    transaction of the work, so that work that fails is tried again at the next tick."""
    local = clock.now().astimezone(LONDON)
    if local.hour < hour:
        return False
    _, first = DayMark.objects.get_or_create(name=name, day=local.date())
    return first


@transaction.atomic
def ensure_schedules() -> dict[str, int]:
    """Make the rows of the schedule equal to the registered table. Returns {"created", "changed", "removed"} counts."""
    wanted = {}
    for entry in table():
        options = _cluster_options(entry.cluster)
        q_options: dict[str, object] = {"ack_failure": True}
        if "timeout" in options:
            q_options["timeout"] = options["timeout"]
        cluster = None if options["cluster"] == "default" else options["cluster"]
        wanted[entry.name] = {
            "func": "cms.jobs.backend.run_recurring",
            "args": repr((entry.name,)),
            "kwargs": repr({"q_options": q_options}),
            "schedule_type": Schedule.MINUTES,
            "minutes": entry.minutes,
            "repeats": -1,
            "cluster": cluster,
        }
    counts = {"created": 0, "changed": 0, "removed": 0}
    kept = set()
    for row in Schedule.objects.order_by("pk"):
        values = wanted.get(row.name)
        if values is None or row.name in kept:
            row.delete()
            counts["removed"] += 1
            continue
        kept.add(row.name)
        if any(getattr(row, field) != value for field, value in values.items()):
            Schedule.objects.filter(pk=row.pk).update(**values)
            counts["changed"] += 1
    for name in wanted.keys() - kept:
        Schedule.objects.create(name=name, next_run=clock.now(), **wanted[name])
        counts["created"] += 1
    return counts


def run_waiting(limit: int = 10_000) -> int:
    """Run what waits in the queue, here and now, oldest first; for commands and tests. Returns how many jobs were run.

    A job that fails is logged and leaves the queue.
    """
    ran = 0
    while ran < limit:
        row = OrmQ.objects.filter(lock__lte=clock.now()).order_by("pk").first()
        if row is None:
            return ran
        taken = OrmQ.objects.filter(pk=row.pk, lock=row.lock)
        if not taken.update(lock=clock.now() + datetime.timedelta(seconds=settings.Q_CLUSTER["retry"])):
            continue
        task = row.task
        try:
            import_string(task["func"])(*task["args"], **task["kwargs"])
        except Exception:  # noqa: BLE001 - the outer edge of a job
            logger.exception("job failed: %s%s", task["func"], task["args"])
        OrmQ.objects.filter(pk=row.pk).delete()
        ran += 1
    return ran


def check_path(path: str) -> str:
    """What is wrong with a dotted path of a job; empty when it can be imported and called."""
    module, _, name = path.rpartition(".")
    try:
        found = getattr(import_module(module), name, None)
    except ImportError as error:
        return str(error)
    return "" if callable(found) else f"{module} has no function {name}"
