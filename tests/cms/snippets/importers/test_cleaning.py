import datetime
import time

import pytest

from cms.intake.guessing.dates import dates_in
from cms.snippets.importers.cleaning import listed, period_words, prose, review_cell, theme_name
from cms.snippets.importers.names import normalised


@pytest.mark.parametrize(
    ("text", "due", "precision"),
    [
        ("Feb-2018", datetime.date(2018, 2, 28), "month"),
        ("Mar-2024", datetime.date(2024, 3, 31), "month"),
        (" 2024-02 ", datetime.date(2024, 2, 29), "month"),
        ("2026", datetime.date(2026, 12, 31), "year"),
        ("22/11/2026", datetime.date(2026, 11, 22), "day"),
        ("2019-03-21", datetime.date(2019, 3, 21), "day"),
    ],
)
def test_a_month_is_due_on_its_last_day(text, due, precision):
    found = review_cell(text)
    assert (found.due, found.precision, found.under_review) == (due, precision, False)


def test_under_review_is_a_state_without_a_date():
    found = review_cell("  under   REVIEW ")
    assert (found.under_review, found.due, found.precision, found.question, found.error) == (True, None, "none", "", "")


@pytest.mark.parametrize("text", ["Under", "Under Rev", "und"])
def test_a_cut_off_state_is_asked_about(text):
    found = review_cell(text)
    assert "cut off" in found.question
    assert not found.under_review


@pytest.mark.parametrize("text", ["", " ", "n/a", "-"])
def test_no_date_is_no_date(text):
    assert review_cell(text) == review_cell("")


def test_other_words_are_an_error_not_a_guess():
    assert "not a date" in review_cell("when convenient").error


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Growing Essex Economy (3)", "Growing Essex Economy"),
        ("Health and Wellbeing Information Sharing Protocols    ", "Health and Wellbeing"),
        ("Health and Wellbeing (8)", "Health and Wellbeing"),
        ("Information Sharing Protocols", "Information Sharing Protocols"),
    ],
)
def test_themes_lose_their_count_and_trailing_words(printed, name):
    assert theme_name(printed) == name


@pytest.mark.parametrize(
    ("printed", "words"),
    [("P11M", "11 months"), ("P2Y ", "2 years"), ("P1Y6M", "1 year, 6 months"), ("P", "P"), ("see annex", "see annex")],
)
def test_periods_are_said_in_words(printed, words):
    assert period_words(printed) == words


def test_bullets_become_lines_and_runs_of_spaces_one():
    printed = "Items  will relate to: ●Earnings  ●Household   composition ●Property ownership "
    assert prose(printed) == "Items will relate to:\nEarnings\nHousehold composition\nProperty ownership"


def test_only_semicolons_lines_and_bullets_divide_names():
    printed = "Police, Fire and Crime Commissioner for Essex; HMRC\nECC"
    assert listed(printed) == ["Police, Fire and Crime Commissioner for Essex", "HMRC", "ECC"]


@pytest.mark.parametrize("read", [listed, prose, lambda text: list(dates_in(f"1{text}")), normalised])
@pytest.mark.parametrize("sign", ["\t", "\u0315\u0300"])
def test_a_cell_of_one_sign_takes_little_processor_time(read, sign):
    began = time.process_time()
    read(sign * 50_000 + "Aa")
    assert time.process_time() - began < 2
