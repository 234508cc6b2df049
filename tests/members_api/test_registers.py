"""The registers through the API: flat cost, the public part, filters, and what is a person's own."""

import datetime
import json
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from graphene.utils.str_converters import to_snake_case
from graphql import get_named_type, print_ast

from cms.core import clock
from cms.core.models import CommunitySettings, ContentVersion
from cms.core.requester import ANONYMOUS, Requester
from cms.members.models import User
from cms.members.selectors import requester_of
from cms.reviews.models import Review
from cms.signing.models import Signature
from cms.snippets.models import (
    DataFlow,
    DataItem,
    Isp,
    IspContact,
    IspParty,
    IspVersion,
    LegalBasis,
    LegalGateway,
    Partner,
    PartnerAlias,
    PartnerContact,
    Succession,
)
from members_api import persisted, schema
from members_api.snippets.public import PUBLIC_PART
from tests.factories.pages import make_document
from tests.factories.registers import make_dataset, make_isp, make_isp_file, make_partner, make_role, make_user
from tests.members_api.conftest import BACKEND, run_as
from tests.members_api.everything import root_fields, selection

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh() -> Any:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def council() -> Partner:
    return make_partner("council")


@pytest.fixture
def reader(council: Partner) -> User:
    return make_user("reader@example.org", council)


def full_isp(n: int, lead: Partner, party: Partner, owner: User, **fields: Any) -> Isp:
    """An agreement with every kind of row below it."""
    isp = make_isp(f"Agreement {n}", lead, (party,), owner=owner, deputy=owner, **fields)
    version = isp.versions.get()
    IspContact.objects.create(isp=isp, role="Duty officer", phone="01632 960117", partner=lead)
    DataItem.objects.create(version=version, name="Names")
    dataset = make_dataset(f"Dataset {n}", lead)
    DataFlow.objects.create(version=version, sender=lead, recipient=party, dataset=dataset, items="Names")
    make_isp_file(isp, make_document(f"Text {n}"), parties_only=False)
    gateway = LegalGateway.objects.create(slug=f"g{n}", act="An Act", year=2000, provision=f"s.{n}", title="T")
    for row in IspParty.objects.filter(version=version):
        basis = LegalBasis.objects.create(party=row, purpose="Help")
        basis.gateways.add(gateway)
        basis.save()
        Signature.objects.create(party=row, signatory_name="Joy Example", signed_on=clock.today())
        IspParty.objects.filter(pk=row.pk).update(owner=owner, conditions="Nothing on health")
    Review.objects.create(isp=isp, due_on=clock.today(), reviewer=owner)
    return isp


def answer(by: Requester, text: str, **variables: Any) -> Any:
    result = run_as(by, text, **variables)
    assert not result.errors, result.errors
    assert result.data is not None
    return result.data


def operation(name: str) -> str:
    found = next(row for row in schema.load().operations.values() if row.name == name)
    return print_ast(found.document)


# -- flat -------------------------------------------------------------------------------------------------

EVERYTHING = ("isps", "partners", "datasets", "legalGateways", "ourIsps", "tasks", "home")


def three_deep(name: str) -> str:
    field = root_fields()[name]
    size = "(pageSize: 100)" if "pageSize" in field.args else ""
    return "{ " + name + size + selection(get_named_type(field.type), 3 + bool(size)) + " }"


def test_everything_below_a_list_costs_the_same_for_1_10_and_40_rows(council: Partner, reader: User) -> None:
    """Every field below each list, three objects deep, as the owner of all of it."""
    trust = make_partner("trust")
    PartnerContact.objects.create(partner=trust, email="contact@example.org")
    counts: dict[str, dict[int, int]] = {name: {} for name in EVERYTHING}
    for wanted in (1, 10, 40):
        while (n := Isp.objects.count()) < wanted:
            full_isp(n, council, trust, reader, next_review_on=clock.today() - datetime.timedelta(days=5))
            known = make_partner(f"body-{n}", parent=council)
            PartnerAlias.objects.create(partner=known, name=f"Alias {n}")
            Succession.objects.create(predecessor=known, successor=make_partner(f"heir-{n}"))
        by = requester_of(User.objects.get(pk=reader.pk))
        for name in EVERYTHING:
            answer(by, three_deep(name))  # what is read once for a content version is read now
            with CaptureQueriesContext(connection) as seen:
                answer(by, three_deep(name))
            counts[name][wanted] = len(seen)
    counts["home"].pop(1)  # it shows eight at most: with ten there are others further down, which one row has not
    uneven = {name: found for name, found in counts.items() if len(set(found.values())) > 1}
    assert not uneven


# Tasks asks one question for each kind of task (and one for each kind of page), so a new kind raises it;
# home shows tasks and what to fix.
@pytest.mark.parametrize(("name", "most"), [("IspList", 30), ("OurIsps", 50), ("Home", 82), ("Tasks", 30)])
def test_screens_stay_within_their_budget(name: str, most: int, council: Partner, reader: User) -> None:
    for n in range(5):
        full_isp(n, council, make_partner("trust"), reader)
    ContentVersion.objects.create(pk=1, value="after a change")  # what is read once for a version is read now
    by, text = requester_of(reader), operation(name)
    answer(by, text)
    with CaptureQueriesContext(connection) as seen:
        answer(by, text)
    assert len(seen) <= most, len(seen)


# -- the public part --------------------------------------------------------------------------------------

ONE = """query One($reference: String!) { isp(reference: $reference) {
  reference summary statusLabel coveredCount partyCount ownerIsMissing canReview
  owner { name } deputy { name } yourCoverage { label } contacts { phone } reviews { dueOn }
  lead { people { name } contacts { email } datasets { title } }
  version { mayShare dataItems { name } flows { items } files { title }
    parties { partner { name } coverage conditions askedOn ownerName signedBy { signatoryName }
      bases { purpose } } } } }"""


def test_the_public_sees_the_public_part_and_a_member_the_rest(council: Partner, reader: User) -> None:
    make_role(reader, council, "ig_lead")
    isp = full_isp(1, council, make_partner("trust"), reader, visibility="public")
    PartnerContact.objects.create(partner=council, email="contact@example.org")
    public = answer(ANONYMOUS, ONE, reference=isp.reference)["isp"]
    assert (public["summary"], public["coveredCount"], public["partyCount"]) == ("To help people.", 2, 2)
    assert public["version"]["dataItems"] == [{"name": "Names"}]
    for name in ("owner", "deputy", "yourCoverage"):
        assert public[name] is None, name
    assert (public["ownerIsMissing"], public["canReview"]) == (False, False)
    for rows in (public["contacts"], public["reviews"], public["version"]["flows"], public["version"]["files"]):
        assert rows == []
    assert public["lead"] == {"people": [], "contacts": [], "datasets": []}
    for party in public["version"]["parties"]:
        kept_back = {name: party[name] for name in ("conditions", "askedOn", "ownerName", "signedBy", "bases")}
        assert kept_back == {"conditions": None, "askedOn": None, "ownerName": None, "signedBy": None, "bases": []}
        assert party["coverage"] == "COVERED"
    member = answer(requester_of(reader), ONE, reference=isp.reference)["isp"]
    assert member["owner"]["name"] == str(reader)
    assert member["canReview"] is True
    assert [len(member[name]) for name in ("contacts", "reviews")] == [1, 1]
    assert [len(member["version"][name]) for name in ("flows", "files")] == [1, 1]
    assert [person["name"] for person in member["lead"]["people"]] == [str(reader)]
    assert {party["signedBy"]["signatoryName"] for party in member["version"]["parties"]} == {"Joy Example"}
    assert {party["coverage"] for party in member["version"]["parties"]} == {"COVERED_WITH_CONDITIONS"}


def test_the_public_part_of_an_agreement_is_exactly_the_list(council: Partner, reader: User) -> None:
    """What is not on the list is empty for the public, text, date and list alike, and whole for members."""
    trust, day = make_partner("trust"), clock.today()
    isp = full_isp(1, council, trust, reader, visibility="public", external_reference="X-1", source="SECRET source",
                   starts_on=day, ends_on=day + datetime.timedelta(days=400))  # fmt: skip
    public_texts = {name: f"Public {name}" for name in ("summary", "purpose", "data_subjects", "expected_benefit")}
    closed = ("necessity", "retention", "security", "individual_rights", "how_to_share", "what_changed", "may_share",
              "do_not_share", "content_hash")  # fmt: skip
    closed_texts = {name: f"SECRET {name}" for name in closed}
    IspVersion.objects.filter(isp=isp).update(in_force_from=day, is_imported=True, **public_texts, **closed_texts)
    DataItem.objects.update(is_special_category=True)
    IspParty.objects.update(service_area="SECRET area", is_essential=True, covered_from=day, covered_to=None)
    text = (
        "query A($reference: String!) { isp(reference: $reference) {"
        " reference title kind externalReference source startsOn endsOn reviewCycleMonths revision"
        " theme { name } lead { slug } status nextReview summary versions { number } version { purpose dataSubjects"
        " expectedBenefit necessity retention security individualRights howToShare whatChanged mayShare doNotShare"
        " contentHash inForceFrom isImported dataItems { name isSpecialCategory isCriminalOffence }"
        " parties { role partner { slug } coverage serviceArea isEssential coveredFrom coveredSince } } } }"
    )
    public = answer(ANONYMOUS, text, reference=isp.reference)["isp"]
    said = json.dumps(public, default=str)
    assert "SECRET" not in said
    assert all(words in said for words in public_texts.values())
    assert [public[name] for name in ("externalReference", "startsOn", "endsOn", "reviewCycleMonths", "revision")] == [
        "", None, None, 0, 0,
    ]  # fmt: skip
    assert public["versions"] == []
    found = {by: references(who, text='"X-1"') for by, who in (("public", ANONYMOUS), ("member", requester_of(reader)))}
    assert found == {"public": [], "member": [isp.reference]}
    version = public["version"]
    assert (version["mayShare"], version["doNotShare"], version["inForceFrom"]) == ([], [], None)
    assert version["dataItems"] == [{"name": "Names", "isSpecialCategory": False, "isCriminalOffence": False}]
    assert {party["partner"]["slug"] for party in version["parties"]} == {"council", "trust"}
    for party in version["parties"]:
        assert (party["isEssential"], party["coveredFrom"], party["coveredSince"]) == (False, None, None)
    member = json.dumps(answer(requester_of(reader), text, reference=isp.reference), default=str)
    assert all(words in member for words in (*closed_texts.values(), "SECRET area", "SECRET source"))


def test_what_is_new_in_an_agreement_is_for_members_until_it_is_listed() -> None:
    """Names in the list exist, so nobody opens a field by a word that is spelt otherwise."""
    types = schema.load().sealed.schema.type_map
    for name, part in PUBLIC_PART.items():
        known = {to_snake_case(field) for field in types[name].fields}  # type: ignore[attr-defined]
        assert part <= known, (name, part - known)


def test_a_closed_register_shows_the_public_nothing(council: Partner) -> None:
    isp = make_isp(lead=council, visibility="public")
    CommunitySettings.objects.update_or_create(pk=1, defaults={"public_register": False, "public_partner_list": False})
    text = """query L($reference: String!) {
      isp(reference: $reference) { title } isps { totalCount } partners { totalCount } }"""
    found = answer(ANONYMOUS, text, reference=isp.reference)
    assert found == {"isp": None, "isps": {"totalCount": 0}, "partners": {"totalCount": 0}}


def test_counts_leave_out_parties_that_one_may_not_see(council: Partner) -> None:
    isp = make_isp(lead=council, parties=(make_partner("unjoined", membership="candidate"),), visibility="public")
    text = "query C($reference: String!) { isp(reference: $reference) { partyCount coveredCount } }"
    assert answer(ANONYMOUS, text, reference=isp.reference)["isp"] == {"partyCount": 1, "coveredCount": 1}


# -- filters, orders, succession --------------------------------------------------------------------------


def references(by: Requester, **given: str) -> list[str]:
    inside = ", ".join(f"{key}: {value}" for key, value in given.items())
    return [
        row["reference"] for row in answer(by, f"{{ isps({inside}) {{ items {{ reference }} }} }}")["isps"]["items"]
    ]


def test_the_register_filters_and_sorts(council: Partner, reader: User) -> None:
    trust, by, today = make_partner("trust", name="Care Trust"), requester_of(reader), clock.today()
    days = datetime.timedelta
    late = make_isp("Late", council, next_review_on=today - days(5))
    lapsed = make_isp("Lapsed", trust, (council,), next_review_on=today - days(200))
    far = make_isp("Far", trust, next_review_on=today + days(300))
    retired = make_isp("Gone", trust, next_review_on=today - days(900), retired_on=today)
    assert references(by, status="REVIEW_LATE") == [late.reference]
    assert references(by, status="LAPSED") == [lapsed.reference]
    assert references(by, status="RETIRED") == [retired.reference]
    assert references(by, lead='"trust"', status="IN_FORCE") == [far.reference]
    assert references(by, party='"council"') == [late.reference, lapsed.reference]
    assert references(by, mine="true") == [late.reference, lapsed.reference]
    assert references(by, mine="false") == [far.reference, retired.reference]
    assert references(by, text='"care far"') == [far.reference]
    assert references(by, text=json.dumps(late.reference)) == [late.reference]
    assert references(by, orderBy="NEXT_REVIEW") == [row.reference for row in (lapsed, late, far, retired)]
    assert references(by, orderBy="NEXT_REVIEW_LATEST", pageSize="1") == [far.reference]


def test_words_find_no_partner_that_one_may_not_see(council: Partner) -> None:
    make_isp(
        "Any", council, (make_partner("hidden", membership="candidate", name="Hidden Board"),), visibility="public"
    )
    assert references(ANONYMOUS, text='"hidden"') == []
    assert references(ANONYMOUS, party='"hidden"') == []


def test_coverage_through_a_predecessor_names_it(council: Partner, reader: User) -> None:
    rural = make_partner("rural", name="Rural Council", membership="left")
    Succession.objects.create(predecessor=rural, successor=council, on="2023")
    isp = make_isp("Floods", make_partner("trust"), (rural,))
    text = """query C($reference: String!) { isp(reference: $reference) {
      yourCoverage { state partner { slug } throughPartner { name } } } }"""
    found = answer(requester_of(reader), text, reference=isp.reference)["isp"]["yourCoverage"]
    assert found == {"state": "COVERED", "partner": {"slug": "council"}, "throughPartner": {"name": "Rural Council"}}
    assert references(requester_of(reader), mine="true") == [isp.reference]


def test_a_partner_names_the_bodies_before_and_after_it(reader: User) -> None:
    old, new = make_partner("old"), make_partner("new")
    Succession.objects.create(predecessor=old, successor=new, on="2022-07", note="Merger")
    text = """{ new: partner(slug: "new") { predecessors { on note predecessor { slug } } successors { on } }
                old: partner(slug: "old") { successors { successor { slug } } } }"""
    found = answer(requester_of(reader), text)
    assert found["new"] == {
        "predecessors": [{"on": "2022-07", "note": "Merger", "predecessor": {"slug": "old"}}],
        "successors": [],
    }
    assert found["old"] == {"successors": [{"successor": {"slug": "new"}}]}


def test_a_partners_agreements_are_those_it_leads_or_takes_part_in(council: Partner, reader: User) -> None:
    trust = make_partner("trust")
    led, part = make_isp("Led", council), make_isp("Part", trust, (council,))
    make_isp("Neither", trust)
    left = make_isp("Left", trust, (council,))
    IspParty.objects.filter(version__isp=left, partner=council).update(left_on=clock.today())
    found = answer(requester_of(reader), '{ partner(slug: "council") { isps { reference } } }')
    assert found["partner"]["isps"] == [{"reference": led.reference}, {"reference": part.reference}]


# -- what is a person's own -------------------------------------------------------------------------------


def test_two_colleagues_share_no_kept_answer_about_what_one_of_them_looks_after(council: Partner, reader: User) -> None:
    """Equal partners and roles, but one owns the agreement and its draft: the owner asks first."""
    isp = make_isp("Draft", council, state="draft", owner=reader)
    colleague = make_user("colleague@example.org", council)
    key = persisted.manifest(schema.load().operations)["IspPage"]
    seen = []
    for user in (reader, colleague, reader):
        client = Client()
        client.force_login(user, backend=BACKEND)
        got = client.get("/graphql/", {"id": key, "variables": json.dumps({"reference": isp.reference})})
        seen.append(got.json()["data"]["isp"] is not None)
    assert seen == [True, False, True]


def test_a_tool_learns_decisions_and_dates_but_nobodys_name_or_address(council: Partner, reader: User) -> None:
    trust = make_partner("trust")
    isp = full_isp(1, council, trust, reader)
    PartnerContact.objects.create(partner=trust, name="Kim Example", email="kim@example.org")
    text = (
        'query A($isp: String!) { partner(slug: "trust") { contacts { name email } people { name } }'
        " isp(reference: $isp) { owner { name } version { parties { ownerName signedBy"
        " { decision signatoryName signatoryJobTitle } } } } }"
    )
    tool = Requester(
        partners=frozenset({council.pk}),
        acting_for=council.pk,
        token_id=1,
        scopes=frozenset({"read:register", "read:content", "read:community", "adhoc"}),
    )
    found = answer(tool, text, isp=isp.reference)
    said = json.dumps(found)
    assert not [word for word in ("Kim", "Joy", "@", str(reader)) if word in said]
    assert found["isp"]["version"]["parties"][0]["signedBy"]["decision"] == "SIGNED"
    person = json.dumps(answer(requester_of(reader), text, isp=isp.reference))
    assert all(word in person for word in ("Kim Example", "kim@example.org", "Joy Example"))


@pytest.mark.parametrize("state", ["draft", "peer_review", "withdrawn"])
def test_who_is_only_written_into_a_draft_reads_no_file_of_the_parties(council: Partner, state: str) -> None:
    trust, newcomer = make_partner("trust"), make_partner("newcomer")
    isp = make_isp("Floods", council, (trust,))
    make_isp_file(isp, make_document("Signed by the parties"))
    later = IspVersion.objects.create(isp=isp, number=2, state=state)
    part = IspParty.objects.create(version=later, partner=newcomer, role=IspParty.Role.BOTH)
    text = "query A($isp: String!) { isp(reference: $isp) { version { files { title } } } }"

    def titles(partner: Partner) -> list[str]:
        by = requester_of(make_user(f"{partner.slug}-{state}-{part.pk}@example.org", partner))
        return [file["title"] for file in answer(by, text, isp=isp.reference)["isp"]["version"]["files"]]

    assert titles(trust) == ["Signed by the parties"]
    assert titles(newcomer) == []
