"""The status of an ISP as a column of the list: sorted, filtered and counted by the database, never stored."""

from typing import Any

from django.db.models import Case, CharField, QuerySet, Value, When

from cms.core import clock
from cms.snippets.review_state import LABELS, Status, with_status

CHOICES = [(status.value, label) for status, label in LABELS.items()]


def annotate_status(rows: QuerySet[Any]) -> QuerySet[Any]:
    """ISPs with `status`, a `Status` value as of today."""
    today = clock.today()
    cases = [When(with_status(status, today), then=Value(status.value)) for status in Status]
    found: QuerySet[Any] = rows.annotate(
        status=Case(*cases, default=Value(Status.DRAFT.value), output_field=CharField())
    )
    return found


def status_label(isp: Any) -> str:
    return LABELS[Status(isp.status)]
