"""How the common template is used, by sector: falling use was the first sign that people were turning away."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from django.db.models import Min
from rapidfuzz import fuzz

from cms.core import clock
from cms.drafting.models import PeerReview
from cms.snippets.editions import current_edition
from cms.snippets.models import IspVersion, TemplateClause

State = IspVersion.State
YEAR = datetime.timedelta(days=365)
NO_SECTOR = "No sector"
FALLING = 0.15  # a drop of this share of new agreements is told on the first screen
ENOUGH = 5  # of fewer new agreements a share says nothing
Section = TemplateClause.Section


@dataclass(frozen=True, slots=True)
class YearOfNew:
    """Versions opened within one year, and how many of them began with the template."""

    opened: int = 0
    from_template: int = 0

    @property
    def share(self) -> float | None:
        """0 to 1; None where nothing was opened."""
        return self.from_template / self.opened if self.opened else None


def falling(now: YearOfNew, before: YearOfNew) -> str:
    """In words, where fewer of the new agreements begin with the template than a year ago; else empty."""
    if now.share is None or before.share is None or min(now.opened, before.opened) < ENOUGH:
        return ""
    if before.share - now.share < FALLING:
        return ""
    years = f"{now.share:.0%} this year, {before.share:.0%} the year before"
    return f"Fewer new agreements begin with the template: {years}"


def falling_use(on: datetime.date | None = None) -> str:
    """The same of all new versions, in one query: for the first screen."""
    today = on or clock.today()
    rows = IspVersion.objects.filter(is_imported=False, opened_on__gt=today - 2 * YEAR, opened_on__lte=today)
    years: dict[bool, list[bool]] = {True: [], False: []}
    for opened, template in rows.values_list("opened_on", "template"):
        years[opened > today - YEAR].append(template is not None)
    return falling(*(YearOfNew(len(years[key]), sum(years[key])) for key in (True, False)))


@dataclass(frozen=True, slots=True)
class SectorUse:
    """One sector of lead partners. Days are medians of the versions that passed the state; None where none did."""

    sector: str
    in_force: int
    current: int
    earlier: int
    this_year: YearOfNew
    last_year: YearOfNew
    days_drafting: float | None
    days_peer_review: float | None
    days_signing: float | None


@dataclass(frozen=True, slots=True)
class Departure:
    """How far one part of agreements in force is from the template's words: 0 the same, 1 nothing in common."""

    section: str
    median: float
    agreements: int


@dataclass(frozen=True, slots=True)
class TemplateUse:
    sectors: list[SectorUse]
    everybody: SectorUse
    departures: list[Departure]

    @property
    def warning(self) -> str:
        return falling(self.everybody.this_year, self.everybody.last_year)


@dataclass
class _Rows:
    """What one sector's versions say, while they are counted."""

    in_force: int = 0
    current: int = 0
    earlier: int = 0
    opened: dict[bool, list[bool]] = field(default_factory=lambda: {True: [], False: []})  # this year: from template?
    drafting: list[int] = field(default_factory=list)
    peer: list[int] = field(default_factory=list)
    signing: list[int] = field(default_factory=list)


def template_use(on: datetime.date | None = None) -> TemplateUse:
    """The template's use on a London day, in four queries however many agreements there are."""
    today = on or clock.today()
    edition = current_edition(today)
    versions = list(_versions())
    peer = _peer_days([version.pk for version in versions])
    by_sector: dict[str, _Rows] = defaultdict(_Rows)
    everybody = _Rows()
    for version in versions:
        sector = version.isp.lead.sector
        for rows in (by_sector[sector.label if sector else NO_SECTOR], everybody):
            _count(rows, version, edition.pk if edition else None, peer.get(version.pk, ()), today)
    sectors = [_sector(name, by_sector[name]) for name in sorted(by_sector)]
    return TemplateUse(sectors, _sector("All sectors", everybody), _departures(versions))


def _versions() -> Any:
    rows = IspVersion.objects.select_related("isp__lead__sector", "template")
    return rows.annotate(sent_out_on=Min("parties__asked_on")).order_by("pk")


def _peer_days(versions: Iterable[int]) -> dict[int, list[int]]:
    """{version: days that each partner took to look at it}."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = PeerReview.objects.filter(version__in=list(versions)).exclude(answered_at=None)
    for version, asked, answered in rows.values_list("version", "asked_at", "answered_at"):
        found[version].append((answered - asked).days)
    return found


def _count(rows: _Rows, version: Any, current: int | None, peer: Sequence[int], today: datetime.date) -> None:
    if version.state == State.IN_FORCE and version.isp.retired_on is None:
        rows.in_force += 1
        rows.current += version.template_id is not None and version.template_id == current
        rows.earlier += version.template_id is not None and version.template_id != current
    opened, sent, force = version.opened_on, version.sent_out_on, version.in_force_from
    if opened is not None and not version.is_imported and today - 2 * YEAR < opened <= today:
        rows.opened[opened > today - YEAR].append(version.template_id is not None)
    if opened is not None and sent is not None and sent >= opened:
        rows.drafting.append((sent - opened).days)
    if sent is not None and force is not None and force >= sent:
        rows.signing.append((force - sent).days)
    rows.peer.extend(peer)


def _sector(name: str, rows: _Rows) -> SectorUse:
    this, last = rows.opened[True], rows.opened[False]
    return SectorUse(
        sector=name,
        in_force=rows.in_force,
        current=rows.current,
        earlier=rows.earlier,
        this_year=YearOfNew(len(this), sum(this)),
        last_year=YearOfNew(len(last), sum(last)),
        days_drafting=_middle(rows.drafting),
        days_peer_review=_middle(rows.peer),
        days_signing=_middle(rows.signing),
    )


def _middle(days: list[int]) -> float | None:
    return float(median(days)) if days else None


def _departures(versions: Iterable[Any]) -> list[Departure]:
    """By part, of versions in force that began with the template; the most rewritten first."""
    made = [version for version in versions if version.state == State.IN_FORCE and version.template_id is not None]
    words = {
        (template, section): text
        for template, section, text in TemplateClause.objects.filter(
            template__in={version.template_id for version in made}
        )
        .exclude(section=Section.STANDARD)
        .values_list("template", "section", "text")
    }
    found: dict[str, list[float]] = defaultdict(list)
    for version in made:
        for section in Section.values:
            own = getattr(version, section, "") if section else ""
            if own and (version.template_id, section) in words:
                found[section].append(1 - fuzz.ratio(words[version.template_id, section], own) / 100)
    rows = [Departure(str(Section(section).label), float(median(some)), len(some)) for section, some in found.items()]
    return sorted(rows, key=lambda row: (-row.median, row.section))
