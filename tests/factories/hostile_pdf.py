"""PDF files that do more than be read, written by hand: small, and each with a table that programs can follow."""

import base64
import zlib

from tests.factories.hostile_parts import eicar

SCRIPT = "app.alert('hello')"
HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
PAGE = b"BT /F1 12 Tf 40 800 Td (A plain page) Tj ET"


def pdf(*, catalog: str = "", page: str = "", others: dict[int, bytes] | None = None, head: bytes = HEAD) -> bytes:
    """One page; `catalog` and `page` are added to those dictionaries, `others` are objects from number 6."""
    objects = {
        1: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        f"/Resources << /Font << /F1 5 0 R >> >> {page} >>".encode(),
        4: stream(PAGE),
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        **(others or {}),
    }
    return written(objects, head)


def written(objects: dict[int, bytes], head: bytes, trailer: str = "") -> bytes:
    out, places = bytearray(head), {}
    for number, content in sorted(objects.items()):
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    count, begins = max(objects) + 1, len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % count
    for number in range(1, count):
        out += b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 00000 f \n"
    out += f"trailer\n<< /Size {count} /Root 1 0 R {trailer} >>\nstartxref\n{begins}\n%%EOF\n".encode()
    return bytes(out)


def stream(content: bytes, more: str = "") -> bytes:
    return f"<< /Length {len(content)} {more} >>\nstream\n".encode() + content + b"\nendstream"


def action(kind: str, more: str = "") -> str:
    return f"<< /Type /Action /S /{kind} {more} >>"


def javascript(name: str = "JavaScript") -> str:
    return action(name, f"/JS ({SCRIPT.replace('(', chr(92) + '(').replace(')', chr(92) + ')')})")


def on_opening(what: str) -> bytes:
    return pdf(catalog=f"/OpenAction {what}")


def annotated(what: str, others: dict[int, bytes] | None = None) -> bytes:
    return pdf(page=f"/Annots [<< /Type /Annot /Rect [0 0 595 842] {what} >>]", others=others)


def link(what: str) -> bytes:
    return annotated(f"/Subtype /Link /A {what}")


def form(kids: str, more: str = "", others: dict[int, bytes] | None = None) -> bytes:
    return pdf(
        catalog=f"/AcroForm << /Fields [{kids}] {more} >>", page=f"/Annots [{kids}]" if kids else "", others=others
    )


def button(what: str) -> bytes:
    field = f"<< /Type /Annot /Subtype /Widget /FT /Btn /Ff 65536 /T (send) /Rect [0 0 99 20] /A {what} >>"
    return form("6 0 R", others={6: field.encode()})


def attached(content: bytes, name: str) -> bytes:
    return pdf(
        catalog=f"/Names << /EmbeddedFiles << /Names [({name}) 6 0 R] >> >>",
        others={
            6: f"<< /Type /Filespec /F ({name}) /EF << /F 7 0 R >> >>".encode(),
            7: stream(content, "/Type /EmbeddedFile"),
        },
    )


def attached_to_the_page() -> bytes:
    return annotated(
        "/Subtype /FileAttachment /FS 6 0 R",
        {
            6: b"<< /Type /Filespec /F (run.exe) /EF << /F 7 0 R >> >>",
            7: stream(b"MZ" + bytes(200), "/Type /EmbeddedFile"),
        },
    )


def rich_media() -> bytes:
    return annotated(
        "/Subtype /RichMedia /RichMediaContent << /Assets << /Names [(a.swf) 6 0 R] >> >>",
        {6: b"<< /Type /Filespec /F (a.swf) /EF << /F 7 0 R >> >>", 7: stream(b"FWS\x09" + bytes(60))},
    )


def xfa() -> bytes:
    script = f'<event activity="initialize"><script contentType="application/x-javascript">{SCRIPT}</script></event>'
    text = f'<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"><template>{script}</template></xdp:xdp>'
    return form("", "/XFA 6 0 R", {6: stream(text.encode())})


def in_an_object_stream(*, twice: bool = False, is_named: bool = True) -> bytes:
    """The action stands in a compressed stream of objects, and the table is a stream: no word of it is readable.

    `twice`: it is written in letters besides; not `is_named`: the table knows nothing of it.
    """
    hidden = javascript().encode()
    packed = zlib.compress(b"6 0 " + hidden)
    packed = base64.a85encode(packed) + b"~>" if twice else packed
    filters = "[/ASCII85Decode /FlateDecode]" if twice else "/FlateDecode"
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R /OpenAction 6 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        7: stream(packed, f"/Type /ObjStm /N 1 /First 4 /Filter {filters}"),
    }
    out, rows = bytearray(HEAD), {0: (0, 0, 0xFFFF), 6: (2, 7, 0)}
    for number, content in objects.items():
        rows[number] = (1, len(out), 0)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    begins = rows[8] = (1, len(out), 0)
    if not is_named:
        del rows[6], rows[7]
    table = b"".join(
        kind.to_bytes(1, "big") + where.to_bytes(4, "big") + other.to_bytes(2, "big")
        for kind, where, other in (rows.get(number, (0, 0, 0)) for number in range(9))
    )
    about = "/Type /XRef /Size 9 /W [1 4 2] /Root 1 0 R /Filter /FlateDecode"
    out += b"8 0 obj\n" + stream(zlib.compress(table), about) + b"\nendobj\n"
    return bytes(out) + f"startxref\n{begins[1]}\n%%EOF\n".encode()


def packed_and_not_named() -> bytes:
    return in_an_object_stream(twice=True, is_named=False)


def behind_a_long_list() -> bytes:
    """The action holds a list of more entries than are read at once."""
    opens = action("URI", f"/URI (http://198.51.100.7/) /More [{'0 ' * 200_000}]")
    return pdf(catalog="/OpenAction 6 0 R", others={6: opens.encode()})


def locked_by_a_comment() -> bytes:
    """The word of a lock stands in a comment, and the rest opens in no program."""
    return HEAD + b"% /Encrypt\n" + pdf()[len(HEAD) : 300]


def changed_later() -> bytes:
    """A harmless PDF, and an update at its end that gives it an action."""
    first = pdf()
    catalog = f"<< /Type /Catalog /Pages 2 0 R /OpenAction {javascript()} >>"
    begins, before = len(first), first.rfind(b"xref", 0, first.rfind(b"startxref"))
    more = f"1 0 obj\n{catalog}\nendobj\n".encode()
    table = f"xref\n1 1\n{begins:010d} 00000 n \ntrailer\n<< /Size 6 /Root 1 0 R /Prev {before} >>"
    return first + more + f"{table}\nstartxref\n{begins + len(more)}\n%%EOF\n".encode()


def locked(catalog: str = "") -> bytes:
    """As a program writes it that protects by a password: the lock's dictionary is there, the strings are noise."""
    lock = f"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -3904 /O <{'5a' * 32}> /U <{'a5' * 32}> >>"
    objects = {
        1: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        4: stream(bytes(range(256))),
        5: lock.encode(),
    }
    return written(objects, b"%PDF-1.6\n", f"/Encrypt 5 0 R /ID [<{'01' * 16}> <{'01' * 16}>]")


def unpacking(megabytes: int = 100) -> bytes:
    """A page whose content is packed twice: some kilobytes become hundreds of megabytes of zeros."""
    piece, inner = zlib.compressobj(9), bytearray()
    for _ in range(megabytes):
        inner += piece.compress(bytes(1 << 20))
    inner += piece.flush()
    packed = zlib.compress(bytes(inner), 9)
    return pdf(others={4: stream(packed, "/Filter [/FlateDecode /FlateDecode]")})


def nested(depth: int = 60_000) -> bytes:
    return pdf(page="/Deep " + "[" * depth + "]" * depth)


def looped() -> bytes:
    """A tree of pages that is its own child, and says that it has a million."""
    return pdf(others={2: b"<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 1000000 >>"})


def with_eicar(packed: bool) -> bytes:
    content = zlib.compress(eicar()) if packed else eicar()
    return pdf(others={6: stream(content, "/Filter /FlateDecode" if packed else "")})
