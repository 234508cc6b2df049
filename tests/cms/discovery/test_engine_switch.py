"""Back to an engine whose index is old: nobody sees what it still holds, and it is built anew."""

import pytest

from cms.core.requester import SYSTEM, Requester
from cms.discovery import tasks
from cms.discovery.index_health import index_health
from cms.discovery.matching import matching
from cms.discovery.selectors import completions, find
from cms.snippets.models import GlossaryTerm
from search.models import SearchGeneration, SearchOutbox
from search.ports import Unavailable
from search.service import get_engine, health
from tests.factories.searchable import build

EDITOR = Requester(user_id=1, is_editor=True)


def test_an_index_that_missed_changes_is_not_read_until_it_is_built_anew() -> None:
    term = GlossaryTerm.objects.create(term="Heron", slug="heron", definition="A closedword bird.")
    build()
    assert find("closedword", by=EDITOR).total == 1

    # Months with another engine: its index went live, and it was sent what changed.
    left = SearchGeneration.objects.get()
    left.state = SearchGeneration.State.OLD
    left.save()
    SearchGeneration.objects.create(name="members-1", engine="elasticsearch", state="live", created_at=left.created_at)
    GlossaryTerm.objects.filter(pk=term.pk).update(definition="An open bird.")
    SearchOutbox.objects.all().delete()

    assert get_engine().live() == left.name  # it is there, and would answer
    answer = find("heron", by=EDITOR)
    assert answer.degraded
    assert answer.total == 1
    assert "closedword" not in repr(answer)
    assert find("closedword", by=EDITOR).total == 0
    assert completions("hero", by=EDITOR) == []
    with pytest.raises(Unavailable, match="missed changes"):
        matching("closedword", {}, by=EDITOR)
    assert health()["state"] == "missing"
    assert index_health(by=SYSTEM).state == "missing"

    tasks.send_search_changes()
    tasks.build_missing_index()
    answer = find("heron", by=EDITOR)
    assert not answer.degraded
    assert answer.total == 1
    assert find("closedword", by=EDITOR).total == 0
    assert len(completions("hero", by=EDITOR)) == 1
    assert matching("open", {}, by=EDITOR).keys == {f"glossary:{term.pk}"}
    assert health()["state"] == "ok"
