"""What an uploaded file is, by its own bytes: never by its name, and never by what the browser says of it.

What is let in is on a list; everything else is refused with a reason that the sender can act on. Nothing is unpacked
or drawn here: archives are read by their tables, pictures by their headers.
"""

import hashlib
import io
import re
import unicodedata
import warnings
import zipfile
from dataclasses import dataclass
from typing import BinaryIO, cast
from xml.parsers import expat

from PIL import Image, UnidentifiedImageError

HEAD, TAIL = 4096, 1 << 16
MEMBERS, UNPACKED, RATIO, RATIO_FROM = 2000, 200 << 20, 100, 1 << 20  # parts, bytes, and from how many bytes it counts
TABLE = 1 << 20  # bytes of an archive's list of its parts
PIXELS, LONGEST_SIDE = 120_000_000, 30_000
CSV_BYTES = 5 << 20
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "csv": "text/csv",
    "jpg": "image/jpeg",
    "png": "image/png",
    "tiff": "image/tiff",
    "heic": "image/heic",
}
KINDS = frozenset(MEDIA_TYPES)
PICTURES = frozenset({"jpg", "png", "tiff", "heic"})
HEIC_BRANDS = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
MAIN_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
MACROS = re.compile(
    r"(^|/)(vbaproject|vbadata)[^/]*$|(^|/)macrosheets/|(^|/)activex/|^basic/|^scripts/|\.(exe|dll|js|jse|vbs|vbe|wsf|"
    r"scr|com|bat|cmd|ps1|jar|msi|hta|lnk|zip|rar|7z|iso)$",
    re.IGNORECASE,
)
MARKUP = re.compile(rb"<\s*(!doctype|html|head|body|script|svg|iframe|\?xml|!--|meta|img|object|embed)", re.IGNORECASE)
FETCHED = ("/attachedtemplate", "/oleobject", "/frame", "/subdocument")
RELATIONS = 2 << 20  # bytes of all parts that list what belongs together

ALLOWED_WORDS = "Send PDF, Word (docx), OpenDocument text (odt), Excel (xlsx), CSV, JPEG, PNG, TIFF or HEIC."
EMPTY = "It is empty."
NOT_TAKEN = f"It is not a kind of file that is taken here. {ALLOWED_WORDS}"
WEB = "It is a web page or a drawing (HTML, XML or SVG), which can hold programs. Save it as a PDF first."
PROGRAM = "It is a program. Programs are never taken."
OLD_OFFICE = "It is an old Office file, or protected by a password. Save it again as docx, xlsx or PDF, without one."
ARCHIVE = "It is an archive. Take the files out of it and send those."
DAMAGED_OFFICE = "It looks like an Office file and cannot be opened: it is damaged or cut short."
MACRO = "It holds macros or programs. Save it again without them (docx, xlsx or PDF)."
LOCKED_OFFICE = "It is protected by a password. Save it again without one."
EXPANDS = "It unpacks to far more than such a file should."
FETCHES = "It fetches parts of itself from elsewhere. Save it as a PDF first."
BAD_PICTURE = "It looks like a picture and cannot be opened: it is damaged or cut short."
HUGE_PICTURE = "The picture has far more dots than a scan needs. Scan it again at 300 dots an inch or fewer."
NOT_FOR_THIS = "This kind of file is not taken for this. Send {kinds}."
LOCKED_PDF = "protected by a password: it is kept, and its words cannot be read"


class RefusedFile(Exception):
    """What the sender is told of this one file."""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be kept. `name` is the sender's, cleaned; `suffix` (a key of MEDIA_TYPES) is what it really is.

    `content` stands at its beginning. `notes` are plain words worth showing, such as that a password protects it.
    """

    name: str
    suffix: str
    size: int
    sha256: str
    content: BinaryIO
    notes: tuple[str, ...] = ()

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self.suffix]

    @property
    def stem(self) -> str:
        """The sender's name without a suffix: a title where nothing better is known."""
        stem, dot, end = self.name.rpartition(".")
        return stem if dot and stem and len(end) <= 5 else self.name

    @property
    def store_name(self) -> str:
        """A name for the storage: ours in form, and with the suffix of what the file is."""
        plain = unicodedata.normalize("NFKD", self.stem).encode("ascii", "ignore").decode()
        return f"{re.sub(r'[^A-Za-z0-9_-]+', '-', plain).strip('-')[:60] or 'file'}.{self.suffix}"


def clean_name(name: str) -> str:
    """The last part of a name, without control and direction characters; at most 200 characters."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C")
    return " ".join(kept.split())[:200] or "file"


def check_file(content: BinaryIO, name: str, *, kinds: frozenset[str] = KINDS) -> CheckedFile:
    """Look at all of it once. Raises RefusedFile; never trusts `name`, which is only cleaned."""
    content.seek(0)
    digest, size = hashlib.sha256(), 0
    while piece := content.read(1 << 20):
        digest.update(piece)
        size += len(piece)
    if not size:
        raise RefusedFile(EMPTY)
    suffix, notes = _kind(content, size)
    if suffix not in kinds:
        raise RefusedFile(NOT_FOR_THIS.format(kinds=", ".join(sorted(kinds))))
    content.seek(0)
    return CheckedFile(clean_name(name), suffix, size, digest.hexdigest(), content, notes)


def _kind(content: BinaryIO, size: int) -> tuple[str, tuple[str, ...]]:
    content.seek(0)
    head = content.read(HEAD)
    if head.startswith(b"%PDF-"):
        return "pdf", _pdf_notes(content)
    if head.startswith(b"PK\x03\x04"):
        return _office(content), ()
    if head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\x00", b"MM\x00*")):
        return _picture(content), ()
    if head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS:
        return "heic", ("a phone's photograph (HEIC): it is kept, and its words cannot be read",)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise RefusedFile(OLD_OFFICE)
    if head.startswith((b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!")):
        raise RefusedFile(PROGRAM)
    if head.startswith((b"PK", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ")):
        raise RefusedFile(ARCHIVE)
    if MARKUP.search(head):
        raise RefusedFile(WEB)
    if size <= CSV_BYTES and _is_table(content):
        return "csv", ()
    raise RefusedFile(NOT_TAKEN)


def _pdf_notes(content: BinaryIO) -> tuple[str, ...]:
    """Whether a password protects it: the word stands, readable, in the last table of every kind of PDF."""
    content.seek(0)
    before = b""
    while piece := content.read(1 << 20):
        if b"/Encrypt" in before + piece:
            return (LOCKED_PDF,)
        before = piece[-16:]
    return ()


def _office(content: BinaryIO) -> str:
    _look_at_table(content)
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as archive:
            return _office_kind(archive)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise RefusedFile(DAMAGED_OFFICE) from error


def _look_at_table(content: BinaryIO) -> None:
    """Before anything reads the archive's table: it must end the file, and be no longer than a document's can be.

    A table of a million parts would take the memory of the process that only wanted to count them.
    """
    content.seek(0, 2)
    content.seek(max(0, content.tell() - 64))
    end = content.read()
    if len(end) < 22 or end[-22:-18] != b"PK\x05\x06" or end[-2:] != b"\x00\x00" or b"PK\x06\x07" in end:
        raise RefusedFile(DAMAGED_OFFICE)
    if int.from_bytes(end[-10:-6], "little") > TABLE:
        raise RefusedFile(EXPANDS)


def _office_kind(archive: zipfile.ZipFile) -> str:
    members = archive.infolist()
    names = [member.filename for member in members]
    if any(member.flag_bits & 1 for member in members):
        raise RefusedFile(LOCKED_OFFICE)
    unpacked, packed = sum(m.file_size for m in members), sum(m.compress_size for m in members)
    if len(members) > MEMBERS or unpacked > UNPACKED or (unpacked > RATIO_FROM and unpacked > RATIO * max(packed, 1)):
        raise RefusedFile(EXPANDS)
    if len(set(names)) != len(names) or any(_is_bad_path(name) for name in names):
        raise RefusedFile(DAMAGED_OFFICE)
    suffix = next((suffix for suffix, part in MAIN_PARTS.items() if part in names), "")
    if suffix and "[Content_Types].xml" in names:
        types = _read_part(archive, "[Content_Types].xml").lower()
        if b"macroenabled" in types or b"vbaproject" in types or any(MACROS.search(name) for name in names):
            raise RefusedFile(MACRO)
        left = RELATIONS
        for name in names:
            if name.lower().endswith(".rels"):
                relations = _read_part(archive, name, left)
                left -= len(relations)
                if _fetches(relations):
                    raise RefusedFile(FETCHES)
        return suffix
    if "mimetype" in names and "content.xml" in names:
        if not _read_part(archive, "mimetype").strip() == MEDIA_TYPES["odt"].encode():
            raise RefusedFile(NOT_TAKEN)
        if any(MACROS.search(name) for name in names if not name.endswith("/")):
            raise RefusedFile(MACRO)
        return "odt"
    raise RefusedFile(ARCHIVE)


def _fetches(relations: bytes) -> bool:
    """Whether a part that lists relations names one to be fetched from elsewhere.

    Read as XML, once from front to back: patterns miss what is written otherwise, and can be made to take very long.
    """
    found: list[str] = []

    def begin(name: str, given: dict[str, str]) -> None:
        kind, mode = given.get("Type", "").strip().lower(), given.get("TargetMode", "").strip().lower()
        if name.rpartition(":")[2].lower() == "relationship" and mode == "external" and kind.endswith(FETCHED):
            found.append(kind)

    def refuse_entities(*declared: object) -> None:
        raise RefusedFile(DAMAGED_OFFICE)

    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    parser.StartDoctypeDeclHandler = refuse_entities  # without it no part can unfold to more than it is
    try:
        parser.Parse(relations, True)
    except expat.ExpatError as error:
        raise RefusedFile(DAMAGED_OFFICE) from error
    return bool(found)


def _is_bad_path(name: str) -> bool:
    return name.startswith("/") or "\\" in name or "\x00" in name or ".." in name.split("/") or ":" in name


def _read_part(archive: zipfile.ZipFile, name: str, limit: int = 4 << 20) -> bytes:
    """At most `limit` bytes of one part, whatever the table claims."""
    with archive.open(name) as part:
        data = part.read(limit + 1)
    if len(data) > limit:
        raise RefusedFile(EXPANDS)
    return data


def _picture(content: BinaryIO) -> str:
    """By its header alone; drawing it is left to the sandboxed child."""
    content.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(cast(BinaryIO, _Unclosed(content)), formats=["JPEG", "PNG", "TIFF"]) as picture:
                kind, (width, height) = str(picture.format), picture.size
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise RefusedFile(HUGE_PICTURE) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, KeyError, TypeError, OverflowError) as error:
        raise RefusedFile(BAD_PICTURE) from error
    if width * height > PIXELS or max(width, height) > LONGEST_SIDE or not width or not height:
        raise RefusedFile(HUGE_PICTURE)
    return {"JPEG": "jpg", "PNG": "png", "TIFF": "tiff"}.get(kind, "tiff")


class _Unclosed(io.RawIOBase):
    """The file under another face: Pillow closes what it was given."""

    def __init__(self, content: BinaryIO) -> None:
        self.content = content

    def read(self, size: int = -1) -> bytes:
        return self.content.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self.content.seek(offset, whence)

    def tell(self) -> int:
        return self.content.tell()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True


def _is_table(content: BinaryIO) -> bool:
    """Plain text with cells apart by a comma, a semicolon or a tab in its first line, and no markup anywhere."""
    content.seek(0)
    data = content.read()
    if MARKUP.search(data.replace(b"\x00", b"")):
        raise RefusedFile(WEB)
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    if any(ord(letter) < 32 and letter not in "\t\r\n" for letter in text):
        return False
    first = next((line for line in text.splitlines() if line.strip()), "")
    return any(mark in first for mark in ",;\t")
