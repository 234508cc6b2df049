"""What the core team sees of saved searches, and that it is no more than counts."""

from collections.abc import Callable

from cms.saved_searches.models import SavedSearch
from tests.factories.admin import signed_in, staff
from tests.factories.people import UserFactory

COUNTS = "/admin/saved-searches/"


def test_the_core_team_sees_how_many_and_nothing_of_whose_and_what(keep: Callable[..., SavedSearch]) -> None:
    keep("a secret plan", name="My own name for it")
    keep("another plan", frequency="never")
    page = signed_in(staff()).get(COUNTS).content.decode()
    assert '<th scope="row">Every morning</th><td>1</td><td>1</td>' in page
    for hidden in ("plan", "My own name", "owner@example.org"):
        assert hidden not in page


def test_nobody_else_opens_it(keep: Callable[..., SavedSearch]) -> None:
    manager = staff("manager@example.org", "management_group", superuser=False)
    for user in (UserFactory(), manager):
        assert signed_in(user).get(COUNTS).status_code in (302, 403)
