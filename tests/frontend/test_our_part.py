"""Who looks after an agreement here, and copies for a request: the forms, what is sent, and every refusal."""

from __future__ import annotations

import io
import re
from typing import Any

import docx
import openpyxl
from docx.oxml.ns import qn

from tests.frontend import samples
from tests.frontend.conftest import Site


def fields(html: str) -> dict[str, str]:
    form = re.search(r'<form method="post"[^>]*>(.*?)</form>', html, re.S)
    assert form is not None
    return dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form[1]))


def with_row(site: Site, **changes: Any) -> None:
    row = samples.answer("OurIsps")["ourIsps"]["covering"][0]
    row["isp"]["reference"] = "ISP-0042"
    row |= {"canChange": True, "file": None, "ownerId": "7", "serviceArea": "Housing"} | changes
    people = [{"id": "7", "name": "Ida Example"}, {"id": "8", "name": "Ola Example"}]
    site.api.changes["OurIsps"] = {"ourIsps": {"covering": [row], "notInForce": [], "possibleOwners": people}}


def test_who_looks_after_it_is_chosen_and_sent(site: Site) -> None:
    with_row(site)
    with site.browser() as b:
        html = b.get("/organisation/isps/ISP-0042").text
        assert '<option value="7" selected>Ida Example' in html
        assert 'value="Housing"' in html
        given = fields(html) | {"owner": "8", "area": "Floods", "nofile": "yes"}
        saved = b.post("/organisation/isps/ISP-0042", data=given)
        assert (saved.status_code, saved.headers["location"]) == (303, "/organisation?done=saved#all")
        assert "Nothing that is signed has changed" in b.get("/organisation?done=saved").text
    (sent,) = site.api.called("ChangeOurPart")
    assert sent["variables"]["input"] == {
        "reference": "ISP-0042", "ownerId": "8", "serviceArea": "Floods", "noFileHeld": True,
    }  # fmt: skip


def test_what_was_typed_comes_back_with_what_is_wrong_and_strangers_find_nothing(site: Site) -> None:
    with_row(site)
    with site.browser() as b:
        given = fields(b.get("/organisation/isps/ISP-0042").text) | {"owner": "8", "area": "Kept"}
        site.api.errors["ChangeOurPart"] = {
            "code": "BAD_USER_INPUT", "fields": {"ownerId": ["Choose somebody of yours."]},
        }  # fmt: skip
        wrong = b.post("/organisation/isps/ISP-0042", data=given)
        assert wrong.status_code == 422
        assert "Choose somebody of yours." in wrong.text
        assert 'value="Kept"' in wrong.text
        old = b.post("/organisation/isps/ISP-0042", data=given | {"csrf": "x"})
        assert old.status_code == 422
        assert "Nothing was saved" in old.text
        assert b.get("/organisation/isps/ISP-0001").status_code == 404
        with_row(site, canChange=False)
        assert b.get("/organisation/isps/ISP-0042").status_code == 404
    assert len(site.api.called("ChangeOurPart")) == 1


def test_filters_hold_together_and_go_into_every_form_of_the_list(site: Site) -> None:
    rows = []
    for n, (area, owner, us) in enumerate(
        (("Housing", "Ida", True), ("Housing", "Ola", False), ("Floods", "Ida", True))
    ):
        row = samples.answer("OurIsps")["ourIsps"]["covering"][0]
        row["isp"] |= {"reference": f"ISP-000{n}", "title": f"Agreement {n}", "status": "IN_FORCE"}
        rows.append(row | {"serviceArea": area, "ownerName": owner, "leadIsUs": us})
    unsigned = {**rows[0], "isp": {**rows[0]["isp"], "reference": "ISP-0008"}}
    coming = {**rows[0], "isp": {**rows[0]["isp"], "reference": "ISP-0009", "status": "OUT_FOR_SIGNATURE"}}
    site.api.changes["OurIsps"] = {"ourIsps": {"covering": rows, "notInForce": [unsigned, coming], "fixes": []}}
    query = "?area=Housing&owner=Ida&lead=us&status=in_force"
    with site.browser() as b:
        html = b.get("/organisation" + query).text
        book = openpyxl.load_workbook(io.BytesIO(b.get("/organisation/isps.xlsx" + query).content))
        word = docx.Document(io.BytesIO(b.get("/organisation/isps.docx" + query).content))
        paper = b.get("/organisation/print" + query).text
    for text in (html, paper):
        assert set(re.findall(r'class="app-ref">(ISP-\d+)', text)) == {"ISP-0000", "ISP-0008"}
    assert html.count("?area=Housing&amp;owner=Ida&amp;lead=us&amp;status=in_force") >= 4
    assert [row[0].value for row in book.active.iter_rows(min_row=2)] == ["ISP-0000", "ISP-0008"]
    words = " ".join(text.text or "" for text in word.element.body.iter(qn("w:t")))
    assert "ISP-0000" in words
    assert not {"ISP-0001", "ISP-0002", "ISP-0009"} & set(words.split())


PACKAGE = {
    "on": "2026-03-01", "name": "Floods", "withheldCount": 1, "leftOut": ["ISP-0007"],
    "isps": [{
        "reference": "ISP-0042", "title": "Floods", "sentence": "In force. 2 of 3 covered.", "notKnown": ["Who"],
        "sections": [{"heading": "Signatures", "items": [
            {"label": "Trust: who signed", "value": "", "withheld": "personal data, s.40"},
            {"label": "Trust: decision", "value": "=Signed", "withheld": None},
        ]}],
    }],
}  # fmt: skip


def test_a_copy_for_a_request_is_a_file_with_visible_marks(site: Site) -> None:
    site.api.changes["CopyForm"] = {"isp": {"reference": "ISP-0042", "title": "Floods", "canReview": True}}
    site.api.changes["TakeCopy"] = {"takeCopy": PACKAGE}
    with site.browser() as b:
        html = b.get("/isps/ISP-0042/release").text
        given = fields(html) | {"on": "2026-03-01", "format": "word", "signatories": "yes"}
        word = b.post("/isps/ISP-0042/release", data=given)
        excel = b.post("/isps/ISP-0042/release", data=given | {"format": "excel"})
        wrong = b.post("/isps/ISP-0042/release", data=given | {"on": "soon", "format": ""})
    words = "".join(text.text or "" for text in docx.Document(io.BytesIO(word.content)).element.body.iter(qn("w:t")))
    for shown in (
        "Withheld: personal data, s.40",
        "In force. 2 of 3 covered.",
        "ISP-0007",
        "whoever answers the request",
    ):
        assert shown in words
    rows = list(openpyxl.load_workbook(io.BytesIO(excel.content)).active.iter_rows(min_row=2, values_only=True))
    assert rows[0][4:] == ("Withheld: personal data, s.40", "personal data, s.40")
    assert rows[1][4] == "=Signed"
    assert wrong.status_code == 422
    assert "Choose Word or Excel" in wrong.text
    given = [one["variables"]["input"] for one in site.api.called("TakeCopy")]
    sent = [{key: value for key, value in one.items() if value is not None} for one in given]
    assert sent[0] == {"reference": "ISP-0042", "on": "2026-03-01", "withSignatories": True, "withSecurity": False}
    assert len(sent) == 2


def test_nobody_else_is_offered_a_copy(site: Site) -> None:
    site.api.changes["CopyForm"] = {"isp": {"canReview": False}}
    with site.browser() as b:
        assert b.get("/isps/ISP-0042/release").status_code == 404
    site.api.changes["CopyOursForm"] = {"ourIsps": None}
    with site.browser(session=None) as b:
        assert b.get("/organisation/release").status_code == 303
    assert site.api.called("TakeCopy") == []
