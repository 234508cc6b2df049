"""Our ISPs, tasks and home at the API: shaped for the screens, one's own, and nothing for those who are nobody's."""

import datetime
from typing import Any

import pytest
from graphql import print_ast

from cms.core import clock
from cms.core.requester import ANONYMOUS, Requester
from cms.members.models import User
from cms.members.selectors import requester_of
from cms.snippets.models import IspParty, Partner, Succession
from members_api import schema
from tests.factories.pages import make_document
from tests.factories.registers import make_isp, make_isp_file, make_partner, make_role, make_user
from tests.members_api.conftest import run_as

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def council() -> Partner:
    return make_partner("council")


@pytest.fixture
def reader(council: Partner) -> User:
    made = make_user("reader@example.org", council)
    make_role(made, council, "ig_lead")
    return made


def ask(by: User | Requester, name: str) -> Any:
    requester = by if isinstance(by, Requester) else requester_of(by)
    operation = next(row for row in schema.load().operations.values() if row.name == name)
    result = run_as(requester, print_ast(operation.document))
    assert not result.errors, result.errors
    assert result.data is not None
    return result.data


def test_our_isps_as_the_screen_reads_them(council: Partner, reader: User) -> None:
    rural, trust = make_partner("rural", name="Rural Council", membership="left"), make_partner("trust")
    Succession.objects.create(predecessor=rural, successor=council)
    late = make_isp("Late", council, owner=reader, next_review_on=clock.today() - DAY)
    floods = make_isp("Floods", trust, (rural,), next_review_on=clock.today() + 400 * DAY)
    file = make_document("Floods, signed")
    make_isp_file(floods, file, kind="signed", parties_only=False)
    make_isp("Discounts", trust, (council,), state="out_for_signature")
    IspParty.objects.filter(version__isp=late).update(service_area="Community safety")
    ours = ask(reader, "OurIsps")["ourIsps"]
    assert (ours["coverCount"], ours["leadCount"], ours["dueCount"], ours["notInForceCount"]) == (2, 1, 1, 1)
    assert [partner["slug"] for partner in ours["includesFrom"]] == ["rural"]
    first, second = ours["covering"]
    assert (first["isp"]["reference"], first["isp"]["status"]) == (late.reference, "REVIEW_LATE")
    assert first["leadIsUs"] is True
    assert (first["serviceArea"], first["ownerName"], first["file"]) == ("Community safety", str(reader), None)
    assert second["coverage"]["throughPartner"]["name"] == "Rural Council"
    assert (second["file"]["url"], second["fileLabel"]) == (f"/documents/{file.pk}/", "TXT")
    fixes = {fix["kind"]: (fix["count"], fix["path"]) for fix in ours["fixes"]}
    assert fixes["REVIEW_LATE"] == (1, f"/isps/{late.reference}/review")
    assert fixes["NOT_COVERED"][0] == 1
    assert fixes["NO_OWNER"] == (1, f"/organisation/isps/{floods.reference}")
    assert [person["name"] for person in ours["people"]] == [str(reader)]


def test_nobody_gets_another_organisations_list(council: Partner, reader: User) -> None:
    make_isp("Ours", council)
    assert ask(ANONYMOUS, "OurIsps")["ourIsps"] is None
    assert ask(make_user("nobody@example.org"), "OurIsps")["ourIsps"] is None
    other = ask(make_user("other@example.org", make_partner("trust")), "OurIsps")["ourIsps"]
    assert (other["partner"]["slug"], other["coverCount"], other["covering"]) == ("trust", 0, [])


def test_a_tool_reads_its_partners_list_without_names_of_people(council: Partner, reader: User) -> None:
    make_isp("Ours", council, owner=reader)
    partners, scopes = frozenset({council.pk}), frozenset({"read:register"})
    tool = Requester(partners=partners, acting_for=council.pk, token_id=1, scopes=scopes)
    text = "{ ourIsps { coverCount people { name } covering { ownerName isp { reference owner { name } } } } }"
    result = run_as(tool, text)
    assert not result.errors
    assert result.data is not None
    ours = result.data["ourIsps"]
    assert (ours["coverCount"], ours["people"]) == (1, [])
    assert [(row["ownerName"], row["isp"]["owner"]) for row in ours["covering"]] == [("", None)]


def test_tasks_and_home_belong_to_the_person(council: Partner, reader: User) -> None:
    isp = make_isp("Late", council, next_review_on=clock.today() - 3 * DAY)
    tasks = ask(reader, "Tasks")["tasks"]
    assert [(task["kind"], task["tagLabel"], task["actionPath"]) for task in tasks] == [
        ("REVIEW", "3 days late", f"/isps/{isp.reference}/review")
    ]
    colleague = make_user("colleague@example.org", council)
    assert ask(colleague, "Tasks")["tasks"] == []
    assert ask(ANONYMOUS, "Tasks")["tasks"] == []
    kinds = {name: ask(by, "Home")["home"]["kind"] for name, by in (("reader", reader), ("visitor", ANONYMOUS))}
    assert kinds == {"reader": "TASKS", "visitor": "SIGNED_OUT"}
    home = ask(colleague, "Home")["home"]
    assert (home["kind"], [row["reference"] for row in home["covers"]]) == ("SERVICE", [isp.reference])
    assert [line["name"] for line in home["whoToRing"]] == [str(reader)]
