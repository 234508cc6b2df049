"""What changed between two versions of an agreement: word by word, and which parties, law, data and flows.

Pure functions. The work is bounded: two texts with too little in common are shown as one replaced by the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from .documents.agreement import basis_words, controller_of, gateway, name_of
from .statuses import key_of, say

MOST_EDITS = 600  # words put in or taken out of one text; beyond it lines are compared, then the whole
WORD = re.compile(r"\s*\S+[^\S\n]*\n*")
Kind = Literal["same", "gone", "new"]
TEXTS = (
    ("summary", "In plain English"),
    ("purpose", "Purpose"),
    ("necessity", "Why it is needed"),
    ("expected_benefit", "What it should achieve"),
    ("data_subjects", "People it is about"),
    ("may_share", "You may share"),
    ("do_not_share", "Do not share"),
    ("how_to_share", "How to share it safely"),
    ("retention", "Kept for"),
    ("security", "Kept safe by"),
    ("individual_rights", "People’s rights"),
    ("joint_arrangement", "How joint controllers divide their duties"),
)


@dataclass(frozen=True, slots=True)
class Piece:
    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class TextChange:
    key: str
    heading: str
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class ListChange:
    """Entries by name: put in, taken out, and said otherwise (name, before, after)."""

    key: str
    heading: str
    added: list[tuple[str, str]]
    removed: list[tuple[str, str]]
    changed: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Only what differs; `same` are the headings of what does not."""

    texts: list[TextChange]
    lists: list[ListChange]
    same: list[str]


def compare(before: Any, after: Any) -> Comparison:
    """Two versions as the operation IspCompare answers them."""
    texts, lists, same = [], [], []
    for field, heading in TEXTS:
        old, new = as_text(getattr(before, field)), as_text(getattr(after, field))
        if old == new:
            if old:
                same.append(heading)
        else:
            texts.append(TextChange(field, heading, changes(old, new)))
    for key, heading, entries in LISTS:
        change = list_change(key, heading, entries(before), entries(after))
        if change.added or change.removed or change.changed:
            lists.append(change)
        elif entries(after):
            same.append(heading)
    return Comparison(texts, lists, same)


def with_template(version: Any) -> Comparison:
    """A version beside the edition that it was made from (operation IspTemplate): the parts that were written, word by
    word. `same` are those that still say what the template says."""
    texts, same = [], []
    for clause in version.template.clauses:
        if clause.is_locked:
            continue
        own = as_text(getattr(version, key_of(clause.section)))
        if own == as_text(clause.text):
            same.append(clause.heading)
        else:
            texts.append(TextChange(key_of(clause.section), clause.heading, changes(as_text(clause.text), own)))
    return Comparison(texts, [], same)


def as_text(value: Any) -> str:
    return "\n".join(value) if isinstance(value, list) else str(value or "").replace("\r\n", "\n")


def changes(before: str, after: str) -> list[Piece]:
    """Both texts as one row of pieces, word by word. Words count as equal whatever space follows them."""
    for split in (WORD.findall, lambda text: text.splitlines(keepends=True)):
        old, new = split(before), split(after)
        steps = edits([one.strip() for one in old], [one.strip() for one in new])
        if steps is not None:
            return _pieces(steps, old, new)
    return [one for one in (Piece("gone", before), Piece("new", after)) if one.text]


def edits(old: Sequence[str], new: Sequence[str]) -> list[tuple[Kind, int]] | None:
    """The shortest way from old to new (Myers 1986) as (kind, index in its own list); None beyond MOST_EDITS steps.

    At most MOST_EDITS² steps of work beside one walk over what both have in common.
    """
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    a, b = old[start : len(old) - end], new[start : len(new) - end]
    middle = _way(a, b)
    if middle is None:
        return None
    head: list[tuple[Kind, int]] = [("same", n) for n in range(start)]
    tail: list[tuple[Kind, int]] = [("same", n) for n in range(len(new) - end, len(new))]
    return head + [(kind, n + start) for kind, n in middle] + tail


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    n = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        n += 1
    return n


def _way(a: Sequence[str], b: Sequence[str]) -> list[tuple[Kind, int]] | None:
    reach, trail = {1: 0}, []
    for depth in range(min(len(a) + len(b), MOST_EDITS) + 1):
        trail.append(dict(reach))
        for k in range(-depth, depth + 1, 2):
            down = k == -depth or (k != depth and reach[k - 1] < reach[k + 1])
            x = reach[k + 1] if down else reach[k - 1] + 1
            y = x - k
            while x < len(a) and y < len(b) and a[x] == b[y]:
                x, y = x + 1, y + 1
            reach[k] = x
            if x >= len(a) and y >= len(b):
                return _back(trail, len(a), len(b))
    return None


def _back(trail: list[dict[int, int]], x: int, y: int) -> list[tuple[Kind, int]]:
    found: list[tuple[Kind, int]] = []
    for depth in range(len(trail) - 1, -1, -1):
        reach, k = trail[depth], x - y
        down = k == -depth or (k != depth and reach[k - 1] < reach[k + 1])
        before = k + 1 if down else k - 1
        to_x = reach[before]
        to_y = to_x - before
        while x > max(to_x, 0) and y > max(to_y, 0):
            x, y = x - 1, y - 1
            found.append(("same", y))
        if depth:
            found.append(("new", to_y) if down else ("gone", to_x))
            x, y = to_x, to_y
    return found[::-1]


def _pieces(steps: list[tuple[Kind, int]], old: Sequence[str], new: Sequence[str]) -> list[Piece]:
    """Runs of one kind; what was taken out stands before what was put in its place."""
    found: list[Piece] = []
    gone: list[str] = []
    added: list[str] = []

    def close() -> None:
        found.extend(one for one in (Piece("gone", "".join(gone)), Piece("new", "".join(added))) if one.text)
        gone.clear()
        added.clear()

    same: list[str] = []
    for kind, n in steps:
        if kind == "same":
            close()
            same.append(new[n])
            continue
        if same:
            found.append(Piece("same", "".join(same)))
            same.clear()
        (gone if kind == "gone" else added).append((old if kind == "gone" else new)[n])
    close()
    if same:
        found.append(Piece("same", "".join(same)))
    # A text's last word has no space after it: where something follows, it gets one.
    apart = [Piece(one.kind, one.text if one.text[-1].isspace() else f"{one.text} ") for one in found[:-1]]
    return apart + found[-1:]


Entries = list[tuple[str, str]]


def list_change(key: str, heading: str, before: Entries, after: Entries) -> ListChange:
    old, new = _named(before), _named(after)
    return ListChange(
        key,
        heading,
        added=[(name, text) for name, text in new.items() if name not in old],
        removed=[(name, text) for name, text in old.items() if name not in new],
        changed=[(name, old[name], text) for name, text in new.items() if name in old and old[name] != text],
    )


def _named(entries: Iterable[tuple[str, str]]) -> dict[str, str]:
    """By name; a second entry of the same name is told apart by a number."""
    found: dict[str, str] = {}
    for name, text in entries:
        n, unique = 1, name
        while unique in found:
            n += 1
            unique = f"{name} ({n})"
        found[unique] = text
    return found


def _parties(version: Any) -> Entries:
    def words(party: Any) -> str:
        bound = f"legal controller {controller_of(party)}" if controller_of(party) else ""
        parts = (party.role_label, "essential" if party.is_essential else "", say(party.controller_status), bound)
        return ", ".join(part for part in parts if part)

    return [(name_of(party), words(party)) for party in version.parties]


def _bases(version: Any) -> Entries:
    return [
        (
            f"{name_of(party)}, {basis.direction_label.lower()}: {basis.purpose}",
            "; ".join([basis.regime_label, *basis_words(basis), *sorted(gateway(one) for one in basis.gateways)]),
        )
        for party in version.parties
        for basis in party.bases
    ]


def _items(version: Any) -> Entries:
    def words(item: Any) -> str:
        marks = ("special category" if item.is_special_category else "", "offences" if item.is_criminal_offence else "")
        return ", ".join(mark for mark in marks if mark) or "neither special category nor offences"

    return [(item.name, words(item)) for item in version.data_items]


def _flows(version: Any) -> Entries:
    def ends(flow: Any) -> str:
        sender = flow.sender.name if flow.sender else "All partners"
        return f"{sender} to {flow.recipient.name if flow.recipient else 'all partners'}: {flow.items}"

    return [
        (ends(flow), ", ".join(part for part in (flow.method, flow.format, flow.frequency_required) if part))
        for flow in version.flows
    ]


LISTS: tuple[tuple[str, str, Callable[[Any], Entries]], ...] = (
    ("parties", "Parties", _parties),
    ("items", "Information shared", _items),
    ("law", "The law, for each party and purpose", _bases),
    ("flows", "What moves between whom", _flows),
)
