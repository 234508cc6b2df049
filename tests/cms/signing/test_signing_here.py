"""Signing on the site: told once, read first, ticked by a named person; what was not seen is not signed."""

import datetime

import pytest
import time_machine

from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.members.models import PartnerRole, User
from cms.members.selectors import requester_of
from cms.notifications.models import Delivery, Notification
from cms.notifications.vetoes import reason_against
from cms.signing.drafts import open_draft
from cms.signing.models import Chase, Opening, Signature
from cms.signing.progress import board_of, progress_of
from cms.signing.selectors import coverage_of
from cms.signing.services import (
    answer_stuck,
    chase,
    correct_signature,
    hand_on,
    note_advice,
    open_to_sign,
    record_on_paper,
    say_stuck,
    sign,
    sign_several,
    take_back,
    withdraw,
)
from cms.signing.services.decisions import PaperRow
from cms.signing.sheet import all_to_sign, readiness_of, sheet_of
from cms.snippets.models import Isp, IspParty, IspVersion, Partner
from tests.factories.registers import make_membership, make_partner, make_role, make_user
from tests.factories.signing import approver, make_signing

pytestmark = pytest.mark.django_db
State = IspVersion.State
TODAY = datetime.date(2026, 11, 22)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC), tick=False) as frozen:
        yield frozen


def told(user):
    return list(Notification.objects.filter(user=user).values_list("source_key", "title"))


def test_from_a_draft_to_in_force_each_person_is_told_once_and_signs_what_they_read():
    world = make_signing("trust", "charity", "school", essential=("trust",))
    PartnerRole.objects.filter(partner__slug="school").delete()
    before = readiness_of(world.handler, world.isp.reference)
    assert (before.missing, [bool(asked.names) for asked in before.asked]) == ([], [True, True, True, False])
    with pytest.raises(Conflict):
        world.send(seen_hash="another draft")
    version = world.send(seen_hash=before.content_hash)
    trust, handler = world.people["trust"], User.objects.get(pk=world.handler.user_id)
    assert [title for _, title in told(trust)] == [f"{world.isp.reference} needs your signature"]
    assert [title for _, title in told(handler)] == [f"{world.isp.reference}: nobody signs for 1 of its parties"]
    assert Delivery.objects.filter(user=trust).count() == 1

    party = world.party("trust")
    sheet = sheet_of(world.by("trust"), world.isp.reference)
    assert (sheet.controller, sheet.may_sign, sheet.opened) == (party.partner.controller_name, True, False)
    assert (sheet.fingerprint, len(sheet.boxes)) == (version.content_hash, 3)
    given = {"by": world.by("trust"), "party_id": party.pk, "decision": "signed", "submission_id": "one"}
    with pytest.raises(Conflict):  # nobody signs what they did not open
        sign(**given, content_hash=version.content_hash, confirmed=True)
    with pytest.raises(Conflict):
        open_to_sign(by=world.by("trust"), party_id=party.pk, content_hash="0" * 64)
    open_to_sign(by=world.by("trust"), party_id=party.pk, content_hash=version.content_hash)
    with pytest.raises(BadInput) as refused:
        sign(**given, content_hash=version.content_hash, confirmed=False)
    assert list(refused.value.details["fields"]) == ["confirmed"]
    with pytest.raises(Conflict):
        sign(**given, content_hash="0" * 64, confirmed=True)
    assert not Signature.objects.exists()
    made = sign(**given, content_hash=version.content_hash, confirmed=True)
    assert sign(**given, content_hash=version.content_hash, confirmed=True) == made  # pressed twice
    assert (made.method, made.signatory, made.recorded_by_id) == ("site", trust, trust.pk)
    assert "I mean this to be my signature" in made.statement
    with pytest.raises(Conflict):
        sign(**{**given, "submission_id": "two"}, content_hash=version.content_hash, confirmed=True)

    world.sign("council")
    version.refresh_from_db()
    (one,) = progress_of(world.handler, [version])
    assert (version.state, one.sentence) == (State.IN_FORCE, "In force. 2 of 4 covered.")
    assert {party.slug for party in one.waiting} == {"charity", "school"}
    world.sign("charity", decision="conditions", reason="A report each quarter", submission_id="later")
    (one,) = progress_of(world.handler, [version])
    assert one.sentence == "In force. 3 of 4 covered."
    assert any(key.startswith("sign-decided:") for key, _ in told(handler))


def test_a_withdrawn_version_takes_no_signature_and_its_people_are_told():
    world = make_signing("trust", essential=("trust",))
    version = world.send()
    seen = version.content_hash
    open_to_sign(by=world.by("trust"), party_id=world.party("trust").pk, content_hash=seen)
    world.sign("council")
    withdraw(by=world.handler, version_id=version.pk, reason="A flow was missing")
    party = world.party("trust")
    with pytest.raises((Conflict, NotFound)):
        sign(
            by=world.by("trust"),
            party_id=party.pk,
            content_hash=seen,
            decision="signed",
            confirmed=True,
            submission_id="x",
        )
    assert list(Signature.objects.values_list("voided_on", "void_reason")) == [(TODAY, "A flow was missing")]
    assert not Delivery.objects.filter(source_key=f"sign-ask:{party.pk}", state="pending").exists()
    assert reason_against(f"sign-ask:{party.pk}", world.people["trust"].pk, "")
    draft = open_draft(by=world.handler, version_id=version.pk)
    assert (draft.number, draft.state) == (2, State.DRAFT)


def test_who_cannot_sign_a_mailbox_a_body_without_personality_a_dpo_is_warned():
    world = make_signing("trust", "board")
    office = approver(Partner.objects.get(slug="trust"), email="office@example.org")
    make_role(world.people["trust"], Partner.objects.get(slug="trust"), "dpo")
    version = world.send()
    party = world.party("trust")
    with pytest.raises(Forbidden):
        open_to_sign(by=requester_of(office), party_id=party.pk, content_hash=version.content_hash)
    shown = sheet_of(requester_of(office), world.isp.reference)
    assert (shown.may_sign, "shared mailbox" in shown.why_not) == (False, True)
    sheet = sheet_of(world.by("trust"), world.isp.reference)
    assert sheet.is_adviser_too
    note_advice(by=world.by("trust"), party_id=party.pk, text="The DPIA is sound.", adviser_name="Sam Advises")
    assert [row.adviser_name for row in sheet_of(world.by("trust"), world.isp.reference).advice] == ["Sam Advises"]
    stranger = make_user("stranger@example.org", make_partner("elsewhere"))
    with pytest.raises(NotFound):
        note_advice(by=requester_of(stranger), party_id=party.pk, text="x")
    Partner.objects.filter(slug="board").update(can_sign=False)
    with pytest.raises((BadInput, Forbidden)):
        world.sign("board")
    assert Signature.objects.count() == 0


def test_a_second_factor_is_asked_of_who_signs(settings):
    settings.MFA_REQUIRED = True
    world = make_signing("trust")
    version = world.send()
    with pytest.raises(Forbidden):
        open_to_sign(by=world.by("trust"), party_id=world.party("trust").pk, content_hash=version.content_hash)
    strong = requester_of(world.people["trust"], second_factor=True)
    assert open_to_sign(by=strong, party_id=world.party("trust").pk, content_hash=version.content_hash)


def test_handing_on_gives_the_right_for_its_days_and_only_to_who_may_commit_the_body(clock):
    world = make_signing("trust")
    version = world.send()
    party, trust = world.party("trust"), Partner.objects.get(slug="trust")
    siro, member = make_user("siro@example.org", trust), make_user("member@example.org", trust)
    make_role(siro, trust, "siro")
    given = {"by": world.by("trust"), "party_id": party.pk, "reason": "On leave"}
    for wrong in ({"to_id": member.pk, "ends_on": TODAY}, {"to_id": siro.pk, "ends_on": TODAY - datetime.timedelta(1)}):
        with pytest.raises(BadInput):
            hand_on(**given, **wrong)
    with pytest.raises(Forbidden):
        open_to_sign(by=requester_of(siro), party_id=party.pk, content_hash=version.content_hash)
    row = hand_on(**given, to_id=siro.pk, ends_on=TODAY + datetime.timedelta(7))
    assert [title for _, title in told(siro)] == [f"{world.isp.reference}: you are asked to sign for {trust.name}"]
    assert open_to_sign(by=requester_of(siro), party_id=party.pk, content_hash=version.content_hash)
    with pytest.raises(Forbidden):  # what was handed to them is not theirs to hand further
        hand_on(**given | {"by": requester_of(siro)}, to_id=siro.pk, ends_on=TODAY)
    clock.shift(datetime.timedelta(days=8))
    press = {"party_id": party.pk, "content_hash": version.content_hash, "decision": "signed", "confirmed": True}
    with pytest.raises(Forbidden):
        sign(by=requester_of(siro), **press, submission_id="late")
    clock.shift(-datetime.timedelta(days=8))
    take_back(by=world.by("trust"), delegation_id=row.pk)
    with pytest.raises(Forbidden):
        open_to_sign(by=requester_of(siro), party_id=party.pk, content_hash=version.content_hash)


def test_one_person_signs_for_several_bodies_after_opening_each():
    world = make_signing("north", "south", "west")
    service = world.people["north"]
    for slug in ("south", "west"):
        partner = Partner.objects.get(slug=slug)
        PartnerRole.objects.filter(partner=partner).delete()
        make_membership(service, partner)
        make_role(service, partner, "isp_approver")
    version = world.send()
    by = world.by("north")
    keys = {slug: world.party(slug).pk for slug in ("north", "south", "west")}
    for slug in ("north", "south"):
        open_to_sign(by=by, party_id=keys[slug], content_hash=version.content_hash)
    listed = {one.party_id: one.opened for one in all_to_sign(by)}
    assert listed == {keys["north"]: True, keys["south"]: True, keys["west"]: False}
    everything = [(pk, version.content_hash) for pk in keys.values()]
    with pytest.raises(Conflict):  # one was not opened: none is signed
        sign_several(by=by, items=everything, confirmed=True, submission_id="many")
    assert Signature.objects.count() == 0
    assert len(sign_several(by=by, items=everything[:2], confirmed=True, submission_id="many")) == 2
    assert set(Signature.objects.values_list("party", flat=True)) == {keys["north"], keys["south"]}
    assert Opening.objects.count() == 2


def test_chasing_is_kind_seldom_and_never_to_who_decided(clock):
    world = make_signing("trust", "charity")
    world.send()
    trust, charity = world.party("trust"), world.party("charity")
    assert chase(by=world.handler, party_id=trust.pk).sent == 1
    again = chase(by=world.editor, party_id=trust.pk)
    assert (again.sent, again.next_on) == (0, TODAY + datetime.timedelta(3))
    assert reason_against(f"sign-chase:{Chase.objects.get().pk}", world.people["trust"].pk, "") == ""
    clock.shift(datetime.timedelta(days=2, hours=23))
    assert chase(by=world.by("council"), party_id=trust.pk).sent == 0
    clock.shift(datetime.timedelta(hours=2))
    assert chase(by=world.by("council"), party_id=trust.pk).sent == 1
    world.sign("charity", decision="declined", reason="Not for us", confirmed=False)
    with pytest.raises(Conflict):
        chase(by=world.handler, party_id=charity.pk)
    with pytest.raises(NotFound):
        chase(by=requester_of(make_user("x@example.org", make_partner("elsewhere"))), party_id=trust.pk)
    member = make_user("m@example.org", trust.partner)
    with pytest.raises(Forbidden):
        chase(by=requester_of(member), party_id=trust.pk)
    board = board_of(world.handler)
    assert [(one.sentence, [party.slug for party in one.waiting]) for one in board.waiting] == [
        ("Out for signature. 0 of 3 signed.", ["council", "trust"])
    ]
    asked = say_stuck(
        by=world.handler, party_id=trust.pk, text="Nobody answers", target_on=TODAY + datetime.timedelta(14),
        submission_id="s",
    )  # fmt: skip
    assert [row.pk for row in board_of(world.editor).stuck] == [asked.pk]
    assert [key for key, _ in told(User.objects.get(pk=world.editor.user_id)) if key.startswith("sign-stuck")]
    with pytest.raises(Forbidden):
        answer_stuck(by=world.handler, stuck_id=asked.pk, answer="x")
    answer_stuck(by=world.editor, stuck_id=asked.pk, answer="We rang them")
    assert board_of(world.editor).stuck == []


def test_a_tick_sheet_is_saved_whole_or_not_at_all_and_corrected_never_edited():
    world = make_signing("trust", "charity", essential=("trust",))
    version = world.send()
    rows = [
        PaperRow(world.party(slug).pk, "Ann Signs", "Chief executive", TODAY)
        for slug in ("council", "trust", "charity")
    ]
    bad = [*rows[:2], PaperRow(rows[2].party_id, "", "x", TODAY + datetime.timedelta(1))]
    with pytest.raises(BadInput) as refused:
        record_on_paper(by=world.handler, version_id=version.pk, rows=bad)
    assert {key: sorted(texts) for key, texts in refused.value.details["rows"].items()} == {
        str(rows[2].party_id): ["signatoryName", "signedOn"]
    }
    assert Signature.objects.count() == 0
    made = record_on_paper(by=world.handler, version_id=version.pk, rows=rows)
    version.refresh_from_db()
    assert version.state == State.IN_FORCE
    assert {row.recorded_by_id for row in made} == {world.handler.user_id}
    old = made[2]
    words = {"signatory_name": "Bea Signs", "signatory_job_title": "Chair", "signed_on": TODAY, "decision": "signed"}
    new = correct_signature(by=world.handler, signature_id=old.pk, why="Another person signed", **words)
    old.refresh_from_db()
    assert (old.signatory_name, old.voided_on, old.void_reason) == ("Ann Signs", TODAY, "Another person signed")
    assert (new.replaces_id, new.voided_on) == (old.pk, None)
    assert world.party("charity").covered_from == TODAY
    with pytest.raises(BadInput):  # the lead's signature put it in force
        correct_signature(
            by=world.handler, signature_id=made[0].pk, why="x", **{**words, "decision": "declined"}, reason="y"
        )
    member = make_user("m@example.org", Partner.objects.get(slug="trust"))
    with pytest.raises(Forbidden):
        record_on_paper(by=requester_of(member), version_id=version.pk, rows=[rows[1]])


def test_the_old_version_covers_until_the_stated_day_and_signers_change_over(clock):
    world = make_signing("trust", "charity")
    first = world.send()
    for slug in ("charity", "trust", "council"):
        world.sign(slug)
    open_draft(by=world.handler, version_id=first.pk)
    clock.shift(datetime.timedelta(days=10))
    day = TODAY + datetime.timedelta(10)
    cut_off = day + datetime.timedelta(30)
    with pytest.raises(BadInput):
        world.send(cut_off_on=TODAY)
    second = world.send(cut_off_on=cut_off)
    world.sign("council")
    second.refresh_from_db()
    assert (second.state, IspVersion.objects.get(pk=first.pk).state) == (State.IN_FORCE, State.SUPERSEDED)
    old = {party.partner.slug: party.covered_to for party in IspParty.objects.filter(version=first)}
    assert old == {"council": day - datetime.timedelta(1), "trust": cut_off, "charity": cut_off}
    (one,) = progress_of(world.handler, [second])
    trust = next(party for party in one.parties if party.slug == "trust")
    assert (trust.still_on, trust.still_until) == (1, cut_off)
    partner = world.party("trust").partner_id
    assert coverage_of(world.handler, [partner])[world.isp.pk].coverage.covers
    clock.shift(datetime.timedelta(days=5))
    world.sign("charity")
    assert IspParty.objects.get(version=first, partner__slug="charity").covered_to == day + datetime.timedelta(4)
    clock.shift(datetime.timedelta(days=26))
    assert not coverage_of(world.handler, [partner])[world.isp.pk].coverage.covers
    assert coverage_of(world.handler, [world.party("charity").partner_id])[world.isp.pk].coverage.covers


def test_a_corrected_day_moves_the_end_of_the_old_version_and_keeps_what_is_in_force(clock):
    world = make_signing("trust", "charity", essential=("trust",))
    first = world.send()
    for slug in ("charity", "trust", "council"):
        world.sign(slug)
    open_draft(by=world.handler, version_id=first.pk)
    cut_off = TODAY + datetime.timedelta(30)
    second = world.send(cut_off_on=cut_off)
    words = {"signatory_name": "Ann Signs", "signatory_job_title": "Chair", "decision": "signed"}

    def paper(slug, day):
        row = PaperRow(world.party(slug).pk, "Ann Signs", "Chair", day)
        return record_on_paper(by=world.handler, version_id=second.pk, rows=[row])[0]

    for day in (datetime.date(26, 11, 22), TODAY - datetime.timedelta(1)):  # a year of two digits; before it was asked
        with pytest.raises(BadInput) as refused:
            paper("trust", day)
        assert list(refused.value.details["rows"][str(world.party("trust").pk)]) == ["signedOn"]
    paper("trust", TODAY)
    lead = paper("council", TODAY)
    clock.shift(datetime.timedelta(days=10))
    day = TODAY + datetime.timedelta(5)
    with pytest.raises(BadInput) as refused:
        correct_signature(by=world.handler, signature_id=lead.pk, why="Later", signed_on=day, **words)
    assert list(refused.value.details["fields"]) == ["signedOn"]

    def old_end():
        return IspParty.objects.get(version=first, partner__slug="charity").covered_to

    given = paper("charity", day)
    assert (world.party("charity").covered_from, old_end()) == (day, day - datetime.timedelta(1))
    later = day + datetime.timedelta(3)
    given = correct_signature(by=world.handler, signature_id=given.pk, why="Misread", signed_on=later, **words)
    assert (world.party("charity").covered_from, old_end()) == (later, later - datetime.timedelta(1))
    declined = {**words, "decision": "declined", "reason": "Not yet"}
    given = correct_signature(by=world.handler, signature_id=given.pk, why="Misread", signed_on=later, **declined)
    assert (world.party("charity").covered_from, old_end()) == (None, cut_off)
    IspParty.objects.filter(pk=given.party_id).update(covered_from=TODAY)  # as a register gave it
    correct_signature(by=world.handler, signature_id=given.pk, why="Misread", signed_on=later, **words)
    assert world.party("charity").covered_from == TODAY


def test_paper_puts_nothing_in_force_once_the_agreement_is_retired():
    world = make_signing("trust")
    version = world.send()
    Isp.objects.filter(pk=world.isp.pk).update(retired_on=TODAY)
    rows = [PaperRow(world.party("council").pk, "Ann Signs", "Chair", TODAY)]
    with pytest.raises(Conflict):
        record_on_paper(by=world.handler, version_id=version.pk, rows=rows)
