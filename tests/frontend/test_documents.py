"""Word and PDF files, comparisons and the card: what they hold, who can read them, and their bounds."""

from __future__ import annotations

import io
import random
import shutil
import subprocess
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import docx
import pypdf
import pypdfium2
import pytest
from docx.oxml.ns import qn

from frontend import comparing
from frontend.documents import Document, Facts, Heading, Mark, Para, Table, pdf, word
from frontend.documents.agreement import agreement
from tests.frontend import samples
from tests.frontend.conftest import Site

DAY = date(2026, 11, 22)
HOSTILE = '#panic("x") *bold* $x$ \\ [link] <w:t>&amp; =1+1 @ref // /* ` ~ é Ж α'


def made(mode: str = samples.SHORT, *, parties: int = 0, signed: bool = True, **changes: Any) -> Document:
    """An agreement as a document, from a typed sample answer."""
    data = samples.result_type("IspDocument").model_validate(samples.answer("IspDocument", mode))
    isp, version = data.isp, data.isp_version  # type: ignore[attr-defined]
    version.state = version.state.__class__(changes.pop("state", "OUT_FOR_SIGNATURE"))
    if parties:
        version.parties = [version.parties[0].model_copy(deep=True) for _ in range(parties)]
    for n, party in enumerate(version.parties):
        party.role, party.coverage = party.role.__class__("BOTH"), party.coverage.__class__("ASKED")
        if not signed:
            party.signed_by = None
        if party.partner:
            party.partner.name, party.partner.legal_controller = f"Body {n}", f"Controller of body {n}"
    for name, value in changes.items():
        setattr(version, name, value)
    return agreement(isp, version, site="Network", address="https://x.example/isps/ISP-0042", on=DAY, member=True)


def pdf_text(body: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(body))


def docx_text(body: bytes) -> str:
    texts = docx.Document(io.BytesIO(body)).element.body.iter(qn("w:t"))
    return "\n".join(text.text or "" for text in texts)


@pytest.mark.parametrize("mode", samples.MODES)
def test_every_shape_of_answer_becomes_both_files_and_the_same_bytes_each_time(mode: str) -> None:
    document = made(mode)
    for writer in (pdf.write, word.write):
        assert (first := writer(document))
        assert mode == samples.LONG or first == writer(document)


def test_the_pdf_is_tagged_titled_and_in_english() -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf.write(made())))
    root = reader.trailer["/Root"].get_object()
    assert root["/MarkInfo"]["/Marked"] is True or bool(root["/MarkInfo"]["/Marked"])
    assert str(root["/Lang"]) == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    assert reader.metadata is not None
    assert reader.metadata.title

    found: set[str] = set()

    def walk(node: Any) -> None:
        node = node.get_object()
        if isinstance(node, list):
            for one in node:
                walk(one)
        elif isinstance(node, dict):
            if "/S" in node:
                found.add(str(node["/S"]))
            if "/K" in node:
                walk(node["/K"])

    walk(root["/StructTreeRoot"])
    assert {"/H1", "/Table", "/TH", "/TD"} <= found, found


def test_the_word_file_has_headed_tables_styles_a_title_and_its_language() -> None:
    book = docx.Document(io.BytesIO(word.write(made())))
    assert book.core_properties.title
    assert book.core_properties.language == "en-GB"
    assert {p.style.name for p in book.paragraphs} >= {"Title", "Heading 1"}
    assert 'w:val="en-GB"' in book.styles.element.xml
    headed = [table for table in book.tables if "w:tblHeader" in table._tbl.xml]
    assert len(headed) >= 4
    assert all("w:tblCaption" in table._tbl.xml for table in book.tables)


def test_the_sheet_has_a_row_a_party_filled_where_signed_and_empty_where_not() -> None:
    document = made()
    sheet = next(b for b in document.blocks if isinstance(b, Table) and b.caption == "Signature sheet")
    assert [row[0] for row in sheet.rows] == [f"Controller of body {n}\nfor Body {n}" for n in range(len(sheet.rows))]
    assert sheet.tall
    assert sheet.rows[0][1]
    unsigned = made(signed=False)
    sheet = next(b for b in unsigned.blocks if isinstance(b, Table) and b.caption == "Signature sheet")
    assert {tuple(row[1:]) for row in sheet.rows} == {("", "", "", "")}
    draft = made(state="DRAFT")
    assert not [b for b in draft.blocks if isinstance(b, Table) and b.caption == "Signature sheet"]
    assert "not for signature" in pdf_text(pdf.write(draft))


def test_who_is_no_member_gets_the_public_part_without_a_sheet_or_contacts() -> None:
    data = samples.result_type("IspDocument").model_validate(samples.answer("IspDocument"))
    public = agreement(data.isp, data.isp_version, site="N", address="x", on=DAY, member=False)  # type: ignore[attr-defined]
    headings = [block.text for block in public.blocks if isinstance(block, Heading)]
    assert "Signature sheet" not in headings
    assert "Schedule that is not signed" not in headings
    assert "public part" in docx_text(word.write(public))


def test_text_is_never_markup_and_letters_without_a_shape_are_said() -> None:
    document = made(purpose=HOSTILE, necessity="One\r\nTwo\x00\x0b\ud800 three")
    shown = pdf_text(pdf.write(document)).replace("\u200b", "")
    assert '#panic("x") *bold*' in shown
    assert "=1+1" in shown
    assert HOSTILE in docx_text(word.write(document))
    foreign = made(purpose="日本 😀 مرحبا plain words")
    assert "cannot be printed in a PDF" in pdf_text(pdf.write(foreign))
    assert "日本 😀" in docx_text(word.write(foreign))


def test_four_hundred_parties_and_a_very_long_text_fit() -> None:
    document = made(parties=400, purpose=("word " * 40 + "\n") * 100, retention="x" * 3000)
    text = pdf_text(pdf.write(document))
    assert "Controller of body 399" in text
    assert len(docx.Document(io.BytesIO(word.write(document))).tables) >= 4


def test_withheld_text_is_a_framed_mark_in_both() -> None:
    facts = Facts([("Who signed", Mark("withheld", "Withheld: personal data, s.40"))], "Signatures")
    document = Document("T", "K", "F", "A", DAY, [Heading("Signatures"), facts, Para("End")])
    assert "Withheld: personal data, s.40" in pdf_text(pdf.write(document))
    body = word.write(document)
    assert "Withheld: personal data, s.40" in docx_text(body)
    assert "w:bdr" in docx.Document(io.BytesIO(body)).element.xml


# ---- comparison


def joined(pieces: list[comparing.Piece], *kinds: str) -> list[str]:
    return "".join(one.text for one in pieces if one.kind in kinds).split()


def test_a_comparison_gives_back_both_texts_and_only_what_differs() -> None:
    chance = random.Random(7)  # noqa: S311 - a fixed row of texts
    for _ in range(60):
        one, other = (" ".join(chance.choice("abcd") for _ in range(chance.randint(0, 30))) for _ in range(2))
        pieces = comparing.changes(one, other)
        assert joined(pieces, "same", "gone") == one.split()
        assert joined(pieces, "same", "new") == other.split()
    pieces = comparing.changes(
        "We keep it for six years.\nThen we delete it.", "We keep it for two years.\nThen we delete it."
    )
    assert [(one.kind, one.text.strip()) for one in pieces] == [
        ("same", "We keep it for"), ("gone", "six"), ("new", "two"), ("same", "years.\nThen we delete it."),
    ]  # fmt: skip


def test_texts_with_nothing_in_common_are_not_compared_for_ever() -> None:
    chance = random.Random(7)  # noqa: S311
    one, other = (" ".join(chance.choice(letters) for _ in range(100_000)) for letters in ("ab", "bc"))
    steps = 0

    class Counted(str):
        def __eq__(self, them: object) -> bool:
            nonlocal steps
            steps += 1
            return str.__eq__(self, them)

        __hash__ = str.__hash__

    assert comparing.edits([Counted(word_) for word_ in one.split()], other.split()) is None
    assert steps < 2 * comparing.MOST_EDITS**2 + 200_000
    assert [piece.kind for piece in comparing.changes(one, other)] == ["gone", "new"]


def test_parties_law_and_flows_are_told_apart_by_name() -> None:
    def version(*parties: tuple[str, bool]) -> Any:
        rows = [
            SimpleNamespace(
                partner=SimpleNamespace(name=name, legal_controller=""), role_label="Gives", bases=[],
                is_essential=essential, controller_status="INDEPENDENT",
            )
            for name, essential in parties
        ]  # fmt: skip
        texts = {field: "" for field, _ in comparing.TEXTS} | {"may_share": ["One"], "do_not_share": []}
        return SimpleNamespace(parties=rows, data_items=[], flows=[], **texts)

    found = comparing.compare(
        version(("Council", False), ("Trust", False)), version(("Council", True), ("Fire", False))
    )
    (change,) = found.lists
    assert [name for name, _ in change.added] == ["Fire"]
    assert [name for name, _ in change.removed] == ["Trust"]
    assert [(name, "essential" in old, "essential" in new) for name, old, new in change.changed] == [
        ("Council", False, True)
    ]
    assert found.same == ["You may share"]


# ---- the screens that carry them


def test_changes_are_said_in_words_too_and_addresses_have_one_form(site: Site) -> None:
    site.api.changes["IspCompare"] = {
        "before": {"number": 1, "purpose": "Old words here"}, "after": {"number": 2, "purpose": "New words here"},
    }  # fmt: skip
    with site.browser() as b:
        html = b.get("/isps/ISP-0001/compare/1/2").text
        assert (
            b.get("/isps/isp-0001/history?on=2025-01-01").headers["location"] == "/isps/ISP-0001/history?on=2025-01-01"
        )
        assert b.get("/isps/ISP-0001/compare?a=3&b=1").headers["location"] == "/isps/ISP-0001/compare/3/1"
        assert b.get("/isps/ISP-0001/compare/2/2").status_code == 404
        assert b.get("/isps/ISP-0001.docx?version=x").status_code == 404
    assert "<del><span" in html
    assert "[taken out: " in html
    assert "[new: " in html


def test_files_are_sent_as_files_and_the_version_asked_for(site: Site) -> None:
    with site.browser() as b:
        one = b.get("/isps/ISP-0001.pdf?version=2")
        other = b.get("/isps/ISP-0001.docx")
    assert one.headers["content-type"] == "application/pdf"
    assert one.content.startswith(b"%PDF")
    assert "attachment" in one.headers["content-disposition"]
    assert "attachment" in other.headers["content-disposition"]
    assert one.headers["cache-control"] == "private, no-store"
    asked = [call["variables"] for call in site.api.called("IspDocument")]
    assert [given.get("number") for given in asked] == [2, None]


CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.mark.skipif(CHROMIUM is None, reason="no browser here to print with")
def test_the_fullest_card_prints_on_one_a4_page(site: Site, tmp_path: Path) -> None:
    contact = {
        "role": "Duty officer",
        "phone": "01632 960117",
        "email": "",
        "isUrgent": True,
        "partner": {"name": "A council"},
    }
    site.api.changes["IspCard"] = {
        "isp": {
            "title": "Sharing of many things " * 6,
            "contacts": [contact] * 7,
            "version": {
                "number": 3,
                "mayShare": [f"Item {n}, with some more words to it" for n in range(30)],
                "doNotShare": [f"Never this, number {n}" for n in range(20)],
                "howToShare": "\n".join(f"Use the secure system, line {n}." for n in range(20)),
            },
        }
    }
    with site.browser() as b:
        html = b.get("/isps/ISP-0001/card").text
    assert 'role="img" aria-label="QR code of the live page' in html
    assert "There is more than fits here" in html
    style = (Path(__file__).parents[2] / "frontend/static/theme.css").read_text()
    start = html.index('<link rel="stylesheet"')
    (tmp_path / "card.html").write_text(html[:start] + f"<style>{style}</style>" + html[html.index(">", start) + 1 :])
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--print-to-pdf={tmp_path / 'card.pdf'}"]
    subprocess.run([*command, (tmp_path / "card.html").as_uri()], check=True, capture_output=True, timeout=120)  # noqa: S603
    page = pypdf.PdfReader(tmp_path / "card.pdf").pages
    assert len(page) == 1
    assert [round(float(side) / 72 * 25.4) for side in page[0].mediabox[2:]] == [210, 297]


def test_the_card_has_the_words_that_count_now(site: Site) -> None:
    def notice(number: int, state: str, section: str, after: str) -> dict[str, object]:
        changes = [{"section": section, "after": after}]
        return {
            "number": number,
            "state": state,
            "countsFrom": "2026-09-01",
            "version": {"number": 3},
            "changes": changes,
        }

    version = {"number": 3, "mayShare": ["Names", "Addresses"], "doNotShare": ["Health"], "howToShare": "By fax."}
    notices = [
        notice(1, "IN_EFFECT", "how_to_share", "By secure e-mail."),
        notice(2, "IN_EFFECT", "may_share", "Names\nCall signs"),
        notice(3, "OPEN", "do_not_share", "Nothing at all"),
    ]
    site.api.changes["IspCard"] = {"isp": {"version": version, "amendments": notices}}
    with site.browser() as b:
        html = b.get("/isps/ISP-0001/card").text
    assert "as changed by amendment notices 1, 2" in html
    assert [one in html for one in ("By secure e-mail.", "Call signs", "Health")] == [True] * 3
    assert [one in html for one in ("By fax.", "Addresses", "Nothing at all")] == [False] * 3


def test_a_version_beside_its_template_shows_what_was_written_and_what_was_left() -> None:
    def clause(section: str, text: str, locked: bool = False) -> SimpleNamespace:
        return SimpleNamespace(section=section, heading=section or "Standard", text=text, is_locked=locked)

    template = SimpleNamespace(
        clauses=[
            clause("PURPOSE", "We share so that [why]."),
            clause("MAY_SHARE", "Names\nAddresses"),
            clause("STANDARD", "The same for all.", locked=True),
        ]
    )
    version = SimpleNamespace(
        template=template, purpose="We share so that falls are fewer.", may_share=["Names", "Addresses"]
    )
    found = comparing.with_template(version)
    assert [change.key for change in found.texts] == ["purpose"]
    assert joined(found.texts[0].pieces, "gone") == ["[why]."]
    assert joined(found.texts[0].pieces, "same", "new") == ["We", "share", "so", "that", "falls", "are", "fewer."]
    assert found.same == ["MAY_SHARE"]
