"""The template as a document to fill in: the parts to write, the clauses that stand, and sheets for the rest."""

from __future__ import annotations

from datetime import date
from typing import Any

from .model import Bullets, Document, Facts, Heading, Mark, PageBreak, Para, Table

BLANK_ROWS = 6
TO_FILL = (
    "Title",
    "Lead partner",
    "Owner, and deputy, at the lead partner",
    "Who to ring (a role and a number)",
    "Starts on",
    "Next review on",
)
BASIS = (
    "For each partner, purpose and direction: its own basis. Special category data needs an Article 9 condition as "
    "well, and some of those a Schedule 1 condition; police purposes come under Part 3 of the Data Protection Act 2018 "
    "instead."
)


def blank(rows: int, columns: int) -> list[list[str]]:
    return [[""] * columns for _ in range(rows)]


def template_document(edition: Any, site: str, on: date) -> Document:
    """An edition of the template (`TemplatePage.templateEdition`) as a document for Word."""
    locked = [clause for clause in edition.clauses if clause.is_locked]
    parts = [clause for clause in edition.clauses if not clause.is_locked]
    blocks: list[Any] = [
        Para("Fill in what stands in [square brackets], and take out the lines that say why.", "notice"),
        Facts([(name, "") for name in TO_FILL], "About this agreement"),
    ]
    for clause in parts:
        blocks += [Heading(clause.heading), Para(Mark("muted", f"Why: {clause.why}"), "small"), Para(clause.text)]
    blocks += [
        Heading("Who takes part"),
        Table(
            "Partners",
            ("Partner (the legal controller)", "Gives, receives, or both", "Controller: independent or joint"),
            blank(BLANK_ROWS, 3),
            (3, 2, 2),
            tall=True,
        ),
        Heading("What is shared"),
        Table(
            "Information",
            ("Information", "Special category?", "Criminal offences?"),
            blank(BLANK_ROWS, 3),
            (4, 1, 1),
            tall=True,
        ),
        Heading("The law"),
        Para(BASIS),
        Table(
            "Legal basis of each partner",
            ("Partner", "Purpose", "Article 6", "Article 9 and Schedule 1", "Act and section"),
            blank(BLANK_ROWS, 5),
            (3, 3, 2, 3, 3),
            tall=True,
        ),
        Heading("What moves between whom"),
        Table("Flows", ("From", "To", "What", "How", "How often"), blank(BLANK_ROWS, 5), (2, 2, 3, 2, 2), tall=True),
        Heading("What is the same in every agreement"),
        Para("These words are part of what is signed. Nobody changes them."),
    ]
    for clause in locked:
        blocks += [
            Heading(clause.heading, 2),
            Para(clause.text),
            Para(Mark("muted", f"The same for all because: {clause.locked_reason}"), "small"),
        ]
    blocks += [
        PageBreak(),
        Heading("Signatures"),
        Bullets(
            [
                "Sign for the legal controller: somebody who can commit it, not a board or a shared mailbox.",
                "The data protection officer advises and does not sign.",
            ]
        ),
        Table(
            "Signature sheet",
            ("Partner", "Name", "Job title", "Signature", "Date"),
            blank(BLANK_ROWS, 5),
            (3, 3, 3, 3, 2),
            tall=True,
        ),
    ]
    return Document(
        title="Information sharing agreement",
        kicker=f"{site}: template, edition {edition.number}",
        footer=f"Template edition {edition.number}",
        author=site,
        on=edition.published_on or on,
        blocks=blocks,
    )
