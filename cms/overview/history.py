"""What applied on a past day: the version in force, who was covered, and what nobody wrote down.

Everything follows from the dates that are kept. Where a date is missing the answer says so; none is invented.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from cms.core import clock
from cms.core.errors import BadInput
from cms.core.policy import visible
from cms.core.requester import Requester
from cms.reviews.models import Review
from cms.signing.amendments.selectors import SECTIONS, amendments_in_effect
from cms.signing.models import AmendmentNotice
from cms.signing.selectors import Coverage, coverages_of_rows
from cms.snippets.models import Isp, IspParty, IspVersion
from cms.snippets.selectors import Status, label

State = IspVersion.State
PUBLISHED = (State.IN_FORCE, State.SUPERSEDED)
FUTURE = "Choose a day that is not in the future."


@dataclass(frozen=True, slots=True)
class PartyOn:
    """One party's coverage on the day. `pk` is the party's key."""

    pk: int
    party: IspParty
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class AmendedText:
    """A section that an amendment notice in effect on the day had changed. The signed words themselves stay."""

    number: int
    section: str
    heading: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to the agreement on a day, in words that name no person."""

    on: datetime.date
    text: str
    version: int | None = None


@dataclass(frozen=True, slots=True)
class IspOn:
    """An agreement on a day. `status` is None where nothing was in force, or nobody knows; `label` says which.

    `not_known` holds whole sentences. `events` are all that is known, the latest first, whatever the day asked.
    """

    pk: int
    on: datetime.date
    status: Status | None
    label: str
    sentence: str
    version_id: int | None
    parties: list[PartyOn]
    amended: list[AmendedText]
    not_known: list[str]
    events: list[Event]

    @property
    def covered_count(self) -> int:
        return sum(one.coverage.covers for one in self.parties)

    @property
    def party_count(self) -> int:
        return sum(one.coverage.counts for one in self.parties)


def history_on(by: Requester, reference: str, on: datetime.date | None = None) -> IspOn | None:
    """The agreement as it stood on a day, today unless told. None where it is not there or may not be seen.

    Only versions and parties that the requester may see count. Raises BadInput with `fields` for a day in the future.
    """
    today = clock.today()
    day = today if on is None else on
    if day > today:
        raise BadInput(FUTURE, fields={"on": [FUTURE]})
    isp = visible(Isp.objects.all(), by).filter(reference__iexact=reference.strip()).select_related("lead").first()
    if isp is None:
        return None
    versions = list(visible(IspVersion.objects.all(), by).filter(isp=isp).order_by("-number"))
    parties = _parties(by, versions)
    version, doubts = version_on(isp, versions, day)
    status, words = status_on(isp, version, bool(doubts), day)
    shown = parties_on([one for one in parties if version is not None and one.version_id == version.pk], day)
    return IspOn(
        pk=isp.pk,
        on=day,
        status=status,
        label=words,
        sentence=sentence_on(version, status, shown),
        version_id=version.pk if version is not None else None,
        parties=shown,
        amended=amended_on(by, [version], day).get(version.pk, []) if version is not None else [],
        not_known=[*doubts, *unknown_on(isp, version, shown, day)],
        events=_events(by, isp, versions, parties),
    )


def version_on(isp: Isp, versions: list[IspVersion], day: datetime.date) -> tuple[IspVersion | None, list[str]]:
    """(the version in force on the day, what is doubtful about that). A version counts from its first day up to the
    day before the next one took over; where its first day is not recorded, the agreement's own start stands for it."""
    doubtful: tuple[IspVersion, list[str]] | None = None
    for version in versions:
        if version.state not in PUBLISHED or (version.in_force_to is not None and version.in_force_to <= day):
            continue
        if version.state == State.SUPERSEDED and version.in_force_to is None:
            continue
        begun = version.in_force_from or isp.starts_on
        if begun is not None and begun <= day:
            return version, []
        if begun is None and doubtful is None:
            words = f"The day on which version {version.number} came into force is not recorded."
            if version.is_imported:
                words = "The register that this entry came from does not say since when it has been in force."
            doubtful = version, [f"{words} Whether it was in force on this day cannot be told from here."]
    return doubtful or (None, [])


def _parties(by: Requester, versions: list[IspVersion]) -> list[IspParty]:
    rows = visible(IspParty.objects.all(), by).filter(version__in=[version.pk for version in versions])
    return list(rows.select_related("version__isp", "partner").order_by("partner__name", "pk"))


def parties_on(parties: list[IspParty], day: datetime.date) -> list[PartyOn]:
    """Parties of the version that had joined by the day."""
    there = [one for one in parties if one.joined_on is None or one.joined_on <= day]
    coverages = coverages_of_rows(there, on=day)
    return [PartyOn(one.pk, one, coverages[one.pk]) for one in there]


def amended_on(by: Requester, versions: Iterable[IspVersion], day: datetime.date) -> dict[int, list[AmendedText]]:
    """{version key: what notices in effect on the day say}, in the order in which they came to count."""
    rows = {version.pk: version for version in versions}
    noticed = visible(AmendmentNotice.objects.all(), by).filter(version__in=rows, takes_effect_on__lte=day)
    found: dict[int, list[AmendedText]] = {}
    for key in set(noticed.order_by().values_list("version_id", flat=True)):
        found[key] = [
            AmendedText(notice.number, one.section, SECTIONS.get(one.section, one.section), one.before, one.after)
            for notice in amendments_in_effect(rows[key], day)
            for one in notice.changes.all()
        ]
    return found


def status_on(isp: Isp, version: IspVersion | None, doubtful: bool, day: datetime.date) -> tuple[Status | None, str]:
    if isp.retired_on is not None and isp.retired_on <= day:
        return Status.RETIRED, label(Status.RETIRED)
    if isp.suspended_on is not None and isp.suspended_on <= day:
        return Status.SUSPENDED, label(Status.SUSPENDED)
    if version is None:
        return None, "Not in force"
    if isp.ends_on is not None and isp.ends_on < day:
        return Status.ENDED, label(Status.ENDED)
    if isp.starts_on is not None and isp.starts_on > day:
        return Status.NOT_STARTED, label(Status.NOT_STARTED)
    return (None, "Not known") if doubtful else (Status.IN_FORCE, label(Status.IN_FORCE))


def sentence_on(version: IspVersion | None, status: Status | None, parties: list[PartyOn]) -> str:
    """One honest sentence about the day."""
    if version is None and status is None:
        return "No version of it that you may see was in force on this day."
    if status == Status.RETIRED:
        return "It had been retired."
    covered = sum(one.coverage.covers for one in parties)
    counted = sum(one.coverage.counts for one in parties)
    people = f"{covered} of {counted} covered."
    match status:
        case Status.IN_FORCE:
            return f"In force. {people}"
        case Status.SUSPENDED:
            return "It was suspended." + (f" {people}" if version is not None else "")
        case Status.ENDED:
            return "Its time had run out."
        case Status.NOT_STARTED:
            return "It was agreed, but its first day had not come."
    return "Whether it was in force is not known."


def unknown_on(isp: Isp, version: IspVersion | None, parties: list[PartyOn], day: datetime.date) -> list[str]:
    found = []
    if version is not None and version.is_imported:
        found.append("The text is not held here, only the register’s entry. Ask the lead for what was signed.")
        if any(one.party.covered_from is None for one in parties):
            found.append("The register does not say when each organisation signed or joined. Today’s list is shown.")
    elif any(one.coverage.covers and one.coverage.since is None for one in parties):
        found.append("For some organisations the day from which they are covered is not recorded.")
    if day < clock.today():
        found.append("A suspension that was lifted again is not kept, so an earlier one would not show here.")
        found.append("Who to ring, owners and the review date are not part of what is signed. Only today’s are held.")
    if isp.gone_on is not None and isp.gone_on <= day:
        found.append(f"The register that it came from no longer listed it on {_day(isp.gone_on)}.")
    return found


def _events(by: Requester, isp: Isp, versions: list[IspVersion], parties: list[IspParty]) -> list[Event]:
    """What is recorded to have happened, the latest first. People are not named."""
    found: list[Event] = []

    def add(on: datetime.date | None, text: str, version: int | None = None) -> None:
        if on is not None:
            found.append(Event(on, text, version))

    add(isp.starts_on, "First day of the agreement, as recorded")
    add(isp.ends_on, "Last day of the agreement, as recorded")
    add(isp.suspended_on, f"Suspended{_because(isp.suspended_reason)}")
    add(isp.retired_on, f"Retired{_because(isp.retired_reason)}")
    add(isp.gone_on, "The register that it came from no longer lists it")
    for version in versions:
        add(version.in_force_from, f"Version {version.number} came into force", version.number)
        add(version.in_force_to, f"Version {version.number} was replaced", version.number)
    for party in parties:
        name, number, first = party.partner.name, party.version.number, party.version.in_force_from
        if party.version.state in PUBLISHED and party.covered_from is not None and party.covered_from != first:
            add(party.covered_from, f"{name} covered by version {number}", number)
        if party.covered_to is not None:
            add(party.covered_to, f"Last day on which version {number} covered {name}", number)
        if party.left_on is not None:
            add(party.left_on, f"{name} left", number)
    reviews = visible(Review.objects.all(), by).filter(isp=isp, completed_on__isnull=False)
    for review in reviews:
        add(review.completed_on, f"Reviewed: {review.get_outcome_display() or 'outcome not recorded'}")
    today = clock.today()
    return sorted((one for one in found if one.on <= today), key=lambda one: (one.on, one.text), reverse=True)


def _because(reason: str) -> str:
    return f": {reason}" if reason else ""


def _day(on: datetime.date) -> str:
    return f"{on.day} {on:%B %Y}"
