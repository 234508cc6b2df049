"""A panel with what a register said of an ISP, and which imports changed it."""

from typing import Any

from wagtail.admin.panels import HelpPanel

from cms.snippets.importers.recording import history_of
from cms.snippets.importers.saying import said, word_for


class RegisterSaid(HelpPanel):
    class BoundPanel(HelpPanel.BoundPanel):  # type: ignore[misc]
        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            row = self.instance.source_row or {}
            content = row.get("content", {})
            return {
                **context,
                "row": row,
                "said": [(word_for(key).capitalize(), said(value)) for key, value in content.items() if value],
                "changes": history_of("snippets.isp", self.instance.pk) if self.instance.pk else [],
            }
