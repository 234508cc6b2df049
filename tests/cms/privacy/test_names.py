"""The sealed trail holds no name: rows whose titles show a person are kept by number, and leads read of their own
body's rows alone (cms.privacy.names)."""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import EmailField, ForeignKey, Model

from cms.audit.discretion import kinds_of_bodies, nameless
from cms.audit.models import AuditEvent
from cms.audit.services import record
from cms.core.requester import SYSTEM
from cms.privacy.held import ADDRESSES
from cms.privacy.names import NAMELESS, OF_A_BODY
from cms.privacy.record import KINDS
from cms.snippets.models import Partner
from tests.factories.people import MembershipFactory, UserFactory

OURS = ("cms.",)
# Columns of words that are a person's name, wherever they stand.
WORDS = frozenset(("signatory_name", "adviser_name", "recipient_name", "last_name", "first_name", "job_title"))


def title_of(model: type[Model]) -> set[str]:
    """The attributes of a row that its title is made of: {"user", "partner"}. Methods are followed by name."""
    found: set[str] = set()
    waiting, done = ["__str__"], set()
    while waiting:
        name = waiting.pop()
        method = getattr(model, name, None)
        if name in done or not inspect.isfunction(method):
            continue
        done.add(name)
        for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(method)))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self":
                found.add(node.attr)
                waiting.append(node.attr)
    return found


def shows_a_person(model: type[Model]) -> bool:
    columns: dict[str, Any] = {column.name: column for column in model._meta.concrete_fields}
    for name in title_of(model):
        column = columns.get(name)
        leads = isinstance(column, ForeignKey) and (
            column.related_model is get_user_model() or nameless(column.related_model._meta.label_lower)
        )
        if leads or name in WORDS or isinstance(column, EmailField) or f"{model._meta.label}.{name}" in ADDRESSES:
            return True
    return False


def ours() -> Iterator[type[Model]]:
    yield from (model for model in apps.get_models() if model.__module__.startswith(OURS))


def test_every_row_whose_title_shows_a_person_is_kept_by_number() -> None:
    found = {model._meta.label for model in ours() if shows_a_person(model)}
    assert "members.Membership" in found
    assert sorted(found - set(NAMELESS)) == []


def test_what_is_kept_by_number_is_there() -> None:
    assert all(nameless(apps.get_model(label)._meta.label_lower) for label in NAMELESS)


def test_each_kind_that_a_lead_reads_has_words_and_leads_to_its_organisation() -> None:
    assert set(KINDS) == set(kinds_of_bodies()) == {label.lower() for label in OF_A_BODY}
    for label, column in OF_A_BODY.items():
        model = apps.get_model(label)
        if column == "pk":
            assert model is Partner
        else:
            assert model._meta.get_field(column.removesuffix("_id")).related_model is Partner


@pytest.mark.django_db
def test_a_title_that_somebody_hands_in_is_not_kept_either() -> None:
    row = MembershipFactory(user=UserFactory(first_name="Zebedee"))
    record(SYSTEM, "membership.begun", row, label="Zebedee")
    assert AuditEvent.objects.get(action="membership.begun").object_label == f"membership {row.pk}"
