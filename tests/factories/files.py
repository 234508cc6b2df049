"""Files as people upload them, made by hand: small, and of every kind that search reads."""

import io
import zipfile
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from wagtail.documents import get_document_model

from cms.overview.demo.files import pdf
from cms.storage.models import DocumentText
from cms.storage.texts import with_content

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODF = "application/vnd.oasis.opendocument.text"


def zipped(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def docx(body: str, **others: str) -> bytes:
    """`body` and the other parts ("header1": …) are the inside of Word's own elements."""
    parts: dict[str, str | bytes] = {"word/document.xml": f"<w:document {WORD}><w:body>{body}</w:body></w:document>"}
    for name, content in others.items():
        parts[f"word/{name}.xml"] = f"<w:hdr {WORD}>{content}</w:hdr>"
    return zipped(parts)


def odt(content: str) -> bytes:
    return zipped({"mimetype": ODF, "content.xml": f'<o xmlns:text="t" xmlns:office="f">{content}</o>'})


def xlsx() -> bytes:
    return zipped(
        {
            "xl/workbook.xml": '<w xmlns="x"><sheets><sheet name="Sheetword"/></sheets></w>',
            "xl/sharedStrings.xml": '<s xmlns="x"><si><t>shared</t></si><si><r><t>ri</t></r><r><t>ch</t></r></si></s>',
            "xl/worksheets/sheet1.xml": '<s xmlns="x"><row><c t="inlineStr"><is><t>inline</t></is></c>'
            '<c t="str"><f>A1</f><v>formula</v></c><c><v>12</v></c></row></s>',
        }
    )


def document(title: str, content: bytes, name: str = "file.pdf", **fields: Any) -> Any:
    row = get_document_model()(title=title, **fields)
    row.file.save(name, ContentFile(content), save=False)
    row.file_size = row.file.size
    row.save()
    return row


def pdf_document(title: str, *lines: str, **fields: Any) -> Any:
    return document(title, pdf(list(lines)), **fields)


def give_covers() -> None:
    """Every document has a picture of its first page, which costs no process: all of them have the same."""
    name = storages["made_here"].save("covers/all.webp", ContentFile(b"RIFF\x04\x00\x00\x00WEBP"))
    for sha256 in set(with_content(get_document_model().objects.all()).values_list("sha256", flat=True)) - {None}:
        DocumentText.objects.update_or_create(sha256=sha256, defaults={"cover": name})
