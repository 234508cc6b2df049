"""Reference data: sectors, themes, glossary, service areas, legal gateways, dated bases and conditions."""

import re
from collections.abc import Callable
from typing import Any

from django.db import models
from django.utils.text import slugify

from cms.audit import services as audit
from cms.core.errors import BadInput, Forbidden
from cms.core.requester import Requester
from cms.core.tabular import Report, Table
from cms.core.tabular.dates import printed_date
from cms.core.tabular.upsert import upsert
from cms.snippets.importers.cleaning import one_line
from cms.snippets.models import (
    Benefit,
    ExampleAgreement,
    GlossaryTerm,
    LegalCondition,
    LegalGateway,
    Sector,
    ServiceArea,
    Theme,
)

Cells = dict[str, str]
Read = Callable[[Cells], tuple[type[models.Model], dict[str, Any], dict[str, Any]]]
Kind = LegalCondition.Kind
PASSED = re.compile(r"\bPassed (\d{1,2} [A-Z][a-z]+ \d{4})\b")


def _sector(cells: Cells) -> tuple[type[models.Model], dict[str, Any], dict[str, Any]]:
    return Sector, {"code": cells["code"]}, {"label": cells["label"], "covers": cells.get("covers", "")}


def _theme(cells: Cells) -> tuple[type[models.Model], dict[str, Any], dict[str, Any]]:
    values = {"slug": slugify(cells["theme"]), "origin": cells.get("origin", ""), "note": cells.get("note", "")}
    return Theme, {"name": cells["theme"]}, values


def _term(cells: Cells) -> tuple[type[models.Model], dict[str, Any], dict[str, Any]]:
    return GlossaryTerm, {"term": cells["term"]}, {"slug": slugify(cells["term"]), "definition": cells["definition"]}


def _service_area(cells: Cells) -> tuple[type[models.Model], dict[str, Any], dict[str, Any]]:
    return ServiceArea, {"name": cells["service_area"]}, {"source": cells.get("source", "")}


def _gateway(cells: Cells) -> tuple[type[models.Model], dict[str, Any], dict[str, Any]]:
    noted = PASSED.search(cells.get("note", ""))
    passed = cells.get("passed_on") or (printed_date(noted[1]).iso if noted else "")
    values: dict[str, Any] = {name: cells.get(name, "") for name in GATEWAY}
    values |= {"year": int(cells["year"]) if cells["year"] else None, "passed_on": passed}
    return LegalGateway, {"slug": cells["id"]}, values


GATEWAY = (
    *("act", "provision", "title", "what_it_does", "effect", "power_is", "who"),
    *("in_force_from", "in_force_to", "source_url", "verification", "note"),
)


def _article6(cells: Cells) -> tuple[type[models.Model], dict[str, Any], dict[str, Any]]:
    values = {
        name: cells.get(name, "") for name in ("name", "plain_meaning", "advice", "valid_from", "valid_to", "note")
    }
    return (
        LegalCondition,
        {"kind": Kind.ARTICLE_6, "code": cells["id"]},
        values | {"provision": f"Article {cells['article']}"},
    )


def _article9(cells: Cells) -> tuple[type[models.Model], dict[str, Any], dict[str, Any]]:
    values: dict[str, Any] = {name: cells.get(name, "") for name in ("name", "plain_meaning", "valid_from", "valid_to")}
    values |= {"provision": f"Article {cells['article']}", "schedule1_part": cells.get("schedule1", "")}
    values["needs_schedule1"] = cells["needs_schedule1"] == "yes"
    return LegalCondition, {"kind": Kind.ARTICLE_9, "code": cells["id"]}, values


def _schedule1(cells: Cells) -> tuple[type[models.Model], dict[str, Any], dict[str, Any]]:
    values = {name: cells.get(name, "") for name in ("name", "goes_with", "note", "valid_from", "valid_to")}
    values |= {
        "provision": f"DPA 2018 Schedule 1, paragraph {cells['paragraph']}",
        "schedule1_part": f"Part {cells['part']}",
        "needs_policy_document": cells.get("appropriate_policy_document", ""),
    }
    return LegalCondition, {"kind": Kind.SCHEDULE_1, "code": cells["id"]}, values


def _law_enforcement(cells: Cells) -> tuple[type[models.Model], dict[str, Any], dict[str, Any]]:
    values: dict[str, Any] = {
        name: cells.get(name, "") for name in ("provision", "name", "plain_meaning", "valid_from")
    }
    values["for_sensitive_processing"] = cells["for_sensitive_processing"] == "yes"
    return LegalCondition, {"kind": Kind.LAW_ENFORCEMENT, "code": cells["id"]}, values


def _benefit(cells: Cells) -> tuple[type[models.Model], dict[str, Any], dict[str, Any]]:
    values = {name: cells.get(name, "") for name in ("initiative", "type", "amount", "unit", "period", "confidence")}
    source = cells.get("source", "")
    values |= {
        "partners_text": cells.get("partners", ""),
        "what_the_source_says": cells.get("what_the_source_says", ""),
    }
    values |= {"source": source, "source_url": source if source.startswith("http") else ""}
    return Benefit, {"title": cells["title"]}, values


def _agreement(cells: Cells) -> tuple[type[models.Model], dict[str, Any], dict[str, Any]]:
    values = {name: cells.get(name, "") for name in ("kind", "lead", "other_parties", "review", "note", "source_url")}
    values |= {"starts": cells.get("start", ""), "ends": cells.get("end", "")}
    return ExampleAgreement, {"title": cells["title"], "version_text": cells["reference_or_version"]}, values


# What a file is follows from the columns that only it has.
FORMS: tuple[tuple[str, tuple[str, ...], Read], ...] = (
    ("legal gateways", ("id", "act", "provision", "power_is"), _gateway),
    ("Article 6 bases", ("id", "article", "advice"), _article6),
    ("Article 9 conditions", ("id", "article", "needs_schedule1"), _article9),
    ("Schedule 1 conditions", ("id", "part", "paragraph", "goes_with"), _schedule1),
    ("law enforcement conditions", ("id", "provision", "for_sensitive_processing"), _law_enforcement),
    ("sectors", ("code", "label"), _sector),
    ("themes", ("theme", "origin"), _theme),
    ("glossary", ("term", "definition"), _term),
    ("service areas", ("service_area",), _service_area),
)
BENEFITS = ("benefits", ("title", "initiative", "what_the_source_says"), _benefit)
AGREEMENTS = ("agreements from elsewhere", ("title", "reference_or_version", "lead", "other_parties"), _agreement)


def import_reference(
    table: Table, *, by: Requester, forms: tuple[tuple[str, tuple[str, ...], Read], ...] = FORMS
) -> Report:
    """Add or change reference data; what it is follows from the columns. Rows are never removed: dates end them.

    Raises BadInput for columns of no known form. Call it in a transaction.
    """
    if not by.is_editor:
        raise Forbidden("Only the core team imports reference data.")
    form = next((form for form in forms if table.has(*form[1])), None)
    if form is None:
        raise BadInput(f"{table.name}: its columns are of none of these: {', '.join(name for name, _, _ in forms)}.")
    kind, columns, read = form
    report = Report(table.name, kind)
    for line in table.rows:
        row = report.add(line.number, one_line(line.cells[columns[0]]))
        if line.faults:
            row.status, row.errors = "invalid", list(line.faults)
            continue
        try:
            model, key, values = read({name: cell.strip() for name, cell in line.cells.items()})
        except (KeyError, ValueError) as error:
            row.status, row.errors = "invalid", [f"It cannot be read: {error}."]
            continue
        upsert(model, key, values, row)
    if report.counts["new"] or report.counts["changed"]:
        audit.record(by, "reference.imported", label=f"{kind}: {table.name}", after=report.counts)
    return report
