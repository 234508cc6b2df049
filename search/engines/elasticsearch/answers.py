"""What the server answers, as hits: marked texts as segments, and scores as shares."""

from collections.abc import Mapping, Sequence
from typing import Any

from search.engines.elasticsearch.query import SUMMARY_LETTERS
from search.ports import Hit, Segments, Share
from search.text import segments_of

SNIPPETS = ("summary", "body", "attachment")  # the first that has the words is shown
OWN = ("title", "headings", "summary", "body")  # what is not in an attached file
MORE = "\u2026"


def hit_of(hit: Mapping[str, Any], cased: Sequence[str], shares: Sequence[Share] = ()) -> Hit:
    source, marked = hit["_source"], hit.get("highlight", {})
    pieces = {name: segments_of(_tidy(texts[0]), cased) for name, texts in marked.items()}
    title = pieces.get("title") or segments_of(source["title"])
    name = next((name for name in SNIPPETS if _matched(pieces.get(name, ()))), "")
    snippet = pieces[name] if name else segments_of(_tidy(source["summary"][:SUMMARY_LETTERS]))
    if name in ("body", "attachment"):
        snippet = _cut(snippet)
    own = any(_matched(pieces.get(field, ())) for field in OWN)
    in_attachment = name == "attachment" and not own
    return Hit(hit["_id"], hit["_score"] or 0.0, title, snippet, in_attachment, shares)


def _tidy(text: str) -> str:
    return " ".join(text.split())


def _matched(segments: Segments) -> bool:
    return any(match for _, match in segments)


def _cut(segments: Segments) -> Segments:
    """With dots where a piece seems to begin or to end inside a sentence: the server does not say."""
    text = "".join(piece for piece, _ in segments)
    before = [(MORE, False)] if text[:1].islower() else []
    after = [] if text.endswith((".", "!", "?", ":")) else [(MORE, False)]
    return [*before, *segments, *after]
