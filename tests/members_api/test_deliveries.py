"""What a body's own system sent: for its leads and the core team, and for no tool."""

import json

import pytest

from cms.core import clock
from cms.members.models import PartnerRole, SiteRole
from cms.members.selectors import requester_of
from cms.storage.models import ExchangePartner, InboundReceipt
from members_api import schema
from tests.factories.registers import make_partner, make_role, make_user
from tests.members_api.conftest import run_as
from tests.members_api.test_cost import SIZES, count

pytestmark = pytest.mark.django_db
WANTED = "partnerSlug folder isOpen totalCount deliveries { file outcome outcomeLabel words sha256 size }"


def a_receipt(box, name, state, **fields):
    return InboundReceipt.objects.create(
        bucket="x", key=f"inbox/{box.folder}/{name}", version=name, etag="1", size=5 << 30, exchange=box, name=name,
        kind="document", state=state, seen_at=clock.now(), **fields,
    )  # fmt: skip


def asked(by, **given):
    arguments = ", ".join(f"{name}: {json.dumps(value)}" for name, value in given.items())
    answer = run_as(requester_of(by), f"{{ ourDeliveries{f'({arguments})' if given else ''} {{ {WANTED} }} }}")
    assert answer.errors is None
    return answer.data["ourDeliveries"]


def test_leads_see_what_came_and_why_it_was_refused():
    ours, theirs = make_partner("ours"), make_partner("theirs")
    boxes = [
        ExchangePartner.objects.create(partner=one, folder=one.slug, opened_at=clock.now()) for one in (ours, theirs)
    ]
    a_receipt(boxes[0], "one.pdf", "drafted", sha256="a" * 64)
    a_receipt(boxes[0], "two.exe", "refused", reason="It is a program.")
    a_receipt(boxes[1], "secret.pdf", "drafted")
    people = {}
    for role in (PartnerRole.Role.IG_LEAD, PartnerRole.Role.PARTNER_LEAD, PartnerRole.Role.DPO):
        people[role] = make_user(f"{role}@example.org", ours)
        make_role(people[role], ours, role)
    member = make_user("member@example.org", ours)
    editor = make_user("editor@example.org", site_role=SiteRole.Role.CORE_EDITOR)
    for lead in (people["ig_lead"], people["partner_lead"]):
        found = asked(lead)
        assert [one["file"] for one in found["deliveries"]] == ["two.exe", "one.pdf"]
        assert (found["folder"], found["isOpen"], found["totalCount"]) == ("ours", True, 2)
        assert found["deliveries"][0]["words"] == "It is a program."
        assert found["deliveries"][1] == {
            "file": "one.pdf",
            "outcome": "drafted",
            "outcomeLabel": "Taken in, not yet accepted",
            "words": "It was taken in. The core team looks at it next.",
            "sha256": "a" * 64,
            "size": 5 << 30,
        }
        assert asked(lead, outcome="refused")["totalCount"] == 1
        assert asked(lead, page=2)["deliveries"] == []
        for given in ({"partner": "theirs"}, {"partner": "absent"}, {"page": 0}, {"page": 9999}):
            assert asked(lead, **given) is None
    for nobody in (member, people["dpo"]):
        assert asked(nobody) is None
    assert asked(editor, partner="theirs")["deliveries"][0]["file"] == "secret.pdf"
    ours.membership = "suspended"
    ours.save()
    assert asked(people["ig_lead"]) is None
    assert asked(editor, partner="ours")["isOpen"] is False


def test_the_list_costs_the_same_for_1_10_and_40_files():
    ours = make_partner("ours")
    box = ExchangePartner.objects.create(partner=ours, folder="ours", opened_at=clock.now())
    lead = make_user("lead@example.org", ours)
    make_role(lead, ours, PartnerRole.Role.IG_LEAD)
    (operation,) = (one for one in schema.load().operations.values() if one.name == "OurDeliveries")
    states, costs = InboundReceipt.State.values, []
    for size in SIZES:
        for n in range(InboundReceipt.objects.count(), size):
            a_receipt(box, f"{n}.pdf", states[n % len(states)])
        assert len(asked(lead)["deliveries"]) == size
        costs.append(count(operation, requester_of(lead), {}, warm=size > SIZES[0]))
    assert len(set(costs)) == 1, costs
