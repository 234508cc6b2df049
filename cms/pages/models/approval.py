"""The steps of approval before a page is published. Wagtail runs them; who may take one follows from dated roles."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from wagtail.models import Revision, Task, TaskState, WorkflowState

CORE_EDITOR, MANAGEMENT_GROUP = "core_editor", "management_group"
ACTIONS = [
    ("reject", "Request changes", True),
    ("approve", "Approve", False),
    ("approve", "Approve with a comment", True),
]


class RoleApprovalTask(Task):
    """An approval by somebody who holds a site role today."""

    class Role(models.TextChoices):
        CORE_EDITOR = CORE_EDITOR, "Core team editor"
        MANAGEMENT_GROUP = MANAGEMENT_GROUP, "Management group"

    role = models.CharField(max_length=20, choices=Role)
    local_guidance_only = models.BooleanField(
        "for local guidance only", default=False, help_text="Other pages pass this step by themselves."
    )
    by_another_person = models.BooleanField(
        "by another person than wrote or approved it", default=False, help_text="Nobody approves their own words."
    )

    admin_form_fields = [*Task.admin_form_fields, "role", "local_guidance_only", "by_another_person"]

    class Meta:
        verbose_name = "approval by a role"

    def applies_to(self, page: Any) -> bool:
        return not self.local_guidance_only or bool(getattr(page, "is_local_guidance", False))

    def may_decide(self, page: Any, user: Any) -> bool:
        """Whether the person holds the role today and, where the task says so, had no hand in these words."""
        if not user.is_active or not holds_role(user, self.role):
            return False
        return not self.by_another_person or user.pk not in hands_in(page)

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        page = workflow_state.content_object.get_latest_revision_as_object()
        if self.applies_to(page):
            return super().start(workflow_state, user=user)
        return TaskState.objects.create(
            workflow_state=workflow_state, task=self, revision=page.latest_revision, status=TaskState.STATUS_SKIPPED
        )

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: Any, action_name: str, **kwargs: Any) -> None:
        if not self.may_decide(task_state.workflow_state.content_object, user):
            raise PermissionDenied
        super().on_action(task_state, user, action_name, **kwargs)

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return holds_role(user, self.role)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        return not holds_role(user, self.role)

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        return holds_role(user, self.role)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        return ACTIONS if self.may_decide(obj, user) else []

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        if not holds_role(user, self.role):
            return TaskState.objects.none()
        return TaskState.objects.filter(task=self, status=TaskState.STATUS_IN_PROGRESS)

    @classmethod
    def get_description(cls) -> str:
        return "Somebody who holds the role today approves. The second approval of local guidance is one of these."


def holds_role(user: Any, role: str) -> bool:
    """From the dated site roles. A superuser takes the core team's step, but sits in nobody's seat of the group."""
    if role == CORE_EDITOR and user.is_superuser:
        return True
    return bool(user.site_roles.current().filter(role=role).exists())


def hands_in(page: Any) -> set[int]:
    """Keys of the people who made the page, saved its latest words, asked for approval or gave an earlier one."""
    people = {page.owner_id}
    if page.latest_revision is not None:
        people.add(page.latest_revision.user_id)
    state = page.current_workflow_state
    if state is not None:
        people.add(state.requested_by_id)
        approved = state.task_states.filter(status=TaskState.STATUS_APPROVED, revision=page.latest_revision)
        people.update(approved.values_list("finished_by", flat=True))
    return people - {None}


def has_second_approval(revision: Revision) -> bool:
    """Whether a person of the management group approved exactly these words."""
    tasks = RoleApprovalTask.objects.filter(role=MANAGEMENT_GROUP)
    approved = TaskState.objects.filter(
        revision=revision, status=TaskState.STATUS_APPROVED, task__in=tasks.values("pk")
    )
    return bool(approved.exclude(finished_by=None).exists())
