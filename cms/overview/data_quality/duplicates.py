"""Partners that may be one body twice: the same code, or nearly the same name. Proposals for a person, never more."""

import re
from collections import defaultdict
from urllib.parse import urlencode

from django.urls import reverse
from rapidfuzz import fuzz, process

from cms.core.requester import Requester
from cms.overview.data_quality.row import Row
from cms.overview.models import NotTheSame
from cms.snippets.importers.names import normalised
from cms.snippets.models import Partner, PartnerAlias, Succession

CODES = {
    "ods_code": "ODS code",
    "gss_code": "GSS code",
    "urn": "URN",
    "charity_number": "charity number",
    "gov_register_code": "government register code",
    "ico_registration": "ICO registration",
}
ALIKE = 92.0  # of 100, by the words in any order
MOST = 200
IN_BRACKETS = re.compile(r"\s*\([^)]*\)")
WORDS = re.compile(r"\b(the|of|and|nhs|ltd|limited|council|trust)\b")
NOT_ONE = ("exempt", "not needed", "")
Pair = tuple[int, int]


def duplicates() -> list[Row]:
    """Same codes first, then names, the most alike first. Bodies that took over from one another are left out."""
    bodies = {
        pk: (name, codes)
        for pk, name, *codes in Partner.objects.filter(duplicate_of=None).values_list("pk", "name", *CODES)
    }
    settled = {tuple(sorted(pair)) for pair in Succession.objects.values_list("predecessor_id", "successor_id")}
    settled |= set(NotTheSame.objects.values_list("one_id", "other_id"))
    found: dict[Pair, str] = {}
    for pair, why in [*_same_code(bodies), *_same_name(bodies), *_alike(bodies)]:
        if pair not in settled:
            found.setdefault(pair, why)
    slugs = dict(Partner.objects.filter(pk__in={pk for pair in found for pk in pair}).values_list("pk", "slug"))
    return [_row(pair, why, bodies, slugs) for pair, why in found.items()][:MOST]


def _row(pair: Pair, why: str, bodies: dict[int, tuple[str, list[str]]], slugs: dict[int, str]) -> Row:
    one, other = pair
    query = urlencode({"survivor": slugs[one], "duplicate": slugs[other]})
    label = f"{bodies[one][0]} and {bodies[other][0]}"
    return Row(f"{one}-{other}", label, why, f"{reverse('register_imports:merge')}?{query}", "Compare, put together")


def _pairs(keys: list[int]) -> list[Pair]:
    ordered = sorted(set(keys))
    return [(ordered[0], other) for other in ordered[1:]]


def _same_code(bodies: dict[int, tuple[str, list[str]]]) -> list[tuple[Pair, str]]:
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    for pk, (_, codes) in bodies.items():
        for word, code in zip(CODES.values(), codes, strict=True):
            if code.casefold() not in NOT_ONE:
                holders[word, code.casefold()].append(pk)
    return [
        (pair, f"the same {word}, {code.upper()}")
        for (word, code), keys in holders.items()
        if len(keys) > 1
        for pair in _pairs(keys)
    ]


def _same_name(bodies: dict[int, tuple[str, list[str]]]) -> list[tuple[Pair, str]]:
    """A name of one is another name of the other."""
    holders: dict[str, list[int]] = defaultdict(list)
    for pk, (name, _) in bodies.items():
        holders[normalised(name)].append(pk)
    for pk, name in PartnerAlias.objects.filter(partner__duplicate_of=None).values_list("partner_id", "name"):
        holders[normalised(name)].append(pk)
    found = [(name, sorted(set(keys))) for name, keys in holders.items() if len(set(keys)) > 1]
    # Two practices of one name with two codes are two bodies: a name is not a key.
    return [
        (pair, f"both are called “{name}”") for name, keys in found for pair in _pairs(keys) if not _apart(pair, bodies)
    ]


def _alike(bodies: dict[int, tuple[str, list[str]]]) -> list[tuple[Pair, str]]:
    keys = list(bodies)
    names = [_bare(bodies[pk][0]) for pk in keys]
    scores = process.cdist(names, names, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE)
    found: list[tuple[float, Pair]] = []
    for row in range(len(keys)):
        for column in range(row + 1, len(keys)):
            if scores[row][column] and len(names[row]) > 4:
                pair = (min(keys[row], keys[column]), max(keys[row], keys[column]))
                if not _apart(pair, bodies):
                    found.append((float(scores[row][column]), pair))
    return [(pair, "their names are nearly the same") for _, pair in sorted(found, reverse=True)]


def _bare(name: str) -> str:
    """A name without what many share: "The Elmbridge Council (EBC)" becomes "elmbridge"."""
    return " ".join(WORDS.sub(" ", IN_BRACKETS.sub("", normalised(name))).split())


def _apart(pair: Pair, bodies: dict[int, tuple[str, list[str]]]) -> bool:
    """Two codes of one kind say that they are two bodies."""
    one, other = (bodies[pk][1] for pk in pair)
    return any(a and b and a.casefold() != b.casefold() for a, b in zip(one, other, strict=True))


def say_two_bodies(by: Requester, pair: Pair) -> None:
    one, other = sorted(pair)
    NotTheSame.objects.get_or_create(one_id=one, other_id=other, defaults={"said_by_id": by.user_id})
