"""Reference data keeps its dates, its source and whether anybody looked it up."""

import pytest
import time_machine

from cms.core.errors import BadInput, Forbidden
from cms.core.requester import ANONYMOUS, SYSTEM
from cms.core.tabular import read_table
from cms.snippets.importers.reference import AGREEMENTS, BENEFITS, import_reference
from cms.snippets.models import (
    Benefit,
    ExampleAgreement,
    GlossaryTerm,
    LegalCondition,
    LegalGateway,
    Sector,
    ServiceArea,
    Theme,
)

from .conftest import DATA

FILES = {
    "sectors": (Sector, 9),
    "sharing_themes": (Theme, 10),
    "glossary": (GlossaryTerm, 88),
    "education_service_areas": (ServiceArea, 9),
    "legal_gateways": (LegalGateway, 80),
    "article6_bases": (LegalCondition, 12),
    "article9_conditions": (LegalCondition, 10),
    "schedule1_conditions": (LegalCondition, 36),
    "law_enforcement_conditions": (LegalCondition, 11),
}


def load(name):
    return import_reference(read_table(DATA / f"reference/{name}.csv"), by=SYSTEM)


@pytest.mark.parametrize("name", FILES)
def test_every_file_loads_once(name, db):
    model, rows = FILES[name]
    assert load(name).counts["new"] == rows
    assert model.objects.count() == rows
    assert load(name).counts["unchanged"] == rows


@time_machine.travel("2026-11-22 12:00:00+00:00")
def test_gateways_show_what_is_passed_ended_and_an_exemption(db):
    load("legal_gateways")
    states = {gateway.slug: gateway.state for gateway in LegalGateway.objects.all()}
    assert states["ca-2004-s16la"] == "passed"
    assert states["ca-2004-s14b"] == states["lga-2000-s2"] == "ended"
    assert LegalGateway.objects.get(slug="dpa-2018-sch2-p2").is_exemption
    assert LegalGateway.objects.get(slug="common-law-police").year is None
    assert LegalGateway.objects.get(slug="cda-1998-s39").is_unverified  # general knowledge
    assert not LegalGateway.objects.get(slug="cda-1998-s115").is_unverified  # the text was read


def test_conditions_keep_what_goes_with_what(db):
    for name in ("article9_conditions", "schedule1_conditions", "article6_bases"):
        load(name)
    condition = LegalCondition.objects.get
    assert condition(kind="article9", code="g").needs_schedule1
    assert condition(kind="schedule1", code="p6").needs_policy_document == "yes"
    assert condition(kind="schedule1", code="p29").goes_with == "10"
    assert condition(kind="article6", code="ea").valid_from == "2026-02-05"


def test_a_benefit_without_a_figure_is_given_none(db):
    import_reference(read_table(DATA / "content/benefits.csv"), by=SYSTEM, forms=(BENEFITS,))
    assert Benefit.objects.filter(amount="").count() == 9
    assert Benefit.objects.get(title="Council tax recovered").amount == "14000000"


def test_agreements_from_elsewhere_are_examples_to_read(db):
    table = read_table(DATA / "register/other-agreements.csv")
    assert import_reference(table, by=SYSTEM, forms=(AGREEMENTS,)).counts["new"] == 22
    assert ExampleAgreement.objects.get(title__startswith="NHS Mid Essex CCG, project 2").starts == "2016-12"


def test_a_wrong_row_says_what_is_wrong_and_the_others_are_loaded(db):
    content = b"code,label\r\nfire,Fire\r\nbad\r\n" + b"x" * 60 + b",Too long a code\r\n"
    report = import_reference(read_table(content, name="sectors.csv"), by=SYSTEM)
    assert [row.status for row in report.rows] == ["new", "invalid", "invalid"]
    assert Sector.objects.get().code == "fire"


def test_columns_of_no_known_form_are_refused(db):
    with pytest.raises(BadInput, match="none of these"):
        import_reference(read_table(b"a,b\r\n1,2\r\n", name="x.csv"), by=SYSTEM)
    with pytest.raises(Forbidden):
        import_reference(read_table(b"code,label\r\n1,2\r\n", name="x.csv"), by=ANONYMOUS)
