"""All guesses about one paper, from its pages."""

import datetime
import re
from collections.abc import Mapping, Sequence

from cms.intake.guessing.dates import dates_of
from cms.intake.guessing.lines import Found, around, lines_of
from cms.intake.guessing.parties import Parties
from cms.intake.guessing.titles import reference_of, title_of
from cms.snippets.importers.names import NameIndex

FIRST_LINES = 60


def guesses_of(pages: Sequence[str], names: NameIndex, themes: Mapping[str, str], today: datetime.date) -> list[Found]:
    """What the pages seem to say. `themes` is names by slug; what the words do not say stays empty."""
    lines = lines_of(pages)
    title, reference = title_of(lines), reference_of(lines)
    found = [one for one in (title, reference) if one is not None]
    found += Parties(names).read(lines)
    found += dates_of(lines, today)
    theme = _theme(title, pages, themes)
    return [*found, theme] if theme else found


def _theme(title: Found | None, pages: Sequence[str], themes: Mapping[str, str]) -> Found | None:
    """A theme that the title, or else the first lines, names by its own name; none where several are named."""
    lines = lines_of(pages[:2])[:FIRST_LINES]
    for line in lines:
        label = re.match(r"^(?:theme|thema|thème)\s*[:|]?\s+(.+)$", line.text, re.IGNORECASE)
        if label:
            slugs = [slug for slug, name in themes.items() if name.casefold() == label[1].strip().casefold()]
            if len(slugs) == 1:
                return Found("theme", slugs[0], label[1].strip(), around(line), line.page)
    if title is not None:
        named = [(slug, name) for slug, name in themes.items() if _names(title.value, name)]
        if len(named) == 1:
            return Found("theme", named[0][0], named[0][1], title.source, title.page, "named in the title")
    return None


def _names(text: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", text.casefold()) is not None
