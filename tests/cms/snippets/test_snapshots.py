"""One signed copy of the registers a month, and whether a file is from one: by our command, by a program without our
code, and by openssl as the page for developers has it."""

import datetime
import json
import shutil
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings as project
from django.core.management import CommandError, call_command
from django.urls import reverse

from cms.audit.models import AuditEvent
from cms.core import policy
from cms.core.errors import BadInput
from cms.core.models import CommunitySettings
from cms.core.requester import ANONYMOUS, SYSTEM, Requester
from cms.snippets import snapshots
from cms.snippets.models import RegisterKey, RegisterSnapshot, SnapshotFile
from cms.snippets.register_export import canonical_json, sha256_of
from cms.snippets.register_keys import Signer, signers
from cms.snippets.snapshots import take_snapshots, take_when_due
from tests.factories import registers as make

NOVEMBER = datetime.datetime(2026, 11, 1, 3, 30, tzinfo=datetime.UTC)
PROGRAM = project.BASE_DIR / "clients/python/verify_snapshot.py"
pytestmark = pytest.mark.django_db


def new_key() -> str:
    key = Ed25519PrivateKey.generate()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@pytest.fixture(autouse=True)
def place(tmp_path: Path, settings: Any) -> Path:
    settings.STORE_DIR, settings.S3_BUCKET, settings.REGISTER_SIGNING_KEY = tmp_path / "store", "", new_key()
    return tmp_path


def taken(at: datetime.datetime) -> list[str]:
    """What the hourly job takes then."""
    before = set(RegisterSnapshot.objects.values_list("pk", flat=True))
    with time_machine.travel(at, tick=False):
        take_when_due()
    return [str(one) for one in RegisterSnapshot.objects.exclude(pk__in=before)]


def test_one_a_month_at_its_true_time() -> None:
    assert taken(NOVEMBER - datetime.timedelta(hours=2)) == []  # the first night is not over
    assert taken(NOVEMBER) == ["2026-11 (Members)", "2026-11 (Everybody)"]
    assert taken(NOVEMBER + datetime.timedelta(hours=1)) == []
    assert taken(NOVEMBER + datetime.timedelta(days=29)) == []
    # half past midnight of July in London is June's last evening in UTC
    summer = datetime.datetime(2027, 6, 30, 23, 30, tzinfo=datetime.UTC)
    assert taken(summer + datetime.timedelta(hours=3))[0].startswith("2027-07")
    # the site was away for all of August and half of September: no copy is made up for August
    assert taken(datetime.datetime(2027, 9, 17, 10, tzinfo=datetime.UTC))[0].startswith("2027-09")
    months = RegisterSnapshot.objects.filter(audience="members").order_by("month")
    assert [(one.month, one.is_late) for one in months] == [("2026-11", False), ("2027-07", False), ("2027-09", True)]
    september = months[2]
    assert september.taken_at.day == 17
    manifests = SnapshotFile.objects.filter(kind="manifest", snapshot__in=months).order_by("snapshot__month")
    said = [json.loads(one.content()) for one in manifests]
    assert [one["previous"] and one["previous"]["sha256"] for one in said] == [None, *(m.sha256 for m in manifests[:2])]
    assert AuditEvent.objects.filter(action="snapshot.taken").count() == 6


def test_who_sees_which() -> None:
    partner = make.make_partner("one")
    make.make_isp("For members", lead=partner)
    make.make_dataset("Visits", partner)
    take_snapshots(by=SYSTEM)
    member = Requester(user_id=1, partners=frozenset({partner.pk}))

    def seen(by: Requester) -> list[str]:
        files = policy.visible(SnapshotFile.objects.all(), by)
        assert set(files.values_list("snapshot__audience", flat=True)) == {
            one.audience for one in policy.visible(RegisterSnapshot.objects.all(), by)
        }
        return sorted(files.filter(kind="csv").values_list("name", flat=True))

    assert len(seen(member)) == 9
    public = seen(ANONYMOUS)
    assert len(public) == 4
    assert all(name.startswith("public-") for name in public)
    content = SnapshotFile.objects.get(snapshot__audience="public", kind="json").content()
    assert b"For members" not in content
    shown = CommunitySettings.load()
    shown.public_register = shown.public_partner_list = False
    shown.save()
    assert seen(ANONYMOUS) == []
    assert len(seen(member)) == 9


def test_without_a_key_nothing_is_taken(settings: Any) -> None:
    for text in ("", "-----BEGIN PRIVATE KEY-----\nAA\n-----END PRIVATE KEY-----"):
        settings.REGISTER_SIGNING_KEY = text
        with pytest.raises(BadInput, match="REGISTER_SIGNING_KEY"):
            take_snapshots(by=SYSTEM)
        with pytest.raises(CommandError) as refused:
            call_command("take_snapshot")
        assert refused.value.returncode == 1
    assert not RegisterSnapshot.objects.exists()


def download(folder: Path, snapshot: RegisterSnapshot) -> dict[str, Path]:
    """The files of a snapshot and its key, as a person has them after downloading: {kind or name: file}."""
    folder.mkdir(exist_ok=True)
    found = {}
    for row in snapshot.files.all():
        path = folder / row.name
        path.write_bytes(row.content())
        found[row.name.split("-")[0] if row.kind == "csv" else row.kind] = path
    found["key"] = folder / "key.pem"
    found["key"].write_text(snapshot.key.pem)
    return found


def checked(*files: Path, **options: Any) -> tuple[int, dict[str, Any]]:
    out = StringIO()
    try:
        call_command("verify_snapshot", *map(str, files), json=True, stdout=out, **options)
    except CommandError as error:
        return error.returncode, json.loads(out.getvalue() or "{}")
    return 0, json.loads(out.getvalue())


def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=60, check=False)


def openssl(files: dict[str, Path]) -> list[str]:
    """The line of docs/api.md, with the names that it stands for."""
    line = next(
        line.strip()
        for line in (project.BASE_DIR / "docs/api.md").read_text().splitlines()
        if "openssl pkeyutl" in line
    )
    names = {"register-key.pem": "key", "manifest-2026-11.json": "manifest", "manifest-2026-11.json.sig": "signature"}
    assert all(name in line for name in names)
    return [str(files[names[word]]) if word in names else word for word in line.split()]


def test_two_ways_to_check_a_file(place: Path, settings: Any) -> None:
    make.make_isp("Agreement")
    out = StringIO()
    with time_machine.travel(NOVEMBER, tick=False):
        call_command("take_snapshot", json=True, stdout=out)
    assert [one["audience"] for one in json.loads(out.getvalue())["taken"]] == ["members", "public"]
    snapshot = RegisterSnapshot.objects.get(audience="members")
    files = download(place / "copy", snapshot)
    data = [files[name] for name in ("json", "isps", "gateways")]

    code, said = checked(*data, files["manifest"], files["signature"], key=files["key"])
    assert (code, said["ok"]) == (0, True)
    assert {(one["month"], one["audience"], one["ok"]) for one in said["files"]} == {("2026-11", "members", True)}
    assert run(sys.executable, PROGRAM, files["key"], files["manifest"], files["signature"], *data).returncode == 0

    # a file alone, far from its manifest: the site knows it
    alone = place / "alone.csv"
    shutil.copy(files["isps"], alone)
    assert checked(alone)[0] == 0
    assert checked(alone, key=files["key"])[0] == 1  # and a key alone says nothing of it

    # one letter more in the data, then in the manifest, then another key
    files["isps"].write_bytes(files["isps"].read_bytes() + b" ")
    code, said = checked(files["isps"])
    assert code == 1
    assert "was changed" in said["files"][0]["why"]
    answer = run(sys.executable, PROGRAM, files["key"], files["manifest"], files["signature"], files["isps"])
    assert (answer.returncode, "not in this copy" in answer.stderr) == (1, True)
    kept = files["manifest"].read_bytes()
    files["manifest"].write_bytes(kept.replace(b"2026-11", b"2026-10", 1))
    assert checked(files["json"], key=files["key"])[0] == 1
    assert run(sys.executable, PROGRAM, files["key"], files["manifest"], files["signature"]).returncode == 1
    files["manifest"].write_bytes(kept)
    settings.REGISTER_SIGNING_KEY = new_key()
    files["key"].write_text(signers()[0].pem)
    assert checked(files["json"], key=files["key"])[0] == 1
    assert checked(files["json"])[0] == 0  # the site's own old key counts for ever

    files["key"].write_text("no key")
    assert checked(files["json"], key=files["key"])[0] == 1
    assert checked(place / "nothing.json")[0] == 1


@pytest.mark.service("openssl")
def test_openssl_checks_the_signature(place: Path) -> None:
    taken(NOVEMBER)
    files = download(place / "copy", RegisterSnapshot.objects.get(audience="members"))
    assert run(*openssl(files)).returncode == 0
    files["manifest"].write_bytes(files["manifest"].read_bytes().replace(b"2026-11", b"2026-10", 1))
    assert run(*openssl(files)).returncode != 0


def forge(folder: Path, like: bytes, signer: Signer, **said: Any) -> Path:
    """A manifest that somebody else signed: with a key that is theirs, or stolen."""
    folder.mkdir(exist_ok=True)
    path = folder / f"manifest-{said.get('month', '2026-11')}.json"
    path.write_bytes(canonical_json(json.loads(like) | said))
    path.with_name(f"{path.name}.sig").write_bytes(signer.sign(path.read_bytes()))
    return path


def autumn(place: Path) -> list[dict[str, Path]]:
    """October's and November's copies of one register that did not change, side by side in one folder."""
    make.make_isp("Agreement")
    for at in (NOVEMBER - datetime.timedelta(days=31), NOVEMBER):
        taken(at)
    months = RegisterSnapshot.objects.filter(audience="members").order_by("month")
    return [download(place / "copies", one) for one in months]


def test_one_good_manifest_is_enough_and_a_faulty_one_beside_it_says_nothing(place: Path) -> None:
    october, november = autumn(place)
    table, key = november["isps"], november["key"]
    assert table.read_bytes() == october["isps"].read_bytes()
    assert checked(table, key=key)[1]["files"][0]["gap"] == ""
    october["signature"].unlink()
    code, said = checked(table, key=key)
    assert (code, said["files"][0]["month"]) == (0, "2026-11")
    assert said["files"][0]["gap"].startswith("2026-10, the one before 2026-11, is not here")
    assert checked(table)[1]["files"][0]["gap"] == ""  # the site kept it
    foreign = Signer.of(Ed25519PrivateKey.generate())
    for name in (october, november):
        forge(place / "copies", name["manifest"].read_bytes(), foreign, key_id=foreign.key_id)
    assert checked(table, key=key)[0] == 1
    assert checked(table)[0] == 0  # what the site kept comes before what is faulty


def test_a_key_of_the_site_alone_makes_no_copy(place: Path, settings: Any) -> None:
    """Whoever stole it signs what the site never took; the manifests after that one do not name it."""
    october, november = autumn(place)
    (thief,) = signers()
    real, key = october["manifest"].read_bytes(), november["key"]
    false = [{"name": "isps.csv", "sha256": sha256_of(b"false"), "size": 5, "rows": 1}]
    table = place / "forged" / "isps.csv"
    cases = {
        "never made it": {"month": "2026-03", "files": false},
        "names the key": {"files": false, "key_id": "0" * 16},
    }
    for why, said in cases.items():
        manifest = forge(table.parent, real, thief, **said)
        table.write_bytes(b"false")
        for options in ({}, {"key": key}):
            code, answer = checked(table, **options)
            assert (code, why in answer["files"][0]["why"]) == (1, True), (why, answer)
        manifest.unlink()
    # where nothing is known of the key: the manifest of November names another one for October
    SnapshotFile.objects.all().delete()
    RegisterSnapshot.objects.all().delete()
    RegisterKey.objects.all().delete()
    assert checked(october["json"], november["json"], key=key)[0] == 0
    forge(place / "copies", real, thief, files=false, month="2026-10")
    (place / "copies" / "isps.csv").write_bytes(b"false")
    code, answer = checked(place / "copies" / "isps.csv", november["json"], key=key)
    assert [one["ok"] for one in answer["files"]] == [False, True]
    assert "of 2026-11 names another one for 2026-10" in answer["files"][0]["why"]


def test_the_program_follows_the_manifests_and_compares_key_and_site(place: Path, settings: Any) -> None:
    october, november = autumn(place)
    three = [november[name] for name in ("key", "manifest", "signature")]
    alone, both = (
        run(sys.executable, PROGRAM, *three, october["json"]),
        run(sys.executable, PROGRAM, *three, "--site", settings.FRONTEND_ORIGIN, october["json"], october["manifest"]),
    )
    assert (alone.returncode, "gap: the manifest of 2026-10" in alone.stdout) == (1, True)
    assert (both.returncode, "gap" in both.stdout) == (0, False), both.stderr
    other = run(sys.executable, PROGRAM, *three, "--site", "https://other.example")
    assert (other.returncode, "is of" in other.stderr) == (1, True)
    manifest = forge(place / "forged", november["manifest"].read_bytes(), signers()[0], key_id="0" * 16)
    answer = run(sys.executable, PROGRAM, three[0], manifest, f"{manifest}.sig")
    assert (answer.returncode, "names the key 0000" in answer.stderr) == (1, True)


def test_a_stolen_key_is_said_wherever_it_is_shown(place: Path, client: Any, settings: Any) -> None:
    taken(NOVEMBER)
    snapshot = RegisterSnapshot.objects.get(audience="members")
    key_id, files = snapshot.key.key_id, download(place / "copy", snapshot)
    since = ("--since", f"{NOVEMBER:%Y-%m-%d}")
    for wrong in ((key_id, "--since", "2126-01-01"), ("0" * 16, *since)):
        with pytest.raises(CommandError):
            call_command("distrust_register_key", *wrong)
    assert checked(files["isps"])[1]["files"][0]["warning"] == ""
    call_command("distrust_register_key", key_id, *since, stdout=StringIO())
    code, said = checked(files["isps"])
    assert (code, "from 2026-11-01 on" in said["files"][0]["warning"]) == (0, True)  # the site kept this one
    files["key"].write_text(RegisterKey.objects.get().as_file)
    answer = run(sys.executable, PROGRAM, files["key"], files["manifest"], files["signature"])
    assert (answer.returncode, "from 2026-11-01 on" in answer.stderr) == (1, True)
    with pytest.raises(BadInput, match="was stolen"):
        take_snapshots(by=SYSTEM)
    client.force_login(make.make_user("editor@example.org", site_role="core_editor"))
    page = client.get(reverse("overview_snapshots")).content.decode()
    assert "from 2026-11-01 on" in page
    assert "was stolen" in page
    call_command("distrust_register_key", key_id, "--mistake", stdout=StringIO())
    assert RegisterKey.objects.get().as_file == snapshot.key.pem
    verbs = (
        AuditEvent.objects.filter(action__startswith="register_key.").order_by("pk").values_list("action", flat=True)
    )
    assert list(verbs) == ["register_key.distrusted", "register_key.trusted"]


def test_odd_circumstances_end_in_words(place: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two who take the same copy, a setting that cannot be read, JSON as deep as a stranger likes."""
    read = snapshots.read_registers

    def meanwhile(audience: str) -> Any:
        monkeypatch.setattr(snapshots, "read_registers", read)
        take_snapshots(by=SYSTEM)
        return read(audience)

    monkeypatch.setattr(snapshots, "read_registers", meanwhile)
    out = StringIO()
    call_command("take_snapshot", stdout=out)
    assert "was taken before" in out.getvalue()
    assert RegisterSnapshot.objects.count() == 2
    files = download(place / "copy", RegisterSnapshot.objects.get(audience="members"))
    settings.REGISTER_SIGNING_KEY = "-----BEGIN PRIVATE KEY-----\nAA\n-----END PRIVATE KEY-----"
    assert checked(files["json"])[0] == 0
    deep = place / "manifest-deep.json"
    deep.write_text("[" * 200_000)
    assert checked(deep)[0] == 1
    files["signature"].write_bytes(b"")
    assert checked(files["json"], key=files["key"])[0] == 1


def test_the_newest_key_signs_and_old_ones_stay(settings: Any) -> None:
    old = settings.REGISTER_SIGNING_KEY
    taken(NOVEMBER)
    settings.REGISTER_SIGNING_KEY = new_key() + old
    taken(NOVEMBER + datetime.timedelta(days=30))
    keys = [one.key.key_id for one in RegisterSnapshot.objects.filter(audience="members").order_by("month")]
    assert keys == [signers()[1].key_id, signers()[0].key_id]
    assert policy.visible(RegisterKey.objects.all(), ANONYMOUS).count() == 2


def test_the_core_team_has_them_in_the_admin(client: Any, settings: Any) -> None:
    client.force_login(make.make_user("editor@example.org", site_role="core_editor"))
    url = reverse("overview_snapshots")
    assert "is not there yet" in client.get(url).content.decode()
    taken(NOVEMBER)
    page = client.get(url).content.decode()
    for row in SnapshotFile.objects.all():
        assert reverse("snapshot_file", args=[row.name]) in page
    assert client.get(reverse("snapshot_file", args=[row.name])).content == row.content()
    settings.REGISTER_SIGNING_KEY = ""
    assert "no key to sign with" in client.get(url).content.decode()
    client.force_login(make.make_user("member@example.org", make.make_partner("one")))
    assert client.get(url).status_code in (302, 403)
