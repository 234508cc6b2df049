"""The one door through which rights are asked. Apps register their rules in AppConfig.ready; no rule means no rows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import models

from cms.core.requester import Requester

RowRule = Callable[[Any, Requester], Any]
ActionRule = Callable[[Requester, Any], bool]


@dataclass(frozen=True, slots=True)
class Rows:
    rule: RowRule
    scope: str


_rows: dict[type[models.Model], Rows] = {}
_actions: dict[str, ActionRule] = {}


def register_rows(model: type[models.Model], rule: RowRule, *, scope: str) -> None:
    """Say which rows of a model a requester may see: `rule(queryset, requester)` returns the narrowed queryset.

    `scope` is the token scope without which an external tool sees no row of the model, at any depth.
    """
    if model in _rows and _rows[model].rule is not rule:
        raise ImproperlyConfigured(f"{model.__name__} has two row rules.")
    _rows[model] = Rows(rule, scope)


def rows_of(model: type[models.Model]) -> Rows | None:
    """The rule of the model or of the nearest ancestor that has one."""
    return next((_rows[cls] for cls in model.__mro__ if cls in _rows), None)


def visible(rows: Any, requester: Requester) -> Any:
    """The requester's part of a queryset; nothing where no rule is registered or the token lacks the scope."""
    found = rows_of(rows.model)
    if found is None or not requester.has_scope(found.scope):
        return rows.none()
    if requester.is_system:
        return rows
    return found.rule(rows, requester)


def register_action(action: str, rule: ActionRule) -> None:
    """Say who may do `action` ("review.record") to an object: `rule(requester, object)`."""
    _actions[action] = rule


def may(requester: Requester, action: str, obj: Any = None) -> bool:
    """Whether the requester may do the action to the object. An unknown action is refused."""
    rule = _actions.get(action)
    return rule is not None and (requester.is_system or rule(requester, obj))


class VisibleQuerySet(models.QuerySet[Any]):
    """A queryset that narrows itself through the policy."""

    def visible_to(self, requester: Requester) -> Any:
        return visible(self, requester)
