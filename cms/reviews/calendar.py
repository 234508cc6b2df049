"""A calendar (iCalendar, RFC 5545) of the days that somebody has to keep in mind: reviews of agreements that they own,
stand in for, cover or answer for as IG lead, and what other apps register (cms.members.dates). Worked out from dates
each time it is asked for."""

import datetime
import hashlib
from collections.abc import Iterator

from django.conf import settings
from django.core.cache import cache
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from cms.core import clock
from cms.core.policy import visible
from cms.core.requester import Requester
from cms.members.dates import Entry, dates_of
from cms.members.models import User
from cms.members.selectors import requester_of
from cms.notifications.keys import CALENDAR, find_key, note_use
from cms.signing.permissions import handled_among
from cms.snippets.models import Isp
from cms.snippets.selectors import ACTIVE, heirs, review_states

ASKED_AN_HOUR = 60  # times that one calendar may be fetched
KEPT = 15 * 60  # seconds that a calendar program need not ask again


def due_reviews(by: Requester) -> list[tuple[Isp, datetime.date]]:
    """(agreement in force, day its review is due) of those that the person looks after, the earliest first."""
    if by.user_id is None:
        return []
    led = {partner for partner, role in by.roles if role == "ig_lead"}
    if led:
        led |= {body for body, after in heirs().items() if after & led}
    people = {by.user_id, *(away for _, away in by.covers)}
    rows = visible(Isp.objects.all(), by).filter(Q(owner__in=people) | Q(deputy__in=people) | Q(lead__in=led))
    isps = list(rows.filter(retired_on=None, suspended_on=None).order_by("reference"))
    mine = handled_among(by, isps) if not by.is_editor else {isp.pk for isp in isps}
    states = review_states(isps, clock.today())
    found = [
        (isp, due)
        for isp in isps
        if isp.pk in mine and states[isp.pk].status in ACTIVE and (due := states[isp.pk].due_on) is not None
    ]
    return sorted(found, key=lambda row: (row[1], row[0].reference))


def review_dates(by: Requester) -> Iterator[Entry]:
    about = "On the page you say that it is still right, or what needs to change."
    for isp, due in due_reviews(by):
        title, path = f"Review {isp.reference}: {isp.title}", f"/isps/{isp.reference}"
        yield Entry(f"review-{isp.reference.lower()}", title, due, path, about, changes=isp.lock_version)


def calendar_of(by: Requester) -> bytes:
    """Entries whose UIDs stay the same, so that a changed date moves an entry and makes no second one."""
    out = Calendar()
    out.add("prodid", "-//Information sharing network//Dates//EN")
    out.add("version", "2.0")
    out.add("method", "PUBLISH")
    out.add("x-wr-calname", "Information sharing: my dates")
    out.add("refresh-interval", datetime.timedelta(hours=12), parameters={"VALUE": "DURATION"})
    host = settings.FRONTEND_ORIGIN.partition("://")[2].partition(":")[0]
    for entry in dates_of(by):
        out.add_component(_component(entry, host))
    body: bytes = out.to_ical()
    return body


def _component(entry: Entry, host: str) -> Event:
    """A day without an hour blocks nobody's day; an event with its hours does."""
    event, starts = Event(), entry.starts
    is_day = not isinstance(starts, datetime.datetime)
    stamp = starts if isinstance(starts, datetime.datetime) else datetime.datetime.combine(starts, datetime.time())
    event.add("uid", f"{entry.uid}@{host}")
    event.add("dtstamp", stamp.astimezone(datetime.UTC) if stamp.tzinfo else stamp.replace(tzinfo=datetime.UTC))
    event.add("sequence", entry.changes)
    event.add("summary", entry.title)
    event.add("dtstart", starts)
    event.add("dtend", entry.ends or starts + datetime.timedelta(days=1))
    if is_day or entry.is_cancelled:
        event.add("transp", "TRANSPARENT")
    if entry.is_cancelled:
        event.add("status", "CANCELLED")
    if entry.place:
        event.add("location", entry.place)
    event.add("url", settings.FRONTEND_ORIGIN + entry.path)
    if entry.about:
        event.add("description", entry.about)
    return event


@require_safe
def calendar(request: HttpRequest, key: str) -> HttpResponse:
    """The calendar of the person whose key this is, by their rights of this moment; nothing for an unknown, revoked or
    foreign key, and for somebody who belongs nowhere any more."""
    found = find_key(key, purpose=CALENDAR)
    if found is None:
        return _absent()
    by = requester_of(User.objects.get(pk=found.user_id), second_factor=False)  # an address is no second factor
    if not by.is_member:
        return _absent()
    name = f"calendar:{found.digest[:32]}:{int(clock.now().timestamp()) // 3600}"
    cache.add(name, 0, 3600)
    if cache.incr(name) > ASKED_AN_HOUR:
        return HttpResponse("Too often. Wait an hour.", status=429, headers={"Retry-After": "3600"})
    note_use(found)
    body = calendar_of(by)
    headers = {"ETag": quote_etag(hashlib.sha256(body).hexdigest()[:32]), "Cache-Control": f"private, max-age={KEPT}"}
    headers |= {"X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return HttpResponse(status=304, headers=headers)
    headers["Content-Disposition"] = 'inline; filename="dates.ics"'
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)


def _absent() -> HttpResponse:
    return HttpResponse("There is nothing at this address.", status=404, content_type="text/plain; charset=utf-8")
