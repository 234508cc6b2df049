"""Keeping a search: what is refused and why, whose it is, and when it goes."""

from collections.abc import Callable
from typing import Any

import pytest

from cms.audit.models import AuditEvent
from cms.core.errors import BadInput, Conflict, NotFound, Unauthenticated
from cms.core.policy import visible
from cms.core.requester import ANONYMOUS, Requester
from cms.members.models import User
from cms.members.selectors import requester_of
from cms.notifications.models import Notification
from cms.saved_searches import services
from cms.saved_searches.models import SavedSearch, SavedSearchAlert
from cms.saved_searches.selectors import count_by_frequency, searches_of
from cms.saved_searches.services import change_saved_search, delete_saved_search, mark_saved_search_seen, save_search
from cms.saved_searches.tasks import check_in_the_morning
from cms.snippets.models import Partner
from tests.cms.saved_searches.conftest import index_changes
from tests.factories.people import PartnerFactory, UserFactory
from tests.factories.searchable import guidance

Keep = Callable[..., SavedSearch]
pytestmark = pytest.mark.sqlite


def test_words_are_kept_as_typed_and_name_the_search(keep: Keep) -> None:
    search = keep("  SET   hoarding ", filters={"kind": ["news", "guidance", "news"]})
    assert (search.text, search.name, search.filters) == (
        "SET hoarding",
        "SET hoarding",
        {"kind": ["guidance", "news"]},
    )
    assert search.path == "/search?q=SET+hoarding&type=guidance&type=news"


def test_the_same_search_is_refused_kindly_and_a_different_one_is_not(keep: Keep) -> None:
    keep("SET hoarding", name="Fires in SET", filters={"kind": ["news", "guidance"]})
    with pytest.raises(Conflict, match="You have saved this search already, as “Fires in SET”"):
        keep("SET  hoarding", filters={"kind": ["guidance", "news"]})
    keep("set hoarding", filters={"kind": ["guidance", "news"]})  # SET and set find different things
    keep("SET hoarding")
    assert SavedSearch.objects.count() == 3


def test_pressed_twice_is_kept_once(by: Requester, keep: Keep) -> None:
    first = keep()
    again = save_search(by=by, submission_id="form 0", text="hoarding")
    assert again.pk == first.pk
    assert SavedSearch.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "x", "filters": {"audience": ["members"]}}, "filters"),
        ({"text": "x", "filters": {"partner": ["nobody"]}}, "filters"),
        ({"text": "x", "filters": {"kind": ["news"] * 51}}, "filters"),
        ({"text": "x", "name": "n" * 121}, "name"),
        ({"text": "x", "frequency": "hourly"}, "frequency"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field(given: dict[str, Any], field: str, by: Requester) -> None:
    with pytest.raises(BadInput) as refused:
        save_search(by=by, submission_id="one", **given)
    assert list(refused.value.details["fields"]) == [field]
    assert not SavedSearch.objects.exists()


def test_fifty_are_enough_for_one_person(keep: Keep, ours: Partner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST", 2)
    keep("one"), keep("two")
    with pytest.raises(BadInput, match="You have 2 saved searches"):
        keep("three")
    keep("one", by=requester_of(UserFactory(member_of=[ours])))


def test_visitors_tools_and_leavers_keep_nothing(owner: User, keep: Keep, by: Requester) -> None:
    keep()
    tool = Requester(partners=by.partners, token_id=1, scopes=frozenset({"read:content", "read:register"}))
    leaver = requester_of(UserFactory())
    for requester in (ANONYMOUS, tool, leaver):
        with pytest.raises(Unauthenticated):
            save_search(by=requester, submission_id="one", text="x")
        assert not searches_of(requester).exists()
    owner.memberships.all().delete()
    assert not searches_of(requester_of(owner)).exists()


def test_a_search_is_its_owners_alone(keep: Keep, ours: Partner) -> None:
    search = keep()
    colleague, editor = UserFactory(member_of=[ours]), UserFactory(site_role="core_editor")
    for other in (requester_of(colleague), requester_of(editor)):
        assert not visible(SavedSearch.objects.all(), other).exists()
        for attempt in (
            lambda: change_saved_search(by=other, pk=search.pk, name="Mine"),  # noqa: B023 - called at once
            lambda: delete_saved_search(by=other, pk=search.pk),  # noqa: B023
            lambda: mark_saved_search_seen(by=other, pk=search.pk),  # noqa: B023
        ):
            with pytest.raises(NotFound):
                attempt()
    assert SavedSearch.objects.get().name == "hoarding"


def test_changes_are_audited_without_the_words(keep: Keep, by: Requester) -> None:
    search = keep("a secret plan")
    change_saved_search(by=by, pk=search.pk, name="Plans", frequency="weekly")
    delete_saved_search(by=by, pk=search.pk)
    events = AuditEvent.objects.filter(action__startswith="saved_search.").order_by("pk")
    assert [event.action for event in events] == ["saved_search.made", "saved_search.changed", "saved_search.deleted"]
    assert {event.object_label for event in events} == {f"saved search {search.pk}"}


def test_a_name_must_be_one(keep: Keep, by: Requester) -> None:
    search = keep()
    with pytest.raises(BadInput):
        change_saved_search(by=by, pk=search.pk, name=" ")


def test_seen_is_seen_in_the_notices_too(keep: Keep, by: Requester) -> None:
    search = keep()
    guidance("hoarding new", slug="new")
    index_changes()
    assert Notification.objects.get().path == f"/saved-searches/{search.pk}"
    mark_saved_search_seen(by=by, pk=search.pk)
    assert Notification.objects.get().read_at is not None


def test_a_deleted_account_and_a_closed_one_take_their_searches_along(keep: Keep, owner: User, ours: Partner) -> None:
    other = UserFactory(member_of=[ours])
    keep(), keep(by=requester_of(other))
    guidance("hoarding new", slug="new")
    index_changes()
    other.is_active = False
    other.save()
    assert list(SavedSearch.objects.values_list("owner", flat=True)) == [owner.pk]
    owner.delete()
    assert not SavedSearch.objects.exists()
    assert not SavedSearchAlert.objects.exists()


def test_an_account_closed_behind_our_back_is_found_in_the_morning(keep: Keep, owner: User) -> None:
    keep()
    User.objects.filter(pk=owner.pk).update(is_active=False)
    check_in_the_morning()
    assert not SavedSearch.objects.exists()


def test_the_core_team_sees_counts_alone(keep: Keep, by: Requester) -> None:
    keep("one"), keep("two"), keep("three", frequency="never")
    keep("four", by=requester_of(UserFactory(member_of=[PartnerFactory()])))
    change_saved_search(by=by, pk=SavedSearch.objects.get(text="two").pk, paused=True)
    counts = count_by_frequency()
    assert counts == {"never": (1, 1), "at_once": (0, 0), "daily": (2, 2), "weekly": (0, 0), "paused": (1, 1)}
