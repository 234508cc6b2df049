"""What an editor sees of a score, the same from every engine."""

from collections.abc import Mapping
from datetime import UTC, datetime

from search.ports import RECENT_KINDS, Query, Ranking, Share


def with_boosts(
    points: Mapping[tuple[str, str], float],
    kind: str,
    published: datetime | None,
    popularity: float,
    query: Query,
    ranking: Ranking,
    all_words: bool,
) -> list[Share]:
    """The points of (word, field) pairs, and what recency, popularity and having every word put on; greatest first."""
    text = sum(points.values())
    recency = 0.0
    if kind in RECENT_KINDS and published:
        days = abs((query.now or datetime.now(UTC)) - published).total_seconds() / 86400
        recency = ranking.recency * max(0.0, 1 - days / ranking.recency_days)
    shares = [Share(word, name, value) for (word, name), value in points.items()]
    shares += [
        Share("", name, text * part)
        for name, part in (("recency", recency), ("popularity", ranking.popularity * popularity))
        if text * part > 0
    ]
    if all_words and shares:
        shares.append(Share("", "all words", sum(share.points for share in shares) * ranking.all_words))
    return sorted(shares, key=lambda share: (-share.points, share.field, share.word))
