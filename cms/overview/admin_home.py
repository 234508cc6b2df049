"""What the core team sees first in the admin: what is due and what waits, each with one link."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from wagtail.models import TaskState

from cms.community.case_screen import days_waited
from cms.community.selectors import cases_to_answer
from cms.core import clock
from cms.core.requester import SYSTEM
from cms.discovery.index_admin import HEALTH
from cms.discovery.index_health import LATE
from cms.intake.selectors import asked_papers
from cms.jobs.selectors import health
from cms.notifications.selectors import addresses_that_bounce
from cms.overview.data_quality.kinds import counts
from cms.overview.template_use import falling_use
from cms.pages.models import GuidancePage, HorizonPage
from cms.pages.selectors import pages_due_for_review
from cms.reorganisation.selectors import left_open_counts, plans_that_wait
from cms.reviews.models import ReviewTrigger
from cms.reviews.notes import waiting_notes
from cms.reviews.owners import orphans
from cms.reviews.selectors import changes_needed
from cms.searchlog.selectors import open_tasks, wishes_to_sort
from cms.signing.models import StuckRequest
from cms.signing.waiting import undecided
from cms.snippets.importers.services import waiting_rows
from cms.snippets.models import Benefit, Isp, LegalGateway, Partner, TemplateVersion
from cms.snippets.selectors import OVER, Status, due_date, with_status
from cms.snippets.viewsets.base import NOT_CONFIRMED
from cms.storage.inbound.selectors import stuck, to_decide
from search import outbox

SOON = datetime.timedelta(days=30)
Tone = Literal["late", "due", "info"]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to do: `text` says it with its number, `url` is where it is done. `late` comes first on the screen."""

    tone: Tone
    text: str
    url: str


def count_of(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def lines(user: Any) -> list[Line]:
    """Everything that waits for this person of the core team today; empty when nothing does. About a dozen counts."""
    order: dict[Tone, int] = {"late": 0, "due": 1, "info": 2}
    return sorted(_all_lines(user), key=lambda line: order[line.tone])


def _all_lines(user: Any) -> Iterator[Line]:
    yield from _jobs()
    yield from _index()
    yield from _imports()
    yield from _help()
    yield from _signing()
    yield from _missing()
    yield from _approvals(user)
    yield from _reviews()
    yield from _gaps()
    yield from _facts()
    yield from _template()
    yield from _data_quality()
    yield from _bodies()
    yield from _papers()
    yield from _deliveries()


def _papers() -> Iterator[Line]:
    """Old agreements about which the core team was asked."""
    number = len(asked_papers(SYSTEM))
    if number:
        text = count_of(number, "question about an old agreement waits", "questions about old agreements wait")
        yield Line("due", text, reverse("intake_batches"))


def _deliveries() -> Iterator[Line]:
    """What partners' systems sent: drafts to decide about, and what nothing could be decided about."""
    number, late = to_decide().count(), stuck().count()
    if number:
        text = count_of(number, "file from a partner’s system waits", "files from partners’ systems wait")
        yield Line("due", f"{text} to be accepted", f"{reverse('sent_by_partners')}?state=drafted")
    if late:
        text = count_of(late, "file from a partner’s system", "files from partners’ systems")
        yield Line("late", f"{text} could not be checked", f"{reverse('sent_by_partners')}?waits=true")


def _data_quality() -> Iterator[Line]:
    """Likely duplicates are not looked for here: that compares every body with every other."""
    number = sum(counts().values())
    if number:
        text = count_of(number, "thing in the registers needs", "things in the registers need") + " putting right"
        yield Line("info", text, reverse("overview_data_quality"))


def _jobs() -> Iterator[Line]:
    state = health()
    if state.message:
        yield Line("late", state.message, reverse("overview_jobs"))
    if state.given_up:
        yield Line("late", count_of(state.given_up, "job was given up", "jobs were given up"), reverse("overview_jobs"))


def _index() -> Iterator[Line]:
    """Changes that search does not know: given up, or on their way for too long."""
    state = outbox.status()
    if state.dead:
        text = count_of(state.dead, "change", "changes") + " could not be sent to search"
        yield Line("late", text, reverse(HEALTH))
    if state.lag_seconds > LATE.total_seconds():
        minutes = count_of(int(state.lag_seconds // 60), "minute", "minutes")
        yield Line("late", f"Search is {minutes} behind", reverse(HEALTH))


def _imports() -> Iterator[Line]:
    waiting = waiting_rows().count()
    if waiting:
        text = count_of(waiting, "imported row waits", "imported rows wait") + " for a decision"
        yield Line("due", text, reverse("register_imports:waiting"))


def _help() -> Iterator[Line]:
    """Requests that wait for the core team, in one line, counted as their own screen does."""
    cases = list(cases_to_answer())
    if not cases:
        return
    text = count_of(len(cases), "request for help waits", "requests for help wait") + " for an answer"
    if days := max(days_waited(case) for case in cases):
        text += f", the oldest for {count_of(days, 'working day', 'working days')}"
    late = sum(case.is_late for case in cases)
    if late:
        text += f", {late} past the day we promised"
    if free := sum(case.adviser_id is None for case in cases):
        text += f", {free} without an adviser"
    yield Line("late" if late else "due", text, f"{reverse('support-cases:index')}?standing=waits")


def _signing() -> Iterator[Line]:
    """Signatures that people are stuck with, and how many parties wait."""
    stuck = StuckRequest.objects.filter(answered_at=None)
    number, late = stuck.count(), stuck.filter(target_on__lt=clock.today()).exists()
    if number:
        text = count_of(number, "signature is stuck", "signatures are stuck")
        yield Line("late" if late else "due", f"{text}, say those who wait for it", reverse("signing_board"))
    waiting = undecided().count()
    if waiting:
        yield Line("info", count_of(waiting, "party has", "parties have") + " yet to sign", reverse("signing_board"))


def _missing() -> Iterator[Line]:
    """What people looked for and did not find."""
    wishes = wishes_to_sort(SYSTEM).count()
    if wishes:
        text = count_of(wishes, "thing that people asked for waits", "things that people asked for wait")
        yield Line("due", text, reverse("searchlog_wishes"))
    tasks = open_tasks(SYSTEM)
    late = tasks.filter(due_on__lt=clock.today()).count()
    if late:
        text = count_of(late, "content task is late", "content tasks are late")
        yield Line("late", text, reverse("searchlog_tasks"))
    free = tasks.filter(taken_by=None).count()
    if free:
        text = count_of(free, "content task needs", "content tasks need") + " somebody to take it"
        yield Line("info", text, reverse("searchlog_tasks"))


def _approvals(user: Any) -> Iterator[Line]:
    """Approvals that this person may give: not those that wait for the management group."""
    states = TaskState.objects.reviewable_by(user).select_related("task", "workflow_state")
    waiting = sum(bool(s.task.specific.get_actions(s.workflow_state.content_object, user)) for s in states)
    if waiting:
        text = count_of(waiting, "page waits", "pages wait") + " for an approval"
        yield Line("due", text, reverse("wagtailadmin_reports:workflow_tasks"))


def _isps(**filters: str) -> str:
    return reverse("wagtailsnippets_snippets_isp:list") + "?" + urlencode(filters)


def _reviews() -> Iterator[Line]:
    today = clock.today()
    lapsed = Isp.objects.filter(with_status(Status.LAPSED, today)).count()
    late = Isp.objects.filter(with_status(Status.REVIEW_LATE, today)).count()
    due = Isp.objects.filter(with_status(Status.REVIEW_DUE, today)).values_list(
        "next_review_on", "next_review_precision"
    )
    soon = sum(1 for on, precision in due if (day := due_date(on, precision)) is not None and day <= today + SOON)
    if late:
        yield Line(
            "late", count_of(late, "ISP review is late", "ISP reviews are late"), _isps(status=Status.REVIEW_LATE)
        )
    if lapsed:
        text = count_of(lapsed, "ISP has", "ISPs have") + " lapsed: more than 90 days late"
        yield Line("late", text, _isps(status=Status.LAPSED))
    if soon:
        text = count_of(soon, "ISP review falls", "ISP reviews fall") + " due within 30 days"
        yield Line("due", text, _isps(status=Status.REVIEW_DUE))
    changes = changes_needed(SYSTEM).count()
    if changes:
        text = count_of(changes, "agreement needs", "agreements need") + " a change, says its reviewer"
        yield Line("due", text, reverse("reviews:index") + "?standing=change")
    reports = ReviewTrigger.objects.filter(taken_up_on=None, done_on=None).count()
    if reports:
        text = count_of(reports, "report about an agreement waits", "reports about agreements wait") + " for a decision"
        yield Line("due", text, reverse("triggers:index") + "?standing=waits")
    drafted = waiting_notes()
    if drafted:
        text = count_of(drafted, "note to the management group waits", "notes to the management group wait")
        yield Line("due", text + ": send it or set it aside", reverse("management_notes"))
    pages = len(pages_due_for_review(today))
    if pages:
        text = count_of(pages, "page is", "pages are") + " past the review date"
        yield Line("due", text, reverse("overview_pages_due"))


def _gaps() -> Iterator[Line]:
    today = clock.today()
    over = Q()
    for status in OVER:
        over |= with_status(status, today)
    ownerless = Isp.objects.filter(owner=None).exclude(over).count()
    if ownerless:
        yield Line("info", count_of(ownerless, "ISP needs", "ISPs need") + " an owner", _isps(owner="none"))
    lost = sum(one.kind != "nobody" for one in orphans())
    if lost:
        text = count_of(lost, "owner has left or cannot be reached", "owners have left or cannot be reached")
        yield Line("due", text, reverse("orphans"))
    back = len(addresses_that_bounce())
    if back:
        text = "Mail to " + count_of(back, "address comes back", "addresses comes back")
        yield Line("due", text, reverse("bounces"))
    stages = sum(page.needs_next_stage for page in HorizonPage.objects.filter(live=True).exclude(key_date=""))
    if stages:
        text = count_of(stages, "change ahead is", "changes ahead are") + " past the key date: choose the next stage"
        yield Line("due", text, reverse("overview_pages_due"))
    bounced = Partner.objects.filter(contacts__bounced_on__isnull=False).distinct().count()
    if bounced:
        url = reverse("wagtailsnippets_snippets_partner:list") + "?contact=bounced"
        yield Line("due", count_of(bounced, "partner's contact", "partners' contacts") + " cannot be reached", url)


def _facts() -> Iterator[Line]:
    for model, name in ((LegalGateway, "legalgateway"), (Benefit, "benefit")):
        number = model.objects.filter(NOT_CONFIRMED).count()
        if number:
            words = model._meta.verbose_name if number == 1 else model._meta.verbose_name_plural
            url = reverse(f"wagtailsnippets_snippets_{name}:list") + "?unconfirmed=no"
            yield Line("info", f"{number} {words} not confirmed by anybody", url)
    unopened = GuidancePage.objects.filter(live=True, source_checked_on=None).exclude(source_url="").count()
    if unopened:
        text = "guidance page whose official address" if unopened == 1 else "guidance pages whose official address"
        yield Line("info", f"{unopened} {text} nobody of the core team has opened", reverse("overview_pages_due"))


def _template() -> Iterator[Line]:
    """Falling use of the template, and an edition that is still being written."""
    warning = falling_use()
    if warning:
        yield Line("due", warning, reverse("overview_template_use"))
    today = clock.today()
    for edition in TemplateVersion.objects.filter(Q(published_on=None) | Q(published_on__gt=today)):
        url = reverse("wagtailsnippets_snippets_templateversion:edit", args=[edition.pk])
        yield Line("info", f"{edition} is not published yet", url)


def _bodies() -> Iterator[Line]:
    """Plans of what happens to bodies: to review, stuck on their day, or carried out with something left open."""
    for plan, words in plans_that_wait(SYSTEM):
        tone: Tone = "late" if plan.day_has_come else "due"
        yield Line(tone, f"{plan}: {words}", reverse("reorganisation_plan", args=[plan.pk]))
    for plan, count in left_open_counts(SYSTEM):
        text = count_of(count, "choice was left open", "choices were left open")
        yield Line("due", f"{plan}: {text}", reverse("reorganisation_choices", args=[plan.pk]))
