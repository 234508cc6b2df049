"""What is taken for personal data of somebody whom a service is for, and what is not."""

import pytest
import time_machine

from cms.core.nhs_number import is_nhs_number
from cms.forum import services
from cms.forum.models import Post
from cms.forum.personal_data import PersonalDataFound, find
from tests.factories.forum import a_member, answer, as_of, ask


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("The number is 943 476 5919, I think.", ["nhs_number"]),
        ("9434765919", ["nhs_number"]),
        ("NHS 943-476-5919.", ["nhs_number"]),
        ("943 476 5918", []),  # the check digit is wrong
        ("Ring 01632 960 118 or 07700 900 123.", []),
        ("It cost £9434765919 in all.", []),
        ("Order 94347659190", []),
        ("5555555555", []),
        ("Anna Cole, born 12/03/2011, moved.", ["name_and_birth"]),
        ("DOB 12.3.2011 (Anna Cole)", ["name_and_birth"]),
        ("Mrs Cole (12 March 1985) rang.", ["name_and_birth"]),
        ("The child’s date of birth is 12th March 2011.", ["birth"]),
        ("Anna Cole 12/03/85", ["name_and_birth"]),
        ("We met Helen Marsh on 12/03/2026.", []),
        ("The Care Act 2014 started on 1 April 2015.", []),
        ("Helen Marsh, 3 November 2026: minutes", []),
        ("Due 12/03/2027, see ISP-0042 and s.115.", []),
    ],
)
@time_machine.travel("2026-11-20T12:00Z", tick=False)
def test_what_is_found(text, kinds):
    assert [finding.kind for finding in find(text)] == kinds


def test_the_check_digit_decides():
    # By modulus 11 with weights 10 to 2 (NHS Data Dictionary, NHS number): one of eleven digits fits, or none.
    fitting = [n for n in range(10) if is_nhs_number(f"943476591{n}")]
    assert fitting == [9]
    assert not any(is_nhs_number(text) for text in ("", "94347659", "0000000000", "٩٤٣٤٧٦٥٩١٩", "94347659AB"))


@pytest.mark.django_db
def test_the_writer_is_warned_first_and_decides():
    dana, tom = a_member(), a_member()
    text = "My patient is 943 476 5919."
    with pytest.raises(PersonalDataFound) as warned:
        ask(dana, title="About 943 476 5919", body=text)
    assert set(warned.value.details["fields"]) == {"title", "body"}
    assert warned.value.details["personalData"]
    assert not Post.objects.exists()
    thread = ask(dana)
    with pytest.raises(PersonalDataFound):
        answer(tom, thread, text)
    assert answer(tom, thread, text, checked=True).body == text
    with pytest.raises(PersonalDataFound):
        services.edit_post(by=as_of(dana), post=thread.posts.get(number=1).pk, body=text)
