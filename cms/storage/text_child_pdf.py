"""What a PDF says of itself that may keep people from reading it with software. Part of the confined process.

These are hints, in the codes of `cms.storage.barriers`: no validation against PDF/UA (ISO 14289-1). A file with no
hint may still be hard to use, above all where its tags are wrong.
"""

import time
from collections.abc import Iterator
from typing import Any, BinaryIO

from pypdf import PdfReader
from pypdf.errors import DependencyError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

FEW_LETTERS = 20  # a page with fewer letters and a picture is taken for a picture
LONG = 20  # pages; a longer file should have bookmarks
NODES, NESTED = 50_000, 3  # of the structure tree that are looked at; of forms in forms
ENOUGH_SECONDS = 18  # of processor time, with what reading the words took
LOCKED_OUT = 512  # bit 10: taking out words for software that reads aloud (ISO 32000-1, table 22)


def opened(file: BinaryIO) -> PdfReader | None:
    """The reader; None where a password is needed. Many files are only protected against changes."""
    reader = PdfReader(file, strict=False)
    if reader.is_encrypted:
        try:
            return reader if reader.decrypt("") else None
        except (DependencyError, NotImplementedError):
            return None
    return reader


def facts_of_pdf(file: BinaryIO, letters: list[int]) -> dict[str, Any]:
    """{"title", "barriers", "pictures"}; `letters` is how many stand on each page that was read.

    "pictures" counts pages that are only pictures, whose words nobody can check.
    """
    reader = opened(file)
    if reader is None:
        return {"title": "", "barriers": ["password"], "pictures": 0}
    root = reader.root_object
    title = title_of(reader)
    found = []
    tree = resolved(root.get("/StructTreeRoot"))
    has_tree = isinstance(tree, DictionaryObject) and resolved(tree.get("/K")) not in (None, [])
    marked = resolved(root.get("/MarkInfo"))
    if not has_tree:
        says_so = isinstance(marked, DictionaryObject) and bool(resolved(marked.get("/Marked")))
        found.append("no_structure" if says_so else "not_tagged")
    elif isinstance(tree, DictionaryObject) and lacks_text(tree):
        found.append("figures_no_text")
    if not str(resolved(root.get("/Lang")) or "").strip():
        found.append("no_language")
    if is_no_title(title):
        found.append("no_title")
    pictures = picture_pages(reader, letters)
    if pictures:
        found.append("only_pictures" if not any(count >= FEW_LETTERS for count in letters) else "some_pictures")
    outlines = resolved(root.get("/Outlines"))
    if len(letters) > LONG and not (isinstance(outlines, DictionaryObject) and "/First" in outlines):
        found.append("no_bookmarks")
    rights = reader.user_access_permissions
    if rights is not None and not int(rights) & LOCKED_OUT:
        found.append("locked")
    return {"title": title, "barriers": sorted(found), "pictures": pictures}


def resolved(value: Any) -> Any:
    return value.get_object() if isinstance(value, IndirectObject) else value


def title_of(reader: PdfReader) -> str:
    """From the document information, else from the XMP packet."""
    said = reader.metadata.title if reader.metadata is not None else None
    if said and str(said).strip():
        return str(said)
    if "/Metadata" not in reader.root_object or reader.xmp_metadata is None:
        return ""
    titles = reader.xmp_metadata.dc_title or {}
    return str(titles.get("x-default") or next(iter(titles.values()), "") or "")


def is_no_title(title: str) -> bool:
    """Nothing, or what a program put there: "untitled", "Microsoft Word - plan.doc", "scan0001.pdf"."""
    plain = " ".join(title.lower().split())
    return plain in ("", "untitled") or plain.startswith("microsoft ") or plain.endswith((".pdf", ".doc", ".docx"))


def lacks_text(tree: DictionaryObject) -> bool:
    """Whether a figure in the structure has neither an alternative text nor the words that it stands for."""
    roles = resolved(tree.get("/RoleMap"))
    roles = roles if isinstance(roles, DictionaryObject) else DictionaryObject()
    waiting: list[Any] = [tree.get("/K")]
    seen: set[int] = set()
    for _ in range(NODES):
        if not waiting or time.process_time() > ENOUGH_SECONDS:
            return False
        node = waiting.pop()
        if isinstance(node, IndirectObject):
            if node.idnum in seen:
                continue
            seen.add(node.idnum)
            node = node.get_object()
        if isinstance(node, ArrayObject):
            waiting.extend(node)
        elif isinstance(node, DictionaryObject):
            kind = str(resolved(node.get("/S")) or "")
            kind = str(resolved(roles.get(kind)) or kind)
            if kind == "/Figure" and not any(str(resolved(node.get(key)) or "") for key in ("/Alt", "/ActualText")):
                return True
            waiting.append(node.get("/K"))
    return False


def picture_pages(reader: PdfReader, letters: list[int]) -> int:
    """How many of the pages hold a picture and hardly a letter."""
    found = 0
    for page, count in zip(reader.pages, letters, strict=False):
        if time.process_time() > ENOUGH_SECONDS:
            break
        found += count < FEW_LETTERS and any(pictures_of(page, NESTED))
    return found


def pictures_of(holder: Any, depth: int) -> Iterator[bool]:
    """True for each picture of a page, or of a form that it shows."""
    resources = resolved(holder.get("/Resources"))
    objects = resolved(resources.get("/XObject")) if isinstance(resources, DictionaryObject) else None
    for value in objects.values() if isinstance(objects, DictionaryObject) else ():
        held = resolved(value)
        kind = resolved(held.get("/Subtype")) if isinstance(held, DictionaryObject) else ""
        if kind == "/Image":
            yield True
        elif kind == "/Form" and depth:
            yield from pictures_of(held, depth - 1)
