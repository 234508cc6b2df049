"""The registers as tables: the same content is the same bytes, nobody is named, and the right rows are in them."""

import csv
import datetime
import io
import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine
from django.db import connection

from cms.core import clock
from cms.core.models import CommunitySettings
from cms.snippets import exports
from cms.snippets import register_export as export
from cms.snippets.models import Isp, IspContact, IspParty, LegalGateway, PartnerAlias, PartnerContact, RegisterExport
from cms.storage.models import KeptName
from members_api.snippets.public import PUBLIC_PART
from tests.factories import registers as make
from tests.factories.people import UserFactory

NOBODY = ("Wanda Quill", "wanda@quill.example", "01632 960001")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings: Any) -> Path:
    settings.STORE_DIR, settings.S3_BUCKET = tmp_path, ""
    return tmp_path


@pytest.fixture
def register() -> Isp:
    """One agreement of each sort, and people wherever the registers can hold any."""
    person = UserFactory(email=NOBODY[1], first_name="Wanda", last_name="Quill", phone=NOBODY[2])
    lead, other = make.make_partner("lead", name="=Lead"), make.make_partner("other", name="Other Trust")
    PartnerAlias.objects.create(partner=other, name="OT")
    PartnerContact.objects.create(partner=other, name=NOBODY[0], email=NOBODY[1], phone=NOBODY[2])
    make.make_dataset("Visits", other, steward=NOBODY[0], how_to_request=f"Write to {NOBODY[1]}", categories="a\nb")
    LegalGateway.objects.create(slug="cda-115", act="Crime and Disorder Act", year=1998, provision="s. 115", title="t")
    open_to_all = make.make_isp("+Open", lead=lead, parties=(other,), visibility="public", owner=person)
    IspContact.objects.create(isp=open_to_all, role="Duty desk", phone=NOBODY[2], email=NOBODY[1])
    make.make_isp("For members", lead=lead)
    make.make_isp("For parties", lead=lead, parties=(other,), visibility="parties")
    make.make_isp("A draft", lead=lead, parties=(other,), state="draft")
    make.make_isp("Out to sign", lead=lead, parties=(other,), state="out_for_signature")
    return open_to_all


def test_rows_are_those_of_a_member_of_no_party_and_name_nobody(register: Isp) -> None:
    found = export.read_registers()
    assert {row["title"] for row in found["isps"]} == {"+Open", "For members"}
    assert {(row["isp"], row["partner"]) for row in found["parties"]} >= {(register.reference, "other")}
    assert len(found["parties"]) == 3
    assert [row["also_known_as"] for row in found["partners"] if row["slug"] == "other"] == [["OT"]]
    assert found["datasets"][0]["categories"] == ["a", "b"]
    assert found["gateways"][0]["state"] == "not_confirmed"
    assert found["isps"][0]["status"] == "review_due"
    whole = export.as_json(found).decode()
    assert not [words for words in (*NOBODY, "Wanda", "Duty desk") if words in whole]


def test_the_public_part_is_what_the_api_shows_the_public(register: Isp) -> None:
    found = export.read_registers("public")
    assert [row["title"] for row in found["isps"]] == ["+Open"]
    assert "datasets" not in found
    ours = {"lead_name", "version_state", *PUBLIC_PART["Isp"]} | {"next_review_on"}
    assert {name for name in found["isps"][0] if name not in ours} == set()
    shown = {"isp", "version", "partner_name", *PUBLIC_PART["IspParty"]}
    assert {name for name in found["parties"][0] if name not in shown} == set()
    settings = CommunitySettings.load()
    settings.public_register = settings.public_partner_list = False
    settings.save()
    closed = export.read_registers("public")
    assert (closed["isps"], closed["parties"], closed["partners"]) == ([], [], [])


@pytest.mark.service("postgres")
@pytest.mark.django_db(transaction=True)
def test_all_registers_are_as_of_one_moment_while_others_write() -> None:
    lead = make.make_partner("lead")
    version = make.make_isp("Agreement", lead=lead).versions.get()
    asked: list[str] = []

    def joins() -> None:
        """Another connection: a new partner becomes a party."""
        IspParty.objects.create(version=version, partner=make.make_partner(f"new-{len(asked)}"), role="party")
        connection.close()

    def while_read(execute: Any, sql: str, *rest: Any) -> Any:
        found = execute(sql, *rest)
        if sql.startswith("SELECT") and "snippets_" in sql:
            asked.append(sql)
            with ThreadPoolExecutor(1) as other:
                other.submit(joins).result()
        return found

    with connection.execute_wrapper(while_read):
        found = export.read_registers()
    assert len(asked) > 5
    assert [row["slug"] for row in found["partners"]] == ["lead"]
    assert {row["partner"] for row in found["parties"]} <= {"lead"}


def test_equal_content_is_equal_bytes_and_no_cell_is_a_formula(register: Isp) -> None:
    isps = export.REGISTERS[0]
    made = []
    for day in (1, 2):
        with time_machine.travel(clock.now() + datetime.timedelta(hours=day), tick=False):
            rows = export.read_registers()["isps"]
            made.append((export.as_json({"isps": rows}), export.as_csv(isps, rows), export.as_xlsx(isps, rows)))
    assert made[0] == made[1]
    text, table, workbook = made[0]
    assert text.endswith(b"}\n")
    assert b"\r" not in text
    assert list(json.loads(text)) == ["audience", "format", "registers"]
    read = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
    assert (read[0]["title"], read[0]["lead_name"]) == ("'+Open", "'=Lead")
    sheet: Any = openpyxl.load_workbook(io.BytesIO(workbook)).active
    title = sheet.cell(2, isps.columns.index("lead_name") + 1)
    assert (title.value, title.data_type) == ("=Lead", "s")
    assert sheet.max_row == 3


def test_tables_are_made_again_only_where_a_register_changed(register: Isp) -> None:
    assert exports.export_registers() == [one.name for one in export.REGISTERS]
    assert exports.export_registers() == []
    before = {row.register: row for row in RegisterExport.objects.all()}
    register.title = "Another title"
    register.save()
    assert exports.export_registers() == ["isps"]
    after = RegisterExport.objects.get(register="isps")
    assert after.sha256 != before["isps"].sha256
    assert b"Another title" in after.json.read()
    names = set(KeptName.objects.values_list("name", flat=True))
    assert after.json.name in names
    assert before["isps"].json.name not in names
    assert len(names) == 15
