"""Old agreements through the real doors: the address for files, the reading, each button as the browser sends it."""

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cms.intake.tasks import sync
from cms.jobs.services import run_waiting
from cms.snippets.models import Isp, PartnerAlias
from tests.factories.papers import typeset
from tests.factories.registers import make_partner, make_role, make_user
from tests.members_api.conftest import BACKEND
from tests.members_api.test_reviews_and_community import code, read, send

pytestmark = pytest.mark.django_db
PAPER = [
    ("h1", "Information sharing protocol for flood rescue"),
    ("p", "This protocol is made between Colne Council, Marsh Fire Authority and Nobody Knows Trust."),
    ("p", "Lead partner: Colne Council"),
    ("p", "Signed on 4 May 2019."),
]
CSV = b"Title,Partners\nFlood rescue,Colne Council\n"


def test_from_the_form_to_the_register(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT, settings.STORE_DIR = str(tmp_path / "media"), str(tmp_path / "store")
    settings.FRONTEND_ORIGIN, settings.FRONTEND_ORIGINS = "http://localhost:8080", ["http://localhost:8080"]
    colne, fire = make_partner("colne", name="Colne Council"), make_partner("fire", name="Marsh Fire")
    PartnerAlias.objects.create(partner=fire, name="Marsh Fire Authority")
    person, member = make_user("ig@example.org", colne), make_user("m@example.org", colne)
    make_role(person, colne, "ig_lead")
    start = {"partner": "colne", "name": "Drawer", "submissionId": "one"}
    assert code(send(member, "StartIntake", start))[0] == "NOT_FOUND"
    batch = send(person, "StartIntake", start)["data"]["startIntake"]["batch"]
    assert send(person, "StartIntake", start)["data"]["startIntake"]["batch"] == batch
    assert code(send(member, "StartUpload", {"purpose": "intake.files", "target": batch}))[0] == "NOT_FOUND"

    def post(purpose: str, *files: SimpleUploadedFile) -> str:
        ticket = send(person, "StartUpload", {"purpose": purpose, "target": batch})["data"]["startUpload"]
        client = Client(enforce_csrf_checks=True)
        client.force_login(person, backend=BACKEND)
        sent = client.post(ticket["url"], {"file": list(files)}, headers={"Origin": "http://localhost:8080"})
        assert sent["Location"] == f"http://localhost:8080/organisation/add/{batch}?upload={ticket['id']}"
        return str(ticket["id"])

    upload = post(
        "intake.files",
        SimpleUploadedFile("flood.pdf", typeset(PAPER)),
        SimpleUploadedFile("page.pdf", b"<html>"),
        SimpleUploadedFile("list.csv", CSV),
    )
    post("intake.sheet", SimpleUploadedFile("ours.csv", CSV))
    sync()
    run_waiting()
    cache.clear()
    page = read(person, "IntakeBatchPage", id=batch, upload=upload)
    said = {one["name"]: one["taken"] for one in page["uploadResult"]["files"]}
    assert said == {"flood.pdf": True, "page.pdf": False, "list.csv": False}
    assert [(p["name"], p["state"]) for p in page["intakeBatch"]["papers"]] == [("flood.pdf", "ready")]
    (sheet,) = page["intakeBatch"]["sheets"]
    columns = [{"field": c["field"], "column": c["column"]} for c in sheet["columns"]]
    send(person, "ConfirmColumns", {"sheet": sheet["id"], "columns": columns})
    (row,) = read(person, "IntakeBatchPage", id=batch, upload="0")["intakeBatch"]["sheets"][0]["rows"]
    assert code(send(member, "SettleRow", {"row": row["id"], "answer": "left_out"}))[0] == "NOT_FOUND"
    send(person, "SettleRow", {"row": row["id"], "answer": "left_out"})

    for stranger in (member, make_user("f@example.org", fire), None):
        cache.clear()
        assert read(stranger, "IntakePaperPage", batch=batch, number=1)["intakePaper"] is None
        assert read(stranger, "IntakeBatchPage", id=batch, upload=upload)["uploadResult"] is None
    found = read(person, "IntakePaperPage", batch=batch, number=1)["intakePaper"]
    guesses = {(g["field"], g["value"]): g for g in found["guesses"]}
    assert guesses["party", "fire"]["printed"] == "Marsh Fire Authority"
    asked = guesses["party", ""]
    assert (asked["printed"], asked["text"]) == ("Nobody Knows Trust", "")
    given = {
        "paper": found["card"]["id"],
        "expectedRevision": found["revision"],
        "submissionId": "two",
        "kind": "new",
        "parties": ["colne", "fire"],
        "others": [],
        "choices": [],
        **{name: guesses[field, value]["text"] for name, field, value in (
            ("title", "title", "Information sharing protocol for flood rescue"), ("lead", "lead", "colne"),
            ("signedOn", "signed_on", "2019-05-04"))},
        **dict.fromkeys(("reference", "existing", "theme", "startsOn", "endsOn", "reviewOn"), ""),
    }  # fmt: skip
    refused = send(person, "AcceptPaper", given)
    assert code(refused)[0] == "BAD_USER_INPUT"
    assert list(refused["errors"][0]["extensions"]["fields"]) == [f"choice_{asked['id']}"]
    settled = given | {"choices": [{"guess": asked["id"], "partner": "none"}]}
    assert code(send(member, "AcceptPaper", settled))[0] == "NOT_FOUND"
    made = send(person, "AcceptPaper", settled)["data"]["acceptPaper"]["reference"]
    assert send(person, "AcceptPaper", settled)["data"]["acceptPaper"]["reference"] == made
    assert Isp.objects.get().title == "Information sharing protocol for flood rescue"
    late = {"paper": given["paper"], "expectedRevision": given["expectedRevision"], "answer": "left"}
    assert code(send(person, "SettlePaper", late))[0] == "CONFLICT"
    assert send(person, "UndoPaper", {"paper": given["paper"]})["data"]["undoPaper"]["paper"] == given["paper"]
    cache.clear()
    tasks = read(person, "Tasks")["tasks"]
    assert f"/organisation/add/{batch}" in [task["path"] for task in tasks]
