"""Saving what is one answer: the name, a text, the review, who may read it."""

import datetime

from django.db import transaction

from cms.core import clock
from cms.core.errors import BadInput
from cms.core.requester import Requester
from cms.drafting.permissions import BEING_WRITTEN
from cms.drafting.services.access import assert_same, locked, refuse, saved
from cms.drafting.steps import BY_KEY
from cms.snippets.models import Isp, IspVersion, Theme
from cms.snippets.services import move_on

LONGEST_TEXT = 10_000
LONGEST_TITLE = 250
LONGEST_CYCLE, FURTHEST = 60, datetime.timedelta(days=5 * 366)
WIDTHS = (Isp.Visibility.PARTIES, Isp.Visibility.MEMBERS, Isp.Visibility.PUBLIC)  # from few readers to everybody
SIGNED = (IspVersion.State.IN_FORCE, IspVersion.State.SUPERSEDED)


@transaction.atomic
def save_title(*, by: Requester, reference: str, expected: str, title: str, theme: str, kind: str) -> IspVersion:
    """Name, theme (slug, or empty) and kind. Those of an agreement that was ever sent out are part of what was signed
    and stay. Raises NotFound, Forbidden, Conflict, BadInput with `fields`.
    """
    version = locked(by, reference)
    assert_same(version, "title", expected)
    found = Theme.objects.filter(slug=theme).first() if theme else None
    earlier = version.isp.versions.exclude(state__in=BEING_WRITTEN).exclude(state=IspVersion.State.WITHDRAWN)
    is_set = title.strip() != version.isp.title and earlier.exists()
    refuse(
        {
            "title": (
                ""
                if 0 < len(title.strip()) <= LONGEST_TITLE and not is_set
                else "An earlier version was signed under this name: ask the core team to change it."
                if is_set
                else f"Give it a name of at most {LONGEST_TITLE} characters."
            ),
            "theme": "Choose a theme from the list." if theme and found is None else "",
            "kind": "" if kind in Isp.Kind.values else "Choose what kind of agreement it is.",
        }
    )
    move_on(version.isp, title=title.strip(), theme=found, kind=kind)
    return saved(by, version, "title")


@transaction.atomic
def save_text(*, by: Requester, reference: str, step: str, expected: str, text: str) -> IspVersion:
    """One text of the agreement. An empty one is saved too, and named as missing where it is needed. Raises NotFound,
    Forbidden, Conflict where somebody else changed it, BadInput with `fields`.
    """
    version = locked(by, reference)
    column = BY_KEY[step].text if step in BY_KEY else ""
    if not column:
        raise BadInput("This step is not a text.", fields={"step": ["Choose a step that is a text."]})
    assert_same(version, step, expected)
    words = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n"))
    if len(words) > LONGEST_TEXT:
        raise BadInput(
            "This is too long.", fields={"text": [f"Make this shorter: {LONGEST_TEXT:,} characters at most."]}
        )
    setattr(version, column, words)
    version.save(update_fields=[column])
    return saved(by, version, step)


@transaction.atomic
def save_review(
    *, by: Requester, reference: str, expected: str, cycle_months: int, next_review: datetime.date | None
) -> IspVersion:
    """When it is looked at again: every so many months, and first on a day (unless given, one cycle after it is in
    force). Part of the unsigned schedule. Raises NotFound, Forbidden, Conflict, BadInput with `fields`.
    """
    version = locked(by, reference)
    assert_same(version, "review", expected)
    today = clock.today()
    refuse(
        {
            "cycleMonths": ""
            if 1 <= cycle_months <= LONGEST_CYCLE
            else f"Choose 1 to {LONGEST_CYCLE} months; 12 is usual.",
            "nextReview": ""
            if next_review is None or today < next_review <= today + FURTHEST
            else "Choose a day after today, within five years.",
        }
    )
    precision = version.isp.next_review_precision
    if next_review is not None:
        precision = Isp.Precision.DAY
    move_on(
        version.isp,
        review_cycle_months=cycle_months,
        next_review_on=next_review,
        next_review_precision=precision if next_review else Isp.Precision.NONE,
    )
    return saved(by, version, "review")


@transaction.atomic
def save_visibility(*, by: Requester, reference: str, expected: str, visibility: str) -> IspVersion:
    """Who may read it once a version is in force. Until then nobody besides those who work on it, whatever this says.

    It counts for every version at once: while one that was in force is there, more readers are the core team's to let
    in, for else a draft would open what others signed. Raises NotFound, Forbidden, Conflict, BadInput with `fields`.
    """
    version = locked(by, reference)
    assert_same(version, "visibility", expected)
    refuse({"visibility": "" if visibility in Isp.Visibility.values else "Choose who may read it."})
    is_wider = WIDTHS.index(Isp.Visibility(visibility)) > WIDTHS.index(Isp.Visibility(version.isp.visibility))
    if is_wider and not by.is_editor and version.isp.versions.filter(state__in=SIGNED).exists():
        refuse({"visibility": "This would open the version in force at once: ask the core team to let more people in."})
    move_on(version.isp, visibility=visibility)
    return saved(by, version, "visibility")
