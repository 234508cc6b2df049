"""Files made in code, each of which says that it is an example: signed agreements, an assessment, two templates."""

import io
import zipfile
from typing import Any
from xml.sax.saxutils import escape

from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from cms.snippets.models import Isp, IspFile, IspVersion

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
CHECKLIST = (
    "Checklist before you share (example)",
    "An invented example, to show that search looks into attached files.",
    "1. Whose question is it? Write down who asked, when, and what decision waits for the answer.",
    "2. Is a person at risk today? Then share what helps now, and tick these boxes afterwards.",
    "3. Would three facts do instead of the whole chronology? Send the three facts.",
    "4. Check the address twice: most breaches are a mistyped mailbox, not a burglar.",
    "5. Tell the person, unless telling them would put somebody in danger. Note which.",
    "6. Keep the counterfoil: one line each for what, to whom, why and the time.",
)
LEAFLET = (
    "Wording for a privacy leaflet (example)",
    "An invented example, to show that search looks into attached files.",
    "",
    "We work with the council, the police, the NHS and schools.",
    "Sometimes we tell each other about you, so that you do not have to",
    "repeat your story at every front desk.",
    "We share the least that helps, and only where the law lets us.",
    "You may ask what we hold and have mistakes put right.",
)
ASSESSMENT = (
    "Data protection impact assessment, summary (example)",
    "An invented example. It binds nobody.",
    "",
    "Risk: a referral reaches the wrong inbox. Likelihood low, harm high.",
    "Measure: shared mailbox with named deputies, checked each fortnight.",
    "Risk: notes about a bystander are kept. Measure: weeding after 30 days.",
    "Residual risk accepted by the senior information risk owner.",
)

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


def docx(lines: tuple[str, ...]) -> bytes:
    """A Word file with a paragraph for each line."""
    paragraphs = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in lines)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{MAIN_TYPE}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{paragraphs}</w:body></w:document>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{content}')
    return out.getvalue()


def add_document(title: str, name: str, content: bytes) -> Any:
    """The document of this title, once."""
    found = get_document_model().objects.filter(title=title).first()
    if found is not None:
        return found
    document = get_document_model()(title=title)
    document.file.save(name, ContentFile(content), save=False)
    document.file_size = document.file.size
    document.save()
    return document


def templates() -> list[Any]:
    """Two files for a page: a Word one and a PDF."""
    return [
        add_document(CHECKLIST[0], "checklist-example.docx", docx(CHECKLIST)),
        add_document(LEAFLET[0], "leaflet-example.pdf", pdf(list(LEAFLET))),
    ]


def add_assessment(isp: Isp) -> None:
    """A file of the agreement in force that every member may open, once."""
    version = isp.versions.filter(state=IspVersion.State.IN_FORCE).first()
    if version is None or version.files.filter(kind=IspFile.Kind.DPIA).exists():
        return
    document = add_document(f"DPIA summary, {isp.reference} (example)", "dpia-example.pdf", pdf(list(ASSESSMENT)))
    IspFile.objects.create(
        version=version, document=document, title=document.title, kind=IspFile.Kind.DPIA, parties_only=False
    )


def add_signed_file(version: IspVersion) -> IspFile:
    """A document for the version, marked as an example in its name and on its page."""
    isp = version.isp
    title = f"Signed agreement, {isp.reference} (example)"
    plain = isp.title.replace("’", "'").replace("“", '"').replace("”", '"')
    lines = [title, plain, "", "An invented example. It binds nobody.", "", f"Version {version.number}"]
    document = add_document(title, f"{isp.reference.lower()}-example.pdf", pdf(lines))
    return IspFile.objects.create(version=version, document=document, title=title, kind=IspFile.Kind.SIGNED)
