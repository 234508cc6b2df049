"""Consultations and people who can help, through the API: names are for people, and SQL does not grow with rows."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.consultations.models import ConsultationComment, Paragraph
from cms.core import clock
from cms.core.requester import Requester
from cms.forum.models import Expertise
from cms.members.selectors import requester_of
from cms.members.tokens import READ_SCOPES
from cms.snippets.models import Topic
from tests.factories.consultations import make_comment, make_consultation
from tests.factories.people import PartnerFactory, UserFactory
from tests.members_api.conftest import run_as

pytestmark = pytest.mark.django_db
PAGE = """{ consultation(slug: "asked") { commentCount mayComment comments { body } paragraphs {
  number text comments { body stanceLabel isMine outcomeLabel answer author { name } partner { name } } } } }"""
SAY = """mutation ($id: String!, $on: Int) { commentOnConsultation(input: {
  submissionId: $id, slug: "asked", paragraph: $on, stance: CHANGE, body: "With whom?"}) {
  comment { paragraphNumber isMine } } }"""


def data_of(result: Any) -> Any:
    assert not result.errors, result.errors
    return result.data


def test_a_comment_its_outcome_and_who_sees_whose_it_is() -> None:
    town = PartnerFactory(slug="town", name="Town")
    member = UserFactory(member_of=[town], first_name="Ann", last_name="Archer")
    by, found = requester_of(member), make_consultation()
    other = requester_of(UserFactory(member_of=[town]))
    tool = Requester(partners=frozenset({town.pk}), acting_for=town.pk, token_id=1, scopes=frozenset(READ_SCOPES))
    said = data_of(run_as(by, SAY, id="one", on=2))["commentOnConsultation"]["comment"]
    assert said == {"paragraphNumber": 2, "isMine": True}
    assert run_as(tool, SAY, id="two").errors, "a tool says nothing"
    ConsultationComment.objects.update(outcome="accepted", answer="Yes.")

    def comment(requester: Requester) -> dict[str, Any]:
        page = data_of(run_as(requester, PAGE))["consultation"]
        (row,) = next(part for part in page["paragraphs"] if part["number"] == 2)["comments"]
        assert page["commentCount"] == 1
        return dict(row)

    row = comment(other)
    assert (row["author"], row["partner"], row["isMine"]) == ({"name": "Ann Archer"}, {"name": "Town"}, False)
    assert (row["outcomeLabel"], row["answer"]) == ("", ""), "not before the response"
    assert (comment(tool)["author"], comment(tool)["body"]) == (None, "With whom?")
    found.response, found.responded_at = "We did.", clock.now()
    found.save()
    assert (comment(other)["outcomeLabel"], comment(other)["answer"]) == ("Accepted", "Yes.")
    assert data_of(run_as(other, PAGE))["consultation"]["mayComment"] is False
    ConsultationComment.objects.update(hidden_at=clock.now(), hidden_because="It names somebody.")
    for requester in (other, by):
        row = comment(requester)
        kept = [row[name] for name in ("body", "author", "partner", "outcomeLabel", "answer")]
        assert kept == ["", None, None, "", ""]


def test_people_are_for_people() -> None:
    town = PartnerFactory(slug="town")
    topic = Topic.objects.create(name="Fire", slug="fire")
    Expertise.objects.create(user=UserFactory(member_of=[town], last_name="Archer"), topic=topic)
    asked = '{ helpers(topic: "fire") { totalCount items { name topics { name } } } }'
    by = requester_of(UserFactory(member_of=[town]))
    assert data_of(run_as(by, asked))["helpers"]["totalCount"] == 1
    tool = Requester(partners=frozenset({town.pk}), acting_for=town.pk, token_id=1, scopes=frozenset(READ_SCOPES))
    refused = run_as(tool, asked)
    assert refused.errors
    assert "Archer" not in str((refused.data, refused.errors))
    assert data_of(run_as(Requester(), asked))["helpers"] == {"totalCount": 0, "items": []}
    choose = 'mutation { chooseTopics(input: {knows: ["fire"]}) { myTopics { hasChosen } } }'
    assert data_of(run_as(by, choose))["chooseTopics"]["myTopics"]["hasChosen"]
    assert data_of(run_as(by, asked))["helpers"]["totalCount"] == 2


def test_a_consultation_of_forty_paragraphs_costs_what_one_of_two_costs() -> None:
    town = PartnerFactory(slug="town")
    by, found = requester_of(UserFactory(member_of=[town])), make_consultation()

    def cost() -> int:
        data_of(run_as(by, PAGE))
        with CaptureQueriesContext(connection) as captured:
            data_of(run_as(by, PAGE))
        return len(captured)

    make_comment(found, UserFactory(member_of=[town]), "First", partner=town)
    few = cost()
    for number in range(4, 44):
        Paragraph.objects.create(consultation=found, number=number, text="More.")
        make_comment(found, UserFactory(member_of=[town]), f"Comment {number}", number=number, partner=town)
    assert cost() == few
