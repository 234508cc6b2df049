"""Pictures that are bombs, that are something else as well, or that tell more than they show."""

import struct
import zlib
from io import BytesIO

from PIL import Image

from tests.factories.hostile_parts import archive, program

PNG = b"\x89PNG\r\n\x1a\n"
SCRIPT = b"<html><script>alert(1)</script></html>"


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(
    width: int = 4, height: int = 4, *, before: bytes = b"", data: bytes | None = None, after: bytes = b""
) -> bytes:
    """Grey. `before` are chunks between the header and the dots, `after` is what follows the end."""
    lines = zlib.compress((b"\x00" + bytes(width)) * height, 9) if data is None else data
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return PNG + chunk(b"IHDR", header) + before + chunk(b"IDAT", lines) + chunk(b"IEND", b"") + after


def filled(count: int) -> bytes:
    """Bytes of nothing before the first part, as the form allows."""
    good = jpeg()
    return good[:2] + b"\xff" * count + good[2:]


def text_bomb(kind: bytes = b"zTXt", megabytes: int = 64) -> bytes:
    """A comment, or a colour profile, that unpacks to far more than the picture is."""
    return png(before=chunk(kind, b"note\x00\x00" + zlib.compress(bytes(megabytes << 20), 9)))


def moving_png(frames: int = 20_000) -> bytes:
    """An animation of thousands of full frames, each some bytes."""
    width, dots = 2000, zlib.compress((b"\x00" + bytes(250)) * 2000, 9)
    out = PNG + chunk(b"IHDR", struct.pack(">IIBBBBB", width, width, 1, 0, 0, 0, 0))
    out += chunk(b"acTL", struct.pack(">II", frames, 0)) + frame(0, width) + chunk(b"IDAT", dots)
    more = b"".join(frame(2 * n + 1, width) + chunk(b"fdAT", struct.pack(">I", 2 * n + 2) + dots) for n in range(500))
    return out + more + chunk(b"IEND", b"")


def frame(number: int, side: int) -> bytes:
    return chunk(b"fcTL", struct.pack(">IIIIIHHBB", number, side, side, 0, 0, 1, 100, 0, 0))


def moving_gif(frames: int = 3000, side: int = 4000) -> bytes:
    """Frames of 16 million dots, each a few bytes: what draws them all needs hours."""
    head = b"GIF89a" + struct.pack("<HHBBB", side, side, 0x80, 0, 0) + b"\x00\x00\x00\xff\xff\xff"
    one = b"\x21\xf9\x04\x00\x01\x00\x00\x00" + b"\x2c" + struct.pack("<HHHHB", 0, 0, side, side, 0)
    return head + (one + b"\x02\x02\x4c\x01\x00") * frames + b"\x3b"


def gif_script() -> bytes:
    """A picture to who looks at its first bytes, a program to a browser that is told so."""
    return b"GIF89a/*" + bytes(8) + b"*/=1;alert(document.cookie);//" + b"\x3b"


def jpeg(*, exif: bytes = b"", size: tuple[int, int] = (40, 30)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, (200, 10, 10)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def segments(content: bytes, *added: tuple[int, bytes]) -> bytes:
    """A JPEG with segments of its own right after its beginning, by their marks."""
    made = b"".join(b"\xff" + bytes([mark]) + struct.pack(">H", len(data) + 2) + data for mark, data in added)
    return content[:2] + made + content[2:]


def placed() -> bytes:
    """A telephone's photograph that says where it was taken: 51.5 north, 0.12 west."""
    exif = Image.Exif()
    exif[0x010F] = "A telephone"
    exif[0x0112] = 6  # to be turned by a quarter
    exif[0x8825] = {1: "N", 2: (51.0, 30.0, 0.0), 3: "W", 4: (0.0, 7.0, 12.0)}
    return jpeg(exif=exif.tobytes())


def with_xmp() -> bytes:
    text = b'http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta xmlns:x="adobe:ns:meta/"><script>alert(1)</script></x:xmpmeta>'
    return segments(jpeg(), (0xE1, text))


def with_html_comment() -> bytes:
    return segments(jpeg(), (0xFE, SCRIPT))


def many_segments() -> bytes:
    return segments(jpeg(), *[(0xFE, bytes(30))] * 100_000)


def jpeg_and_jar() -> bytes:
    jar = archive({"META-INF/MANIFEST.MF": b"Main-Class: A\n", "A.class": program("java")})
    return jpeg() + jar


def large_jpeg(side: int = 65_500) -> bytes:
    """By its header alone: the dots are those of a small one."""
    made = bytearray(jpeg())
    at = made.find(b"\xff\xc0") + 5
    made[at : at + 4] = struct.pack(">HH", side, side)
    return bytes(made)


def tiff(width: int, height: int, *, loop: bool = False) -> bytes:
    """One strip of nothing; with `loop` the list of pages leads back to its own beginning."""
    fields = [(256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1)]
    fields += [(273, 4, 1, 200), (277, 3, 1, 1), (278, 4, 1, height), (279, 4, 1, 16)]
    rows = b"".join(
        struct.pack("<HHIHH", tag, kind, count, value, 0)
        if kind == 3
        else struct.pack("<HHII", tag, kind, count, value)
        for tag, kind, count, value in fields
    )
    made = b"II*\x00\x08\x00\x00\x00" + struct.pack("<H", len(fields)) + rows + struct.pack("<I", 8 if loop else 0)
    return made + bytes(300 - len(made))


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + kind + content


def heic(width: int = 60_000, height: int = 60_000) -> bytes:
    """The boxes that say how large a telephone's picture is, and nothing to draw."""
    size = box(b"ispe", bytes(4) + struct.pack(">II", width, height))
    about = box(b"meta", bytes(4) + box(b"iprp", box(b"ipco", size)))
    return box(b"ftyp", b"heic" + bytes(4) + b"mif1heic") + about + box(b"mdat", bytes(100))


def postscript() -> bytes:
    return b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(%pipe%id) (w) file\nshowpage\n"


def small_inside_large(side: int = 9_400) -> bytes:
    """A true picture of one colour with as many dots as are let in: a few kilobytes become ninety megabytes."""
    return png(side, side)
