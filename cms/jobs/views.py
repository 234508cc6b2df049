from typing import Any

from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.jobs.health import alarms, parts
from cms.jobs.selectors import health as jobs_health
from search.service import health as search_health


def _jobs() -> tuple[dict[str, Any], bool]:
    found = jobs_health()
    return {"heartbeat_age_s": found.heartbeat_age_s, "oldest_due_s": found.oldest_due_s}, found.late


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 while every needed part answers, else 503 with the same shape. Late jobs alone do not take the site away."""
    answer: dict[str, Any] = {
        "status": "ok",
        "version": settings.VERSION,
        "database": "ok",
        "search": "ok",
        "storage": "ok",
    }
    try:
        connection.ensure_connection()
        answer["jobs"], _ = _jobs()
        answer["search"] = "ok" if search_health()["state"] == "ok" else "away"
        answer |= parts()
    except Error:
        answer |= {"database": "away", "jobs": {"heartbeat_age_s": None, "oldest_due_s": None}}
    away = "away" in (answer["database"], answer["search"], answer["storage"])
    answer["status"] = "unwell" if away else "ok"
    return JsonResponse(answer, status=503 if away else 200)


@never_cache
@require_safe
def health_jobs(request: HttpRequest) -> JsonResponse:
    """For the monitor: 503 while jobs are late, and while something raised an alarm that a person must look at."""
    try:
        answer, late = _jobs()
        found = alarms()
    except Error:
        answer, late, found = {"heartbeat_age_s": None, "oldest_due_s": None}, True, {}
    alarmed = "broken" in found.values()
    status = "late" if late else "alarm" if alarmed else "ok"
    return JsonResponse({"status": status, **answer, **found}, status=503 if late or alarmed else 200)
