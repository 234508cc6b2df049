"""The core team's screens for search."""

import datetime
import re
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.test import Client

from cms.audit.models import AuditEvent
from cms.core import content_version
from cms.core.requester import Requester
from cms.discovery.models import Exclusion, Pin, SynonymSet
from cms.discovery.selectors import find
from cms.members.models import SiteRole
from tests.factories.admin import signed_in, staff

pytestmark = pytest.mark.django_db
SYNONYMS = "/admin/snippets/discovery/synonymset/"
PINS = "/admin/snippets/discovery/pin/"
OUT = "/admin/snippets/discovery/exclusion/"
EXPLAIN = "/admin/search-explain/"
NO_DAYS = {"from_on": "", "until_on": ""}
World = dict[str, Any]
EDITOR = Requester(user_id=905, is_editor=True)


@pytest.fixture
def editor() -> Client:
    return signed_in(staff(superuser=False))


def said(response: Any) -> str:
    """The text of a page, without marks and doubled spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_core_team_edits_synonyms_and_mistakes_are_form_errors(editor: Client) -> None:
    values = {"code": "area", "canonical": "Thurrock and Essex", "terms": "SET\nGreater Essex", "direction": "two_way"}
    wrong = editor.post(SYNONYMS + "add/", values | {"case_sensitive": "Set"})
    assert wrong.status_code == 200
    assert "is not among the words above" in wrong.content.decode()
    assert editor.post(SYNONYMS + "add/", values | {"case_sensitive": "SET"}).status_code == 302
    row = SynonymSet.objects.get()
    assert row.term_list == ["SET", "Greater Essex"]
    page = editor.get(SYNONYMS, {"q": "greater"})
    assert "Thurrock and Essex" in page.content.decode()
    assert editor.get(f"{SYNONYMS}edit/{row.pk}/").status_code == 200
    assert editor.get(SYNONYMS, {"export": "csv"}).status_code == 200
    assert editor.post(f"{SYNONYMS}delete/{row.pk}/").status_code == 302
    trail = AuditEvent.objects.filter(action__startswith="synonyms.").order_by("pk")
    assert [event.action for event in trail] == ["synonyms.made", "synonyms.removed"]
    assert not SynonymSet.objects.exists()


def test_many_deleted_at_once_are_each_on_record(editor: Client) -> None:
    rows = [SynonymSet.objects.create(code=f"set-{n}", canonical=f"Word {n}", terms="Other") for n in (1, 2)]
    chosen = {"id": [row.pk for row in rows], "next": SYNONYMS}
    url = "/admin/bulk/discovery/synonymset/delete/?" + urlencode(chosen, doseq=True)
    assert editor.get(url).status_code == 200
    assert editor.post(url).status_code == 302
    assert not SynonymSet.objects.exists()
    assert AuditEvent.objects.filter(action="synonyms.removed").count() == len(rows)


# -- the test box ----------------------------------------------------------------------------------------
def test_a_change_of_synonyms_is_tried_and_nothing_is_saved(editor: Client, world: World) -> None:
    values = {"code": "duck", "canonical": "memberpage", "terms": "wigeon", "direction": "two_way"}
    page = editor.post(SYNONYMS + "add/", values | {"try": "1", "question": " Wigeon "})
    text = said(page)
    assert page.status_code == 200
    assert "Now: 0 found" in text
    assert "With this change: 1 found" in text
    assert "Understood as: wigeon or memberpage" in text
    assert "1 more would be found, 0 no longer." in text
    assert "1. Guidance memberpage · Guidance (new)" in text
    assert not SynonymSet.objects.exists()
    assert not AuditEvent.objects.filter(action__startswith="synonyms").exists()
    assert 'value="memberpage"' in page.content.decode()  # what was typed is still there
    assert editor.post(SYNONYMS + "add/", values).status_code == 302

    row = SynonymSet.objects.get()
    version = content_version.current()
    changed = values | {"terms": "teal", "try": "1", "question": "wigeon"}
    text = said(editor.post(f"{SYNONYMS}edit/{row.pk}/", changed))
    assert "0 more would be found, 1 no longer." in text
    assert "1. Guidance memberpage · Guidance (no longer found)" in text
    row.refresh_from_db()
    assert row.terms == "wigeon"
    assert content_version.current() == version
    same = said(editor.post(f"{SYNONYMS}edit/{row.pk}/", values | {"try": "1", "question": "openpage"}))
    assert "gets the same answer with the change" in same


def test_mistakes_come_before_trying(editor: Client, world: World) -> None:
    values = {"code": "x", "canonical": "memberpage", "terms": "the of", "direction": "two_way"}
    text = said(editor.post(SYNONYMS + "add/", values | {"try": "1", "question": "wigeon"}))
    assert "has no word that search looks at" in text
    assert "Put the mistakes above right first." in text
    assert "With this change" not in text
    empty = editor.post(SYNONYMS + "add/", values | {"terms": "duck", "try": "1", "question": "  "})
    assert "With this change" not in said(empty)


# -- pins and exclusions -----------------------------------------------------------------------------------
def test_a_thing_is_named_by_address_reference_key_or_words(editor: Client, world: World) -> None:
    isp = world["memberisp"]
    ways = [
        f"http://localhost:8080/isps/{isp.reference}",
        f"/isps/{isp.reference}/",
        f" {isp.reference.lower()} ",
        f"isp:{isp.pk}",
    ]
    for number, way in enumerate(ways):
        answer = editor.post(PINS + "add/", {"phrases": f"asb {number}", "target": way, "position": 1} | NO_DAYS)
        assert answer.status_code == 302, said(answer)
    assert set(Pin.objects.values_list("key", flat=True)) == {f"isp:{isp.pk}"}
    for path in (
        "/guidance/guidance-memberpage",
        "/partners/partner-leadbird",
        "/glossary#termword",
        "/events/event-hostevent",
    ):
        answer = editor.post(PINS + "add/", {"phrases": f"asb {path}", "target": path, "position": 1} | NO_DAYS)
        assert answer.status_code == 302, said(answer)
    kinds = {key.partition(":")[0] for key in Pin.objects.values_list("key", flat=True)}
    assert kinds == {"isp", "guidance", "partner", "glossary", "event"}


def test_words_offer_a_choice_and_the_choice_is_saved(editor: Client, world: World) -> None:
    values = {"phrases": "asb", "target": "Partner", "position": 1} | NO_DAYS
    first = editor.post(PINS + "add/", values)
    html = first.content.decode()
    assert first.status_code == 200
    assert "Choose one of them below" in html
    listed = re.findall(r'<input type="radio" name="choice" value="([^"]+)"', html)
    assert f"partner:{world['leadbird'].pk}" in listed
    assert editor.post(PINS + "add/", values | {"choice": listed[0]}).status_code == 302
    row = Pin.objects.get()
    assert row.key == listed[0]
    assert row.changed_by is not None
    assert find("asb", by=EDITOR).hits[0].key == listed[0]
    nothing = editor.post(PINS + "add/", values | {"target": "zzzz qqqq", "phrases": "other"})
    assert "Nothing was found by this" in said(nothing)
    forged = editor.post(PINS + "add/", values | {"choice": "isp:999", "phrases": "other"})
    assert forged.status_code == 200
    assert Pin.objects.count() == 1


def test_a_decision_about_anything_that_is_found_can_be_opened_and_saved_again(editor: Client, world: World) -> None:
    """Some kinds have an address that does not lead back to them: people, files. Their key stands in for it."""
    hits = find("", by=EDITOR, page_size=100).hits
    kinds = {hit.kind: hit for hit in hits}
    assert {"isp", "guidance", "partner", "event", "glossary", "gateway", "dataset"} <= set(kinds)
    for hit in kinds.values():
        row = Pin.objects.create(phrases=f"to {hit.kind}", key=hit.key)
        html = editor.get(f"{PINS}edit/{row.pk}/").content.decode()
        shown = re.search(r'name="target" value="([^"]+)"', html)
        assert shown, hit.kind
        values = {"phrases": row.phrases, "target": shown[1], "position": 2, "note": "x"} | NO_DAYS
        assert editor.post(f"{PINS}edit/{row.pk}/", values).status_code == 302, hit.kind
        row.refresh_from_db()
        assert (row.key, row.position) == (hit.key, 2)


def test_the_list_says_how_each_decision_stands(editor: Client, world: World) -> None:
    key = f"isp:{world['memberisp'].pk}"
    day = datetime.date(2027, 5, 3)
    Pin.objects.create(phrases="one", key=key)
    Pin.objects.create(phrases="two", key=key, from_on=day)
    Pin.objects.create(phrases="three", key=key, until_on=day)
    Pin.objects.create(phrases="four", key="isp:987654")
    with time_machine.travel("2027-05-02T12:00:00Z", tick=False):
        text = said(signed_in(staff("early@example.org")).get(PINS))
        assert "from 3 May 2027" in text
        assert "until 3 May 2027" in text
        assert "target is gone or hidden" in text
    with time_machine.travel("2027-05-04T12:00:00Z", tick=False):
        assert "over" in said(signed_in(staff("late@example.org")).get(PINS))


def test_nothing_is_saved_while_somebody_types(editor: Client, world: World) -> None:
    """Without drafts, Wagtail's saving in the background would put half a decision before every reader."""
    key = f"guidance:{world['openpage'].pk}"
    rows = [
        (PINS, Pin.objects.create(phrases="asb", key=key)),
        (OUT, Exclusion.objects.create(phrases="trees", key=key, reason="x")),
        (SYNONYMS, SynonymSet.objects.create(code="x", canonical="heron", terms="bird")),
    ]
    registers = "/admin/registers/"
    rows += [(f"{registers}isps/", world["memberisp"]), (f"{registers}partners/", world["leadbird"])]
    for path, row in rows:
        for address in (f"{path}add/", f"{path}edit/{row.pk}/"):
            html = editor.get(address).content.decode()
            assert "w-unsaved" in html
            assert "w-autosave#save" not in html, address


@pytest.mark.django_db(transaction=True)
def test_a_decision_makes_kept_answers_old() -> None:
    for model in (Pin, Exclusion):
        version = content_version.current()
        row = model.objects.create(phrases="asb", key="guidance:1")
        made = content_version.current()
        row.delete()
        assert len({version, made, content_version.current()}) == 3


def test_changes_of_decisions_are_on_record_and_count_at_once(editor: Client, world: World) -> None:
    key = f"guidance:{world['openpage'].pk}"
    values = {"phrases": "asb", "target": "/guidance/guidance-openpage", "reason": "About trees"} | NO_DAYS
    assert editor.post(OUT + "add/", values).status_code == 302
    row = Exclusion.objects.get()
    assert (row.key, row.matched) == (key, "\nasb\n")
    edit = editor.get(f"{OUT}edit/{row.pk}/")
    assert 'value="/guidance/guidance-openpage"' in edit.content.decode()
    assert editor.post(f"{OUT}edit/{row.pk}/", values | {"phrases": "asb\ntrees"}).status_code == 302
    assert find("trees", by=EDITOR).total == 0
    assert editor.post(f"{OUT}delete/{row.pk}/").status_code == 302
    trail = AuditEvent.objects.filter(object_type="discovery.exclusion").order_by("pk")
    assert [event.action for event in trail] == ["exclusion.made", "exclusion.changed", "exclusion.removed"]
    assert trail[1].before_hash != trail[1].after_hash


def test_conflicts_are_form_errors_in_plain_words(editor: Client, world: World) -> None:
    Pin.objects.create(phrases="asb", key=f"guidance:{world['openpage'].pk}")
    values = {"phrases": "ASB", "target": "/guidance/guidance-openpage", "reason": "x"} | NO_DAYS
    assert "is chosen to come first on some of these days" in said(editor.post(OUT + "add/", values))
    other = {"phrases": "asb", "target": "/guidance/guidance-memberpage", "position": 1} | NO_DAYS
    assert "Something else has position 1" in said(editor.post(PINS + "add/", other))
    assert editor.post(PINS + "add/", other | {"position": 2}).status_code == 302


# -- why is this here ------------------------------------------------------------------------------------
def test_an_editor_asks_why_and_decides_from_there(editor: Client, world: World) -> None:
    Pin.objects.create(phrases="guidance", key=f"isp:{world['memberisp'].pk}")
    text = said(editor.get(EXPLAIN, {"q": "guidance", "as": "editor"}))
    assert "Understood as: guidance" in text
    assert "Chosen by the core team for this search." in text
    assert "Comes first, position 1" in text
    html = editor.get(EXPLAIN, {"q": "guidance"}).content.decode()
    link = re.search(r'href="(/admin/snippets/discovery/pin/add/\?[^"]+)"', html)
    assert link
    form = editor.get(link[1].replace("&amp;", "&")).content.decode()
    assert ">guidance</textarea>" in form.replace("\n", "")
    assert re.search(r'name="target" value="/guidance/guidance-\w+"', form)
    assert "Now: Guidance" in form
    other = said(editor.get(EXPLAIN, {"q": "guidance", "other": "termword"}))
    assert "Put first for “guidance”" in other


def test_as_another_reader_a_decision_that_does_not_reach_them_says_so(editor: Client, world: World) -> None:
    Pin.objects.create(phrases="guidance", key=f"isp:{world['partyisp'].pk}")
    assert "but this reader may not open it" not in said(editor.get(EXPLAIN, {"q": "guidance"}))
    text = said(editor.get(EXPLAIN, {"q": "guidance", "as": "public"}))
    assert "in force, but this reader may not open it" in text
    assert "memberpage" not in text
    assert "openpage" in text
    assert "memberpage" in said(editor.get(EXPLAIN, {"q": "guidance", "as": "member"}))


def test_a_score_is_taken_apart_by_word_and_field(editor: Client, world: World) -> None:
    html = editor.get(EXPLAIN, {"q": "openpage matters"}).content.decode()
    table = html[html.index("Where the score of Guidance openpage comes from") :].split("</table>")[0]
    rows = [re.findall(r"<td>([^<]*)</td>", row) for row in table.split("<tr>")[2:]]
    assert ["openpage", "title"] in [row[:2] for row in rows]
    assert ["matters", "summary"] in [row[:2] for row in rows]
    assert "how much it is used and kept up to date" in [row[1] for row in rows]
    shares = [int(row[2].rstrip("%")) for row in rows]
    assert shares == sorted(shares, reverse=True)
    assert abs(sum(shares) - 100) <= len(shares)


def test_the_explanation_says_what_is_changing_and_what_was_wrong(editor: Client, world: World) -> None:
    page = world["openpage"]
    page.summary = "Changed a moment ago."
    page.save_revision().publish()
    assert "the index does not know yet" in said(editor.get(EXPLAIN, {"q": "openpage"}))


@pytest.mark.parametrize("path", [SYNONYMS, PINS, OUT, PINS + "add/", OUT + "add/", EXPLAIN, EXPLAIN + "?q=guidance"])
def test_only_the_core_team_reaches_these_screens(path: str, world: World) -> None:
    manager = signed_in(staff("manager@example.org", SiteRole.Role.MANAGEMENT_GROUP, superuser=False))
    refused = manager.get(path)
    assert refused.status_code in (302, 403)
    assert "openpage" not in refused.content.decode()
    assert Client().get(path).status_code == 302


def test_the_menu_leads_to_every_screen(editor: Client) -> None:
    html = editor.get(EXPLAIN).content.decode()
    for path in (SYNONYMS, PINS, OUT, EXPLAIN):
        assert path in html
