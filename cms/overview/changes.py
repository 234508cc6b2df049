"""What has changed in public: agreements, guidance, changes ahead and news, as a visitor may see them. For feeds."""

import datetime
from dataclasses import dataclass

from cms.core import clock
from cms.core.policy import visible
from cms.core.requester import ANONYMOUS
from cms.pages.models import GuidancePage, HorizonPage, NewsPage
from cms.pages.selectors import members_path
from cms.snippets.models import Isp, IspVersion

MOST = 50  # entries of a feed
SINCE = datetime.timedelta(days=365)
PAGES = ((GuidancePage, "Guidance"), (HorizonPage, "Changes ahead"), (NewsPage, "News"))


@dataclass(frozen=True, slots=True)
class PublicChange:
    """One entry. `key` stays the same for the same change; `kind` and `title` are in plain words."""

    key: str
    kind: str
    title: str
    summary: str
    path: str
    at: datetime.datetime


def public_changes() -> list[PublicChange]:
    """The newest changes of the last year that everybody may see, whoever asks. A fixed number of queries."""
    today = clock.today()
    found = [*_agreements(today - SINCE, today), *_pages(clock.now() - SINCE)]
    return sorted(found, key=lambda one: (one.at, one.key), reverse=True)[:MOST]


def _agreements(since: datetime.date, today: datetime.date) -> list[PublicChange]:
    """Only of versions in force: the words of one that was replaced are no public news."""
    found = []
    begun = IspVersion.objects.filter(in_force_from__gte=since, in_force_from__lte=today)
    versions = visible(begun.filter(state=IspVersion.State.IN_FORCE), ANONYMOUS)
    for version in versions.select_related("isp"):
        isp = version.isp
        name, path = f"{isp.reference} {isp.title}", f"/isps/{isp.reference}"
        day = version.in_force_from
        words = "A new version is in force" if version.number > 1 else "In force"
        key, before = f"isp:{isp.pk}", version.number - 1
        found.append(_entry(f"{key}:{version.number}", "Agreement", f"{words}: {name}", version.summary, path, day))
        if before:
            title = f"Replaced: version {before} of {name}"
            found.append(_entry(f"{key}:{before}:replaced", "Agreement", title, "", path, day))
    retired = Isp.objects.filter(retired_on__gte=since, retired_on__lte=today)
    for isp in visible(retired, ANONYMOUS):
        title = f"No longer in use: {isp.reference} {isp.title}"
        found.append(_entry(f"isp:{isp.pk}:retired", "Agreement", title, "", f"/isps/{isp.reference}", isp.retired_on))
    return found


def _pages(since: datetime.datetime) -> list[PublicChange]:
    """A page is told of when it is first published; later corrections bring it up no more."""
    found = []
    for model, kind in PAGES:
        rows = visible(model.objects.filter(first_published_at__gte=since), ANONYMOUS)
        for page in rows:
            path = members_path(page)
            key = f"page:{page.pk}"
            found.append(PublicChange(key, kind, page.title, page.summary, path, page.first_published_at))
    return found


def _entry(key: str, kind: str, title: str, summary: str, path: str, day: datetime.date) -> PublicChange:
    at = datetime.datetime.combine(day, datetime.time(), clock.LONDON)
    return PublicChange(key, kind, title, summary, path, at)
