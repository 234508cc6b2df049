"""Which addresses the registers and pages lead to, when each is asked, and what came of it."""

import datetime
import time
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.urls import reverse

from cms.core import clock
from cms.core.outbound import NoNetwork
from cms.overview.link_check import Answer, ask
from cms.overview.models import LinkCheck
from cms.overview.models.data_quality import digest_of

EVERY = datetime.timedelta(days=7)
AT_ONCE, A_HOST = 60, 3  # addresses a run, and of one host
PAUSE, BUDGET = 2.0, 240.0  # seconds between two of one host, and in all
# (model, column, the admin's address of what holds it, columns of that address's key and of its name)
PLACES = (
    ("pages.GuidancePage", "source_url", "wagtailadmin_pages:edit", "pk", "title"),
    ("pages.HorizonPage", "source_url", "wagtailadmin_pages:edit", "pk", "title"),
    ("snippets.Partner", "website", "wagtailsnippets_snippets_partner:edit", "pk", "name"),
    ("snippets.LegalGateway", "source_url", "wagtailsnippets_snippets_legalgateway:edit", "pk", "title"),
    ("snippets.Dataset", "open_data_url", "wagtailsnippets_snippets_dataset:edit", "pk", "title"),
    ("snippets.Benefit", "source_url", "wagtailsnippets_snippets_benefit:edit", "pk", "title"),
    ("snippets.ExampleAgreement", "source_url", "wagtailsnippets_snippets_exampleagreement:edit", "pk", "title"),
    ("snippets.IspParty", "article28_contract_url", "wagtailsnippets_snippets_ispparty:edit", "pk", "partner__name"),
    ("snippets.LegalBasis", "policy_document_url", "wagtailsnippets_snippets_ispparty:edit", "party", "purpose"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address stands."""

    label: str
    edit: str


def places() -> dict[str, list[Place]]:
    """{address: where it stands}. Pages that are not published, and second rows of bodies, are left out."""
    found: dict[str, list[Place]] = defaultdict(list)
    for label, column, screen, key, name in PLACES:
        model = apps.get_model(label)
        names = {field.name for field in model._meta.get_fields()}
        rows = model._default_manager.exclude(**{column: ""}).order_by("pk")
        if "live" in names:
            rows = rows.filter(live=True)
        if "duplicate_of" in names:
            rows = rows.filter(duplicate_of=None)
        kind = str(model._meta.verbose_name)
        for url, pk, title in rows.values_list(column, key, name):
            if url and len(url) <= 500:
                found[url].append(Place(f"{kind}: {title}", reverse(screen, args=[pk])))
    return dict(found)


def follow_the_registers() -> None:
    """A row for every address that stands somewhere, and for no other."""
    wanted = set(places())
    known = set(LinkCheck.objects.values_list("url", flat=True))
    LinkCheck.objects.bulk_create(
        (LinkCheck(url=url, digest=digest_of(url)) for url in sorted(wanted - known)), ignore_conflicts=True
    )
    for url in known - wanted:
        LinkCheck.objects.filter(digest=digest_of(url)).delete()


def due() -> list[LinkCheck]:
    """The addresses to ask now: those never asked, then the oldest answers, few of one host; one that worked."""
    before = clock.now() - EVERY
    rows = LinkCheck.objects.order_by("checked_at", "pk")
    waiting = [row for row in rows if row.checked_at is None or row.checked_at < before]
    waiting.sort(key=lambda row: (row.checked_at is not None, row.checked_at or before, row.pk))
    hosts: Counter[str] = Counter()
    chosen: list[LinkCheck] = []
    for row in waiting:
        host = _host(row.url)
        if hosts[host] < A_HOST and len(chosen) < AT_ONCE:
            hosts[host] += 1
            chosen.append(row)
    witness = LinkCheck.objects.filter(outcome=LinkCheck.Outcome.WORKS).order_by("-checked_at").first()
    if chosen and witness is not None and witness.pk not in {row.pk for row in chosen}:
        chosen.append(witness)
    return chosen


def check_links() -> int:
    """Ask what is due; returns how many answers were kept. A run in which nothing answered keeps nothing: then it is
    our network that is away, not theirs. Does nothing where LINK_CHECKS is off."""
    if not settings.LINK_CHECKS:
        return 0
    follow_the_registers()
    answers: list[tuple[LinkCheck, Answer]] = []
    last: dict[str, float] = {}
    begun = time.monotonic()
    for row in due():
        if time.monotonic() - begun > BUDGET:
            break
        host = _host(row.url)
        if host in last:
            time.sleep(max(0.0, PAUSE - (time.monotonic() - last[host])))
        answers.append((row, _ask(row.url)))
        last[host] = time.monotonic()
    answered = (LinkCheck.Outcome.WORKS, LinkCheck.Outcome.MOVED, LinkCheck.Outcome.MISSING)
    if not any(answer.outcome in answered for _, answer in answers):
        return 0
    for row, answer in answers:
        row.outcome, row.detail, row.checked_at = answer.outcome, answer.detail, clock.now()
        row.failures = min(row.failures + 1, 1000) if answer.is_failure else 0
    changed = [row for row, _ in answers]
    LinkCheck.objects.bulk_update(changed, ["outcome", "detail", "checked_at", "failures"], batch_size=100)
    return len(answers)


def _host(url: str) -> str:
    """Empty for what is no address at all: asking says so."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _ask(url: str) -> Answer:
    try:
        return ask(url)
    except NoNetwork as error:
        return Answer(LinkCheck.Outcome.NO_ANSWER, str(error)[:200])


def broken() -> list[tuple[LinkCheck, Place]]:
    """Addresses with nothing there, that did not answer twice, or that moved for good; each place where they stand."""
    where = places()
    found: list[tuple[LinkCheck, Any]] = []
    Outcome = LinkCheck.Outcome
    for row in LinkCheck.objects.exclude(outcome__in=["", Outcome.WORKS]):
        if row.outcome == Outcome.NO_ANSWER and row.failures < 2:
            continue
        found += [(row, place) for place in where.get(row.url, [])]
    order = [str(one) for one in (Outcome.MISSING, Outcome.NO_ANSWER, Outcome.REFUSED, Outcome.MOVED)]
    return sorted(found, key=lambda pair: (order.index(pair[0].outcome), pair[0].url))
