"""A printed name resolves by rule or not at all."""

from cms.core.tabular import read_table
from cms.snippets.importers.names import NameIndex, normalised
from cms.snippets.models import Partner, PartnerAlias, Sector, Succession

from .conftest import DATA

HOW = {"exact": "exact", "alias": "alias", "abbreviation": "alias", "former_name": "former_name", "code": "code"}
VARIANTS = [row.cells for row in read_table(DATA / "register/name-variants.csv").rows]


def expected(row):
    """(slug or None, how or None) of one row of the list."""
    if row["outcome"] in HOW:
        return row["resolves_to"], HOW[row["outcome"]]
    if row["outcome"] == "not_a_legal_body":
        return row["resolves_to"], "exact" if row["as_seen"] == "BEST Growth Hub" else "alias"
    return None, None


def test_every_printed_name_of_the_list(partners):
    index = NameIndex()
    found = {row["as_seen"]: index.resolve(row["as_seen"]) for row in VARIANTS}
    answers = {text: (answer.partner, answer.how) for text, answer in found.items()}
    assert answers == {row["as_seen"]: expected(row) for row in VARIANTS}
    for row in VARIANTS:
        answer = found[row["as_seen"]]
        assert bool(answer.candidates) <= (answer.partner is None), row
        if row["outcome"] == "not_a_legal_body":
            assert "cannot sign" in answer.warnings[0]
        if row["outcome"] == "printed_error":
            assert row["resolves_to"] in answer.candidates
    assert found["HMRC/VOA"].candidates[:2] == ("hmrc", "voa")
    assert found["SELEP (ECC)"].candidates[:2] == ("selep", "essex-county-council")


def test_no_printed_error_became_another_name(partners):
    errors = {normalised(row["as_seen"]) for row in VARIANTS if row["outcome"] == "printed_error"}
    assert errors
    assert not errors & {normalised(name) for name in PartnerAlias.objects.values_list("name", flat=True)}


def test_spaces_case_quotes_and_dashes_do_not_matter(partners):
    index = NameIndex()
    for text in ("  ESSEX county   council ", "Southend–on–Sea City Council", "His Majesty‘s Revenue and Customs"):
        assert index.resolve(text).partner is not None, text


def test_an_abbreviation_in_small_letters_is_a_word(partners):
    index = NameIndex()
    assert index.resolve("ETC").partner == "essex-trust-charter"
    assert index.resolve("etc").partner is None
    assert index.resolve("best").partner is None


def test_an_acronym_in_brackets_must_mean_the_same_body(partners):
    index = NameIndex()
    assert index.resolve("Essex County Council (ECC)").partner == "essex-county-council"
    wrong = index.resolve("Essex County Council (KCC)")
    assert wrong.partner is None
    assert set(wrong.candidates) >= {"essex-county-council", "kent-county-council"}
    assert index.resolve("Essex County Council (the lead)").partner is None


def test_an_ended_body_resolves_to_itself_and_names_who_took_over(partners):
    found = NameIndex().resolve("North East Essex Primary Care Trust")
    assert found.partner == "north-east-essex-pct"
    assert "NHS North East Essex CCG took over, today NHS Suffolk and North East Essex" in found.warnings[0]


def test_a_body_divided_among_several_is_asked_about(partners):
    found = NameIndex().resolve("Department for Business, Energy and Industrial Strategy")
    assert (found.partner, found.candidates) == (None, ("beis",))
    assert "several bodies" in found.warnings[0]
    older, first, second = (Partner.objects.get(slug=slug) for slug in ("nhs-digital", "dwp", "dfe"))
    Succession.objects.filter(predecessor=older).delete()
    Succession.objects.bulk_create(Succession(predecessor=older, successor=body) for body in (first, second))
    assert NameIndex().resolve("NHS Digital").candidates == ("dfe", "dwp")


def test_a_closed_body_without_successor_resolves_with_a_warning(sectors):
    health = Sector.objects.get(code="health")
    Partner.objects.create(name="Shut Surgery", slug="shut", sector=health, existence="closed", ended_on="2016-05-31")
    found = NameIndex().resolve("Shut Surgery")
    assert found.partner == "shut"
    assert "no successor is recorded" in found.warnings[0]


def test_one_name_of_two_bodies_is_not_decided(sectors):
    health = Sector.objects.get(code="health")
    for number in (1, 2):
        partner = Partner.objects.create(name=f"Health Centre ({number})", slug=f"hc-{number}", sector=health)
        PartnerAlias.objects.create(partner=partner, name="HEALTH CENTRE")
    found = NameIndex().resolve("Health Centre")
    assert (found.partner, found.candidates) == (None, ("hc-1", "hc-2"))


def test_codes_resolve_and_a_shared_code_does_not(partners):
    index = NameIndex()
    assert (index.resolve("E10000012").partner, index.resolve("E10000012").how) == ("essex-county-council", "code")
    assert index.resolve("government-organisation:D2").partner == "cabinet-office"
    assert set(index.resolve("RDE").candidates) == {"chuft", "esneft"}


def test_likeness_never_resolves(partners):
    found = NameIndex().resolve("Essex County Councill")
    assert (found.partner, found.candidates[0]) == (None, "essex-county-council")
    assert NameIndex().resolve("").candidates == ()


def test_names_are_resolved_without_further_queries(partners, django_assert_num_queries):
    with django_assert_num_queries(5):
        index = NameIndex()
    with django_assert_num_queries(0):
        for row in VARIANTS:
            index.resolve(row["as_seen"])
