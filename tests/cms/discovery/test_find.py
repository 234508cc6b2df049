"""Finding: order, pages, filters, the reference jump, and what it costs."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.core.errors import BadInput
from cms.core.requester import Requester
from cms.discovery import facets
from cms.discovery.models import SynonymSet
from cms.discovery.selectors import completions, find, suggestion
from cms.pages.models import GuidancePage
from cms.snippets.models import Isp, IspVersion
from search import worker
from tests.factories.searchable import build, flock, guidance, isp

World = dict[str, Any]
People = dict[str, Requester]


def test_a_hit_says_what_a_reader_needs(world: World, people: People) -> None:
    hit = find("memberisp", by=people["other member"]).hits[0]
    assert (hit.kind, hit.model, hit.pk) == ("isp", "snippets.Isp", world["memberisp"].pk)
    assert hit.url == f"/isps/{hit.reference}"
    assert hit.owner == "Partner leadbird"
    assert (hit.status, hit.status_word) == ("in_force", "In force")
    assert hit.summary == "Plain memberisp words."
    assert hit.title_segments == [("Agreement ", False), ("memberisp", True)]
    assert ("memberisp", True) in hit.snippet_segments


def test_years_stand_newest_first(people: People) -> None:
    counts = {"year": [("2024", 3), ("2026", 1)]}
    named = facets.named(counts, {"year": ["2025"]}, (), people["editor"])
    assert [(value.value, value.count) for value in named["year"]] == [("2026", 1), ("2025", 0), ("2024", 3)]


@pytest.mark.parametrize("form", ["{}", " {} ", "isp {n}", "ISP{n}", "isp-{n}", "Isp 000{n}"])
def test_a_reference_comes_first_however_it_is_typed(form: str, world: World, people: People) -> None:
    found = world["memberisp"]
    number = int(found.reference.removeprefix("ISP-"))
    other = world["openpage"]
    other.title = f"All about {found.reference} {found.reference} {found.reference}"
    other.save_revision().publish()
    worker.run_once()
    page = find(form.format(found.reference, n=number), by=people["other member"])
    assert page.hits[0].reference == found.reference
    assert page.total == len(page.hits) == 2
    assert completions(form.format(found.reference, n=number), by=people["other member"])[0].key == f"isp:{found.pk}"


def test_a_reference_is_found_before_the_index_knows_it(world: World, people: People) -> None:
    new = isp("brandnew", world["leadbird"])
    page = find(new.reference, by=people["other member"])
    assert (page.total, page.hits[0].pk) == (1, new.pk)


def test_filters_facets_and_their_labels(world: World, people: People) -> None:
    member = people["other member"]
    page = find("", by=member, kinds=["isp"], page_size=100)
    assert {hit.kind for hit in page.hits} == {"isp"}
    kinds = {value.value: value for value in page.facets["kind"]}
    assert kinds["isp"].chosen
    assert kinds["isp"].label == "Agreements (ISPs)"
    assert not kinds["guidance"].chosen  # the other choices stay
    assert [(v.value, v.label) for v in page.facets["topic"]] == [("safety", "Community safety")]
    assert {v.label for v in page.facets["partner"]} == {"Partner leadbird", "Partner partybird"}
    assert [(v.value, v.label) for v in page.facets["status"]] == [("in_force", "In force")]
    assert find("", by=member, filters={"partner": ["partner-partybird"], "kind": ["isp"]}).total == 2
    assert find("", by=member, filters={"kind": ["nothing"]}).total == 0


@pytest.mark.parametrize(
    "wrong", [{"filters": {"audience": ["members"]}}, {"sort": "random"}, {"page": 0}, {"page": 51}, {"page_size": 101}]
)
def test_what_makes_no_sense_is_refused(wrong: dict[str, Any], people: People) -> None:
    with pytest.raises(BadInput):
        find("x", by=people["other member"], **wrong)


def test_pages_follow_each_other(world: World, people: People) -> None:
    flock(0, 5)
    seen = [
        hit.key
        for number in (1, 2, 3, 4)
        for hit in find("flockword", by=people["editor"], page=number, page_size=5).hits
    ]
    assert len(seen) == len(set(seen)) == find("flockword", by=people["editor"]).total == 20
    assert find("flockword", by=people["editor"], page_size=5).pages == 4


def test_orders(world: World, people: People) -> None:
    titles = [hit.title.lower() for hit in find("", by=people["editor"], sort="title", page_size=100).hits]
    assert titles == sorted(titles)
    assert find("", by=people["editor"]).hits[0].kind == "event"  # newest first: it lies ahead


def test_a_correction_is_offered_when_little_was_found(world: World, people: People) -> None:
    page = find("memberpagee", by=people["other member"])
    assert (page.total, page.relaxed, page.suggestion) == (1, True, "memberpage")  # forgiven, and offered all the same
    assert find("memberpagee", by=people["anonymous"]).suggestion == ""
    assert suggestion("openpagee", by=people["anonymous"]) == "openpage"


def test_guidance_past_its_review_sinks(people: People) -> None:
    yesterday = datetime.date(2020, 1, 1)
    guidance("one", title="Retention of heron records", review_on=yesterday)
    guidance("two", title="Retention of heron records")
    build()
    assert [hit.url for hit in find("heron retention", by=people["editor"]).hits] == [
        "/guidance/guidance-two",
        "/guidance/guidance-one",
    ]


def test_a_new_synonym_counts_from_the_next_question_on(world: World, people: People) -> None:
    member = people["other member"]
    assert find("wigeon", by=member).total == 0
    row = SynonymSet.objects.create(code="duck", canonical="memberpage", terms="wigeon")
    assert [hit.pk for hit in find("wigeon", by=member).hits] == [world["memberpage"].pk]
    row.terms = "teal"
    row.save()
    assert find("wigeon", by=member).total == 0
    row.delete()
    assert find("teal", by=member).total == 0


def test_changes_reach_the_index(world: World, people: People) -> None:
    editor = people["editor"]
    version = IspVersion.objects.get(isp=world["memberisp"])
    version.summary = "Now with a bittern."
    version.save()
    world["partybird"].name = "Partner spoonbill"
    world["partybird"].save()
    page = GuidancePage.objects.get(pk=world["memberpage"].pk)
    page.unpublish()
    worker.run_once()
    assert [hit.pk for hit in find("bittern", by=editor).hits] == [world["memberisp"].pk]
    found = {hit.kind for hit in find("spoonbill", by=editor).hits}
    assert found == {"partner", "isp", "dataset"}
    assert find("memberpage", by=editor).total == 0
    world["dataset"].delete()
    Isp.objects.get(pk=world["memberisp"].pk).delete()
    worker.run_once()
    assert find("datapool", by=editor).total == 0
    assert find("bittern", by=editor).total == 0


def test_it_costs_the_same_for_one_hit_and_for_forty(people: People) -> None:
    """One read a kind and what each kind's card needs; never one a hit."""
    counts: dict[str, list[int]] = {}
    made = 0
    for total in (1, 10, 40):
        flock(made, total // 4 or 1)  # four kinds of each
        made = total // 4 or 1
        for role in ("anonymous", "other member", "editor"):
            find("flockword", by=people[role], page_size=100)  # fills the caches of restrictions
            with CaptureQueriesContext(connection) as queries:
                page = find("flockword", by=people[role], page_size=100)
            assert len(page.hits) == made * (2 if role == "anonymous" else 4)
            counts.setdefault(role, []).append(len(queries))
            with CaptureQueriesContext(connection) as queries:
                assert completions("flockword", by=people[role], limit=60)
            counts.setdefault(f"{role} completing", []).append(len(queries))
    assert all(len(set(found)) == 1 for found in counts.values()), counts
    assert max(counts["other member"]) <= 24, counts
