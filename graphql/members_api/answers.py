"""Answers that may be given again. The key holds everything an answer depends on, so that nobody sees another's."""

import dataclasses
import hashlib
from typing import Any

import orjson
from django.conf import settings
from django.core.cache import cache

from cms.core import clock
from cms.core.requester import Requester
from members_api.access import Access
from members_api.persisted import Operation

PERSONAL = ("user_id", "acting_for", "second_factor", "held_back", "token_id")


class NotedRequester(Requester):
    """Notes whether an answer looked at the person, beyond what everybody with equal rights may see."""

    __slots__ = ("looked",)
    looked: bool

    @classmethod
    def of(cls, requester: Requester) -> "NotedRequester":
        made = cls(**{field.name: getattr(requester, field.name) for field in dataclasses.fields(requester)})
        object.__setattr__(made, "looked", False)
        return made


def _noting(name: str) -> property:
    kept = Requester.__dict__[name]

    def read(self: NotedRequester) -> Any:
        object.__setattr__(self, "looked", True)
        return kept.__get__(self)

    return property(read, lambda self, value: kept.__set__(self, value))


for _name in PERSONAL:
    setattr(NotedRequester, _name, _noting(_name))


class Answers:
    """The kept answers to one operation with its variables, for one requester at one content version."""

    def __init__(self, operation: Operation, variables: dict[str, Any], requester: Requester, access: Access) -> None:
        self.personal = operation.personal
        # The date is part of the key: states such as "review late" follow from the day, not from a change.
        shared = [operation.id, variables, requester.visibility, str(clock.today())]
        person = [getattr(requester, name) for name in PERSONAL]
        if self.personal and requester.user_id is not None:
            person.append(requester.notices)  # they come and go without a new content version
        self._tag = _digest([shared, person])
        self.shared = "" if self.personal else _digest([shared, access.version])
        self.own = _digest([shared, person, access.version])

    def kept(self) -> tuple[bytes, str] | None:
        """(body, etag) of a kept answer, or None."""
        keys = [self.own] if self.personal else [self.shared, self.own]
        found: dict[str, tuple[bytes, str]] = cache.get_many(keys)
        return next((found[key] for key in keys if key in found), None)

    def etag(self, body: bytes) -> str:
        """Two people never share a tag, and equal answers keep theirs when the content around them changes."""
        return f'"{hashlib.sha256(self._tag.encode() + body).hexdigest()[:32]}"'

    def keep(self, body: bytes, requester: NotedRequester) -> str:
        """Keep an answer without errors, for everybody with equal rights unless it looked at the person."""
        etag = self.etag(body)
        own = self.personal or requester.looked
        cache.set(self.own if own else self.shared, (body, etag), settings.MEMBERS_API["CACHE_SECONDS"])
        return etag


def _digest(parts: Any) -> str:
    return "api:" + hashlib.sha256(orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)).hexdigest()
