"""Terms of the glossary, marked where a page first uses them, so that a reader can press them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from markupsafe import escape

TAG = re.compile(r"(<[^>]*>)")
# Inside these a button would be nonsense or nest one control in another.
CLOSED = re.compile(r"<(/?)(a|button|h[1-6]|code|pre)\b", re.I)


class Glossary:
    """Marks the first use of each term in the running text of one page; `used` holds those it met, in order."""

    def __init__(self, terms: Iterable[Any]) -> None:
        self.terms = {term.term.lower(): term for term in terms if len(term.term) > 2}
        self.used: list[Any] = []
        names = sorted(self.terms, key=len, reverse=True)
        self.pattern = re.compile(r"\b(" + "|".join(map(re.escape, names)) + r")\b", re.I) if names else None

    def mark(self, html: str) -> str:
        """HTML in, HTML out: tags are left alone, only text between them is searched."""
        if self.pattern is None:
            return html
        out, depth = [], 0
        for piece in TAG.split(html):
            if piece.startswith("<"):
                if found := CLOSED.match(piece):
                    depth += -1 if found[1] else 1
                out.append(piece)
            else:
                out.append(piece if depth > 0 else self.pattern.sub(self._button, piece))
        return "".join(out)

    def _button(self, found: re.Match[str]) -> str:
        term = self.terms[found[0].lower()]
        if term in self.used:
            return found[0]
        self.used.append(term)
        return f'<button type="button" class="app-term" popovertarget="term-{escape(term.slug)}">{found[0]}</button>'
