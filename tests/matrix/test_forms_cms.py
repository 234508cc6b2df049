"""Every address of the CMS that takes a form, inside the editors' half and outside, by every kind of reader.

The patterns are walked: each of the editors' half is posted to with the key of something that is there, by readers who
have no business in it. Below /account/ each pattern has a row in `ACCOUNT` that says for whom its form works.
"""

import datetime
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import URLResolver, get_resolver

from cms.core import clock
from cms.members.models import Absence, Departure
from cms.members.roles import ensure_roles, sync_all_groups
from tests.matrix.conftest import watched
from tests.matrix.world import DAY, World

ADMIN = "admin/"
OUTSIDERS = ("visitor", "elsewhere", "moderator", "no_factor")
AWAY = frozenset({302, 403, 404, 405})
ARGUMENT = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>|\(\?P<(?P<named>\w+)>[^()]*\)")


def patterns(resolver: Any = None, before: str = "") -> Iterator[tuple[str, Any]]:
    """(pattern, view) of every address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, path)
        else:
            yield path, pattern.callback


@lru_cache
def admin_patterns() -> tuple[str, ...]:
    return tuple(sorted({path for path, _ in patterns() if path.startswith(ADMIN) and not NO_FORM.fullmatch(path)}))


def address(world: World, pattern: str) -> str:
    """An address of the pattern, with the key of something that is there where its kind is known."""
    key = key_of(world, pattern)

    def value(found: re.Match[str]) -> str:
        name = found["name"] or found["named"]
        known = {"app_name": "snippets", "model_name": "partner", "app_label": "snippets", "content_type_app_name":
                 "pages", "content_type_model_name": "guidancepage", "action_name": "unpublish", "action": "delete",
                 "task_name": "x", "slug": "plain", "mode": "x", "filename": "x.png", "filter_id": "max-100x100",
                 "filter_spec": "max-100x100", "signature": "x", "reference": world.isp.reference}  # fmt: skip
        if name in known:
            return known[name]
        return key if found["kind"] in (None, "int", "str") else "x"

    return "/" + ARGUMENT.sub(value, pattern).replace("^", "").replace("$", "").replace("\\Z", "").replace("\\", "")


def key_of(world: World, pattern: str) -> str:
    """Of a snippet the first row, of pages the one that is open to all; else 1."""
    if found := re.match(r"admin/snippets/(?:choose/)?(\w+)/(\w+)/", pattern):
        try:
            row = apps.get_model(found[1], found[2])._default_manager.first()
        except LookupError:
            row = None
        return str(row.pk) if row is not None else "1"
    return str(world.page.pk) if "page" in pattern else "1"


def test_the_editors_half_is_walked() -> None:
    assert len(admin_patterns()) > 400


# What needs no form token, and what stands in its place.
WITHOUT_TOKEN = {
    "account/mails/<str:key>/": "the signed key in the mail (RFC 8058)",
    "account/saved-search-mails/<str:key>/": "the same",
    "account/briefing-mails/<str:key>/": "the same",
    "graphql/": "asked for in the view, of every POST without a token (test_mutations)",
    r"^graphql/data/(?P<key>[0-9a-f]{20})\.(?P<kind>json|csv|xlsx)\Z": "it only reads",
    "documents/uploads/<str:signed>/": "the origin, and a signed address that works once (test_uploads)",
    "documents/uploads/<str:signed>/<int:number>/": "the same, for a piece of a file (test_upload_parts)",
}
READ_ONLY = "admin/api/main/"  # Wagtail's own, which asks for the token itself: tried below
PICTURES = {"admin/sprite/"}  # Wagtail's icons, for anybody
# What the management group may open there with a form in hand: its own settings, and what asks or reads alone.
OWN_SETTINGS = ("admin/account/", "wagtailusers_userprofile")
MANAGEMENT = {
    *PICTURES,
    OWN_SETTINGS[0],
    *(f"admin/choose-{kind}-link/" for kind in ("anchor", "email", "external", "phone")),
    *("admin/embeds/chooser/", "admin/embeds/chooser/upload/", "admin/tag-autocomplete/"),
    "admin/editing-sessions/release/<int:session_id>/",  # one's own
    "admin/pages/workflow/confirm_cancellation/<int:page_id>/",  # the question alone
    *("admin/workflows/task_chooser/<int:task_id>/", "admin/workflows/task_chooser/create/"),  # 400: it may make none
}
# Wagtail's page that fails on purpose, and what lists rows to choose from: it reads, and takes no form.
NO_FORM = re.compile(r"admin/failwhale/|.*/(results|chosen-multiple|chosen/<[^>]*>)/")


def test_what_takes_a_form_without_its_token_is_named() -> None:
    found = {path for path, view in patterns() if getattr(view, "csrf_exempt", False)}
    assert {path for path in found if not path.startswith(READ_ONLY)} == set(WITHOUT_TOKEN)


def doors() -> list[str]:
    """Of each part of the editors' half one address, and all that ask for no token by themselves."""
    first = {pattern.split("/")[1]: pattern for pattern in reversed(admin_patterns())}
    return sorted({*first.values(), *(one for one in admin_patterns() if one.startswith(READ_ONLY))})


@pytest.fixture(autouse=True)
def roles(world: World) -> None:
    """As each start of the site does; else the first request to the admin would."""
    ensure_roles()
    sync_all_groups()


@pytest.mark.parametrize("role", OUTSIDERS)
def test_nobody_else_posts_to_the_editors_half(role: str, world: World, record_property: Any) -> None:
    """The door is one for all of it (cms.members.middleware.Admin), so each part is tried at one address."""
    tried = doors()
    assert len(tried) > 40
    record_property("cells: forms of the editors' half x roles", len(tried))
    wrong = posted(world, world.clients[role], tried, PICTURES)
    assert not wrong, "\n".join(wrong)


def test_the_management_group_changes_nothing_by_a_form(world: World, record_property: Any) -> None:
    """It enters, for what waits for its approval: so every single address is tried."""
    record_property("cells: forms of the editors' half x roles", len(admin_patterns()))
    wrong = posted(world, world.clients["management"], admin_patterns(), MANAGEMENT)
    assert not wrong, "\n".join(wrong)


def test_a_form_of_the_cms_from_elsewhere_is_refused(world: World, record_property: Any) -> None:
    """As the core team, with a good session and without the form's token."""
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["sessionid"] = world.clients["editor"].cookies["sessionid"].value
    tried = [*doors(), *(path for path in ACCOUNT)]
    record_property("cells: forms of the CMS from elsewhere", len(tried))
    wrong = posted(world, strict, tried, PICTURES)
    assert not wrong, "\n".join(wrong)


def posted(world: World, client: Client, tried: Iterable[str], opened: Collection[str] = ()) -> list[str]:
    """What is wrong with the answers: a page that opens, an error, a change."""
    wrong, given = [], {"confirm": "1", "action": "delete", "external-link-chooser-url": "https://example.org"}
    client.raise_request_exception = False
    for pattern in tried:
        with watched() as seen:
            answer = client.post(address(world, pattern), given, headers={"Origin": "https://elsewhere.example"})
        bad = answer.status_code not in AWAY and pattern not in opened
        changed = [table for table in seen.of_a_refusal if (pattern, table) != OWN_SETTINGS]
        if bad or answer.status_code >= 500 or changed:
            wrong.append(f"{pattern}: {answer.status_code}, wrote to {changed}")
    return wrong


# -- below /account/
@dataclass(frozen=True, slots=True)
class Own:
    """A form below /account/. `make` prepares what it is about and answers (address, what is typed). `may` are those
    of `TRIED` for whom it works."""

    make: Callable[[World], tuple[str, dict[str, str]]]
    may: frozenset[str]


TRIED = ("visitor", "left", "suspended", "colleague", "elsewhere", "partner_lead", "editor", "no_factor")
SOON, LATER = (clock.today() + 20 * DAY, clock.today() + 40 * DAY)


def leaving(who: str, start: str = "/account/leaving/{home}/") -> Callable[[World], tuple[str, dict[str, str]]]:
    def make(world: World) -> tuple[str, dict[str, str]]:
        path = start.format(home=world.home.pk, user=world.key(who))
        return path, {"last_day": SOON.isoformat(), "everything": "", "confirm": "1"}

    return make


def cover(start: str) -> Callable[[World], tuple[str, dict[str, str]]]:
    def make(world: World) -> tuple[str, dict[str, str]]:
        path = start.format(home=world.home.pk, user=world.key("colleague"))
        given = {"starts_on": SOON.isoformat(), "ends_on": LATER.isoformat(), "cover": world.key("siro")}
        return path, given

    return make


def stay(world: World) -> tuple[str, dict[str, str]]:
    row = Departure.objects.create(
        user=world.people["colleague"], partner=world.home, last_day=SOON, made_by=world.people["colleague"]
    )
    return f"/account/leaving/{row.pk}/stay/", {}


def back(world: World) -> tuple[str, dict[str, str]]:
    row = Absence.objects.create(
        user=world.people["colleague"], partner=world.home, cover=world.people["siro"],
        starts_on=clock.today(), ends_on=clock.today() + datetime.timedelta(days=9),
    )  # fmt: skip
    return f"/account/cover/{row.pk}/back/", {}


OF_HOME = frozenset({"colleague", "partner_lead"})
ACCOUNT: dict[str, Own] = {
    "account/leaving/<int:partner>/": Own(leaving("colleague"), OF_HOME),
    "account/people/leaving/<int:partner>/<int:user>/": Own(
        leaving("colleague", "/account/people/leaving/{home}/{user}/"), OF_HOME | {"editor"}
    ),
    "account/leaving/<int:pk>/stay/": Own(stay, OF_HOME | {"editor"}),
    "account/cover/<int:partner>/": Own(cover("/account/cover/{home}/"), OF_HOME),
    "account/people/cover/<int:partner>/<int:user>/": Own(
        cover("/account/people/cover/{home}/{user}/"), OF_HOME | {"editor"}
    ),
    "account/cover/<int:pk>/back/": Own(back, OF_HOME | {"editor"}),
}


@pytest.mark.parametrize("pattern", ACCOUNT)
def test_pages_of_an_account_change_what_is_ones_own(pattern: str, world: World, record_property: Any) -> None:
    row, wrong = ACCOUNT[pattern], []
    with transaction.atomic():
        path, given = row.make(world)
        for role in TRIED:
            with watched() as seen:
                answer = world.clients[role].post(path, given)
            changed = bool(seen.of_a_refusal)
            if changed != (role in row.may) or answer.status_code >= 500:
                wrong.append(f"{role}: {answer.status_code}, wrote to {seen.of_a_refusal}")
        transaction.set_rollback(True)
    record_property("cells: forms of accounts x roles", len(TRIED))
    assert not wrong, "\n".join(wrong)
