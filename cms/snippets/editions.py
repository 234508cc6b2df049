"""Editions of the common template: which one counts, and how the next is written and published."""

import datetime

from django.db import transaction
from django.db.models import Max

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.requester import Requester
from cms.snippets.models import TemplateClause, TemplateVersion

COPIED = ("sort_order", "section", "heading", "why", "text", "locked_reason")


def current_edition(on: datetime.date | None = None) -> TemplateVersion | None:
    """The published edition with the highest number on a day (today); None before the first."""
    found: TemplateVersion | None = (
        TemplateVersion.objects.filter(published_on__lte=on or clock.today()).order_by("-number").first()
    )
    return found


def is_published(edition: TemplateVersion) -> bool:
    return edition.published_on is not None and edition.published_on <= clock.today()


@transaction.atomic
def open_edition(*, by: Requester, what_changed: str = "") -> TemplateVersion:
    """A draft of the next edition, with the clauses of the last. Raises Forbidden, Conflict while one is being
    written."""
    _core_team(by)
    editions = TemplateVersion.objects.select_for_update()
    waiting = next((one for one in editions if not is_published(one)), None)
    if waiting is not None:
        raise Conflict(f"Edition {waiting.number} is not published yet: work on that one.")
    last = editions.order_by("-number").first()
    number = (editions.aggregate(highest=Max("number"))["highest"] or 0) + 1
    edition: TemplateVersion = TemplateVersion.objects.create(number=number, what_changed=what_changed)
    for clause in last.clauses.all() if last else ():
        TemplateClause.objects.create(template=edition, **{name: getattr(clause, name) for name in COPIED})
    record(by, "template.opened", edition)
    return edition


@transaction.atomic
def publish_edition(*, by: Requester, number: int, on: datetime.date | None = None) -> TemplateVersion:
    """Publish an edition from a day (today). From then on it never changes: agreements are measured against it.

    Raises Forbidden, NotFound, Conflict where it is published, BadInput where a clause is not finished.
    """
    _core_team(by)
    edition: TemplateVersion | None = TemplateVersion.objects.select_for_update().filter(number=number).first()
    if edition is None:
        raise NotFound("There is no such edition.")
    if is_published(edition):
        raise Conflict("This edition is published already.")
    day = on or clock.today()
    if day < clock.today():
        raise BadInput(
            "An edition cannot be published in the past.", fields={"publishedOn": ["Choose today or later."]}
        )
    faults = unfinished(edition)
    if faults:
        raise BadInput("The edition is not finished.", missing=faults)
    edition.published_on = day
    edition.save(update_fields=["published_on"])
    record(by, "template.published", edition, after={"published_on": day})
    return edition


def unfinished(edition: TemplateVersion) -> list[str]:
    """What keeps an edition from being published, in words."""
    clauses = list(edition.clauses.all())
    faults = [] if clauses else ["It has no clauses."]
    sections = [clause.section for clause in clauses if not clause.is_locked]
    faults += [
        f"Two clauses start the part “{TemplateClause.Section(section).label}”."
        for section in sorted({one for one in sections if sections.count(one) > 1})
    ]
    faults += [
        f"“{clause.heading}” does not say why nobody may change it."
        for clause in clauses
        if clause.is_locked and not clause.locked_reason.strip()
    ]
    faults += [f"“{clause.heading}” has no words." for clause in clauses if not clause.text.strip()]
    if not edition.what_changed.strip():
        faults.append("Say what changed.")
    return faults


def _core_team(by: Requester) -> None:
    if not by.is_editor:
        raise Forbidden("The core team keeps the template.")
