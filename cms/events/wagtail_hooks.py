"""Menu, addresses and guards of events in the admin."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets import Button

from cms.core import clock
from cms.core.policy import may
from cms.events.models import SignUp
from cms.events.screens import LIST, ONE, PEOPLE, event_list, event_screen, people_csv
from cms.members.selectors import requester_for
from cms.pages.models import EventPage

LABEL = "Places and people"


@hooks.register("register_admin_urls")
def event_urls() -> list[URLPattern]:
    return [
        path("event-people/", event_list, name=LIST),
        path("event-people/<int:pk>/", event_screen, name=ONE),
        path("event-people/<int:pk>/people.csv", people_csv, name=PEOPLE),
    ]


class EventsItem(MenuItem):
    def is_shown(self, request: Any) -> bool:
        return may(requester_for(request), "event.arrange")


@hooks.register("register_admin_menu_item")
def events_item() -> MenuItem:
    return EventsItem("Who comes to events", reverse(LIST), name="event-people", icon_name="date", order=245)


@hooks.register("register_page_header_buttons")
def header_button(page: Any, user: Any, **_: Any) -> list[Button]:
    if page.specific_class is not EventPage or not page.live:
        return []
    return [Button(LABEL, reverse(ONE, args=[page.pk]), icon_name="group", priority=55)]


@hooks.register("before_unpublish_page")
@hooks.register("before_delete_page")
def keep_while_people_come(request: HttpRequest, page: Any) -> HttpResponse | None:
    """People who signed up would look for a page that is gone, and nobody would have told them."""
    rows = SignUp.objects.filter(event__path__startswith=page.path, event__ends_at__gt=clock.now(), cancelled_at=None)
    waiting = rows.filter(people__ended_at=None, people__isnull=False).select_related("event").distinct().first()
    if waiting is None:
        return None
    messages.error(request, f"People have signed up to “{waiting.event.title}”. Cancel it first: then they are told.")
    return redirect(ONE, waiting.event_id)
