"""The roles and objects that the smaller matrix (tests/members_api/test_leaks.py) has not, by every root field; and for
every role: what is not theirs is answered like what is not there."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from cms.core import policy
from cms.core.errors import Unauthenticated
from cms.core.requester import Requester
from cms.joining.keys import secret_of
from tests.factories.community import FILES
from tests.members_api.conftest import Caller, run_as
from tests.members_api.everything import DEPTH, document, root_fields
from tests.members_api.test_leaks import FILTERED, answers
from tests.reads import kinds
from tests.reads.cells import PATHS
from tests.reads.pairs import FILTERS, OPEN, pairs
from tests.reads.readers import ADDED, REFUSED, SEES, World

As = Callable[[str], Requester]
# Where the objects that were added are read; the other fields are asked by the smaller matrix for its roles.
# Of one agreement, at great length: asked below for what is hidden, and by the smaller matrix for all of it.
DEEP = {"signSheet", "signingProgress", "reviewForm", "ispHistory", "draftStep", "sendingOut", "joining", "amendment"}
# Found further down than these questions go; the smaller matrix goes there for its roles.
LENGTHY = (
    FILES
    | {"SECRET-known-topic", "SECRET-legal-purpose", "SECRET-coming-role", "SECRET-said-comment"}
    | {"SECRET-nameless-writer"}
)
# Roles that open something of their own. Of the others some see the same (a deputy, a role that ended), some nothing.
WIDELY = ("partner_lead", "ig_lead", "isp_approver", "several", "moderator", "editor_without_factor")
OF_ADDED = (
    *(
        "ourDeliveries",
        "ourRecord",
        "ourPeople",
        "roleOffers",
        "ourTools",
        "ourToken",
        "savedQuery",
        "supportCase",
        "directory",
    ),
    *(
        "partner",
        "bodyCheck",
        "tasks",
        "ourSponsors",
        "charterSignatories",
        "helpers",
        "viewer",
        "home",
        "explorerTokens",
    ),
)


def test_every_kind_of_object_has_a_row() -> None:
    """A model with a rule in cms.core.policy, but without words in the matrix or a reason why not."""
    with_rule = {f"{model._meta.app_label}.{model.__name__}" for model in policy._rows}
    with_rule |= {"members.SignInProvider"}
    named = {name.replace("CustomDocument", "Document").replace("CustomImage", "Image") for name in with_rule}
    assert named == set(kinds.KINDS) | set(kinds.ELSEWHERE)
    assert not set(kinds.KINDS) & set(kinds.ELSEWHERE)
    assert set(kinds.OF) == kinds.ALL
    assert sum(len(found) for found in kinds.KINDS.values()) == len(kinds.OF)  # none stands in two kinds


def test_the_paths_of_the_issue_are_all_there() -> None:
    assert len(set(PATHS)) == 17


@pytest.mark.parametrize("role", WIDELY)
def test_more_readers_see_exactly_what_is_theirs(role: str, requester: As, community: World, cells: Any) -> None:
    by, seen = requester(role), set()
    for path, text in answers(by, community, sorted(set(root_fields()) - DEEP), FILTERED).items():
        seen |= cells.note_answer(role, path[0], text, SEES[role], path)
    assert not sorted(SEES[role] - seen - LENGTHY)


def test_whoever_asked_to_join_reads_it_by_the_key_alone(requester: As, community: World, cells: Any) -> None:
    for key, may in ((secret_of(community.applied.nonce), SEES["applicant"]), ("absent", set())):
        asked = document("application", {"key": json.dumps(key)})
        text = json.dumps({"data": run_as(requester("applicant"), asked).data})
        assert cells.note_answer("applicant", "application", text, may) == may


@pytest.mark.parametrize("role", [role for role in SEES if role not in (*WIDELY, *REFUSED)])
def test_the_objects_that_were_added_are_shown_to_whom_they_are_for(
    role: str, requester: As, community: World, cells: Any
) -> None:
    by, seen = requester(role), set()
    for names, depth in ((OF_ADDED, FILTERED), (("ourPeople",), DEPTH)):
        for path, text in answers(by, community, names, depth).items():
            seen |= cells.note_answer(role, path[0], text, SEES[role], path)
    assert seen >= ADDED.get(role, set())


@pytest.mark.parametrize("role", sorted(REFUSED))
def test_a_token_that_opens_nothing_is_refused_alike(
    role: str, requester: As, caller: Callable[[str], Caller], community: World, cells: Any
) -> None:
    with pytest.raises(Unauthenticated):
        requester(role)
    ask, none = caller(role), caller("anonymous")
    wrong = {"Authorization": f"Bearer mip_999999_{'x' * 43}"}
    for name in root_fields():
        body = {"query": f"{{ {name} {{ __typename }} }}"}
        got, unknown = ask.post(body), none.post(body, **wrong)
        assert got.status_code == unknown.status_code == 401
        assert got.content.partition(b'"requestId"')[0] == unknown.content.partition(b'"requestId"')[0]
        cells.note_answer(role, name, got.content.decode(), set())


def test_every_root_field_that_names_an_object_is_asked_for_absent_ones_too(community: World) -> None:
    asked = {pair.name for pair in pairs(community)}
    named = {name for name, field in root_fields().items() if set(field.args) - {"page", "pageSize", "orderBy"}}
    single = {name for name in named if "pageSize" not in root_fields()[name].args}
    assert single - OPEN <= asked
    assert not OPEN & asked
    assert set(FILTERS) <= asked


@pytest.mark.parametrize("role", [role for role in SEES if role not in REFUSED])
def test_hidden_and_absent_are_one_answer(role: str, requester: As, community: World, cells: Any) -> None:
    """Of every root field with the key of an object, to every reader who may not see it: equal to the byte."""
    by, absent, told = requester(role), {}, 0

    def answer(name: str, given: dict[str, str]) -> str:
        found = run_as(by, document(name, given, FILTERED))
        return json.dumps([found.data, [str(error.original_error) for error in found.errors or ()]], default=str)

    for pair in pairs(community):
        if pair.marker in SEES[role]:
            continue
        other = (pair.name, json.dumps(pair.absent))
        if other not in absent:
            absent[other] = answer(pair.name, pair.absent)
        found = answer(pair.name, pair.hidden)
        assert found == absent[other], (pair.name, pair.hidden, pair.marker)
        cells.note(role, "error text", found, SEES[role])
        told += 1
    assert told > 15


HIDDEN_WORDS = {"candidate": "SECRET-candidate-partner", "withdrawn": "SECRET-withdrawn-isp"}


@pytest.mark.parametrize("role", [role for role in SEES if role not in REFUSED])
def test_a_word_of_hidden_things_is_suggested_to_nobody_else(
    role: str, requester: As, community: World, cells: Any
) -> None:
    by, told = requester(role), False
    for word, marker in HIDDEN_WORDS.items():
        swapped = word[:3] + word[4] + word[3] + word[5:]
        found = run_as(by, f'{{ search(text: "{swapped}") {{ suggestion totalCount items {{ title }} }} }}')
        if found.data is None:  # refused at the door: the answer to any words
            assert "lacks the scope" in str(found.errors), (role, found.errors)
            continue
        suggested = str(found.data["search"]["suggestion"]).lower()
        assert word not in suggested or marker in SEES[role], (role, word)
        told |= word in suggested
        cells.note_answer(role, "search", json.dumps({"data": found.data}), SEES[role])
    assert told or "SECRET-candidate-partner" not in SEES[role]
