"""What an intranet has around its agreements: datasets, an event, news, requests for help, something to approve."""

import datetime
from typing import Any

from django.utils.text import slugify
from wagtail.models import Workflow, WorkflowState

from cms.community import services as community
from cms.community.models import SupportCase
from cms.core import clock
from cms.core.models import CommunitySettings
from cms.members.models import User
from cms.members.selectors import requester_of
from cms.overview.demo.files import add_assessment, templates
from cms.pages.models import (
    EditorialPage,
    EventIndexPage,
    EventPage,
    GuidanceIndexPage,
    GuidancePage,
    HorizonPage,
    NewsIndexPage,
    NewsPage,
)
from cms.pages.setup import ensure_workflows
from cms.snippets.models import Dataset, Isp, Partner

DATASETS = (
    ("Anti-social behaviour incidents", "essex-police", "Performance analyst", "Date and street\nKind of incident",
     "Essex", "Monthly", "CSV", "personal", "asb"),
    ("Council tax discounts", "chelmsford-city-council", "Revenues systems officer", "Address\nDiscount and since when",
     "Chelmsford", "Monthly", "CSV", "personal", "council-tax"),
    ("Hospital discharge referrals", "mse-ft", "Discharge manager", "Name and address\nWhat changes at home",
     "Mid and south Essex", "Daily", "Form", "special", "discharge"),
    ("Serious violence by street", "pfcc-essex", "Analyst", "Counts by street, month and age group",
     "Essex", "Yearly", "XLSX", "anonymous", "violence"),
)  # fmt: skip
LOCAL = "Sharing information in an emergency: how we do it here"
STEPS = (
    ("Ring, do not write", "Ring 999, or the hub. Say who you are and what you fear."),
    ("Share what that person needs to act", "Not the file: the two or three facts that help now."),
    ("Write it down afterwards", "What, to whom, why, and the time. One line each will do."),
)


def make_settings() -> None:
    """Example contacts of the core team, where nobody has written any."""
    settings = CommunitySettings.load()
    wanted = {
        "contact_email": "core.team@demo.example",
        "contact_phone": "01632 960140",
        "urgent_line": "In an emergency ring 999. Safeguarding hub (example number), day and night: 01632 960199.",
        "help_text": "This installation shows real organisations and published agreements, and invented examples.",
    }
    for name, value in wanted.items():
        if not getattr(settings, name):
            setattr(settings, name, value)
    settings.save()


def make_datasets(partners: dict[str, Partner]) -> dict[str, Dataset]:
    """The datasets, by the key of the agreement whose flows they are."""
    made = {}
    for title, holder, steward, holds, coverage, frequency, form, sensitivity, key in DATASETS:
        values = {
            "title": title,
            "holder": partners[holder],
            "steward": steward,
            "categories": holds,
            "coverage": coverage,
            "update_frequency": frequency,
            "format": form,
            "sensitivity": sensitivity,
            "description": "An invented example of how a dataset is described.",
            "how_to_request": "Write to the steward and name the agreement that covers you.",
            "last_confirmed_on": clock.today() - datetime.timedelta(days=120),
            "confirm_by": clock.today() + datetime.timedelta(days=245),
            "is_example": True,
        }
        made[key], _ = Dataset.objects.get_or_create(slug=slugify(title), defaults=values)
    return made


def _publish(index: Any, page: EditorialPage) -> None:
    """Below its index page, unless a page of that address is there."""
    parent = index.objects.get()
    if not type(page)._default_manager.child_of(parent).filter(slug=page.slug).exists():
        parent.add_child(instance=page)
        page.save_revision().publish()


def make_pages(partners: dict[str, Partner]) -> None:
    today = clock.today()
    starts = datetime.datetime.combine(today + datetime.timedelta(days=18), datetime.time(10), clock.LONDON)
    _publish(
        EventIndexPage,
        EventPage(
            title="Practitioners’ quarterly meeting",
            slug="practitioners-quarterly-meeting",
            summary="Two cases, one change in the law, and time to ask. An example event.",
            kind=EventPage.Kind.PRACTITIONERS,
            starts_at=starts,
            ends_at=starts + datetime.timedelta(hours=2, minutes=30),
            place="Fire service headquarters, or online",
            host_partner=partners["ecfrs"],
            is_example=True,
        ),
    )
    _publish(
        NewsIndexPage,
        NewsPage(
            title="The register of agreements moves here",
            slug="register-moves-here",
            summary="Every agreement now shows who it covers, when it is reviewed and whom to ring. An example item.",
            published_on=today - datetime.timedelta(days=3),
            featured=True,
            body=[("prose", {"html": "<p>Look for your organisation under “Our ISPs” and tell us what is wrong.</p>"})],
            is_example=True,
        ),
    )
    checklist, leaflet = templates()
    _publish(
        NewsIndexPage,
        NewsPage(
            title="Two templates to download",
            slug="two-templates",
            summary="For your team’s wall and your front desk. An example item.",
            published_on=today - datetime.timedelta(days=9),
            body=[
                ("prose", {"html": "<p>Change them as you need, and take our “(example)” off.</p>"}),
                ("document", {"document": checklist, "note": "A page to keep by the telephone"}),
                ("document", {"document": leaflet, "note": "Plain words for people we talk about"}),
            ],
            is_example=True,
        ),
    )
    duty = HorizonPage.objects.filter(slug__startswith="childrens-wellbeing-and-schools-act-2026-section-4").first()
    hub = Isp.objects.filter(source_row__demo="mash").first()
    if hub is not None:
        add_assessment(hub)
    if duty is not None and hub is not None and not duty.affected_isps.exists():
        duty.affected_isps = [hub]
        duty.save_revision(clean=False).publish()


def make_approval(editor: User) -> None:
    """Local guidance that the core team approved and that waits for the management group."""
    parent = GuidanceIndexPage.objects.get()
    national = GuidancePage.objects.exclude(authority=GuidancePage.Authority.LOCAL).order_by("pk").first()
    if national is None or GuidancePage.objects.filter(title=LOCAL).exists():
        return
    steps = [{"title": title, "html": f"<p>{text}</p>"} for title, text in STEPS]
    page = GuidancePage(
        title=LOCAL,
        slug=slugify(LOCAL),
        summary="What you may share, with whom, and what to write down afterwards. An example of local guidance.",
        authority=GuidancePage.Authority.LOCAL,
        interprets=national,
        issuer="Core team (example)",
        body=[("steps", {"steps": steps})],
        owner=editor,
        live=False,
        is_example=True,
    )
    parent.add_child(instance=page)
    page.save_revision(user=editor)
    workflow: Workflow = ensure_workflows()
    state: WorkflowState = workflow.start(page, editor)
    task_state = state.current_task_state
    task_state.task.specific.on_action(task_state, editor, "approve")


def make_cases(people: dict[str, User]) -> None:
    """One request that was answered and one that waits."""
    if SupportCase.objects.filter(asker=people["head"]).exists():
        return
    head, editor = requester_of(people["head"]), requester_of(people["editor"])
    answered = community.ask_for_help(
        by=head,
        submission_id="demo-hoarding",
        what="Addresses of homes so full that a fire could not be escaped",
        whom="The fire and rescue service",
        why="So that housing and fire visit together",
    )
    words = "The agreement on hoarding and fire risk already covers you: use its joint visit form. (An example answer.)"
    community.answer_case(by=editor, number=answered.number, text=words)
    community.ask_for_help(
        by=requester_of(people["charity"]),
        submission_id="demo-volunteers",
        what="Names of carers who told us that they are not coping",
        whom="Their GP practice",
        why="So that somebody who knows them rings",
    )


def counts() -> dict[str, int]:
    """How many examples there are, by kind."""
    return {
        "people": User.objects.filter(is_example=True).count(),
        "members": Partner.objects.filter(is_example=True).count(),
        "agreements": Isp.objects.filter(is_example=True).count(),
        "datasets": Dataset.objects.filter(is_example=True).count(),
        "requests": SupportCase.objects.filter(submission_id__startswith="demo-").count(),
    }
