"""What an installation's pages need before anybody can write: the sections, the site and the steps of approval."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site, Workflow, WorkflowPage, WorkflowTask

from cms.pages.models import (
    EventIndexPage,
    GuidanceIndexPage,
    HomePage,
    HorizonIndexPage,
    NewsIndexPage,
    RoleApprovalTask,
    StoryIndexPage,
)

WORKFLOW = "Approval"
FIRST, SECOND = "Core team approval", "Management group approval"
SECTIONS: tuple[tuple[type[Page], str, str], ...] = (
    (GuidanceIndexPage, "Guidance", "guidance"),
    (NewsIndexPage, "News", "news"),
    (HorizonIndexPage, "Changes ahead", "horizon"),
    (StoryIndexPage, "Success stories", "stories"),
    (EventIndexPage, "Events", "events"),
)


@transaction.atomic
def ensure_site_tree() -> HomePage:
    """The home page with its sections, as the root of the one site. Leaves alone what exists."""
    home = HomePage.objects.first()
    if home is None:
        root = Page.objects.get(depth=1)
        home = root.add_child(instance=HomePage(title="Home", slug=_free_slug(root, "intranet")))
    for model, title, slug in SECTIONS:
        if not model._default_manager.exists():
            home.add_child(instance=model(title=title, slug=slug))
            home.refresh_from_db()
    address = urlsplit(settings.FRONTEND_ORIGIN)
    port = address.port or (443 if address.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    if site.root_page_id != home.pk or (site.hostname, site.port) != (address.hostname, port):
        site.hostname, site.port, site.root_page = address.hostname or "localhost", port, home
        site.save()
    found: HomePage = home
    return found


def _free_slug(parent: Page, slug: str) -> str:
    taken = set(parent.get_children().values_list("slug", flat=True))
    return slug if slug not in taken else f"{slug}-{len(taken) + 1}"


@transaction.atomic
def ensure_workflows() -> Workflow:
    """One workflow with two steps for the whole tree: the core team, then the management group for local guidance.

    Steps that exist keep what editors changed, save what makes the second approval one: its role, and another person.
    """
    home = ensure_site_tree()
    first, _ = RoleApprovalTask.objects.get_or_create(name=FIRST, defaults={"role": RoleApprovalTask.Role.CORE_EDITOR})
    second, _ = RoleApprovalTask.objects.update_or_create(
        name=SECOND,
        defaults={
            "role": RoleApprovalTask.Role.MANAGEMENT_GROUP,
            "local_guidance_only": True,
            "by_another_person": True,
            "active": True,
        },
    )
    workflow, _ = Workflow.objects.get_or_create(name=WORKFLOW, defaults={"active": True})
    for order, task in enumerate((first, second)):
        WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": order})
    WorkflowPage.objects.get_or_create(page=home, defaults={"workflow": workflow})
    # Wagtail installs one for the whole tree, whose step nobody here can take.
    WorkflowPage.objects.filter(page__depth=1).exclude(workflow=workflow).delete()
    return workflow
