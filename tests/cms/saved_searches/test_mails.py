"""Mail about new finds: when it goes, to whom, once, never empty, and what stops it."""

import datetime
import email
import email.policy
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError
from django.test import Client
from wagtail.models import PageViewRestriction

from cms.core.requester import SYSTEM, Requester
from cms.jobs.services import run_waiting
from cms.members.models import User
from cms.members.selectors import recipient, requester_of
from cms.members.services import end_membership
from cms.notifications.models import Delivery
from cms.notifications.services import notify
from cms.saved_searches import delivery, tasks
from cms.saved_searches.models import MatchRun, SavedSearch, SavedSearchAlert, SavedSearchMail
from cms.saved_searches.selectors import new_counts
from cms.saved_searches.services import change_saved_search, delete_saved_search, mark_saved_search_seen
from cms.snippets.models import Partner
from search import worker
from tests.cms.saved_searches.conftest import after, at, index_changes, tick
from tests.factories.admin import signed_in, staff
from tests.factories.people import UserFactory
from tests.factories.searchable import guidance

Keep = Callable[..., SavedSearch]
pytestmark = pytest.mark.sqlite
SATURDAY_6 = datetime.datetime(2026, 6, 6, 5, 59, tzinfo=datetime.UTC)  # 06:59 in London
SATURDAY_7 = datetime.datetime(2026, 6, 6, 6, 1, tzinfo=datetime.UTC)
SUNDAY_7 = SATURDAY_7 + datetime.timedelta(days=1)
MONDAY_7 = SATURDAY_7 + datetime.timedelta(days=2)


def publish(word: str, title: str = "") -> Any:
    return guidance(word, slug=word, title=title or f"Hoarding {word}")


def states(search: SavedSearch) -> list[str]:
    return sorted(search.alerts.exclude(state="known").values_list("state", flat=True))


def test_at_once_means_when_it_is_found(keep: Keep, owner: User) -> None:
    keep(frequency="at_once")
    publish("new")
    index_changes()
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == ([owner.email], "1 new thing for your saved searches")
    assert "Hoarding new\nGuidance\nhttps://members.example/guidance/new" in str(sent.body)
    index_changes(after(hours=1))
    tick(after(hours=2))
    assert len(mail.outbox) == 1


def test_at_once_is_one_mail_in_ten_minutes(keep: Keep) -> None:
    keep(frequency="at_once")
    for minute in (1, 2, 3):
        publish(f"new{minute}")
        index_changes(after(minutes=minute))
    assert len(mail.outbox) == 1
    tick(after(minutes=10))
    assert len(mail.outbox) == 1
    tick(after(minutes=15))
    assert [message.subject for message in mail.outbox][1:] == ["2 new things for your saved searches"]


def test_a_daily_digest_goes_at_seven_in_london_and_never_empty(keep: Keep) -> None:
    keep(frequency="daily")
    publish("new")
    index_changes()
    tick(SATURDAY_6)
    assert not mail.outbox
    for minutes in (0, 5, 60, 300):
        tick(SATURDAY_7 + datetime.timedelta(minutes=minutes))
    assert len(mail.outbox) == 1
    tick(SUNDAY_7)
    assert len(mail.outbox) == 1


def test_a_weekly_digest_goes_on_monday_with_what_is_due_that_morning(keep: Keep) -> None:
    keep(frequency="daily")
    keep("hoarding fires", frequency="weekly", name="Fires")
    publish("fires", "Hoarding and fires")
    index_changes()
    tick(SATURDAY_7)
    assert [message.subject for message in mail.outbox] == ["1 new thing for your saved searches"]
    publish("floods", "Hoarding and floods")
    index_changes(SUNDAY_7)
    tick(MONDAY_7)
    tick(MONDAY_7 + datetime.timedelta(hours=1))
    assert len(mail.outbox) == 2  # one mail for both
    body = str(mail.outbox[1].body)
    assert mail.outbox[1].subject == "2 new things for your saved searches"
    assert "New for “Fires”" in body
    assert "Hoarding and floods" in body


def test_after_downtime_the_digest_comes_late_and_once(keep: Keep) -> None:
    keep(frequency="weekly")
    publish("new")
    index_changes()
    for days in (3, 3.1, 4):
        tick(MONDAY_7 + datetime.timedelta(days=days))
    assert len(mail.outbox) == 1


def test_seven_in_london_is_seven_in_winter_and_in_summer() -> None:
    def last(text: str) -> str:
        found = delivery.last_clock(datetime.datetime.fromisoformat(text), 7)
        return found.astimezone(datetime.UTC).isoformat()

    assert last("2026-01-10T07:00+00:00") == "2026-01-10T07:00:00+00:00"
    assert last("2026-07-10T06:30+00:00") == "2026-07-10T06:00:00+00:00"
    assert last("2026-03-29T05:59+00:00") == "2026-03-28T07:00:00+00:00"  # the clocks changed in the night
    monday = delivery.last_clock(datetime.datetime(2026, 6, 8, 5, 59, tzinfo=datetime.UTC), 7, monday=True)
    assert monday.date() == datetime.date(2026, 6, 1)


def test_what_is_seen_on_the_site_is_not_mailed_as_well(keep: Keep, by: Requester) -> None:
    search = keep()
    first = publish("first")
    index_changes()
    publish("second")
    index_changes(after(minutes=2))
    shown = SavedSearchAlert.objects.get(key=f"guidance:{first.pk}")
    mark_saved_search_seen(by=by, pk=search.pk, up_to=shown.pk)
    tick(SATURDAY_7)
    assert "Hoarding second" in str(mail.outbox[0].body)
    assert "Hoarding first" not in str(mail.outbox[0].body)
    assert new_counts(by, [search]) == {search.pk: 1}


def close(page: Any) -> None:
    PageViewRestriction.objects.create(page=page.page_ptr, restriction_type="password", password="x")


def test_what_was_closed_before_the_mail_is_left_out_and_new_again_when_opened(keep: Keep) -> None:
    search = keep()
    closed, _ = publish("closed"), publish("open")
    index_changes()
    close(closed)
    index_changes(after(minutes=5))
    tick(SATURDAY_7)
    assert "Hoarding open" in str(mail.outbox[0].body)
    assert "Hoarding closed" not in str(mail.outbox[0].body)
    with at(SATURDAY_7):
        PageViewRestriction.objects.all().get().delete()
    index_changes(SATURDAY_7 + datetime.timedelta(minutes=1))
    tick(SUNDAY_7)
    assert len(mail.outbox) == 2
    assert "Hoarding closed" in str(mail.outbox[1].body)
    assert states(search) == ["mailed", "mailed"]


def test_what_is_closed_between_hand_over_and_sending_never_leaves(keep: Keep) -> None:
    search = keep()
    closed, _ = publish("closed"), publish("open")
    index_changes()
    with at(SATURDAY_7):
        tasks.tick()
        assert Delivery.objects.count() == 1
        close(closed)
        run_waiting()
        assert not mail.outbox
    tick(SATURDAY_7 + datetime.timedelta(minutes=5))
    (sent,) = mail.outbox
    assert sent.subject == "1 new thing for your saved searches"
    assert "Hoarding closed" not in str(sent.body)
    assert states(search) == ["mailed"]


def test_nothing_is_left_so_nothing_is_sent(keep: Keep) -> None:
    search = keep()
    page = publish("closed")
    index_changes()
    close(page)
    tick(SATURDAY_7)
    assert not mail.outbox
    assert not SavedSearchMail.objects.exists()
    assert states(search) == []


def test_an_owner_who_left_since_gets_no_mail(keep: Keep, owner: User) -> None:
    keep()
    publish("new")
    index_changes()
    with at(SATURDAY_7):
        tasks.tick()
        end_membership(by=SYSTEM, membership=owner.memberships.get())
        run_waiting()
    tick(SUNDAY_7)
    assert not mail.outbox


def test_less_mail_holds_at_once(keep: Keep, by: Requester) -> None:
    changed, deleted, paused = keep("hoarding"), keep("hoarding new"), keep("new hoarding")
    publish("new")
    index_changes()
    with at(SATURDAY_7):
        tasks.tick()
        change_saved_search(by=by, pk=changed.pk, frequency="never")
        delete_saved_search(by=by, pk=deleted.pk)
        change_saved_search(by=by, pk=paused.pk, paused=True)
        run_waiting()
    tick(SUNDAY_7)
    assert not mail.outbox
    assert states(changed) == ["site"]


@pytest.mark.parametrize("frequency", ["at_once", "daily"])
def test_two_runs_at_once_make_one_mail(
    keep: Keep, owner: User, frequency: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(frequency=frequency)
    publish("new")
    with at(after(minutes=1)):
        worker.run_once()
        tasks.match(MatchRun.objects.get().pk)
    with at(SATURDAY_7):
        read_before = delivery._for_one_mail(owner.pk)
        assert delivery.hand_over() == 1
        monkeypatch.setattr(delivery, "_for_one_mail", lambda user: read_before)
        assert delivery._hand_over_to(owner.pk) == 0  # a run that read before the other one wrote
        run_waiting()
    assert len(mail.outbox) == 1
    assert SavedSearchMail.objects.count() == 1


def test_killed_between_hand_over_and_mail_leaves_all_or_nothing(keep: Keep, monkeypatch: pytest.MonkeyPatch) -> None:
    search = keep()
    publish("new")
    index_changes()
    with at(SATURDAY_7):
        with monkeypatch.context() as patch:

            def dies(**_: Any) -> None:
                raise DatabaseError("killed")

            patch.setattr(delivery, "notify", dies)
            with pytest.raises(DatabaseError):
                tasks.tick()
        assert states(search) == ["pending"]
        tasks.tick()
        tasks.tick()
        run_waiting()
        run_waiting()
    assert len(mail.outbox) == 1


def test_the_core_teams_list_of_mails_says_nothing_of_what_is_looked_for(keep: Keep) -> None:
    keep("hoarding", name="My plan")
    publish("new")
    index_changes()
    tick(SATURDAY_7)
    page = signed_in(staff()).get("/admin/reports/deliveries/").content.decode()
    assert "1 new thing for your saved searches" in page
    for hidden in ("My plan", "hoarding", "Hoarding"):
        assert hidden not in page


def test_the_words_of_a_mail_are_kept_for_ninety_days(keep: Keep) -> None:
    keep()
    publish("new")
    index_changes()
    tick(SATURDAY_7)
    with at(SATURDAY_7 + datetime.timedelta(days=89)):
        tasks.check_in_the_morning()
    assert "Hoarding new" in Delivery.objects.get().body
    with at(SATURDAY_7 + datetime.timedelta(days=91)):
        tasks.check_in_the_morning()
    assert Delivery.objects.get().body == ""
    assert not SavedSearchMail.objects.exists()
    assert SavedSearchAlert.objects.filter(state="mailed").count() == 1  # still told, and not told again


def test_many_finds_are_named_up_to_ten(keep: Keep) -> None:
    search = keep()
    for number in range(12):
        publish(f"n{number}")
    index_changes()
    tick(SATURDAY_7)
    body = str(mail.outbox[0].body)
    assert body.count("/guidance/") == 10
    assert f"And 2 more:\nhttps://members.example/saved-searches/{search.pk}" in body


def test_a_search_that_only_shows_on_the_site_sends_nothing(keep: Keep, by: Requester) -> None:
    search = keep(frequency="never")
    publish("new")
    index_changes()
    tick(MONDAY_7)
    assert not mail.outbox
    assert new_counts(by, [search]) == {search.pk: 1}
    change_saved_search(by=by, pk=search.pk, frequency="daily")
    tick(MONDAY_7 + datetime.timedelta(days=1))
    assert not mail.outbox  # what the site has told is not sent afterwards


@pytest.fixture
def stop(keep: Keep, settings: Any) -> tuple[str, Any]:
    """(path of the link that stops the mails, the message)."""
    settings.CMS_ORIGIN = "https://members.example"
    keep()
    publish("new")
    index_changes()
    tick(SATURDAY_7)
    parsed = email.message_from_bytes(mail.outbox[0].message().as_bytes(), policy=email.policy.default)
    link = str(parsed["List-Unsubscribe"]).strip(" <>")
    return link.removeprefix("https://members.example"), parsed


def test_the_mail_says_how_to_stop_it(stop: tuple[str, Any]) -> None:
    path, parsed = stop
    assert parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"Stop these e-mails: https://members.example{path}" in parsed.get_body(("plain",)).get_content()
    assert path in parsed.get_body(("html",)).get_content()


def test_a_mail_about_a_duty_cannot_be_stopped(owner: User) -> None:
    notify(by=SYSTEM, source_key="review:1:-30", recipients=[recipient(owner)], title="A review is due", body="One.")
    run_waiting()
    assert "List-Unsubscribe" not in mail.outbox[0].message()
    assert "Stop these" not in str(mail.outbox[0].body)


def test_opening_the_link_changes_nothing_and_posting_to_it_stops_all(stop: tuple[str, Any], keep: Keep) -> None:
    path, _ = stop
    at_once = keep("hoarding old", frequency="at_once")
    client = Client(enforce_csrf_checks=True)
    page = client.get(path)
    assert page.status_code == 200
    assert "Stop these e-mails" in page.content.decode()
    client.head(path)
    assert set(SavedSearch.objects.values_list("frequency", flat=True)) == {"daily", "at_once"}
    for _ in range(2):  # as a mail program posts, without a cookie, perhaps twice
        done = client.post(path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
        assert done.status_code == 200
        assert "We have stopped these e-mails" in done.content.decode()
    assert set(SavedSearch.objects.values_list("frequency", flat=True)) == {"never"}
    guidance("hoarding old anew", slug="anew")
    index_changes(SUNDAY_7)
    tick(MONDAY_7)
    assert len(mail.outbox) == 1
    assert states(at_once) == ["site"]


def test_a_forged_link_stops_nothing(stop: tuple[str, Any], ours: Partner) -> None:
    path, _ = stop
    other = UserFactory(member_of=[ours])
    key = path.rstrip("/").rpartition("/")[2]
    forged = path.replace(key, f"{other.pk}:{key.partition(':')[2]}")
    assert Client().post(forged).status_code == 404
    assert Client().get(forged).status_code == 404
    assert SavedSearch.objects.get().frequency == "daily"


def test_each_person_gets_their_own(keep: Keep, ours: Partner, owner: User) -> None:
    other = UserFactory(member_of=[ours])
    keep()
    keep(by=requester_of(other))
    publish("new")
    index_changes()
    tick(SATURDAY_7)
    assert sorted(message.to[0] for message in mail.outbox) == sorted([owner.email, other.email])
