"""The title and the reference, from the first pages."""

import re
from collections.abc import Sequence

from cms.intake.guessing.dates import dates_in
from cms.intake.guessing.lines import Found, Line, around

AGREEMENT = re.compile(
    r"\b(agreements?|protocols?|memorandum|isp|isa|dsa|mou|arrangement|cytundeb|protocol|cytundebau|accord|convention|"
    r"protocole)\b",
    re.IGNORECASE,
)
GENERIC = re.compile(
    r"^(?:the\s+)?(?:(?:personal\s+)?(?:information|data)[\s-]sharing\s+(?:agreement|protocol)|"
    r"(?:individual\s+)?information sharing protocol(?: \(isp\))?|data disclosure agreement|"
    r"memorandum of understanding|cytundeb rhannu (?:gwybodaeth|data)|protocol rhannu gwybodaeth|"
    r"accord de partage (?:de données|d['’]informations?)|"
    r"protocole d['’]échange de données)(?:\s*\((?:isa|isp|dsa|mou)\))?"
    r"\s*(?P<open>[:–-]|for|on|concerning|between)?\s*$",
    re.IGNORECASE,
)
LABEL = re.compile(
    r"^(?:title|name of (?:the )?(?:agreement|protocol)|teitl|titre|intitulé)(?:\s*[:|–-]\s*|\s+(?=[A-Z0-9]))(.+)$",
    re.IGNORECASE,
)
LABEL_ALONE = re.compile(
    r"^(?:title|name of (?:the )?(?:agreement|protocol)|teitl|titre|intitulé)\s*:?$", re.IGNORECASE
)
NOT_TITLES = re.compile(
    r"^(?:page\b|tudalen\b|version|issue|draft|official|restricted|not protectively|ref(?:erence)?\b|"
    r"cyfeirnod|référence|"
    r"date\b|dated|dyddiad|author|owner|status|this (?:agreement|protocol)|the parties|parties|"
    r"partïon|between|contents|"
    r"confidential|copy\b|www\.|http|tel\b|signed|lead\b|mae'r cytundeb|le présent)",
    re.IGNORECASE,
)
CONTINUES = re.compile(
    r"(?:[:–-]|\b(?:for|of|to|the|and|on|in|with|between|about|ar|gyfer|o|de|des|du|la|le|les|sur|et))$", re.IGNORECASE
)
REFERENCE = re.compile(
    r"\b(?:reference(?: (?:no|number))?|ref(?:\.|erence)?(?: no)?|agreement (?:no|number|ref(?:erence)?)|"
    r"isp (?:no|number|ref)|cyfeirnod|référence|réf)\.?\s*[:#|]\s*([A-Z0-9][A-Za-z0-9/._-]{2,30})\b",
    re.IGNORECASE,
)
SCREEN = 40  # lines in which a title is looked for
LONGEST = 200


def title_of(lines: Sequence[Line]) -> Found | None:
    """A line that says "Title:", else the first heading that names an agreement, with the line that completes it."""
    first = [line for line in lines if line.page <= 2][:SCREEN]
    for n, line in enumerate(first):
        if found := LABEL.match(line.text):
            more = first[n + 1].text if n + 1 < len(first) else ""
            rest = f" {more}" if more[:1].islower() and len(more.split()) <= 8 else ""
            return _found(found[1] + rest, line, "after the word “Title”")
        if LABEL_ALONE.match(line.text) and n + 1 < len(first):
            return _found(first[n + 1].text, first[n + 1], "below the word “Title”")
    for n, line in enumerate(first):
        if not AGREEMENT.search(line.text) or not _is_heading(line.text):
            continue
        text = line.text
        above = first[n - 1] if n else None
        if above is not None and above.page == line.page and _breaks_off(above.text, text):
            return _found(f"{above.text} {text}", line, "the first heading")
        generic = GENERIC.match(text)
        after = first[n + 1] if n + 1 < len(first) else None
        if generic:
            before = first[n - 1] if n else None
            if after is not None and _is_heading(after.text) and not _is_label(after.text):
                joint = " " if generic["open"] else ": "
                return _found(f"{text}{joint}{after.text}", line, "the first heading")
            if before is not None and _is_heading(before.text) and before.page == line.page:
                return _found(f"{before.text}: {text}", line, "the first heading")
        elif after is not None and _goes_on(text, after.text):
            text = f"{text} {after.text}"
        return _found(text, line, "the first heading")
    return None


def _found(text: str, line: Line, where: str) -> Found | None:
    title = " ".join(text.split()).strip(" :–-|")
    if not 4 <= len(title) <= LONGEST:
        return None
    return Found("title", title, title, around(line), line.page, where)


def _is_heading(text: str) -> bool:
    words = len(text.split())
    return 1 <= words <= 24 and not NOT_TITLES.match(text) and not text.rstrip().endswith((".", ";", ","))


def _is_label(text: str) -> bool:
    """Such as "Reference: 17", or a date."""
    return bool(re.match(r"^[\w ]{2,30}:\s", text)) or bool(REFERENCE.search(text)) or any(True for _ in dates_in(text))


def _breaks_off(above: str, text: str) -> bool:
    """Whether a heading began on the line above: here it goes on in small letters, or after "information sharing"."""
    if not _is_heading(above) or REFERENCE.search(above) or any(True for _ in dates_in(above)):
        return False
    return text[:1].islower() or above.casefold().endswith(" sharing")


def _goes_on(text: str, after: str) -> bool:
    if not _is_heading(after) or _is_label(after):
        return False
    return bool(CONTINUES.search(text)) or after[:1].islower()


def reference_of(lines: Sequence[Line]) -> Found | None:
    for line in lines:
        if line.page > 2:
            return None
        found = REFERENCE.search(line.text)
        if found and any(letter.isdigit() for letter in found[1]) and not any(True for _ in dates_in(found[1])):
            return Found("reference", found[1].rstrip(".-"), found[1], around(line), line.page)
    return None
