"""The gate every row passes: a queryset comes in, the requester's part of it goes out."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, QuerySet
from wagtail.models import Page

from cms.core import content_version, policy
from cms.core.requester import Requester
from cms.core.visibility import visible_shown_files
from cms.pages.permissions import VERSIONED, files


def gate_model(model: type[Model]) -> type[Model]:
    """Pages of every type share one gate and one store. A model without a rule may not be in the schema at all."""
    if policy.rows_of(model) is None:
        raise ImproperlyConfigured(f"{model.__name__} has no rule in cms.core.policy: the API must not show it.")
    return Page if issubclass(model, Page) else model


class Access:
    """What one requester may see, at one content version."""

    def __init__(self, requester: Requester, version: str | None = None) -> None:
        self.requester = requester
        self.version = content_version.current() if version is None else version

    def shown(self, model: type[Model], keys: set[int]) -> QuerySet[Any]:
        """The requester's part of the rows with these keys, which rows that it sees point at."""
        found = policy.rows_of(model)
        if found is None or found.rule is not files or self.requester.is_system:
            return self.narrow(model._default_manager.filter(pk__in=keys))
        if not self.requester.has_scope(found.scope):
            return model._default_manager.none()
        return visible_shown_files(model, keys, self.requester, self.version)

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The requester's part of the rows: by the model's rule, and by token scope at every depth."""
        found = policy.rows_of(rows.model)
        if found is not None and found.rule in VERSIONED and not self.requester.is_system:
            allowed = self.requester.has_scope(found.scope)
            narrowed: QuerySet[Any] = (
                VERSIONED[found.rule](rows, self.requester, self.version) if allowed else rows.none()
            )
            return narrowed
        visible: QuerySet[Any] = policy.visible(rows, self.requester)
        return visible
