"""Choices and digests: one mail a morning, never an empty one, and nothing lost when somebody changes their mind."""

import datetime

import pytest
import time_machine as clocks
from django.core import mail
from django.db import transaction
from django.urls import reverse

from cms.core.errors import BadInput, Unauthenticated
from cms.core.requester import ANONYMOUS, SYSTEM, Requester
from cms.jobs.services import run_waiting
from cms.notifications import digests, keys, kinds, tasks, vetoes
from cms.notifications.models import Delivery, Digest, Frequency, Notification, PersonalKey, Preference
from cms.notifications.preferences import choices_of, choose
from cms.notifications.services import Recipient, cancel_deliveries, notify
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
State = Delivery.State


@pytest.fixture(autouse=True)
def two_kinds(monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", {})
    monkeypatch.setattr(kinds, "_by_source", {})
    kinds.register_kind("news", label="News", about="What is new.")
    kinds.register_kind("duty", label="Duties", about="Yours to do.", choices=kinds.ALWAYS, because="It is yours.")


@pytest.fixture
def pat():
    return UserFactory(email="pat@example.org")


def me(user):
    return Requester(user_id=user.pk, partners=frozenset({1}))


def tell(user, key, **changes):
    values = {"title": f"About {key}", "body": f"Words of {key}.", "path": "/x"} | changes
    notify(by=SYSTEM, source_key=key, recipients=[Recipient(user.email, user.pk, str(user))], **values)


def at(text):
    return clocks.travel(datetime.datetime.fromisoformat(text + "+00:00"), tick=False)


def morning():
    tasks.gather()
    run_waiting()


@pytest.mark.sqlite
def test_a_day_of_notices_is_one_mail_at_seven_in_london_on_both_sides_of_the_clock_change(pat):
    choose(by=me(pat), wanted={"news": "daily"})
    with at("2026-03-28T12:00:00"):  # the day before the clocks go forward
        tell(pat, "news:1")
        tell(pat, "news:2")
        tell(pat, "other:1")  # nobody registered it: at once
        morning()
    assert [sent.subject for sent in mail.outbox] == ["About other:1"]
    assert Notification.objects.filter(user=pat).count() == 3  # the site does not wait
    with at("2026-03-29T05:59:00"):
        morning()
    assert len(mail.outbox) == 1
    with at("2026-03-29T06:00:00"):  # 7am, summer time
        morning()
        morning()
    assert [sent.subject for sent in mail.outbox[1:]] == ["2 things for you"]
    body = mail.outbox[1].body
    assert body.index("Words of news:1.") < body.index("28 March 2026") + 200
    assert "Words of news:2." in body
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.SENT}
    with at("2026-03-30T06:30:00"):
        morning()
    assert len(mail.outbox) == 2  # never an empty one
    assert Digest.objects.count() == 1


def test_weekly_comes_on_mondays_with_the_daily_ones_in_the_same_mail(pat):
    choose(by=me(pat), wanted={"news": "weekly", "duty": "daily"})
    with at("2026-11-25T12:00:00"):  # a Wednesday
        tell(pat, "news:1")
    with at("2026-11-29T12:00:00"):
        morning()
        tell(pat, "duty:1")
        assert mail.outbox == []
    with at("2026-11-30T07:00:00"):
        morning()
    assert [sent.subject for sent in mail.outbox] == ["2 things for you"]
    with at("2026-12-07T12:00:00"):  # a week down: what is written meanwhile comes once
        tell(pat, "news:2")
    with at("2026-12-20T12:00:00"):
        morning()
        morning()
    assert [sent.subject for sent in mail.outbox[1:]] == ["About news:2"]


@pytest.mark.sqlite
def test_a_changed_choice_loses_nothing_and_what_was_withdrawn_is_left_out(pat, monkeypatch):
    choose(by=me(pat), wanted={"news": "weekly", "duty": "weekly"})
    with at("2026-11-24T12:00:00"):
        for key in ("news:1", "duty:1", "duty:2", "duty:3"):
            tell(pat, key)
        choose(by=me(pat), wanted={"news": "at_once"})
        morning()
        assert [sent.subject for sent in mail.outbox] == ["About news:1"]
        cancel_deliveries(by=SYSTEM, source_prefix="duty:1", reason="Done.")
        choose(by=me(pat), wanted={"duty": "daily"})
    with at("2026-11-25T09:00:00"):
        tasks.gather()
        assert Delivery.objects.filter(state=State.GATHERED).count() == 2
        cancel_deliveries(by=SYSTEM, source_prefix="duty:2", reason="Done too.")  # after it was gathered
        run_waiting()
    assert [sent.subject for sent in mail.outbox[1:]] == ["About duty:3"]
    states = dict(Delivery.objects.filter(source_key__startswith="duty").values_list("source_key", "state"))
    assert states == {"duty:1": State.CANCELLED, "duty:2": State.CANCELLED, "duty:3": State.SENT}
    with at("2026-11-26T12:00:00"):
        tell(pat, "duty:4")
    monkeypatch.setitem(vetoes._vetoes, "duty", lambda *_: "No longer theirs.")
    with at("2026-11-27T09:00:00"):
        morning()
    assert len(mail.outbox) == 2
    assert Delivery.objects.get(source_key__startswith="digest:", state=State.CANCELLED).reason == digests.EMPTY
    assert not Notification.objects.filter(source_key="duty:4").exists()


@pytest.mark.sqlite
def test_a_digest_that_dies_goes_again_with_the_same_message_id_and_says_so(pat, monkeypatch):
    choose(by=me(pat), wanted={"news": "daily"})
    with at("2026-11-24T12:00:00"):
        tell(pat, "news:1")
    with at("2026-11-25T09:00:00"):
        with transaction.atomic():
            digests.gather()
            transaction.set_rollback(True)  # died before it committed
        assert Delivery.objects.get().state == State.HELD
        digests.gather()
        pk = Delivery.objects.get(source_key__startswith="digest:").pk
        first = tasks.claim(pk)  # sent, and died before it was noted
        assert tasks.claim(pk) is None
    with at("2026-11-25T09:06:00"):
        morning()
    row = Delivery.objects.get(pk=pk)
    assert (row.state, row.maybe_doubled, row.message_id) == (State.SENT, True, first.message_id)
    assert Delivery.objects.get(source_key="news:1").state == State.SENT
    assert mail.outbox[0].extra_headers["Message-ID"] == first.message_id


def test_what_must_be_heard_cannot_be_switched_off_and_others_settings_cannot_be_changed(pat):
    kinds.register_kind("team", label="Team", about="For the team.", core_team=True)
    with pytest.raises(BadInput) as refused:
        choose(by=me(pat), wanted={"news": "never", "duty": "never", "team": "daily", "nonsense": "daily"})
    assert refused.value.details["fields"]["duty"] == ["It is yours."]
    assert set(refused.value.details["fields"]) == {"duty", "team", "nonsense"}
    assert not Preference.objects.exists()
    with pytest.raises(Unauthenticated):
        choose(by=ANONYMOUS, wanted={"news": "never"})
    choose(by=me(pat), wanted={"news": "never"})
    tell(pat, "news:1")
    morning()
    assert mail.outbox == []
    row = Delivery.objects.get()
    assert (row.state, "chose" in row.reason) == (State.CANCELLED, True)
    assert Notification.objects.filter(user=pat, source_key="news:1").exists()
    assert {one.kind.key: one.frequency for one in choices_of(me(pat))} == {"news": "never", "duty": "at_once"}
    assert choices_of(ANONYMOUS) == []


@pytest.mark.sqlite
def test_one_press_in_a_mail_stops_that_kind_alone_and_opening_it_does_nothing(pat, client, settings):
    tell(pat, "news:1")
    tell(pat, "duty:1")
    run_waiting()
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = headers["List-Unsubscribe"].strip("<>")
    assert link.startswith(settings.CMS_ORIGIN)
    assert link in mail.outbox[0].body
    assert "List-Unsubscribe" not in mail.outbox[1].extra_headers
    assert PersonalKey.objects.get().digest not in link  # the database alone writes no such link
    path = link.removeprefix(settings.CMS_ORIGIN)
    shown = client.get(path)
    assert "Stop these e-mails" in shown.content.decode()
    assert not Preference.objects.exists()
    press = client.post(path, {"List-Unsubscribe": "One-Click"})
    assert press.status_code == 200
    assert dict(Preference.objects.values_list("kind", "frequency")) == {"news": Frequency.NEVER}
    choose(by=me(pat), wanted={"news": "at_once"})
    keys.revoke_key(by=me(pat), pk=PersonalKey.objects.get().pk)
    absent = client.post(reverse("stop_mails", args=["x" * 43]))
    refused = client.post(path)
    assert (absent.status_code, refused.status_code) == (404, 404)
    assert Preference.objects.get().frequency == Frequency.AT_ONCE


def test_stopping_a_digest_stops_what_waits_for_one_and_may_be_stopped(pat, client, settings):
    choose(by=me(pat), wanted={"news": "daily", "duty": "daily"})
    with at("2026-11-24T12:00:00"):
        tell(pat, "news:1")
        tell(pat, "duty:1")
    with at("2026-11-25T09:00:00"):
        morning()
        link = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>")
        assert client.post(link.removeprefix(settings.CMS_ORIGIN)).status_code == 200
    assert dict(Preference.objects.values_list("kind", "frequency")) == {"news": "never", "duty": "daily"}
