"""Old agreements from a drawer to the register: what a person confirms counts, and nothing else does."""

import io
import random
from pathlib import Path
from typing import Any

import pytest
from pillow_heif import register_heif_opener
from pypdf import PdfReader
from wagtail.documents import get_document_model

from cms.core import policy
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.requester import Requester
from cms.intake import reading, selectors, services, tasks
from cms.intake.models import Decision, Guess, Paper, PaperPage
from cms.intake.services import Answers
from cms.jobs.services import run_waiting
from cms.members.selectors import requester_of
from cms.notifications.models import Notification
from cms.snippets.models import Isp, IspFile, IspParty, IspVersion
from cms.storage import text_scans
from cms.storage.models import DocumentText
from cms.storage.uploads_content import RefusedFile, check_file
from members_api.access import Access
from tests.drills.intake import bring_in, compare
from tests.factories.papers import Register, make_papers, raster, scan_pdf, typeset
from tests.factories.registers import make_isp, make_partner, make_role, make_user

pytestmark = pytest.mark.django_db
LINES = [
    ("h1", "Information sharing agreement: empty homes"),
    ("p", "Reference: EM/17"),
    (
        "p",
        "This agreement is made between Colne Vale District Council, EFRA and Harbour Housing Group (“the parties”).",
    ),
    ("p", "Lead organisation: Colne Rural District Council"),
    ("p", "It takes effect on 1 April 2018. The next review is due in April 2019."),
    ("p", "Signed for and on behalf of the parties on 14 March 2018."),
]


@pytest.fixture
def media(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT, settings.STORE_DIR = str(tmp_path / "media"), str(tmp_path / "store")
    return tmp_path


class Drawer:
    """A register, an IG lead of Colne Vale, people beside them, and a batch with one paper."""

    def __init__(self) -> None:
        self.register = Register()
        self.colne = make_partner("colne-vale-district-council")
        self.fire = make_partner("eastmarsh-fire-and-rescue-authority")
        people = {name: make_user(f"{name}@example.org", self.colne) for name in ("lead", "member")}
        people["other"] = make_user("other@example.org", self.fire)
        make_role(people["lead"], self.colne, "ig_lead")
        make_role(people["other"], self.fire, "ig_lead")
        people["core"] = make_user("core@example.org", site_role="core_editor")
        self.by = {name: requester_of(user) for name, user in people.items()}
        self.batch = services.start_batch(
            by=self.by["lead"], partner=self.colne.slug, name="Room 12", submission_id="one"
        )

    def send(self, content: bytes, name: str = "EmptyHomes_ISA.pdf", who: str = "lead") -> Paper:
        file = check_file(io.BytesIO(content), name)
        services.take_paper(by=self.by[who], target=str(self.batch.pk), file=file)
        paper = Paper.objects.order_by("-pk").first()
        assert paper is not None
        while not reading.read_paper(paper.pk):
            pass
        paper.refresh_from_db()
        return paper

    def accept(self, paper: Paper, who: str = "lead", submission_id: str = "s", **answers: Any) -> Decision:
        guesses = {g.field: g for g in Guess.objects.filter(paper=paper)}
        parties = tuple(
            Guess.objects.filter(paper=paper, field="party").exclude(value="").values_list("value", flat=True)
        )
        given = {"title": guesses["title"].value, "lead": guesses["lead"].value if "lead" in guesses else "",
                 "parties": parties, "signed_on": "14 March 2018", "review_on": "April 2019", **answers}  # fmt: skip
        revision = Paper.objects.values_list("lock_version", flat=True).get(pk=paper.pk)
        return services.accept_paper(
            by=self.by[who], paper_id=paper.pk, revision=revision, answers=Answers(**given), submission_id=submission_id
        )


def test_one_paper_from_a_drawer_to_the_register_and_back(media: Path) -> None:
    drawer = Drawer()
    by = drawer.by["lead"]
    paper = drawer.send(typeset(LINES))
    said = {(g.field, g.value, g.printed) for g in Guess.objects.filter(paper=paper)}
    assert ("title", "Information sharing agreement: empty homes", "Information sharing agreement: empty homes") in said
    assert {
        ("party", "colne-vale-district-council", "Colne Vale District Council"),
        ("party", "eastmarsh-fire-and-rescue-authority", "EFRA"),
        ("party", "", "Harbour Housing Group"),
        ("lead", "colne-vale-district-council", "Colne Rural District Council"),
        ("signed_on", "2018-03-14", "14 March 2018"),
        ("starts_on", "2018-04-01", "1 April 2018"),
        ("review_on", "2019-04", "April 2019"),
        ("reference", "EM/17", "EM/17"),
    } <= said
    asked = Guess.objects.get(paper=paper, field="party", value="")
    assert "harbour-homes-limited" in asked.candidates
    view = selectors.paper_of(by, drawer.batch.pk, 1)
    assert view is not None
    assert view.card.state == "ready"
    assert all(g.source.startswith("page 1") and g.how_label == "From the file's words" for g in view.guesses)

    with pytest.raises(BadInput) as open_question:
        drawer.accept(paper)
    assert f"choice_{asked.pk}" in open_question.value.details["fields"]
    with pytest.raises(BadInput) as wrong:
        drawer.accept(paper, choices={asked.pk: "none"}, lead="Colne Vail Council", others=("Nobody at all",),
                      ends_on="1 January 2017", starts_on="some day", theme="nothing")  # fmt: skip
    assert set(wrong.value.details["fields"]) == {"lead", "others", "starts_on", "theme"}
    with pytest.raises(BadInput):  # our own body must be among them
        drawer.accept(paper, choices={asked.pk: "harbour-homes-limited"}, lead="EFRA",
                      parties=("eastmarsh-fire-and-rescue-authority",))  # fmt: skip
    assert not Isp.objects.exists()

    made = drawer.accept(
        paper, choices={asked.pk: "harbour-homes-limited"}, reference="EM/17", starts_on="1 April 2018"
    )
    assert drawer.accept(paper, choices={asked.pk: "none"}).pk == made.pk  # twice is once
    isp = Isp.objects.get()
    version = IspVersion.objects.get(isp=isp)
    assert (isp.visibility, isp.lead, isp.owner, str(isp.next_review_on), isp.next_review_precision) == (
        "parties", drawer.colne, None, "2019-04-30", "month")  # fmt: skip
    assert (version.state, version.is_imported, str(version.in_force_from)) == ("in_force", True, "2018-03-14")
    roles = dict(IspParty.objects.filter(version=version).values_list("partner__slug", "role"))
    assert roles == {"colne-vale-district-council": "lead", "eastmarsh-fire-and-rescue-authority": "both",
                     "harbour-homes-limited": "both"}  # fmt: skip
    told = Notification.objects.filter(source_key=f"intake:{isp.pk}:accepted").select_related("user")
    assert [(row.user.email, row.path) for row in told] == [("other@example.org", f"/isps/{isp.reference}")]
    assert "had not confirmed" not in version.what_changed  # its own IG lead brought it in
    file = IspFile.objects.get(version=version)
    assert (file.kind, file.parties_only, file.document_id) == ("signed", True, paper.document_id)
    seen = {who: Isp.objects.visible_to(drawer.by[who]).exists() for who in ("member", "other")}
    assert seen == {"member": True, "other": True}
    assert not Isp.objects.visible_to(requester_of(make_user("far@example.org", make_partner("far")))).exists()

    services.undo_decision(by=by, paper_id=paper.pk)
    isp.refresh_from_db()
    assert isp.retired_on is not None
    assert not Isp.objects.visible_to(drawer.by["other"]).exists()  # nothing is deleted, and its parties see it no more
    assert not Notification.objects.filter(source_key__startswith="intake:").exists()  # nobody had read of it yet
    again = drawer.accept(paper, submission_id="r", choices={asked.pk: "none"}, reference="EM/17").isp
    Notification.objects.filter(source_key=f"intake:{again.pk}:accepted").update(read_at="2026-11-23T12:00Z")
    services.undo_decision(by=by, paper_id=paper.pk)
    (taken_back,) = Notification.objects.filter(source_key=f"intake:{again.pk}:taken-back").select_related("user")
    assert (taken_back.user.email, taken_back.path) == ("other@example.org", "")
    assert drawer.accept(paper, submission_id="t", choices={asked.pk: "none"}, reference="EM/17").isp != isp
    later = Isp.objects.latest("pk")
    later.visibility = "members"
    later.save()
    with pytest.raises(Conflict):  # somebody has worked on it since
        services.undo_decision(by=by, paper_id=paper.pk)


def test_a_file_joins_the_agreement_that_it_is_and_other_answers(media: Path) -> None:
    drawer = Drawer()
    by = drawer.by["lead"]
    ours = make_isp("Empty homes", drawer.colne, (drawer.fire,))
    theirs = make_isp("Of others", drawer.fire)
    content = typeset(LINES)
    paper = drawer.send(content, "a.pdf")
    choice = {Guess.objects.get(paper=paper, field="party", value="").pk: "none"}
    withdrawn = make_isp("Withdrawn part", drawer.fire, (drawer.colne,), visibility="members")
    newer = IspVersion.objects.create(isp=withdrawn, number=2, state="draft")
    withdrawn.versions.get(number=1).parties.filter(partner=drawer.colne).update(left_on="2020-01-01")
    IspParty.objects.create(version=newer, partner=drawer.colne, role="both")  # in a draft nobody asked them yet
    for reference in (theirs.reference, withdrawn.reference, "ISP-9999", ""):
        with pytest.raises(BadInput):
            drawer.accept(paper, kind="existing", existing=reference, choices=choice)
    drawer.accept(paper, kind="older", existing=ours.reference.lower(), choices=choice)
    file = IspFile.objects.get()
    assert (file.version.isp, file.kind, file.title) == (ours, "other", "An older version: a.pdf")
    services.undo_decision(by=by, paper_id=paper.pk)
    assert not IspFile.objects.exists()
    assert Paper.objects.get(pk=paper.pk).document is not None

    with pytest.raises(RefusedFile):  # the very same bytes in one batch
        drawer.send(content, "again.pdf")
    near = drawer.send(typeset([*LINES, ("p", "Copy for the archive.")]), "copy.pdf")
    assert Guess.objects.get(paper=near, field="same_as").value == f"paper:{paper.pk}"
    revision = Paper.objects.get(pk=near.pk).lock_version
    services.leave_for_later(by=by, paper_id=near.pk, revision=revision)
    with pytest.raises(Conflict):
        services.mark_not_one(by=by, paper_id=near.pk, revision=revision)
    services.ask_core_team(by=by, paper_id=near.pk, revision=revision + 1, note="Which one counts?")
    assert [row.pk for row in selectors.asked_papers(drawer.by["core"])] == [near.pk]
    assert selectors.asked_papers(by) == []
    services.mark_same_as(by=drawer.by["core"], paper_id=near.pk, revision=revision + 2, other_id=paper.pk)
    with pytest.raises(BadInput):
        services.mark_same_as(
            by=by, paper_id=paper.pk, revision=Paper.objects.get(pk=paper.pk).lock_version, other_id=near.pk
        )
    known = services.add_known_by_name(by=by, batch_id=drawer.batch.pk, titles=["Licensing protocol 2009"])[0]
    services.accept_paper(
        by=by, paper_id=known.pk, revision=known.lock_version, submission_id="n",
        answers=Answers(title=known.name, lead="CVDC", others=("Eastmarsh Police",)),
    )  # fmt: skip
    assert Isp.objects.latest("pk").versions.get().what_changed.startswith("Known by name")
    states = {card.name: card.state for card in selectors.batch_of(by, drawer.batch.pk).papers}  # type: ignore[union-attr]
    assert states == {"a.pdf": "ready", "copy.pdf": "duplicate", "Licensing protocol 2009": "accepted"}


def test_what_others_hold_is_neither_told_nor_taken_for_granted(media: Path) -> None:
    drawer = Drawer()
    hidden = make_isp("Of others", drawer.fire, visibility="parties", external_reference="paper:EM/17")
    paper = drawer.send(typeset(LINES))
    choice = {Guess.objects.get(paper=paper, field="party", value="").pk: "none"}
    given = {"choices": choice, "reference": "EM/17", "lead": "EFRA", "parties": (drawer.colne.slug,)}
    isp = drawer.accept(paper, others=(drawer.colne.slug,), **given).isp
    assert (isp.external_reference, isp.source_row["reference_taken"]) == ("", True)
    assert hidden.external_reference == "paper:EM/17"
    assert "had not confirmed" in isp.versions.get().what_changed  # another partner is said to lead it
    services.undo_decision(by=drawer.by["lead"], paper_id=paper.pk)
    with pytest.raises(BadInput) as known:  # whoever sees the other one is told
        drawer.accept(paper, who="core", submission_id="t", others=(drawer.colne.slug,), **given)
    assert list(known.value.details["fields"]) == ["reference"]


def test_who_sees_and_may_do_what(media: Path) -> None:
    """Its own IG leads and partner leads, and the core team: nobody else, by no way."""
    drawer = Drawer()
    paper = drawer.send(typeset(LINES))
    token = Requester(
        partners=frozenset({drawer.colne.pk}),
        roles=frozenset({(drawer.colne.pk, "ig_lead")}),
        token_id=1,
        scopes=frozenset({"write:intake"}),
    )
    pdf = check_file(io.BytesIO(b"%PDF-1"), "x")
    target = str(drawer.batch.pk)
    strangers = {"member": drawer.by["member"], "other": drawer.by["other"], "nobody": Requester(), "token": token}
    documents = get_document_model().objects.filter(pk=paper.document_id)
    for who, by in strangers.items():
        assert selectors.batch_of(by, drawer.batch.pk) is None, who
        assert selectors.paper_of(by, drawer.batch.pk, 1) is None, who
        assert not selectors.batches(by), who
        assert not policy.visible(documents, by).exists(), who
        for call in (
            lambda by=by: services.take_paper(by=by, target=target, file=pdf),
            lambda by=by: services.leave_for_later(by=by, paper_id=paper.pk, revision=1),
            lambda by=by: services.undo_decision(by=by, paper_id=paper.pk),
            lambda by=by: services.read_again(by=by, paper_id=paper.pk),
            lambda by=by: services.add_known_by_name(by=by, batch_id=drawer.batch.pk, titles=["X"]),
            lambda by=by: drawer.accept(paper, who="member"),
        ):
            with pytest.raises(NotFound):
                call()
        with pytest.raises((NotFound, Forbidden)):
            services.start_batch(by=by, partner="colne-vale-district-council", name="x", submission_id="")
        with pytest.raises(Forbidden):
            services.start_batch(by=by, partner="", name="x", submission_id="")
    for who in ("lead", "core"):
        assert policy.visible(documents, drawer.by[who]).exists()
        assert selectors.paper_of(drawer.by[who], drawer.batch.pk, 1) is not None
    # The same bytes in another body's drawer are not hinted at.
    theirs = services.start_batch(by=drawer.by["other"], partner=drawer.fire.slug, name="Theirs", submission_id="")
    file = check_file(io.BytesIO(typeset(LINES)), "same.pdf")
    services.take_paper(by=drawer.by["other"], target=str(theirs.pk), file=file)
    copy = Paper.objects.get(batch=theirs)
    reading.read_paper(copy.pk)
    assert not Guess.objects.filter(paper=copy, field="same_as").exists()


def test_a_spreadsheet_beside_the_papers(media: Path) -> None:
    drawer = Drawer()
    by = drawer.by["lead"]
    paper = drawer.send(typeset(LINES))
    there = make_isp("Licensing", drawer.colne)
    table = (
        "Agreement,File name,Partners,Review date,Signed\n"
        "Empty homes (final),emptyhomes isa.PDF,CVDC; Harbour Homes; Nobody Ltd,April 2020,15/03/2018\n"
        "Licensing,,CVDC,,\n"
        "Information sharing agreement: empty house,,,,\n"
        "Never filed,,Colne Vale and EFRA; EFRA,2001,\n"
    )
    file = check_file(io.BytesIO(table.encode()), "ours.csv")
    assert services.take_sheet(by=by, target=str(drawer.batch.pk), file=file).startswith("4 rows")
    view = selectors.batch_of(by, drawer.batch.pk)
    assert view is not None
    (sheet,) = view.sheets
    columns = {one.field: one.column for one in sheet.columns if one.column}
    assert columns == {
        "title": "Agreement",
        "file_name": "File name",
        "parties": "Partners",
        "review_on": "Review date",
        "signed_on": "Signed",
    }
    with pytest.raises(Conflict):
        services.apply_exact_rows(by=by, sheet_id=sheet.id)
    with pytest.raises(BadInput):
        services.confirm_columns(by=by, sheet_id=sheet.id, columns={**columns, "lead": "Partners"})
    services.confirm_columns(by=by, sheet_id=sheet.id, columns=columns)
    rows = {row.title: row for row in selectors.batch_of(by, drawer.batch.pk).sheets[0].rows}  # type: ignore[union-attr]
    assert rows["Empty homes (final)"].exact
    assert rows["Licensing"].isp_reference == there.reference
    assert not rows["Information sharing agreement: empty house"].exact
    with pytest.raises(NotFound):
        services.apply_row(by=drawer.by["other"], row_id=rows["Licensing"].id, paper_id=None)
    assert services.apply_exact_rows(by=by, sheet_id=sheet.id) == 1
    said = {g.field: g for g in Guess.objects.filter(paper=paper).exclude(field="party")}
    assert (said["title"].value, said["title"].how) == ("Empty homes (final)", "sheet")
    assert said["title"].note.startswith("The file says: Information sharing agreement")
    assert (said["review_on"].value, said["signed_on"].value) == ("2020-04", "2018-03-15")
    parties = set(Guess.objects.filter(paper=paper, field="party").values_list("value", "printed"))
    assert ("harbour-homes-limited", "Harbour Homes") in parties
    assert ("", "Nobody Ltd") in parties
    services.leave_row_out(by=by, row_id=rows["Licensing"].id)
    made = services.apply_row(by=by, row_id=rows["Never filed"].id, paper_id=None)
    assert (made.name, made.document) == ("Never filed", None)
    with pytest.raises(Conflict):
        services.leave_row_out(by=by, row_id=rows["Never filed"].id)


def test_reading_survives_what_kills_it_and_says_what_it_cannot_do(media: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(text_scans, "can_read_pictures", lambda: False)
    drawer = Drawer()
    scan = scan_pdf(raster(typeset(LINES)), random.Random(1), 0)
    paper = drawer.send(scan, "scan.pdf")
    assert (paper.pages, paper.reading_note) == (1, text_scans.NOT_HERE)
    assert [g.field for g in Guess.objects.filter(paper=paper)] == ["title"]  # from the file's name
    broken = drawer.send(b"%PDF-1.7\nrubbish", "broken.pdf")
    assert broken.read_at is not None
    assert broken.reading_note
    monkeypatch.setattr(reading, "_read_words", lambda *_: 1 / 0)
    file = check_file(io.BytesIO(typeset(LINES)), "deadly.pdf")
    services.take_paper(by=drawer.by["lead"], target=str(drawer.batch.pk), file=file)
    deadly = Paper.objects.latest("pk")
    for _ in range(reading.ATTEMPTS):
        with pytest.raises(ZeroDivisionError):
            reading.read_paper(deadly.pk)
    tasks.read_paper(deadly.pk)
    deadly.refresh_from_db()
    assert deadly.reading_note == reading.GAVE_UP


@pytest.mark.service("tesseract")
def test_scans_are_read_page_by_page_and_go_on_where_they_stopped(media: Path) -> None:
    drawer = Drawer()
    pages = raster(typeset(LINES)) * 3
    file = check_file(io.BytesIO(scan_pdf(pages, random.Random(1), 180)), "scan.pdf")
    services.take_paper(by=drawer.by["lead"], target=str(drawer.batch.pk), file=file)
    paper = Paper.objects.latest("pk")
    assert not reading.read_paper(paper.pk, seconds=0)  # no time left: nothing is lost, and a job follows
    assert PaperPage.objects.filter(paper=paper, how="wanted").count() == 3
    assert reading.read_paper(paper.pk)
    assert reading.read_paper(paper.pk)  # a second job finds nothing to do
    assert "Colne Vale District Council" in PaperPage.objects.get(paper=paper, number=3).text
    assert Guess.objects.filter(paper=paper, field="title", how="scan").count() == 1
    text = DocumentText.objects.get(sha256=paper.sha256)
    assert text.state == "done"
    assert "empty homes" in text.text


@pytest.mark.service("tesseract")
def test_fifteen_papers_and_no_party_is_invented(media: Path) -> None:
    """The drill of 60 at a small size: `python -m tests.drills.intake 60`."""
    papers = make_papers(Register(), 15)
    found = compare(papers, bring_in(papers))
    assert found["parties"]["invented"] == 0
    assert found["parties"]["unknown names asked for"] == found["parties"]["unknown names in the papers"]
    assert found["parties"]["missed"] <= 2
    assert found["wrong"] == []


@pytest.mark.service("tesseract")
def test_a_photograph_of_a_signed_page_is_read_and_becomes_a_pdf(media: Path) -> None:
    drawer, out = Drawer(), io.BytesIO()
    register_heif_opener()
    raster(typeset(LINES))[0].convert("RGB").save(out, "HEIF", quality=70)
    paper = drawer.send(out.getvalue(), "IMG_1.heic")
    assert {g.field for g in Guess.objects.filter(paper=paper)} >= {"title", "reference", "party"}
    assert PdfReader(paper.readable.file).pages[0].images
    view = selectors.paper_of(drawer.by["lead"], drawer.batch.pk, paper.number)
    assert view is not None
    assert (view.file_url, view.pdf_url) == (f"/documents/{paper.document_id}/", f"/documents/{paper.readable_id}/")
    assert view.look[0] == "Look for what to black out: 1 place for a signature."
    run_waiting()  # what is read of both files afterwards takes nothing away
    texts = DocumentText.objects.filter(text__contains="Colne Vale")
    assert [(text.state, text.redact["pictures"]) for text in texts] == [("done", 1), ("done", 1)]
    asked = Guess.objects.get(paper=paper, field="party", value="")
    decision = drawer.accept(paper, choices={asked.pk: "none"}, lead="Colne Vale District Council")
    assert decision.isp_file.document_id == paper.readable_id
    documents = get_document_model().objects.filter(pk=paper.readable_id)
    assert Access(drawer.by["lead"]).narrow(documents).exists()
    assert not Access(requester_of(make_user("n@example.org", make_partner("nobody")))).narrow(documents).exists()


def test_a_password_and_a_photograph_of_a_phone_are_kept_and_said(media: Path) -> None:
    drawer = Drawer()
    heic = drawer.send(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "IMG_1.heic")
    assert (heic.reading_note, heic.readable) == (text_scans.NOT_DRAWN, None)
