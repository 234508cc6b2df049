"""What others wrote in agreements of the same kind: their laws, their words, and what may be covered already.

Only agreements in force that the requester may see are read, so nothing here tells of a hidden one.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from cms.core.policy import visible
from cms.core.requester import Requester
from cms.snippets.models import DataItem, IspParty, IspVersion, LegalBasis, LegalGateway

SMALL_WORDS = """
about after all also and any are because been both but can could data each for from have help her hi how information
into it may more must need not one only other our out over partner people person purpose share shared sharing should so
such than that the their them then they thi those through under use used what when where which who will with work would
year you your
"""  # as they stand without their plural
SMALL = frozenset(SMALL_WORDS.split())
WORD = re.compile(r"[a-z]{3,}")
MOST_HELPS, MOST_OVERLAPS, MOST_EXAMPLES, MOST_NAMED = 6, 5, 3, 3
LEAST_SHARED_WORDS = 2


@dataclass(frozen=True, slots=True)
class GatewayHelp:
    """A law that agreements like this one rely on: how many, and the keys of the nearest."""

    pk: int
    gateway_id: int
    count: int
    isp_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Overlap:
    """An agreement among some of the same parties: it may cover this already."""

    pk: int
    isp_id: int
    partner_ids: tuple[int, ...]
    items: tuple[str, ...]  # of the draft, which it names too


@dataclass(frozen=True, slots=True)
class Example:
    """How an agreement in force put the same part."""

    pk: int
    isp_id: int
    text: str


@dataclass(frozen=True, slots=True)
class Near:
    """An agreement in force with how near it is to the draft: words of the purpose, theme, sectors."""

    version_id: int
    isp_id: int
    score: int
    shared: int


def words_of(*texts: str) -> frozenset[str]:
    """Words that carry meaning, without their plural."""
    found = (word.removesuffix("s") for text in texts for word in WORD.findall(text.lower()))
    return frozenset(word for word in found if word not in SMALL)


def in_force(by: Requester, version: IspVersion) -> Any:
    """Versions in force that the requester may see, of other agreements that are neither suspended nor retired."""
    rows = visible(IspVersion.objects.all(), by).filter(state=IspVersion.State.IN_FORCE)
    over = {"isp__suspended_on__isnull": True, "isp__retired_on__isnull": True, "isp__gone_on__isnull": True}
    return rows.filter(**over).exclude(isp=version.isp_id)


def nearest(by: Requester, version: IspVersion) -> list[Near]:
    """Agreements in force with the same purpose words, theme or sectors, the nearest first. Four queries."""
    isp = version.isp
    own = words_of(isp.title, _plain(version.summary), _plain(version.purpose))
    sectors = set(version.parties.values_list("partner__sector", flat=True))
    columns = ("pk", "isp_id", "isp__title", "isp__theme_id", "summary", "purpose")
    rows = list(in_force(by, version).order_by("pk").values_list(*columns))
    theirs: dict[int, set[int]] = defaultdict(set)
    parts = visible(IspParty.objects.all(), by).filter(version__in=[row[0] for row in rows])
    for pk, sector in parts.order_by().values_list("version", "partner__sector"):
        theirs[pk].add(sector)
    found = []
    for pk, isp_id, title, theme, summary, purpose in rows:
        shared = len(own & words_of(title, summary, purpose))
        same_theme = theme is not None and theme == isp.theme_id
        if shared < LEAST_SHARED_WORDS and not same_theme:
            continue
        score = 2 * shared + (4 if same_theme else 0) + len(sectors & theirs[pk])
        found.append(Near(pk, isp_id, score, shared))
    return sorted(found, key=lambda one: (-one.score, one.isp_id))


def _plain(text: str) -> str:
    """Without what nobody has replaced yet."""
    return re.sub(r"\[[^\[\]]*\]", " ", text)


def gateways_relied_on(by: Requester, version: IspVersion) -> list[GatewayHelp]:
    """Laws that hold today and that the nearest agreements in force rely on: the most often named first."""
    near = {one.version_id: one for one in nearest(by, version)}
    bases = visible(LegalBasis.objects.all(), by).filter(party__version__in=list(near), gateways__isnull=False)
    users: dict[int, set[int]] = defaultdict(set)
    for pk, gateway in bases.order_by().values_list("party__version", "gateways"):
        users[gateway].add(pk)
    kept = {row.pk: row for row in visible(LegalGateway.objects.all(), by).filter(pk__in=list(users))}
    found = []
    for gateway, versions in users.items():
        row = kept.get(gateway)
        if row is None or row.state in ("ended", "passed") or row.is_exemption:
            continue
        ordered = sorted((near[pk] for pk in versions), key=lambda one: (-one.score, one.isp_id))
        isps = tuple(one.isp_id for one in ordered)
        weight = sum(one.score for one in ordered)
        found.append((weight, GatewayHelp(gateway, gateway, len(isps), isps[:MOST_NAMED])))
    ranked = sorted(found, key=lambda pair: (-pair[1].count, -pair[0], pair[1].gateway_id))
    return [one for _, one in ranked[:MOST_HELPS]]


def overlaps(by: Requester, version: IspVersion) -> list[Overlap]:
    """Agreements in force among at least two of the same parties, with kinds of information that they name too."""
    parties = set(version.parties.values_list("partner", flat=True))
    rows = in_force(by, version)
    parts = visible(IspParty.objects.all(), by).filter(version__in=rows.values("pk"), partner__in=parties)
    shared: dict[int, set[int]] = defaultdict(set)
    isp_of: dict[int, int] = {}
    for pk, isp, partner in parts.order_by().values_list("version", "version__isp", "partner"):
        shared[pk].add(partner)
        isp_of[pk] = isp
    enough = [pk for pk, partners in shared.items() if len(partners) > 1]
    own = {name: words_of(name) for name in version.data_items.values_list("name", flat=True)}
    named: dict[int, list[frozenset[str]]] = defaultdict(list)
    items = visible(DataItem.objects.all(), by).filter(version__in=enough)
    for pk, name in items.order_by().values_list("version", "name"):
        named[pk].append(words_of(name))
    scores = {one.version_id: one.shared for one in nearest(by, version)} if enough else {}
    found = []
    for pk in enough:
        same = tuple(name for name, words in own.items() if words and any(_same(words, other) for other in named[pk]))
        if same or scores.get(pk, 0) > LEAST_SHARED_WORDS:
            rank = (-len(same), -scores.get(pk, 0), -len(shared[pk]), isp_of[pk])
            found.append((rank, Overlap(isp_of[pk], isp_of[pk], tuple(sorted(shared[pk])), same)))
    return [one for _, one in sorted(found, key=lambda pair: pair[0])[:MOST_OVERLAPS]]


def _same(mine: frozenset[str], other: frozenset[str]) -> bool:
    """Half of the shorter name's words, at the least one."""
    return bool(other) and 2 * len(mine & other) >= min(len(mine), len(other))


def examples(by: Requester, version: IspVersion, column: str) -> list[Example]:
    """What the nearest agreements in force say in this text."""
    order = {one.version_id: n for n, one in enumerate(nearest(by, version))}
    rows = in_force(by, version).exclude(**{column: ""}).filter(pk__in=list(order))
    found = sorted(rows.values_list("pk", "isp_id", column), key=lambda row: order[row[0]])
    return [Example(isp, isp, text) for _, isp, text in found[:MOST_EXAMPLES]]


def common_items(by: Requester, version: IspVersion) -> list[str]:
    """Names of information that the nearest agreements in force share, the most usual first, without one's own."""
    keys = [one.version_id for one in nearest(by, version)[:20]]
    own = {name.lower() for name in version.data_items.values_list("name", flat=True)}
    names: Iterable[str] = visible(DataItem.objects.all(), by).filter(version__in=keys).values_list("name", flat=True)
    counted = Counter(name for name in names if name.lower() not in own)
    return [name for name, _ in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_HELPS]]
