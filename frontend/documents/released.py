"""A copy for a request under freedom of information, as a document and as rows. What is withheld never came here."""

from __future__ import annotations

from typing import Any

from ..words import count, long_date
from .model import Block, Document, Facts, Heading, Mark, PageBreak, Para, Text

COLUMNS = ("Reference", "Title", "Section", "What", "Recorded on the day", "Withheld because")
CHECK = (
    "A proposal, to be checked before it leaves. Each mark names the section of the Freedom of Information Act 2000 "
    "that may apply; whoever answers the request decides. Reviewers’ notes, drafts, comments and files are not in it."
)


def withheld(reason: str) -> str:
    return f"Withheld: {reason}"


def released(package: Any, *, site: str) -> Document:
    """`package` as the mutation TakeCopy answers it."""
    day = long_date(package.on)
    blocks: list[Block] = [Para(f"As it stood on {day}.", "lead"), Para(CHECK, "notice")]
    blocks.append(Para(f"{count(package.withheld_count, 'field')} withheld."))
    if package.left_out:
        blocks.append(Para(f"Others look after these, so they are not here: {', '.join(package.left_out)}."))
    for n, isp in enumerate(package.isps):
        if n:
            blocks.append(PageBreak())
        blocks.append(Heading(f"{isp.reference} {isp.title}"))
        blocks.append(Para(f"On {day}: {isp.sentence}"))
        for section in isp.sections:
            rows: list[tuple[str, Text]] = [
                (item.label, Mark("withheld", withheld(item.withheld)) if item.withheld else item.value)
                for item in section.items
            ]
            blocks += [Heading(section.heading, 2), Facts(rows, section.heading)]
        if isp.not_known:
            blocks += [Heading("What is not known", 2), Para("\n".join(isp.not_known))]
    footer = f"Copy for a request, as on {day}"
    title = f"{package.name}, as on {day}"
    return Document(title=title, kicker="Copy for a request", footer=footer, author=site, on=package.on, blocks=blocks)


def rows_of(package: Any) -> list[list[str | None]]:
    """One row a field."""
    return [
        [
            isp.reference,
            isp.title,
            section.heading,
            item.label,
            withheld(item.withheld) if item.withheld else item.value,
            item.withheld,
        ]
        for isp in package.isps
        for section in isp.sections
        for item in section.items
    ]
