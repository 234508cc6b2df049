"""One mutation calls one service. The payload is read again through the gate, as the requester."""

from typing import Any

import graphene

from cms.core.requester import Requester
from members_api.guards import MEMBER, Exposed


class ServiceMutation(graphene.Mutation):
    """A mutation with one `input`. Set `scope`, and `audience` where people who are not members may call it.

    `perform` calls one service and returns the payload's fields. What is public is counted by address.
    """

    class Meta:
        abstract = True

    scope: str
    audience: str = MEMBER
    light: bool = False  # sent by browsers, not by people

    @staticmethod
    def perform(by: Requester, **data: Any) -> dict[str, Any]:
        raise NotImplementedError

    @classmethod
    def mutate(cls, root: None, info: Any, input: dict[str, Any]) -> Any:  # noqa: A002 - the argument's name
        result = cls.perform(info.context.requester, **input)
        info.context.loader.forget()  # what was loaded before the write may be stale now
        return cls(**result)

    @classmethod
    def exposed(cls, description: str = "") -> Exposed:
        meta = cls._meta
        return Exposed(
            meta.output,
            args=meta.arguments,
            resolver=meta.resolver,
            audience=cls.audience,
            scope=cls.scope,
            light=cls.light,
            description=description or None,
        )
