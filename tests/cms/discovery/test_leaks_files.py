"""Words that stand in uploaded files alone, and people: who finds them, by each way in which they could come out."""

import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from cms.core import clock
from cms.core.requester import ANONYMOUS, SYSTEM, Requester
from cms.discovery.selectors import completions, find, suggestion
from cms.jobs.services import run_waiting
from cms.members.models import Membership, PartnerRole
from cms.members.services import end_membership, end_role
from cms.overview.demo.files import pdf
from cms.pages.models import GuidancePage
from cms.snippets.models import IspFile, IspVersion, Partner
from cms.storage import reading, text_child
from cms.storage.wagtail_hooks import files_move
from search import worker
from search.models import SearchOutbox
from tests.cms.discovery.test_leaks import said
from tests.factories.files import document, docx, paragraph, pdf_document
from tests.factories.people import UserFactory
from tests.factories.searchable import build, guidance, isp, partner

World = dict[str, Any]

PUBLIC = {"openfilm"}
MEMBERS = PUBLIC | {"templateword", "memberfilm", "sharedfilm", "persimmon"}
PARTY = {"partyfilm", "closedfilm"}
FINDS = {
    "anonymous": PUBLIC,
    "other member": MEMBERS,
    "party member": MEMBERS | PARTY,
    "lead IG": MEMBERS | PARTY | {"draftfilm"},
    "reviewer": MEMBERS | {"draftopen"},
    "group member": MEMBERS | {"groupfilm"},
    "editor": MEMBERS | PARTY | {"draftfilm", "draftopen", "groupfilm", "lockedfilm"},
    "public tool": PUBLIC,
    "party tool": (MEMBERS | PARTY) - {"persimmon"},
    "register tool": set(),
    "content tool": PUBLIC | {"templateword", "memberfilm"},
}
FINDS["lead IG"] |= {"draftopen"}
ALL = set().union(*FINDS.values()) | {"oldfilm", "orphanfilm"}


def page_with(word: str, *documents: Any, **fields: Any) -> GuidancePage:
    body = [("document", {"document": row, "note": ""}) for row in documents]
    return guidance(word, title=f"Page of {word[:4]}", summary="Plain.", body=body, **fields)


def file_of(version: IspVersion, word: str, *, parties_only: bool, **fields: Any) -> IspFile:
    row = pdf_document(f"Scan {len(word)}", f"The {word} clause", **fields)
    return IspFile.objects.create(version=version, document=row, title="Agreement text", parties_only=parties_only)


def read_here(path: Path) -> reading.Reading:
    """The same reader without its process, which tests/cms/storage is about: this world has many files."""
    with path.open("rb") as file:
        return reading.Reading("done", str(text_child.text_of(file)["text"]))


@pytest.fixture
def media(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.MEDIA_ROOT, settings.STORE_DIR = str(tmp_path / "media"), str(tmp_path / "store")
    monkeypatch.setattr(reading, "read_text", read_here)
    monkeypatch.setattr(text_child, "ENOUGH_SECONDS", float("inf"))  # this process has done more than that already


@pytest.fixture
def collections(db: None) -> World:
    root = Collection.get_first_root_node() or Collection.add_root(name="Root")
    made: World = {name: root.add_child(name=name) for name in ("members", "group", "locked")}
    made["readers"] = Group.objects.create(name="Readers of a collection")
    for name, type_ in (("members", "login"), ("group", "groups"), ("locked", "password")):
        row = CollectionViewRestriction.objects.create(collection=made[name], restriction_type=type_, password="x")
        if name == "group":
            row.groups.add(made["readers"])
    return made


@pytest.fixture
def world(media: None, collections: World) -> World:
    lead = partner("leadbird", membership="member")
    party = partner("partybird", membership="member")
    other = partner("otherbird", membership="member")
    made: World = {"lead": lead, "party": party, "other": other, "collections": collections}
    made["open"] = page_with(
        "openpage",
        pdf_document("Form one", "An openfilm form"),
        pdf_document("Form two", "A templateword form", collection=collections["members"]),
        pdf_document("Form three", "A groupfilm form", collection=collections["group"]),
        pdf_document("Form four", "A lockedfilm form", collection=collections["locked"]),
        audience="public",
    )
    made["member page"] = page_with("memberpage", document("Memo", docx(paragraph("A memberfilm memo")), "memo.docx"))
    made["draft page"] = page_with("draftpage", pdf_document("Draft", "An orphanfilm draft"), live=False)
    shared = isp("sharedisp", lead, parties=(lead, party), visibility="public")
    secret = isp("secretisp", lead, parties=(lead, party), visibility="parties")
    drafted = isp("draftisp", lead, state="draft")
    made["reviewer"] = UserFactory(member_of=[other])
    drafted.reviewers.add(made["reviewer"])
    drafted.save()
    made["shared file"] = file_of(shared.versions.get(), "sharedfilm", parties_only=False)
    made["party file"] = file_of(shared.versions.get(), "partyfilm", parties_only=True)
    made["closed file"] = file_of(secret.versions.get(), "closedfilm", parties_only=False)
    made["draft file"] = file_of(drafted.versions.get(), "draftfilm", parties_only=True)
    file_of(drafted.versions.get(), "draftopen", parties_only=False)
    older = IspVersion.objects.create(isp=shared, number=0, state="superseded")
    file_of(older, "oldfilm", parties_only=False)
    made |= {"shared": shared, "secret": secret, "drafted": drafted}
    # A page that links to a file of an agreement shows nothing of it: the agreement's rule decides.
    made["linking page"] = page_with("linkpage", made["party file"].document, audience="public")
    person = UserFactory(first_name="Pat", last_name="Persimmon", job_title="Analyst", member_of=[party])
    made["person"] = person
    made["role"] = PartnerRole.objects.create(partner=party, role="dpo", user=person)
    run_waiting()
    build()
    return made


@pytest.fixture
def people(world: World) -> dict[str, Requester]:
    lead, party, other = (world[name].pk for name in ("lead", "party", "other"))
    both = frozenset({"read:content", "read:register"})
    readers = frozenset({world["collections"]["readers"].pk})
    return {
        "anonymous": ANONYMOUS,
        "other member": Requester(user_id=901, partners=frozenset({other})),
        "party member": Requester(user_id=902, partners=frozenset({party})),
        "lead IG": Requester(user_id=903, partners=frozenset({lead}), roles=frozenset({(lead, "ig_lead")})),
        "reviewer": Requester(user_id=world["reviewer"].pk, partners=frozenset({other})),
        "group member": Requester(user_id=904, partners=frozenset({other}), groups=readers),
        "editor": Requester(user_id=905, is_editor=True),
        "public tool": Requester(token_id=1, scopes=both),
        "party tool": Requester(token_id=2, partners=frozenset({party}), scopes=both),
        "register tool": Requester(token_id=3, partners=frozenset({party}), scopes=frozenset({"read:register"})),
        "content tool": Requester(token_id=4, partners=frozenset({party}), scopes=frozenset({"read:content"})),
    }


# A page cannot say of each file who opens it: a group's file on a page for others is opened there, and not searched.
NOT_SEARCHED = {("group member", "groupfilm"), ("editor", "groupfilm"), ("editor", "lockedfilm")}


def test_each_role_finds_the_text_of_its_files_and_no_more(world: World, people: Any) -> None:
    for role in FINDS:
        by = people[role]
        for word in sorted(ALL):
            page = find(word, by=by)
            if word in FINDS[role] and (role, word) not in NOT_SEARCHED:
                assert page.total == len(page.hits) == 1, f"{role} does not find {word} once"
                assert word in said(page)
            else:
                assert (page.total, page.hits) == (0, []), f"{role} finds {word}"
                assert word not in said(page)
                assert not any(page.facets.values())
            near = word[:-1] + "x"
            assert word not in suggestion(near, by=by) or word in FINDS[role], f"{role} is offered {word}"


def test_a_hit_says_where_its_words_stand(world: World, people: Any) -> None:
    member = people["party member"]
    (hit,) = find("memberfilm", by=member).hits
    assert (hit.kind, hit.in_attachment) == ("guidance", True)
    (hit,) = find("partyfilm", by=member).hits
    assert (hit.kind, hit.url, hit.in_attachment) == ("file", f"/isps/{world['shared'].reference}#files", True)
    assert hit.owner == "Partner leadbird"
    assert world["shared"].reference in hit.summary
    (hit,) = find("leadbird", by=member, kinds=["partner"]).hits
    assert not hit.in_attachment


def test_nobody_is_shown_a_page_twice(world: World, people: Any) -> None:
    for role in ("anonymous", "other member", "editor", "public tool"):
        hits = find("Page of open", by=people[role], kinds=["guidance"]).hits
        assert [hit.pk for hit in hits].count(world["open"].pk) == 1, role


def finds(word: str, by: Requester) -> int:
    """Now, and again when the index has caught up."""
    before = find(word, by=by)
    run_waiting()
    worker.run_once()
    assert not SearchOutbox.objects.exists()
    after = find(word, by=by)
    for page in (before, after):
        assert page.total == len(page.hits)
        assert page.total or word not in said(page)
    return after.total


def changes(world: World) -> dict[str, tuple[str, str, Any]]:
    """What an editor does -> (who no longer finds, which word, how it is done)."""

    def close_page() -> None:
        world["open"].audience = "members"
        world["open"].save_revision().publish()

    def restrict_page() -> None:
        page = world["member page"].page_ptr
        PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")

    def move_file() -> None:
        row = document_of(world["member page"])
        row.collection = world["collections"]["locked"]
        row.save()

    def move_collection() -> None:
        child = Collection.get_first_root_node().add_child(name="To be moved")
        row = document_of(world["member page"])
        row.collection = child
        row.save()
        run_waiting()
        worker.run_once()
        child = Collection.objects.get(pk=child.pk)
        child.save()  # as the admin's form does, in one transaction with the move
        child.move(world["collections"]["locked"], "sorted-child")

    def close_collection() -> None:
        CollectionViewRestriction.objects.create(
            collection=document_of(world["member page"]).collection, restriction_type="password", password="x"
        )

    def replace() -> None:
        row = document_of(world["member page"])
        row.file.save("new.pdf", ContentFile(pdf(["Other words"])), save=False)
        row.save()

    def visibility() -> None:
        world["shared"].visibility = "parties"
        world["shared"].save()

    def parties_only() -> None:
        world["shared file"].parties_only = True
        world["shared file"].save()

    def leaves() -> None:
        row = world["shared"].versions.get(state="in_force").parties.get(partner=world["party"])
        row.left_on = clock.today()
        row.save()

    return {
        "a page is closed": ("anonymous", "openfilm", close_page),
        "a page is restricted": ("other member", "memberfilm", restrict_page),
        "a page goes": ("other member", "memberfilm", lambda: world["member page"].delete()),
        "a page is taken down": ("other member", "memberfilm", lambda: world["member page"].unpublish()),
        "a file moves to a closed collection": ("other member", "memberfilm", move_file),
        "its collection moves": ("other member", "memberfilm", move_collection),
        "its collection is closed": ("other member", "memberfilm", close_collection),
        "a file is replaced": ("other member", "memberfilm", replace),
        "a file is deleted": ("other member", "memberfilm", lambda: document_of(world["member page"]).delete()),
        "an ISP is for its parties": ("other member", "sharedfilm", visibility),
        "an ISP's file is for its parties": ("other member", "sharedfilm", parties_only),
        "an ISP's file is taken out": ("other member", "sharedfilm", lambda: world["shared file"].delete()),
        "a party leaves": ("party member", "partyfilm", leaves),
        "an agreement takes the file": ("other member", "memberfilm", lambda: IspFile.objects.create(
            version=world["secret"].versions.get(), document=document_of(world["member page"]), title="T")),
    }  # fmt: skip


def document_of(page: GuidancePage) -> Any:
    return page.body[0].value["document"]


CHANGES = (
    "a page is closed", "a page is restricted", "a page goes", "a page is taken down",
    "a file moves to a closed collection", "its collection moves", "its collection is closed", "a file is replaced",
    "a file is deleted", "an ISP is for its parties", "an ISP's file is for its parties", "an ISP's file is taken out",
    "a party leaves", "an agreement takes the file",
)  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_after_a_change_the_words_are_gone_at_once(name: str, world: World, people: Any) -> None:
    role, word, change = changes(world)[name]
    assert find(word, by=people[role]).total == 1
    change()
    assert SearchOutbox.objects.exists(), "nothing was recorded"
    assert word not in said(find(word, by=people[role])), "its words are shown before the index knows"
    assert finds(word, people[role]) == 0


def test_every_change_is_tried(world: World) -> None:
    assert set(CHANGES) == set(changes(world))


def test_what_an_agreement_lets_go_of_is_found_on_its_page_again(world: World, people: Any) -> None:
    member = people["other member"]
    row = IspFile.objects.create(
        version=world["secret"].versions.get(), document=document_of(world["member page"]), title="T"
    )
    assert finds("memberfilm", member) == 0
    row.document = pdf_document("Another", "Other words")
    row.save()
    assert finds("memberfilm", member) == 1


def test_the_bulk_action_on_documents_is_heard(world: World, people: Any, rf: Any) -> None:
    """It changes rows without a signal; only the hook tells."""
    files_move(rf.post("/"), "add_to_collection", [document_of(world["member page"])], None)
    keys = set(SearchOutbox.objects.values_list("key", flat=True))
    assert keys == {f"guidance:{world['member page'].pk}"}


def test_a_save_that_is_rolled_back_leaves_nothing(world: World) -> None:
    def save_and_fail() -> None:
        with transaction.atomic():
            document_of(world["member page"]).save()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        save_and_fail()
    assert not SearchOutbox.objects.exists()


# -- people --------------------------------------------------------------------------------------------
def test_a_person_is_found_by_name_role_and_organisation(world: World, people: Any) -> None:
    member = people["other member"]
    for words in ("persimmon", "data protection officer partybird", "pat analyst"):
        hits = find(words, by=member, kinds=["person"]).hits
        assert [hit.title for hit in hits] == ["Pat Persimmon"], words
    assert hits[0].url == "/partners/partner-partybird#p"
    assert hits[0].summary == "Data protection officer, Partner partybird"
    assert hits[0].owner == "Partner partybird"
    assert "Pat Persimmon" in [row.title for row in completions("pers", by=member)]


def test_nothing_private_of_a_person_is_in_the_index(world: World, people: Any) -> None:
    world["person"].phone = "01632960123"
    world["person"].save()
    worker.run_once()
    assert find("01632960123", by=people["editor"]).total == 0
    assert find(world["person"].email, by=people["editor"], kinds=["person"]).total == 0
    plain = UserFactory(first_name="Quinn", last_name="Quincewood", member_of=[world["party"]])
    worker.run_once()
    assert find("quincewood", by=people["editor"]).total == 0  # a member without a role is nobody's business
    PartnerRole.objects.create(partner=world["party"], role="siro", user=world["person"], deputy=plain)
    assert finds("quincewood", people["other member"]) == 1


def _suspend(world: World) -> None:
    world["party"].membership = Partner.Membership.SUSPENDED
    world["party"].save()


def _deactivate(world: World) -> None:
    world["person"].is_active = False
    world["person"].save()


def _hand_over(world: World) -> None:
    world["role"].user = UserFactory(member_of=[world["party"]])
    world["role"].save()


@pytest.mark.parametrize(
    "end",
    [
        lambda world: end_role(by=SYSTEM, role=world["role"]),
        lambda world: end_membership(by=SYSTEM, membership=Membership.objects.get(user=world["person"])),
        _suspend,
        _deactivate,
        _hand_over,
    ],
)
def test_whose_role_ends_is_gone_at_once(end: Any, world: World, people: Any) -> None:
    end(world)
    assert "persimmon" not in said(find("persimmon", by=people["other member"]))
    assert completions("persim", by=people["other member"]) == []
    assert finds("persimmon", people["other member"]) == 0


def test_a_renamed_partner_is_found_by_its_new_name(world: World, people: Any) -> None:
    world["party"].name = "Partner kestrelbody"
    world["party"].save()
    member = people["party member"]
    assert finds("kestrelbody", member) >= 3
    found = {hit.kind for hit in find("kestrelbody", by=member).hits}
    assert {"partner", "isp", "person"} <= found


def test_a_role_that_ran_out_is_shown_to_nobody_before_the_night(world: World, people: Any) -> None:
    world["role"].ends_on = clock.today() + datetime.timedelta(days=1)
    world["role"].save()
    worker.run_once()
    with time_machine.travel(clock.now() + datetime.timedelta(days=3), tick=False):
        page = find("persimmon", by=people["other member"])
        assert (page.total, page.hits) == (0, [])
