import datetime

from django.conf import settings
from django.contrib.sessions.models import Session
from django_q.models import Failure

from cms.core import clock
from cms.jobs.models import DayMark, Heartbeat, JobAttempt

KEEP_FAILURES = datetime.timedelta(days=settings.RETENTION_DAYS["job_failures"])
KEEP_MARKS = datetime.timedelta(days=60)


def beat(cluster: str) -> None:
    """The canary: says that this cluster runs what it is given."""
    Heartbeat.objects.update_or_create(cluster=cluster, defaults={"at": clock.now()})


def forget_failures(before: datetime.datetime) -> None:
    Failure.objects.filter(stopped__lt=before).delete()


def clean_up() -> None:
    """Hourly. What only grows: failures, given-up attempts, day marks, sessions that have ended."""
    now = clock.now()
    forget_failures(now - KEEP_FAILURES)
    JobAttempt.objects.filter(at__lt=now - KEEP_FAILURES).delete()
    DayMark.objects.filter(day__lt=clock.today() - KEEP_MARKS).delete()
    Session.objects.filter(expire_date__lt=now).delete()
