"""What partners' systems drop, on a folder and on the real server: each version once, whatever breaks off."""

import io
import json
import os
import uuid

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import F
from wagtail.documents import get_document_model
from wagtail.models import Collection

from cms.audit.models import AuditEvent
from cms.core import policy
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.requester import ANONYMOUS, Requester
from cms.intake.models import Decision, Paper
from cms.members.models import PartnerRole
from cms.members.selectors import requester_of
from cms.notifications.models import Notification
from cms.overview.demo.files import pdf
from cms.snippets.importers.services import apply_stored
from cms.snippets.models import RegisterImport
from cms.storage import scanning
from cms.storage.contents import open_content
from cms.storage.files import NotServed
from cms.storage.inbound import boxes, receiving, services, telling, turns
from cms.storage.inbound.exchanges import exchange
from cms.storage.inbound.names import RefusedName, read_name
from cms.storage.inbound.ours import our_deliveries
from cms.storage.inbound.ports import INBOX, TAG, Dropped, TooLarge
from cms.storage.inbound.selectors import stuck, to_decide
from cms.storage.inbound.survey import untagged
from cms.storage.models import Content, ExchangePartner, InboundReceipt, SyncObject
from cms.storage.ports import NotThere, StoreUnavailable
from cms.storage.s3 import client
from cms.storage.s3_buckets import ensure_buckets
from tests.factories.hostile_parts import eicar
from tests.factories.registers import make_partner, make_role, make_user
from tests.factories.stores import transactions_open

State = InboundReceipt.State
EDITOR = Requester(is_editor=True)
REGISTER = b"Theme,Title,Lead Organisation,Other organisations involved,Review date\nHealth,Sharing,Body A,Body B,\n"
CSV = b"Name,Area\nOne,North\n"


def words():
    """A PDF that no other test of the run has, so that nothing is known of it."""
    return pdf([f"Words {uuid.uuid4().hex}"])


class Partner:
    """What the other side does: files in a folder, or in the bucket with the same credentials as ours."""

    def __init__(self, kind, settings):
        self.kind, self.root = kind, settings.STORE_DIR / "exchange"

    def drop(self, key, content):
        if self.kind == "s3":
            client(exchange().s3.meta.endpoint_url).put_object(Bucket=exchange().name, Key=key, Body=content)
            return
        path = self.root / key
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def delete(self, key):
        if self.kind == "s3":
            client(exchange().s3.meta.endpoint_url).delete_object(Bucket=exchange().name, Key=key)
        else:
            (self.root / key).unlink()

    def answer(self, receipt):
        key = f"outbox/{receipt.exchange.folder}/{receipt.pk}.json"
        if self.kind == "s3":
            s3 = client(exchange().s3.meta.endpoint_url)
            return json.loads(s3.get_object(Bucket=exchange().name, Key=key)["Body"].read())
        return json.loads((self.root / key).read_bytes())


@pytest.fixture
def partner(places, settings):
    scanning.forget()
    if places == "s3":  # what other tests dropped would be taken in again: their receipts are gone
        settings.S3_EXCHANGE_BUCKET = f"exchange-{uuid.uuid4().hex[:10]}"
        list(ensure_buckets())
    return Partner(places, settings)


def open_box(membership="member"):
    """A folder of its own for each test: the bucket is the same for all."""
    folder = f"box-{uuid.uuid4().hex[:10]}"
    body = make_partner(folder, membership=membership)
    return ExchangePartner.objects.create(partner=body, folder=folder, opened_at="2026-11-01T00:00Z")


@pytest.fixture
def box(db):
    return open_box()


def bytes_of(row):
    with open_content(row.content) as file:
        return file.read()


def fetch(box):
    """Everything of this box, taken in and answered."""
    found = services.fetch_new(seconds=30)
    rows = list(InboundReceipt.objects.filter(exchange=box).order_by("pk"))
    assert found.away == 0
    return rows


def test_a_dropped_file_becomes_a_draft_that_nobody_is_served(partner, box, settings, monkeypatch):
    settings.CLAMD_ADDRESS = ""
    transactions = transactions_open(monkeypatch)
    content, key = words(), f"{INBOX}{box.folder}/Report May.pdf"
    partner.drop(key, content)
    (row,) = fetch(box)
    assert transactions == {0}  # none waits for the store
    assert (row.state, row.kind, row.name, row.size) == (State.DRAFTED, "document", "Report May.pdf", len(content))
    assert (row.document.title, row.document.collection.name) == ("Report May", "Sent by partners")
    with default_storage.open(row.document.file.name) as file:  # the gate lets it through; the rights do not
        assert file.read() == content
    assert row.content.state == Content.State.NOT_SCANNED
    quarantine = SyncObject.objects.get(content=row.content, role="quarantine")
    assert None not in (quarantine.done_at, quarantine.ended_at)
    documents = get_document_model().objects.all()
    for reader in (ANONYMOUS, requester_of(make_user("reader@example.org", box.partner))):
        assert not policy.visible(documents, reader).exists()
    answer = partner.answer(row)
    assert (answer["outcome"], answer["file"], answer["sha256"]) == ("drafted", key, row.sha256)
    assert answer["seen_at"] <= answer["decided_at"]
    assert answer["settled_at"] is None
    assert exchange().tags(receiving.dropped_of(row)) == {TAG: "received"}
    before = AuditEvent.objects.count()
    assert (fetch(box), services.fetch_new().decided) == ([row], 0)  # nothing is left to do
    assert AuditEvent.objects.count() == before
    assert list(to_decide()) == [row]
    assert [finding.what for finding in untagged() if box.folder in finding.what] == []


def test_each_version_is_received_once_and_the_same_bytes_make_one_draft(partner, box):
    key, first, second = f"{INBOX}{box.folder}/plan.pdf", words(), words()
    partner.drop(key, first)
    if partner.kind == "folder":
        fetch(box)  # a folder keeps one version
    partner.drop(key, second)
    if partner.kind == "folder":
        fetch(box)
    partner.drop(key, first)
    partner.delete(key) if partner.kind == "s3" else None  # takes nothing back
    assert [row.state for row in fetch(box)] == [State.DRAFTED, State.DRAFTED, State.SAME]
    assert get_document_model().objects.count() == 2
    last = InboundReceipt.objects.filter(exchange=box).last()
    assert str(InboundReceipt.objects.filter(exchange=box).first().pk) in partner.answer(last)["words"]


REFUSED = {
    "virus.csv": (b"a,b\n1," + eicar() + b"\n", "virus scanner"),
    "page.pdf": (b"<!doctype html><script>1</script>", "web page"),
    "really.docx": (words(), "by its content it is pdf"),
    "nothing": (words(), "Its name ends in nothing"),
    "empty.pdf": (b"", "empty"),
    "cafe\u0301.pdf": (words(), "NFC"),
    "back\\slash.pdf": (words(), "backslash"),
    "tab\there.pdf": (words(), "cannot be seen"),
    "agreements/list.csv": (CSV, "not taken for this"),
    "register/list.csv": (CSV, ""),
}
NAMES_AT_THE_SERVER = (
    "virus.csv",
    "page.pdf",
    "cafe\u0301.pdf",
    "back\\slash.pdf",
    "tab\there.pdf",
)  # listed its own way


@pytest.mark.service("clamd")
def test_what_is_refused_says_why_and_stays_in_quarantine(partner, box, settings):
    settings.CLAMD_ADDRESS = os.environ["TEST_CLAMD_ADDRESS"]
    cases = REFUSED if partner.kind == "folder" else {name: REFUSED[name] for name in NAMES_AT_THE_SERVER}
    for name, (content, _) in cases.items():
        partner.drop(f"{INBOX}{box.folder}/{name}", content)
    closed, candidate = open_box(), open_box(membership="candidate")
    boxes.close_box(by=EDITOR, box_id=closed.pk)
    for folder in (closed.folder, candidate.folder, "nobody-here"):
        partner.drop(f"{INBOX}{folder}/file.pdf", words())
    partner.drop(f"{INBOX}loose-{box.folder}.pdf", words())
    fetch(box)
    found = {row.key.removeprefix(f"{INBOX}{box.folder}/"): row for row in InboundReceipt.objects.all()}
    for name, (_, reason) in cases.items():
        assert (found[name].state, reason in found[name].reason) == (State.REFUSED, True), (name, found[name].reason)
        assert partner.answer(found[name])["outcome"] == "refused"  # also for a name that is not taken
    lead = Requester(roles=frozenset({(box.partner_id, "ig_lead")}), acting_for=box.partner_id)
    shown = {row.file for row in our_deliveries(lead).deliveries}
    assert shown == {name.replace("\t", "\ufffd") for name in cases}
    assert found[f"{INBOX}{closed.folder}/file.pdf"].reason == receiving.CLOSED
    assert found[f"{INBOX}{candidate.folder}/file.pdf"].reason == receiving.CLOSED
    assert found[f"{INBOX}nobody-here/file.pdf"].exchange is None  # refused, never guessed
    assert found[f"{INBOX}loose-{box.folder}.pdf"].state == State.REFUSED
    assert not get_document_model().objects.exists()
    assert set(InboundReceipt.objects.values_list("tagged_at", flat=True)) & {None} == set()
    virus = found["virus.csv"].content
    assert (virus.state, SyncObject.objects.get(content=virus).role) == (Content.State.REFUSED, "quarantine")
    assert found["page.pdf"].content.released_at is not None  # kept for a period, and held against nobody


@pytest.mark.service("clamd")
def test_a_scanner_that_is_away_decides_nothing(partner, box, settings):
    settings.CLAMD_ADDRESS = "127.0.0.1:1"
    partner.drop(f"{INBOX}{box.folder}/one.pdf", words())
    (row,) = fetch(box)
    assert (row.state, row.attempts, row.tagged_at, row.document) == (State.WAITING, 1, None, None)
    name = default_storage.save("documents/same.pdf", ContentFile(bytes_of(row)))  # by whatever door it comes again
    with pytest.raises(NotServed):
        default_storage.open(name)
    for _ in range(4):
        fetch(box)
    assert list(stuck()) == [row]
    settings.CLAMD_ADDRESS = os.environ["TEST_CLAMD_ADDRESS"]
    assert fetch(box)[0].state == State.WAITING  # after five attempts once an hour, or when an editor asks
    InboundReceipt.objects.update(tried_at=F("tried_at") - turns.PAUSE)
    (row,) = fetch(box)
    assert (row.state, row.content.state) == (State.DRAFTED, Content.State.CLEAN)
    assert not stuck().exists()


class Broken:
    """The real exchange, of whose answers each first one of a kind is lost after the thing was done."""

    def __init__(self, real, at):
        self.real, self.at, self.name, self.broke = real, at, real.name, False

    def __getattr__(self, name):
        def call(*given, **named):
            done = getattr(self.real, name)(*given, **named)
            if name == self.at and not self.broke:
                self.broke = True
                raise StoreUnavailable("the answer was lost")
            return done

        return call


@pytest.mark.parametrize("at", ["versions", "fetch", "tag", "answer"])
def test_a_lost_answer_repeats_without_harm(partner, box, at):
    partner.drop(f"{INBOX}{box.folder}/one.pdf", words())
    broken = Broken(exchange(), at)
    services.fetch_new(exchange=broken)
    assert broken.broke
    services.fetch_new(exchange=broken)
    (row,) = InboundReceipt.objects.filter(exchange=box)
    assert (row.state, row.tagged_at is None, row.answered_at is None) == (State.DRAFTED, False, False)
    assert get_document_model().objects.count() == 1
    assert partner.answer(row)["outcome"] == "drafted"


def test_a_worker_that_dies_between_steps_leaves_nothing_half_done(partner, box, monkeypatch):
    """Killed wherever it could be: the next look goes on, and there is one draft."""
    partner.drop(f"{INBOX}{box.folder}/one.pdf", words())
    for target, name in (
        (receiving, "store_content"),
        (receiving, "let_in"),
        (receiving, "_write"),
        (services, "_finish"),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(target, name, lambda *given, **named: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                services.fetch_new()
    (row,) = fetch(box)
    assert (row.state, row.attempts, get_document_model().objects.count()) == (State.DRAFTED, 5, 1)


def test_what_is_gone_or_changed_or_too_large_is_never_taken_for_the_listed(partner, box, monkeypatch):
    key = f"{INBOX}{box.folder}/one.pdf"
    partner.drop(key, b"%PDF-1 one")
    (listed,) = exchange().versions(f"{INBOX}{box.folder}/")
    with pytest.raises(TooLarge):
        exchange().fetch(listed, io.BytesIO(), limit=5)
    for wrong in (Dropped(key, listed.version, "other", listed.size), Dropped(key, listed.version, listed.etag, 3)):
        if partner.kind == "s3" or wrong.size == 3:
            with pytest.raises(StoreUnavailable):
                exchange().fetch(wrong, io.BytesIO(), limit=100)
    gone = Dropped(key, "1-1" if partner.kind == "folder" else "x" * 32, listed.etag, listed.size)
    with pytest.raises((NotThere, StoreUnavailable)):
        exchange().fetch(gone, io.BytesIO(), limit=100)
    monkeypatch.setattr(receiving, "LIMIT", 5)
    (row,) = fetch(box)
    assert (row.state, row.reason, row.content) == (State.REFUSED, receiving.TOO_LARGE, None)


@pytest.mark.parametrize(
    "key",
    [
        "inbox/a.pdf",
        "outbox/a/b.pdf",
        "inbox/a//b.pdf",
        "inbox/a/../b.pdf",
        "inbox/a/./b.pdf",
        "inbox/../a/b.pdf",
        "inbox/a/b\\c.pdf",
        "inbox/a/b\x00.pdf",
        "inbox/a/b\u202egnp.pdf",
        "inbox/a/b\u2028.pdf",
        "inbox/a/cafe\u0301.pdf",
        "inbox/a/" + "x" * 248,
        "inbox/a/",
        "/inbox/a/b.pdf",
    ],
)
def test_names_that_are_refused(key):
    with pytest.raises(RefusedName):
        read_name(key)


def test_a_name_says_whose_it_is_and_what_kind():
    found = read_name("inbox/riverside/agreements/2019/Café plan.pdf")
    assert (found.folder, found.kind, found.last) == ("riverside", "agreements", "Café plan.pdf")
    assert read_name("inbox/riverside/plan.pdf").kind == ""
    assert read_name("inbox/a/" + "x" * 247).folder == "a"


@pytest.mark.django_db
def test_kinds_go_to_the_apps_that_take_them_and_their_decision_is_answered(folders, settings):
    partner, box = Partner("folder", settings), open_box()
    paper = words()
    partner.drop(f"{INBOX}{box.folder}/register/list.csv", REGISTER)
    partner.drop(f"{INBOX}{box.folder}/agreements/old.pdf", paper)
    partner.drop(f"{INBOX}{box.folder}/agreements/copy.pdf", paper)
    partner.drop(f"{INBOX}{box.folder}/other/old.csv", CSV)
    rows = {row.name: row for row in fetch(box)}
    listed = rows.pop("register/list.csv")
    kept = RegisterImport.objects.get()
    assert (listed.state, listed.target, kept.applied_at, kept.rows.count()) == (State.DRAFTED, str(kept.pk), None, 1)
    row = (
        rows["agreements/old.pdf"] if rows["agreements/old.pdf"].state == State.DRAFTED else rows["agreements/copy.pdf"]
    )
    states = sorted(rows[name].state for name in rows)
    assert states == [State.DRAFTED, State.DRAFTED, State.SAME]
    made = Paper.objects.get()
    assert (made.batch.name, made.batch.partner, made.document) == (f"From {box.partner}’s system", None, row.document)
    lead = make_user("lead@example.org", box.partner)
    make_role(lead, box.partner, PartnerRole.Role.IG_LEAD)
    assert not policy.visible(get_document_model().objects.all(), requester_of(lead)).exists()
    with pytest.raises(Conflict):
        services.accept_delivery(by=EDITOR, receipt_id=row.pk, collection_id=Collection.get_first_root_node().pk)
    for elsewhere in (row, listed):
        with pytest.raises(Conflict):
            services.decline_delivery(by=EDITOR, receipt_id=elsewhere.pk, words="No.")
    other = open_box()
    partner.drop(f"{INBOX}{other.folder}/register/list.csv", REGISTER)
    assert [one.state for one in fetch(other)] == [State.DRAFTED]  # another body's copy is no copy of its own
    Decision.objects.create(paper=made, kind=Decision.Kind.NOT_ONE, at="2026-11-02T00:00Z")
    fetch(box)
    row.refresh_from_db()
    assert (row.state, row.settled_at is None) == (State.DECLINED, False)
    assert "not an agreement" in partner.answer(row)["words"]
    apply_stored(by=EDITOR, register_import=kept)
    fetch(box)
    assert partner.answer(listed)["outcome"] == "accepted"


@pytest.mark.django_db
def test_the_core_team_decides_and_nobody_else(folders, settings, django_user_model):
    partner, box = Partner("folder", settings), open_box()
    for name in ("one", "two", "bad.exe"):
        partner.drop(f"{INBOX}{box.folder}/{name if '.' in name else name + '.pdf'}", words())
    one, two, bad = sorted(fetch(box), key=lambda row: ["one.pdf", "two.pdf", "bad.exe"].index(row.name))
    lead = make_user("lead@example.org", box.partner)
    make_role(lead, box.partner, PartnerRole.Role.IG_LEAD)
    open_place = Collection.get_first_root_node().add_child(name="Guidance")
    by_lead = requester_of(lead)
    assert set(policy.visible(InboundReceipt.objects.all(), by_lead)) == {one, two, bad}
    assert not policy.visible(
        InboundReceipt.objects.all(), requester_of(make_user("m@example.org", box.partner))
    ).exists()
    with pytest.raises(Forbidden):
        services.accept_delivery(by=by_lead, receipt_id=one.pk, collection_id=open_place.pk)
    with pytest.raises(NotFound):
        services.decline_delivery(by=ANONYMOUS, receipt_id=one.pk, words="No.")
    with pytest.raises(Forbidden):
        services.look_again(by=by_lead, receipt_id=bad.pk)
    with pytest.raises(BadInput):
        services.decline_delivery(by=EDITOR, receipt_id=two.pk, words=" ")
    services.accept_delivery(by=EDITOR, receipt_id=one.pk, collection_id=open_place.pk)
    services.decline_delivery(by=EDITOR, receipt_id=two.pk, words="It is of last year.")
    with pytest.raises(Conflict):
        services.decline_delivery(by=EDITOR, receipt_id=one.pk, words="No.")
    services.look_again(by=EDITOR, receipt_id=bad.pk)
    fetch(box)
    for row in (one, two, bad):
        row.refresh_from_db()
    assert partner.answer(one)["outcome"] == "accepted"
    assert partner.answer(two)["words"] == "It is of last year."
    assert (bad.state, one.document.collection) == (State.REFUSED, open_place)
    verbs = set(AuditEvent.objects.filter(object_id=str(bad.pk)).values_list("action", flat=True))
    assert verbs == {"delivery.refused", "delivery.looked_again"}


@pytest.mark.django_db
def test_the_core_team_is_told_once_a_day_of_what_waits(folders, settings):
    settings.CLAMD_ADDRESS = "127.0.0.1:1"
    partner, box = Partner("folder", settings), open_box()
    editor = make_user("editor@example.org", site_role="core_editor")
    for name in ("one", "two"):
        partner.drop(f"{INBOX}{box.folder}/{name}.pdf", words())
    fetch(box)
    assert telling.tell_the_team() == 0
    InboundReceipt.objects.update(attempts=5)
    assert [telling.tell_the_team(), telling.tell_the_team()] == [1, 0]
    told = Notification.objects.get()
    assert (told.user, told.title) == (editor, "2 files from partners’ systems wait")


@pytest.mark.django_db
def test_folders_are_of_members_alone(folders):
    candidate, member = make_partner("candidate", membership="candidate"), make_partner("member")
    given = {"folder": "member", "principal": "arn:aws:iam:::user/member"}
    for by, body, error in ((ANONYMOUS, member, Forbidden), (EDITOR, candidate, Conflict)):
        with pytest.raises(error):
            boxes.open_box(by=by, partner_id=body.pk, **given)
    for folder in ("", "Member", "a/b", "..", "a--b"):
        with pytest.raises(BadInput):
            boxes.open_box(by=EDITOR, partner_id=member.pk, folder=folder)
    with pytest.raises(BadInput):
        boxes.open_box(by=EDITOR, partner_id=member.pk, folder="member", principal='x"],"Action":"s3:*')
    box = boxes.open_box(by=EDITOR, partner_id=member.pk, **given)
    for folder, wrong in (("member", "folder"), ("second", "principal")):
        second = {"folder": folder, "principal": "" if wrong == "folder" else given["principal"]}
        with pytest.raises(BadInput) as refused:
            boxes.open_box(by=EDITOR, partner_id=make_partner(f"with-{wrong}").pk, **second)
        assert list(refused.value.details["fields"]) == [wrong]
    with pytest.raises(Conflict):
        boxes.open_box(by=EDITOR, partner_id=member.pk, **given)
    boxes.close_box(by=EDITOR, box_id=box.pk)
    boxes.close_box(by=EDITOR, box_id=box.pk)
    assert boxes.open_box(by=EDITOR, partner_id=member.pk, folder="other").folder == "member"  # kept
    assert AuditEvent.objects.filter(action__startswith="exchange_partner.").count() == 3
