"""What the entries of the registers, of pages and of people say, and which changes they are told of."""

from typing import Any

import pytest
from django_q.models import OrmQ

from cms.core import clock
from cms.members.models import PartnerRole
from cms.pages.models import StoryIndexPage, StoryPage
from cms.snippets.models import DataFlow, Isp, IspVersion, LegalBasis, LegalGateway, Partner, Theme, Topic
from search import outbox, registry
from search.models import SearchOutbox
from search.ports import Entry
from tests.factories.people import UserFactory
from tests.factories.registers import make_dataset, make_isp, make_partner
from tests.factories.searchable import event, section

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "_listeners", [])


@pytest.fixture
def agreement() -> Isp:
    """An agreement of two parties that rest on the same law for the same purpose, and a flow of a dataset."""
    lead, other = make_partner("lead"), make_partner("other")
    owner = UserFactory(first_name="Olive", last_name="Ownerson", member_of=[lead])
    theme = Theme.objects.create(slug="safety", name="Community safety")
    isp = make_isp("Safer streets", lead, (other,), theme=theme, owner=owner)
    version = isp.versions.get()
    gateway = LegalGateway.objects.create(
        slug="g", act="Crime Act", year=1998, provision="section 115", title="Power", what_it_does="Permits."
    )
    for party in version.parties.all():
        basis = LegalBasis.objects.create(party=party, purpose="To prevent crime together")
        basis.gateways.add(gateway)
        basis.save()
    DataFlow.objects.create(version=version, items="Street counts", dataset=make_dataset("Incidents by street", lead))
    recorded()
    return isp


def entries(kind: str, *pks: int) -> list[Entry]:
    source = registry.source_of(kind)
    assert source is not None
    return list(source.entries(pks))


def recorded() -> set[str]:
    found = set(SearchOutbox.objects.values_list("key", flat=True))
    SearchOutbox.objects.all().delete()
    OrmQ.objects.all().delete()
    return found


def test_an_agreement_is_found_by_its_law_its_data_and_its_parties_each_said_once(agreement: Isp) -> None:
    (entry,) = entries("isp", agreement.pk)
    lines = entry.body.split("\n")
    for line in ("To prevent crime together", "Street counts", "Incidents by street", "Lead", "Other"):
        assert lines.count(line) == 1, line
    assert sum("section 115" in line for line in lines) == 1
    assert set(entry.partner) == {"lead", "other"}
    assert "Community safety" in entry.headings
    assert "Ownerson" not in repr(entry)  # persons find persons; a tool finds this entry too


def test_an_imported_agreement_is_summed_up_by_its_purpose() -> None:
    long = "Sharing " * 60
    isp = make_isp("Imported", text={"purpose": long, "is_imported": True})
    (entry,) = entries("isp", isp.pk)
    assert entry.summary.startswith("Sharing Sharing")
    assert len(entry.summary) <= 251
    assert entry.summary.endswith("…")


@pytest.mark.parametrize(
    "change",
    [
        lambda isp: isp.theme.save(),
        lambda isp: LegalGateway.objects.get().save(),
        lambda isp: DataFlow.objects.get().dataset.save(),
        lambda isp: LegalBasis.gateways.through.objects.first().legalbasis.save(),
        lambda isp: isp.lead.save(),
        lambda isp: Partner.objects.get(slug="other").save(),
        lambda isp: isp.versions.get().parties.first().save(),
        lambda isp: IspVersion.objects.get().save(),
        lambda isp: DataFlow.objects.get().delete(),
    ],
)
def test_what_an_agreement_s_entry_holds_tells_of_its_changes(change: Any, agreement: Isp) -> None:
    change(agreement)
    assert f"isp:{agreement.pk}" in recorded()


def test_pages_are_told_of_topics_partners_and_quotes() -> None:
    host, told = make_partner("host"), make_partner("told")
    met = event("meeting", host_partner=host)
    story: Any = section(StoryIndexPage).add_child(instance=StoryPage(title="Story", slug="story", summary="S"))
    story.partners.add(told)
    story.save()
    topic = Topic.objects.create(slug="housing", name="Housing")
    recorded()
    host.save()
    assert f"event:{met.pk}" in recorded()
    told.save()
    assert f"story:{story.pk}" in recorded()
    met.topics.add(topic)
    met.save()
    assert f"event:{met.pk}" in recorded()
    story.quotes.create(text="It worked")
    story.save()
    assert f"story:{story.pk}" in recorded()


def test_nothing_is_said_twice_on_a_page() -> None:
    story: Any = section(StoryIndexPage).add_child(
        instance=StoryPage(title="Story", slug="story", summary="Sharing was slow", problem="Sharing was slow",
                           approach="One team", impact="One team")
    )  # fmt: skip
    (entry,) = entries("story", story.pk)
    assert entry.body.split("\n") == ["One team"]


def test_a_person_s_entry_names_roles_in_their_order_and_the_first_organisation() -> None:
    first, second = make_partner("first"), make_partner("second")
    person = UserFactory(first_name="Pat", last_name="Twobodies", member_of=[first, second])
    PartnerRole.objects.create(partner=second, role="partner_lead", user=person)
    PartnerRole.objects.create(partner=first, role="dpo", user=person, service_area="")
    other = UserFactory(member_of=[first])
    PartnerRole.objects.create(
        partner=first, role="operational_lead", user=other, deputy=person, service_area="Housing"
    )
    elsewhere = make_partner("elsewhere")  # a role where one is no member counts for nothing
    PartnerRole.objects.create(partner=elsewhere, role="siro", user=person)
    (entry,) = entries("person", person.pk)
    assert entry.summary == (
        "Data protection officer, First. Partner lead, Second. Operational lead (deputy), Housing, First"
    )
    assert entry.url == "/partners/first#p"
    assert set(entry.partner) == {"first", "second"}
    assert entry.audience == {"members"}
    assert person.email not in repr(entry)


def test_a_person_without_a_name_is_not_found_by_the_address() -> None:
    partner = make_partner("first")
    person = UserFactory(first_name="", last_name="", member_of=[partner])
    PartnerRole.objects.create(partner=partner, role="dpo", user=person)
    (entry,) = entries("person", person.pk)
    assert entry.title == "Name not given"


def test_a_sign_in_is_no_change_of_a_person() -> None:
    person = UserFactory()
    recorded()
    person.last_login = clock.now()
    person.save(update_fields=["last_login"])
    assert recorded() == set()
