"""The community over real HTTP: what is sent, what is refused, and that nobody types twice."""

from __future__ import annotations

import re
from typing import Any

import pytest

from frontend.security import issue_token
from frontend.words import said
from tests.frontend import samples
from tests.frontend.conftest import SECRET, Site
from tests.frontend.test_flow import fields
from tests.frontend.test_pages import test_page_renders_whatever_the_answer_holds as renders

ASK, ONE = "/community/ask", "/community/threads/7"
POST = f"{ONE}/posts/2"
SPACE = "/community/spaces/x"
RIGHTS = ("mayWrite", "mayMark", "mayModerate", "mayChange", "mayThank", "mayReport", "mayKeep")
PAGES = (
    *("/community/reports", "/community/spaces/new", ONE, f"{ONE}?done=replied&upload=3", f"{ONE}/moderate"),
    *(f"{POST}/{act}" for act in ("edit", "history", "delete", "report", "files", "moderate")),
    *(f"{SPACE}{part}" for part in ("", "/people", "/leave", "/manage", "/park")),
)
WRITER = {"name": "Dana Whitby (example)", "jobTitle": "", "organisation": "A school", "isAnonymous": False}
FORM = {"title": "May we?", "body": "Who knows?", "kind": "question", "follow": "1", "topic-thing-1": "1"}


def post(number: int, **more: Any) -> dict[str, Any]:
    rights = dict.fromkeys(RIGHTS[2:6], True)
    gone = {"isDeleted": False, "isHidden": False, "hiddenBecause": "", "wasEdited": True, "isAnswer": False}
    flags = {"youThanked": False, "byEmail": False, "thanksCount": 2, "editedAt": None, "createdAt": "2026-11-20"}
    created = {"createdAt": "2026-11-20T10:00:00+00:00", "files": []}
    words = {"id": str(number), "number": number, "body": f"Words {number}.", "writer": WRITER | {"isYou": number == 1}}
    return words | rights | gone | flags | created | more


@pytest.fixture
def forum(site: Site) -> Site:
    viewer = {"isMember": True, "isEditor": True, "isSignedIn": True}
    space = {"slug": "x", "name": "Children", "path": SPACE, "youAre": "MEMBER", "kind": "PRIVATE", "isArchived": False}
    space |= {"mayWrite": True, "mayKeep": True, "mayModerate": True, "peopleCount": 3, "threadCount": 4}
    thread = {"number": 7, "path": ONE, "mergedInto": None, "isLocked": False, "isHidden": False, "isAnswered": False}
    thread |= {"mayWrite": True, "mayMark": True, "mayModerate": True, "kind": "QUESTION", "youFollow": False}
    thread |= {"opening": post(1), "answer": None, "space": space, "youAreAnonymous": False, "title": "May we?"}
    of_post = post(2) | {"repliesBefore": 60, "thread": {"number": 7, "path": ONE, "title": "May we?", "space": space}}
    changes = {
        "CommunityThread": {
            "thread": thread,
            "posts": {"totalCount": 2, "items": [post(2), post(3)]},
            "postDraft": None,
        },
        "CommunityPost": {"post": of_post},
        "ModerateThreadForm": {"thread": thread},
        "CommunitySpace": {"space": space},
        "CommunityAsk": {"postDraft": None},
        "Chrome": {},
        "CommunityReports": {},
        "PostThread": {"postThread": {"thread": {"path": ONE}}},
        "ReplyToThread": {"replyToThread": {"post": {"path": POST}}},
    }
    site.api.changes |= {name: {"viewer": viewer, **change} for name, change in changes.items()}
    for name in ("PostThread", "ReplyToThread"):
        site.api.changes[name].pop("viewer")
    return site


def sent(site: Site, operation: str) -> dict[str, Any]:
    (one,) = site.api.called(operation)
    assert one["method"] == "POST"
    found: dict[str, Any] = one["variables"]["input"]
    return found


@pytest.mark.parametrize("mode", [samples.SHORT, samples.LONG, samples.EMPTY])
@pytest.mark.parametrize("path", PAGES)
def test_pages_render_for_who_may_do_what_they_are_for(forum: Site, path: str, mode: str) -> None:
    renders(forum, path, mode)


@pytest.mark.parametrize(
    ("operation", "key", "right", "path"),
    [
        *(("CommunityPost", "post", "mayChange", f"{POST}/{act}") for act in ("edit", "delete", "files")),
        ("CommunityPost", "post", "mayReport", f"{POST}/report"),
        ("CommunityPost", "post", "mayModerate", f"{POST}/moderate"),
        ("ModerateThreadForm", "thread", "mayModerate", f"{ONE}/moderate"),
        ("CommunitySpace", "space", "mayKeep", f"{SPACE}/manage"),
        ("CommunitySpace", "space", "mayModerate", f"{SPACE}/park"),
        ("Chrome", "viewer", "isEditor", "/community/spaces/new"),
    ],
)
def test_without_the_right_there_is_no_page_and_no_change(
    forum: Site, operation: str, key: str, right: str, path: str
) -> None:
    forum.api.changes[operation][key] |= {right: False}
    with forum.browser() as b:
        assert b.get(path).status_code == 404


# -- asking ----------------------------------------------------------------------------------------------
def test_what_is_here_already_stands_between_writing_and_posting(forum: Site) -> None:
    with forum.browser() as b:
        page = b.get(ASK)
        assert "data-suggest" in re.findall(r'<input[^>]*name="title"[^>]*>', page.text)[0]
        between = b.post(ASK, data=fields(page.text) | FORM)
        assert between.status_code == 200
        assert "Is it one of these?" in between.text
        assert forum.api.called("PostThread") == []
        kept = {one["name"]: one["value"] for one in sent(forum, "SavePostDraft")["values"]}
        assert (kept["title"], kept["body"], kept["topic-thing-1"]) == ("May we?", "Who knows?", "1")
        form = dict(re.findall(r'type="hidden" name="([\w-]+)" value="([^"]*)"', between.text))
        r = b.post(ASK, data=form)
    assert (r.status_code, r.headers["location"]) == (303, f"{ONE}?done=asked")
    given = sent(forum, "PostThread")
    assert (given["title"], given["kind"], given["topics"]) == ("May we?", "QUESTION", ["thing-1"])
    assert (given["follow"], given["isAnonymous"], given["checked"]) == (True, False, False)
    assert len(given["submissionId"]) == 32


def test_with_nothing_found_it_is_posted_at_once(forum: Site) -> None:
    forum.api.changes["CommunityAsk"]["search"] = {"items": []}
    with forum.browser() as b:
        r = b.post(ASK, data=fields(b.get(ASK).text) | FORM | {"anonymous": "1", "follow": ""})
    assert r.headers["location"] == f"{ONE}?done=asked"
    given = sent(forum, "PostThread")
    assert (given["isAnonymous"], given["follow"]) == (True, False)


@pytest.mark.parametrize(
    ("given", "anchor"), [({"title": " "}, "#title"), ({"body": ""}, "#body"), ({"kind": "joke"}, "#kind-question")]
)
def test_what_is_missing_is_named_beside_its_field(forum: Site, given: dict[str, str], anchor: str) -> None:
    with forum.browser() as b:
        r = b.post(ASK, data=fields(b.get(ASK).text) | FORM | given)
    assert r.status_code == 422
    assert f'href="{anchor}"' in r.text
    assert f'id="{anchor[1:]}"' in r.text
    assert "<title>Error:" in r.text


def test_a_warning_of_personal_data_asks_to_look_again(forum: Site) -> None:
    found = ["This looks like an NHS number: 943 476 5919."]
    forum.api.errors["ReplyToThread"] = {
        "code": "BAD_USER_INPUT", "fields": {"body": found}, "personalData": found,
    }  # fmt: skip
    with forum.browser() as b:
        typed = fields(b.get(ONE).text) | {"body": "He has 943 476 5919", "follow": "1"}
        r = b.post(ONE, data=typed)
        assert r.status_code == 422
        assert "943 476 5919." in r.text
        assert "He has 943 476 5919</textarea>" in r.text
        assert 'name="checked"' in r.text
        del forum.api.errors["ReplyToThread"]
        forum.api.seen.clear()
        r = b.post(ONE, data=typed | {"checked": "1"})
    assert (r.status_code, r.headers["location"]) == (303, f"{POST}?done=replied")
    assert sent(forum, "ReplyToThread")["checked"] is True


@pytest.mark.parametrize(
    ("error", "words", "status"),
    [
        ({"code": "UNAUTHENTICATED", "http": 401}, "You have been signed out", 422),
        ({"code": "CONFLICT", "http": 409}, "closed or changed meanwhile", 422),
        ({"code": "NOT_FOUND"}, "closed or changed meanwhile", 422),
        ({"code": "FORBIDDEN", "http": 403}, "closed or changed meanwhile", 422),
        ({"code": "RATE_LIMITED", "http": 429}, "a lot in a short time", 422),
        ({"code": "BAD_USER_INPUT", "fields": {"body": ["Make it shorter."]}}, "Make it shorter.", 422),
    ],
)
def test_a_refusal_keeps_what_was_typed(forum: Site, error: dict[str, Any], words: str, status: int) -> None:
    forum.api.errors |= {"PostThread": error, "ReplyToThread": error}
    forum.api.changes["CommunityAsk"]["search"] = {"items": []}
    with forum.browser() as b:
        for path, more in ((ASK, FORM), (ONE, {})):
            r = b.post(path, data=fields(b.get(path).text) | more | {"body": "My <b>own</b> words"})
            assert r.status_code == status
            assert words in r.text
            assert "My &lt;b&gt;own&lt;/b&gt; words" in r.text
            assert "words of the API" not in r.text


def test_words_for_a_post_that_went_out_of_reach_are_there_to_copy(forum: Site) -> None:
    typed = {"body": "Forty words on it", "reason": "It names her", "csrf": issue_token(SECRET, "good")}
    forum.api.changes["CommunityPost"] = {"post": None}
    with forum.browser() as b:
        for page, words in (("edit", "Forty words on it"), ("report", "It names her")):
            r = b.post(f"{POST}/{page}", data=typed)
            assert (r.status_code, f"{words}</textarea>" in r.text) == (409, True)
            assert b.post(f"{POST}/{page}", data={"csrf": typed["csrf"]}).status_code == 404


# -- what was begun --------------------------------------------------------------------------------------
def test_what_was_begun_is_there_again(forum: Site) -> None:
    values = [
        {"name": "title", "value": "Begun"},
        {"name": "body", "value": "Half a"},
        {"name": "anonymous", "value": "1"},
    ]
    draft = {"savedAt": "2026-11-20T10:00:00+00:00", "values": values}
    forum.api.changes["CommunityAsk"]["postDraft"] = draft
    forum.api.changes["CommunityThread"]["postDraft"] = draft
    with forum.browser() as b:
        html = b.get(ASK).text
        assert 'value="Begun"' in html
        assert "We kept what you began on 20 November 2026" in html
        for page in (html, b.get(ONE).text):
            assert "Half a</textarea>" in page
            assert re.search(r'name="anonymous"[^>]*checked', page)
            assert not re.search(r'name="follow"[^>]*checked', page)


def test_keeping_it_for_later_and_while_typing(forum: Site) -> None:
    with forum.browser() as b:
        r = b.post(ASK, data=fields(b.get(ASK).text) | FORM | {"later": "1", "title": ""})
        assert r.headers["location"] == "/community?done=kept"
        forum.api.seen.clear()
        r = b.post("/community/draft", data=fields(b.get(ONE).text) | {"place": "thread:7", "body": "Half"})
        assert (r.status_code, r.json()) == (200, {"kept": True})
        given = sent(forum, "SavePostDraft")
        assert given["place"] == "thread:7"
        assert {"name": "body", "value": "Half"} in given["values"]
        assert not {"csrf", "submission", "place"} & {one["name"] for one in given["values"]}
        forum.api.errors["SavePostDraft"] = {"code": "UNAUTHENTICATED", "http": 401}
        assert b.post("/community/draft", data=fields(b.get(ONE).text) | {"place": "new"}).status_code == 409
        r = b.post(ASK, data=fields(b.get(ASK).text) | FORM | {"later": "1"})
        assert r.status_code == 422
        assert "Who knows?" in r.text
        b.post("/community/draft/drop", data=fields(b.get(ASK).text) | {"place": "thread:7"})
    assert sent(forum, "DropPostDraft") == {"place": "thread:7"}


def test_signed_out_while_typing_keeps_the_words(forum: Site) -> None:
    with forum.browser() as b:
        data = fields(b.get(ONE).text) | {"body": "Forty characters of an answer, or a few more"}
        forum.api.errors["ReplyToThread"] = {"code": "UNAUTHENTICATED", "http": 401}
        forum.api.changes["CommunityThread"] = {"viewer": {"isSignedIn": False}, "thread": None}
        r = b.post(ONE, data=data)
    assert r.status_code == 401
    assert "Forty characters of an answer, or a few more</textarea>" in r.text
    assert "Sign in, in a new tab" in r.text


@pytest.mark.parametrize(
    ("path", "page", "operation", "name"),
    [
        ("/community/reports", "CommunityReports", "SettleReport", "outcome"),
        (f"{SPACE}/enter", "CommunitySpace", "AskToEnterSpace", "why"),
    ],
)
def test_a_lapsed_session_keeps_an_outcome_and_a_wish_to_come_in(
    forum: Site, path: str, page: str, operation: str, name: str
) -> None:
    words = "Forty characters of good reasons, or a few more"
    typed = {name: words, "id": "3", "ask": "1", "csrf": issue_token(SECRET, "good")}
    forum.api.errors[operation] = {"code": "CONFLICT"}
    with forum.browser() as b:
        for token in (typed["csrf"], issue_token(SECRET, "another")):  # closed meanwhile; an old tab
            r = b.post(path, data=typed | {"csrf": token})
            assert r.status_code in (409, 422)
            assert "Nothing was saved" in r.text
            assert words in r.text or name == "outcome"
        forum.api.errors[operation] = {"code": "UNAUTHENTICATED", "http": 401}
        forum.api.changes[page] = {"viewer": {"isSignedIn": False, "isMember": False}, "space": None}
        r = b.post(path, data=typed)
    assert r.status_code == 401
    assert f"{words}</textarea>" in r.text


def test_a_button_that_did_nothing_says_why(forum: Site) -> None:
    typed = {"csrf": issue_token(SECRET, "good")}
    with forum.browser() as b:
        forum.api.errors["FollowThread"] = {"code": "CONFLICT"}
        r = b.post(f"{ONE}/follow?stop=1", data=typed)
        assert (r.status_code, "closed or changed meanwhile" in r.text) == (409, True)
        forum.api.errors["FollowThread"] = {"code": "UNAUTHENTICATED", "http": 401}
        forum.api.changes["CommunityThread"] = {"viewer": {"isSignedIn": False}, "thread": None}
        r = b.post(f"{ONE}/follow?stop=1", data=typed)
    assert (r.status_code, f'action="{ONE}/follow?stop=1"' in r.text) == (401, True)


def test_a_failed_end_leaves_the_form_above_it_filled_and_a_pasted_address_is_a_number(forum: Site) -> None:
    token = {"csrf": issue_token(SECRET, "good")}
    with forum.browser() as b:
        r = b.post(f"{SPACE}/manage", data=token | {"end": "1", "because": ""})
        assert r.status_code == 422
        assert re.search(r'id="name"[^>]*value="Children"', r.text)
        pasted = {"act": "merge", "reason": "The same", "into": "https://x.example/community/threads/12/posts/3?page=2"}
        assert b.post(f"{ONE}/moderate", data=token | pasted).status_code == 303
    assert sent(forum, "ModerateThread")["into"] == 12


def test_a_key_that_ends_while_somebody_types_leaves_the_words(forum: Site) -> None:
    forum.api.errors["ReplyToKeyedCase"] = {"code": "NOT_FOUND"}
    forum.api.changes["KeyedCase"] = {"keyedCase": None}
    with forum.browser() as b:
        r = b.post("/ask/key/abc", data={"text": "What I wanted to say", "csrf": issue_token(SECRET, "good")})
    assert (r.status_code, "What I wanted to say</textarea>" in r.text) == (404, True)


# -- reading and pressing --------------------------------------------------------------------------------
def test_the_answer_stands_after_the_question_and_before_the_replies(forum: Site) -> None:
    forum.api.changes["CommunityThread"]["thread"] |= {"answer": post(4, isAnswer=True), "isAnswered": True}
    with forum.browser() as b:
        html = b.get(ONE).text
    places = [html.index(f'id="post-{n}"') for n in (1, 4, 2, 3)]
    assert places == sorted(places)
    assert "Dana Whitby (example) (you) asked" in html
    assert "2 more replies" in html
    assert html.count("Not the answer after all") == 1


def test_the_address_of_a_post_leads_to_its_page(forum: Site) -> None:
    with forum.browser() as b:
        assert b.get(f"{POST}?done=replied").headers["location"] == f"{ONE}?page=2&done=replied#post-2"
        forum.api.changes["CommunityPost"]["post"]["isAnswer"] = True
        assert b.get(POST).headers["location"] == f"{ONE}#post-2"


def test_a_thread_that_was_put_together_leads_to_the_other(forum: Site) -> None:
    forum.api.changes["CommunityThread"]["thread"]["mergedInto"] = {"path": "/community/threads/3"}
    with forum.browser() as b:
        r = b.get(ONE)
    assert (r.status_code, r.headers["location"]) == (303, "/community/threads/3")


@pytest.mark.parametrize(
    ("path", "operation", "given", "place"),
    [
        (f"{ONE}/follow", "FollowThread", {"thread": 7, "follow": True}, f"{ONE}?done=followed"),
        (f"{ONE}/follow?stop=1", "FollowThread", {"thread": 7, "follow": False}, f"{ONE}?done=not_followed"),
        (f"{ONE}/answer", "MarkAnswer", {"thread": 7, "post": "2"}, f"{ONE}?done=answered"),
        (f"{ONE}/answer?undo=1", "MarkAnswer", {"thread": 7}, f"{ONE}?done=not_answered"),
        (f"{POST}/thank", "ThankForPost", {"post": "2", "thanks": True}, f"{POST}?done=thanked"),
        (f"{POST}/thank?undo=1", "ThankForPost", {"post": "2", "thanks": False}, f"{POST}?done=not_thanked"),
        (f"{POST}/edit", "EditPost", {"post": "2", "body": "New"}, f"{POST}?done=edited"),
        (f"{POST}/delete", "DeletePost", {"post": "2"}, f"{POST}?done=deleted"),
        (f"{POST}/report", "ReportPost", {"post": "2", "reason": "Names"}, f"{POST}?done=reported"),
        (f"{POST}/moderate", "ModeratePost", {"hide": True, "reason": "Names"}, f"{POST}?done=moderated"),
        (f"{ONE}/moderate", "ModerateThread", {"act": "LOCK", "reason": "Names"}, f"{ONE}?done=moderated"),
        ("/community/reports", "SettleReport", {"id": "3", "outcome": "Done"}, "/community/reports?done=settled"),
        (f"{SPACE}/enter", "JoinSpace", {"space": "x"}, f"{SPACE}?done=joined"),
        (f"{SPACE}/leave", "LeaveSpace", {"space": "x"}, "/community?done=left"),
        (f"{SPACE}/people", "ChangeSpacePerson", {"id": "3", "act": "LET_IN"}, f"{SPACE}/people?done=person"),
        (f"{SPACE}/manage", "ChangeSpace", {"name": "N", "noEnd": True}, f"{SPACE}?done=changed"),
    ],
)
def test_each_button_makes_one_change_and_leads_back(
    forum: Site, path: str, operation: str, given: dict[str, Any], place: str
) -> None:
    act = {"SettleReport": "", "ModerateThread": "lock", "ChangeSpacePerson": "let_in"}.get(operation, "")
    typed = {"post": "2", "body": "New", "reason": "Names", "act": act, "id": "3", "outcome": "Done", "name": "N"}
    typed |= {"purpose": "P", "csrf": issue_token(SECRET, "good")}
    with forum.browser() as b:
        r = b.post(path, data=typed)
        assert (r.status_code, r.headers["location"]) == (303, place)
        sent_ = sent(forum, operation)
        assert {key: sent_.get(key) for key in given} == given
        forum.api.seen.clear()
        assert b.post(path, data=typed, headers={"Origin": "https://evil.example"}).status_code == 403
        b.post(path, data=typed | {"csrf": issue_token(SECRET, "someone else")})
    assert {one["method"] for one in forum.api.seen} <= {"GET"}


def test_files_go_to_the_cms_with_an_address_made_for_them(forum: Site) -> None:
    with forum.browser() as b:
        page = b.get(f"{POST}/files")
        assert "multipart" not in page.text
        r = b.post(f"{POST}/files", data=fields(page.text))
    assert 'enctype="multipart/form-data"' in r.text
    assert sent(forum, "StartUpload") == {"purpose": "forum-post", "target": "2"}


def test_a_space_is_made_with_its_owners_by_their_addresses(forum: Site) -> None:
    with forum.browser() as b:
        page = b.get("/community/spaces/new")
        typed = {
            "name": "Board",
            "purpose": "To steer",
            "kind": "confidential",
            "owners": "a@example.org, b@example.org",
        }
        r = b.post("/community/spaces/new", data=fields(page.text) | typed | {"ends_day": "31", "ends_month": "2"})
        assert r.status_code == 422
        assert "Give a date like 31 3 2027" in r.text
        forum.api.changes["MakeSpace"] = {"makeSpace": {"space": None}}
        r = b.post("/community/spaces/new", data=fields(page.text) | typed)
    assert r.headers["location"] == "/community?done=space"
    assert [one.strip() for one in sent(forum, "MakeSpace")["owners"]] == ["a@example.org", "b@example.org"]


def test_what_people_write_lets_no_markup_through() -> None:
    html = str(said('See ISP-0061 and https://example.org/a?b=1&c=2.\nNext <script>\n\n"Quoted" javascript:alert(1)'))
    assert html == (
        '<p>See <a href="/isps/ISP-0061">ISP-0061</a> and <a href="https://example.org/a?b=1&amp;c=2" rel="nofollow '
        'noopener">https://example.org/a?b=1&amp;c=2</a>.<br>Next &lt;script&gt;</p><p>&#34;Quoted&#34; '
        "javascript:alert(1)</p>"
    )
