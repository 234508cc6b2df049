"""One world of readers and objects for the matrix; each test runs in a transaction that is rolled back."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from cms.core.requester import ANONYMOUS, Requester
from cms.members.models import User
from cms.members.selectors import requester_for, requester_of
from tests.factories.registers import make_token
from tests.members_api.conftest import BACKEND, TOKENS, Caller, kept
from tests.members_api.test_screens import browse
from tests.reads.readers import REFUSED, WITHOUT_FACTOR, World

__all__ = ["browse"]
DOORS = (*TOKENS, *sorted(REFUSED), "token_suspended")


@pytest.fixture(scope="module")
def seeded(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    yield from kept(World, django_db_blocker, tmp_path_factory.mktemp("data"))


@pytest.fixture
def community(seeded: World, db: None) -> Iterator[World]:
    cache.clear()
    yield seeded
    cache.clear()


def token_of(world: World, role: str) -> str:
    if role in TOKENS:
        slug, scopes = TOKENS[role]
        return make_token(getattr(world, slug) if slug else None, *scopes)
    return world.token_text(role)


@pytest.fixture
def requester(community: World, rf: Any, settings: Any) -> Callable[[str], Requester]:
    """The rights of a reader at this moment. Raises Unauthenticated for a token that opens nothing."""

    def make(role: str) -> Requester:
        if role in DOORS:
            token = token_of(community, role)
            return requester_for(rf.get("/graphql/", headers={"Authorization": f"Bearer {token}"}))
        if role in ("anonymous", "applicant"):
            return ANONYMOUS
        settings.MFA_REQUIRED = True
        person = User.objects.get(pk=community.users[role].pk)
        return requester_of(person, second_factor=role not in WITHOUT_FACTOR)

    return make


@pytest.fixture
def caller(community: World, settings: Any) -> Callable[[str], Caller]:
    """A reader at the CMS's door: with a session, or as a tool with a token. A second factor is asked of those alone
    who are tried without one."""

    def make(role: str) -> Caller:
        settings.MFA_REQUIRED = role in WITHOUT_FACTOR
        client, headers = Client(enforce_csrf_checks=True), {}
        if role in DOORS:
            headers["Authorization"] = f"Bearer {token_of(community, role)}"
        elif role not in ("anonymous", "applicant"):
            client.force_login(community.users[role], backend=BACKEND)
        return Caller(client, headers)

    return make
