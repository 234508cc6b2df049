"""The editors' screens of an edition beside its form: choosing items, the mail as it will arrive, sending it."""

import datetime
import secrets
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from cms.briefings import selectors, services
from cms.briefings.audience import addressees, least_reader
from cms.briefings.candidates import candidates, since
from cms.briefings.items import not_for
from cms.briefings.letter import TEST
from cms.briefings.models import Edition
from cms.briefings.sending import TOO_LATE
from cms.core import clock
from cms.core.errors import DomainError
from cms.core.partial_dates import in_words
from cms.core.policy import may
from cms.core.requester import Requester
from cms.members.models import User
from cms.members.selectors import requester_for
from cms.notifications.email import message
from cms.notifications.models import Delivery

CHOSEN = ("pages", "threads", "suggestions")


def _core_team(request: HttpRequest) -> Requester:
    by = requester_for(request)
    if not may(by, "briefing.edit"):
        raise PermissionDenied
    return by


class When(forms.Form):
    send_at = forms.DateTimeField(
        label="Send it at",
        required=False,
        help_text="London time. Empty: now.",
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )


class Correct(forms.Form):
    text = forms.CharField(
        label="What was wrong, and what is right",
        max_length=services.CORRECTION,
        widget=forms.Textarea({"rows": 4}),
        help_text="It goes to everybody to whom the briefing went, and stands above it on the site.",
    )
    submission = forms.CharField(widget=forms.HiddenInput)


@require_http_methods(["GET", "HEAD", "POST"])
def sending(request: HttpRequest, pk: int) -> HttpResponse:
    """What keeps it from going, who gets it, how it goes. Each act is a button; opening the screen changes nothing."""
    by = _core_team(request)
    edition = get_object_or_404(Edition, pk=pk)
    when = When(request.POST if "schedule" in request.POST else None)
    correct = Correct(
        request.POST if "correct" in request.POST else None, initial={"submission": secrets.token_hex(16)}
    )
    if request.method == "POST":
        try:
            if "discard" in request.POST:
                services.discard_edition(by=by, pk=pk)
                messages.success(request, "The draft is gone.")
                return redirect("wagtailsnippets_briefings_edition:list")
            if said := _act(request.POST, by, pk, when, correct):
                messages.success(request, said)
                return redirect("briefing_sending", pk)
        except DomainError as error:
            messages.error(request, str(error))
    people = addressees(edition) if edition.listed_at is None else []
    context = {
        "page_title": edition.title,
        "header_icon": "mail",
        "edition": edition,
        "problems": services.problems(edition) if edition.begun_at is None else [],
        "hidden": not_for(edition, least_reader(edition)) if edition.readers == Edition.Readers.RECIPIENTS else [],
        "members": sum(1 for one in people if one.user is not None and not one.left_out_because),
        "public": sum(1 for one in people if one.subscription is not None and not one.left_out_because),
        "left_out": sum(1 for one in people if one.left_out_because),
        "lines": list(edition.audience.all()),
        "progress": selectors.progress(edition) if edition.begun_at else None,
        "to_look_at": selectors.to_look_at(edition.pk) if edition.begun_at else [],
        "corrections": edition.corrections.select_related("made_by"),
        "missed": edition.begun_at is None and edition.send_at is not None and edition.send_at < clock.now() - TOO_LATE,
        "when": when,
        "correct": correct,
    }
    return TemplateResponse(request, "briefings/admin/sending.html", context)


def _act(given: Any, by: Requester, pk: int, when: When, correct: Correct) -> str:
    """What was done, in words; empty where a form needs another look."""
    if "test" in given:
        return f"A test is on its way to {services.send_test(by=by, pk=pk)}."
    if "schedule" in given and when.is_valid():
        moment: datetime.datetime | None = when.cleaned_data["send_at"]
        edition = services.schedule_edition(by=by, pk=pk, send_at=moment)
        if moment is None or edition.send_at is None:
            return "It goes now."
        return f"It goes on {in_words(edition.send_at.astimezone(clock.LONDON).date())}."
    if "unschedule" in given:
        services.unschedule_edition(by=by, pk=pk)
        return "It is a draft again, and does not go by itself."
    if "stop" in given:
        return f"Stopped. {services.stop_edition(by=by, pk=pk)} e-mails that waited do not go."
    if "correct" in given and correct.is_valid():
        values = correct.cleaned_data
        services.correct_edition(by=by, pk=pk, submission_id=values["submission"], text=values["text"])
        return "The correction is on its way to those to whom the briefing went."
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """What is new since the last edition, to be ticked."""
    by = _core_team(request)
    edition = get_object_or_404(Edition, pk=pk)
    if request.method == "POST":
        try:
            if request.POST.get("set_aside", "").isdigit():
                services.settle_suggestion(by=by, pk=int(request.POST["set_aside"]))
                messages.success(request, "Set aside.")
                ticks = [(name, key) for name in CHOSEN for key in request.POST.getlist(name)]
                return redirect(f"{reverse('briefing_choose', args=[pk])}?{urlencode(ticks)}")
            keys = {name: [int(key) for key in request.POST.getlist(name) if key.isdigit()] for name in CHOSEN}
            count = services.add_items(by=by, pk=pk, **keys)
            messages.success(request, f"{count} added, at the end. Put them in order and write what they mean.")
            if count and edition.send_at is not None:
                messages.warning(request, services.TAKEN_BACK)
            return redirect("wagtailsnippets_briefings_edition:edit", pk)
        except DomainError as error:
            messages.error(request, str(error))
    ticked = request.POST if request.method == "POST" else request.GET
    context = {
        "page_title": f"Items for “{edition.title}”",
        "header_icon": "list-ul",
        "edition": edition,
        "since": since(),
        "ticked": {f"{name}-{key}" for name in CHOSEN for key in ticked.getlist(name)},
        "found": candidates(edition, by) if edition.begun_at is None else [],
    }
    return TemplateResponse(request, "briefings/admin/choose.html", context)


@require_http_methods(["GET", "HEAD"])
@xframe_options_sameorigin
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail as it will arrive, made by what sends it: to oneself, or to the public (?as=public); HTML, or the plain
    text (?part=text). Nothing is sent, and nothing kept."""
    by = _core_team(request)
    edition = get_object_or_404(Edition, pk=pk)
    public = request.GET.get("as") == "public"
    letter = message(_delivery(edition, by, public=public))
    if request.GET.get("part") == "text":
        return HttpResponse(str(letter.body), content_type="text/plain; charset=utf-8")
    return HttpResponse(str(letter.alternatives[0][0]))


def _delivery(edition: Edition, by: Requester, *, public: bool) -> Delivery:
    """One that is never saved: like a test, without a way to stop it."""
    user = None if public else User.objects.get(pk=by.user_id or 0)
    return Delivery(
        source_key=f"{TEST}:{edition.pk}:0",
        user_id=user.pk if user is not None else None,
        recipient=user.email if user is not None else "somebody@example.org",
        subject=edition.title,
        message_id="<preview@localhost>",
        created_at=clock.now(),
    )
