"""Previews: what an editor is looking at, for that editor alone, for an hour."""

import datetime
import json
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Permission

from cms.core import clock
from cms.pages.models import GuidancePage, StoryPage, StoryQuote
from cms.pages.models.preview import make_token
from members_api import persisted, schema
from tests.factories.community import Community

NAME = "Preview"


@pytest.fixture
def editor(community: Community) -> Any:
    """The community's editor, with the permissions that the core team's group carries."""
    user = community.users["editor"]
    user.is_superuser = True
    user.save()
    return user


@pytest.fixture
def ask(caller: Callable[..., Any]) -> Callable[..., Any]:
    key = persisted.manifest(schema.load().operations)[NAME]

    def run(role: str, token: str) -> Any:
        return caller(role).get(f"/graphql/?id={key}&variables={json.dumps({'token': token})}")

    return run


def test_an_editor_sees_unsaved_words_and_nobody_keeps_them(
    ask: Callable[..., Any], editor: Any, community: Community
) -> None:
    page = GuidancePage.objects.get(pk=community.plain.pk)
    page.title, page.topics = "Words not saved yet", [community.topic]
    answer = ask("editor", make_token(page, editor))
    assert answer.json()["data"]["previewPage"]["title"] == "Words not saved yet"
    assert "no-store" in answer["Cache-Control"]
    assert "ETag" not in answer
    page.title = "Other words"
    assert ask("editor", make_token(page, editor)).json()["data"]["previewPage"]["title"] == "Other words"
    assert GuidancePage.objects.get(pk=page.pk).title == "Plain"


def test_parts_that_have_no_keys_yet_are_shown(ask: Callable[..., Any], editor: Any) -> None:
    page = StoryPage.objects.get(slug="a-story")
    page.quotes = [StoryQuote(text="It helped us.", person="A practitioner")]
    found = ask("editor", make_token(page, editor)).json()
    assert [quote["text"] for quote in found["data"]["previewPage"]["quotes"]] == ["It helped us."]


def refusal(answer: Any) -> Any:
    error = answer.json()["errors"][0]
    return answer.json()["data"]["previewPage"], error["message"], error["extensions"]["code"]


def test_every_refusal_is_the_same(ask: Callable[..., Any], editor: Any, community: Community) -> None:
    token = make_token(community.plain, editor)
    nothing = refusal(ask("editor", "forged"))
    assert nothing[2] == "NOT_FOUND"
    for role in ("anonymous", "member", "handler", "management", "token_party"):
        assert refusal(ask(role, token)) == nothing, role
    with time_machine.travel(clock.now() + datetime.timedelta(minutes=61), tick=False):
        later = ask("anonymous", token)
    assert refusal(later) == nothing


def test_a_token_is_for_the_person_who_asked(ask: Callable[..., Any], editor: Any, community: Community) -> None:
    other = community.users["management"]
    other.user_permissions.add(Permission.objects.get(codename="access_admin"))
    assert refusal(ask("management", make_token(community.plain, editor)))[2] == "NOT_FOUND"


def test_a_token_is_over_after_an_hour(editor: Any, community: Community) -> None:
    from cms.core.errors import NotFound
    from cms.pages.preview import preview_for

    token = make_token(community.plain, editor)
    assert preview_for(token, editor).pk == community.plain.pk
    with time_machine.travel(clock.now() + datetime.timedelta(minutes=61), tick=False), pytest.raises(NotFound):
        preview_for(token, editor)


def test_what_a_preview_points_at_passes_the_gate_as_usual(
    ask: Callable[..., Any], editor: Any, community: Community
) -> None:
    page = GuidancePage.objects.get(pk=community.plain.pk)
    page.interprets = GuidancePage.objects.get(title="SECRET-draft-page")
    found = ask("editor", make_token(page, editor)).json()["data"]["previewPage"]
    assert found["title"] == "Plain"
    assert "SECRET-draft-page" not in json.dumps(found)
