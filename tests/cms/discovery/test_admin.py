"""The core team's screens for search."""

import pytest

from cms.discovery.models import SynonymSet
from tests.factories.admin import signed_in, staff

pytestmark = pytest.mark.django_db
LIST = "/admin/snippets/discovery/synonymset/"


def test_the_core_team_edits_synonyms_and_mistakes_are_form_errors() -> None:
    client = signed_in(staff())
    values = {"code": "area", "canonical": "Thurrock and Essex", "terms": "SET\nGreater Essex", "direction": "two_way"}
    wrong = client.post(LIST + "add/", values | {"case_sensitive": "Set"})
    assert wrong.status_code == 200
    assert "is not among the words above" in wrong.content.decode()
    assert client.post(LIST + "add/", values | {"case_sensitive": "SET"}).status_code == 302
    row = SynonymSet.objects.get()
    assert row.term_list == ["SET", "Greater Essex"]
    page = client.get(LIST, {"q": "greater"})
    assert "Thurrock and Essex" in page.content.decode()
    assert client.get(f"{LIST}edit/{row.pk}/").status_code == 200
    assert client.get(LIST, {"export": "csv"}).status_code == 200
