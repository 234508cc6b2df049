"""The gate that matters: what people type, on the real content, on both engines, above a floor that only rises."""

import os
from pathlib import Path
from typing import Any

import pytest

from tests.search.judged import floor
from tests.search.judged.measuring import Answer, table, worst
from tests.search.judged.questions import GOOD, PEOPLE, Misread, Question, read_questions
from tests.search.judged.world import content, measured, things

LEAST, OF_EACH = 100, 20
pytestmark = pytest.mark.xdist_group("relevance")  # the world is made once


@pytest.fixture(scope="module")
def questions() -> list[Question]:
    return read_questions()


@pytest.fixture(scope="module")
def world(
    questions: list[Question], tmp_path_factory: Any, django_db_setup: None, django_db_blocker: Any
) -> dict[str, Any]:
    """Loaded and asked once; nothing of it stays in the database."""
    with django_db_blocker.unblock(), content(tmp_path_factory.mktemp("judged")):
        return {"things": things(), "answers": measured(questions)}


# -- the questions -------------------------------------------------------------------------------------
def test_there_are_enough_of_every_kind_of_person(questions: list[Question]) -> None:
    assert len(questions) >= LEAST
    for who in PEOPLE:
        assert sum(question.who == who for question in questions) >= OF_EACH, who
    assert len({question.name for question in questions}) == len(questions)


def test_most_are_as_short_as_people_type(questions: list[Question]) -> None:
    short = [question for question in questions if len(question.text.split()) <= 4]
    assert len(short) > len(questions) * 0.7


def test_each_has_an_answer_and_each_grade_a_reason(questions: list[Question]) -> None:
    for question in questions:
        assert any(grade.value >= GOOD for grade in question.grades.values()), question.name
        assert all(len(grade.reason) > 3 for grade in question.grades.values()), question.name


def test_a_third_is_held_out_while_tuning(questions: list[Question]) -> None:
    assert 0.25 < sum(question.held_out for question in questions) / len(questions) < 0.45


@pytest.mark.parametrize(
    "text", ["3 isp:1 why", "? q\n4 isp:1 why", "? q\n3 isp:1", "? q\n3 isp why", "? q\n3 isp:1 why\n2 isp:1 again"]
)
def test_a_slip_in_a_file_is_named_by_its_line(tmp_path: Path, text: str) -> None:
    for who in PEOPLE:
        (tmp_path / f"{who}.txt").write_text(text, encoding="utf-8")
    with pytest.raises(Misread, match=r"head_of_service.txt, line \d"):
        read_questions(tmp_path)


# -- the content and the engines -----------------------------------------------------------------------
@pytest.mark.django_db
def test_everything_judged_is_in_the_content(questions: list[Question], world: dict[str, Any]) -> None:
    named = {thing for question in questions for thing in question.grades}
    assert named <= world["things"], sorted(named - world["things"])


@pytest.mark.django_db
@pytest.mark.parametrize("engine", ["fts5", pytest.param("elasticsearch", marks=pytest.mark.service("elasticsearch"))])
def test_search_answers_people_as_well_as_it_ever_did(engine: str, world: dict[str, Any]) -> None:
    """A fall is a worse search, or a judgement that changed: say which, and never lower a floor for the first."""
    answers: list[Answer] = world["answers"][engine]
    print(table(engine, answers))
    print(worst(answers))
    assert not floor.below(engine, answers)


@pytest.mark.django_db
def test_a_floor_only_rises(world: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floor, "FILE", tmp_path / "floor.json")
    answers: list[Answer] = world["answers"]["fts5"]
    first = floor.lift({"fts5": answers})["fts5"]
    assert floor.lift({"fts5": answers[:100] + answers[100:]})["fts5"] == first
    best = dict.fromkeys(first, 1.0)
    (tmp_path / "floor.json").write_text(f'{{"fts5": {str(best).replace(chr(39), chr(34))}}}', encoding="utf-8")
    assert floor.lift({"fts5": answers})["fts5"] == best
    assert floor.below("fts5", answers)


def test_ci_measures_both_engines() -> None:
    if os.environ.get("CI"):
        assert os.environ.get("TEST_ELASTICSEARCH_URL")
