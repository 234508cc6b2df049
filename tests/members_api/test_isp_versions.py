"""Versions and history through the API: what a tool and the public get, at one price however many parties."""

import datetime
import json

import pytest

from cms.core import clock
from cms.core.requester import ANONYMOUS
from cms.members.selectors import requester_of
from cms.snippets.models import Isp, IspParty, IspVersion
from members_api import schema
from tests.factories.registers import make_isp, make_partner, make_role, make_user
from tests.members_api.conftest import run_as
from tests.members_api.test_cost import count

pytestmark = pytest.mark.django_db
ONE = "query A($r: String!, $n: Int) { ispVersion(reference: $r, number: $n) { number state summary security } }"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def isp() -> Isp:
    """Public, with a replaced version 1 and version 2 in force, and a draft of version 3."""
    council = make_partner("council")
    made = make_isp("Floods", council, visibility="public", text={"summary": "Two", "security": "Locked"})
    made.versions.update(number=2)
    for number, state in ((1, "superseded"), (3, "draft")):
        IspVersion.objects.create(isp=made, number=number, state=state, summary=f"Words {number}")
    return made


def test_members_read_any_version_and_the_public_only_the_one_that_speaks(isp: Isp) -> None:
    member = requester_of(make_user("m@example.org", make_partner("trust")))

    def version(by: object, number: int | None = None) -> object:
        return run_as(by, ONE, r=isp.reference, n=number).data["ispVersion"]  # type: ignore[arg-type,index]

    assert version(member)["number"] == 2  # type: ignore[index]
    assert version(member, 1)["summary"] == "Words 1"  # type: ignore[index]
    assert version(member, 3) is None  # a draft is for those who write it
    assert version(ANONYMOUS) == {"number": 2, "state": "IN_FORCE", "summary": "Two", "security": ""}
    assert version(ANONYMOUS, 2) == version(ANONYMOUS)
    assert version(ANONYMOUS, 1) is None
    history = "query H($r: String!) { ispHistory(reference: $r) { sentence version { number } } }"
    assert run_as(member, history, r=isp.reference).data == {  # type: ignore[comparison-overlap]
        "ispHistory": {"sentence": "In force. 1 of 1 covered.", "version": {"number": 2}}
    }
    refused = run_as(ANONYMOUS, history, r=isp.reference)
    assert refused.data == {"ispHistory": None}
    assert [getattr(error.original_error, "code", "") for error in refused.errors or ()] == ["UNAUTHENTICATED"]
    tomorrow = (clock.today() + DAY).isoformat()
    late = run_as(member, f'{{ ispHistory(reference: "{isp.reference}", on: "{tomorrow}") {{ label }} }}')
    assert [getattr(error.original_error, "code", "") for error in late.errors or ()] == ["BAD_USER_INPUT"]


def test_versions_documents_and_history_cost_the_same_for_2_10_and_40_parties(isp: Isp) -> None:
    member = requester_of(make_user("m@example.org", make_partner("trust")))
    version = isp.versions.get(number=2)
    operations = {one.name: one for one in schema.load().operations.values()}
    given = {
        "IspDocument": {"reference": isp.reference},
        "IspVersionPage": {"reference": isp.reference, "number": 2},
        "IspCompare": {"reference": isp.reference, "before": 1, "after": 2},
        "IspHistory": {"reference": isp.reference},
    }
    costs: dict[str, list[int]] = {name: [] for name in given}
    for size in (2, 10, 40):  # the lead alone is loaded with its agreement
        for n in range(version.parties.count(), size):
            IspParty.objects.create(
                version=version, partner=make_partner(f"body-{n}"), covered_from=clock.today(), asked_on=clock.today()
            )
        for name, variables in given.items():
            costs[name].append(count(operations[name], member, variables))
    assert not {name: found for name, found in costs.items() if max(found[1:]) > found[0]}, costs


def test_changes_pass_the_door_and_refusals_change_nothing(isp: Isp) -> None:
    council = isp.lead
    lead, member = make_user("ig@example.org", council), make_user("plain@example.org", council)
    make_role(lead, council, "ig_lead")
    part = "mutation P($input: ChangeOurPartInput!) { changeOurPart(input: $input) { isp { reference } } }"
    copy = "mutation C($input: TakeCopyInput!) { takeCopy(input: $input) { isps { sections { items { label } } } } }"
    sent = {"reference": isp.reference, "ownerId": str(lead.pk), "serviceArea": "Floods"}
    wanted = {"reference": isp.reference, "on": clock.today().isoformat()}
    for text, given in ((part, sent), (copy, wanted)):
        refused = run_as(requester_of(member), text, input=given)
        assert [getattr(error.original_error, "code", "") for error in refused.errors or ()] == ["FORBIDDEN"]
    assert not IspParty.objects.exclude(owner=None).exists()
    by = requester_of(lead)
    assert run_as(by, part, input=sent).data == {"changeOurPart": {"isp": {"reference": isp.reference}}}
    assert IspParty.objects.get(version__number=2).owner == lead
    bad = run_as(by, part, input=sent | {"ownerId": "x"})
    assert [getattr(error.original_error, "code", "") for error in bad.errors or ()] == ["BAD_USER_INPUT"]
    assert "In plain English" in json.dumps(run_as(by, copy, input=wanted).data)
