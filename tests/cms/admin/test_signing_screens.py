"""The core team's screens of signing: a tick-sheet, who waits on whom, and what people are stuck with."""

import pytest
from django.urls import reverse

from cms.core import clock
from cms.members.models import User
from cms.signing.models import Chase, Signature, StuckRequest
from cms.signing.services import say_stuck
from tests.factories import admin as make
from tests.factories.signing import make_signing

pytestmark = pytest.mark.django_db


def sheet(rows, **typed):
    given = {"form-TOTAL_FORMS": len(rows), "form-INITIAL_FORMS": len(rows)}
    for n, party in enumerate(rows):
        for name, value in {"party": party.pk, "decision": "signed", **typed.get(party.partner.slug, {})}.items():
            given[f"form-{n}-{name}"] = value
    return given


def test_a_tick_sheet_keeps_what_was_typed_and_is_saved_whole():
    world = make_signing("trust", "charity")
    editor = make.signed_in(User.objects.get(pk=world.editor.user_id))
    version = world.send()
    rows = [world.party(slug) for slug in ("council", "trust", "charity")]
    url, good = (
        reverse("version_paper", args=[version.pk]),
        {"signatory_name": "Ann Signs", "signed_on": clock.today().isoformat()},
    )
    assert "Charity" in editor.get(url).content.decode()
    refused = editor.post(url, sheet(rows, council=good, trust={"signatory_name": "Bea Signs"})).content.decode()
    assert "Give the day of the signature." in refused
    assert "Ann Signs" in refused
    assert not Signature.objects.exists()
    assert "Fill in at least one row." in editor.post(url, sheet(rows)).content.decode()
    done = editor.post(url, sheet(rows, council=good, trust=good))
    assert done.status_code == 302
    assert Signature.objects.count() == 2
    version.refresh_from_db()
    assert version.state == "in_force"
    shown = editor.get(url).content.decode()
    assert "In force. 2 of 3 covered." in shown
    assert 'name="form-1-party"' not in shown


def test_the_board_says_who_waits_and_each_act_is_a_button():
    world = make_signing("trust")
    editor = make.signed_in(User.objects.get(pk=world.editor.user_id))
    version = world.send()
    trust = world.party("trust")
    say_stuck(by=world.handler, party_id=trust.pk, text="Nobody answers", target_on=clock.today(), submission_id="x")
    url = reverse("signing_board")
    shown = editor.get(url).content.decode()
    assert "Nobody answers" in shown
    assert world.people["trust"].get_full_name() in shown
    editor.post(url, {"remind": trust.pk})
    assert Chase.objects.count() == 1
    editor.post(url, {"remind": trust.pk})
    assert Chase.objects.count() == 1
    assert "Again from" in editor.get(url).content.decode()
    editor.post(url, {"answer": StuckRequest.objects.get().pk, "words": "We rang them"})
    assert "Nobody is stuck." in editor.get(url).content.decode()
    sending = reverse("version_withdraw", args=[version.pk])
    assert "Signatures given so far are void" in editor.get(sending).content.decode()
    member = make.signed_in(world.people["trust"])
    assert member.get(url).status_code == 403
