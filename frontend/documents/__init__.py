"""Word and PDF files of what a reader may see: one model of a document, two writers that know nothing of agreements."""

from .model import Bullets, Document, Facts, Heading, Mark, PageBreak, Para, Table, Text
from .serve import as_pdf, as_word

__all__ = ["Bullets", "Document", "Facts", "Heading", "Mark", "PageBreak", "Para", "Table", "Text", "as_pdf", "as_word"]
