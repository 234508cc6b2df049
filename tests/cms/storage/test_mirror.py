"""The mirror holds exactly what is published, says what ended, and its manifest is true: on a folder and on S3."""

import hashlib
import json
import os
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile

from cms.events.models import Paper
from cms.pages.models import EventPage, GuidancePage
from cms.snippets.exports import export_registers
from cms.snippets.models import IspFile, IspVersion
from cms.storage import mirror, tasks
from cms.storage.models import Content, KeptName, SyncObject
from cms.storage.places import Role, place
from cms.storage.pushing import push_waiting
from tests.factories import pages
from tests.factories import registers as make

pytestmark = pytest.mark.django_db


def document(title: str) -> Any:
    return pages.make_document(title, content=os.urandom(300))


def body(*documents: Any) -> str:
    return json.dumps([{"type": "document", "value": {"document": one.pk, "note": ""}} for one in documents])


def key_of(row: Any) -> str:
    sha256 = KeptName.objects.get(name=row.file.name).content.sha256
    return mirror.document_key(row, sha256)


def settle() -> None:
    """As the two ticks of a minute or two do, one after the other."""
    cache.clear()
    tasks.keep_mirror()
    push_waiting(seconds=20)
    tasks.keep_mirror()


def manifest() -> dict[str, dict[str, Any]]:
    found = json.loads(b"".join(place(Role.MIRROR).read(mirror.MANIFEST)))
    return {one["key"]: one for one in found["objects"]}


def tombstone(key: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(b"".join(place(Role.MIRROR).read(mirror.tombstone_key(key))))
    return found


@pytest.mark.service("s3")
def test_on_s3_too(s3: str) -> None:
    check_life_of_a_file()


def test_what_is_published_is_there_and_what_ends_is_said() -> None:
    check_life_of_a_file()


def check_life_of_a_file() -> None:
    shown = document("Shown")
    page = pages.make_page(GuidancePage, "Guidance", body=body(shown), audience="public")
    settle()
    key, store = key_of(shown), place(Role.MIRROR)
    said = manifest()[key]
    assert (said["kind"], said["audience"], said["size"]) == ("page file", "public", 300)
    content = b"".join(store.read(key))
    assert hashlib.sha256(content).hexdigest() == said["sha256"]

    page.unpublish()
    settle()
    assert key not in manifest()
    assert (tombstone(key)["sha256"], tombstone(key)["why"]) == (said["sha256"], "It is no longer published.")
    assert b"".join(store.read(key)) == content  # its bytes stay
    told_at = SyncObject.objects.get(key=key).tombstone_at
    settle()
    assert SyncObject.objects.get(key=key).tombstone_at == told_at

    page.live = True
    page.save()
    settle()
    assert manifest()[key]["sha256"] == said["sha256"]
    assert tombstone(key)["current_again_at"]

    page.body = body()
    page.save()
    settle()
    assert key not in manifest()
    assert "current_again_at" not in tombstone(key)  # it ended a second time


def test_a_note_whose_writer_was_killed_is_corrected_all_the_same() -> None:
    row = document("Plan")
    page = pages.make_page(GuidancePage, "Guidance", body=body(row), audience="public")
    settle()
    page.unpublish()
    settle()
    SyncObject.objects.filter(key=key_of(row)).update(tombstone_at=None)  # written, and not written down
    page.live = True
    page.save()
    settle()
    assert tombstone(key_of(row))["current_again_at"]


def test_which_files_are_published() -> None:
    """One file of each sort; the table says which of them the mirror may hold, and for whom."""
    lead = make.make_partner("lead")
    draft_only = document("In a draft only")
    rows = {
        name: document(name)
        for name in (
            *("members", "closed", "drafted page", "unpublished", "unused", "in force", "superseded", "draft", "out"),
            *("retired", "withheld", "paper", "draft event", "linked agreement", "everybody's"),
        )
    }
    rows["closed"].collection = pages.make_collection("Board", "groups")
    rows["closed"].save()
    page = pages.make_page(GuidancePage, "One", body=body(rows["members"], rows["closed"], rows["withheld"]))
    pages.make_page(GuidancePage, "Two", body=body(rows["members"], rows["everybody's"]), audience="public")
    pages.make_page(GuidancePage, "Draft", live=False, body=body(rows["drafted page"]))
    pages.make_page(GuidancePage, "Gone", body=body(rows["unpublished"])).unpublish()
    page.body = body(rows["members"], draft_only)
    page.save_revision()  # a draft of a page that is live
    state = IspVersion.State
    sorts = {
        "in force": state.IN_FORCE,
        "draft": state.DRAFT,
        "out": state.OUT_FOR_SIGNATURE,
        "retired": state.IN_FORCE,
    }
    isps = {name: make.make_isp(name, lead=lead, state=value) for name, value in sorts.items()}
    for name, isp in isps.items():
        make.make_isp_file(isp, rows[name], parties_only=name == "in force")
    isp = make.make_isp("old", lead=lead, state=state.SUPERSEDED)
    make.make_isp_file(isp, rows["superseded"], parties_only=False)
    isps["retired"].retired_on = "2020-01-01"
    isps["retired"].save()
    pages.make_page(GuidancePage, "Links", body=body(rows["linked agreement"]))
    IspFile.objects.create(version=isps["draft"].versions.first(), document=rows["linked agreement"], title="t")
    event, hidden = pages.make_page(EventPage, "Talk"), pages.make_page(EventPage, "Later", live=False)
    Paper.objects.create(event=event, document=rows["paper"], title="Slides")
    Paper.objects.create(event=hidden, document=rows["draft event"], title="Slides")
    names = {row.file.name: name for name, row in rows.items()}
    kept = KeptName.objects.get(name=rows["withheld"].file.name)
    Content.objects.filter(pk=kept.content_id).update(state=Content.State.REFUSED)

    found = {key: one for key, one in mirror.wanted_now().items() if one.kind != "register"}
    by_pk = {row.pk: names[row.file.name] for row in rows.values()}
    said = {by_pk.get(int(key.split("/")[1]), key): (one.kind, one.audience) for key, one in found.items()}
    assert said == {
        "members": ("page file", "public"),  # shown twice: the widest counts
        "everybody's": ("page file", "public"),
        "closed": ("page file", "restricted"),
        "in force": ("agreement", "parties"),
        "superseded": ("agreement", "members"),
        "paper": ("event paper", "members"),
    }


def test_a_replaced_file_and_a_changed_register_name_what_came_after() -> None:
    row = document("Plan")
    pages.make_page(GuidancePage, "Guidance", body=body(row))
    isp = make.make_isp("Agreement")
    export_registers()
    settle()
    old, before = key_of(row), {key for key in manifest() if key.startswith("register/isps/")}
    assert len(before) == 3
    assert len(manifest()) == 16
    row.file.save("plan.txt", ContentFile(os.urandom(200)), save=True)
    isp.title = "Another"
    isp.save()
    export_registers()
    settle()
    new = key_of(row)
    assert tombstone(old)["why"] == f"A newer file took its place: {new}"
    after = {key for key in manifest() if key.startswith("register/isps/")}
    assert len(after) == 3
    assert not after & before
    assert all("A newer file took its place: register/isps/" in tombstone(key)["why"] for key in before)
    assert all(hashlib.sha256(b"".join(place(Role.MIRROR).read(key))).hexdigest() == one["sha256"]
               for key, one in manifest().items())  # fmt: skip


def test_nothing_is_written_where_nothing_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    row = document("Plan")
    pages.make_page(GuidancePage, "Guidance", body=body(row))
    settle()
    assert mirror.plan_mirror() == mirror.Planned()
    assert mirror.tell_ends() == 0
    assert not mirror.write_manifest()
    looked: list[int] = []
    monkeypatch.setattr(mirror, "plan_mirror", lambda: looked.append(1))
    tasks.keep_mirror()
    assert not looked  # the content is of the version that it was planned for
