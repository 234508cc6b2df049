"""How the template is used, from dates: by sector, by year, and which parts people rewrite."""

import datetime
import io

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from cms.core import clock
from cms.overview.template_use import falling_use, template_use
from cms.snippets.models import IspParty, IspVersion, Sector, TemplateClause, TemplateVersion
from tests.factories import admin
from tests.factories.registers import make_isp, make_partner

pytestmark = pytest.mark.django_db


@pytest.fixture
def editions():
    today = clock.today()
    made = []
    for number, words in ((1, "We share [what]."), (2, "We share [what] so that [why].")):
        edition = TemplateVersion.objects.create(
            number=number, published_on=today - datetime.timedelta(days=900 - number * 300), what_changed="x"
        )
        TemplateClause.objects.create(template=edition, section="purpose", heading="Purpose", why="w", text=words)
        made.append(edition)
    return made


def opened(lead, days_ago, template, text="", state="in_force"):
    isp = make_isp(f"Agreement {IspVersion.objects.count()}", lead, state=state)
    day = clock.today() - datetime.timedelta(days=days_ago)
    isp.versions.update(opened_on=day, template=template, purpose=text, in_force_from=day + datetime.timedelta(days=40))
    IspParty.objects.filter(version__isp=isp).update(asked_on=day + datetime.timedelta(days=10))
    return isp


@time_machine.travel("2026-11-22 12:00Z", tick=False)
def test_use_is_counted_by_sector_and_year_and_falling_use_is_told(editions, client):
    old, new = editions
    health = Sector.objects.create(code="health", label="Health and care")
    council, trust = make_partner("council"), make_partner("trust", sector=health)
    for _ in range(5):
        opened(council, 500, old, "We share everything with everybody, always.")
    for number in range(5):
        opened(council, 100, new if number < 3 else None)
    opened(trust, 30, new, "We share [what] so that [why].", state="draft")
    imported = make_isp("From the register", trust)
    imported.versions.update(opened_on=None, is_imported=True)
    use = template_use()
    rows = {row.sector: row for row in use.sectors}
    theirs = rows[health.label]
    assert (theirs.in_force, theirs.current, theirs.earlier) == (1, 0, 0)
    assert (theirs.this_year.opened, theirs.this_year.from_template) == (1, 1)
    assert theirs.last_year.share is None
    everybody = use.everybody
    assert (everybody.in_force, everybody.current, everybody.earlier) == (11, 3, 5)
    assert (everybody.last_year.opened, everybody.last_year.share) == (5, 1.0)
    assert everybody.this_year.share == pytest.approx(4 / 6)
    assert (everybody.days_drafting, everybody.days_signing) == (10, 30)
    assert (
        use.warning
        == falling_use()
        == ("Fewer new agreements begin with the template: 67% this year, 100% the year before")
    )
    [departure] = use.departures  # the draft that kept the template's words is not in force, and does not count
    assert (departure.section, departure.agreements) == ("Purpose", 5)
    assert departure.median > 0.4
    editor = admin.signed_in(admin.staff(superuser=False))
    url = reverse("overview_template_use")
    shown = editor.get(url).content.decode()
    assert use.warning in shown
    assert health.label in shown
    sheet = load_workbook(io.BytesIO(editor.get(url, {"export": "xlsx"}).content)).active
    assert sheet.max_row == len(use.sectors) + 2
    assert client.get(url).status_code == 302


def test_few_new_agreements_say_nothing_about_a_trend(editions):
    council = make_partner("council")
    opened(council, 500, editions[0])
    opened(council, 5, None)
    assert falling_use() == template_use().warning == ""
