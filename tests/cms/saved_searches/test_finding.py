"""What is new: it begins to match, for who the owner is today, and it is told once."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from cms.core.requester import SYSTEM, Requester
from cms.discovery.models import Exclusion
from cms.jobs.services import run_waiting
from cms.members.models import Membership, User
from cms.members.selectors import requester_of
from cms.members.services import end_membership
from cms.notifications.models import Notification
from cms.saved_searches import finding, tasks
from cms.saved_searches.models import MatchRun, SavedSearch, SavedSearchAlert
from cms.saved_searches.selectors import new_counts, new_finds
from cms.saved_searches.services import change_saved_search, mark_saved_search_seen
from cms.snippets.models import Isp, IspVersion, Partner
from search import worker
from search.ports import Unavailable
from search.rebuild import rebuild
from tests.cms.saved_searches.conftest import after, at, index_changes, told
from tests.factories.people import UserFactory
from tests.factories.searchable import build, guidance, isp, partner

Keep = Callable[..., SavedSearch]
pytestmark = pytest.mark.sqlite


def key(thing: Any) -> str:
    return f"{'isp' if isinstance(thing, Isp) else 'guidance'}:{thing.pk}"


def test_what_is_written_after_saving_is_new_and_what_was_there_is_not(keep: Keep, by: Requester, old: Any) -> None:
    search = keep()
    new, other = guidance("hoarding new", slug="new"), guidance("something else", slug="other")
    index_changes()
    assert told(search) == {key(new)}
    assert key(other) not in set(SavedSearchAlert.objects.values_list("key", flat=True))
    assert not MatchRun.objects.exists()
    (found,) = new_finds(by, [search])[search.pk].finds
    assert (found.kind_label, found.card.title, found.card.url) == ("Guidance", new.title, "/guidance/new")


def test_a_thing_is_told_once_however_often_it_changes(keep: Keep, old: Any, by: Requester) -> None:
    search = keep()
    new = guidance("hoarding new", slug="new")
    index_changes()
    for page in (new, old):
        for word in ("one", "two"):
            page.title = f"Hoarding {word}"
            page.save_revision().publish()
            index_changes()
    assert told(search) == {key(new)}
    assert Notification.objects.count() == 1
    with at(after(hours=1)):
        mark_saved_search_seen(by=by, pk=search.pk)
    new.title = "Hoarding once more"
    new.save_revision().publish()
    index_changes(after(days=1))
    assert new_counts(by, [search]) == {search.pk: 0}


def test_a_thing_that_begins_to_hold_the_words_is_new(keep: Keep, ours: Partner) -> None:
    page = guidance("plain", slug="plain")
    build()
    search = keep()
    page.summary = "Now about hoarding."
    page.save_revision().publish()
    index_changes()
    assert told(search) == {key(page)}


def test_every_word_and_every_filter_counts(keep: Keep) -> None:
    both, of_kind = keep("hoarding fires"), keep("hoarding", filters={"kind": ["isp"]})
    page = guidance("hoarding", slug="h")
    agreement = isp("hoarding", partner("lead", membership="member"))
    index_changes()
    assert told(both) == set()
    assert told(of_kind) == {key(agreement)}
    page.summary = "Hoarding and fires"
    page.save_revision().publish()
    index_changes()
    assert told(both) == {key(page)}


def test_what_is_opened_to_the_owner_is_new_and_what_is_closed_is_gone(keep: Keep, by: Requester) -> None:
    lead = partner("lead", membership="member")
    hidden = isp("hoarding", lead, parties=(lead,), visibility="parties")
    build()
    search = keep()
    index_changes()
    assert told(search) == set()
    Isp.objects.filter(pk=hidden.pk).update(visibility="members")
    hidden.refresh_from_db()
    hidden.save()
    index_changes()
    assert told(search) == {key(hidden)}
    assert new_counts(by, [search]) == {search.pk: 1}
    Isp.objects.filter(pk=hidden.pk).update(visibility="parties")  # the index does not know it yet
    assert new_counts(by, [search]) == {search.pk: 0}
    assert new_finds(by, [search])[search.pk] == finding_nothing()


def finding_nothing() -> Any:
    from cms.saved_searches.selectors import NOTHING

    return type(NOTHING)(0, [])


def test_what_the_index_shows_and_the_rules_hide_is_not_told(keep: Keep) -> None:
    search = keep()
    page = guidance("hoarding secret", slug="secret")
    with at(after(minutes=1)):
        worker.run_once()
        PageViewRestriction.objects.create(page=page.page_ptr, restriction_type="password", password="x")
        run_waiting()
    assert told(search) == set()


def test_a_reference_is_understood_as_it_is_in_the_search_box(keep: Keep, ours: Partner) -> None:
    agreement = isp("floods", partner("lead", membership="member"))
    build()
    search = keep(f"isp {int(agreement.reference.removeprefix('ISP-'))}")
    assert list(search.alerts.values_list("key", flat=True)) == [key(agreement)]
    page = guidance("mention", slug="mention", summary=f"It follows {agreement.reference}.")
    index_changes()
    assert told(search) == {key(page)}


def test_a_filter_that_no_longer_exists_holds_nobody_up(keep: Keep) -> None:
    old_form, search = keep("hoarding one"), keep()
    SavedSearch.objects.filter(pk=old_form.pk).update(filters={"colour": ["red"]})
    new = guidance("hoarding one new", slug="new")
    index_changes()
    assert (told(old_form), told(search)) == (set(), {key(new)})


def test_a_run_that_fails_for_days_is_given_up(keep: Keep) -> None:
    keep()
    MatchRun.objects.create(keys=["no key at all"])
    with at(after(days=2)):
        tasks.check_in_the_morning()
        assert MatchRun.objects.exists()
    with at(after(days=4)):
        tasks.check_in_the_morning()
    assert not MatchRun.objects.exists()


def test_what_editors_leave_out_of_the_search_is_not_told_for_it(keep: Keep) -> None:
    page = guidance("hoarding", slug="out")
    Exclusion.objects.create(phrases="Hoarding", key=key(page))
    search, other = keep(text="hoarding", filters={"kind": ["guidance"]}), keep("hoarding matters")
    index_changes()
    assert told(search) == set()
    assert told(other) == {key(page)}


def test_an_owner_who_left_is_told_nothing_and_one_who_joins_is(keep: Keep, owner: User, by: Requester) -> None:
    lead = partner("lead", membership="member")
    theirs = isp("hoarding", lead, parties=(lead,), visibility="parties")
    build()
    search = keep()
    with at(after(minutes=5)):
        Membership.objects.create(user=owner, partner=lead)
        run_waiting()
    assert told(search) == {key(theirs)}  # opened to them by their new membership
    with at(after(days=1)):
        for membership in Membership.objects.all():
            end_membership(by=SYSTEM, membership=membership)
        run_waiting()
    guidance("hoarding new", slug="new")
    index_changes(after(days=2))
    assert told(search) == {key(theirs)}


def test_a_rebuild_of_the_index_is_no_news(keep: Keep, by: Requester) -> None:
    search = keep()
    before = set(SavedSearchAlert.objects.values_list("key", flat=True))
    with at(after(minutes=5)):
        rebuild()
        run_waiting()
        tasks.check_in_the_morning()
    with at(after(days=1)):
        rebuild()
        tasks.check_in_the_morning()
        run_waiting()
    assert set(SavedSearchAlert.objects.values_list("key", flat=True)) == before
    assert new_counts(by, [search]) == {search.pk: 0}
    assert not Notification.objects.exists()


def test_a_state_that_comes_with_the_day_is_news_in_the_morning(keep: Keep, ours: Partner) -> None:
    lead = partner("lead", membership="member")
    agreement = isp("hoarding", lead, next_review_on=datetime.date(2026, 6, 20))
    IspVersion.objects.update(in_force_from=datetime.date(2026, 1, 1))
    with at(after(minutes=-5)):
        build()
    late = keep("", filters={"status": ["review_late"]})
    plain = keep("hoarding")
    with at(after(days=30)):
        rebuild()
        tasks.check_in_the_morning()
    assert told(late) == {key(agreement)}
    assert told(plain) == set()


def test_a_search_saved_while_the_index_is_away_gets_its_baseline_later(
    keep: Keep, monkeypatch: pytest.MonkeyPatch, old: Any
) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise Unavailable("away")

    with monkeypatch.context() as patch:
        patch.setattr(finding, "matching", away)
        search = keep()
        run_waiting()
    assert SavedSearch.objects.get().checked_at is None
    with at(after(hours=1)):
        tasks.check_in_the_morning()
    assert list(search.alerts.values_list("key", "state")) == [(key(old), "known")]


def test_a_paused_search_is_silent_and_begins_anew(keep: Keep, by: Requester) -> None:
    search = keep()
    change_saved_search(by=by, pk=search.pk, paused=True)
    guidance("hoarding meanwhile", slug="meanwhile")
    index_changes()
    change_saved_search(by=by, pk=search.pk, paused=False)
    run_waiting()
    assert told(search) == set()
    new = guidance("hoarding new", slug="new")
    index_changes()
    assert told(search) == {key(new)}


def test_killed_between_pieces_nothing_is_lost_or_doubled(
    keep: Keep, ours: Partner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "PIECE", 2)
    people = [UserFactory(member_of=[ours]) for _ in range(5)]
    searches = [keep(by=requester_of(person)) for person in people]
    new = guidance("hoarding new", slug="new")
    with at(after(minutes=1)):
        worker.run_once()
        (run,) = MatchRun.objects.all()
        calls: list[int] = []
        real = finding.tell

        def dies(found: Any) -> int:
            calls.append(1)
            if len(calls) == 2:
                raise KeyboardInterrupt
            return real(found)

        with monkeypatch.context() as patch:
            patch.setattr(finding, "tell", dies)
            with pytest.raises(KeyboardInterrupt):
                tasks.match(run.pk)
        assert SavedSearchAlert.objects.filter(key=key(new)).count() == 2
        tasks.tick()
        run_waiting()
    assert all(told(search) == {key(new)} for search in searches)
    assert SavedSearchAlert.objects.filter(key=key(new)).count() == 5
    assert Notification.objects.count() == 5
    assert not MatchRun.objects.exists()


def test_a_run_that_has_no_time_left_is_gone_on_with(keep: Keep, ours: Partner) -> None:
    search = keep()
    new = guidance("hoarding new", slug="new")
    with at(after(minutes=1)):
        worker.run_once()
        (run,) = MatchRun.objects.all()
        assert not finding.match(run.pk, after())
        assert told(search) == set()
        run_waiting()
    assert told(search) == {key(new)}


def test_without_saved_searches_a_change_costs_nothing_more(old: Any) -> None:
    guidance("hoarding new", slug="new")
    worker.run_once()
    assert not MatchRun.objects.exists()


def test_the_cost_of_a_change_grows_by_little_for_each_search(keep: Keep, ours: Partner) -> None:
    """One statement for the owner's rights, one for the synonyms in force, one for whether the index is kept up to
    date; the rest belongs to the piece."""
    costs = []
    for size in (1, 10):
        for n in range(SavedSearch.objects.count(), size):
            keep(f"hoarding word{n}", by=requester_of(UserFactory(member_of=[ours])))
        guidance(f"other {size}", slug=f"other-{size}")
        with at(after(minutes=size)):
            worker.run_once()
            (run,) = MatchRun.objects.all()
            with CaptureQueriesContext(connection) as captured:
                finding.match(run.pk, after(hours=1))
        costs.append(len(captured))
    assert costs[1] - costs[0] == 3 * 9
