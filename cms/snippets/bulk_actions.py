"""What editors do to several facts at once."""

from collections.abc import Sequence
from typing import Any

from wagtail.log_actions import log
from wagtail.permissions import policy_registry
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from cms.core import clock
from cms.snippets.models import Benefit, LegalGateway


class ConfirmFacts(SnippetBulkAction):
    """“I have checked these against the official text”: sets `verified_on` to today."""

    display_name = "Confirm"
    aria_label = "Confirm the chosen facts as checked today"
    action_type = "confirm"
    template_name = "snippets/bulk_confirm.html"
    models = [LegalGateway, Benefit]

    def check_perm(self, fact: Any) -> bool:
        policy = policy_registry.get_by_type(self.model)
        return bool(policy.user_has_permission_for_instance(self.request.user, "change", fact))

    @classmethod
    def execute_action(cls, objects: Sequence[Any], **context: Any) -> tuple[int, int]:
        user = context["self"].request.user
        for fact in objects:
            fact.verified_on = clock.today()
            fact.save(update_fields=["verified_on"])
            log(instance=fact, action="wagtail.edit", user=user, title=f"Confirmed: {fact}"[:200])
        return len(objects), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return "1 fact is confirmed." if num_parent_objects == 1 else f"{num_parent_objects} facts are confirmed."
