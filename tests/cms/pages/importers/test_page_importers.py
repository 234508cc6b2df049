"""Guidance, changes ahead and stories become pages for members, with history and provenance."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model

from cms.core.errors import BadInput, Forbidden
from cms.core.requester import ANONYMOUS, SYSTEM
from cms.core.tabular import read_table
from cms.pages.importers.guidance import import_guidance
from cms.pages.importers.horizon import import_horizon
from cms.pages.importers.stories import import_stories
from cms.pages.models import EditorialPage, GuidancePage, HorizonPage, StoryPage

pytestmark = pytest.mark.django_db
DATA = Path(settings.BASE_DIR) / "data/content"
GUIDANCE = "title,issuer,authority,edition,url,url_status,topics,summary\r\n"
HORIZON = "title,source,stage,stage_detail,key_date,date_kind,so_what,source_url,verification\r\n"


def table(header, *lines):
    return read_table((header + "".join(f"{line}\r\n" for line in lines)).encode(), name="x.csv")


def test_the_real_files_load_and_load_again_without_change():
    for work, name, model, rows in (
        (import_guidance, "national_guidance", GuidancePage, 57),
        (import_horizon, "horizon", HorizonPage, 40),
        (import_stories, "success_stories", StoryPage, 12),
    ):
        content = read_table(DATA / f"{name}.csv")
        assert work(content, by=SYSTEM).counts["new"] == rows
        assert work(content, by=SYSTEM).counts["unchanged"] == rows
        assert set(model.objects.values_list("live", "audience", "is_example")) == {(True, "members", False)}
        assert all(page.latest_revision is not None for page in model.objects.all())
        assert not model.objects.filter(provenance="").exists()
    old = GuidancePage.objects.get(title__startswith="Data protection and sharing: guidance for emergency")
    assert (old.edition_on, old.superseded_by) == ("2007", None)
    assert GuidancePage.objects.get(title__startswith="Recognised legitimate interest").edition_on == "2026-03-23"
    dates = dict(HorizonPage.objects.values_list("key_date", "stage"))
    assert {"2026", "2025-06", "2026-02-05"} <= dates.keys()
    story = StoryPage.objects.get(title="Pan-Essex counter fraud")
    assert (story.partners.count(), story.consent_noted_on) == (0, None)
    assert story.partners_text.startswith("Chelmsford City Council")


def test_topics_are_made_once_and_shared():
    lines = ("A,ICO,regulator,2021,,seen,sharing; law,Words", "B,ICO,regulator,2021,,seen,Sharing,Words")
    import_guidance(table(GUIDANCE, *lines), by=SYSTEM)
    topics = [list(page.topics.values_list("slug", flat=True)) for page in GuidancePage.objects.order_by("title")]
    assert topics == [["law", "sharing"], ["sharing"]]


def test_what_changed_at_the_source_changes_the_page_through_a_revision():
    import_guidance(table(GUIDANCE, "A,ICO,regulator,2021,,seen,sharing,Old words"), by=SYSTEM)
    report = import_guidance(table(GUIDANCE, "A,ICO,regulator,2021,,seen,sharing,New words"), by=SYSTEM)
    page = GuidancePage.objects.get()
    assert (report.counts["changed"], page.summary, page.revisions.count()) == (1, "New words", 2)


def test_what_a_person_edited_is_left_as_it_is():
    import_guidance(table(GUIDANCE, "A,ICO,regulator,2021,,seen,sharing,Old words"), by=SYSTEM)
    page = GuidancePage.objects.get()
    page.summary = "An editor's words"
    editor = get_user_model().objects.create_user("editor@x.example")
    page.save_revision(user=editor).publish()
    report = import_guidance(table(GUIDANCE, "A,ICO,regulator,2021,,seen,sharing,New words"), by=SYSTEM)
    assert "edited the page" in report.rows[0].warnings[0]
    assert GuidancePage.objects.get().summary == "An editor's words"


def test_local_guidance_is_not_imported():
    report = import_guidance(table(GUIDANCE, "A,Us,local,2021,,seen,sharing,Words"), by=SYSTEM)
    assert report.rows[0].status == "invalid"
    assert not GuidancePage.objects.exists()


def test_a_horizon_row_with_a_wrong_stage_or_date_is_refused_and_the_others_load():
    lines = ("A,S,maybe,,2026,x,So,,x", "B,S,passed,,2026-13,x,So,,x", "C,S,In Force,,2026-02,x,So,,x")
    report = import_horizon(table(HORIZON, *lines), by=SYSTEM)
    assert [row.status for row in report.rows] == ["invalid", "invalid", "new"]
    assert (HorizonPage.objects.get().stage, HorizonPage.objects.get().key_date) == ("in_force", "2026-02")


def test_a_date_that_has_passed_is_imported_and_asks_for_its_next_stage():
    report = import_horizon(table(HORIZON, "A,S,proposed,,2020-01,x,So,,x"), by=SYSTEM)
    assert HorizonPage.objects.get().needs_next_stage
    assert "next stage" in report.rows[0].warnings[0]


def test_an_address_that_nobody_looked_up_says_so():
    report = import_guidance(table(GUIDANCE, "A,ICO,regulator,2021,,from memory,sharing,Words"), by=SYSTEM)
    page = GuidancePage.objects.get()
    assert "not looked up" in report.rows[0].warnings[0]
    assert ("from memory" in page.provenance, page.source_checked_on) == (True, None)


@pytest.mark.parametrize("work", [import_guidance, import_horizon, import_stories])
def test_refusals(work):
    with pytest.raises(BadInput, match="is missing"):
        work(table("a,b\r\n", "1,2"), by=SYSTEM)
    with pytest.raises(Forbidden):
        work(table("a,b\r\n", "1,2"), by=ANONYMOUS)
    assert not any(model.objects.exists() for model in EditorialPage.__subclasses__())
