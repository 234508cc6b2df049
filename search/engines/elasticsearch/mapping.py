"""The form of an index: how its texts are cut into words, what it holds, and an entry as a document of it."""

import hashlib
import json
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from elasticsearch.dsl import Date, Float, Index, Keyword, Mapping, Text, analyzer, normalizer, token_filter, tokenizer

from search.ports import FACETS, Entry
from search.text import TEXT_LIMIT, cased_words, clean, sort_key

COMBINED = ("title", "headings", "summary", "body", "attachment")  # one analyser: combined_fields needs it
EVERYONE = {"public", "members"}  # only words that all members may read may be offered as corrections
LISTS = ("topic", "sector", "partner", "status")
WORD_BYTES = 256  # longer ones are not words; a term of the index may not pass 32,766
PREFIX = 15  # letters of a word by which it is completed


def analysers() -> dict[str, Any]:
    """Words are runs of letters and digits, as in `search.text`, so that both sides of a match and both engines agree.

    Stop words stay in: phrases of synonyms hold them, and IT is a word. The question leaves them out.
    """
    runs = tokenizer("runs", "char_group", tokenize_on_chars=["whitespace", "punctuation", "symbol"])
    folded = ["lowercase", "asciifolding"]
    stem = token_filter("english_stem", "stemmer", language="english")
    edges = token_filter("edges", "edge_ngram", min_gram=1, max_gram=PREFIX)
    cut = token_filter("cut", "truncate", length=PREFIX)
    return {
        "english": analyzer("words_english", tokenizer=runs, filter=[*folded, stem]),
        "plain": analyzer("words_plain", tokenizer=runs, filter=folded),
        "prefix": analyzer("words_prefix", tokenizer=runs, filter=[*folded, edges]),
        "typed": analyzer("words_typed", tokenizer=runs, filter=[*folded, cut]),
    }


@lru_cache(maxsize=1)
def form() -> dict[str, Any]:
    """Settings and mappings of a new index, without the number of its copies."""
    a = analysers()
    fields = Mapping()
    fields.meta("dynamic", "strict")
    for name in ("key", *FACETS, "audience"):
        fields.field(name, Keyword())
    fields.field("url", Keyword(index=False, doc_values=False))
    fields.field("published", Date())
    fields.field("popularity", Float())
    fields.field(
        "title",
        Text(
            analyzer=a["english"],
            fields={
                "plain": Text(analyzer=a["plain"]),
                "prefix": Text(analyzer=a["prefix"], search_analyzer=a["typed"]),
            },
        ),
    )
    fields.field("order", Keyword(index=False))  # search.text.sort_key of the title
    fields.field("headings", Text(analyzer=a["english"]))
    fields.field("summary", Text(analyzer=a["english"]))
    fields.field("body", Text(analyzer=a["english"], index_options="offsets"))  # for quick highlights
    fields.field("attachment", Text(analyzer=a["english"], index_options="offsets"))
    fields.field("cased", Keyword(doc_values=False, ignore_above=WORD_BYTES, normalizer=normalizer("kept", filter=[])))
    fields.field("spell", Text(analyzer=a["plain"], norms=False, index_options="freqs"))
    index = Index("unnamed")
    index.settings(number_of_shards=1)
    index.mapping(fields)
    made: dict[str, Any] = index.to_dict()
    made["settings"]["index"] = {"gc_deletes": "1d"}  # how long a deleted entry's version is remembered
    return made


@lru_cache(maxsize=1)
def form_hash() -> str:
    """Eight letters that change with the form: an index of another form is not read."""
    return hashlib.sha256(json.dumps(form(), sort_keys=True).encode()).hexdigest()[:8]


def source_of(entry: Entry) -> dict[str, Any]:
    """The document of an entry."""
    text = {name: clean(getattr(entry, name), TEXT_LIMIT) for name in COMBINED}
    return {
        **text,
        **{name: list(getattr(entry, name)) for name in (*LISTS, "year")},
        "key": entry.key,
        "kind": entry.kind,
        "url": entry.url,
        "audience": sorted(entry.audience),
        "published": entry.published.astimezone(UTC).isoformat() if entry.published else None,
        "popularity": entry.popularity,
        "order": sort_key(entry.title),
        "cased": cased_words(" ".join(text.values())).split(),
        "spell": [text["title"], text["headings"], text["summary"]] if EVERYONE & entry.audience else [],
    }


def entry_of(hit: dict[str, Any]) -> Entry:
    """The entry of a stored document."""
    source = hit["_source"]
    values: dict[str, Any] = {name: source[name] for name in ("key", "kind", "url", "popularity", *COMBINED)}
    values |= {name: tuple(source[name]) for name in LISTS}
    published = datetime.fromisoformat(source["published"]) if source["published"] else None
    return Entry(version=hit["_version"], audience=frozenset(source["audience"]), published=published, **values)
