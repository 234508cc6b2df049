"""One pair of screens for all other importers: choose what the file is, read what it would do, apply it."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import FormView

from cms.core.errors import DomainError
from cms.core.requester import Requester
from cms.core.tabular import Report, Table, read_table
from cms.snippets.admin_views.base import NAMES, ImportScreen
from cms.snippets.admin_views.forms import FileField
from cms.snippets.importers.contacts import import_contacts
from cms.snippets.importers.partners import import_partners, import_signatories
from cms.snippets.importers.reference import AGREEMENTS, BENEFITS, import_reference
from cms.snippets.tasks import HELD_FILES

HELD = "held_import"  # session key: the file between its check and its application


@dataclass(frozen=True, slots=True)
class Kind:
    label: str
    run: Callable[[Table, Requester], Report]


_kinds: dict[str, Kind] = {}


def register_importer(name: str, label: str, run: Callable[[Table, Requester], Report]) -> None:
    """Offer an importer on the screen "Import a list": `run(table, by)` writes in the caller's transaction."""
    _kinds[name] = Kind(label, run)


register_importer("partners", "Partners, GP practices or schools", lambda table, by: import_partners(table, by=by))
register_importer("contacts", "Named contacts of partners", lambda table, by: import_contacts(table, by=by))
register_importer("signatories", "Signatories of the charter", lambda table, by: import_signatories(table, by=by))
register_importer("reference", "Law, sectors, themes or glossary", lambda table, by: import_reference(table, by=by))
register_importer("benefits", "Benefits", lambda table, by: import_reference(table, by=by, forms=(BENEFITS,)))
register_importer(
    "agreements",
    "Agreements published elsewhere",
    lambda table, by: import_reference(table, by=by, forms=(AGREEMENTS,)),
)


class ListUpload(forms.Form):
    kind = forms.ChoiceField(label="What it lists", widget=forms.RadioSelect)
    file = FileField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [(name, kind.label) for name, kind in _kinds.items()]


class ImportList(ImportScreen, FormView[ListUpload]):
    """The file is checked first and held for the session; "Apply" runs the same importer on the same bytes."""

    form_class = ListUpload
    template_name = "snippets/imports/list.html"
    page_title = "Import a list"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._forget()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "apply" not in request.POST:
            return super().post(request, *args, **kwargs)
        held = self.request.session.get(HELD)
        if held is None or not default_storage.exists(held["path"]):
            messages.error(request, "The file is not held any more. Choose it again.")
            return redirect(f"{NAMES}:list")
        with default_storage.open(held["path"]) as file:
            content = file.read()
        try:
            with transaction.atomic():
                report = _kinds[held["kind"]].run(read_table(content, name=held["name"]), self.by)
        except DomainError as error:
            messages.error(request, str(error))
            return redirect(f"{NAMES}:list")
        self._forget()
        counts = report.counts
        messages.success(request, f"{report.file}: {counts['new']} new, {counts['changed']} changed.")
        return self.render_to_response(self.get_context_data(form=ListUpload(), report=report, applied=True))

    def form_valid(self, form: ListUpload) -> HttpResponse:
        uploaded, kind = form.cleaned_data["file"], form.cleaned_data["kind"]
        content = uploaded.read()
        try:
            with transaction.atomic():
                report = _kinds[kind].run(read_table(content, name=uploaded.name), self.by)
                transaction.set_rollback(True)  # a check writes nothing
        except DomainError as error:
            form.add_error("file", str(error))
            return self.form_invalid(form)
        self._forget()
        path = default_storage.save(f"{HELD_FILES}/{secrets.token_hex(16)}", ContentFile(content))
        self.request.session[HELD] = {"path": path, "kind": kind, "name": uploaded.name}
        return self.render_to_response(self.get_context_data(form=form, report=report, applied=False))

    def _forget(self) -> None:
        held = self.request.session.pop(HELD, None)
        if held is not None:
            default_storage.delete(held["path"])
