"""What `make run` loads: data/ by the importers that people use, then the examples, then the search index."""

import datetime
import hashlib
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import transaction

from cms.audit import services as audit
from cms.audit.models import AuditEvent
from cms.core.requester import SYSTEM
from cms.core.tabular import Report, Table, read_table
from cms.discovery.services import import_synonyms
from cms.members.roles import ensure_roles
from cms.overview.demo.making import data_folder, make_demo
from cms.pages.importers.guidance import import_guidance
from cms.pages.importers.horizon import import_horizon
from cms.pages.importers.stories import import_stories
from cms.pages.models import Audience
from cms.pages.setup import ensure_workflows
from cms.snippets.importers.partners import import_partners, import_signatories
from cms.snippets.importers.reference import AGREEMENTS, BENEFITS, import_reference
from cms.snippets.importers.services import apply_import, plan_import
from cms.snippets.importers.template import load_question_packs, load_template
from cms.storage.texts import make_waiting
from search.ports import Unavailable
from search.rebuild import rebuild
from search.runs import Busy

Say = Callable[[str], object]
LOADED = "demo.loaded"
OPEN = Audience.PUBLIC  # what national bodies published, and the law to come, are no secret of the members
REFERENCE = (
    *("sectors", "sharing_themes", "glossary", "education_service_areas", "legal_gateways"),
    *("article6_bases", "article9_conditions", "schedule1_conditions", "law_enforcement_conditions"),
)
# The archived copies print no date. Copies 2 and 3 are not after May 2018, copy 1 is older (isps-snapshots.csv).
UNDATED = datetime.date(2018, 5, 31)
REGISTERS = (
    ("isps-copy1", UNDATED),
    ("isps-copy2", UNDATED),
    ("isps-copy3", UNDATED),
    ("dea-2018-12-14", datetime.date(2018, 12, 14)),
    ("dea-2019-02-25", datetime.date(2019, 2, 25)),
)


def load_demo(*, say: Say = lambda line: None, again: bool = False) -> bool:
    """Load everything, unless this very data is in the database already. Returns whether anything was done."""
    data, stamp = data_folder(), _stamp(data_folder())
    last = AuditEvent.objects.filter(action=LOADED).order_by("-pk").values_list("object_label", flat=True).first()
    if last == stamp and not again:
        say("  the data is loaded already")
        return False
    ensure_roles()
    ensure_workflows()
    for label, work in _steps(data, say):
        begun = time.monotonic()
        with transaction.atomic():
            done = work()
        say(f"  {label}: {done} ({time.monotonic() - begun:.1f} s)")
    begun = time.monotonic()
    read = make_waiting()
    say(f"  text of uploaded files: {sum(read.values())} read ({time.monotonic() - begun:.1f} s)")
    begun = time.monotonic()
    try:
        entries = rebuild(asked_by="the demonstration").entries
    except (Unavailable, Busy) as error:  # the worker builds it as soon as it can
        say(f"  search index: later ({error})")
    else:
        say(f"  search index: {entries} entries ({time.monotonic() - begun:.1f} s)")
    with transaction.atomic():
        audit.record(SYSTEM, LOADED, label=stamp)
    return True


def _stamp(data: Path) -> str:
    """The data, this version and this code: whatever changes one of them is loaded again."""
    found = hashlib.sha256(settings.VERSION.encode())
    for path in sorted([*data.rglob("*.*"), *Path(__file__).parent.glob("*.py")]):
        found.update(path.name.encode() + path.read_bytes())
    return f"data {found.hexdigest()[:32]}"


def _steps(data: Path, say: Say) -> list[tuple[str, Callable[[], str]]]:
    def table(path: str) -> Table:
        return read_table(data / f"{path}.csv")

    def reference() -> str:
        reports = [import_reference(table(f"reference/{name}"), by=SYSTEM) for name in REFERENCE]
        import_synonyms(by=SYSTEM, path=data / "reference/synonyms.csv")
        return f"{sum(len(report.rows) for report in reports)} rows"

    def partners() -> str:
        report = import_partners(table("register/partners"), by=SYSTEM, variants=table("register/name-variants"))
        import_signatories(table("register/signatories"), by=SYSTEM)
        return _said(report)

    def registers() -> str:
        plans = []
        for name, as_of in REGISTERS:
            plan = plan_import(data / f"register/{name}.csv", as_of=as_of)
            apply_import(by=SYSTEM, plan=plan)
            plans.append(plan)
        new, waiting = sum(plan.counts["new"] for plan in plans), sum(plan.waiting for plan in plans)
        return f"{new} new agreements, {waiting} rows wait for an editor"

    def demo() -> str:
        counts = make_demo(say=say)
        return ", ".join(f"{count} {kind}" for kind, count in counts.items())

    content = [
        ("guidance", lambda: _said(import_guidance(table("content/national_guidance"), by=SYSTEM, audience=OPEN))),
        ("changes ahead", lambda: _said(import_horizon(table("content/horizon"), by=SYSTEM, audience=OPEN))),
        ("success stories", lambda: _said(import_stories(table("content/success_stories"), by=SYSTEM))),
        ("benefits", lambda: _said(import_reference(table("content/benefits"), by=SYSTEM, forms=(BENEFITS,)))),
        (
            "agreements from elsewhere",
            lambda: _said(import_reference(table("register/other-agreements"), by=SYSTEM, forms=(AGREEMENTS,))),
        ),
    ]

    def template() -> str:
        load_template(data / "content/template.json", by=SYSTEM)
        return f"{load_question_packs(data / 'content/question_packs.json', by=SYSTEM)} question packs"

    return [
        ("law, sectors, themes and words", reference),
        ("the template and what to ask", template),
        ("organisations", partners),
        ("published registers", registers),
        *content,
        ("examples", demo),
    ]


def _said(report: Report) -> str:
    return ", ".join(f"{count} {status}" for status, count in report.counts.items() if count) or "nothing"
