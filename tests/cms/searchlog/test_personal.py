"""What is never stored. Every person, number and address here is made up."""

import pytest

from cms.core.nhs_number import is_nhs_number
from cms.searchlog.personal import looks_personal

ABOUT_ONE_PERSON = [
    "jane.sample@example.org",
    "e-mail of jane sample@example.org about a referral",
    "jane at example dot org",
    "9434765919",
    "943 476 5919",
    "943-476-5919",
    "nhs no 943 476 5919 referral",
    "patient 2 943 476 5919",
    "01632 960 983",
    "(01632) 960983",
    "07700900123",
    "+44 7700 900123",
    "0044 7700 900 123",
    "jane sample 04/07/1982",
    "jane sample 4.7.82",
    "jane sample 4 July 1982",
    "jane sample 4th of july 1982",
    "Sample, Jane, July 4th, 1982",
    "jane sample 1982-07-04",
    "jane sample 04071982",
    "04 07 1982",
    "jane sample born 1982",
    "jane sample dob 82",
    "1982 d.o.b. jane sample",
    "date of birth: 4/82",
    "jane sample CM1 1QH",
    "cm11qh",
    "jane sample, 14 High Street",
    "14a Old Mill Lane harlow",
    "AB 12 34 56 C",
    "ab123456c",
    "Mrs Sample",
    "mr. j sample tenancy",
    "100023336956",
    "jane 123456789",
]
ABOUT_NOBODY = [
    "safeguarding",
    "can I tell the police about a tenant",
    "isp 42",
    "ISP-0042",
    "section 115 crime and disorder act 1998",
    "data protection act 1998 2018",
    "1998 2018 2025 acts",
    "GDPR article 6(1)(e)",
    "date of birth",
    "who may see a child's date of birth",
    "working together 2023",
    "1234567",
    "12345678",
    "RWF03",
    "E06000034",
    "999",
    "missing 24/7/365",
    "changes from april 2026",
    "under 18s",
    "Essex Police",
    "near miss reporting",
    "ms teams",
    "Jane Sample",  # a name alone cannot be told from that of a public role
]


@pytest.mark.parametrize("text", ABOUT_ONE_PERSON)
def test_texts_that_look_as_if_they_were_about_one_person(text):
    assert looks_personal(text)
    assert looks_personal(text.upper())
    assert looks_personal(f"sharing information on {text} please")


@pytest.mark.parametrize("text", ABOUT_NOBODY)
def test_ordinary_questions_are_kept(text):
    assert not looks_personal(text)


def test_the_check_digit_of_nhs_numbers():
    assert is_nhs_number("9434765919")
    assert is_nhs_number("4010232137")
    assert not is_nhs_number("9434765918")
    assert not is_nhs_number("943476591")
    assert not is_nhs_number("١٢٣٤٥٦٧٨٩٠")
