"""The signed-in home: what it shows, and which of its forms a person gets, follow from roles and tasks alone."""

import datetime
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import Case, QuerySet, When

from cms.core import clock
from cms.core.models import CommunitySettings
from cms.core.partial_dates import PartialDate
from cms.core.policy import visible
from cms.core.requester import Requester
from cms.joining.selectors import sponsor_of
from cms.members.models import PartnerRole
from cms.members.selectors import members_of, people_of
from cms.overview.fixes import Fix
from cms.overview.ours import OurIsp, OurIsps, our_isps
from cms.overview.to_do import Task, tasks_of
from cms.pages.models import EventPage, GuidancePage, HorizonPage, NewsPage, StoryPage
from cms.pages.selectors import members_path

DUTIES = frozenset({"ig_lead", "isp_approver", "partner_lead", "dpo", "siro", "accountable_officer"})
SMALL_ISPS, SMALL_PEOPLE = 2, 3
COVERS_SHOWN, LATEST_SHOWN, A_KIND = 8, 5, 2
NEWEST = ("imported", "-first_published_at", "-pk")
IMPORTED = "Imported from "  # how the importers begin a page's provenance
RING = (("ig_lead", "“May I share this?”"), ("dpo", "Something went wrong"))


class HomeKind(StrEnum):
    SIGNED_OUT = "signed_out"
    TASKS = "tasks"
    SERVICE = "service"
    SMALL_BODY = "small_body"


@dataclass(frozen=True, slots=True)
class RingLine:
    purpose: str
    name: str
    role: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class LatestItem:
    kind: str
    title: str
    path: str
    summary: str
    date: datetime.date | None
    meta: str


@dataclass(frozen=True, slots=True)
class Home:
    """`covers` are keys of ISPs; `next_event` is a page's key. `pk` only tells one home from another in the loader."""

    kind: HomeKind
    latest: list[LatestItem]
    next_event: int | None
    tasks: list[Task] = field(default_factory=list)
    cover_count: int = 0
    fixes: list[Fix] = field(default_factory=list)
    covers: list[int] = field(default_factory=list)
    who_to_ring: list[RingLine] = field(default_factory=list)
    pk: int = 0


def home_for(by: Requester) -> Home:
    """Visitors and tools get the front page; a person's home is never kept for another."""
    event = _next_event(by)
    if by.user_id is None:  # their front page has no panel for the next event
        return Home(HomeKind.SIGNED_OUT, _latest(by, None), event)
    tasks = tasks_of(by)
    ours = our_isps(by)
    kind = _kind(by, tasks, ours)
    return Home(
        kind=kind,
        latest=_latest(by, event),
        next_event=event,
        tasks=tasks,
        cover_count=ours.cover_count if ours else 0,
        fixes=ours.fixes if ours else [],
        covers=_covers(by, ours),
        who_to_ring=_who_to_ring(by.acting_for) + _sponsor(by),
    )


def _kind(by: Requester, tasks: list[Task], ours: OurIsps | None) -> HomeKind:
    small = ours is not None and 0 < ours.cover_count <= SMALL_ISPS and ours.lead_count == 0
    if small and ours is not None and not by.is_editor and members_of(ours.pk).count() <= SMALL_PEOPLE:
        return HomeKind.SMALL_BODY
    on_duty = any(partner == by.acting_for and role in DUTIES for partner, role in by.roles)
    return HomeKind.TASKS if tasks or on_duty or by.is_editor else HomeKind.SERVICE


def _covers(by: Requester, ours: OurIsps | None) -> list[int]:
    """Those of the person's own service area first, then those that need care, then by their next review."""
    if ours is None:
        return []
    held = PartnerRole.objects.current().filter(user=by.user_id, partner=ours.pk).exclude(service_area="")
    areas = {area.casefold() for area in held.values_list("service_area", flat=True)}

    def order(row: OurIsp) -> tuple[bool, bool, datetime.date]:
        elsewhere = bool(areas) and row.service_area.casefold() not in areas
        return (elsewhere, row.state.due_on is None, row.state.due_on or datetime.date.max)

    return [row.isp_id for row in sorted(ours.covering, key=order)][:COVERS_SHOWN]


def _sponsor(by: Requester) -> list[RingLine]:
    """The partner that stands beside the body one acts for, with the person there; how to reach them is on its page."""
    found = sponsor_of(by, by.acting_for) if by.acting_for is not None else None
    if found is None or found.accepted_on is None:
        return []
    name = str(found.person) if found.person is not None and found.person.is_active else ""
    return [RingLine("Your sponsor", name, str(found.sponsor), "", "")]


def _who_to_ring(partner: int | None) -> list[RingLine]:
    """The organisation's IG lead and DPO; the core team where nobody is named for “May I share this?”."""
    found = {}
    for holder in people_of(partner, [role for role, _ in RING]) if partner is not None else []:
        person = holder.user or holder.deputy
        if person is not None and holder.role.role not in found:
            purpose = dict(RING)[holder.role.role]
            found[holder.role.role] = RingLine(purpose, str(person), holder.label, person.phone, person.email)
    settings = CommunitySettings.load()
    if "ig_lead" not in found and (settings.contact_phone or settings.contact_email):
        line = RingLine(RING[0][1], "", "Core team", settings.contact_phone, settings.contact_email)
        found["ig_lead"] = line
    return [found[role] for role, _ in RING if role in found]


def _latest(by: Requester, next_event: int | None) -> list[LatestItem]:
    """News first, then changes ahead and another event; guidance and stories fill up. At most two of a kind.

    A page that came by an import was not new on the day of the import, so it shows no date and comes last of its kind.
    """
    far = Case(When(key_date__gte=clock.today().isoformat(), then=False), default=True)
    changes = _newest(HorizonPage, by).exclude(stage=HorizonPage.Stage.IN_FORCE).annotate(far=far)
    events = visible(EventPage.objects.all(), by).filter(ends_at__gte=clock.now()).exclude(pk=next_event)
    kinds: tuple[tuple[str, QuerySet[Any], int], ...] = (
        ("News", _newest(NewsPage, by).order_by("-published_on", *NEWEST), A_KIND),
        ("Changes ahead", changes.order_by("imported", "far", "key_date", "-first_published_at", "pk"), A_KIND),
        ("Event", events.order_by("starts_at", "pk"), 1),
        ("Guidance", _newest(GuidancePage, by), 1),
        ("Success story", _newest(StoryPage, by), 1),
    )
    rows = [_item(kind, page) for kind, pages, most in kinds for page in pages.defer("body")[:most]]
    return rows[:LATEST_SHOWN]


def _newest(model: Any, by: Requester) -> QuerySet[Any]:
    found = visible(model.objects.all(), by).exclude(first_published_at=None)
    imported = Case(When(provenance__startswith=IMPORTED, then=True), default=False)
    newest: QuerySet[Any] = found.annotate(imported=imported).order_by(*NEWEST)
    return newest


def _item(kind: str, page: Any) -> LatestItem:
    return LatestItem(kind, page.title, members_path(page), page.summary, _day(page), _meta(page))


def _day(page: Any) -> datetime.date | None:
    """The day that a reader would call its date; None for what an import brought."""
    if isinstance(page, NewsPage):
        return page.published_on
    if isinstance(page, EventPage):
        return page.starts_at.astimezone(clock.LONDON).date()
    if page.provenance.startswith(IMPORTED) or page.first_published_at is None:
        return None
    day: datetime.date = page.first_published_at.astimezone(clock.LONDON).date()
    return day


def _meta(page: Any) -> str:
    if isinstance(page, HorizonPage):
        word = f"{page.get_effect_display()} effect".lower() if page.effect else page.get_stage_display().lower()
        return f"{word}, {PartialDate.parse(page.key_date)}" if page.key_date else word
    return page.get_authority_display().lower() if isinstance(page, GuidancePage) else ""


def _next_event(by: Requester) -> int | None:
    coming = visible(EventPage.objects.all(), by).filter(ends_at__gte=clock.now()).order_by("starts_at", "pk")
    key: int | None = coming.values_list("pk", flat=True).first()
    return key
