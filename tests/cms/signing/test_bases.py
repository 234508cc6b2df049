"""Before an ISP goes out for signature each party's law is complete, and what is missing is named party by party."""

import datetime

import pytest
import time_machine

from cms.core.errors import BadInput
from cms.core.requester import SYSTEM
from cms.members.models import User
from cms.signing.bases import missing_pieces
from cms.signing.services import send_out
from cms.snippets.models import DataItem, IspParty, IspVersion, LegalBasis, LegalCondition, LegalGateway
from tests.factories.people import SectorFactory
from tests.factories.registers import make_isp, make_partner

pytestmark = pytest.mark.django_db
Kind = LegalCondition.Kind


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC), tick=False):
        yield


def condition(kind, code, **fields):
    made, _ = LegalCondition.objects.get_or_create(
        kind=kind, code=code, defaults={"provision": f"{kind} {code}", "name": code, **fields}
    )
    return made


@pytest.fixture
def law():
    return {
        "task": condition(Kind.ARTICLE_6, "e"),
        "interests": condition(Kind.ARTICLE_6, "f"),
        "g": condition(Kind.ARTICLE_9, "g", needs_schedule1=True),
        "h": condition(Kind.ARTICLE_9, "h", needs_schedule1=True),
        "c": condition(Kind.ARTICLE_9, "c"),
        "p2": condition(Kind.SCHEDULE_1, "p2", schedule1_part="Part 1", goes_with="h", needs_policy_document="no"),
        "p3": condition(Kind.SCHEDULE_1, "p3", schedule1_part="Part 1", goes_with="i", needs_policy_document="no"),
        "p6": condition(Kind.SCHEDULE_1, "p6", schedule1_part="Part 2", goes_with="g", needs_policy_document="yes"),
        "part3": condition(Kind.LAW_ENFORCEMENT, "35-2-b"),
        "consent": condition(Kind.LAW_ENFORCEMENT, "35-2-a"),
        "s8": condition(Kind.LAW_ENFORCEMENT, "s8-1", for_sensitive_processing=True),
    }


@pytest.fixture
def version():
    council = make_partner("council", sector=SectorFactory(code="local authority"))
    isp = make_isp(lead=council, state=IspVersion.State.DRAFT)
    return isp.versions.get()


def add_basis(version, **fields):
    return LegalBasis.objects.create(party=version.parties.first(), purpose="Plan help", **fields)


def texts(version):
    return [one.text for one in missing_pieces(version)]


def test_each_party_without_any_basis_is_named(version, law):
    trust = make_partner("trust")
    IspParty.objects.create(version=version, partner=trust)
    IspParty.objects.create(version=version, partner=make_partner("maker"), role="processor")
    add_basis(version, article6=law["task"])
    assert [str(one) for one in missing_pieces(version)] == [f"{trust.name}: no legal basis is named."]


def test_a_complete_basis_lacks_nothing(version, law):
    add_basis(version, article6=law["task"])
    assert texts(version) == []


@pytest.mark.parametrize(
    ("given", "lacking"),
    [
        ({}, "Article 9"),
        ({"article9": "g"}, "Part 2"),
        ({"article9": "h"}, "Part 1"),
        ({"article9": "h", "schedule1": "p6", "policy_document_url": "https://example.org/a"}, "does not go with"),
        ({"article9": "h", "schedule1": "p3"}, "does not go with"),
        ({"article9": "g", "schedule1": "p6"}, "appropriate policy document"),
        ({"article9": "c"}, ""),
        ({"article9": "h", "schedule1": "p2"}, ""),
        ({"article9": "g", "schedule1": "p6", "policy_document_url": "https://example.org/a"}, ""),
    ],
)
def test_special_category_data_under_uk_gdpr(version, law, given, lacking):
    DataItem.objects.create(version=version, name="Health", is_special_category=True)
    add_basis(version, article6=law["task"], **{key: law.get(value, value) for key, value in given.items()})
    found = texts(version)
    assert bool(found) == bool(lacking)
    assert all(lacking in text for text in found)


def test_criminal_offence_data_needs_an_authority_or_a_schedule_1_condition(version, law):
    DataItem.objects.create(version=version, name="Convictions", is_criminal_offence=True)
    basis = add_basis(version, article6=law["task"])
    assert any("Article 10" in text for text in texts(version))
    basis.article10_authority = "Crime and Disorder Act 1998"
    basis.save()
    assert texts(version) == []


def test_part_3_wants_schedule_8_and_a_policy_document_and_no_article_9(version, law):
    police = make_partner("police", sector=SectorFactory(code="police"))
    version.parties.update(partner=police)
    DataItem.objects.create(version=version, name="Ethnic origin", is_special_category=True)
    basis = add_basis(version, regime="part_3", part3=law["part3"], article9=law["g"])
    found = " ".join(texts(version))
    assert "no Article 9 condition" in found
    assert "Schedule 8" in found
    assert "section 42" in found
    assert "Schedule 1" not in found
    LegalBasis.objects.filter(pk=basis.pk).update(
        article9=None, part3=law["s8"], policy_document_url="https://example.org/p"
    )
    assert texts(version) == []
    LegalBasis.objects.filter(pk=basis.pk).update(part3=law["consent"])
    assert texts(version) == []


def test_part_3_is_for_competent_authorities_or_those_whom_a_law_names(version, law):
    basis = add_basis(version, regime="part_3", part3=law["part3"])
    assert any("competent authorities" in text for text in texts(version))
    basis.gateways.add(LegalGateway.objects.create(slug="g", act="An Act", year=2000, provision="s.1", title="T"))
    basis.save()
    assert texts(version) == []


def test_a_public_authority_needs_a_named_person_and_a_reason_for_legitimate_interests(version, law):
    basis = add_basis(version, article6=law["interests"])
    assert any("not open to a public authority" in text for text in texts(version))
    basis.override_reason = "A commercial service"
    basis.save()
    assert texts(version) != []
    basis.override_by = User.objects.create_user("dpo@example.org")
    basis.save()
    assert texts(version) == []


def test_a_charity_may_rely_on_legitimate_interests(version, law):
    version.parties.update(partner=make_partner("charity", sector=SectorFactory(code="voluntary")))
    add_basis(version, article6=law["interests"])
    assert texts(version) == []


def test_law_that_has_ended_or_not_begun_carries_nothing(version, law):
    LegalCondition.objects.filter(pk=law["task"].pk).update(valid_to="2026-10")
    basis = add_basis(version, article6=law["task"])
    future = LegalGateway.objects.create(
        slug="f", act="New Act", year=2026, provision="s.2", title="T", passed_on="2026-01", in_force_from="2027-01"
    )
    basis.gateways.add(future)
    basis.save()
    found = " ".join(texts(version))
    assert "has ended" in found
    assert "has not started" in found


def test_a_version_with_gaps_does_not_go_out_and_the_gaps_are_said(version, law):
    with pytest.raises(BadInput) as refused:
        send_out(by=SYSTEM, version_id=version.pk)
    assert refused.value.details["missing"] == [f"{version.isp.lead.name}: no legal basis is named."]
    version.refresh_from_db()
    assert version.state == IspVersion.State.DRAFT
    assert version.content_hash == ""
