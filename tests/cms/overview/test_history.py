"""What applied on a past day: from the dates that are kept, with what is not known said."""

import datetime

import pytest
import time_machine

from cms.core.errors import BadInput
from cms.members.selectors import requester_of
from cms.overview.selectors import history_on
from cms.signing.models import AmendmentChange, AmendmentNotice, Signature
from cms.snippets.models import Isp, IspParty, IspVersion
from tests.factories.registers import make_isp, make_partner, make_user

pytestmark = pytest.mark.django_db
State = IspVersion.State


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.fixture
def story():
    """Version 1 in force in 2024, replaced on 1 March 2025; a third party signed late, another took it back."""
    council, trust, fire = make_partner("council"), make_partner("trust"), make_partner("fire")
    isp = make_isp("Floods", council, (trust, fire), text={"summary": "Old words", "security": "Old lock"})
    first = isp.versions.get()
    IspVersion.objects.filter(pk=first.pk).update(
        state=State.SUPERSEDED, in_force_from=day("2024-02-01"), in_force_to=day("2025-03-01")
    )
    IspParty.objects.filter(version=first).update(covered_from=None, asked_on=day("2024-01-10"))
    signed = {council: "2024-01-20", trust: "2024-09-05", fire: "2024-01-25"}
    for party in first.parties.all():
        Signature.objects.create(
            party=party,
            signatory_name="Sam Example",
            signed_on=day(signed[party.partner]),
            voided_on=day("2024-05-01") if party.partner == fire else None,
            content_hash="x",
        )
    second = IspVersion.objects.create(isp=isp, number=2, state=State.IN_FORCE, in_force_from=day("2025-03-01"))
    IspParty.objects.create(version=second, partner=council, role="lead", covered_from=day("2025-03-01"))
    IspParty.objects.create(version=second, partner=fire, covered_from=day("2025-06-01"), joined_on=day("2025-06-01"))
    Isp.objects.filter(pk=isp.pk).update(retired_on=day("2026-09-01"), starts_on=day("2024-02-01"))
    return isp, requester_of(make_user("reader@example.org", council))


def covered(found):
    return sorted(one.party.partner.slug for one in found.parties if one.coverage.covers)


@time_machine.travel("2026-11-22T12:00:00Z", tick=False)
def test_each_day_is_told_by_what_stood_then(story):
    isp, reader = story

    def on(text):
        return history_on(reader, isp.reference, day(text))

    before, spring, autumn = on("2024-01-31"), on("2024-03-01"), on("2024-10-01")
    assert (before.version_id, before.sentence) == (None, "No version of it that you may see was in force on this day.")
    # The fire service's signature stood until May; the trust signed in September only.
    assert (spring.sentence, covered(spring)) == ("In force. 2 of 3 covered.", ["council", "fire"])
    assert covered(on("2024-05-01")) == ["council"]
    assert covered(autumn) == ["council", "trust"]
    last, first = on("2025-02-28"), on("2025-03-01")
    assert (last.version_id, first.version_id) == tuple(isp.versions.order_by("number").values_list("pk", flat=True))
    assert [one.party.partner.slug for one in first.parties] == ["council"]  # the other had not joined
    assert on("2025-06-01").sentence == "In force. 2 of 2 covered."
    assert (on("2026-08-31").label, on("2026-09-01").label) == ("In force", "Retired")
    assert "lifted" in " ".join(spring.not_known)
    assert [event.text for event in spring.events][:2] == ["Retired", "Fire covered by version 2"]
    with pytest.raises(BadInput) as refused:
        on("2026-11-23")
    assert "on" in refused.value.details["fields"]


@time_machine.travel("2026-11-22T12:00:00Z", tick=False)
def test_a_notice_counts_from_its_day_and_the_signed_words_stay(story):
    isp, reader = story
    Isp.objects.filter(pk=isp.pk).update(retired_on=None)
    version = isp.versions.get(number=2)
    notice = AmendmentNotice.objects.create(
        isp=isp, version=version, number=1, reason="New lock", sent_on=day("2025-08-01"),
        object_until=day("2025-08-29"), takes_effect_on=day("2025-09-01"),
    )  # fmt: skip
    AmendmentChange.objects.create(notice=notice, section="security", before="", after="New lock")
    assert history_on(reader, isp.reference, day("2025-08-31")).amended == []
    (changed,) = history_on(reader, isp.reference, day("2025-09-01")).amended
    assert (changed.number, changed.heading, changed.after) == (1, "Kept safe by", "New lock")


@time_machine.travel("2026-11-22T12:00:00Z", tick=False)
def test_an_imported_row_without_dates_is_never_said_to_have_been_in_force():
    council = make_partner("council")
    isp = make_isp("From a register", council)
    IspVersion.objects.filter(isp=isp).update(is_imported=True, in_force_from=None)
    IspParty.objects.filter(version__isp=isp).update(covered_from=None, asked_on=None)
    reader = requester_of(make_user("reader@example.org", council))
    found = history_on(reader, isp.reference, day("2023-01-01"))
    assert (found.status, found.label) == (None, "Not known")
    assert found.sentence == "Whether it was in force is not known."
    assert "does not say since when" in found.not_known[0]
    Isp.objects.filter(pk=isp.pk).update(starts_on=day("2022-01-01"))
    told = history_on(reader, isp.reference, day("2023-01-01"))
    assert told.sentence == "In force. 1 of 1 covered."
    assert any("does not say when each" in words for words in told.not_known)


def test_a_draft_and_a_hidden_agreement_tell_nothing():
    council, trust = make_partner("council"), make_partner("trust")
    hidden = make_isp("Hidden", council, visibility="parties")
    shown = make_isp("Shown", council, state=State.IN_FORCE)
    IspVersion.objects.create(isp=shown, number=2, state=State.DRAFT, in_force_from=day("2020-01-01"))
    outsider = requester_of(make_user("x@example.org", trust))
    assert history_on(outsider, hidden.reference) is None
    assert history_on(outsider, "ISP-9999") is None
    assert "2 came into force" not in str(history_on(outsider, shown.reference).events)
