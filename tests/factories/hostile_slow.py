"""Small files that take hours where a pattern goes back over what it has read: kept or not, and in no time."""

from collections.abc import Callable

from tests.factories import hostile_office as office
from tests.factories import hostile_pdf as pdfs
from tests.factories import hostile_pictures as pictures

ROWS: tuple[tuple[str, str, Callable[[], bytes] | bytes], ...] = (
    ("a million empty lines in a table", "lines.csv", b"a,b" + b"\n" * 1_000_000),
    ("a cell of a million spaces", "spaces.csv", b"a,b\n=" + b" " * 1_000_000),
    ("a million signs before a cell", "signs.csv", b"a,b\n" + b"=+" * 500_000),
    ("a million cells that nearly ask a program", "asks.csv", b"a,b\n" + b"=a," * 330_000),
    ("half a tag 8,000 times in an Excel file", "tags.xlsx", lambda: office.sheet(b"<f " * 8000)),
    ("a formula of 800,000 spaces", "spaces.xlsx", lambda: office.sheet(b"<f>" + b" " * 800_000 + b"</f>")),
    ("80,000 formulas", "formulas.xlsx", lambda: office.sheet(b"<f>=A1</f>" * 80_000)),
    ("a formula that nearly sends", "sends.xlsx", lambda: office.sheet(b"<f>" + b"WEBSERVICE " * 70_000 + b"</f>")),
    ("a field of a million spaces", "field.docx", lambda: office.field("INCLUDETEXT" + " " * 1_000_000 + "x")),
    ("remarks of nothing before each part", "remarks.docx", office.much_said_of_parts),
    ("a JPEG of a million empty bytes", "fill.jpg", lambda: pictures.filled(1_000_000)),
    ("5 MB that are nearly names in a PDF", "names.pdf", lambda: pdfs.pdf(head=pdfs.HEAD + b"%" + b"/Ja" * 1_700_000)),
    (
        "5,000 streams of objects that only begin",
        "begins.pdf",
        lambda: pdfs.pdf(head=pdfs.HEAD + b"%" + b"1 0 obj /ObjStm " * 5_000 + b"\n"),
    ),
)
