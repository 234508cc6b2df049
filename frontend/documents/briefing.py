"""A briefing as a document: what the mail said, to hand round on paper."""

from __future__ import annotations

from typing import Any

from .. import words
from .model import Document, Heading, Mark, Para


def briefing_document(item: Any, site: str, origin: str) -> Document:
    """An edition (`BriefingPage.briefing`) as a document for Word. Addresses are written out."""
    blocks: list[Any] = [Para(f"Sent {words.long_date(item.begun_at)} to {item.sent_to}.", "small")]
    for correction in item.corrections:
        blocks.append(Para(f"Correction of {words.long_date(correction.made_at)}: {correction.text}", "notice"))
    if item.note:
        signed = f"{item.signed_by.name}, for the core team" if item.signed_by else "The core team"
        blocks += [Heading("From the editor"), Para(item.note), Para(Mark("muted", signed), "small")]
    for one in item.items:
        blocks.append(Heading(one.title))
        if one.kicker:
            blocks.append(Para(Mark("muted", one.kicker), "small"))
        if one.text:
            blocks.append(Para(one.text))
        if one.to_do:
            blocks.append(Para(Mark("strong", one.to_do)))
        if one.path:
            blocks.append(Para(origin + one.path if one.path.startswith("/") else one.path, "small"))
    return Document(
        title=item.title,
        kicker=f"{site}: briefing {item.number}",
        footer=f"Briefing {item.number}",
        author=site,
        on=words.local(item.begun_at).date(),
        blocks=blocks,
    )
