"""One community for all tests of a module; each test then runs in a transaction that is rolled back."""

import datetime
import json
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import transaction
from django.test import Client, override_settings
from graphql import DocumentNode, ExecutionContext, ExecutionResult, execute, parse

from cms.core import clock
from cms.core.requester import ANONYMOUS, Requester
from cms.members.models import User
from cms.members.selectors import requester_for, requester_of
from members_api import persisted, schema
from members_api.access import Access
from members_api.batch import Loader
from members_api.context import Context
from members_api.execution import Execution
from search.rebuild import rebuild
from tests.factories.community import Community
from tests.factories.registers import make_token

BACKEND = "django.contrib.auth.backends.ModelBackend"
TOKENS = {
    "token_party": ("trust", ()),
    "token_other": ("other", ()),
    "token_public": (None, ()),
    "token_wrong_scope": ("trust", ("read:governance", "adhoc")),
    "token_content": ("trust", ("read:content", "adhoc")),
}


def kept(kind: type[Community], blocker: Any, folder: Path) -> Iterator[Any]:
    """A community of this kind with its search index, until the end of the module."""
    files = override_settings(MEDIA_ROOT=folder, SEARCH_FILE=folder / "search.sqlite3")
    with blocker.unblock(), files, transaction.atomic():
        made = kind()
        rebuild()
        yield made
        transaction.set_rollback(True)  # so that other tests find an empty database


@pytest.fixture(scope="module")
def seeded(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Community]:
    yield from kept(Community, django_db_blocker, tmp_path_factory.mktemp("data"))


@pytest.fixture
def whole_minute() -> Iterator[None]:
    """The next minute begins just now: what is counted by the minute is counted in one."""
    now = clock.now()
    with time_machine.travel(now.replace(second=0, microsecond=0) + datetime.timedelta(minutes=1)):
        yield


@pytest.fixture
def community(seeded: Community, db: None) -> Iterator[Community]:
    cache.clear()
    yield seeded
    cache.clear()


class Caller:
    """One role at the API's door, as a browser with a session or as a tool with a token."""

    def __init__(self, client: Client, headers: dict[str, str]) -> None:
        self.client, self.headers = client, headers

    def run(self, name: str, **variables: Any) -> Any:
        key = persisted.manifest(schema.load().operations)[name]
        return self.client.get("/graphql/", {"id": key, "variables": json.dumps(variables)}, headers=self.headers)

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(path, headers={**self.headers, **headers})

    def post(self, body: Any, **headers: str) -> Any:
        return self.client.post("/graphql/", json.dumps(body), "application/json", headers={**self.headers, **headers})


@pytest.fixture
def caller(community: Community) -> Callable[..., Caller]:
    def make(role: str, scopes: tuple[str, ...] = ()) -> Caller:
        client, headers = Client(enforce_csrf_checks=True), {}
        if role in TOKENS:
            slug, usual = TOKENS[role]
            partner = getattr(community, slug) if slug else None
            headers["Authorization"] = f"Bearer {make_token(partner, *(scopes or usual))}"
        elif role != "anonymous":
            client.force_login(community.users[role], backend=BACKEND)
        return Caller(client, headers)

    return make


@pytest.fixture
def requester(community: Community, rf: Any) -> Callable[[str], Requester]:
    def make(role: str) -> Requester:
        if role in TOKENS:
            slug, scopes = TOKENS[role]
            token = make_token(getattr(community, slug) if slug else None, *scopes)
            return requester_for(rf.get("/graphql/", headers={"Authorization": f"Bearer {token}"}))
        return ANONYMOUS if role == "anonymous" else requester_of(User.objects.get(pk=community.users[role].pk))

    return make


@lru_cache(maxsize=1000)  # more than the leak matrix asks: a smaller one forgets each before it comes again
def parsed(text: str) -> DocumentNode:
    return parse(text, no_location=True)


def run_as(by: Requester, text: str, *, way: type[ExecutionContext] = Execution, **variables: Any) -> ExecutionResult:
    """Any document, past the door: the gate alone decides what comes out."""
    sealed, document, access = schema.load().sealed, parsed(text), Access(by)
    context = Context(by, access, Loader(sealed, document, access), "test-request")
    found = execute(
        sealed.schema, document, context_value=context, variable_values=variables, execution_context_class=way
    )
    assert isinstance(found, ExecutionResult)
    return found
