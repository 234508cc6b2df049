"""Files of a version in its form: what to look at is said, and more than the parties see one only after a look."""

from typing import Any, cast

from django import forms
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, InlinePanel, Panel

from cms.core.requester import Requester
from cms.snippets import looking
from cms.snippets.models import IspFile

OPENED = ("document", "parties_only")


class IspFileForm(WagtailAdminModelForm):
    looked = forms.BooleanField(label=looking.TICK, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        document = cleaned.get("document")
        opens = document is not None and not cleaned.get("parties_only") and set(OPENED) & set(self.changed_data)
        if not opens or cleaned.get("looked") or (self.is_same_document() and looking.was_looked_at(self.instance)):
            return cleaned
        if told := looking.sentences_of(document):
            self.add_error("looked", " ".join([*told, looking.ASK]))
        return cleaned

    def is_same_document(self) -> bool:
        return self.instance.pk is not None and "document" not in self.changed_data

    def save(self, commit: bool = True) -> IspFile:
        if self.instance.pk is not None and "document" in self.changed_data:
            self.instance.looked_by, self.instance.looked_at = None, None
        return cast(IspFile, super().save(commit=commit))

    def says_so(self) -> bool:
        """Whether the person ticks now that they looked."""
        return bool(self.cleaned_data.get("looked")) and not self.cleaned_data.get("DELETE")


def note_looks(formset: Any, user_id: int | None) -> None:
    """After the version was saved: the ticks, with who and when."""
    by = Requester(user_id=user_id, is_editor=True)  # the admin lets nobody else in
    for form in formset.forms:
        if form.is_bound and form.says_so():
            looking.note_look(by=by, file=form.instance)


class LookPanel(Panel):
    """What the program found in the words of this file."""

    class BoundPanel(Panel.BoundPanel):  # type: ignore[misc]
        template_name = "snippets/file_look.html"

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            file = self.instance
            if file is None or file.document_id is None:
                return context
            return {
                **context,
                "told": looking.sentences_of(file.document),
                "looked": looking.was_looked_at(file),
                "file": file,
            }


class FilesPanel(InlinePanel):
    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name] |= {"form": IspFileForm, "inherit_kwargs": ["for_user"]}
        return options


def files_panel() -> FilesPanel:
    panels = [
        FieldPanel("document"),
        FieldPanel("title"),
        FieldPanel("kind"),
        LookPanel(),
        FieldPanel("parties_only"),
        FieldPanel("looked"),
    ]
    return FilesPanel("files", panels, "Files", "file")
