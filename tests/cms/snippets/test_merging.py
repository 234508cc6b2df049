"""Two rows of one body put together: what moves, what was signed stays, old names and addresses lead on, undone."""

import pytest

from cms.audit.models import AuditEvent
from cms.core.errors import BadInput, Conflict, Forbidden
from cms.core.requester import ANONYMOUS, SYSTEM
from cms.members.models import Membership
from cms.members.selectors import requester_of
from cms.saved_searches.models import SavedSearch, fingerprint
from cms.signing.models import Signature
from cms.signing.selectors import coverage_of
from cms.snippets.importers import services
from cms.snippets.importers.names import NameIndex
from cms.snippets.importers.undoing import undo
from cms.snippets.merging.moves import pointing
from cms.snippets.merging.services import merge_partners, plan_merge
from cms.snippets.models import ChangeSet, IspParty, IspVersion, Partner, PartnerAlias, Succession
from cms.snippets.permissions import visible_isps, visible_partners
from cms.snippets.selectors import partner_by_slug
from cms.snippets.services import content_hash
from tests.factories import registers as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    """The same council twice: the second row has a code, people, a signed agreement and a draft."""
    first = make.make_partner("elmbridge", name="Elmbridge Council")
    second = make.make_partner("elmbridge-bc", name="Elmbridge Borough Council", gss_code="E07000207")
    PartnerAlias.objects.create(partner=second, name="EBC", kind="abbreviation")
    return first, second


def signed(isp):
    """Both parties of its version in force have signed these very words."""
    version = isp.versions.get()
    version.content_hash = content_hash(version)
    version.save()
    for party in version.parties.all():
        Signature.objects.create(
            party=party, signatory_name="A. Signer", signed_on=version.in_force_from, content_hash=version.content_hash
        )
    return version


def merge(first, second):
    return merge_partners(by=SYSTEM, survivor=first, duplicate=second, confirmed=True)


def test_what_it_had_moves_and_what_was_signed_stays_true(two):
    first, second = two
    other = make.make_partner("harrow")
    agreement = make.make_isp("Signed", lead=other, parties=(second,), visibility="parties")
    led = make.make_isp("Led", lead=second, parties=(other,))
    version = signed(agreement)
    signed(led)
    draft = make.make_isp("Draft", lead=other, parties=(second,), state="draft")
    both = make.make_isp("Both", lead=other, parties=(first, second), state="draft")
    person, member_of_both = make.make_user("a@example.org", second), make.make_user("b@example.org", first, second)
    role = make.make_role(person, second, "isp_approver")
    dataset = make.make_dataset("Tenancies", second)
    make.make_token(second)
    filters = {"partner": ["elmbridge-bc"]}
    search = SavedSearch.objects.create(
        owner=person, name="x", filters=filters, fingerprint=fingerprint("", filters), submission_id="1"
    )
    plan = plan_merge(survivor=first, duplicate=second)
    assert {"part in ISP-0001 version 1 (in force)", "part in ISP-0004 version 1 (draft)"} <= {
        step.words for step in plan.staying
    }
    assert ("GSS code", "E07000207") in plan.filled_in_words()
    step = merge(first, second)
    role.refresh_from_db(), dataset.refresh_from_db(), search.refresh_from_db(), led.refresh_from_db()
    first.refresh_from_db(), second.refresh_from_db()
    assert (second.duplicate_of, role.partner, dataset.holder, led.lead) == (first, first, first, first)
    assert (first.gss_code, search.filters) == ("E07000207", {"partner": ["elmbridge"]})
    assert draft.versions.get().parties.filter(partner=first).exists()
    assert both.versions.get().parties.filter(partner=second).exists()  # named in the preview, for a person
    # The words and their fingerprint are what was signed.
    version.refresh_from_db()
    assert content_hash(version) == version.content_hash
    assert version.parties.filter(partner=second).exists()
    # Whoever belongs to the body is covered, sees it and may sign, through either row.
    by = requester_of(person)
    assert (by.partners, by.own_partners, by.acting_for) == ({first.pk, second.pk}, {first.pk}, first.pk)
    assert by.has_role(second.pk, "isp_approver")
    assert agreement in visible_isps(type(agreement).objects.all(), by)
    assert coverage_of(by, [first.pk])[agreement.pk].coverage.covers
    current = Membership.objects.current().filter(user=member_of_both).values_list("partner", flat=True)
    assert list(current) == [first.pk]
    # Names, codes and the old address lead to the first row.
    index = NameIndex()
    for text in ("Elmbridge Borough Council", "EBC", "E07000207", "Elmbridge Council"):
        assert index.resolve(text).partner == "elmbridge"
    assert partner_by_slug(SYSTEM, "elmbridge-bc") == first
    assert set(visible_partners(Partner.objects.all(), ANONYMOUS)) >= {first, second}
    assert AuditEvent.objects.filter(action="partner.merged").count() == 1
    # Undone: everything stands where it stood.
    assert undo(by=SYSTEM, change_set=step).left == []
    role.refresh_from_db(), second.refresh_from_db(), search.refresh_from_db(), led.refresh_from_db()
    first.refresh_from_db()
    assert (second.duplicate_of, role.partner, led.lead, first.gss_code) == (None, second, second, "")
    assert search.filters == filters
    assert NameIndex().resolve("EBC").partner == "elmbridge-bc"
    assert Membership.objects.current().filter(user=member_of_both).count() == 2


def test_an_imported_row_of_both_is_one_part_and_the_same_file_changes_nothing(two):
    first, second = two
    make.make_partner("harrow", name="Harrow Trust")
    file = b"Title,Lead organisation,Other organisations involved\r\nHomes,Harrow Trust,Elmbridge Council; EBC\r\n"
    services.apply_import(by=SYSTEM, plan=services.plan_import(file, name="x.csv"))
    merge(first, second)
    assert IspParty.objects.get(partner=second).left_on is not None
    assert IspParty.objects.get(partner=first).left_on is None
    counts = services.plan_import(file, name="x.csv").counts
    assert (counts["changed"], counts["unchanged"]) == (0, 1)


def test_what_stands_in_the_way_is_named_and_nothing_changes(two):
    first, second = two
    other = make.make_partner("harrow")
    with pytest.raises(BadInput):
        plan_merge(survivor=first, duplicate=first)
    with pytest.raises(Forbidden):
        merge_partners(by=ANONYMOUS, survivor=first, duplicate=second, confirmed=True)
    with pytest.raises(BadInput):
        merge_partners(by=SYSTEM, survivor=first, duplicate=second, confirmed=False)
    isp = make.make_isp("Out", lead=other, parties=(second,), state="out_for_signature")
    with pytest.raises(Conflict, match="out for signature"):
        merge(first, second)
    IspVersion.objects.filter(isp=isp).update(state="withdrawn")
    link = Succession.objects.create(predecessor=second, successor=first)
    with pytest.raises(Conflict, match="took over"):
        merge(first, second)
    assert (ChangeSet.objects.count(), Partner.objects.exclude(duplicate_of=None).count()) == (0, 0)
    link.delete()
    merge(first, second)
    with pytest.raises(BadInput, match="second row"):
        merge(other, Partner.objects.get(pk=second.pk))
    merge(other, Partner.objects.get(pk=first.pk))
    assert Partner.objects.get(pk=second.pk).duplicate_of == other  # a chain is one step long


def test_every_table_that_names_a_partner_is_known_to_the_merger():
    """A new one is moved by the usual rule; this list only makes sure that somebody has thought of it."""
    assert {model._meta.label_lower for model, _ in pointing()} >= {
        "snippets.isp",
        "snippets.ispparty",
        "snippets.dataflow",
        "snippets.dataset",
        "snippets.partneralias",
        "snippets.partnercontact",
        "snippets.namedecision_partners",
        "members.membership",
        "members.partnerrole",
        "members.apitoken",
        "members.invitation",
        "community.supportcase",
        "pages.storypage_partners",
    }
