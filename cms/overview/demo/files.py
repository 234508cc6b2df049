"""A one-page PDF that says what it is: an example of a signed agreement."""

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from cms.snippets.models import IspFile, IspVersion

LINE = 16


def pdf(lines: list[str]) -> bytes:
    """A PDF of one A4 page with these lines of plain ASCII."""
    escaped = [line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in lines]
    text = "BT /F1 12 Tf 72 770 Td " + " ".join(f"({line}) Tj 0 -{LINE} Td" for line in escaped) + " ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R"
        " /Resources << /Font << /F1 4 0 R >> >> >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
    ]
    out, places = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}"
    end += f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    return (out + end).encode("ascii", "replace")


def add_signed_file(version: IspVersion) -> IspFile:
    """A document for the version, marked as an example in its name and on its page."""
    isp = version.isp
    title = f"Signed agreement, {isp.reference} (example)"
    plain = isp.title.replace("’", "'").replace("“", '"').replace("”", '"')
    lines = [title, plain, "", "An invented example. It binds nobody.", "", f"Version {version.number}"]
    document = get_document_model()(title=title)
    document.file.save(f"{isp.reference.lower()}-example.pdf", ContentFile(pdf(lines)), save=False)
    document.file_size = document.file.size
    document.save()
    return IspFile.objects.create(version=version, document=document, title=title, kind=IspFile.Kind.SIGNED)
