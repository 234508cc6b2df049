"""The things that editors name: by address, by reference, by key, or in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import FieldDoesNotExist

from cms.core import policy
from cms.core.requester import Requester
from cms.discovery.audience import sources_for
from cms.discovery.reading import read_again
from cms.discovery.selectors import find
from search import registry
from search.registry import Source

CANDIDATES = 8


@dataclass(frozen=True, slots=True)
class Target:
    """A thing as an editor sees it in a list."""

    key: str  # "isp:7"
    kind: str  # "Agreements (ISPs)"
    title: str
    url: str  # path on the members' site
    reference: str = ""


def describe(keys: Iterable[str], by: Requester) -> dict[str, Target]:
    """Those of the things that still exist and that the requester may see, by key; one read a kind."""
    sources = sources_for(by)
    known = {source.kind: source for source in sources}
    sound = [key for key in keys if is_key(key)]
    return {key: _target(key, obj, known[key.partition(":")[0]]) for key, obj in read_again(sound, sources, by).items()}


def is_key(text: str) -> bool:
    kind, _, pk = text.partition(":")
    return registry.source_of(kind) is not None and pk.isascii() and pk.isdigit() and len(pk) < 19


def exact(text: str, by: Requester) -> Target | None:
    """What an address of the members' site, a reference or a key names; None where it names nothing they may see."""
    text = text.strip()
    if is_key(text):
        return describe([text], by).get(text)
    sources = sources_for(by)
    for source in sources:
        found = source.by_reference(text) if source.by_reference else None
        if found:
            key = registry.key_of(source.kind, found[0])
            return describe([key], by).get(key)
    parts = urlsplit(text) if "/" in text else None
    if parts is None or not parts.path.startswith("/"):
        return None
    path = parts.path.rstrip("/") + (f"#{parts.fragment}" if parts.fragment else "")
    last = parts.fragment or path.rpartition("/")[2]
    for source in sources:
        for pk, obj in _called(last, source, by):
            if source.card(obj).url == path:
                return _target(registry.key_of(source.kind, pk), obj, source)
    return None


def candidates(text: str, by: Requester) -> list[Target]:
    """What the words find for this requester, to choose from."""
    hits = find(text, by=by, page_size=CANDIDATES, steered=False).hits
    return [Target(hit.key, hit.kind_label, hit.title, hit.url, hit.reference) for hit in hits]


def _called(last: str, source: Source, by: Requester) -> Iterable[tuple[int, Any]]:
    """The things of a kind whose address may end so."""
    found = source.by_reference(last) if source.by_reference else None
    rows = policy.visible(source.rows(by), by)
    if found:
        rows = rows.filter(pk=found[0])
    else:
        try:
            source.model._meta.get_field("slug")
        except FieldDoesNotExist:
            return []
        rows = rows.filter(slug=last)
    return [(obj.pk, obj) for obj in rows]


def _target(key: str, obj: Any, source: Source) -> Target:
    card = source.card(obj)
    return Target(key, source.label, card.title, card.url, card.reference)
