"""What an editor settles once is kept, used by every import, and frees the rows that waited."""

import datetime

import pytest

from cms.core.errors import BadInput, Conflict, Forbidden
from cms.core.requester import ANONYMOUS, SYSTEM, Requester
from cms.members.models import User
from cms.snippets.importers import services
from cms.snippets.importers.names import NameIndex
from cms.snippets.models import Isp, NameDecision, Partner, PartnerAlias, Sector


@pytest.fixture
def waiting(partners, register):
    plan = services.plan_import(register.folder / "isps-copy2.csv", as_of=datetime.date(2018, 5, 31))
    services.apply_import(by=SYSTEM, plan=plan)
    return services.waiting_rows().get()


def partner(slug):
    return Partner.objects.get(slug=slug)


def test_this_is_frees_the_row_and_is_kept(waiting):
    freed = services.settle_name(
        by=SYSTEM, text="Thurrock District Council", outcome="this", partners=[partner("thurrock-council")]
    )
    assert [row.pk for row in freed] == [waiting.pk]
    isp = Isp.objects.get(title="BEST Growth Hub Data Sharing Protocol")
    assert isp.versions.get().parties.filter(partner__slug="thurrock-council").exists()
    waiting.refresh_from_db()
    assert (waiting.status, waiting.isp_id, waiting.outcome["reference"]) == ("new", isp.pk, isp.reference)
    assert not services.waiting_rows().exists()
    assert PartnerAlias.objects.get(name="Thurrock District Council").kind == "accepted_error"
    assert NameIndex().resolve("THURROCK district council").partner == "thurrock-council"


def test_these_bodies_are_all_parties(waiting):
    bodies = [partner("thurrock-council"), partner("castle-point-borough-council")]
    services.settle_name(by=SYSTEM, text="Thurrock District Council", outcome="these", partners=bodies)
    parties = Isp.objects.get(title__startswith="BEST").versions.get().parties.values_list("partner__slug", flat=True)
    assert set(parties) == {"southend-on-sea-city-council", "thurrock-council", "castle-point-borough-council"}


def test_not_an_organisation_leaves_the_name_out(waiting):
    services.settle_name(by=SYSTEM, text="Thurrock District Council", outcome="none")
    assert Isp.objects.get(title__startswith="BEST").versions.get().parties.count() == 1


def test_a_new_partner_is_a_candidate(waiting):
    other = Sector.objects.get(code="other")
    services.settle_name(by=SYSTEM, text="Thurrock District Council", outcome="new", new_sector=other)
    made = partner("thurrock-district-council")
    assert (made.membership, made.sector) == ("candidate", other)
    assert Isp.objects.get(title__startswith="BEST").versions.get().parties.filter(partner=made).exists()


def test_a_lead_that_is_several_bodies_still_waits(partners, register):
    services.apply_import(
        by=SYSTEM, plan=services.plan_import(register.rows("T,One,P,Two bodies,ECC,Mar-2024"), name="x.csv")
    )
    freed = services.settle_name(
        by=SYSTEM, text="Two bodies", outcome="these", partners=[partner("hmrc"), partner("voa")]
    )
    assert freed == []
    assert "A row needs one" in services.waiting_rows().get().outcome["errors"][0]


def test_a_decision_comes_before_every_rule(partners):
    services.settle_name(by=SYSTEM, text="ECC", outcome="this", partners=[partner("kent-county-council")])
    assert NameIndex().resolve("ECC").partner == "kent-county-council"


def test_a_person_may_mean_a_body_that_was_divided(partners):
    assert NameIndex().resolve("SELEP").partner is None
    services.settle_name(by=SYSTEM, text="SELEP", outcome="this", partners=[partner("selep")])
    found = NameIndex().resolve("SELEP")
    assert (found.partner, "several bodies" in found.warnings[0]) == ("selep", True)


@pytest.mark.parametrize(
    ("outcome", "slugs"),
    [("this", []), ("this", ["hmrc", "voa"]), ("these", ["hmrc"]), ("none", ["hmrc"]), ("maybe", [])],
)
def test_a_decision_that_does_not_fit_is_refused(outcome, slugs, partners):
    with pytest.raises(BadInput):
        services.settle_name(by=SYSTEM, text="X", outcome=outcome, partners=[partner(slug) for slug in slugs])
    assert not NameDecision.objects.exists()


def test_a_new_partner_of_a_known_name_is_refused(partners):
    with pytest.raises(BadInput, match="partner already"):
        services.settle_name(by=SYSTEM, text="homes england", outcome="new", new_sector=Sector.objects.first())


def test_a_cut_off_cell_is_corrected_and_the_row_applied(partners, register):
    services.apply_import(by=SYSTEM, plan=services.plan_import(register.folder / "isps-copy1.csv"))
    row = services.correct_row(by=SYSTEM, row=services.waiting_rows().get(), cells={"Review Date": "Under Review"})
    assert row.status == "new"
    assert Isp.objects.get(pk=row.isp_id).under_review_noted_on is not None
    with pytest.raises(Conflict):
        services.correct_row(by=SYSTEM, row=row, cells={"Review Date": "2020"})


def test_a_column_that_is_not_there_cannot_be_corrected(waiting):
    with pytest.raises(BadInput, match="no column"):
        services.correct_row(by=SYSTEM, row=waiting, cells={"Colour": "red"})


def test_a_row_set_aside_waits_no_more_and_stays_on_record(waiting):
    services.set_row_aside(by=SYSTEM, row=waiting)
    assert not services.waiting_rows().exists()
    waiting.refresh_from_db()
    assert waiting.cells["Title"] == "BEST Growth Hub Data Sharing Protocol"


def test_a_row_that_comes_again_is_asked_about_once(waiting, register):
    text = (register.folder / "isps-copy2.csv").read_text(
        encoding="utf-8"
    ) + "T,Another,P,ECC,Essex Police,Mar-2024\r\n"
    plan = services.plan_import(text.encode(), name="copy2b.csv", as_of=datetime.date(2018, 6, 30))
    services.apply_import(by=SYSTEM, plan=plan)
    assert services.waiting_rows().get().register_import.file_name == "copy2b.csv"


def test_an_upload_is_previewed_settled_and_applied_once(partners, register):
    kept = services.store_import(by=SYSTEM, plan=services.plan_import(register.folder / "isps-copy2.csv"))
    assert not Isp.objects.exists()
    assert not services.waiting_rows().exists()
    services.settle_name(
        by=SYSTEM, text="Thurrock District Council", outcome="this", partners=[partner("thurrock-council")]
    )
    assert services.plan_stored(kept).counts["new"] == 3
    services.apply_stored(by=SYSTEM, register_import=kept)
    assert Isp.objects.count() == 3
    with pytest.raises(Conflict):
        services.apply_stored(by=SYSTEM, register_import=kept)


def test_who_decided_is_kept(partners):
    person = User.objects.create_user("editor@x.example")
    by = Requester(user_id=person.pk, is_editor=True)
    services.settle_name(by=by, text="Odd", outcome="none")
    assert NameDecision.objects.get().decided_by == person


@pytest.mark.parametrize("by", [ANONYMOUS, Requester(user_id=1, partners=frozenset({1}))])
def test_only_the_core_team_imports(by, partners, register, waiting):
    plan = services.plan_import(register.folder / "isps-copy3.csv")
    before = Isp.objects.count()
    for attempt in (
        lambda: services.apply_import(by=by, plan=plan),
        lambda: services.store_import(by=by, plan=plan),
        lambda: services.settle_name(by=by, text="X", outcome="none"),
        lambda: services.correct_row(by=by, row=waiting, cells={}),
        lambda: services.set_row_aside(by=by, row=waiting),
    ):
        with pytest.raises(Forbidden):
            attempt()
    assert (Isp.objects.count(), NameDecision.objects.count()) == (before, 0)
    assert services.waiting_rows().get() == waiting


def test_a_cell_of_an_upload_is_corrected_before_it_is_applied(partners, register):
    kept = services.store_import(by=SYSTEM, plan=services.plan_import(register.folder / "isps-copy1.csv"))
    row = services.correct_row(by=SYSTEM, row=kept.rows.get(status="unresolved"), cells={"Review Date": "Jan-2027"})
    assert (row.status, row.applied_at, row.outcome["review"]["date"]) == ("new", None, "2027-01-31")
    assert not Isp.objects.exists()
    services.apply_stored(by=SYSTEM, register_import=kept)
    row.refresh_from_db()
    assert (Isp.objects.count(), row.isp.next_review_precision) == (2, "month")


def test_settling_one_of_many_waiting_names_touches_only_its_rows(partners, register, django_assert_max_num_queries):
    lines = [f"T,Agreement {n},P,ECC,Body {n},Mar-2024" for n in range(300)]
    services.apply_import(by=SYSTEM, plan=services.plan_import(register.rows(*lines), name="x.csv"))
    with django_assert_max_num_queries(100):
        freed = services.settle_name(by=SYSTEM, text="Body 7", outcome="this", partners=[partner("hmrc")])
    assert [row.number for row in freed] == [8]
    assert services.waiting_rows().count() == 299
