"""Things that search finds, each with a word of its own, and an index that holds them."""

import datetime
from typing import Any

import pytest
from wagtail.models import Page

from cms.pages.models import EventIndexPage, EventPage, GuidanceIndexPage, GuidancePage, HomePage
from cms.snippets.models import Isp, IspContact, IspParty, IspVersion, Partner, Sector, Theme
from search.models import SearchOutbox
from search.ports import Unavailable
from search.rebuild import rebuild

FUTURE = datetime.datetime(2030, 5, 1, 9, tzinfo=datetime.UTC)


def build() -> None:
    """The index as the night leaves it: whole, and nothing waiting."""
    rebuild()
    SearchOutbox.objects.all().delete()


class Away:
    """An engine that cannot be reached, whatever it is asked."""

    def __getattr__(self, name: str) -> Any:
        def refuse(*_: Any) -> Any:
            raise Unavailable("refused")

        return refuse


def take_engine_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cms.discovery.selectors.get_engine", Away)


def section(model: type[Page]) -> Any:
    home = HomePage.objects.first()
    if home is None:
        home = Page.get_first_root_node().add_child(instance=HomePage(title="Home", slug="front"))
    return model.objects.first() or home.add_child(instance=model(title=model.__name__, slug=model.__name__.lower()))


def guidance(word: str, **fields: Any) -> GuidancePage:
    values = {"title": f"Guidance {word}", "slug": f"guidance-{word}", "summary": f"About {word} matters."} | fields
    page: GuidancePage = section(GuidanceIndexPage).add_child(instance=GuidancePage(**values))
    return page


def event(word: str, **fields: Any) -> EventPage:
    hours = {"starts_at": FUTURE, "ends_at": FUTURE + datetime.timedelta(hours=2)}
    values = {"title": f"Event {word}", "slug": f"event-{word}", "summary": f"Meet about {word}."} | hours | fields
    page: EventPage = section(EventIndexPage).add_child(instance=EventPage(**values))
    return page


def partner(word: str, **fields: Any) -> Partner:
    sector, _ = Sector.objects.get_or_create(code="councils", defaults={"label": "Councils"})
    values = {"name": f"Partner {word}", "slug": f"partner-{word}", "sector": sector} | fields
    return Partner.objects.create(**values)


def isp(word: str, lead: Partner, *, state: str = "in_force", parties: tuple[Partner, ...] = (), **fields: Any) -> Isp:
    theme, _ = Theme.objects.get_or_create(slug="safety", defaults={"name": "Community safety"})
    found = Isp.objects.create(title=f"Agreement {word}", lead=lead, theme=theme, **fields)
    version = IspVersion.objects.create(
        isp=found, state=state, summary=f"Plain {word} words.", security=f"Locked {word}secret boxes."
    )
    for party in parties:
        IspParty.objects.create(version=version, partner=party)
    IspContact.objects.create(isp=found, role=f"Duty {word}officer")
    return found


def flock(first: int, last: int) -> None:
    """Pages, agreements, events and partners with these numbers that all hold the word flockword."""
    for number in range(first, last):
        body = partner(f"flock{number}", membership="member", organisation_type="Flockword council")
        isp(f"flockword {number}", body, parties=(body,))
        guidance(f"flockword{number}", title=f"Flockword guidance {number}")
        event(f"flockword{number}", title=f"Flockword event {number}", audience="public", host_partner=body)
    build()
