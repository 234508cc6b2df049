"""Joining what others signed changes nothing of it; leaving ends what flows; the lead stays."""

import datetime

import pytest
import time_machine

from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.members.selectors import requester_of
from cms.notifications.models import Notification
from cms.signing.models import Accession, Signature
from cms.signing.progress import board_of, progress_of
from cms.signing.services import ask_to_join, invite_to_join, leave, open_to_sign, refuse_to_join, sign
from cms.signing.sheet import joining_of, sheet_of
from cms.snippets.models import DataFlow, DataItem, IspParty, Partner
from cms.snippets.services import content_hash
from tests.factories.registers import make_partner, make_role, make_user
from tests.factories.signing import approver, make_signing

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 22)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC), tick=False) as frozen:
        yield frozen


@pytest.fixture
def world():
    made = make_signing("trust", "charity")
    DataFlow.objects.create(
        version=made.version, items="Addresses", sender=made.isp.lead, recipient=Partner.objects.get(slug="trust")
    )
    made.send()
    for slug in ("charity", "trust", "council"):
        made.sign(slug)
    assert made.version.state == "in_force"
    return made


def test_a_partner_joins_with_a_part_of_its_own_and_the_others_fingerprint_stays(world, clock):
    version = world.version
    before, hospice = version.content_hash, make_partner("hospice")
    signer = approver(hospice)
    by = requester_of(signer)
    member = requester_of(make_user("m@example.org", hospice))
    ask = {"version_id": version.pk, "partner_id": hospice.pk, "reason": "We visit the same people"}
    with pytest.raises(Forbidden):
        ask_to_join(by=member, **ask, submission_id="a")
    asked = ask_to_join(by=by, **ask, submission_id="a")
    assert ask_to_join(by=by, **ask, submission_id="a") == asked
    colleague = requester_of(approver(hospice, email="second@example.org"))
    for who, press in ((colleague, "a"), (by, ""), (by, "a" * 65)):  # somebody else's press is not answered with theirs
        with pytest.raises(BadInput):
            ask_to_join(by=who, **ask, submission_id=press)
    assert [row.pk for row in board_of(world.handler).joining] == [asked.pk]
    assert board_of(by).joining == []
    assert [row.pk for row in joining_of(world.handler, world.isp.reference).requests] == [asked.pk]

    like = world.party("trust")
    invite = {"version_id": version.pk, "partner_id": hospice.pk, "submission_id": "b"}
    with pytest.raises(Forbidden):
        invite_to_join(by=world.by("trust"), **invite, like_party_id=like.pk)
    DataItem.objects.filter(version=version).update(is_special_category=True)
    with pytest.raises(BadInput) as refused:  # its law is checked like everybody's
        invite_to_join(by=world.handler, **invite, like_party_id=like.pk)
    assert any("Article 9" in text for text in refused.value.details["missing"])
    assert not IspParty.objects.filter(partner=hospice).exists()
    DataItem.objects.filter(version=version).update(is_special_category=False)

    party = invite_to_join(by=world.handler, **invite, like_party_id=like.pk)
    assert invite_to_join(by=world.handler, **invite, like_party_id=like.pk) == party
    assert board_of(world.handler).joining == []
    assert party.acceding
    assert content_hash(world.version) == before == world.version.content_hash
    kept = Accession.objects.get(party=party)
    assert (kept.content["agreement"], kept.content["party"]["partner"]) == (before, "hospice")
    (one,) = progress_of(world.handler, [world.version])
    assert one.sentence == "In force. 3 of 4 covered."

    sheet = sheet_of(by, world.isp.reference)
    assert (sheet.is_joining, sheet.fingerprint) == (True, kept.content_hash)
    press = {"by": by, "party_id": party.pk, "decision": "signed", "confirmed": True, "submission_id": "join"}
    with pytest.raises(Conflict):  # the others' fingerprint is not what it signs
        sign(**press, content_hash=before)
    clock.shift(datetime.timedelta(days=3))
    open_to_sign(by=by, party_id=party.pk, content_hash=kept.content_hash)
    made = sign(**press, content_hash=kept.content_hash)
    party.refresh_from_db()
    day = TODAY + datetime.timedelta(days=3)
    assert (made.content_hash, party.covered_from, party.joined_on) == (kept.content_hash, day, day)
    assert set(Signature.objects.exclude(pk=made.pk).values_list("content_hash", flat=True)) == {before}
    (one,) = progress_of(world.handler, [world.version])
    assert one.sentence == "In force. 4 of 4 covered."


def test_who_cannot_join_and_a_no_with_its_reason(world):
    version, board = world.version, make_partner("board", can_sign=False)
    invite = {"version_id": version.pk, "like_party_id": world.party("trust").pk, "submission_id": "x"}
    with pytest.raises(BadInput):
        invite_to_join(by=world.handler, partner_id=board.pk, **invite)
    with pytest.raises(Conflict):
        invite_to_join(by=world.handler, partner_id=world.party("trust").partner_id, **invite)
    hospice = make_partner("hospice")
    signer = approver(hospice)
    asked = ask_to_join(
        by=requester_of(signer), version_id=version.pk, partner_id=hospice.pk, reason="Please", submission_id="a"
    )
    with pytest.raises(Forbidden):
        refuse_to_join(by=world.by("trust"), accession_id=asked.pk, because="No")
    refuse_to_join(by=world.handler, accession_id=asked.pk, because="You hold no such data")
    assert Notification.objects.filter(user=signer, source_key=f"join-refused:{asked.pk}").exists()
    with pytest.raises(Conflict):
        refuse_to_join(by=world.handler, accession_id=asked.pk, because="No")


def test_leaving_with_notice_ends_coverage_and_flows_and_tells_the_others(world, clock):
    trust, lead = world.party("trust"), world.party("council")
    on = TODAY + datetime.timedelta(days=30)
    with pytest.raises(Conflict):
        leave(by=world.by("council"), party_id=lead.pk, leaves_on=on, reason="We merge")
    member = make_user("m@example.org", trust.partner)
    make_role(member, trust.partner, "ig_lead")
    with pytest.raises(Forbidden):
        leave(by=requester_of(member), party_id=trust.pk, leaves_on=on, reason="x")
    with pytest.raises(NotFound):
        leave(by=requester_of(make_user("s@example.org")), party_id=trust.pk, leaves_on=on, reason="x")
    with pytest.raises(BadInput):
        leave(by=world.by("trust"), party_id=trust.pk, leaves_on=TODAY - datetime.timedelta(1), reason="x")
    leave(by=world.by("trust"), party_id=trust.pk, leaves_on=on, reason="The service closes")
    with pytest.raises(Conflict):
        leave(by=world.by("trust"), party_id=trust.pk, leaves_on=on, reason="again")
    told = Notification.objects.filter(source_key__startswith="party-leaves:")
    expected = {world.handler.user_id, world.editor.user_id, world.people["charity"].pk, world.people["council"].pk}
    assert set(told.values_list("user", flat=True)) == expected
    flow = DataFlow.objects.get()
    assert (flow.status_on(TODAY), flow.status_on(on)) == (flow.status, DataFlow.Status.STOPPED)
    assert content_hash(world.version) == world.version.content_hash
    (one,) = progress_of(world.handler, [world.version])
    assert one.sentence == "In force. 3 of 3 covered."
    clock.shift(datetime.timedelta(days=30))
    (one,) = progress_of(world.handler, [world.version])
    assert one.sentence == "In force. 2 of 2 covered."
