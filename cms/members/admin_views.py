"""Screens beside the lists: inviting from a file, and the pages that ask once more."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from cms.core import policy
from cms.core.errors import BadInput, DomainError
from cms.core.requester import Requester
from cms.core.tabular import Table, read_table, table_from
from cms.core.tabular.reading import MAX_BYTES
from cms.members.models import ApiToken, Invitation
from cms.members.selectors import requester_for
from cms.members.services import invite_many, resend_invitation, revoke_api_token, revoke_invitation
from cms.storage.accepting import accept_list
from cms.storage.refusals import RefusedFile

SALT = "cms.members.bulk"
KEPT_FOR = 60 * 60  # seconds between the preview and sending
ROWS = 5000
INVITATION_ACTIONS: dict[str, tuple[Callable[..., object], str]] = {
    "resend": (resend_invitation, "Send this invitation again? The link sent before stops working."),
    "revoke": (revoke_invitation, "Withdraw this invitation? Its link stops working at once."),
}


class FileForm(forms.Form):
    file = forms.FileField(
        label="CSV or XLSX file", help_text="Columns: organisation, name, e-mail, job title, role. Role may be empty."
    )

    def clean_file(self) -> Any:
        """Sized before it is read: the same limit as for the imports."""
        upload = self.cleaned_data["file"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError(f"The file is larger than {MAX_BYTES // 1024 // 1024} MB.")
        try:
            accept_list(upload, upload.name)
        except RefusedFile as refused:
            raise forms.ValidationError(str(refused)) from refused
        return upload


def _requester(request: HttpRequest, action: str) -> Requester:
    requester = requester_for(request)
    if not policy.may(requester, action):
        raise PermissionDenied
    return requester


@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request: HttpRequest) -> HttpResponse:
    """Upload, see what each row would do, then send. The rows travel signed between the two steps."""
    by = _requester(request, "invitation.bulk")
    form = FileForm(request.POST if "file" in request.FILES else None, request.FILES or None)
    context: dict[str, Any] = {"page_title": "Invite from a file", "header_icon": "mail", "form": form}
    try:
        if "rows" in request.POST:
            table = unpacked(request.POST["rows"])
            context |= {"report": invite_many(by=by, table=table, dry_run=False), "sent": True}
        elif request.method == "POST" and form.is_valid():
            upload = form.cleaned_data["file"]
            table = read_table(upload, name=upload.name)
            context |= {"report": invite_many(by=by, table=table, dry_run=True), "rows": packed(table)}
    except BadInput as error:
        context["problem"] = str(error)
    return TemplateResponse(request, "members/admin/bulk.html", context)


def packed(table: Table) -> str:
    if len(table.rows) > ROWS:
        raise BadInput(f"{table.name} has more than {ROWS} rows. Send it in parts.")
    return signing.dumps([table.name, [[row.number, row.cells] for row in table.rows]], salt=SALT, compress=True)


def unpacked(text: str) -> Table:
    try:
        name, rows = signing.loads(text, salt=SALT, max_age=KEPT_FOR)
    except signing.BadSignature as error:
        raise BadInput("The preview is too old. Upload the file again.") from error
    return table_from(name, [cells for _, cells in rows], numbers=[number for number, _ in rows])


def _ask(request: HttpRequest, question: str, back: str, do: Callable[[], object]) -> HttpResponse:
    if request.method == "POST":
        try:
            do()
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, "Done.")
        return redirect(back)
    context = {"page_title": "Are you sure?", "header_icon": "warning", "question": question, "back": back}
    return TemplateResponse(request, "members/admin/ask.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change_invitation(request: HttpRequest, pk: int, action: str) -> HttpResponse:
    by = _requester(request, "invitation.bulk")
    row = get_object_or_404(Invitation, pk=pk)
    if action not in INVITATION_ACTIONS:
        raise PermissionDenied
    service, question = INVITATION_ACTIONS[action]
    back = "wagtailsnippets_members_invitation:list"
    return _ask(request, f"{row}: {question}", back, lambda: service(by=by, invitation=row))


@require_http_methods(["GET", "HEAD", "POST"])
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    by = _requester(request, "token.revoke")
    row = get_object_or_404(ApiToken, pk=pk)
    question = f"Revoke the token “{row}”? What uses it loses its access at once."
    return _ask(request, question, "wagtailsnippets_members_apitoken:list", lambda: revoke_api_token(by=by, token=row))
