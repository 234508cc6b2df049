"""What people type, in the one form by which pins and exclusions know it."""

import unicodedata

from search.text import words


def lines(text: str) -> list[str]:
    """The lines of a field that holds one term a line, without blank ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def normal(text: str) -> str:
    """Small letters without accents, words one space apart, nothing between them: "Café  rules?" is "cafe rules"."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return " ".join(words(plain))
