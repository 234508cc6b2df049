"""Wagtail's signals about pages: who is told that an approval waits for them."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from wagtail.models import Page, TaskState
from wagtail.signals import task_submitted

from cms.core.requester import SYSTEM
from cms.notifications.services import Recipient, notify
from cms.pages.models import RoleApprovalTask


def tell_approvers(sender: Any, instance: TaskState, user: Any = None, **_: Any) -> None:
    """Write to those who may take the step. The link leads to the page's form, where a button decides."""
    task, page = instance.task.specific, instance.workflow_state.content_object
    if not isinstance(task, RoleApprovalTask) or not isinstance(page, Page):
        return
    people = get_user_model()._default_manager.filter(is_active=True, site_roles__role=task.role).distinct()
    approvers = [person for person in people if task.may_decide(page.specific, person)]
    if user is not None:
        approvers = [person for person in approvers if person.pk != user.pk]
    link = settings.CMS_ORIGIN + reverse("wagtailadmin_pages:edit", args=[page.pk])
    notify(
        by=SYSTEM,
        source_key=f"approval:{instance.pk}",
        recipients=[Recipient(person.email, person.pk, str(person)) for person in approvers],
        title=f"“{page.title}” waits for your approval",
        body=f"The step is “{task.name}”. Read the page, then choose “Approve” or “Request changes”:\n\n{link}",
    )


def connect() -> None:
    """Called once, when the app is ready."""
    task_submitted.connect(tell_approvers, dispatch_uid="pages_tell_approvers")
