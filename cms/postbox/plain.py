"""Mail as lines of plain text: from HTML, and from text whose lines were broken on the way (RFC 3676)."""

import re
from html import unescape
from html.parser import HTMLParser

BLOCKS = {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "tr", "pre", "section", "article", "dl"}
SPACED = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "pre"}  # an empty line around them
SILENT = {"style", "script", "head", "title", "template", "noscript"}
HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
VOID = {"br", "hr", "img", "meta", "link", "input", "col", "wbr", "area", "base", "source"}
TAG = re.compile(r"<[^<>]*+>")
PIECE = 4096  # characters of HTML that are read at once
DEEPEST = 30  # quotes within quotes


class _Lines(HTMLParser):
    """Collects (depth of quoting, words). Broken HTML is read as far as it goes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[tuple[int, str]] = []
        self.line: list[str] = []
        self.depth = 0
        self.silent: list[str] = []
        self.kept = 0  # within <pre>
        self.link = ""
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if self.silent or (tag not in VOID and (tag in SILENT or HIDDEN.search(given.get("style", "")))):
            if tag not in VOID:
                self.silent.append(tag)
        elif tag == "br":
            self.break_line()
        elif tag == "hr":
            self.end_line()
            self.space()
        elif tag == "blockquote":
            self.end_line()
            self.depth = min(self.depth + 1, DEEPEST)
        elif tag == "li":
            self.end_line()
            self.line.append("- ")
        elif tag in ("td", "th") and self.line:
            self.line.append(" ")
        elif tag == "a":
            self.link, self.said = given.get("href", ""), []
        elif tag in BLOCKS:
            self.end_line()
            if tag in SPACED:
                self.space()
            self.kept += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        if self.silent:
            if tag in self.silent:
                while self.silent.pop() != tag:
                    pass
        elif tag == "blockquote":
            self.end_line()
            self.depth = max(self.depth - 1, 0)
        elif tag == "a":
            self.end_link()
        elif tag in BLOCKS or tag == "li":
            self.end_line()
            if tag in SPACED:
                self.space()
            self.kept = max(self.kept - (tag == "pre"), 0)

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        if self.kept:
            first, *rest = data.split("\n")
            self.line.append(first)
            for one in rest:
                self.end_line()
                self.line.append(one)
            return
        self.line.append(re.sub(r"[ \t\r\n\f]+", " ", data))
        self.said.append(data)

    def end_link(self) -> None:
        """The address after the words, where the words do not say it already."""
        words, self.said = " ".join("".join(self.said).split()), []
        if self.link.startswith(("http://", "https://")) and words and "://" not in words and words not in self.link:
            self.line.append(f" ({self.link})")
        self.link = ""

    def end_line(self) -> None:
        words = "".join(self.line)
        self.line = []
        words = words.rstrip() if self.kept else re.sub(r" {2,}", " ", words).strip()
        if words:
            self.lines.append((self.depth, words))

    def break_line(self) -> None:
        """A second break in a row is an empty line."""
        if "".join(self.line).strip():
            self.end_line()
        else:
            self.line = []
            self.space()

    def space(self) -> None:
        if self.lines and self.lines[-1][1]:
            self.lines.append((self.depth, ""))


def from_html(html: str) -> str:
    """Lines of text; what stands in a <blockquote> begins with ">"."""
    reader, html = _Lines(), html.replace("\0", "").replace("\xa0", " ")
    for start in range(0, len(html), PIECE):
        reader.feed(html[start : start + PIECE])
    # What never ends is words: at `close` the parser would look for an end anew from each "<", which takes hours.
    reader.handle_data(unescape(TAG.sub(" ", reader.rawdata)))
    reader.end_line()
    return "\n".join(f"{'>' * depth} {words}".rstrip() if depth else words for depth, words in reader.lines)


def unflow(text: str, *, joined: bool) -> str:
    """Lines that end with a space go on in the next one of the same depth. `joined`: that space is no space (DelSp)."""
    found: list[str] = []
    before = -1  # the depth of an unfinished line
    for line in text.replace("\r\n", "\n").split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        words = line[depth:]
        words = words.removeprefix(" ") if depth or words.startswith(" ") else words
        flows = words.endswith(" ") and words != "-- "
        if before == depth and words != "-- ":
            found[-1] += words
        else:
            found.append(f"{'>' * depth} {words}" if depth else words)
        if flows and joined:
            found[-1] = found[-1][:-1]
        before = depth if flows else -1
    return "\n".join(found)
