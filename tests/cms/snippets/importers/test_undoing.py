"""Undoing an import or a list: what goes back, what is left because somebody changed it, and nothing twice."""

import datetime
import io
import json

import pytest
from django.core.management import CommandError, call_command

from cms.audit.models import AuditEvent
from cms.core.errors import BadInput, Forbidden
from cms.core.requester import ANONYMOUS, SYSTEM, Requester
from cms.core.tabular import table_from
from cms.snippets.importers import services
from cms.snippets.importers.partners import import_partners
from cms.snippets.importers.undoing import plan_undo, undo
from cms.snippets.models import ChangeSet, ImportRow, Isp, IspContact, IspParty, Partner, PartnerAlias
from cms.snippets.permissions import visible_isps
from tests.factories.people import SectorFactory
from tests.factories.registers import make_dataset

MEMBER = Requester(user_id=None, partners=frozenset({-1}))
PRACTICES = ("ods_code", "name", "postcode", "commissioner", "closed", "status")


def apply(content, day, **options):
    plan = services.plan_import(content, name="register.csv", as_of=datetime.date.fromisoformat(day), **options)
    return services.apply_import(by=SYSTEM, plan=plan)


def run(number, *options):
    out, code = io.StringIO(), 0
    try:
        call_command("undo_import", str(number), "--json", *options, stdout=out)
    except CommandError as error:
        code = error.returncode
    return json.loads(out.getvalue() or "{}"), code


def practices(*rows):
    cells = [dict(zip(PRACTICES, row.split(","), strict=True)) for row in rows]
    return table_from("practices.csv", cells)


def test_an_import_is_undone_where_nobody_touched_it_and_named_where_somebody_did(partners, register):
    first = apply(
        register.rows(
            "Housing,Shelter,Find homes,ECC,Essex Police,Mar-2024",
            "Housing,Rents,Pay rents,ECC,Essex Police,Mar-2024",
            "Housing,Repairs,Mend,ECC,Nobody We Know,Mar-2024",
        ),
        "2024-01-01",
    )
    second = apply(
        register.rows(
            "Housing,Shelter,Find homes,ECC,Essex Police; Thurrock Council,Mar-2025",
            "Housing,Rents,Pay the rents,ECC,,Mar-2024",
            "Housing,New one,Try,ECC,Essex Police,Mar-2024",
        ),
        "2024-02-01",
        complete=True,
    )
    assert [row.status for row in second.rows.order_by("number")] == ["changed", "changed", "new"]
    shelter, rents, new = (Isp.objects.get(title=title) for title in ("Shelter", "Rents", "New one"))
    # Rents: the same file again finds nothing; a person writes the review date down by hand.
    rents.next_review_on = datetime.date(2030, 1, 1)
    rents.save()
    before_undo = plan_undo(second.change_set).as_json()
    assert before_undo["counts"] == {"undone": 3, "left": 0}  # the register did not write the date
    rents.versions.update(purpose="What tenants pay, in our own words")
    dry, code = run(second.change_set.pk, "--dry-run")
    assert (code, dry["counts"]) == (2, {"undone": 2, "left": 1})
    assert "purpose is now “What tenants pay" in dry["left"][0]["why"]
    assert "retired" in str(dry["undone"])
    done, code = run(second.change_set.pk)
    assert (code, done) == (2, dry)
    shelter.refresh_from_db()
    new.refresh_from_db()
    assert shelter.next_review_on == datetime.date(2024, 3, 31)
    assert shelter.versions.get().parties.get(partner__slug="thurrock-council").left_on is not None
    assert (new.retired_reason, new.versions.get().state) == ("Import undone: register.csv", "withdrawn")
    assert new not in visible_isps(Isp.objects.all(), MEMBER)
    assert shelter in visible_isps(Isp.objects.all(), MEMBER)
    events = AuditEvent.objects.filter(action="change_set.undone").count()
    again, code = run(second.change_set.pk)
    assert (code, again["counts"], AuditEvent.objects.filter(action="change_set.undone").count()) == (
        2,
        {"undone": 0, "left": 1},
        events,
    )
    # The same file once more brings the ISP back with its reference, and can be undone again.
    third = apply(register.rows("Housing,New one,Try again,ECC,Essex Police,Apr-2024"), "2024-01-15")
    revived = Isp.objects.get(title="New one")
    assert (revived.pk, revived.retired_on, revived.versions.get().state) == (new.pk, None, "in_force")
    assert revived.versions.get().purpose == "Try again"
    undo(by=SYSTEM, change_set=third.change_set)
    revived.refresh_from_db()
    assert (revived.retired_on is not None, revived.versions.get().purpose) == (True, "Try")
    # A row that waited asks nobody any more once its import is undone.
    assert services.waiting_rows().count() == 1
    assert run(first.change_set.pk)[1] == 2  # Rents again: the later step did it
    assert (services.waiting_rows().count(), ImportRow.objects.filter(status="unresolved").count()) == (0, 1)
    assert "Undo that one first" in first.change_set.changes.get(label__contains="Rents").left_because


def test_what_people_put_beside_a_new_isp_keeps_it(partners, register):
    made = apply(register.rows("Housing,Shelter,Find homes,ECC,Essex Police,Mar-2024"), "2024-01-01")
    isp = Isp.objects.get()
    IspContact.objects.create(isp=isp, role="Duty officer", phone="01245 000000")
    plan = undo(by=SYSTEM, change_set=made.change_set)
    assert (len(plan.left), "1 isp contact" in plan.left[0].left) == (1, True)
    isp.refresh_from_db()
    assert (isp.retired_on, isp.versions.get().state) == (None, "in_force")
    IspContact.objects.all().delete()
    isp.owner_id = None
    assert undo(by=SYSTEM, change_set=made.change_set).left == []
    with pytest.raises(Forbidden):
        undo(by=ANONYMOUS, change_set=made.change_set)
    with pytest.raises(CommandError) as refused:
        call_command("undo_import", "999999")
    assert refused.value.returncode == 1


def test_gone_and_back(partners, register):
    rows = "Housing,Shelter,Find homes,ECC,Essex Police,Mar-2024"
    apply(register.rows(rows, rows.replace("Shelter", "Rents")), "2024-01-01")
    complete = apply(register.rows(rows), "2024-02-01", complete=True)
    assert Isp.objects.get(title="Rents").gone_on == datetime.date(2024, 2, 1)
    assert undo(by=SYSTEM, change_set=complete.change_set).left == []
    assert Isp.objects.get(title="Rents").gone_on is None
    assert apply(register.rows(rows), "2024-02-01", complete=True).pk != complete.pk  # it may be applied again


def test_a_list_is_undone_and_what_refers_to_a_new_body_keeps_it(db):
    SectorFactory(code="health")
    import_partners(
        practices("A1,THE LIMES,CM1 1AA,NHS Mid Essex CCG,,active", "A2,OLD HOUSE,CM1 1AB,NHS Mid Essex CCG,,active"),
        by=SYSTEM,
        as_of=datetime.date(2019, 12, 1),
    )
    report = import_partners(
        practices(
            "A1,THE LIMES,CM9 9ZZ,NHS Mid Essex CCG,,active",
            "A2,NEW HOUSE,CM1 1AB,NHS Mid Essex CCG,2022-01-31,closed",
            "A3,THIRD,CM1 1AC,NHS Mid Essex CCG,,active",
            "A4,FOURTH,CM1 1AC,NHS Mid Essex CCG,,active",
        ),
        by=SYSTEM,
        as_of=datetime.date(2023, 6, 1),
    )
    assert report.what == {"moved": 1, "renamed": 1, "closed": 1}
    former = PartnerAlias.objects.get(kind="former_name")
    assert (former.name, former.used_until) == ("Old House", "2023-06-01")
    assert set(AuditEvent.objects.filter(action__startswith="partner.").values_list("action", flat=True)) == {
        "partner.moved",
        "partner.renamed",
        "partner.closed",
    }
    with pytest.raises(BadInput, match="1 June 2023"):
        import_partners(practices("A1,X,CM1,,,active"), by=SYSTEM, as_of=datetime.date(2019, 12, 1))
    third = Partner.objects.get(ods_code="A3")
    make_dataset("Admissions", third)
    answer, code = run(ChangeSet.objects.order_by("-pk")[0].pk)
    assert (code, answer["counts"]) == (2, {"undone": 3, "left": 1})
    assert "1 dataset" in answer["left"][0]["why"]
    limes, house = Partner.objects.get(ods_code="A1"), Partner.objects.get(ods_code="A2")
    assert (limes.area, house.name, house.existence, house.ended_on) == (
        "Mid Essex, CM1 1AA",
        "Old House",
        "active",
        "",
    )
    assert not house.aliases.filter(kind="former_name").exists()
    assert not Partner.objects.filter(ods_code="A4").exists()
    assert IspParty.objects.count() == 0
