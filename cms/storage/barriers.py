"""What may keep people from reading a file, in words. The codes are kept (DocumentText.barriers) and never change.

They are hints that a program finds in a second, not a validation against PDF/UA (ISO 14289-1) or WCAG 2.2, which needs
a person. A file without one may still be hard to read. The duty is that of the Public Sector Bodies (Websites and
Mobile Applications) Accessibility Regulations 2018, regulations 6 and 7; documents from before 23 September 2018 that
nobody needs for a service are outside it (regulation 4).
"""

from collections.abc import Iterable
from dataclasses import dataclass

HONEST = (
    "A program looked for the commonest barriers. It is no full check (such as PDF/UA): a file without a word here may "
    "still be hard to read."
)
# code: (for readers, after "may not work with a screen reader:"; for editors, what to do)
WORDS: dict[str, tuple[str, str]] = {
    "password": (
        "it opens only with a password",
        "Save it again without a password.",
    ),
    "locked": (
        "it is locked, and software may not be let in to read it aloud",
        "Save it again without a lock, or let assistive software in when you set one.",
    ),
    "only_pictures": (
        "its pages are pictures, without words that software can read",
        "Have the text recognised (OCR), or better: publish the document from which it was scanned.",
    ),
    "some_pictures": (
        "some of its pages are pictures, without words that software can read",
        "Have the text of these pages recognised (OCR), or replace them.",
    ),
    "not_tagged": (
        "headings, lists and the order of reading are not marked",
        "Export it again from the original with tags: in Word “Best for electronic distribution and accessibility”.",
    ),
    "no_structure": (
        "it says that headings and the order of reading are marked, and they are not",
        "Export it again from the original with tags.",
    ),
    "no_language": (
        "it does not say which language it is in",
        "Set the language in the original and export it again.",
    ),
    "no_title": (
        "it has no title of its own",
        "Write a title into the properties of the file.",
    ),
    "figures_no_text": (
        "pictures in it are not described",
        "Write an alternative text for each picture, or mark it as decorative.",
    ),
    "no_bookmarks": (
        "it is long and has no bookmarks to go by",
        "Export it with bookmarks made from its headings.",
    ),
    "no_headings": (
        "it is long and has no headings to go by",
        "Use the styles “Heading 1”, “Heading 2” instead of large letters.",
    ),
    "tables_no_header": (
        "a table has no row of headings",
        "Mark the first row of each table with “Repeat as header row”.",
    ),
}  # fmt: skip
ORDER = tuple(WORDS)


@dataclass(frozen=True, slots=True)
class Barrier:
    """`words` go on after "may not work with a screen reader:"; `mend` is a sentence for an editor."""

    code: str
    words: str
    mend: str


def barriers_of(codes: Iterable[str]) -> list[Barrier]:
    """In words, the worst first. A code that this version does not know is left out."""
    known = set(codes)
    return [Barrier(code, *WORDS[code]) for code in ORDER if code in known]
