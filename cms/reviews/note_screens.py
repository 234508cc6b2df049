"""In the admin: notes to the management group, and what has no owner who can be told."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from cms.core import policy
from cms.core.errors import DomainError
from cms.core.requester import Requester
from cms.members.selectors import holders_of_site_role, requester_for
from cms.reviews import notes, owners
from cms.reviews.models import ManagementNote
from cms.snippets.models import Isp

SHOWN = 200  # orphans on one screen; the rest follows once these are settled


def _core_team(request: HttpRequest) -> Requester:
    by = requester_for(request)
    if not policy.may(by, notes.MANAGE):
        raise PermissionDenied
    return by


class NoteForm(forms.Form):
    subject = forms.CharField(max_length=200, widget=forms.TextInput({"size": 80}))
    body = forms.CharField(label="Words", max_length=notes.LONGEST, widget=forms.Textarea({"rows": 18}))


@require_http_methods(["GET", "HEAD"])
def note_list(request: HttpRequest) -> HttpResponse:
    """Drafts first, then what was sent or set aside."""
    _core_team(request)
    rows = list(ManagementNote.objects.select_related("partner", "sent_by")[:500])
    rows.sort(key=lambda note: note.standing != "draft")
    context = {"page_title": "Notes to the management group", "header_icon": "mail", "notes": rows}
    return TemplateResponse(request, "reviews/admin/notes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Read, edit, send or set aside one note. Each is a button; opening it changes nothing."""
    by = _core_team(request)
    row = get_object_or_404(ManagementNote.objects.select_related("partner"), pk=pk)
    form = NoteForm(request.POST or None, initial={"subject": row.subject, "body": row.body})
    wanted = next((name for name in ("send", "dismiss", "save") if name in request.POST), "")
    try:
        if wanted == "dismiss":
            notes.dismiss_note(by=by, pk=pk, because=request.POST.get("because", ""))
            messages.success(request, "Set aside. Nothing was sent.")
            return redirect("management_notes")
        if wanted and form.is_valid():
            notes.edit_note(by=by, pk=pk, **form.cleaned_data)
            if wanted == "send":
                count = notes.send_note(by=by, pk=pk)
                messages.success(request, f"Sent to {count} {'person' if count == 1 else 'people'}.")
                return redirect("management_notes")
            messages.success(request, "Kept. Nothing was sent yet.")
            return redirect("management_note", pk)
    except DomainError as error:
        messages.error(request, str(error))
    context = {
        "page_title": row.subject,
        "header_icon": "mail",
        "note": row,
        "form": form,
        "group": holders_of_site_role("management_group"),
        "open": notes.open_reviews(row),
    }
    return TemplateResponse(request, "reviews/admin/note.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def orphan_list(request: HttpRequest) -> HttpResponse:
    """ISPs and pages whose owner is absent, has left or cannot be reached; who is told instead; choose an owner."""
    by = _core_team(request)
    if request.method == "POST":
        try:
            _choose(request, by)
        except (DomainError, ValueError) as error:
            messages.error(request, str(error) if isinstance(error, DomainError) else "Choose somebody.")
        return redirect("orphans")
    kind = request.GET.get("kind", "")
    found = [one for one in owners.orphans() if not kind or one.kind == kind]
    shown = found[:SHOWN]
    people = {lead: owners.candidates(lead) for lead in {one.thing.lead_id for one in shown} if lead is not None}
    everybody = (
        list(get_user_model()._default_manager.filter(is_active=True)) if any(one.thing.page for one in shown) else []
    )
    revisions = dict(
        Isp.objects.filter(pk__in=[one.thing.isp for one in shown if one.thing.isp]).values_list("pk", "lock_version")
    )
    rows: list[dict[str, Any]] = [
        {
            "one": one,
            "people": people.get(one.thing.lead_id, []) if one.thing.lead_id else everybody,
            "revision": revisions.get(one.thing.isp or 0, ""),
        }
        for one in shown
    ]
    context = {"page_title": "Owners who cannot be told", "header_icon": "user", "rows": rows, "kind": kind}
    return TemplateResponse(request, "reviews/admin/orphans.html", context | {"total": len(found)})


def _choose(request: HttpRequest, by: Requester) -> None:
    owner = int(request.POST.get("owner", ""))
    if request.POST.get("isp"):
        revision = int(request.POST["revision"])
        isp = owners.choose_owner(by=by, isp_id=int(request.POST["isp"]), owner_id=owner, expected_revision=revision)
        messages.success(request, f"{isp.reference} belongs to {isp.owner} now.")
    elif request.POST.get("page"):
        owners.choose_page_owner(by=by, page_id=int(request.POST["page"]), owner_id=owner)
        messages.success(request, "The page has an owner now.")
    else:
        raise Http404


@hooks.register("register_admin_urls")
def note_urls() -> list[URLPattern]:
    return [
        path("reviews/notes/", note_list, name="management_notes"),
        path("reviews/notes/<int:pk>/", note, name="management_note"),
        path("reviews/owners/", orphan_list, name="orphans"),
    ]


class CoreTeamItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return policy.may(requester_for(request), notes.MANAGE)


@hooks.register("register_reports_menu_item")
def notes_item() -> MenuItem:
    url = reverse("management_notes")
    return CoreTeamItem("Notes to the management group", url, name="management-notes", icon_name="mail", order=1065)


@hooks.register("register_reports_menu_item")
def orphans_item() -> MenuItem:
    return CoreTeamItem("Owners who cannot be told", reverse("orphans"), name="orphans", icon_name="user", order=1066)
