"""Pictures that editors put on pages are drawn anew before they are kept: what hides in them stays outside."""

from typing import BinaryIO

from cms.storage import confined
from cms.storage.refusals import BAD_PICTURE, RefusedFile

CHILD = confined.program("picture_child")
SECONDS = 120.0  # by the clock; processor time is limited in the child
MOST = 60 << 20  # bytes of a picture that was drawn anew


def drawn_anew(file: BinaryIO) -> bytes:
    """The same picture, of the same kind: its dots and nothing else. Raises RefusedFile where it cannot be drawn."""
    answer = confined.ask_about(CHILD, file, seconds=SECONDS, most=MOST)
    if not answer:
        raise RefusedFile(BAD_PICTURE)
    return answer
