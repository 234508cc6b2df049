"""A document as Word (.docx), with real styles, headed tables and its language, by python-docx."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, time
from functools import lru_cache
from typing import Any

import docx
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from .model import Bullets, Document, Facts, Heading, Mark, PageBreak, Para, Table, Text, clean, paragraphs

LANGUAGE = "en-GB"
LINE = 170  # width of a line in millimetres
TALL = 34  # points: room to write by hand
FIRST = (1980, 1, 1, 0, 0, 0)  # the same date in every file, so that the same document has the same bytes


def write(document: Document) -> bytes:
    """The same bytes for the same document."""
    book = docx.Document(io.BytesIO(_blank()))
    core = book.core_properties
    core.title, core.author, core.language = clean(document.title)[:255], clean(document.author)[:255], LANGUAGE
    core.created = core.modified = datetime.combine(document.on, time())
    core.subject = clean(document.kicker)[:255]
    book.sections[0].footer.paragraphs[0].text = clean(document.footer)
    _page_number(book.sections[0].footer.paragraphs[0])
    book.add_paragraph(clean(document.kicker), style="Subtitle")
    book.add_paragraph(clean(document.title), style="Title")
    for block in document.blocks:
        _add(book, block)
    out = io.BytesIO()
    book.save(out)
    return _repacked(out.getvalue())


@lru_cache(maxsize=1)
def _blank() -> bytes:
    """An empty A4 file with our styles; made once."""
    book = docx.Document()
    section = book.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)
    for name, size in (("Normal", 11), ("Title", 22), ("Subtitle", 10), ("Heading 1", 15), ("Heading 2", 13)):
        style: Any = book.styles[name]
        style.font.size, style.font.name = Pt(size), "Arial"
        properties = style.element.get_or_add_rPr()
        for font in properties.findall(qn("w:rFonts")):
            for theme in [key for key in font.attrib if "heme" in key]:
                del font.attrib[theme]
        if name.startswith("Heading"):
            style.font.color.rgb = RGBColor(0x0B, 0x53, 0x51)
        if name in ("Title", "Subtitle"):
            style.font.color.rgb = RGBColor(0x22, 0x22, 0x22)
    defaults = book.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    language = defaults.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        defaults.append(language)
    language.set(qn("w:val"), LANGUAGE)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _add(book: Any, block: object) -> None:
    match block:
        case Heading():
            book.add_heading(clean(block.text), level=block.level)
        case Para():
            for part in paragraphs(_plain(block.text)):
                style = {"lead": "Normal", "notice": "Intense Quote", "small": "Normal"}.get(block.kind, "Normal")
                paragraph = book.add_paragraph(style=style)
                run = _run(paragraph, part, _kind(block.text))
                if block.kind == "lead":
                    run.font.size = Pt(13)
                elif block.kind == "small":
                    run.font.size = Pt(9)
        case Bullets():
            for item in block.items:
                _run(book.add_paragraph(style="List Bullet"), clean(_plain(item)), _kind(item))
        case Facts():
            rows: list[list[Text]] = [[Mark("strong", name), value] for name, value in block.rows]
            _table(book, Table(block.caption, (), rows, (10, 26)))
        case Table():
            _table(book, block)
        case PageBreak():
            book.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _table(book: Any, block: Table) -> None:
    """Built as elements: python-docx walks the whole table for each cell, which a long one cannot bear."""
    table = book.add_table(rows=0, cols=len(block.widths), style="Table Grid")
    table.autofit = False
    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), clean(block.caption)[:200])
    table._tbl.tblPr.append(caption)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    if look is not None:
        for name, on in (("firstRow", bool(block.columns)), ("firstColumn", True), ("noHBand", True)):
            look.set(qn(f"w:{name}"), "1" if on else "0")
    shares = [LINE * width / sum(block.widths) for width in block.widths]
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Mm(share)
    if block.columns:
        _row(table, [Mark("strong", name) for name in block.columns], shares, heads=True)
    for row in block.rows:
        _row(table, list(row), shares, tall=block.tall)
    book.add_paragraph()


def _row(table: Any, cells: list[Text], shares: list[float], *, heads: bool = False, tall: bool = False) -> None:
    row = OxmlElement("w:tr")
    properties = OxmlElement("w:trPr")
    properties.append(OxmlElement("w:cantSplit"))
    if tall:
        height = OxmlElement("w:trHeight")
        height.set(qn("w:val"), str(TALL * 20))
        properties.append(height)
    if heads:
        properties.append(OxmlElement("w:tblHeader"))
    row.append(properties)
    for value, share in zip(cells, shares, strict=True):
        cell = OxmlElement("w:tc")
        own = OxmlElement("w:tcPr")
        width = OxmlElement("w:tcW")
        width.set(qn("w:w"), str(round(share * 56.7)))
        width.set(qn("w:type"), "dxa")
        own.append(width)
        if heads:
            shade = OxmlElement("w:shd")
            shade.set(qn("w:val"), "clear")
            shade.set(qn("w:fill"), "E9E9E9")
            own.append(shade)
        cell.append(own)
        for part in paragraphs(_plain(value)) or [""]:
            cell.append(_paragraph(part, _kind(value)))
        row.append(cell)
    table._tbl.append(row)


def _paragraph(text: str, kind: str) -> Any:
    """A cell's paragraph as an element."""
    paragraph, run, words = OxmlElement("w:p"), OxmlElement("w:r"), OxmlElement("w:t")
    properties = _run_properties(kind)
    if len(properties):
        run.append(properties)
    words.text = text
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(words)
    paragraph.append(run)
    return paragraph


def _run_properties(kind: str) -> Any:
    properties = OxmlElement("w:rPr")
    if kind in ("strong", "withheld"):
        properties.append(OxmlElement("w:b"))
    if kind == "muted":
        colour = OxmlElement("w:color")
        colour.set(qn("w:val"), "505050")
        properties.append(colour)
    if kind == "withheld":
        frame = OxmlElement("w:bdr")
        for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
            frame.set(qn(f"w:{name}"), value)
        properties.append(frame)
    return properties


def _run(paragraph: Any, text: str, kind: str) -> Any:
    run = paragraph.add_run(text)
    properties = _run_properties(kind)
    if len(properties):
        run._r.insert(0, properties)
    return run


def _plain(text: Text) -> str:
    return text if isinstance(text, str) else text.text


def _kind(text: Text) -> str:
    return "" if isinstance(text, str) else text.kind


def _page_number(paragraph: Any) -> None:
    paragraph.add_run("   Page ")
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()
        if kind:
            field = OxmlElement("w:fldChar")
            field.set(qn("w:fldCharType"), kind)
        else:
            field = OxmlElement("w:instrText")
            field.text = words
        run._r.append(field)


def _repacked(body: bytes) -> bytes:
    """The same parts with one fixed date, in place of the moment of writing."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            part = zipfile.ZipInfo(entry.filename, FIRST)
            part.compress_type, part.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(part, old.read(entry.filename))
    return out.getvalue()
