"""In the admin: who comes to an event. One screen an event; each button says what it does, and opening does nothing."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.documents.widgets import AdminDocumentChooser

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, DomainError
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.core.tabular.writing import write_csv
from cms.events import services
from cms.events.models import Place
from cms.events.selectors import events_for_admin, numbers_of
from cms.forum.models import Space
from cms.members.selectors import requester_for
from cms.pages.models import EventPage
from cms.storage.texts import facts_of_many, to_look_at

LIST, ONE, PEOPLE = "events_people", "event_people", "event_people_csv"


def _arranger(request: HttpRequest) -> Requester:
    by = requester_for(request)
    if not may(by, "event.arrange"):
        raise PermissionDenied
    return by


class SignUpForm(forms.Form):
    places = forms.IntegerField(
        required=False,
        min_value=1,
        help_text="Empty: as many as want to come. More places go to the queue at once; fewer take nobody’s place.",
    )
    closes_at = forms.DateTimeField(
        label="Sign-up closes", required=False, widget=AdminDateTimeInput, help_text="Empty: when the event begins."
    )
    joining = forms.CharField(
        label="How to join",
        required=False,
        widget=forms.Textarea({"rows": 5}),
        help_text="The link of the meeting, the room, who lets people in. Only people with a place see it. "
        "When you change it, they are written to.",
    )


class AddForm(forms.Form):
    email = forms.EmailField(label="E-mail address of a member", help_text="For somebody who rang, or is at the door.")


class CancelForm(forms.Form):
    because = forms.CharField(
        label="Why it is cancelled",
        max_length=400,
        help_text="It stands on the event’s page and in the mail to everybody who signed up.",
    )


class PaperForm(forms.Form):
    document = forms.IntegerField(widget=AdminDocumentChooser, label="Slides or notes")
    title = forms.CharField(required=False, max_length=160, help_text="As readers see it. Empty: the file’s title.")


@require_http_methods(["GET", "HEAD"])
def event_list(request: HttpRequest) -> HttpResponse:
    """Events to come, or past ones, with how many come and how many wait."""
    _arranger(request)
    past = request.GET.get("past") == "1"
    context = {"page_title": "Who comes to events", "header_icon": "date", "past": past}
    return TemplateResponse(request, "events/admin/list.html", context | {"rows": events_for_admin(past=past)})


@require_http_methods(["GET", "HEAD", "POST"])
def event_screen(request: HttpRequest, pk: int) -> HttpResponse:
    """Places, people, attendance, slides and barriers of one event."""
    by = _arranger(request)
    event = get_object_or_404(visible(EventPage.objects.all(), by), pk=pk)
    shown = Shown(event)
    if request.method == "POST":
        name = next((name for name in ACTS if name in request.POST), "")
        try:
            if name and (said := ACTS[name](request, by, shown)):
                messages.success(request, said)
                return redirect(ONE, pk)
        except BadInput as error:
            fields: Any = error.details.get("fields", {})
            messages.error(request, " ".join(text for texts in fields.values() for text in texts) or str(error))
        except DomainError as error:
            messages.error(request, str(error))
    return TemplateResponse(request, "events/admin/one.html", shown.context(by) | {"sent": request.POST})


class Shown:
    """What the screen holds; a form that was filled in wrongly comes back as it was typed."""

    def __init__(self, event: EventPage) -> None:
        self.event, self.sign_up = event, getattr(event, "sign_up", None)
        first = {}
        if self.sign_up is not None:
            first = {name: getattr(self.sign_up, name) for name in ("places", "closes_at", "joining")}
        self.forms: dict[str, forms.Form] = {
            "arrange": SignUpForm(initial=first),
            "add": AddForm(),
            "cancel": CancelForm(),
            "paper": PaperForm(),
        }

    def filled(self, name: str, request: HttpRequest) -> forms.Form | None:
        """The form as it was sent, if nothing is wrong with it."""
        self.forms[name] = type(self.forms[name])(request.POST)
        return self.forms[name] if self.forms[name].is_valid() else None

    def context(self, by: Requester) -> dict[str, Any]:
        event, sign_up, now = self.event, self.sign_up, clock.now()
        rows = Place.objects.filter(sign_up=sign_up, ended_at=None) if sign_up else Place.objects.none()
        people = list(rows.select_related("user", "partner").order_by("pk"))
        return {
            "page_title": event.title,
            "header_icon": "date",
            "event": event,
            "sign_up": sign_up,
            "numbers": numbers_of(by, [sign_up]).get(sign_up.pk) if sign_up else None,
            "placed": [place for place in people if place.given_at],
            "queue": [place for place in people if not place.given_at],
            "has_begun": event.starts_at <= now,
            "is_over": event.ends_at <= now,
            "papers": event.papers.select_related("document"),
            "barriers": event.barriers.filter(withdrawn_at=None).select_related("author", "thread").order_by("pk"),
            "spaces": Space.objects.filter(kind=Space.Kind.OPEN, archived_at=None),
            "forms": self.forms,
            "media": sum((form.media for form in self.forms.values()), forms.Media()),
        }


# -- what the buttons do: each answers what to say, or nothing where the form comes back ------------------
def arrange(request: HttpRequest, by: Requester, shown: Shown) -> str:
    form = shown.filled("arrange", request)
    if form is None:
        return ""
    is_new = shown.sign_up is None
    services.arrange_sign_up(by=by, event_id=shown.event.pk, **form.cleaned_data)
    return "People can sign up now." if is_new else "Saved."


def add(request: HttpRequest, by: Requester, shown: Shown) -> str:
    form = shown.filled("add", request)
    if form is None:
        return ""
    place = services.add_person(by=by, event_id=shown.event.pk, email=form.cleaned_data["email"])
    return f"{place.user} {'has a place' if place.given_at else 'is in the queue'}."


def end(request: HttpRequest, by: Requester, shown: Shown) -> str:
    place = services.end_place(by=by, place_id=_key(request.POST["end"]), because=request.POST.get("because", ""))
    return f"{place.user} is off the list and was told why."


def cancel(request: HttpRequest, by: Requester, shown: Shown) -> str:
    form = shown.filled("cancel", request)
    if form is None:
        return ""
    told = services.cancel_event(by=by, event_id=shown.event.pk, because=form.cleaned_data["because"])
    return f"Cancelled. {told} {'person is' if told == 1 else 'people are'} told."


def back_on(request: HttpRequest, by: Requester, shown: Shown) -> str:
    told = services.hold_after_all(by=by, event_id=shown.event.pk)
    return f"It takes place. {told} {'person is' if told == 1 else 'people are'} told."


def attendance(request: HttpRequest, by: Requester, shown: Shown) -> str:
    came = services.record_attendance(
        by=by, event_id=shown.event.pk, came={_key(key) for key in request.POST.getlist("came")}
    )
    return f"Saved: {came} came."


def paper(request: HttpRequest, by: Requester, shown: Shown) -> str:
    form = shown.filled("paper", request)
    if form is None:
        return ""
    document, title = form.cleaned_data["document"], form.cleaned_data["title"]
    added = services.add_paper(by=by, event_id=shown.event.pk, document_id=document, title=title)
    if told := to_look_at(facts_of_many([document]).get(document)):
        messages.warning(request, f"Whoever sees the event can open “{added.title}” now. {' '.join(told)}")
    return "It is on the event’s page."


def remove_paper(request: HttpRequest, by: Requester, shown: Shown) -> str:
    services.remove_paper(by=by, paper_id=_key(request.POST["remove_paper"]))
    return "It is no longer on the event’s page."


def ask(request: HttpRequest, by: Requester, shown: Shown) -> str:
    """A warning about personal data comes back as words; the box beside the button says that somebody looked."""
    key, checked = _key(request.POST["ask"]), request.POST.get("checked") == "1"
    thread = services.ask_peers(by=by, barrier_id=key, space=request.POST.get("space", ""), checked=checked)
    return f"It is thread {thread.number} now. Whoever said it follows it."


def hide(request: HttpRequest, by: Requester, shown: Shown) -> str:
    services.hide_barrier(by=by, barrier_id=_key(request.POST["hide"]), because=request.POST.get("because", ""))
    return "It is hidden, and its author is told why."


def unhide(request: HttpRequest, by: Requester, shown: Shown) -> str:
    services.show_barrier(by=by, barrier_id=_key(request.POST["unhide"]))
    return "It is shown again, and its author is told."


ACTS: dict[str, Callable[[HttpRequest, Requester, Shown], str]] = {
    "arrange": arrange,
    "add": add,
    "end": end,
    "cancel": cancel,
    "back_on": back_on,
    "attendance": attendance,
    "paper": paper,
    "remove_paper": remove_paper,
    "ask": ask,
    "hide": hide,
    "unhide": unhide,
}


@require_http_methods(["GET", "HEAD"])
def people_csv(request: HttpRequest, pk: int) -> HttpResponse:
    """The list for the door. That it was taken is on record."""
    by = _arranger(request)
    event = get_object_or_404(visible(EventPage.objects.all(), by), pk=pk)
    rows = visible(Place.objects.all(), by).filter(sign_up__event=event, ended_at=None)
    columns = ["Name", "E-mail", "Organisation", "Signed up on", "Place or queue", "Needs"]
    lines = [
        [
            str(place.user),
            place.user.email,
            str(place.partner or ""),
            place.asked_at.astimezone(clock.LONDON).date(),
            "place" if place.given_at else "queue",
            place.needs,
        ]
        for place in rows.select_related("user", "partner").order_by("pk")
    ]
    record(by, "event_people.exported", event)
    name = slugify(event.title)[:60] or "event"
    headers = {"Content-Disposition": f'attachment; filename="{name}-people.csv"', "Cache-Control": "private, no-store"}
    return HttpResponse(write_csv(columns, lines), content_type="text/csv; charset=utf-8", headers=headers)


def _key(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
