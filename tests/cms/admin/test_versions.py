"""Versions in the admin: drafts are written, what is out or in force is read-only, and signing moves it on."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from cms.core import clock
from cms.signing.models import Signature
from cms.snippets.models import DataItem, Isp, IspParty, IspVersion, LegalBasis, LegalCondition
from tests.factories import admin as make

pytestmark = pytest.mark.django_db
State = IspVersion.State


@pytest.fixture
def editor():
    return make.signed_in(make.staff(superuser=False))


def version_of(state, **fields):
    made = make.isp(state=state)
    version = made.versions.get()
    IspVersion.objects.filter(pk=version.pk).update(**fields)
    return IspVersion.objects.get(pk=version.pk)


def party_row(party, **fields):
    return {
        "id": party.pk if party else "",
        "partner": party.partner_id if party else "",
        "role": party.role if party else "both",
        "controller_status": "independent",
        "conditions": "",
        **fields,
    }


def form_of(version, *, parties=None, items=None, **fields):
    kept = list(version.parties.all())
    rows = parties if parties is not None else [party_row(party) for party in kept]
    data = [{"id": item.pk, "name": item.name} for item in version.data_items.all()] if items is None else items
    texts = {
        field.name: getattr(version, field.name)
        for field in version._meta.fields
        if field.get_internal_type() == "TextField"
    }
    sent = {
        "isp": version.isp_id,
        "number": version.number,
        "state": version.state,
        "what_changed": "",
        **texts,
        **fields,
    }
    return nested_form_data(
        {
            **sent,
            "parties": inline_formset(rows, initial=len(kept)),
            "data_items": inline_formset(data, initial=version.data_items.count()),
            "flows": inline_formset([]),
            "files": inline_formset([]),
        }
    )


def save(client, version, data):
    return client.post(reverse("wagtailsnippets_snippets_ispversion:edit", args=[version.pk]), data)


def said(response):
    return response.content.decode() if response.status_code == 200 else ""


def test_a_draft_is_written_with_its_parties_and_data(editor):
    draft, other = version_of(State.DRAFT), make.partner("Harrow Trust")
    parties = [*[party_row(party) for party in draft.parties.all()], party_row(None, partner=other.pk)]
    items = [
        *[{"id": item.pk, "name": item.name} for item in draft.data_items.all()],
        {"id": "", "name": "Dates of birth"},
    ]
    sent = form_of(draft, parties=parties, items=items, purpose="To keep people safe.", state=State.PEER_REVIEW)
    assert save(editor, draft, sent).status_code == 302
    draft.refresh_from_db()
    assert (draft.purpose, draft.state) == ("To keep people safe.", State.PEER_REVIEW)
    assert set(draft.parties.values_list("partner__name", flat=True)) == {"Elmbridge Council", "Harrow Trust"}
    assert draft.data_items.count() == 2


@pytest.mark.parametrize("state", [State.OUT_FOR_SIGNATURE, State.IN_FORCE, State.SUPERSEDED, State.WITHDRAWN])
def test_what_was_sent_out_never_changes(editor, state):
    version = version_of(state)
    unchanged = save(editor, version, form_of(version))
    assert unchanged.status_code == 302
    text = save(editor, version, form_of(version, purpose="Other words."))
    assert "was sent out for signature" in said(text)
    item = version.data_items.get()
    data = save(editor, version, form_of(version, items=[{"id": item.pk, "name": "Criminal records"}]))
    assert "was sent out for signature" in said(data)
    gone = save(editor, version, form_of(version, items=[{"id": item.pk, "name": item.name, "DELETE": "1"}]))
    assert "was sent out for signature" in said(gone)
    party = version.parties.get()
    role = save(editor, version, form_of(version, parties=[party_row(party, role="recipient")]))
    assert "was sent out for signature" in said(role)
    version.refresh_from_db()
    assert version.purpose == ""
    assert DataItem.objects.get().name == "Names and addresses"
    assert version.parties.get().role == IspParty.Role.LEAD


def test_dates_and_people_of_a_party_are_the_unsigned_schedule(editor):
    version = version_of(State.IN_FORCE)
    party = version.parties.get()
    sent = form_of(version, parties=[party_row(party, covered_from="2026-01-05", service_area="Housing")])
    assert save(editor, version, sent).status_code == 302
    party.refresh_from_db()
    assert (party.covered_from, party.service_area) == (make.day("2026-01-05"), "Housing")


def test_a_party_joins_a_version_in_force_but_not_one_that_is_out(editor):
    other = make.partner("Harrow Trust")
    for state, joined in ((State.IN_FORCE, True), (State.OUT_FOR_SIGNATURE, False)):
        Isp.objects.all().delete()
        version = version_of(state)
        rows = [*[party_row(party) for party in version.parties.all()], party_row(None, partner=other.pk)]
        save(editor, version, form_of(version, parties=rows))
        assert version.parties.filter(partner=other).exists() is joined


def test_an_imported_version_whose_text_was_never_held_may_be_written_down(editor):
    version = version_of(State.IN_FORCE, is_imported=True)
    assert save(editor, version, form_of(version, purpose="As on paper.")).status_code == 302
    version.refresh_from_db()
    assert version.purpose == "As on paper."


@pytest.mark.parametrize("wanted", [State.OUT_FOR_SIGNATURE, State.IN_FORCE, State.WITHDRAWN])
def test_the_form_does_not_move_a_version_past_the_checks(editor, wanted):
    draft = version_of(State.DRAFT)
    assert "Send out for signature" in said(save(editor, draft, form_of(draft, state=wanted)))
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def lawful(version):
    basis, _ = LegalCondition.objects.get_or_create(
        kind="article6", code="6-1-e", defaults={"provision": "Article 6(1)(e)", "name": "Public task"}
    )
    gateway = make.gateway(in_force_from="1998")
    for party in version.parties.all():
        made = LegalBasis.objects.create(party=party, purpose="To prevent crime", article6=basis)
        made.gateways.set([gateway])
        made.save()  # or the choice of gateways stays in memory


def test_the_screens_send_out_record_put_in_force_and_open_the_next(editor):
    draft = version_of(State.DRAFT)
    send = reverse("version_send_out", args=[draft.pk])
    listed = editor.get(reverse("wagtailsnippets_snippets_ispversion:list")).content.decode()
    assert send in listed
    assert send in editor.get(reverse("wagtailsnippets_snippets_ispversion:edit", args=[draft.pk])).content.decode()
    assert "no legal basis is named" in editor.get(send).content.decode()
    assert "no legal basis is named" in said(editor.post(send))
    lawful(draft)
    assert editor.post(send).status_code == 302
    draft.refresh_from_db()
    assert draft.state == State.OUT_FOR_SIGNATURE
    assert len(draft.content_hash) == 64
    party = draft.parties.get()
    sign = reverse("version_sign", args=[draft.pk])
    given = {
        "party": party.pk,
        "decision": "declined",
        "signatory_name": "Robin Sample",
        "signatory_job_title": "Chief executive",
    }
    assert "not why" not in said(editor.get(sign))
    refused = said(editor.post(sign, {**given, "signed_on": clock.today().isoformat()}))
    assert "Say which conditions, or why not." in refused
    assert not Signature.objects.exists()
    editor.post(sign, {**given, "decision": "signed", "signed_on": clock.today().isoformat()})
    draft.refresh_from_db()
    assert draft.state == State.IN_FORCE
    assert Signature.objects.get().signatory_name == "Robin Sample"
    assert "Robin Sample" in editor.get(reverse("signatures:index")).content.decode()
    opened = editor.post(reverse("version_open_draft", args=[draft.pk]))
    new = IspVersion.objects.get(number=2)
    assert opened.url == reverse("wagtailsnippets_snippets_ispversion:edit", args=[new.pk])
    assert (new.state, new.summary, new.content_hash) == (State.DRAFT, draft.summary, "")
    assert new.parties.get().bases.get().gateways.count() == 1
    assert new.parties.get().covered_from is None
    again = said(editor.post(reverse("version_open_draft", args=[draft.pk])))
    assert "Version 2 is not finished yet" in again
    assert IspVersion.objects.count() == 2


def test_withdrawing_voids_what_was_signed(editor):
    draft = version_of(State.DRAFT)
    other = make.partner("Harrow Trust")
    IspParty.objects.create(version=draft, partner=other, is_essential=True)
    lawful(draft)
    editor.post(reverse("version_send_out", args=[draft.pk]))
    lead = draft.parties.get(role="lead")
    signed = {
        "party": lead.pk,
        "decision": "signed",
        "signatory_name": "R",
        "signatory_job_title": "CE",
        "signed_on": clock.today().isoformat(),
    }
    editor.post(reverse("version_sign", args=[draft.pk]), signed)
    assert editor.post(reverse("version_withdraw", args=[draft.pk])).status_code == 302
    draft.refresh_from_db()
    assert draft.state == State.WITHDRAWN
    assert Signature.objects.get().voided_on is not None


def test_legal_bases_are_written_on_the_partys_own_screen_until_it_is_frozen(editor):
    version = version_of(State.DRAFT)
    party = version.parties.get()
    url = reverse("wagtailsnippets_snippets_ispparty:edit", args=[party.pk])
    assert editor.get(url).status_code == 200
    basis = {"id": "", "purpose": "To prevent crime", "direction": "both", "regime": "uk_gdpr", "rationale": "Because."}
    row = {"partner": party.partner_id, "role": "lead", "controller_status": "independent", "conditions": ""}
    sent = nested_form_data({**row, "bases": inline_formset([basis])})
    assert editor.post(url, sent).status_code == 302
    assert party.bases.get().purpose == "To prevent crime"
    IspVersion.objects.update(state=State.OUT_FOR_SIGNATURE)
    kept = party.bases.get()
    changed = nested_form_data(
        {**row, "bases": inline_formset([{**basis, "id": kept.pk, "purpose": "Else"}], initial=1)}
    )
    assert "was sent out for signature" in said(editor.post(url, changed))
    assert party.bases.get().purpose == "To prevent crime"


def test_an_isp_gets_its_reference_once_and_is_retired_not_deleted(editor):
    lead = make.partner()
    url = reverse("wagtailsnippets_snippets_isp:add")
    sent = nested_form_data(
        {
            "title": "New agreement",
            "kind": "isp",
            "lead": lead.pk,
            "visibility": "members",
            "review_cycle_months": "12",
            "next_review_precision": "day",
            "contacts": inline_formset([]),
        }
    )
    assert editor.post(url, sent).status_code == 302
    made = Isp.objects.get()
    assert made.reference.startswith("ISP-")
    edit = reverse("wagtailsnippets_snippets_isp:edit", args=[made.pk])
    assert editor.post(edit, {**sent, "retired_on": "2026-01-05", "retired_reason": "Replaced"}).status_code == 302
    made.refresh_from_db()
    assert made.retired_on == make.day("2026-01-05")
    history = editor.get(reverse("wagtailsnippets_snippets_isp:history", args=[made.pk]))
    assert history.status_code == 200
    assert made.revisions.count() == 2
    editor.post(url, {**sent, "title": "Second"})
    assert Isp.objects.get(title="Second").reference > made.reference
