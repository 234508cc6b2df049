"""The paths that no root field and no public page is: mails, the admin, a calendar by its key, saved queries at their
address, previews, what is held on a person."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest
from django.core import mail
from django.urls import URLResolver, get_resolver

from cms.forum.models import Follow, Thread
from cms.forum.services import reply
from cms.jobs import recurring
from cms.members.models import User
from cms.members.selectors import requester_of
from cms.notifications.keys import CALENDAR, make_key
from cms.notifications.models import Notification
from cms.notifications.tasks import send_delivery, waiting
from cms.pages.models import GuidancePage
from cms.pages.models.preview import make_token as make_preview
from cms.privacy.download import download
from cms.saved_searches import delivery, finding
from cms.saved_searches.models import SavedSearch
from cms.tools.models import SavedQuery
from members_api.data.catalogue import LISTS
from tests.factories import forum_markers
from tests.members_api.conftest import Caller
from tests.members_api.power_query import PowerQuery
from tests.reads import kinds
from tests.reads.conftest import DOORS, token_of
from tests.reads.readers import PEOPLE, REFUSED, SEES, World

Door = Callable[[str], Caller]
ENTER = ("editor", "management")  # the admin
# What the core team works on in the admin, beyond what the members' site shows: drafts of pages, of editions and of
# consultations; never what somebody keeps for themselves, nor a confidential room.
AT_WORK = {
    *("SECRET-draft-page", "SECRET-unpublished-title", "SECRET-editor-note", "SECRET-written-consultation"),
    *("SECRET-draft-briefing", "SECRET-draft-item", "SECRET-early-answer", "SECRET-signin-provider"),
    *("SECRET-check-words", "SECRET-own-wish", "SECRET-private-file", "SECRET-unconfirmed-body"),
}
ADMIN = {"editor": SEES["editor"] | AT_WORK, "management": SEES["management"]}


# -- mails -----------------------------------------------------------------------------------------------
def tell_everybody_of_everything(world: World) -> None:
    """Whoever could hear of something does: all follow every thread, and keep a search that finds all; then the jobs
    that write to people run."""
    for thread in Thread.objects.all():
        Follow.objects.bulk_create(Follow(user=world.users[role], thread=thread) for role in PEOPLE)
    for n, who in ((0, "editor"), (2, "party"), (3, "handler"), (4, "management")):
        by = requester_of(User.objects.get(pk=world.users[who].pk))
        reply(by=by, number=forum_markers.FIRST + n, body=f"See there. {who}", submission_id=f"mail-{n}")
    found = {
        SavedSearch.objects.create(
            owner=world.users[role], name="All", text="secret", fingerprint=role, submission_id=f"mail-{role}",
            frequency="at_once",
        ): {alert.key for alert in world.saved_search.alerts.all()}
        for role in PEOPLE
    }  # fmt: skip
    finding.tell(found)
    delivery.hand_over()
    for job in recurring.table():
        if job.path.split(".")[1] in TELLERS and job.cluster == "default":
            module, _, name = job.path.rpartition(".")
            getattr(import_module(module), name)()


# A mail goes to the person: their full rights count, whatever factor they signed in with (docs/permissions.md).
MAILED = {"editor_without_factor": SEES["editor"] | SEES["member"], "lead_without_factor": SEES["partner_lead"]}
TELLERS = {
    *("community", "consultations", "drafting", "events", "joining", "members", "notifications", "reviews", "signing"),
    *("saved_searches", "reorganisation"),
}


def test_nobody_is_mailed_or_told_what_is_not_theirs(
    community: World, cells: Any, django_capture_on_commit_callbacks: Any, settings: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        tell_everybody_of_everything(community)
    for pk in list(waiting().values_list("pk", flat=True)):
        send_delivery(pk)
    told = 0
    by_address: dict[str, list[str]] = {}
    for letter in mail.outbox:
        parts = [letter.subject, str(letter.body), *(str(words) for words, _ in getattr(letter, "alternatives", ()))]
        for address in letter.to:
            by_address.setdefault(address, []).append("\n".join(parts))
    for role in PEOPLE:
        person = community.users[role]
        notices = Notification.objects.filter(user=person).exclude(source_key="one").values_list("title", "body")
        letters = by_address.get(person.email, [])
        for words in [*letters, *("\n".join(notice) for notice in notices)]:
            cells.note(role, "mail", words, MAILED.get(role, SEES[role]), "a mail")
            told += 1
        cells.note(role, "mail", "", ())
    strangers = set(by_address) - {person.email for person in community.users.values()}
    for address in strangers:  # contacts, leads of other bodies: nobody without an account reads a marker
        for words in by_address[address]:
            assert not kinds.MARKER.findall(words), (address, words)
    assert told > 40
    assert {"suspended", "leaver"} & {role for role in PEOPLE if by_address.get(community.users[role].email)} == set()


# -- the admin -------------------------------------------------------------------------------------------
def admin_addresses(resolver: Any = None, before: str = "") -> Iterator[str]:
    """Every page of the admin that needs no key in its address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        path = before + re.sub(r"^\^|\$$|\\Z$", "", str(pattern.pattern))
        if not before and not path.startswith("admin/"):
            continue
        if isinstance(pattern, URLResolver):
            yield from admin_addresses(pattern, path)
        elif not re.search(r"[<(\\]", path):
            yield f"/{path}"


@pytest.mark.parametrize("role", [role for role in SEES if role not in (*ENTER, *DOORS, "applicant")])
def test_the_admin_is_closed_to_all_others(role: str, caller: Door, community: World, cells: Any) -> None:
    """One door for all of it (cms.members.middleware): every page for two, and for the others one in twelve."""
    ask, every = caller(role), 1 if role in ("anonymous", "moderator") else 12
    own_name = {"handler": {"SECRET-isp-owner"}, "leaver": {"SECRET-leaver-owner"}}.get(role, set())
    for path in sorted(set(admin_addresses()))[::every]:
        got = ask.get(path)
        text = b"" if got.streaming else got.content
        cells.note(role, "admin", text.decode(errors="replace"), own_name, path)
        assert got.status_code in (302, 301, 403, 404, 405) or path.startswith(OF_WAGTAIL), (path, got.status_code)


OF_WAGTAIL = ("/admin/sprite", "/admin/jsi18n")  # icons and words of buttons


@pytest.mark.parametrize("role", ENTER)
def test_the_admin_shows_its_readers_only_what_is_theirs(role: str, caller: Door, community: World, cells: Any) -> None:
    ask, seen, opened = caller(role), set(), 0
    for path in sorted(set(admin_addresses())):
        if "logout" in path or "failwhale" in path:  # Wagtail's test of its error page
            continue
        got = ask.get(path)
        assert got.status_code < 500, path
        opened += got.status_code == 200
        text = b"".join(got.streaming_content) if got.streaming else got.content
        seen |= cells.note(role, "admin", text.decode(errors="replace"), ADMIN[role], path)
    assert opened > (60 if role == "editor" else 3)
    assert role != "editor" or seen >= {"SECRET-signin-provider", "SECRET-draft-page", "SECRET-applied-body"}


# -- a calendar by its key ---------------------------------------------------------------------------------
@pytest.mark.parametrize("role", PEOPLE)
def test_a_calendar_by_its_key_is_its_owners(role: str, caller: Door, community: World, cells: Any) -> None:
    by = requester_of(User.objects.get(pk=community.users[role].pk))
    anybody = caller("anonymous")
    absent = anybody.get("/account/calendar/absent.ics")
    _, key = make_key(by=by, purpose=CALENDAR)
    got = anybody.get(f"/account/calendar/{key}.ics")
    assert (got.status_code, role) in {(200, role), (404, "leaver"), (404, "suspended"), (404, "suspended_lead")}
    if got.status_code == 404:
        assert got.content == absent.content
    # An address is no second factor: who needs one has a plain member's rights here.
    found = cells.note(role, "calendar", got.content.decode().replace("\r\n ", ""), SEES[role])
    assert role != "handler" or "SECRET-members-isp" in found


# -- saved queries at their address ------------------------------------------------------------------------
@pytest.mark.parametrize("role", DOORS)
def test_a_saved_query_gives_each_token_its_part(role: str, community: World, cells: Any) -> None:
    """Every list with all its columns, in each form. Another body's token is told what an absent address is."""
    _, number, secret = token_of(community, role).split("_", 2)
    reads, seen = PowerQuery(number, secret), set()
    absent = reads.get(f"/graphql/data/{'f' * 20}.json")
    for place, listed in enumerate(LISTS.values()):
        query = SavedQuery.objects.create(
            partner=community.trust, name="All", key=f"{place + 1:020x}", list_name=listed.name,
            columns=[choice.path for choice in listed.columns],
        )  # fmt: skip
        for kind in ("json", "csv"):
            got = reads.get(f"/graphql/data/{query.key}.{kind}", **{"Accept-Encoding": "identity"})
            text = got.content.decode(errors="replace")
            seen |= cells.note(role, "saved query", text, SEES[role], (listed.name, kind))
            if not role.startswith(("token_party", "token_wrong", "token_content")):
                assert got.status_code == absent.status_code == (401 if role in REFUSED else 404)
                assert without_id(got) == without_id(absent)
    if role == "token_party":
        assert seen >= {"SECRET-members-isp", "SECRET-parties-isp", "SECRET-register-dataset"}


# -- previews ------------------------------------------------------------------------------------------------
def test_a_preview_is_its_editors_alone(caller: Door, community: World, cells: Any) -> None:
    token = make_preview(GuidancePage.objects.get(slug="draft"), community.users["editor"])
    for role in SEES:
        ask = caller(role)
        got, forged = (ask.run("Preview", token=one) for one in (token, "forged"))
        may = {"SECRET-draft-page"} if role == "editor" else set()
        found = cells.note(role, "preview", got.content.decode(), SEES[role] | may)
        assert found & {"SECRET-draft-page"} == may
        if not may:
            assert without_id(got) == without_id(forged)


def without_id(got: Any) -> str:
    return re.sub(r'"requestId":"[^"]*"', "", got.content.decode())


# -- what is held on a person ---------------------------------------------------------------------------------
# What people wrote or said themselves is theirs to take away, also where nobody reads it any more.
WROTE = {
    "leaver": {"SECRET-peer-note", "SECRET-event-barrier"},  # what they were asked, and said
    "member": {"SECRET-early-answer", "SECRET-asking-reason"},
    "party": {"SECRET-hidden-words", "SECRET-hidden-thread", "SECRET-deleted-earlier"},
}


@pytest.mark.parametrize("role", PEOPLE)
def test_what_is_held_on_somebody_names_nothing_of_others(role: str, community: World, cells: Any) -> None:
    person = User.objects.get(pk=community.users[role].pk)
    with zipfile.ZipFile(io.BytesIO(download(by=requester_of(person), user=person))) as packed:
        text = "\n".join(packed.read(name).decode(errors="replace") for name in packed.namelist())
    assert person.email in text
    cells.note(role, "export", text, SEES[role] | WROTE.get(role, set()))
