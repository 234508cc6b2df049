"""Requests for help and guidance from threads, walked on screen: the real frontend against the real API."""

import datetime
from typing import Any

import pytest
import time_machine

from cms.community.keys import key_of
from cms.community.models import FollowUp, SupportCase
from cms.community.services import answer_case, ask_back, ask_for_help
from cms.community.tasks import ask_what_came_of_it
from cms.core.requester import ANONYMOUS
from cms.forum.models import Thread
from cms.forum.services import accept_answer, post_thread, reply
from cms.members.models import User
from cms.members.selectors import requester_of
from cms.overview.case_turns import draft_from_case
from cms.overview.models import Credit
from cms.overview.thread_to_guidance import guidance_from_thread
from cms.pages.models import GuidancePage
from tests.factories import admin as make
from tests.factories.registers import make_partner, make_role, make_user
from tests.members_api.test_review_walk import Reader

pytestmark = pytest.mark.django_db
NOW = datetime.datetime(2026, 11, 23, 10, tzinfo=datetime.UTC)
WISH = {"what": "Addresses after a fall", "whom": "The fire service", "why": "Fewer falls"}


class Visitor(Reader):
    """Somebody who is not signed in."""

    def __init__(self) -> None:
        super().__init__(make_user("nobody@example.org"))
        self.cookies = {}


@pytest.fixture
def clock() -> Any:
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def people() -> dict[str, User]:
    council, trust = make_partner("council"), make_partner("trust")
    found = {name: make_user(f"{name}@example.org", council) for name in ("ann", "bo", "lead")}
    make_role(found["lead"], council, "ig_lead")
    found["cy"] = make_user("cy@example.org", trust)
    found["editor"] = make_user("editor@example.org", site_role="core_editor")
    return found


def test_the_asker_answers_a_question_reads_the_answer_and_says_what_came_of_it(
    clock: Any, people: dict[str, User]
) -> None:
    ann, lead, stranger = Reader(people["ann"]), Reader(people["lead"]), Reader(people["cy"])
    team = requester_of(people["editor"])
    case = ask_for_help(by=requester_of(people["ann"]), submission_id="s", **WISH)
    clock.shift(60)
    ask_back(by=team, number=case.number, text="Whose addresses?", submission_id="q")
    here = f"/ask/{case.number}"
    assert "A question about your request" in ann.ask("/tasks").text
    page = ann.ask(here).text
    assert "We need a word from you" in page
    assert "Whose addresses?" in page
    assert stranger.ask(here).status_code == 404
    clock.shift(60)
    assert ann.fill(here, text=" ").status_code == 422
    assert ann.fill(here, text="Those of <tenants>").headers["location"] == f"{here}?done=sent"
    assert "Those of &lt;tenants&gt;" in lead.ask(here).text
    assert lead.fill(here, text="I agree").status_code == 303
    hidden = {"text": "Me too", "submission": "other"}
    assert stranger.ask(here, hidden).status_code in (404, 422)
    assert case.messages.count() == 3
    clock.shift(60)
    answer_case(by=team, number=case.number, text="Yes, once.")
    draft = draft_from_case(by=team, number=case.number)
    page = ann.ask(here).text
    assert "Yes, once." in page
    assert f"/drafts/{draft.isp.reference}" in page
    assert ann.ask(f"/drafts/{draft.isp.reference}").status_code == 200  # the asker owns it
    assert draft.isp.reference not in stranger.ask("/drafts").text
    clock.shift(datetime.timedelta(days=30))
    ask_what_came_of_it()
    ann, lead = Reader(people["ann"]), Reader(people["lead"])  # their sessions are over
    assert "Did it help?" in ann.ask("/tasks").text
    assert "Did it help?" not in lead.ask(here).text  # the asker is asked, and nobody else
    assert ann.fill(here, words="Thanks").status_code == 422
    assert ann.fill(here, result="HAPPENED", words="Thanks").headers["location"] == f"{here}?done=told"
    assert FollowUp.objects.get().result == "happened"
    assert "Yes, it is shared now" in ann.ask(here).text


def test_who_has_no_account_does_the_same_by_the_link(clock: Any, people: dict[str, User]) -> None:
    team = requester_of(people["editor"])
    case = ask_for_help(by=ANONYMOUS, submission_id="s", name="Dee", email="dee@example.org", **WISH)
    ask_back(by=team, number=case.number, text="Whose?", submission_id="q")
    visitor, here = Visitor(), f"/ask/key/{key_of(case)}"
    page = visitor.ask(here)
    assert "Whose?" in page.text
    assert "no-store" in page.headers["cache-control"]
    assert SupportCase.objects.get().state == "waits_for_asker"  # opened, and nothing happened
    assert visitor.ask(f"/ask/{case.number}").status_code == 303  # the number alone opens nothing
    assert visitor.ask("/ask/key/forged").status_code == 404
    clock.shift(60)
    assert visitor.fill(here, text="My tenants’").status_code == 303
    assert "My tenants’" in visitor.ask(here).text
    clock.shift(60)
    answer_case(by=team, number=case.number, text="Yes.")
    clock.shift(datetime.timedelta(days=31))
    ask_what_came_of_it()
    assert visitor.fill(here, result="NOT_YET", words="").status_code == 303
    assert SupportCase.objects.get().state == "with_adviser"


def test_the_asker_asks_other_members_without_a_name_and_looks_twice(clock: Any, people: dict[str, User]) -> None:
    ann, lead, cy = Reader(people["ann"]), Reader(people["lead"]), Reader(people["cy"])
    case = ask_for_help(by=requester_of(people["ann"]), submission_id="s", **WISH)
    here = f"/ask/{case.number}/members"
    assert "Addresses after a fall" in ann.ask(here).text
    assert lead.ask(here).status_code == 404  # who asked decides, and nobody for them
    words = {"title": "May we?", "body": "About 943 476 5919.", "anonymous": "1"}
    warned = ann.fill(here, **words)
    assert warned.status_code == 422
    assert "943 476 5919" in warned.text
    assert Thread.objects.count() == 0
    made = ann.fill(here, **{**words, "body": "After a fall."})
    thread = Thread.objects.get()
    assert made.headers["location"] == f"/community/threads/{thread.number}"
    shown = cy.ask(made.headers["location"]).text
    assert "After a fall." in shown
    assert str(people["ann"]) not in shown
    assert "May we?" in ann.ask(f"/ask/{case.number}").text
    page = lead.ask(f"/ask/{case.number}").text
    assert "Addresses after a fall" in page
    assert "May we?" not in page  # the request shows who asked; the thread does not
    assert ann.fill(here, title="By name?", body="After a fall.").status_code == 303
    assert "By name?" in lead.ask(f"/ask/{case.number}").text


def test_guidance_names_who_agreed_to_members_and_nobody_to_the_public(clock: Any, people: dict[str, User]) -> None:
    tree = make.site_tree()
    tree["guidance"].add_child(instance=GuidancePage(title="The code", slug="code", summary="S", authority="national"))
    ann, bo = requester_of(people["ann"]), requester_of(people["bo"])
    thread = post_thread(by=ann, submission_id="t", title="May a school tell housing?", body="Today?")
    said = reply(by=bo, submission_id="r", number=thread.number, body="Ask what for.", is_anonymous=True)
    accept_answer(by=ann, post=said.pk)
    editor = Reader(people["editor"])
    way = f"/admin/threads/{thread.number}/guidance/"
    assert way in editor.ask(thread.path).text
    assert way not in Reader(people["ann"]).ask(thread.path).text
    basis = GuidancePage.objects.get(slug="code")
    page = guidance_from_thread(by=requester_of(people["editor"]), number=thread.number, interprets_id=basis.pk)
    reader, writer = Reader(people["cy"]), Reader(people["bo"])
    path = f"/guidance/{page.slug}"
    assert reader.ask(path).status_code == 404  # a draft
    page.live, page.audience = True, "public"
    page.save()
    names = [str(people["ann"]), str(people["bo"])]

    def shown(by: Reader) -> list[bool]:
        text = by.ask(path).text
        assert "Ask what for." in text
        return [name in text for name in names]

    assert shown(reader) == [True, False]
    key = Credit.objects.get(person=people["bo"]).pk
    assert "May we name you?" in writer.ask("/tasks").text
    assert reader.ask(f"/community/credits/{key}").status_code == 404
    assert writer.fill(f"/community/credits/{key}", yes="1").headers["location"].endswith("?done=yes")
    assert shown(reader) == [True, True]
    assert shown(Visitor()) == [False, False]
    assert path in reader.ask(thread.path).text
