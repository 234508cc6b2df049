"""What a feed tells everybody: what a visitor may see, whoever asks."""

import datetime

import pytest

from cms.core import clock
from cms.core.models import CommunitySettings
from cms.overview.changes import public_changes
from cms.pages.models import GuidancePage, NewsPage
from cms.snippets.models import Isp, IspVersion
from tests.factories.pages import make_page
from tests.factories.registers import make_isp, make_partner

pytestmark = pytest.mark.django_db


@pytest.mark.sqlite
def test_what_is_public_is_told_and_nothing_else() -> None:
    ours = make_partner("ours")
    shown = make_isp("Open", ours, visibility="public")
    make_isp("SECRET members", ours, visibility="members")
    make_isp("SECRET draft", ours, visibility="public", state="draft")
    newer = make_isp("Twice", ours, visibility="public")
    newer.versions.update(state="superseded", summary="SECRET by now")
    IspVersion.objects.create(isp=newer, state="in_force", in_force_from=clock.today(), number=2, summary="Now.")
    ended = make_isp("Ended", ours, visibility="public")
    Isp.objects.filter(pk=ended.pk).update(retired_on=clock.today())
    old = make_isp("Long ago", ours, visibility="public")
    old.versions.update(in_force_from=clock.today() - datetime.timedelta(days=800))
    make_page(GuidancePage, "Open guidance", slug="open", audience="public")
    make_page(NewsPage, "SECRET news", slug="inside")
    titles = {one.title for one in public_changes()}
    assert titles >= {
        f"In force: {shown.reference} Open",
        f"A new version is in force: {newer.reference} Twice",
        f"Replaced: version 1 of {newer.reference} Twice",
        f"No longer in use: {ended.reference} Ended",
        "Open guidance",
    }
    assert not [title for title in titles if "SECRET" in title or "Long ago" in title]
    told = public_changes()
    assert f"In force: {newer.reference} Twice" not in titles  # the words of a version that was replaced are no news
    assert not [one for one in told if "SECRET" in one.summary]
    assert len({one.key for one in public_changes()}) == len(public_changes())
    settings = CommunitySettings.load()
    settings.public_register = False
    settings.save()
    assert {one.title for one in public_changes()} == {"Open guidance"}
