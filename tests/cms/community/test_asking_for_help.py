"""Asking for help: open to everybody, once however often it is sent, read by few, answered by e-mail."""

import datetime

import pytest
import time_machine

from cms.audit.models import AuditEvent
from cms.community.models import SupportCase
from cms.community.selectors import cases_of, open_cases
from cms.community.services import answer_case, ask_for_help, close_case, take_case
from cms.core.errors import BadInput, Conflict, Forbidden, RateLimited
from cms.core.models import CommunitySettings
from cms.core.policy import visible
from cms.core.requester import ANONYMOUS, Requester
from cms.members.selectors import requester_of
from cms.notifications.models import Delivery, Notification
from tests.factories.registers import make_partner, make_role, make_user

pytestmark = pytest.mark.django_db
WISH = {
    "what": "Addresses after a fall",
    "whom": "The fire service",
    "why": "Fewer falls",
    "name": "Ann",
    "email": "Ann@Example.org",
}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.fixture
def editor():
    return make_user("editor@example.org", site_role="core_editor")


def ask(by=ANONYMOUS, **given):
    return ask_for_help(by=by, **{"submission_id": "one", **WISH, **given})


def mails(address):
    return Delivery.objects.filter(recipient=address)


def test_anybody_may_ask_and_both_sides_hear_of_it(editor):
    case = ask()
    assert (case.number, case.email, case.asker, case.state) == (1, "ann@example.org", None, "new")
    assert mails("ann@example.org").count() == 1
    assert mails("editor@example.org").count() == 1
    assert Notification.objects.get().user == editor
    assert AuditEvent.objects.get(action="case.asked").actor_kind == "public"


def test_nothing_that_was_typed_goes_into_a_mailbox(editor):
    ask()
    for mail in Delivery.objects.all():
        for typed in WISH.values():
            assert typed not in mail.body + mail.subject + mail.recipient_name


def test_sent_twice_it_is_one_request(editor):
    assert ask().pk == ask().pk
    assert SupportCase.objects.count() == 1
    assert Delivery.objects.count() == 2


def test_numbers_are_given_once(editor):
    assert [ask(submission_id=f"s{n}").number for n in range(3)] == [1, 2, 3]


def test_somebody_elses_submission_tells_nothing(editor):
    ask()
    with pytest.raises(BadInput):
        ask(email="other@example.org")
    assert SupportCase.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"what": " "}, "what"),
        ({"whom": ""}, "whom"),
        ({"why": ""}, "why"),
        ({"email": ""}, "email"),
        ({"email": "not an address"}, "email"),
        ({"email": "a@example.org\nBcc: b@example.org"}, "email"),
        ({"what": "x" * 2001}, "what"),
    ],
)
def test_wrong_answers_are_said_by_field_and_nothing_is_kept(editor, given, field):
    with pytest.raises(BadInput) as refused:
        ask(**given)
    assert list(refused.value.details["fields"]) == [field]
    assert SupportCase.objects.count() == Delivery.objects.count() == 0


def test_one_address_cannot_fill_the_queue(editor):
    for n in range(10):
        ask(submission_id=f"s{n}")
    with pytest.raises(RateLimited):
        ask(submission_id="one too many")
    assert SupportCase.objects.count() == 10
    with time_machine.travel(datetime.datetime(2026, 11, 24, tzinfo=datetime.UTC), tick=False):
        assert ask(submission_id="later").number == 11


def test_a_member_is_answered_at_the_accounts_address_and_sees_the_request(editor):
    member = make_user("member@example.org", make_partner("council"))
    by = requester_of(member)
    case = ask(by, name="", email="")
    assert (case.email, case.name, case.partner) == ("member@example.org", str(member), make_partner("council"))
    assert list(cases_of(by)) == [case]


def test_the_public_form_can_be_closed_but_not_for_members(editor):
    CommunitySettings.objects.update_or_create(pk=1, defaults={"public_help_form": False})
    with pytest.raises(Forbidden):
        ask()
    assert SupportCase.objects.count() == 0
    ask(requester_of(make_user("member@example.org", make_partner("council"))))
    assert SupportCase.objects.count() == 1


def test_who_reads_a_request(editor):
    council, trust = make_partner("council"), make_partner("trust")
    asker, colleague, lead = (make_user(f"{name}@example.org", council) for name in ("asker", "colleague", "lead"))
    stranger = make_user("stranger@example.org", trust)
    make_role(lead, council, "ig_lead")
    make_role(stranger, trust, "ig_lead")
    ask(requester_of(asker))
    ask(submission_id="public")
    tool = Requester(partners=frozenset({council.pk}), token_id=1, scopes=frozenset({"read:community"}))

    def seen(by):
        return visible(SupportCase.objects.all(), by).count()

    assert [seen(requester_of(user)) for user in (asker, lead, editor)] == [1, 1, 2]
    assert [seen(requester_of(user)) for user in (colleague, stranger)] == [0, 0]
    assert [seen(ANONYMOUS), seen(tool)] == [0, 0]


def test_the_answer_goes_to_the_asker_once_and_a_corrected_one_again(editor):
    by = requester_of(editor)
    case = ask()
    assert list(open_cases(by)) == [case]
    take_case(by=by, number=case.number)
    for _ in range(2):
        answer_case(by=by, number=case.number, text="You are covered by ISP-0042.")
    case.refresh_from_db()
    assert (case.state, case.adviser, case.answer) == ("answered", editor, "You are covered by ISP-0042.")
    answers = mails("ann@example.org").filter(source_key__contains=":answer:")
    assert [mail.body for mail in answers] == ["You are covered by ISP-0042."]
    answer_case(by=by, number=case.number, text="You are covered by ISP-0043.")
    assert answers.all().count() == 2
    assert list(open_cases(by)) == []
    with pytest.raises(Conflict):
        take_case(by=by, number=case.number)
    assert close_case(by=by, number=case.number, outcome="covered").state == "closed"


def test_only_the_core_team_answers(editor):
    case = ask()
    for by in (ANONYMOUS, requester_of(make_user("member@example.org", make_partner("council")))):
        with pytest.raises(Forbidden):
            answer_case(by=by, number=case.number, text="No")
    case.refresh_from_db()
    assert (case.state, case.answer) == ("new", "")
    with pytest.raises(BadInput):
        answer_case(by=requester_of(editor), number=case.number, text="  ")
