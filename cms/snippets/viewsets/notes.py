"""A place at the top of a version's form, where other apps say what they know of it."""

from collections.abc import Callable
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from wagtail.admin.panels import Panel

Context = Callable[[Any, Any], dict[str, Any] | None]  # of a version and a request; None: nothing to say
_notes: list[tuple[str, Context]] = []


def register_version_note(template: str, context: Context) -> None:
    """Called by an app when it is ready: `template` is shown with what `context(version, request)` gives."""
    if (template, context) not in _notes:
        _notes.append((template, context))


class VersionNotesPanel(Panel):
    """What is registered, in the order of registration; nothing for a version that is not stored yet."""

    class BoundPanel(Panel.BoundPanel):  # type: ignore[misc]
        template_name = "snippets/version_notes.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk) and bool(self.notes)

        @property
        def notes(self) -> list[SafeString]:
            if not hasattr(self, "_notes"):
                found = [(template, context(self.instance, self.request)) for template, context in _notes]
                self._notes = [
                    render_to_string(template, given, request=self.request)
                    for template, given in found
                    if given is not None
                ]
            return self._notes

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "notes": self.notes}
