"""What a file says of itself, and what may keep people from reading it: files made here, each with one barrier more."""

import io
import mimetypes
from pathlib import Path

import docx as word
import pytest
import typst
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.constants import UserAccessPermissions
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from cms.overview.demo.files import pdf
from cms.storage import redaction
from cms.storage.barriers import WORDS, barriers_of
from cms.storage.files import media_type_of
from cms.storage.kinds import MEDIA_TYPES
from cms.storage.reading import CHILD, Reading, read_text
from tests.factories.files import ODF, zipped

GOOD = """#set document(title: "Plan for sharing", author: "Example")
#set text(lang: "en")
= Heading
A paragraph with words enough to be read. #image(bytes({picture}), alt: {alt})
{more}"""


def read(tmp_path: Path, content: bytes) -> Reading:
    path = tmp_path / "upload"
    path.write_bytes(content)
    return read_text(path)


def tagged(tmp_path: Path, *, alt: str = '"A chart that rises"', more: str = "") -> bytes:
    """A PDF with tags, a language, a title and a described picture."""
    picture = str(tuple(_picture("PNG")))
    source = tmp_path / "good.typ"
    source.write_text(GOOD.format(picture=picture, alt=alt, more=more))
    return typst.compile(str(source))


def _picture(kind: str, size: tuple[int, int] = (4, 4)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind)
    return out.getvalue()


def _written(writer: PdfWriter) -> bytes:
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _long() -> bytes:
    writer = PdfWriter()
    for _ in range(21):
        writer.append(PdfReader(io.BytesIO(pdf(["Words that can be read by anybody"]))))
    writer.add_metadata({"/Title": "A long file"})
    return _written(writer)


def _locked() -> bytes:
    writer = PdfWriter(PdfReader(io.BytesIO(pdf(["Words that can be read by anybody"]))))
    writer.encrypt("", "owner", permissions_flag=UserAccessPermissions.PRINT, algorithm="AES-256")
    return _written(writer)


def _without(content: bytes, *keys: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    for key in keys:
        writer.root_object.pop(NameObject(key), None)
    return _written(writer)


def _circular(content: bytes) -> bytes:
    """A structure that leads back into itself, with a figure nowhere: looked through once and no more."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    node = DictionaryObject({NameObject("/S"): NameObject("/P")})
    place = writer._add_object(node)
    node[NameObject("/K")] = ArrayObject([place, place])
    writer.root_object[NameObject("/StructTreeRoot")] = DictionaryObject({NameObject("/K"): place})
    writer.root_object[NameObject("/Lang")] = TextStringObject("en")
    return _written(writer)


def _scan() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(out, "PDF", title="scan0001.pdf")
    return out.getvalue()


def _partly() -> bytes:
    writer = PdfWriter(PdfReader(io.BytesIO(pdf(["Words that can be read by anybody"]))))
    writer.append(PdfReader(io.BytesIO(_scan())))
    return _written(writer)


def test_a_tagged_file_has_a_title_and_no_barrier(tmp_path: Path) -> None:
    found = read(tmp_path, tagged(tmp_path))
    assert (found.title, found.barriers, found.pictures, found.pages) == ("Plan for sharing", (), 0, 1)


def test_each_barrier_of_a_pdf_is_seen(tmp_path: Path) -> None:
    good = tagged(tmp_path)
    cases: dict[str, tuple[bytes, set[str]]] = {
        "a plain file": (pdf(["Words that can be read by anybody"]), {"not_tagged", "no_language", "no_title"}),
        "tags without structure": (_without(good, "/StructTreeRoot"), {"no_structure"}),
        "no language": (_without(good, "/Lang"), {"no_language"}),
        "a figure without words": (tagged(tmp_path, alt="none"), {"figures_no_text"}),
        "a circle": (_circular(good), set()),
        "a scan": (_scan(), {"only_pictures", "not_tagged", "no_language", "no_title"}),
        "a page of a scan": (_partly(), {"some_pictures", "not_tagged", "no_language", "no_title"}),
        "long": (_long(), {"no_bookmarks", "not_tagged", "no_language"}),
        "locked": (_locked(), {"locked", "not_tagged", "no_language", "no_title"}),
    }
    found = {name: set(read(tmp_path, content).barriers) for name, (content, _) in cases.items()}
    assert found == {name: codes for name, (_, codes) in cases.items()}
    assert read(tmp_path, _partly()).pictures == 1


def test_a_password_is_a_barrier_too(tmp_path: Path) -> None:
    writer = PdfWriter(PdfReader(io.BytesIO(pdf(["x"]))))
    writer.encrypt("pass", "pass", algorithm="AES-256")
    found = read(tmp_path, _written(writer))
    assert (found.state, found.barriers) == ("refused", ("password",))


def test_word_files(tmp_path: Path) -> None:
    """Headings, descriptions of pictures and header rows; each is missing until it is put there."""

    def made(*, good: bool) -> bytes:
        file = word.Document()
        file.core_properties.title = "A plan"
        if good:
            file.add_heading("Why")
        for number in range(45):
            file.add_paragraph(f"Paragraph {number}")
        table = file.add_table(rows=3, cols=2)
        shape = file.add_picture(io.BytesIO(_picture("PNG")))
        if good:
            shape._inline.docPr.set("descr", "A chart that rises")
            properties = table.rows[0]._tr.get_or_add_trPr()
            properties.append(properties.makeelement(word.oxml.ns.qn("w:tblHeader"), {}))
        out = io.BytesIO()
        file.save(out)
        return out.getvalue()

    found = read(tmp_path, made(good=False))
    assert (found.title, found.barriers) == ("A plan", ("figures_no_text", "no_headings", "tables_no_header"))
    assert read(tmp_path, made(good=True)).barriers == ()


def test_slides_and_sheets_are_read(tmp_path: Path) -> None:
    a = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    slides = {f"ppt/slides/slide{n}.xml": f"<s {a}><a:p><a:t>Slide{n}</a:t></a:p></s>" for n in (10, 2, 1)}
    notes = {"ppt/notesSlides/notesSlide2.xml": f"<s {a}><a:p><a:t>spoken</a:t></a:p></s>"}
    core = {"docProps/core.xml": '<c xmlns:d="http://purl.org/dc/elements/1.1/"><d:title>Talk</d:title></c>'}
    found = read(tmp_path, zipped({"ppt/presentation.xml": "<p/>", **slides, **notes, **core}))
    assert (found.text, found.title) == ("Slide1\nSlide2\nspoken\nSlide10", "Talk")
    content = '<o xmlns:t="x" xmlns:table="y"><table:table table:name="Flows"><t:p>Weekly</t:p></table:table></o>'
    found = read(tmp_path, zipped({"mimetype": ODF.replace("text", "spreadsheet"), "content.xml": content}))
    assert (found.state, found.text) == ("done", "Flows\nWeekly")


def test_the_words_are_there_where_looking_for_barriers_ends_the_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = "text_child.facts_of = lambda file, answer: __import__('os')._exit(3); text_child.main()"
    monkeypatch.setattr("cms.storage.reading.CHILD", CHILD.replace("text_child.main()", ends))
    found = read(tmp_path, pdf(["Hello"]))
    assert (found.state, found.text, found.barriers) == ("done", "Hello", ())


def test_every_code_has_words_and_the_worst_comes_first() -> None:
    found = barriers_of(["no_title", "password", "of a later version"])
    assert [one.code for one in found] == ["password", "no_title"]
    for words, mend in WORDS.values():
        assert words[0].islower()
        assert not words.endswith(".")
        assert mend.endswith(".")


def test_media_types_are_ours_and_not_those_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mimetypes, "guess_type", lambda *given, **more: (None, None))
    assert {kind: media_type_of(kind) for kind in MEDIA_TYPES} == MEDIA_TYPES
    assert media_type_of("docx").endswith("wordprocessingml.document")
    assert media_type_of("") == media_type_of("exe") == "application/octet-stream"


LOOK = """Signed by: ________ Jane Sample, Head of Governance. Data Protection Officer: Tom Example.
jane.sample@example.org, 01632 960983, +44 7700 900123, NHS number 943 476 5919, AB 12 34 56 C, CM1 1QH.
Password: hunter2, behind the firewall at 192.168.10.1 (10.0.0.0/8). Mr Sample."""
NOTHING = """Clause 3.2.1.4: the agreement takes effect on signature. Passwords must be strong. Essex County Council,
Data Protection Officer. From 01/02/2014 to 2015. Registration 943 476 5918. Version 10.2.1.1, £1,234,567,890."""


def test_what_to_look_at_is_counted_and_never_kept() -> None:
    found = redaction.counts_of(LOOK)
    assert found == {
        "nhs": 1, "ni": 1, "signatures": 1, "names": 3, "emails": 1, "phones": 2, "postcodes": 1, "security": 4,
    }  # fmt: skip
    assert redaction.counts_of(NOTHING) == {}
    told = redaction.sentences_of({**found, redaction.PICTURES: 2})
    assert told[0].startswith("Look for what to black out: 1 NHS number, 1 National Insurance number, 1 place for a")
    assert "2 pages that are pictures" in told[1]
    assert redaction.sentences_of({redaction.UNREAD: 1}) == [redaction.UNREAD_WORDS]
    assert redaction.sentences_of({}) == []
