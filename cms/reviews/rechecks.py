"""When law or guidance changes, the agreements that rest on it are flagged, each once for a cause.

Ends and replacements follow from dates and published pages: the schedule finds them. A start, and a change of what a
provision says, fire when a person records them.
"""

import datetime
from typing import Any

from django.db import transaction

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, Forbidden
from cms.core.partial_dates import PartialDate, in_words
from cms.core.policy import may
from cms.core.requester import SYSTEM, Requester
from cms.pages.models import GuidancePage, HorizonPage
from cms.pages.selectors import members_path
from cms.reviews.dependencies import Resting, resting_on
from cms.reviews.models import ReviewTrigger
from cms.reviews.triggers import Kind, fire
from cms.snippets.models import LegalCondition, LegalGateway

STARTED, ENDED, CHANGED = "started", "ended", "changed"
HAPPENED = {STARTED: "Has started, or starts", ENDED: "Has ended, or ends", CHANGED: "Says something else now"}
COLUMNS: dict[type[Any], tuple[str, str]] = {
    LegalGateway: ("in_force_from", "in_force_to"),
    LegalCondition: ("valid_from", "valid_to"),
}


def cause_of(thing: Any, happened: str, on: str) -> str:
    """The same for the same thing, event and date, whoever finds it first."""
    return f"{thing._meta.model_name}:{thing.pk}:{happened}:{on}"


def flagged(thing: Any) -> list[Resting]:
    """The agreements that rest on it; flagged where an open trigger of one of its causes stands."""
    rows = resting_on(thing)
    prefix = f"{thing._meta.model_name}:{thing.pk}:"
    marked = set(
        ReviewTrigger.objects.filter(
            cause__startswith=prefix, done_on=None, isp__in=[row.isp.pk for row in rows]
        ).values_list("isp_id", flat=True)
    )
    return [Resting(row.isp, row.in_force, row.isp.pk in marked) for row in rows]


@transaction.atomic
def record_law(*, by: Requester, thing: Any, happened: str, on: datetime.date, note: str) -> int:
    """Record that a gateway or condition started, ended or changed on a day, and flag the agreements that rest on it.

    A start and an end set the reference data's own dates; a change is said in the note. Returns how many agreements
    were flagged. Raises Forbidden, BadInput with `fields`.
    """
    if not may(by, "law.record", thing):
        raise Forbidden("The core team records changes of the law.")
    fields: dict[str, list[str]] = {}
    begins, ends = COLUMNS[type(thing)]
    known = getattr(thing, begins)
    if happened not in HAPPENED:
        fields["happened"] = ["Choose what happened."]
    if happened == CHANGED and not note.strip():
        fields["note"] = ["Say what it says now, in a few words."]
    if happened == ENDED and known and on < PartialDate.parse(known).first_day:
        fields["on"] = ["It cannot end before it started."]
    if fields:
        raise BadInput("Some answers need another look.", fields=fields)
    if happened != CHANGED:
        setattr(thing, begins if happened == STARTED else ends, on.isoformat())
        thing.save()
    record(by, f"law.{happened}", thing, after=[on.isoformat(), note])
    words = _words(thing, happened, on, note)
    cause = cause_of(thing, happened, on.isoformat())
    keys = [row.isp.pk for row in resting_on(thing)]
    return fire(by=by, cause=cause, kind=Kind.LAW, what=words, path=path_of(thing), isps=keys)


def _words(thing: Any, happened: str, on: datetime.date, note: str = "") -> str:
    future = on > clock.today()
    verb = {STARTED: "starts" if future else "started", ENDED: "ends" if future else "ended", CHANGED: "changed"}
    day = "from" if happened == CHANGED else "on"
    return f"{thing} {verb[happened]} {day} {in_words(on)}." + (f" {note.strip()}" if note.strip() else "")


def path_of(thing: Any) -> str:
    """Where members read of it; conditions have no page of their own, so the list of laws stands for them."""
    return f"/gateways/{thing.slug}" if isinstance(thing, LegalGateway) else "/gateways"


def fire_rechecks() -> None:
    """Every quarter of an hour: what has ended by its dates, and guidance that a live page replaces. May run twice."""
    today = clock.today()
    for model, (_, ends) in COLUMNS.items():
        for thing in model._default_manager.exclude(**{ends: ""}):
            last = PartialDate.parse(getattr(thing, ends)).last_day
            if last < today:
                _fire(thing, ENDED, getattr(thing, ends), Kind.LAW, _words(thing, ENDED, last), path_of(thing))
    replaced = GuidancePage.objects.filter(live=True, superseded_by__live=True).select_related("superseded_by")
    for page in replaced:
        newer: GuidancePage = page.superseded_by
        what = f"The guidance “{page.title}” was replaced by “{newer.title}”."
        _fire(page, "superseded", str(newer.pk), Kind.GUIDANCE, what, members_path(newer))
    for change in HorizonPage.objects.filter(live=True, stage=HorizonPage.Stage.IN_FORCE):
        what = f"“{change.title}” is in force."
        _fire(change, STARTED, change.key_date or "-", Kind.LAW, what, members_path(change))


def _fire(thing: Any, happened: str, on: str, kind: str, what: str, path: str) -> None:
    keys = [row.isp.pk for row in resting_on(thing)]
    if keys:
        fire(by=SYSTEM, cause=cause_of(thing, happened, on), kind=kind, what=what, path=path, isps=keys)
