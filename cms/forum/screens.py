"""The forum in the admin: spaces and who keeps them, threads, and the queue of reports. Opening a screen does nothing;
each button says what it does. A confidential space is listed only for who is in it, here as elsewhere."""

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput

from cms.core.errors import BadInput, DomainError
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.forum import selectors, services
from cms.forum.models import Space, SpaceMember, Thread
from cms.forum.permissions import is_moderator
from cms.members.models import User
from cms.members.selectors import requester_for

SPACES, SPACE, NEW = "forum_spaces", "forum_space", "forum_space_new"
THREADS, THREAD, REPORTS = "forum_threads", "forum_thread", "forum_reports"
PAGE = 50
THREAD_IN = re.compile(r"/threads/([0-9]{1,9})(?:[/?#]|$)")
FIELDS = {"endsOn": "ends_on"}  # as the services name them, and as the forms do


def member(request: HttpRequest) -> Requester:
    """Who is in the admin. Raises PermissionDenied for who moderates nothing and keeps no space."""
    by = requester_for(request)
    if not (may(by, "forum.make_space") or "moderator" in by.site_roles or by.owned_spaces):
        raise PermissionDenied
    return by


def complain(request: HttpRequest, error: DomainError) -> None:
    fields: Any = error.details.get("fields", {})
    messages.error(request, " ".join(text for texts in fields.values() for text in texts) or str(error))


# -- spaces ----------------------------------------------------------------------------------------------
class SpaceForm(forms.Form):
    name = forms.CharField(max_length=120)
    purpose = forms.CharField(
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text="What it is for, in one or two sentences. Who may not read it sees this.",
    )
    is_chatham_house = forms.BooleanField(
        label="Chatham House rule",
        required=False,
        help_text="What is said may be used; who said it, and for whom, may not. Every page of the space says so.",
    )
    ends_on = forms.DateField(
        label="Last day", required=False, widget=AdminDateInput, help_text="After it, the space is kept to be read."
    )


class NewSpaceForm(SpaceForm):
    kind = forms.ChoiceField(
        label="Who reads and writes",
        choices=Space.Kind.choices,
        widget=forms.RadioSelect,
        initial=Space.Kind.OPEN,
        help_text="This cannot be changed later: what people wrote was meant for those who could read it then.",
    )
    owners = forms.CharField(
        label="Owners",
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text="E-mail addresses of members, one a line. A private space needs one, a confidential one two.",
    )

    def clean_owners(self) -> list[int]:
        addresses = {line.strip().lower() for line in self.cleaned_data["owners"].splitlines() if line.strip()}
        found = {user.email.lower(): user.pk for user in User.objects.filter(email__in=addresses, is_active=True)}
        if missing := sorted(addresses - found.keys()):
            raise forms.ValidationError(f"No member has this address: {', '.join(missing)}.")
        return list(found.values())


@require_http_methods(["GET", "HEAD"])
def space_list(request: HttpRequest) -> HttpResponse:
    """Spaces with how much is in them, and what waits there."""
    by = member(request)
    waiting = selectors.asking_by_space(by)
    rows = [(space, may(by, "forum.keep_space", space), waiting.get(space.pk, 0)) for space in selectors.spaces(by)]
    context = {"page_title": "Spaces", "header_icon": "group", "rows": rows, "may_make": may(by, "forum.make_space")}
    return TemplateResponse(request, "forum/admin/spaces.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def space_new(request: HttpRequest) -> HttpResponse:
    by = member(request)
    if not may(by, "forum.make_space"):
        raise PermissionDenied
    form = NewSpaceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            space = services.make_space(by=by, **form.cleaned_data)
        except BadInput as error:
            fields: Any = error.details.get("fields", {})
            for name, texts in fields.items():
                form.add_error(FIELDS.get(name, name), texts)
        else:
            messages.success(request, f"“{space.name}” is there.")
            keeps = may(by, "forum.keep_space", space)
            return redirect(SPACE, space.slug) if keeps else redirect(SPACES)
    context = {"page_title": "Make a space", "header_icon": "group", "form": form, "media": form.media}
    return TemplateResponse(request, "forum/admin/new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def space_screen(request: HttpRequest, slug: str) -> HttpResponse:
    """What is said of a space, who is in it, who asks to come in, and its end."""
    by = member(request)
    space = visible(Space.objects.all(), by).filter(slug=slug).first()
    if space is None:
        raise Http404
    if not may(by, "forum.keep_space", space):
        raise PermissionDenied
    first = {name: getattr(space, name) for name in SpaceForm.base_fields}
    form = SpaceForm(initial=first)
    if request.method == "POST":
        name = next((name for name in SPACE_ACTS if name in request.POST), "")
        if name == "change":
            form = SpaceForm(request.POST)
        try:
            if name and (name != "change" or form.is_valid()):
                messages.success(request, SPACE_ACTS[name](by, space, request, form))
                return redirect(SPACE, slug)
        except DomainError as error:
            complain(request, error)
    context = {
        "page_title": space.name,
        "header_icon": "group",
        "space": space,
        "sent": request.POST,  # what was refused comes back as it was typed
        "form": form,
        "media": form.media,
        "asking": selectors.asking_for(by, space),
        "people": selectors.people_in(by, space),
        "topics": Thread.topics.through._default_manager.filter(thread__space=space, thread__merged_into=None)
        .values_list("topic__slug", "topic__name")
        .distinct()
        .order_by("topic__name"),
    }
    return TemplateResponse(request, "forum/admin/space.html", context)


def _change(by: Requester, space: Space, request: HttpRequest, form: SpaceForm) -> str:
    services.change_space(by=by, space=space.slug, no_end=not form.cleaned_data["ends_on"], **form.cleaned_data)
    return "Saved."


def _let_in(by: Requester, space: Space, request: HttpRequest, form: SpaceForm) -> str:
    row = services.let_in(by=by, membership=key(request.POST["let_in"]))
    return f"{row.user} is in, and is told."


def _turn_down(by: Requester, space: Space, request: HttpRequest, form: SpaceForm) -> str:
    row = services.turn_down(by=by, membership=key(request.POST["turn_down"]), reason=request.POST.get("reason", ""))
    return f"{row.user} is told why."


def _put_out(by: Requester, space: Space, request: HttpRequest, form: SpaceForm) -> str:
    row = services.put_out(by=by, membership=key(request.POST.get("who", "")), reason=request.POST.get("reason", ""))
    return f"{row.user} is no longer in, and is told why."


def _owner(by: Requester, space: Space, request: HttpRequest, form: SpaceForm) -> str:
    row = services.make_owner(by=by, membership=key(request.POST["owner"]))
    return f"{row.user} looks after this space now."


def _no_owner(by: Requester, space: Space, request: HttpRequest, form: SpaceForm) -> str:
    row = services.make_member(by=by, membership=key(request.POST["no_owner"]))
    return f"{row.user} stays in, and looks after it no more."


def _add(by: Requester, space: Space, request: HttpRequest, form: SpaceForm) -> str:
    user = User.objects.filter(email__iexact=request.POST.get("email", "").strip(), is_active=True).first()
    if user is None:
        raise BadInput("No member has this address.")
    role = SpaceMember.Role.OWNER if request.POST.get("as_owner") == "1" else SpaceMember.Role.MEMBER
    services.add_person(by=by, space=space.slug, user=user.pk, role=role)
    return f"{user} is in, and is told."


def _archive(by: Requester, space: Space, request: HttpRequest, form: SpaceForm) -> str:
    services.archive_space(by=by, space=space.slug, because=request.POST.get("because", ""))
    return "It has ended. Everything in it can still be read."


def _reopen(by: Requester, space: Space, request: HttpRequest, form: SpaceForm) -> str:
    services.reopen_space(by=by, space=space.slug)
    return "It goes on."


def _park(by: Requester, space: Space, request: HttpRequest, form: SpaceForm) -> str:
    given = {name: request.POST.get(name, "") for name in ("topic", "name", "purpose", "reason")}
    new = services.park_topic(by=by, space=space.slug, **given)
    return f"It has a space of its own now: “{new.name}”."


SpaceAct = Callable[[Requester, Space, HttpRequest, SpaceForm], str]
SPACE_ACTS: dict[str, SpaceAct] = {
    "change": _change,
    "let_in": _let_in,
    "turn_down": _turn_down,
    "put_out": _put_out,
    "owner": _owner,
    "no_owner": _no_owner,
    "add": _add,
    "archive": _archive,
    "reopen": _reopen,
    "park": _park,
}


# -- threads and reports ---------------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD"])
def thread_list(request: HttpRequest) -> HttpResponse:
    """Threads by what was written last; by words of the title, space and state."""
    by = member(request)
    words, space, state = (request.GET.get(name, "") for name in ("q", "space", "state"))
    rows = selectors.threads(by, space=space, state=state).select_related("space", "author")
    rows = rows.filter(title__icontains=words.strip()) if words.strip() else rows
    page = Paginator(rows, PAGE).get_page(request.GET.get("p"))
    context = {
        "page_title": "Questions and answers",
        "header_icon": "comment",
        "page": page,
        "spaces": selectors.spaces(by),
        "chosen": {"q": words, "space": space, "state": state},
    }
    return TemplateResponse(request, "forum/admin/threads.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def thread_screen(request: HttpRequest, number: int) -> HttpResponse:
    """One thread as moderators read it, with what can be done and what was."""
    by = member(request)
    thread = selectors.thread_at(by, number)
    if thread is None or not may(by, "forum.moderate", thread.space):
        raise Http404
    if request.method == "POST":
        name = next((name for name in THREAD_ACTS if name in request.POST), "")
        try:
            if name:
                THREAD_ACTS[name](by, thread, request)
                messages.success(request, "Done, and on record. Who wrote it is told why.")
                return redirect(THREAD, number)
        except DomainError as error:
            complain(request, error)
    posts = [
        (post, selectors.writer_of(post, by), selectors.words_of(post, by), selectors.trace_of(post))
        for post in selectors.posts_of(thread, by)
    ]
    wide = visible(Space.objects.filter(kind__in=["open", "joinable"], archived_at=None), by)
    context = {
        "page_title": thread.title,
        "header_icon": "comment",
        "thread": thread,
        "sent": request.POST,
        "posts": posts,
        "actions": thread.moderation.select_related("by", "post"),
        "spaces": wide.exclude(pk=thread.space_id) if thread.space.kind in ("open", "joinable") else (),
    }
    return TemplateResponse(request, "forum/admin/thread.html", context)


ThreadAct = Callable[[Requester, Thread, HttpRequest], Any]


def reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "")


THREAD_ACTS: dict[str, ThreadAct] = {
    "hide_post": lambda by, _, sent: services.hide_post(by=by, post=key(sent.POST["hide_post"]), reason=reason(sent)),
    "show_post": lambda by, _, sent: services.show_post(by=by, post=key(sent.POST["show_post"]), reason=reason(sent)),
    "hide": lambda by, thread, sent: services.hide_thread(by=by, number=thread.number, reason=reason(sent)),
    "show": lambda by, thread, sent: services.show_thread(by=by, number=thread.number, reason=reason(sent)),
    "lock": lambda by, thread, sent: services.lock_thread(by=by, number=thread.number, reason=reason(sent)),
    "unlock": lambda by, thread, sent: services.unlock_thread(by=by, number=thread.number, reason=reason(sent)),
    "move": lambda by, thread, sent: services.move_thread(
        by=by, number=thread.number, space=sent.POST.get("space", ""), reason=reason(sent)
    ),
    "merge": lambda by, thread, sent: services.merge_threads(
        by=by, number=thread.number, into=thread_number(sent.POST.get("into", "")), reason=reason(sent)
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def report_queue(request: HttpRequest) -> HttpResponse:
    """What members reported, the oldest first."""
    by = member(request)
    if request.method == "POST":
        try:
            services.settle_report(
                by=by, report=key(request.POST.get("settle", "")), outcome=request.POST.get("outcome", "")
            )
            messages.success(request, "Settled. Who reported it is told.")
            return redirect(REPORTS)
        except DomainError as error:
            complain(request, error)
    rows = [(row, selectors.words_of(row.post, by)) for row in selectors.open_reports(by)[:PAGE]]
    if not is_moderator(by):  # an owner learns what is wrong, and not who said so
        for row, _ in rows:
            row.reporter = None
    context = {"page_title": "Reported posts", "header_icon": "warning", "rows": rows, "sent": request.POST}
    return TemplateResponse(request, "forum/admin/reports.html", context)


def thread_number(text: str) -> int:
    """The number that was typed, or the one in a pasted address of a thread or of a post in it; 0 for anything else."""
    found = THREAD_IN.search(text)
    return key(found[1] if found else text.strip())


def key(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0
