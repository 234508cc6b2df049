"""From what somebody misses to the word that there is something: once, and only to who may open it."""

import datetime

import pytest

from cms.audit.context import Origin, origin
from cms.audit.models import AuditEvent
from cms.core import clock
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound, RateLimited
from cms.core.models import CommunitySettings
from cms.core.requester import ANONYMOUS, Requester
from cms.discovery.models import Pin
from cms.members.models import Membership
from cms.members.selectors import requester_of
from cms.notifications.models import Delivery, Notification
from cms.notifications.tasks import send_delivery
from cms.searchlog.content import add_wish, answer_task, change_task, decline_task, make_task
from cms.searchlog.models import ContentTask, Wish
from cms.searchlog.selectors import own_wishes, wishes_to_sort
from cms.searchlog.services import make_wish, withdraw_wish
from cms.searchlog.tasks import forget_old
from tests.factories.people import PartnerFactory, UserFactory
from tests.factories.searchable import guidance

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return requester_of(UserFactory(email="editor@example.org", site_role="core_editor"))


@pytest.fixture
def asker():
    return requester_of(UserFactory(email="asker@example.org", member_of=[PartnerFactory(slug="elmbridge")]))


def ask(by, text="Sharing with schools", **fields):
    number = Wish.objects.count()
    return make_wish(
        by=by, **{"submission_id": f"s{number}", "text": text, "tell_me": by.user_id is not None, **fields}
    )


def told(user_id):
    return list(Notification.objects.filter(user=user_id).order_by("pk").values_list("title", "path"))


# -- wishes -------------------------------------------------------------------------------------------
def test_a_wish_keeps_the_person_only_to_be_told(asker):
    wish, other = ask(asker), ask(asker, "Something else", tell_me=False, note=" to help\nfamilies ")
    assert (wish.person_id, wish.organisation_id, wish.phrase) == (
        asker.user_id,
        asker.acting_for,
        "sharing with schools",
    )
    assert (other.person_id, other.organisation_id, other.note) == (None, asker.acting_for, "to help\nfamilies")
    assert list(own_wishes(asker)) == [wish]
    event = AuditEvent.objects.get(action="wish.made")
    assert (event.actor_id, event.object_id, event.object_label) == (asker.user_id, str(wish.pk), f"wish {wish.pk}")


def test_nothing_on_record_says_where_a_wish_without_a_person_came_from(asker):
    token = origin.set(Origin("request-1", "192.0.2.0/24"))
    try:
        ask(asker, tell_me=False)
        ask(ANONYMOUS, "From a visitor")
    finally:
        origin.reset(token)
    assert Wish.objects.count() == 2
    assert not AuditEvent.objects.filter(object_type="searchlog.wish").exists()
    assert not AuditEvent.objects.filter(request_id="request-1").exists()


def test_visitors_may_wish_while_the_form_is_open(asker):
    wish = ask(ANONYMOUS)
    assert (wish.person_id, wish.organisation_id) == (None, None)
    with pytest.raises(BadInput) as refused:
        ask(ANONYMOUS, tell_me=True)
    assert set(refused.value.details["fields"]) == {"tellMe"}
    settings = CommunitySettings.load()
    settings.public_help_form = False
    settings.save()
    with pytest.raises(Forbidden):
        ask(ANONYMOUS)
    assert ask(asker)
    with pytest.raises(Forbidden):
        ask(Requester(token_id=1, partners=asker.partners, scopes=frozenset({"read:content"})))


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"text": " "}, "text"),
        ({"text": "?!"}, "text"),
        ({"text": "x" * 201}, "text"),
        ({"note": "x" * 1001}, "note"),
        ({"text": "jane sample 4 July 1982"}, "text"),
        ({"note": "it is about jane.sample@example.org"}, "note"),
    ],
)
def test_what_is_refused_is_named_and_nothing_is_kept(asker, fields, wrong):
    with pytest.raises(BadInput) as refused:
        ask(asker, **{"text": "x", **fields})
    assert set(refused.value.details["fields"]) == {wrong}
    assert not Wish.objects.exists()


def test_the_same_form_twice_is_one_and_twenty_a_day_are_enough(asker):
    first = ask(asker, submission_id="same")
    assert ask(asker, submission_id="same") == first
    with pytest.raises(BadInput):
        ask(asker, "Another", submission_id="same")
    for number in range(19):
        ask(asker, f"Wish {number}")
    with pytest.raises(RateLimited):
        ask(asker, "One too many")
    assert Wish.objects.count() == 20
    Wish.objects.update(asked_at=clock.now() - datetime.timedelta(days=2))
    assert ask(asker, "One on another day")


def test_who_withdraws_a_wish_leaves_nothing(asker, editor):
    wish = ask(asker)
    stranger = requester_of(UserFactory(member_of=[PartnerFactory(slug="elmbridge")]))
    for other in (stranger, editor, ANONYMOUS):
        with pytest.raises(NotFound):
            withdraw_wish(by=other, wish_id=wish.pk)
    withdraw_wish(by=asker, wish_id=wish.pk)
    assert not Wish.objects.exists()
    with pytest.raises(NotFound):
        withdraw_wish(by=asker, wish_id=wish.pk)


# -- tasks --------------------------------------------------------------------------------------------
def test_one_press_makes_a_task_that_takes_up_the_wishes_in_the_same_words(asker, editor):
    wish, same, other = ask(asker), ask(ANONYMOUS, "sharing, with SCHOOLS!"), ask(asker, "Something else")
    task = make_task(by=editor, phrase="Sharing with schools?")
    assert make_task(by=editor, phrase="sharing with schools") == task
    assert add_wish(by=editor, wish_id=wish.pk) == task
    assert set(task.wishes.all()) == {wish, same}
    assert list(wishes_to_sort(editor)) == [other]
    later = ask(asker, "sharing with schools")
    assert later.task == task
    assert add_wish(by=editor, wish_id=other.pk).phrase == "something else"
    assert ContentTask.objects.count() == 2


def test_only_the_core_team_makes_and_ends_tasks(asker, editor):
    task, wish = make_task(by=editor, phrase="x"), ask(asker)
    for act in (
        lambda: make_task(by=asker, phrase="y"),
        lambda: add_wish(by=asker, wish_id=wish.pk),
        lambda: change_task(by=asker, task_id=task.pk, note="", taken_by=None, due_on=None),
        lambda: answer_task(by=asker, task_id=task.pk, key="guidance:1"),
        lambda: decline_task(by=asker, task_id=task.pk, reason="No"),
    ):
        with pytest.raises(Forbidden):
            act()
    for missing in (0, task.pk + 1):
        with pytest.raises(NotFound):
            answer_task(by=editor, task_id=missing, key="guidance:1")


def test_its_state_follows_from_its_dates(editor):
    today = clock.today()
    task = make_task(by=editor, phrase="x", taken_by=editor.user_id, due_on=today)
    assert (task.state_on(today), task.state_on(today + datetime.timedelta(days=1))) == ("open", "late")
    with pytest.raises(BadInput):
        change_task(by=editor, task_id=task.pk, note="", taken_by=UserFactory().pk, due_on=None)
    task = change_task(by=editor, task_id=task.pk, note="Ask the schools", taken_by=None, due_on=None)
    assert task.state_on(today + datetime.timedelta(days=999)) == "open"
    decline_task(by=editor, task_id=task.pk, reason="There is a page by the county.")
    task.refresh_from_db()
    assert task.state_on(today) == "not going to"
    assert make_task(by=editor, phrase="x") != task  # asked for again


def test_who_asked_is_told_once_with_a_link(asker, editor):
    wish, page = ask(asker), guidance("schools")
    task = make_task(by=editor, phrase=wish.phrase)
    key = f"guidance:{page.pk}"
    assert answer_task(by=editor, task_id=task.pk, key=key) == 1
    assert answer_task(by=editor, task_id=task.pk, key=key) == 0
    assert answer_task(by=editor, task_id=task.pk, key=f"guidance:{guidance('others').pk}") == 0
    assert told(asker.user_id) == [(f"What you looked for: {page.title}", f"/guidance/{page.slug}")]
    (mail,) = Delivery.objects.filter(recipient="asker@example.org")
    assert "schools" not in mail.body  # what people type stays on the site
    wish.refresh_from_db()
    assert wish.told_at is not None


def test_who_may_not_open_it_waits_for_the_next_link(asker, editor):
    ask(asker)
    outsider = requester_of(UserFactory(email="outsider@example.org"))  # signed in, and a member of nothing
    ask(outsider)
    task = make_task(by=editor, phrase="sharing with schools")
    inside, outside = guidance("inside"), guidance("outside", audience="public")
    assert answer_task(by=editor, task_id=task.pk, key=f"guidance:{inside.pk}") == 1
    assert told(outsider.user_id) == []
    assert answer_task(by=editor, task_id=task.pk, key=f"guidance:{outside.pk}") == 1
    assert told(outsider.user_id) == [(f"What you looked for: {outside.title}", f"/guidance/{outside.slug}")]
    assert len(told(asker.user_id)) == 1
    forget_old()
    assert Wish.objects.count() == 2


def test_a_person_who_withdrew_or_did_not_ask_is_not_told(asker, editor):
    wish = ask(asker)
    ask(asker, tell_me=False)
    ask(ANONYMOUS)
    task = make_task(by=editor, phrase="sharing with schools")
    withdraw_wish(by=asker, wish_id=wish.pk)
    assert answer_task(by=editor, task_id=task.pk, key=f"guidance:{guidance('x').pk}") == 0
    assert not Notification.objects.exists()
    assert not Delivery.objects.exists()


def test_taking_one_back_stops_its_mail_and_no_other(asker, editor, mailoutbox):
    first, other = ask(asker), ask(asker, "Something else")
    Wish.objects.filter(pk=other.pk).delete()  # and again, with a number that begins with the first one's
    other.pk = int(f"{first.pk}2")
    other.save(force_insert=True)
    key = f"guidance:{guidance('x').pk}"
    for wish in (first, other):
        answer_task(by=editor, task_id=add_wish(by=editor, wish_id=wish.pk).pk, key=key)
    withdraw_wish(by=asker, wish_id=first.pk)
    stopped, waits = Delivery.objects.order_by("pk")
    assert (stopped.state, waits.state) == (Delivery.State.CANCELLED, Delivery.State.PENDING)
    for delivery in (stopped, waits):
        send_delivery(delivery.pk)
    assert len(mailoutbox) == 1


def test_a_mail_does_not_leave_for_a_wish_that_is_gone(asker, editor, mailoutbox):
    wish = ask(asker)
    decline_task(by=editor, task_id=make_task(by=editor, phrase=wish.phrase).pk, reason="No time.")
    wish.delete()
    delivery = Delivery.objects.get()
    send_delivery(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, mailoutbox) == (Delivery.State.CANCELLED, [])


def test_a_mail_leaves_only_while_its_reader_may_open_the_answer(asker, editor, mailoutbox):
    wish, inside, outside = ask(asker), guidance("inside"), guidance("outside", audience="public")
    task = make_task(by=editor, phrase=wish.phrase)
    answer_task(by=editor, task_id=task.pk, key=f"guidance:{inside.pk}")
    Membership.objects.filter(user=asker.user_id).delete()
    send_delivery(Delivery.objects.get().pk)
    assert (Delivery.objects.get().state, mailoutbox, told(asker.user_id)) == (Delivery.State.CANCELLED, [], [])
    assert answer_task(by=editor, task_id=task.pk, key=f"guidance:{outside.pk}") == 1  # they waited for the next
    send_delivery(Delivery.objects.get(state=Delivery.State.PENDING).pk)
    assert [mail.to for mail in mailoutbox] == [["asker@example.org"]]
    assert told(asker.user_id) == [(f"What you looked for: {outside.title}", f"/guidance/{outside.slug}")]


@pytest.mark.parametrize("ending", ["withdrawn", "old"])
def test_their_words_are_nowhere_once_the_wish_is_gone(asker, editor, ending, time_machine):
    """In no task and no message. The phrase of a task is the editors' word for it."""
    text, note = "Sharing with ÉCOLES!", "to help foster carers"
    task = add_wish(by=editor, wish_id=(wish := ask(asker, text, note=note)).pk)
    assert [(one.text, one.note) for one in task.wishes.all()] == [(text, note)]
    decline_task(by=editor, task_id=task.pk, reason="The county has a page.")
    send_delivery(Delivery.objects.get().pk)
    if ending == "withdrawn":
        withdraw_wish(by=asker, wish_id=wish.pk)
    else:
        time_machine.move_to(clock.now() + datetime.timedelta(days=400), tick=False)
        forget_old()
        assert Delivery.objects.get().body == ""
    assert not Wish.objects.exists()
    kept = [*ContentTask.objects.values(), *Notification.objects.values(), *Delivery.objects.values()]
    assert len(kept) == 3
    for words in (text, note):
        assert words not in str(kept)


def test_an_answer_is_something_that_the_editor_may_open(editor):
    task, draft = make_task(by=editor, phrase="x"), guidance("draft", live=False)
    for key in (f"guidance:{draft.pk}", "guidance:999999", "nonsense", "guidance:x", "", "user:1"):
        with pytest.raises(NotFound):
            answer_task(by=editor, task_id=task.pk, key=key)
    task.refresh_from_db()
    assert task.is_open


def test_not_going_to_says_why_to_who_asked(asker, editor):
    ask(asker)
    task = make_task(by=editor, phrase="sharing with schools")
    with pytest.raises(BadInput):
        decline_task(by=editor, task_id=task.pk, reason=" ")
    assert decline_task(by=editor, task_id=task.pk, reason="The county has a page.") == 1
    (notice,) = Notification.objects.filter(user=asker.user_id)
    assert "The county has a page." in notice.body
    answer_task(by=editor, task_id=task.pk, key=f"guidance:{guidance('late').pk}")
    assert len(told(asker.user_id)) == 1
    with pytest.raises(Conflict):
        decline_task(by=editor, task_id=task.pk, reason="Changed my mind")


def test_the_answer_may_come_first_for_these_words(editor):
    page, other = guidance("one"), guidance("two")
    task = make_task(by=editor, phrase="Sharing with schools")
    answer_task(by=editor, task_id=task.pk, key=f"guidance:{page.pk}", pin=True)
    answer_task(by=editor, task_id=task.pk, key=f"guidance:{page.pk}", pin=True)  # already chosen
    answer_task(by=editor, task_id=task.pk, key=f"guidance:{other.pk}", pin=True)
    assert list(Pin.objects.order_by("position").values_list("key", "phrases", "position")) == [
        (f"guidance:{page.pk}", "sharing with schools", 1),
        (f"guidance:{other.pk}", "sharing with schools", 2),
    ]
    assert AuditEvent.objects.filter(action="pin.made").count() == 2
