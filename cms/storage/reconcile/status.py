"""Where files are, how many and how much, what waits, and what the comparisons said: what the screen shows."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, Q, Sum
from wagtail.documents import get_document_model

from cms.core import policy
from cms.core.errors import Forbidden
from cms.core.requester import Requester
from cms.storage import moving
from cms.storage.expunging import kept, kept_until
from cms.storage.models import Content, KeptName, ReconcileRun, SyncObject
from cms.storage.permissions import RECONCILE
from cms.storage.places import DISK, place_named
from cms.storage.reconcile import runs
from cms.storage.reconcile.findings import KINDS
from cms.storage.reconcile.survey import LOST, todays_places

SHOWN = 50  # of each list
RUNS = 10
HEADINGS = {
    "missing": "Missing",
    "extra": "There, and nobody knows of them",
    "changed": "Changed",
    "unverified": "Not read",
    "stale_uploads": "Uploads that nobody goes on with",
    "untagged": "From partners’ systems, not dealt with",
}
ROLES = {"media": "The site’s own files", "mirror": "Copies of what is published", "quarantine": "Kept from everybody"}


@dataclass(frozen=True, slots=True)
class Place:
    """`words` say what kind of place it is; `in_use`: the site writes there now; sizes are in bytes."""

    name: str
    words: str
    role: str
    in_use: bool
    files: int
    size: int
    waiting: int
    waits_since: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class Left:
    """One finding of the last run. `sources`: (place, words) of what may have good bytes; `documents`: (key, title) of
    what shows the file."""

    kind: str
    what: str
    why: str
    place: str
    row: int | None
    content: int | None
    name: str
    sources: Sequence[tuple[str, str]]
    documents: Sequence[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Released:
    """`until`: the day on which it goes; None for what is in the mirror alone, which stays."""

    content: int
    kind: str
    size: int
    since: datetime.datetime | None
    until: datetime.date | None


@dataclass(frozen=True, slots=True)
class FilesStatus:
    """All that the screen shows."""

    places: Sequence[Place]
    move: moving.Progress
    states: Sequence[tuple[str, int]]  # (what became of the check for viruses, files)
    waiting: Sequence[SyncObject]
    waiting_count: int
    runs: Sequence[ReconcileRun]
    last: ReconcileRun | None
    under_way: ReconcileRun | None
    counts: Sequence[tuple[str, int]]  # (heading, how many) of the last run
    left: Sequence[tuple[str, int, Sequence[Left]]]  # (heading, how many, those that are shown)
    released: Sequence[Released]
    released_count: int


def files_status(*, by: Requester) -> FilesStatus:
    """As it is now; asks no store. Raises Forbidden for anyone but the core team."""
    if not policy.may(by, RECONCILE):
        raise Forbidden("Files are looked after by the core team.")
    last = runs.last_run()
    waiting = SyncObject.objects.filter(done_at=None, ended_at=None)
    released = kept()
    return FilesStatus(
        places=_places(),
        move=moving.progress(),
        states=_states(),
        waiting=list(waiting.order_by("pk")[:SHOWN]),
        waiting_count=waiting.count(),
        runs=list(ReconcileRun.objects.filter(ended_at__isnull=False)[:RUNS]),
        last=last,
        under_way=runs.under_way(),
        counts=[(HEADINGS[kind], last.counts.get(kind, 0)) for kind in KINDS] if last else [],
        left=_left(last) if last else [],
        released=[
            Released(row.pk, row.kind, row.size, row.released_at, kept_until(row) if row.goes else None)
            for row in released.order_by("-released_at", "-pk")[:SHOWN]
        ],
        released_count=released.count(),
    )


def _places() -> list[Place]:
    """One for each place and role that the ledger counts with, those of today first."""
    today = todays_places()
    done, waits = Q(done_at__isnull=False), Q(done_at=None)
    rows = (
        SyncObject.objects.filter(ended_at=None)
        .order_by()
        .values("place", "role")
        .annotate(
            files=Count("pk", filter=done),
            size=Sum("content__size", filter=done),
            waiting=Count("pk", filter=waits),
            since=Min("created_at", filter=waits),
        )
    )
    found: dict[tuple[str, str], Any] = {(row["place"], row["role"]): row for row in rows}
    for name, role in today.items():
        found.setdefault((name, role), {"files": 0, "size": 0, "waiting": 0, "since": None})
    places = [
        Place(
            name=name,
            words=_words(name),
            role=ROLES.get(role, role),
            in_use=name in today,
            files=row["files"],
            size=row["size"] or 0,
            waiting=row["waiting"],
            waits_since=row["since"],
        )
        for (name, role), row in found.items()
    ]
    return sorted(places, key=lambda one: (not one.in_use, list(ROLES.values()).index(one.role), one.name))


def _words(name: str) -> str:
    if name.startswith(DISK):
        return f"Folder “{name.removeprefix(DISK)}” on this machine"
    bucket, _, server = name.removeprefix("s3://").partition("@")
    words = f"Bucket “{bucket}”" + (f" at {server}" if server else "")
    return words if place_named(name) is not None else f"{words}, which the settings of today do not reach"


def _states() -> list[tuple[str, int]]:
    rows = Content.objects.filter(released_at=None).order_by().values_list("state").annotate(files=Count("pk"))
    counted = dict(rows)
    return [(label, counted[state]) for state, label in Content.State.choices if counted.get(state)]


def _left(run: ReconcileRun) -> list[tuple[str, int, Sequence[Left]]]:
    """What the run found and nobody has put right since."""
    settled = _settled(run)
    left: dict[str, list[dict[str, Any]]] = {}
    counts: dict[str, int] = {}
    for kind in KINDS:
        found = run.lists.get(kind, [])
        left[kind] = [one for one in found if (one["row"] or (one["place"], one["content"])) not in settled]
        counts[kind] = run.counts.get(kind, 0) - len(found) + len(left[kind])
    shown = {kind: some[:SHOWN] for kind, some in left.items() if counts[kind]}
    contents = {one["content"] for some in shown.values() for one in some if one["content"]}
    sources, documents = _sources(contents), _documents(contents)
    return [
        (HEADINGS[kind], counts[kind], [_one(kind, one, sources, documents) for one in some])
        for kind, some in shown.items()
    ]


def _settled(run: ReconcileRun) -> set[int | tuple[str, int]]:
    """Row and (place, content) of what was read and found good since the run, or said to be gone."""
    found = {one["content"] for some in run.lists.values() for one in some if one["content"]}
    good = Q(verified_at__gt=run.ended_at, error="", ended_at=None) | Q(end_reason=LOST)
    rows = SyncObject.objects.filter(good, content__in=found)
    known: list[tuple[int, str, int]] = list(rows.values_list("pk", "place", "content"))
    return {pk for pk, _, _ in known} | {(place, content) for _, place, content in known}


def _one(kind: str, one: dict[str, Any], sources: dict[int, Any], documents: dict[int, Any]) -> Left:
    content = one["content"]
    others = [place for place, row in sources.get(content, []) if row != one["row"]] if content else []
    return Left(
        kind=kind,
        what=one["what"],
        why=one["why"],
        place=_words(one["place"]) if one["place"] else "",
        row=one["row"],
        content=content,
        name=one["name"],
        sources=[(place, _words(place)) for place in sorted(set(others))],
        documents=documents.get(content, []) if content else [],
    )


def _sources(contents: set[int]) -> dict[int, list[tuple[str, int]]]:
    """By content: (place, row) of where its bytes were put and can be reached."""
    found: dict[int, list[tuple[str, int]]] = {}
    rows = SyncObject.objects.filter(content__in=contents, done_at__isnull=False)
    for content, place, pk in rows.values_list("content", "place", "pk"):
        if place_named(place) is not None:
            found.setdefault(content, []).append((place, pk))
    return found


def _documents(contents: set[int]) -> dict[int, list[tuple[int, str]]]:
    """By content: (key, title) of the documents whose file it is."""
    names = dict(KeptName.objects.filter(content__in=contents).values_list("name", "content"))
    found: dict[int, list[tuple[int, str]]] = {}
    for pk, title, name in get_document_model().objects.filter(file__in=names).values_list("pk", "title", "file"):
        found.setdefault(names[name], []).append((pk, title))
    return found
