"""One pair of screens for all other importers: choose what the file is, read what it would do, apply it."""

import datetime
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
from wagtail.admin.widgets import AdminDateInput

from cms.core import clock
from cms.core.errors import DomainError
from cms.core.requester import Requester
from cms.core.tabular import Report, Table, read_table
from cms.snippets.admin_views.base import NAMES, ImportScreen
from cms.snippets.admin_views.forms import FileField
from cms.snippets.importers.contacts import import_contacts
from cms.snippets.importers.partners import import_partners, import_signatories
from cms.snippets.importers.reference import AGREEMENTS, BENEFITS, import_reference
from cms.snippets.models import ChangeSet
from cms.snippets.tasks import HELD_FILES

HELD = "held_import"  # session key: the file between its check and its application


@dataclass(frozen=True, slots=True)
class Kind:
    """`dated` importers are told the day of the copy as well."""

    label: str
    run: Callable[[Table, Requester], Report] | None = None
    dated: Callable[[Table, Requester, datetime.date], Report] | None = None

    def __call__(self, table: Table, by: Requester, as_of: datetime.date) -> Report:
        if self.dated is not None:
            return self.dated(table, by, as_of)
        if self.run is None:
            raise TypeError(f"Nothing imports “{self.label}”.")
        return self.run(table, by)


_kinds: dict[str, Kind] = {}


def register_importer(name: str, label: str, run: Callable[[Table, Requester], Report]) -> None:
    """Offer an importer on the screen "Import a list": `run(table, by)` writes in the caller's transaction."""
    _kinds[name] = Kind(label, run)


_kinds["partners"] = Kind(
    "Partners, GP practices or schools", dated=lambda table, by, as_of: import_partners(table, by=by, as_of=as_of)
)
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
    as_of = forms.DateField(
        label="Day of this copy",
        widget=AdminDateInput,
        initial=clock.today,
        required=False,
        help_text="For partners: a former name was used until then. A copy older than the last is refused.",
    )

    def clean_as_of(self) -> datetime.date:
        day: datetime.date = self.cleaned_data["as_of"] or clock.today()
        if day > clock.today():
            raise forms.ValidationError("A copy is of today or of an earlier day.")
        return day

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
        content = self._content()
        if content is None:
            messages.error(request, "The file is not held any more. Choose it again.")
            return redirect(f"{NAMES}:list")
        held = self.request.session[HELD]
        try:
            with transaction.atomic():
                as_of = datetime.date.fromisoformat(held["as_of"])
                report = _kinds[held["kind"]](read_table(content, name=held["name"]), self.by, as_of)
        except DomainError as error:
            messages.error(request, str(error))
            return redirect(f"{NAMES}:list")
        self._forget()
        counts = report.counts
        messages.success(request, f"{report.file}: {counts['new']} new, {counts['changed']} changed.")
        return self.render_to_response(self.get_context_data(form=ListUpload(), report=report, applied=True))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report: Report | None = kwargs.get("report")
        if report is not None:
            # What changes comes first: nobody looks for 27 rows among 217.
            order = ["invalid", "unresolved", "changed", "new", "unchanged"]
            kwargs["rows"] = sorted(report.rows, key=lambda row: (order.index(row.status), row.row))
            kwargs["step"] = ChangeSet.objects.filter(kind=ChangeSet.Kind.LIST).first() if kwargs["applied"] else None
        return super().get_context_data(**kwargs)

    def form_valid(self, form: ListUpload) -> HttpResponse:
        uploaded, kind, as_of = (form.cleaned_data[name] for name in ("file", "kind", "as_of"))
        content = uploaded.read()
        try:
            with transaction.atomic():
                report = _kinds[kind](read_table(content, name=uploaded.name), self.by, as_of)
                transaction.set_rollback(True)  # a check writes nothing
        except DomainError as error:
            form.add_error("file", str(error))
            return self.form_invalid(form)
        self._forget()
        path = default_storage.save(f"{HELD_FILES}/{secrets.token_hex(16)}", ContentFile(content))
        self.request.session[HELD] = {"path": path, "kind": kind, "name": uploaded.name, "as_of": as_of.isoformat()}
        return self.render_to_response(self.get_context_data(form=form, report=report, applied=False))

    def _content(self) -> bytes | None:
        """Of the file that is held; None where none is, or where it may not be read any more."""
        held = self.request.session.get(HELD)
        if held is None:
            return None
        try:
            with default_storage.open(held["path"]) as file:
                return bytes(file.read())
        except FileNotFoundError:
            return None

    def _forget(self) -> None:
        held = self.request.session.pop(HELD, None)
        if held is not None:
            default_storage.delete(held["path"])
