"""What others may know about the jobs."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Min
from django_q.models import Failure, OrmQ

from cms.core import clock
from cms.jobs.models import Heartbeat, JobAttempt

HEARTBEAT_LATE_S = 120
DUE_LATE_S = 300


@dataclass(frozen=True, slots=True)
class Health:
    """`heartbeat_age_s`: seconds since the slowest cluster last ran its canary, None before the first time.
    `oldest_due_s`: seconds the oldest row that may be taken has waited, 0 when none waits."""

    heartbeat_age_s: int | None
    oldest_due_s: int
    waiting: int
    given_up: int

    @property
    def late(self) -> bool:
        beats = self.heartbeat_age_s
        return beats is None or beats > HEARTBEAT_LATE_S or self.oldest_due_s > DUE_LATE_S

    @property
    def message(self) -> str:
        """One line for people; empty while all is well."""
        if self.heartbeat_age_s is None:
            return "Jobs are late: no job worker has ever run here."
        if self.heartbeat_age_s > HEARTBEAT_LATE_S:
            return f"Jobs are late: the job worker was last seen {_minutes(self.heartbeat_age_s)} ago."
        if self.oldest_due_s > DUE_LATE_S:
            return f"Jobs are late: the oldest has waited {_minutes(self.oldest_due_s)}."
        return ""


def _minutes(seconds: int) -> str:
    minutes = seconds // 60
    return "1 minute" if minutes == 1 else f"{minutes} minutes" if minutes < 120 else f"{minutes // 60} hours"


def health() -> Health:
    """The state of the job workers, from three small queries."""
    now = clock.now()
    beats = dict(Heartbeat.objects.filter(cluster__in=settings.JOBS_CLUSTERS).values_list("cluster", "at"))
    ages = [int((now - at).total_seconds()) for at in beats.values()]
    due = OrmQ.objects.filter(lock__lte=now)
    oldest = due.aggregate(at=Min("lock"))["at"]
    return Health(
        heartbeat_age_s=max(0, *ages) if len(beats) == len(settings.JOBS_CLUSTERS) else None,
        oldest_due_s=int((now - oldest).total_seconds()) if oldest else 0,
        waiting=due.count(),
        given_up=JobAttempt.objects.filter(given_up=True).count(),
    )


def recent_failures(limit: int = 20) -> list[dict[str, Any]]:
    """The latest failures, newest first: {"at", "job", "attempts", "error"}, the error being its last line."""
    rows = Failure.objects.order_by("-stopped")[:limit]
    return [
        {
            "at": row.stopped,
            "job": str((row.args or ("", row.func))[1])
            if row.func == "cms.jobs.backend.run"
            else str((row.args or [row.func])[0]),
            "attempts": row.attempt_count,
            "error": str(row.result).strip().rpartition("\n")[2],
        }
        for row in rows
    ]


def _job_of(row: Any) -> str:
    """The path of a job, or the name of a recurring one."""
    args = list(row.args or [])
    if row.func == "cms.jobs.backend.run" and len(args) > 1:
        return str(args[1])
    return str(args[0]) if row.func == "cms.jobs.backend.run_recurring" and args else str(row.func)
