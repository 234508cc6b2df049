"""A request as a conversation: sorted, asked back, answered, closed, followed up; by account or by the link."""

import datetime

import pytest
import time_machine

from cms.community.keys import case_of, key_of, link, revoke_keys
from cms.community.models import CaseMessage, FollowUp, SupportCase
from cms.community.selectors import cases_that_ask, cases_to_answer, cases_to_follow_up
from cms.community.services import (
    answer_case,
    answer_follow_up,
    answer_follow_up_by_key,
    ask_back,
    ask_for_help,
    close_case,
    note_case,
    reopen_case,
    reply_by_key,
    reply_to_case,
    triage_case,
)
from cms.community.tasks import ask_what_came_of_it
from cms.community.vetoes import veto
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.policy import visible
from cms.core.requester import ANONYMOUS
from cms.members.models import Membership
from cms.members.selectors import requester_of
from cms.notifications.models import Delivery
from tests.factories.registers import make_partner, make_role, make_user

pytestmark = pytest.mark.django_db
MONDAY = datetime.datetime(2026, 12, 21, 10, tzinfo=datetime.UTC)
WISH = {"what": "Addresses after a fall", "whom": "The fire service", "why": "Fewer falls"}
PUBLIC = {**WISH, "name": "Ann", "email": "ann@example.org"}


class Story:
    """Two organisations, an adviser, and a clock that is moved by hand."""

    def __init__(self, clock):
        self.clock = clock
        self.council, self.trust = make_partner("council"), make_partner("trust")
        self.editor = make_user("editor@example.org", site_role="core_editor")
        self.asker, self.lead, self.colleague = (make_user(f"{n}@example.org", self.council) for n in ("a", "l", "c"))
        self.stranger = make_user("stranger@example.org", self.trust)
        make_role(self.lead, self.council, "ig_lead")
        make_role(self.stranger, self.trust, "ig_lead")
        self.team = requester_of(self.editor)

    def of(self, user):
        return requester_of(user)

    def later(self, **by):
        self.clock.shift(datetime.timedelta(**by))

    def ask(self, by=None, **given):
        return ask_for_help(by=by or self.of(self.asker), submission_id="s", **{**WISH, **given})

    def again(self, case):
        return SupportCase.objects.get(pk=case.pk)


@pytest.fixture
def story():
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield Story(clock)


def mails(address, cause=""):
    return list(Delivery.objects.filter(recipient=address, source_key__contains=cause).order_by("pk"))


def test_questions_go_back_and_forth_until_it_is_answered_and_closed(story):
    case = story.ask()
    assert case.target_on == datetime.date(2026, 12, 30)  # Christmas Day and the Monday for Boxing Day do not count
    number, asker = case.number, story.of(story.asker)
    triage_case(by=story.team, number=number, sort="one_off", adviser_id=story.editor.pk, target_on=case.target_on)
    note_case(by=story.team, number=number, text="Ring their DPO", submission_id="n")
    story.later(hours=1)
    for _ in range(2):  # sent twice, it is one
        ask_back(by=story.team, number=number, text="Whose addresses?", submission_id="q")
    case = story.again(case)
    assert (case.state, list(cases_to_answer())) == ("waits_for_asker", [])
    assert [one.number for one in cases_that_ask(asker)] == [number]
    assert [mail.body.split("\n")[0] for mail in mails("a@example.org", ":question:")] == ["Whose addresses?"]
    assert mails("a@example.org", ":question:")[0].path == f"/ask/{number}"

    story.later(days=14)  # 4 January: the promised day has passed while we waited for them
    reply_to_case(by=asker, number=number, text="Those of tenants", submission_id="r")
    case = story.again(case)
    assert (case.state, case.target_on, case.is_late) == ("with_adviser", datetime.date(2027, 1, 11), False)
    (told,) = mails("editor@example.org", ":reply:")
    assert "tenants" not in told.body + told.subject  # it may be about people: it is read on the site
    reply_to_case(by=story.of(story.lead), number=number, text="I agree", submission_id="r2")

    story.later(hours=1)
    answer_case(by=story.team, number=number, text="Yes, once.")
    assert story.again(case).state == "answered"
    close_case(by=story.team, number=number, outcome="one_off", note="Done by  letter")
    case = story.again(case)
    assert (case.state, case.get_outcome_display(), case.outcome_note) == (
        "closed",
        "Shared once, without an agreement",
        "Done by letter",
    )
    kinds = list(case.messages.values_list("kind", flat=True))
    assert kinds == ["note", "question", "reply", "reply", "answer"]
    story.later(hours=1)
    reply_to_case(by=asker, number=number, text="One more thing", submission_id="r3")
    assert story.again(case).state == "with_adviser"  # who writes back opens it again
    story.later(hours=1)
    answer_case(by=story.team, number=number, text="Yes, once.")  # the same words are an answer again
    assert len(mails("a@example.org", ":answer:")) == 2


def test_a_request_is_its_organisations_and_the_core_teams(story):
    case = story.ask()
    for kind in ("note", "question"):
        CaseMessage.objects.create(case=case, kind=kind, text=kind, submission_id=kind)

    def seen(user):
        by = story.of(user)
        return (
            visible(SupportCase.objects.all(), by).count(),
            sorted(visible(CaseMessage.objects.all(), by).values_list("kind", flat=True)),
        )

    assert seen(story.asker) == seen(story.lead) == (1, ["question"])
    assert seen(story.editor) == (1, ["note", "question"])
    assert seen(story.colleague) == seen(story.stranger) == (0, [])
    with pytest.raises(NotFound):
        reply_to_case(by=story.of(story.colleague), number=case.number, text="x", submission_id="x")
    with pytest.raises(Forbidden):
        reply_to_case(by=story.team, number=case.number, text="x", submission_id="x")
    for act in (ask_back, note_case):
        with pytest.raises(Forbidden):
            act(by=story.of(story.asker), number=case.number, text="x", submission_id="x")
    answer_case(by=story.team, number=case.number, text="Yes.")
    sent = mails("a@example.org", ":answer:")[0]
    assert veto(sent.source_key, story.asker.pk, sent.recipient) == ""
    Membership.objects.filter(user=story.asker).update(ends_on=datetime.date(2026, 12, 20))
    assert seen(story.asker) == (0, [])  # who left the body reads its request no more, and no mail of it goes out
    assert "may not read" in veto(sent.source_key, story.asker.pk, sent.recipient)
    assert seen(story.lead) == (1, ["answer", "question"])


def test_who_has_no_account_answers_by_the_link_in_the_mail(story):
    case = story.ask(ANONYMOUS, **PUBLIC)
    assert "key" not in mails("ann@example.org")[0].source_key  # nobody has shown yet that the address is theirs
    story.later(hours=1)
    ask_back(by=story.team, number=case.number, text="Whose?", submission_id="q")
    (sent,) = mails("ann@example.org", ":question:")
    address = link(sent.source_key)
    key = address.rpartition("/")[2]
    assert "/ask/key/" in address
    assert link(sent.source_key) == address
    assert key not in str(list(case.keys.values()))  # the database alone opens nothing
    assert case_of(key) == case
    assert case_of("forged") is None
    assert story.again(case).state == "waits_for_asker"  # opening changed nothing
    story.later(hours=1)
    reply_by_key(key=key, text="My tenants’", submission_id="r")
    assert story.again(case).state == "with_adviser"
    with pytest.raises(NotFound):
        reply_by_key(key="forged", text="x", submission_id="x")
    revoke_keys(by=story.team, case=case)
    with pytest.raises(NotFound):
        reply_by_key(key=key, text="x", submission_id="x")
    newer = key_of(case)
    close_case(by=story.team, number=case.number, outcome="covered")
    assert case_of(newer) == case
    story.later(days=61)
    assert case_of(newer) is None


def test_after_a_month_the_asker_is_asked_once_and_not_yet_opens_it_again(story):
    case = story.ask()
    story.later(days=1)
    answer_case(by=story.team, number=case.number, text="Yes.")
    story.later(days=29)
    assert ask_what_came_of_it() == 0
    story.later(days=1)
    assert [ask_what_came_of_it(), ask_what_came_of_it()] == [1, 0]
    assert len(mails("a@example.org", ":follow-up:")) == 1
    asker = story.of(story.asker)
    assert list(cases_to_follow_up(asker)) == [case]
    with pytest.raises(BadInput):
        answer_follow_up(by=asker, number=case.number, result="perhaps")
    story.later(days=1)
    for _ in range(2):
        answer_follow_up(by=asker, number=case.number, result="not_yet", words="They want a form")
    assert (story.again(case).state, list(cases_to_follow_up(asker))) == ("with_adviser", [])
    assert len(mails("editor@example.org", ":follow-up:")) == 1
    with pytest.raises(Conflict):
        answer_follow_up(by=asker, number=case.number, result="happened")
    story.later(days=1)
    answer_case(by=story.team, number=case.number, text="Here is the form.")
    story.later(days=31)
    assert ask_what_came_of_it() == 1  # a new answer is asked about anew
    answer_follow_up(by=asker, number=case.number, result="happened")
    assert [row.result for row in FollowUp.objects.all()] == ["not_yet", "happened"]


def test_a_request_that_was_closed_by_telephone_is_followed_up_and_one_without_reply_is_not(story):
    spoken = story.ask(ANONYMOUS, **PUBLIC)
    silent = ask_for_help(by=ANONYMOUS, submission_id="two", **{**PUBLIC, "email": "bo@example.org"})
    close_case(by=story.team, number=spoken.number, outcome="advice")
    close_case(by=story.team, number=silent.number, outcome="no_reply")
    story.later(days=30)
    assert ask_what_came_of_it() == 1
    answer_follow_up_by_key(key=key_of(spoken), result="happened")
    assert FollowUp.objects.get().case == spoken
    reopen_case(by=story.team, number=silent.number)
    assert story.again(silent).state == "new"


def test_sorting_names_what_is_wrong_and_a_later_day_is_said(story):
    case = story.ask()
    given = {"number": case.number, "sort": "covered", "adviser_id": None, "target_on": case.target_on}
    for wrong, field in (
        ({"sort": "nonsense"}, "sort"),
        ({"adviser_id": story.asker.pk}, "adviser"),
        ({"target_on": datetime.date(2026, 12, 1)}, "target_on"),
    ):
        with pytest.raises(BadInput) as refused:
            triage_case(by=story.team, **{**given, **wrong})
        assert list(refused.value.details["fields"]) == [field]
    triage_case(by=story.team, **{**given, "target_on": datetime.date(2027, 1, 8)})
    assert "8 January 2027" in mails("a@example.org", ":later:")[0].body
    with pytest.raises(BadInput):
        close_case(by=story.team, number=case.number, outcome="")
    close_case(by=story.team, number=case.number, outcome="elsewhere")
    with pytest.raises(Conflict):
        triage_case(by=story.team, **given)
    with pytest.raises(Conflict):
        ask_back(by=story.team, number=case.number, text="x", submission_id="x")
