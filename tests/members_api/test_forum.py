"""The community at the API's door: one question from its asking to its answer, and who learns what of whom."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.core import clock
from cms.core.requester import Requester
from cms.forum.models import Post, Space, SpaceMember, Thread
from cms.members.models import User
from cms.snippets.models import Partner, Topic
from tests.factories.forum import fill_space, fill_thread
from tests.factories.registers import make_partner, make_user
from tests.members_api.conftest import run_as
from tests.members_api.test_reviews_and_community import code, read, send

pytestmark = pytest.mark.django_db
QUESTION = {"submissionId": "q1", "title": "May a school tell?", "body": "A family left.", "kind": "QUESTION"}
THREAD = {"place": "thread:1", "upload": "0", "uploaded": False}


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


class People:
    def __init__(self) -> None:
        self.body: Partner = make_partner("council")
        names = ("ann", "ben", "cat")
        self.ann, self.ben, self.cat = (make_user(f"{n}@ex.example", self.body, last_name=n.title()) for n in names)
        self.editor = make_user("editor@ex.example", last_name="Editor", site_role="core_editor")
        Topic.objects.create(slug="schools", name="Schools")


@pytest.fixture
def people() -> People:
    return People()


def ask(user: User, **more: Any) -> int:
    given = QUESTION | more
    return int(send(user, "PostThread", given)["data"]["postThread"]["thread"]["number"])


def thread(user: User | None, number: int, page: int = 1) -> Any:
    cache.clear()  # a test never commits, and it is the commit that gives the content its new version
    return read(user, "CommunityThread", **{**THREAD, "number": number, "page": page})


def tool(body: Partner) -> Requester:
    return Requester(partners=frozenset({body.pk}), token_id=1, scopes=frozenset({"read:community", "read:register"}))


def test_from_a_question_to_its_answer(people: People) -> None:
    assert code(send(None, "PostThread", QUESTION))[0] == "UNAUTHENTICATED"
    number = ask(people.ann, topics=["schools"], isAnonymous=True)
    assert ask(people.ann, topics=["schools"], isAnonymous=True) == number, "sent twice, it is one"
    send(people.ben, "FollowThread", {"thread": number, "follow": True})
    reply = {"submissionId": "a1", "thread": number, "body": "Ask what for.", "follow": True}
    path = send(people.ben, "ReplyToThread", reply)["data"]["replyToThread"]["post"]["path"]
    assert path == f"/community/threads/{number}/posts/2"

    seen = thread(people.cat, number)
    assert seen["thread"]["opening"]["writer"]["name"] == "Without a name"
    assert seen["thread"]["opening"]["writer"]["organisation"] == ""
    assert thread(people.editor, number)["thread"]["opening"]["writer"]["name"].endswith("Ann")
    own = thread(people.ann, number)
    assert (own["thread"]["mayMark"], own["thread"]["youAreAnonymous"], own["thread"]["youFollow"]) == (True,) * 3
    (said,) = seen["posts"]["items"]
    assert said["writer"]["name"].endswith("Ben")
    assert (said["mayThank"], said["mayChange"], said["mayReport"], seen["thread"]["mayMark"]) == (
        True,
        False,
        True,
        False,
    )

    send(people.cat, "ThankForPost", {"post": said["id"], "thanks": True})
    assert code(send(people.cat, "MarkAnswer", {"thread": number, "post": said["id"]}))[0] == "FORBIDDEN"
    send(people.ann, "MarkAnswer", {"thread": number, "post": said["id"]})
    seen = thread(people.cat, number)
    assert (seen["thread"]["isAnswered"], seen["thread"]["answer"]["id"]) == (True, said["id"])
    assert (seen["thread"]["answer"]["thanksCount"], seen["thread"]["answer"]["youThanked"]) == (1, True)
    assert (seen["posts"]["items"], seen["posts"]["totalCount"]) == ([], 0), "the answer stands apart"
    assert code(send(people.cat, "MarkAnswer", {"thread": number + 1, "post": said["id"]}))[0] == "NOT_FOUND"
    send(people.ann, "MarkAnswer", {"thread": number})
    assert thread(people.cat, number)["thread"]["isAnswered"] is False
    listed = read(people.cat, "Community", open=True)["threads"]["items"]
    assert [one["title"] for one in listed] == ["May a school tell?"]
    assert read(None, "Community")["threads"]["totalCount"] == 0


def test_changing_deleting_and_what_a_moderator_hides(people: People) -> None:
    number = ask(people.ann)
    first = thread(people.ann, number)["thread"]["opening"]["id"]
    number_in_it = {"post": first, "body": "He has 943 476 5919", "title": "May a school tell?"}
    refused = send(people.ann, "EditPost", number_in_it)
    assert code(refused)[0] == "BAD_USER_INPUT"
    assert refused["errors"][0]["extensions"]["personalData"] == ["This looks like an NHS number: 943 476 5919."]
    assert code(send(people.ben, "EditPost", number_in_it))[0] == "FORBIDDEN"
    send(people.ann, "EditPost", {"post": first, "body": "A family moved.", "title": "May a school say?"})
    found = read(people.ben, "CommunityPost", number=number, post=1)["post"]
    assert (found["body"], found["wasEdited"], found["earlier"][0]["body"]) == (
        "A family moved.",
        True,
        "A family left.",
    )
    assert found["thread"]["title"] == "May a school say?"

    send(people.ben, "ReplyToThread", {"submissionId": "a1", "thread": number, "body": "Rude words"})
    said = thread(people.ann, number)["posts"]["items"][0]["id"]
    send(people.ann, "ReportPost", {"post": said, "reason": "Rude"})
    assert thread(people.ann, number)["posts"]["items"][0]["mayReport"] is False
    assert code(send(people.ann, "ModeratePost", {"post": said, "hide": True, "reason": "Rude"}))[0] == "NOT_FOUND"
    waits = read(people.editor, "CommunityReports", open=True)["postReports"]["items"]
    assert [(one["reason"], one["post"]["mayModerate"]) for one in waits] == [("Rude", True)]
    assert waits[0]["reporterName"].endswith("Ann")
    assert read(people.ben, "CommunityReports", open=True)["postReports"]["totalCount"] == 0
    send(people.editor, "ModeratePost", {"post": said, "hide": True, "reason": "Keep it kind"})
    send(people.editor, "SettleReport", {"id": waits[0]["id"], "outcome": "Hidden"})
    (hidden,) = thread(people.cat, number)["posts"]["items"]
    assert (hidden["body"], hidden["isHidden"], hidden["hiddenBecause"]) == ("", True, "Keep it kind")
    assert thread(people.editor, number)["posts"]["items"][0]["body"] == "Rude words"

    send(people.ann, "DeletePost", {"post": first})
    seen = thread(people.cat, number)["thread"]
    assert (seen["title"], seen["opening"]["isDeleted"], seen["opening"]["body"]) == ("Deleted by its author", True, "")
    send(people.editor, "ModerateThread", {"thread": number, "act": "LOCK", "reason": "Said enough"})
    seen = thread(people.cat, number)["thread"]
    assert (seen["isLocked"], seen["mayWrite"], seen["moderation"][0]["reason"]) == (True, False, "Said enough")
    again = {"submissionId": "a2", "thread": number, "body": "More"}
    assert code(send(people.cat, "ReplyToThread", again))[0] == "CONFLICT"


def test_a_space_from_asking_in_to_its_end(people: People) -> None:
    given = {"name": "Board", "purpose": "To steer", "kind": "PRIVATE", "owners": ["ann@ex.example"]}
    assert code(send(people.ann, "MakeSpace", given))[0] == "FORBIDDEN"
    refused = send(people.editor, "MakeSpace", {**given, "owners": ["nobody@ex.example"]})
    assert refused["errors"][0]["extensions"]["fields"] == {
        "owners": ["Nobody here has the address nobody@ex.example."]
    }
    send(people.editor, "MakeSpace", given)
    number = ask(people.ann, space="board", title="Inside")
    assert thread(people.ben, number)["thread"] is None

    def space(user: User) -> Any:
        cache.clear()
        return read(user, "CommunitySpace", slug="board")

    assert (space(people.ben)["space"]["threadCount"], space(people.ben)["space"]["people"]) == (None, [])
    send(people.ben, "AskToEnterSpace", {"space": "board", "why": "To help"})
    assert space(people.ben)["space"]["youAre"] == "ASKED"
    waiting = [one for one in space(people.ann)["space"]["people"] if one["standing"] == "ASKED"]
    assert [(one["why"], one["name"].split()[-1], one["organisation"]) for one in waiting] == [
        ("To help", "Ben", people.body.name)
    ]
    assert code(send(people.ben, "ChangeSpacePerson", {"id": waiting[0]["id"], "act": "LET_IN"}))[0] == "NOT_FOUND"
    send(people.ann, "ChangeSpacePerson", {"id": waiting[0]["id"], "act": "LET_IN"})
    assert thread(people.ben, number)["thread"]["title"] == "Inside"
    for reader, why in ((people.ann, "To help"), (people.editor, "To help"), (people.ben, "To help"), (people.cat, "")):
        if reader == people.cat:
            SpaceMember.objects.create(space=Space.objects.get(), user=people.cat, joined_at=clock.now())
        one = next(one for one in space(reader)["space"]["people"] if one["id"] == waiting[0]["id"])
        assert (one["why"], one["askedAt"] is None) == (why, not why), "said to those who look after the space"
    send(people.ann, "ChangeSpacePerson", {"id": waiting[0]["id"], "act": "PUT_OUT", "reason": "Another time"})
    assert thread(people.ben, number)["thread"] is None
    assert code(send(people.ann, "LeaveSpace", {"space": "board"}))[0] == "CONFLICT"
    send(people.ann, "EndSpace", {"space": "board", "because": "Done"})
    ended = space(people.ann)["space"]
    assert (ended["isArchived"], ended["archivedBecause"], ended["mayWrite"]) == (True, "Done", False)


def test_a_tool_reads_the_words_and_no_name(people: People) -> None:
    number = ask(people.ann)
    send(people.ben, "ReplyToThread", {"submissionId": "a1", "thread": number, "body": "Yes."})
    asked = f"{{ posts(thread: {number}) {{ items {{ body mayThank writer {{ name jobTitle organisation }} }} }} }}"
    items = run_as(tool(people.body), asked).data["posts"]["items"]  # type: ignore[index]
    assert [one["body"] for one in items] == ["A family left.", "Yes."]
    assert {one["writer"]["name"] for one in items} == {"A member"}
    assert {one["writer"]["organisation"] for one in items} == {people.body.name}
    Thread.objects.get().space.__class__.objects.update(is_chatham_house=True)
    items = run_as(tool(people.body), asked).data["posts"]["items"]  # type: ignore[index]
    assert {one["writer"]["organisation"] for one in items} == {""}


def test_drafts_are_their_writers_alone(people: People) -> None:
    values = [{"name": "title", "value": "Half"}, {"name": "body", "value": "a que"}]
    send(people.ann, "SavePostDraft", {"place": "new", "values": values})
    kept = read(people.ann, "CommunityAsk", text="", looking=False)["postDraft"]
    assert {one["name"]: one["value"] for one in kept["values"]} == {"title": "Half", "body": "a que"}
    assert read(people.ben, "CommunityAsk", text="", looking=False)["postDraft"] is None
    assert code(send(people.ann, "SavePostDraft", {"place": "elsewhere", "values": values}))[0] == "BAD_USER_INPUT"
    ask(people.ann)
    assert read(people.ann, "Community")["postDrafts"]["items"] == []


def test_long_threads_and_large_spaces_cost_no_more(people: People) -> None:
    number = ask(people.ann)
    one = Thread.objects.get()
    costs, sizes = [], []
    for posts in (3, 497):
        fill_thread(one, people.ben, posts)
        one.refresh_from_db()
        thread(people.cat, number)  # content types and sites are kept by the process
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            found = read(people.cat, "CommunityThread", **{**THREAD, "number": number, "page": 1})
        costs.append(len(captured))
        sizes.append(len(found["posts"]["items"]))
    assert sizes == [3, 50]
    assert costs[0] == costs[1]
    last = read(people.cat, "CommunityPost", number=number, post=501)["post"]
    assert (last["repliesBefore"], Post.objects.count()) == (499, 501)

    costs = []
    for threads in (3, 300):
        if threads > 3:
            Thread.objects.exclude(pk=one.pk).delete()
        fill_space(one.space, people.ben, threads)
        read(people.cat, "Community")
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            found = read(people.cat, "Community")
        costs.append(len(captured))
    assert (found["threads"]["totalCount"], len(found["threads"]["items"])) == (301, 20)
    assert costs[1] <= costs[0]  # with many, the page has threads of one writer: fewer is possible, more is not
