"""What the core team can put right: each kind found, mended one or many at once, and gone from the list."""

import datetime

import pytest
from django.urls import reverse

from cms.audit.models import AuditEvent
from cms.core import clock
from cms.core.errors import BadInput, Forbidden
from cms.core.requester import ANONYMOUS, SYSTEM, Requester
from cms.members.gaps import needed_roles
from cms.members.models import Membership, PartnerRole
from cms.members.selectors import requester_of
from cms.overview.data_quality.kinds import BY_KEY, KINDS, counts
from cms.overview.fixes import FixKind
from cms.overview.ours import our_isps
from cms.snippets.models import Isp, IspParty, Partner, PartnerAlias, PartnerContact
from tests.factories import registers as make
from tests.factories.admin import signed_in, staff
from tests.factories.people import SectorFactory

pytestmark = pytest.mark.django_db


def found(kind):
    return BY_KEY[kind].find()


def mend(kind, rows=None, by=SYSTEM, **given):
    chosen = BY_KEY[kind]
    return chosen.mend(by, found(kind) if rows is None else rows, given)


def schools(number):
    sector = SectorFactory(code="education")
    return [
        make.make_partner(f"school-{n}", name=f"School {word}", sector=sector, urn=f"10{n}")
        for n, word in enumerate(("Alder", "Birch", "Cedar", "Damson")[:number])
    ]


def test_roles_follow_the_kind_of_body_and_one_person_fills_many(db):
    health = SectorFactory(code="health")
    practice = make.make_partner("practice", sector=health, organisation_type="GP practice")
    county = make.make_partner(
        "county", sector=SectorFactory(code="local authority"), organisation_type="county council"
    )
    charity = make.make_partner("charity", sector=SectorFactory(code="voluntary"), can_sign=False)
    assert set(needed_roles(practice)) == {"dpo", "caldicott_guardian", "isp_approver", "ig_lead"}
    assert "caldicott_guardian" in needed_roles(county)
    assert set(needed_roles(charity)) == {"ig_lead"}
    many = schools(4)
    officer = make.make_user("dpo@service.example", many[0])
    dpo = [row for row in found("roles") if row.key.endswith("-dpo") and row.label.startswith("School")]
    assert len(dpo) == 4
    assert mend("roles", dpo, person="DPO@service.example", not_required_because="") == 4
    assert PartnerRole.objects.current().filter(user=officer, role="dpo").count() == 4
    assert Membership.objects.current().filter(user=officer).count() == 4
    rest = [row for row in found("roles") if row.label == "Charity"]
    mend("roles", rest, person="", not_required_because="Two people in all")
    assert not [row for row in found("roles") if row.key.endswith("-dpo") and row.label.startswith("School")]
    assert not [row for row in found("roles") if row.label == "Charity"]
    with pytest.raises(BadInput, match="Nobody with an account"):
        mend("roles", person="nobody@example.org", not_required_because="")
    with pytest.raises(BadInput, match="one of the two"):
        mend("roles", person="", not_required_because="")
    # Who has left the body holds nothing there.
    Membership.objects.filter(user=officer, partner=many[0]).update(ends_on=clock.today() - datetime.timedelta(days=1))
    assert [row.label for row in found("roles") if row.key.endswith("-dpo") and row.label.startswith("School")] == [
        "School Alder"
    ]


def test_contacts_registrations_and_bodies_that_ended(db):
    one, two = schools(2)
    assert {row.label for row in found("no-contact")} == {"School Alder", "School Birch"}
    assert mend("no-contact", name="Office", job_title="", email="Office@trust.example") == 2
    assert (found("no-contact"), PartnerContact.objects.filter(email="office@trust.example").count()) == ([], 2)
    PartnerContact.objects.filter(partner=one).update(bounced_on=clock.today())
    bounced = found("bounces")
    assert [bounced[0].label, "comes back" in bounced[0].detail] == ["School Alder", True]
    mend("bounces", email="new@trust.example")
    assert found("bounces") == []
    assert {row.label for row in found("ico")} == {"School Alder", "School Birch"}
    with pytest.raises(BadInput, match="one body"):
        mend("ico", number="Z1", expires_on=None, exempt=False)
    mend("ico", found("ico")[:1], number="Z1", expires_on=clock.today() - datetime.timedelta(days=1), exempt=False)
    assert "expired" in found("ico")[0].detail
    mend("ico", number="", expires_on=None, exempt=True)
    assert found("ico") == []
    isp = make.make_isp("Admissions", lead=one, parties=(two,))
    Partner.objects.filter(pk__in=[one.pk, two.pk]).update(existence="closed", ended_on="2024-08-31")
    assert len(found("ended-members")) == 2
    parts = found("ended-parties")
    assert [("It leads the agreement" in row.detail) for row in parts] == [True, False]
    with pytest.raises(BadInput, match="choose another lead"):
        mend("ended-parties", on=clock.today())
    assert IspParty.objects.filter(left_on=None).count() == 2  # all or nothing
    mend("ended-parties", parts[1:], on=clock.today())
    assert len(found("ended-parties")) == 1
    mend("ended-members")
    assert set(Partner.objects.values_list("membership", flat=True)) == {"left"}
    assert AuditEvent.objects.filter(action="party.ended").count() == 1
    assert Isp.objects.get().pk == isp.pk
    with pytest.raises(Forbidden):
        mend("ended-members", [], by=ANONYMOUS)


def test_agreements_get_a_date_and_an_owner_of_the_lead(db):
    council = make.make_partner("elmbridge")
    isp = make.make_isp("Shelter", lead=council, next_review_on=None)
    make.make_isp("Draft", lead=council, next_review_on=None, state="draft")
    assert [row.label for row in found("no-review")] == [f"{isp.reference} Shelter"]
    mend("no-review", on=datetime.date(2030, 1, 31))
    assert found("no-review") == []
    outsider, officer = make.make_user("x@example.org"), make.make_user("o@example.org", council)
    with pytest.raises(BadInput, match="does not belong"):
        mend("no-owner", person=outsider.email)
    mend("no-owner", person=officer.email)
    assert found("no-owner") == []
    Membership.objects.filter(user=officer).update(ends_on=clock.today() - datetime.timedelta(days=1))
    assert "any more" in found("no-owner")[0].detail


def test_duplicates_are_proposals_by_code_and_name_and_are_settled_once(db):
    make.make_partner("a", name="Elmbridge Borough Council", gss_code="E1")
    make.make_partner("b", name="Elmbridge Council", gss_code="e1")
    make.make_partner("c", name="Commonwealth Health Centre", ods_code="F1")
    make.make_partner("d", name="Commonwealth Health Centre (F2)", ods_code="F2")
    make.make_partner("e", name="Action for Family Carers")
    make.make_partner("f", name="Action for Family Carer")
    PartnerAlias.objects.create(partner=Partner.objects.get(slug="e"), name="AFFC")
    rows = found("duplicates")
    assert [(row.label.split(" and ")[0], row.detail.split(",")[0]) for row in rows] == [
        ("Elmbridge Borough Council", "the same GSS code"),
        ("Action for Family Carers", "their names are nearly the same"),
    ]
    assert "survivor=a&duplicate=b" in rows[0].edit
    mend("duplicates", rows[:1])
    assert [row.key for row in found("duplicates")] == [rows[1].key]


def test_the_screens_list_narrow_download_and_mend(db):
    client = signed_in(staff(superuser=False))
    one, _ = schools(2)
    url = reverse("overview_data_quality_kind", args=["no-contact"])
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert f"{sum(counts().values())} things in the registers need putting right" in home
    assert all(kind.label in client.get(reverse("overview_data_quality")).content.decode() for kind in KINDS)
    for kind in KINDS:
        assert client.get(reverse("overview_data_quality_kind", args=[kind.key])).status_code == 200
    narrowed = client.get(url, {"q": "alder"}).content.decode()
    assert ("School Alder" in narrowed, "School Birch" in narrowed) == (True, False)
    exported = client.get(url, {"q": "alder", "export": "csv"}).content.decode("utf-8-sig")
    assert exported.splitlines()[1].startswith("Partners with nobody to write to,School Alder")
    assert client.get(reverse("overview_data_quality"), {"export": "xlsx"}).content[:2] == b"PK"
    # What was typed and ticked comes back with the reason.
    wrong = client.post(url, {"row": str(one.pk), "email": "nonsense", "name": "Kept"})
    assert (wrong.status_code, 'value="Kept"' in wrong.content.decode()) == (422, True)
    assert client.post(url, {"email": "a@b.example"}).status_code == 422
    done = client.post(f"{url}?q=school", {"row": str(one.pk), "email": "a@b.example"})
    assert (done.status_code, done["Location"]) == (302, f"{url}?q=school")
    assert PartnerContact.objects.get().partner == one
    # The link opens the very thing and comes back.
    edit = next(row for row in found("ico") if row.label == "School Alder").edit.partition("#")[0]
    page = client.get(edit).content.decode()
    assert "next=%2Fadmin%2Freports%2Fdata-quality%2Fico%2F" in page
    group = signed_in(staff("chair@example.org", "management_group", superuser=False))
    assert group.get(url).status_code in (302, 403)


def test_an_organisation_sees_its_own_gaps_and_a_tool_does_not(db):
    council = make.make_partner("elmbridge", ico_registration="Z1", ico_expires_on=clock.today())
    closed = make.make_partner("harrow", existence="closed")
    person = make.make_user("p@example.org", council)
    isp = make.make_isp("Shelter", lead=council, parties=(closed,))
    by = requester_of(person)
    fixes = {fix.kind: fix for fix in our_isps(by).fixes}
    assert (fixes[FixKind.ROLE_GAP].count, "who is named" in fixes[FixKind.ROLE_GAP].action) == (2, True)
    assert (fixes[FixKind.PARTY_ENDED].isp_id, "Harrow" in fixes[FixKind.PARTY_ENDED].why) == (isp.pk, True)
    assert FixKind.BODY_CONTACT in fixes
    assert FixKind.BODY_ICO not in fixes  # its last day is today
    PartnerContact.objects.create(partner=council, email="a@b.example")
    for role in ("isp_approver", "ig_lead"):
        make.make_role(person, council, role)
    assert not {FixKind.ROLE_GAP, FixKind.BODY_CONTACT} & {fix.kind for fix in our_isps(requester_of(person)).fixes}
    tool = Requester(partners=frozenset({council.pk}), acting_for=council.pk, scopes=frozenset({"read:register"}))
    assert FixKind.ROLE_GAP not in {fix.kind for fix in our_isps(tool).fixes}
