"""Every mutation of the schema by every role, at the API's own door: who may not changes nothing.

`SAMPLES` has an input that works for who may; a mutation without one fails, and so does a sample that works for nobody.
Who may is written by hand, and where docs/permissions.md names the action, its cells must say the same.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from graphql import parse

from members_api import persisted, schema
from tests.cms.members.test_permissions_doc import ACTIONS, WHO, key
from tests.matrix.areas import SAMPLES
from tests.matrix.conftest import watched
from tests.matrix.samples import Row
from tests.matrix.world import ROLES, World

# By whom what is hidden is compared with what is absent: those who see different things. Whoever is no member, speaks
# with no scope or lacks the second factor is refused before anything is looked for.
COMPARED = frozenset({"member", "party", "colleague", "ig_lead", "elsewhere", "editor", "moderator", "token_all"})
REFUSALS = frozenset({"UNAUTHENTICATED", "FORBIDDEN", "NOT_FOUND"})
# A column of docs/permissions.md and the role here that stands for it.
COLUMNS = dict(
    zip(
        WHO,
        ("visitor", "token_all", "colleague", "owner", "ig_lead", "approver", "partner_lead", "management", "editor"),
        strict=True,
    )
)
ABSENT_NUMBER = 999_999
# Fields that name an object, and what stands in their place for one that is not there.
NAMES: dict[str, Any] = {
    **dict.fromkeys(("id", "partyId", "post", "paper", "batch", "sheet", "row", "eventId"), str(ABSENT_NUMBER)),
    **dict.fromkeys(("signatureId", "likePartyId"), str(ABSENT_NUMBER)),
    **dict.fromkeys(("thread", "number"), ABSENT_NUMBER),
    **dict.fromkeys(("space", "slug", "partner"), "nowhere"),
    **{"reference": "ISP-9999", "key": "forged", "mark": "forged", "path": "/guidance/nowhere"},
}  # fmt: skip


def mutations() -> dict[str, Any]:
    type_ = schema.load().sealed.schema.mutation_type
    assert type_ is not None
    return dict(type_.fields)


@pytest.fixture(scope="module", autouse=True)
def operations() -> Iterator[None]:
    """People send known operations alone: one for each mutation, with the least in its answer."""
    loaded = schema.load()
    made = {}
    for name, field in mutations().items():
        text = f"mutation {name}($input: {field.args['input'].type}) {{ {name}(input: $input) {{ __typename }} }}"
        made[f"matrix:{name}"] = persisted._operation(name, parse(text), loaded.sealed.schema)
    loaded.operations.update(made)
    yield
    for name in made:
        del loaded.operations[name]


def send(client: Client, name: str, given: dict[str, Any], **headers: str) -> dict[str, Any]:
    body = json.dumps({"id": f"matrix:{name}", "variables": {"input": given}})
    answer = client.post("/graphql/", body, "application/json", headers=headers)
    found: dict[str, Any] = answer.json()
    return found


def said(answer: dict[str, Any], *names: str) -> tuple[str, str]:
    """(code, message) of a refusal, without what was named; ("", "") where there is none."""
    if not answer.get("errors"):
        return "", ""
    error = answer["errors"][0]
    message = str(error["message"])
    for name in names:
        message = message.replace(name, "X")
    return str(error["extensions"]["code"]), message


def absent(row: Row, given: dict[str, Any]) -> dict[str, Any]:
    """The same input about something that is not there."""
    names = NAMES if row.named is None else {name: NAMES[name] for name in row.named}
    return {name: names.get(name, value) for name, value in given.items()}


def test_every_mutation_has_a_sample() -> None:
    assert {name.partition("#")[0] for name in SAMPLES} == set(mutations())


def test_the_samples_say_what_the_table_says() -> None:
    """docs/permissions.md, by its action's name; what is otherwise is named with the reason."""
    wrong = []
    for name, row in SAMPLES.items():
        if not row.action:
            continue
        cells = next(cells for label, cells in ACTIONS.items() if key(label) == row.action)
        for column, cell in zip(WHO, cells, strict=True):
            role = COLUMNS[column]
            if role not in row.but and (cell != "–") != (role in row.may):
                wrong.append(f"{name}: {row.action} says {cell!r} for {column}, the sample that {role} "
                             f"{'may' if role in row.may else 'may not'}")  # fmt: skip
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", SAMPLES)
def test_who_may_not_changes_nothing(name: str, world: World, record_property: Any) -> None:
    row, mutation = SAMPLES[name], name.partition("#")[0]
    wrong: list[str] = []
    with transaction.atomic():
        given = row.make(world)
        for role in ROLES:
            wrong += [f"{role}: {text}" for text in cell(world, row, mutation, given, role)]
        wrong += without_csrf(world, row, mutation, given)
        transaction.set_rollback(True)
    record_property("cells: mutations x roles", len(ROLES))
    assert not wrong, "\n".join(wrong)


def cell(world: World, row: Row, mutation: str, given: dict[str, Any], role: str) -> Iterator[str]:
    """What is wrong with one role's attempt."""
    client = world.clients[role]
    with watched() as seen:
        answer = send(client, mutation, given)
        code, message = said(answer)
        if role in row.may:
            if code:
                yield f"may, and is refused: {answer['errors'][0]}"
            elif not seen.tables:
                yield "may, and nothing was written"
            return
        if seen.of_a_refusal:
            yield f"may not, and wrote to {sorted(set(seen.of_a_refusal))}: {answer}"
        elif role in row.silent:
            if code:
                yield f"is refused aloud: {code} {message}"
        elif code not in REFUSALS and not (role in row.told and code == "BAD_USER_INPUT"):
            yield f"may not, and is answered {code or answer}: {message}"
    if role not in COMPARED - row.sees - row.silent or (gone := absent(row, given)) == given:
        return
    with watched() as seen:
        other = send(client, mutation, gone)
    names = [str(value) for value in (*given.values(), *gone.values()) if isinstance(value, str | int)]
    if said(other, *names) != (code, said(answer, *names)[1]):
        yield f"sees a difference between hidden and absent: {code} {message} / {' '.join(said(other))}"


def without_csrf(world: World, row: Row, mutation: str, given: dict[str, Any]) -> Iterator[str]:
    """A page of another site sends the form of somebody who may."""
    role = next((one for one in ROLES if one in row.may and one != "visitor"), None)
    if role is None:
        return
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["sessionid"] = world.clients[role].cookies["sessionid"].value
    strict.cookies["csrftoken"] = get_token(RequestFactory().get("/"))
    with watched() as seen:
        answer = send(strict, mutation, given, Origin="https://elsewhere.example")
        if said(answer)[0] != "FORBIDDEN" or seen.of_a_refusal:
            yield f"{role} without the CSRF token: {answer}, {seen.tables}"
