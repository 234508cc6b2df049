"""An organisation's list of agreements as a document for a meeting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from ..words import count, long_date
from .model import Block, Document, Heading, Para, Table, Text

COLUMNS = ("Agreement", "Service area", "Led by", "Our owner", "Next review", "File", "State")
WIDTHS = (6, 3, 4, 3, 3, 2, 3)


def our_list(
    name: str, lists: dict[str, Any], query: dict[str, str], *, site: str, on: date, file_words: Callable[[Any], str]
) -> Document:
    """`lists`: rows under `rows`, `unsigned` and `coming`, as the page shows them with the same filters."""
    chosen = [f"{key}: {value}" for key, value in query.items() if value and key != "ended"]
    blocks: list[Block] = [Para(f"As on {long_date(on)}." + (f" Only {', '.join(chosen)}." if chosen else ""))]
    parts = (
        ("rows", "that cover us", "No agreement covers us."),
        ("unsigned", "in force that we have not signed", ""),
        ("coming", "not in force yet", ""),
    )
    for key, words, none in parts:
        rows = lists[key]
        if rows:
            blocks.append(Heading(f"{count(len(rows), 'agreement')} {words}"))
            blocks.append(Table(words, COLUMNS, [_row(row, file_words) for row in rows], WIDTHS))
        elif none:
            blocks.append(Para(none))
    footer = f"Our ISPs, {name}, {long_date(on)}"
    return Document(title=f"Our ISPs: {name}", kicker=site, footer=footer, author=site, on=on, blocks=blocks)


def _row(row: Any, file_words: Callable[[Any], str]) -> list[Text]:
    isp = row.isp
    state = isp.status_label + (f"\nWaits for: {row.waits_for}" if row.waits_for else "")
    lead = "Us" if row.lead_is_us else isp.lead.name if isp.lead else ""
    due = long_date(isp.next_review) or ("Under review" if isp.under_review else "No date")
    title = f"{isp.reference}\n{isp.title}"
    return [title, row.service_area, lead, row.owner_name or "Nobody", due, file_words(row) or "Not known", state]
