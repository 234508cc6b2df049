"""Events at the API's door: who has a place reads how to join, a token has none, barriers become threads."""

import datetime
from typing import Any

import pytest
from django.core.cache import cache

from cms.audit.models import AuditEvent
from cms.core import clock
from cms.core.errors import BadInput, Forbidden
from cms.core.requester import Requester
from cms.events.models import Barrier
from cms.events.services import arrange_sign_up, hide_barrier, show_barrier
from cms.forum.models import Follow, Thread
from cms.members.models import User
from cms.members.selectors import requester_of
from cms.notifications.models import Notification
from cms.pages.models import Audience, EventPage
from tests.factories.pages import make_page
from tests.factories.registers import make_partner, make_token, make_user
from tests.members_api.conftest import run_as
from tests.members_api.test_reviews_and_community import code, read, send

pytestmark = pytest.mark.django_db
PATH = "/events/w"
MINE = '{ eventPlace(path: "/events/w") { id joining } eventPlaces { totalCount } }'


@pytest.fixture(autouse=True)
def _fresh() -> Any:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def event() -> Any:
    start = clock.now() + datetime.timedelta(days=3)
    end = start + datetime.timedelta(hours=2)
    found = make_page(EventPage, "A workshop", slug="w", starts_at=start, ends_at=end, audience=Audience.PUBLIC)
    editor = requester_of(make_user("editor@ex.example", site_role="core_editor"))
    arrange_sign_up(by=editor, event_id=found.pk, places=1, closes_at=None, joining="Number 4711")
    return found


def page(user: User | None) -> Any:
    cache.clear()  # a test never commits, and it is the commit that gives the content its new version
    return read(user, "EventPage", path=PATH)


def test_signing_up_from_the_first_to_the_last(event: Any) -> None:
    body = make_partner("council")
    ann, ben = make_user("ann@ex.example", body), make_user("ben@ex.example", body)
    given = {"eventId": str(event.pk), "submissionId": "one"}
    assert code(send(None, "SignUpToEvent", given))[0] == "UNAUTHENTICATED"
    assert send(ann, "SignUpToEvent", given)["data"]["signUpToEvent"]["place"]["isWaiting"] is False
    assert send(ben, "SignUpToEvent", given)["data"]["signUpToEvent"]["place"]["isWaiting"] is True
    assert code(send(ben, "SignUpToEvent", {**given, "eventId": "99"}))[0] == "NOT_FOUND"
    found = page(ann)
    assert found["eventPlace"]["joining"] == "Number 4711"
    assert (found["event"]["signUp"]["taken"], found["event"]["signUp"]["placesLeft"]) == (1, 0)
    assert (page(ben)["eventPlace"]["joining"], page(ben)["eventPlace"]["ahead"]) == ("", 0)
    seen = page(None)
    assert (seen["eventPlace"], seen["event"]["signUp"]["waiting"]) == (None, 1)
    tool = Requester(
        partners=frozenset({body.pk}), token_id=1, scopes=frozenset({"read:content", "read:people", "read:community"})
    )
    got = run_as(tool, MINE)
    assert got.data == {"eventPlace": None, "eventPlaces": {"totalCount": 0}}
    assert make_token(body, "read:content")  # and no scope of a token's opens the mutation
    send(ann, "GiveUpEventPlace", {"eventId": str(event.pk)})
    assert page(ann)["eventPlace"] is None
    assert page(ben)["eventPlace"]["joining"] == "Number 4711"
    mine = read(ben, "EventList", page=1, upcoming=True, orderBy="STARTS")["eventPlaces"]["items"]
    assert [one["signUp"]["event"]["path"] for one in mine] == [PATH]


def test_a_barrier_becomes_one_thread_that_its_author_follows(event: Any) -> None:
    body = make_partner("council")
    ann, ben = make_user("ann@ex.example", body), make_user("ben@ex.example", body)
    given = {"eventId": str(event.pk), "submissionId": "b1", "title": "Whom to send it to", "detail": "Schools ask."}
    assert code(send(ann, "SayEventBarrier", given))[0] == "FORBIDDEN"
    send(ann, "SignUpToEvent", {"eventId": str(event.pk), "submissionId": "one"})
    kept = send(ann, "SayEventBarrier", given)["data"]["sayEventBarrier"]["barrier"]
    assert send(ann, "SayEventBarrier", given)["data"]["sayEventBarrier"]["barrier"] == kept
    assert code(send(ann, "SayEventBarrier", {**given, "submissionId": "b2", "title": " "}))[0] == "BAD_USER_INPUT"
    assert code(send(ben, "AskPeersAboutBarrier", kept))[0] == "NOT_FOUND"
    editor = User.objects.get(email="editor@ex.example")
    editor_says = send(editor, "AskPeersAboutBarrier", kept)
    path = editor_says["data"]["askPeersAboutBarrier"]["threadPath"]
    assert send(ann, "AskPeersAboutBarrier", kept)["data"]["askPeersAboutBarrier"]["threadPath"] == path
    thread = Thread.objects.get()
    assert (thread.kind, thread.title, thread.path) == ("issue", "Whom to send it to", path)
    assert "A workshop" in thread.posts.get().body
    assert Follow.objects.filter(thread=thread, user=ann, ended_at=None).exists()
    (said,) = page(ann)["eventPlace"]["barriers"]
    assert (said["threadPath"], said["isMine"]) == (path, True)


def test_a_barrier_is_hidden_or_taken_back(event: Any) -> None:
    ann = make_user("ann@ex.example", make_partner("council"))
    editor = User.objects.get(email="editor@ex.example")
    send(ann, "SignUpToEvent", {"eventId": str(event.pk), "submissionId": "one"})
    given = {"eventId": str(event.pk), "submissionId": "b1", "title": "About 943 476 5919", "detail": "It happened."}
    assert code(send(ann, "SayEventBarrier", given))[0] == "BAD_USER_INPUT"
    assert not Barrier.objects.exists()
    first = send(ann, "SayEventBarrier", {**given, "checked": True})["data"]["sayEventBarrier"]["barrier"]
    more = {**given, "submissionId": "b2", "title": "No time"}
    second = send(ann, "SayEventBarrier", more)["data"]["sayEventBarrier"]["barrier"]
    with pytest.raises(Forbidden):
        hide_barrier(by=requester_of(ann), barrier_id=int(first["id"]), because="Mine")
    with pytest.raises(BadInput):
        hide_barrier(by=requester_of(editor), barrier_id=int(first["id"]), because=" ")
    for _ in range(2):
        hide_barrier(by=requester_of(editor), barrier_id=int(first["id"]), because="It holds a number.")
    assert AuditEvent.objects.filter(action="event_barrier.hidden").count() == 1
    notice = Notification.objects.get(user=ann, source_key__startswith="event-barrier-hidden:")
    assert "It holds a number." in notice.body
    assert "943" not in notice.title + notice.body
    hidden, shown = page(ann)["eventPlace"]["barriers"]
    assert (hidden["isHidden"], hidden["title"], hidden["detail"]) == (True, "", "")
    assert (shown["isHidden"], shown["title"]) == (False, "No time")
    assert code(send(ann, "AskPeersAboutBarrier", first))[0] == "CONFLICT"
    assert code(send(editor, "WithdrawEventBarrier", second))[0] == "NOT_FOUND"
    assert code(send(None, "WithdrawEventBarrier", second))[0] == "UNAUTHENTICATED"
    for _ in range(2):
        assert send(ann, "WithdrawEventBarrier", second)["data"]["withdrawEventBarrier"] == second
    assert [row["id"] for row in page(ann)["eventPlace"]["barriers"]] == [first["id"]]
    assert "No time" not in Barrier.objects.get(pk=second["id"]).title
    with pytest.raises(Forbidden):
        show_barrier(by=requester_of(ann), barrier_id=int(first["id"]))
    for _ in range(2):
        show_barrier(by=requester_of(editor), barrier_id=int(first["id"]))
    assert page(ann)["eventPlace"]["barriers"][0]["detail"] == "It happened."
    assert Notification.objects.filter(user=ann, source_key__contains=":shown:").count() == 1
