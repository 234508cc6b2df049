"""From an idea to a draft that can be sent out, through the API; who may do it, and who sees any of it."""

import datetime
import json
from typing import Any

import pytest
from django.core.cache import cache

from cms.core import clock
from cms.core.errors import Conflict
from cms.drafting.models import DraftComment, PeerReview
from cms.drafting.services.opening import start_next_version
from cms.drafting.services.peers import ask_for_view
from cms.drafting.tasks import remind
from cms.members.models import Membership, User
from cms.members.selectors import requester_of
from cms.notifications.models import Notification
from cms.signing.services import send_out
from cms.snippets.models import (
    DataItem,
    Isp,
    IspParty,
    IspVersion,
    LegalBasis,
    LegalCondition,
    LegalGateway,
    Partner,
    TemplateClause,
    TemplateVersion,
    Theme,
)
from tests.factories.people import SectorFactory
from tests.factories.registers import make_isp, make_partner, make_role, make_token, make_user
from tests.members_api.test_reviews_and_community import client_of, code, read, send

pytestmark = pytest.mark.django_db
TEXT_STEPS = (
    *("summary", "purpose", "necessity", "people", "keeping", "security", "rights", "may-share", "how-to-share"),
)


class World:
    """A council that drafts, a police force and a trust that take part, and a charity that has no part in it."""

    def __init__(self) -> None:
        self.council = make_partner("council", sector=SectorFactory(code="local authority"))
        self.police = make_partner("police", sector=SectorFactory(code="police"))
        self.trust = make_partner("trust", sector=SectorFactory(code="health"))
        self.charity = make_partner("charity", sector=SectorFactory(code="voluntary"))
        self.writer = self._person(self.council, "operational_lead")
        self.ig_lead = self._person(self.council, "ig_lead")
        self.colleague = make_user("colleague@example.org", self.council)
        self.reader = self._person(self.charity, "ig_lead")
        self.of_charity = make_user("charity@example.org", self.charity)
        self.of_police = self._person(self.police, "isp_approver")
        self.editor = make_user("editor@example.org", site_role="core_editor")
        self.theme = Theme.objects.create(name="Safer places", slug="safer-places")
        edition = TemplateVersion.objects.create(number=1, published_on=clock.today())
        for column, text in (("purpose", "To [purpose]."), ("security", "By [secure method].")):
            TemplateClause.objects.create(template=edition, section=column, heading=column, why="Why.", text=text)
        TemplateClause.objects.create(
            template=edition, heading="Risk", why="Why.", text="It does not wait.", locked_reason="Law"
        )
        self.condition("article6", "e", "Article 6(1)(e)")
        self.condition("article6", "f", "Article 6(1)(f)")
        self.condition("article9", "g", "Article 9(2)(g)")
        part_2 = {"schedule1_part": "Part 2", "needs_policy_document": "yes"}
        self.condition("schedule1", "18", "Schedule 1 paragraph 18", **part_2)
        self.condition("law_enforcement", "s8-4", "Schedule 8 paragraph 4", for_sensitive_processing=True)
        self.gateway = LegalGateway.objects.create(
            slug="cda-115", act="Crime and Disorder Act", year=1998, provision="section 115", title="Disclosure",
            in_force_from="1998",
        )  # fmt: skip

    @staticmethod
    def _person(partner: Partner, role: str) -> User:
        person = make_user(f"{role}@{partner.slug}.example.org", partner)
        make_role(person, partner, role)
        return person

    @staticmethod
    def condition(kind: str, code: str, provision: str, **fields: Any) -> LegalCondition:
        return LegalCondition.objects.create(kind=kind, code=code, provision=provision, name=provision, **fields)

    def start(self, title: str = "Safer evenings") -> str:
        given = {"submissionId": title, "partner": "council", "title": title}
        return str(send(self.writer, "StartDraft", given)["data"]["startDraft"]["reference"])

    def revision(self, reference: str, step: str) -> str:
        found = read(self.writer, "DraftPage", reference=reference)["draft"]["steps"]
        return next(str(one["revision"]) for one in found if one["key"] == step)

    def save(self, who: User, mutation: str, reference: str, at: str, **given: Any) -> Any:
        expected = self.revision(reference, at)
        return send(who, mutation, {"reference": reference, "expectedRevision": expected, **given})

    def law(self, reference: str, partner: str) -> Any:
        found = read(self.writer, "DraftLawPage", reference=reference)["draft"]["law"]
        return next(one for one in found if one["partner"]["slug"] == partner)

    def basis(self, reference: str, partner: str, **given: Any) -> Any:
        expected = self.law(reference, partner)["revision"]
        sent = {"reference": reference, "partner": partner, "expectedRevision": expected, **given}
        return send(self.writer, "SaveDraftBasis", sent)

    def gaps(self, reference: str, step: str = "") -> list[str]:
        found = read(self.writer, "DraftPage", reference=reference)["draft"]["gaps"]
        return [one["text"] for one in found if step in ("", one["step"])]


@pytest.fixture
def world() -> Any:
    cache.clear()
    yield World()
    cache.clear()


def fill(world: World, reference: str) -> None:
    """Everything but the law."""
    title = {"title": "Safer evenings", "theme": "safer-places", "kind": "ISP"}
    assert "errors" not in world.save(world.writer, "SaveDraftTitle", reference, "title", **title)
    for step in TEXT_STEPS:
        answer = world.save(world.writer, "SaveDraftText", reference, step, step=step, text=f"Words on {step}.")
        assert "errors" not in answer, answer
    party = {"partner": "police", "role": "BOTH", "isEssential": True}
    assert "errors" not in world.save(world.writer, "SaveDraftParty", reference, "partners", **party)
    item = {"name": "Reports of disorder", "isSpecialCategory": True, "isCriminalOffence": False}
    assert "errors" not in world.save(world.writer, "SaveDraftItem", reference, "information", **item)
    flow = {"sender": "police", "recipient": "council", "items": "Reports", "method": "Secure e-mail"}
    flow |= {"frequency": "every Monday", "requiredEvery": "week"}
    assert "errors" not in world.save(world.writer, "SaveDraftFlow", reference, "flows", **flow)
    contact = {"role": "Duty officer", "phone": "01234 567890"}
    assert "errors" not in world.save(world.writer, "SaveDraftContact", reference, "contacts", **contact)


def fill_law(world: World, reference: str) -> None:
    for partner in ("council", "police"):
        begun = world.basis(reference, partner, purpose="Safer streets", direction="BOTH")
        key = begun["data"]["saveDraftBasis"]["id"]
        asked = begun["data"]["saveDraftBasis"]["questions"]
        assert ("regime" in asked) == (partner == "police")
        assert "article9" in asked
        assert "schedule1" not in asked
        asked = world.basis(reference, partner, id=key, article6="e", article9="g")["data"]["saveDraftBasis"][
            "questions"
        ]
        assert "schedule1" in asked
        assert "policy" not in asked
        url = "https://council.example/policy"
        world.basis(reference, partner, id=key, schedule1="18", gateways=["cda-115"], policyDocumentUrl=url)


def test_a_whole_draft_from_an_idea_to_complete_and_sent_out(world: World) -> None:
    reference = world.start()
    assert send(world.writer, "StartDraft", {"submissionId": "Safer evenings", "partner": "council", "title": "x"})[
        "data"
    ] == {"startDraft": {"reference": reference}}  # pressed twice, begun once
    isp = Isp.objects.get(reference=reference)
    version = isp.versions.get()
    assert (isp.visibility, isp.owner, isp.lead, version.number) == ("parties", world.writer, world.council, 1)
    assert version.template is not None
    assert version.purpose == "To [purpose]."
    assert "Replace “[purpose]” in “Purpose”." in world.gaps(reference, "purpose")
    page = read(world.writer, "DraftStepForm", reference=reference, step="purpose", find="", finding=False)
    assert page["draftStep"]["unreplaced"] == ["[purpose]"]
    assert page["draftStep"]["clause"]["why"] == "Why."
    fill(world, reference)
    assert {gap.split(":")[0] for gap in world.gaps(reference)} == {"No legal basis is named."}
    by_party = read(world.writer, "DraftPage", reference=reference)["draft"]["gaps"]
    assert {gap["party"] for gap in by_party} == {"council", "police"}
    fill_law(world, reference)
    assert world.gaps(reference) == []
    steps = read(world.writer, "DraftPage", reference=reference)["draft"]["steps"]
    assert {step["status"] for step in steps} <= {"DONE", "OPTIONAL"}
    assert "arrangement" not in {step["key"] for step in steps}
    send_out(by=requester_of(world.writer), version_id=version.pk)
    late = send(
        world.writer, "SaveDraftText", {"reference": reference, "expectedRevision": "x", "step": "purpose", "text": "x"}
    )
    assert code(late)[0] == "NOT_FOUND"
    version.refresh_from_db()
    assert version.purpose == "Words on purpose."
    assert version.flows.get().required_every == "week"


def test_two_people_on_one_part_and_neither_loses_anything(world: World) -> None:
    reference = world.start()
    before = world.revision(reference, "purpose")
    given = {"reference": reference, "expectedRevision": before, "step": "purpose"}
    assert "errors" not in send(world.writer, "SaveDraftText", {**given, "text": "First words."})
    kind, details = code(send(world.ig_lead, "SaveDraftText", {**given, "text": "Other words."}))
    assert kind == "CONFLICT"
    assert details["revision"] == world.revision(reference, "purpose")
    # another part of the same draft is not in the way, and an edit elsewhere is noticed
    other = {**given, "expectedRevision": world.revision(reference, "people"), "step": "people", "text": "Adults."}
    assert "errors" not in send(world.ig_lead, "SaveDraftText", other)
    version = IspVersion.objects.get(isp__reference=reference)
    version.data_subjects = "Changed in the admin."
    version.save()
    assert code(send(world.ig_lead, "SaveDraftText", other))[0] == "CONFLICT"
    version.refresh_from_db()
    assert (version.purpose, version.data_subjects) == ("First words.", "Changed in the admin.")


def test_what_cannot_be_is_refused_with_what_to_do(world: World) -> None:
    reference = world.start()
    Partner.objects.filter(pk=world.trust.pk).update(can_sign=False)
    party = {"partner": "trust", "role": "RECIPIENT"}
    kind, details = code(world.save(world.writer, "SaveDraftParty", reference, "partners", **party))
    assert kind == "BAD_USER_INPUT"
    assert "each of them signs for itself" in details["fields"]["partner"][0]
    processor = {"partner": "charity", "role": "PROCESSOR"}
    kind, details = code(world.save(world.writer, "SaveDraftParty", reference, "partners", **processor))
    assert "article28ContractUrl" in details["fields"]
    url = "https://charity.example/contract"
    answer = world.save(
        world.writer, "SaveDraftParty", reference, "partners", **processor, article28ContractUrl=url, isEssential=True
    )
    assert "errors" not in answer
    assert not IspParty.objects.get(partner=world.charity).is_essential
    assert "charity" not in {
        one["partner"]["slug"] for one in read(world.writer, "DraftLawPage", reference=reference)["draft"]["law"]
    }
    joint = {"partner": "police", "role": "BOTH", "controllerStatus": "JOINT"}
    world.save(world.writer, "SaveDraftParty", reference, "partners", **joint)
    assert any("only joint controller" in gap for gap in world.gaps(reference, "partners"))
    assert world.gaps(reference, "arrangement") == ["“Joint controllers” is not written yet."]
    lead = read(world.writer, "DraftStepForm", reference=reference, step="partners", find="", finding=False)
    key = next(p["id"] for p in lead["draftStep"]["draft"]["words"]["parties"] if p["partner"]["slug"] == "council")
    removed = world.save(world.writer, "RemoveDraftRow", reference, "partners", step="partners", id=key)
    assert code(removed)[0] == "BAD_USER_INPUT"
    assert (
        code(world.save(world.writer, "SaveDraftText", reference, "title", step="nothing", text="x"))[0]
        == "BAD_USER_INPUT"
    )


def test_a_public_authority_relies_on_legitimate_interests_only_with_a_named_reason(world: World) -> None:
    reference = world.start()
    fill(world, reference)
    fill_law(world, reference)
    key = world.law(reference, "council")["bases"][0]["basis"]["id"]
    asked = world.basis(reference, "council", id=key, article6="f")["data"]["saveDraftBasis"]["questions"]
    assert "override" in asked
    assert any("not open to a public authority" in gap for gap in world.gaps(reference, "law"))
    world.basis(reference, "council", id=key, overrideReason="Outside its own tasks: a shop of its own.")
    assert world.gaps(reference) == []
    basis = LegalBasis.objects.get(pk=key)
    assert basis.override_by == world.writer
    # Part 3 has no Article 9: changing the regime empties what belongs to the other
    police = world.law(reference, "police")["bases"][0]["basis"]["id"]
    asked = world.basis(reference, "police", id=police, regime="PART_3")["data"]["saveDraftBasis"]["questions"]
    assert "article9" not in asked
    assert "part3" in asked
    assert LegalBasis.objects.get(pk=police).article9 is None
    world.basis(reference, "police", id=police, part3="s8-4")
    assert world.gaps(reference) == []


def test_helps_come_from_what_one_may_see(world: World) -> None:
    reference = world.start()
    fill(world, reference)
    send(world.writer, "SaveDraftText", {
        "reference": reference, "step": "purpose", "text": "Reduce disorder in town centres at night.",
        "expectedRevision": world.revision(reference, "purpose"),
    })  # fmt: skip
    text = {
        "summary": "Disorder at night.",
        "purpose": "Reduce disorder in town centres at night.",
        "retention": "A year.",
    }
    seen = make_isp("Town centres at night", world.police, (world.council,), text=text)
    hidden = make_isp("Hidden town centres at night", world.trust, (world.charity,), text=text, visibility="parties")
    for isp in (seen, hidden):
        version = isp.versions.get()
        DataItem.objects.create(version=version, name="Reports of disorder")
        basis = LegalBasis.objects.create(party=version.parties.first(), purpose="x")
        basis.gateways.set([world.gateway])
        basis.save()
    found = read(world.writer, "DraftHelpsPage", reference=reference)["draft"]
    (help_,) = found["gatewayHelps"]
    assert (help_["gateway"]["slug"], help_["count"]) == ("cda-115", 1)
    assert [isp["reference"] for isp in help_["isps"]] == [seen.reference]
    (overlap,) = found["overlaps"]
    assert (overlap["isp"]["reference"], overlap["items"]) == (seen.reference, ["Reports of disorder"])
    page = read(world.writer, "DraftStepForm", reference=reference, step="keeping", find="", finding=False)
    assert [one["isp"]["reference"] for one in page["draftStep"]["examples"]] == [seen.reference]


def test_comments_outlive_the_words_they_were_about(world: World) -> None:
    reference = world.start()
    world.save(world.writer, "SaveDraftText", reference, "people", step="people", text="Young people in town.")
    said = {
        "reference": reference,
        "submissionId": "c1",
        "step": "people",
        "quote": "Young people",
        "text": "How young?",
    }
    first = send(world.ig_lead, "AddDraftComment", said)["data"]["addDraftComment"]["id"]
    assert send(world.ig_lead, "AddDraftComment", said)["data"]["addDraftComment"]["id"] == first
    assert Notification.objects.filter(user=world.writer, source_key=f"draft-comment:{first}").count() == 1
    world.save(world.writer, "SaveDraftText", reference, "people", step="people", text="People of 13 to 17 in town.")
    answer = {"reference": reference, "submissionId": "c2", "step": "people", "text": "13 to 17.", "thread": first}
    send(world.writer, "AddDraftComment", answer)
    send(world.writer, "ResolveDraftComment", {"id": first, "resolved": True})
    (thread,) = read(world.ig_lead, "DraftReadPage", reference=reference)["draft"]["comments"]
    assert (thread["quote"], thread["isResolved"], thread["replies"][0]["text"]) == ("Young people", True, "13 to 17.")
    assert (
        code(send(world.writer, "AddDraftComment", {**said, "submissionId": "c3", "text": " "}))[0] == "BAD_USER_INPUT"
    )


def ask(world: World, reference: str, **given: Any) -> Any:
    day = str(clock.today() + datetime.timedelta(days=10))
    return send(world.writer, "AskPeerReview", {"reference": reference, "partner": "charity", "answerBy": day, **given})


def test_another_partners_person_reads_comments_and_says_so(world: World) -> None:
    reference = world.start()
    isp = Isp.objects.get(reference=reference)
    drafts = lambda who: read(who, "DraftPage", reference=reference)["draft"]  # noqa: E731 - one line, asked often
    assert drafts(world.reader) is None
    key = ask(world, reference)["data"]["askPeerReview"]["id"]
    assert ask(world, reference)["data"]["askPeerReview"]["id"] == key  # asked once
    assert isp.versions.get().state == "peer_review"
    assert drafts(world.reader)["ownReview"]["id"] == key
    assert (drafts(world.reader)["canComment"], drafts(world.reader)["canWrite"]) == (True, False)
    assert drafts(world.of_charity) is None  # nobody else of the partner
    task = next(t for t in read(world.reader, "Tasks")["tasks"] if t["kind"] == "GIVE_VIEW")
    assert task["path"] == f"/drafts/{reference}"
    said = {"reference": reference, "submissionId": "r1", "step": "purpose", "text": "Say less."}
    assert "errors" not in send(world.reader, "AddDraftComment", said)
    text = {"reference": reference, "expectedRevision": "x", "step": "purpose", "text": "Mine."}
    assert code(send(world.reader, "SaveDraftText", text))[0] == "FORBIDDEN"
    assert code(send(world.of_police, "GivePeerView", {"id": key, "view": "FINE"}))[0] == "NOT_FOUND"
    assert "errors" not in send(world.reader, "GivePeerView", {"id": key, "view": "COMMENTS", "note": "See there."})
    assert isp.versions.get().state == "draft"
    assert Notification.objects.filter(user=world.writer, source_key=f"peer-review:{key}:answered:comments").exists()
    send(world.writer, "StopPeerReview", {"id": key})
    assert drafts(world.reader) is None
    assert read(world.reader, "Drafts")["drafts"]["asked"] == []
    assert code(send(world.reader, "AddDraftComment", {**said, "submissionId": "r2"}))[0] == "NOT_FOUND"
    assert drafts(world.writer)["peerReviews"][0]["viewLabel"] == "See my comments"
    assert drafts(world.of_police) is None


def test_a_view_ends_when_the_draft_is_sent_out_or_the_person_leaves(world: World) -> None:
    reference = world.start()
    fill(world, reference)
    fill_law(world, reference)
    key = ask(world, reference)["data"]["askPeerReview"]["id"]
    said = {"reference": reference, "submissionId": "r1", "step": "purpose", "text": "Say less."}
    send(world.reader, "AddDraftComment", said)
    version = IspVersion.objects.get(isp__reference=reference)
    send_out(by=requester_of(world.writer), version_id=version.pk)
    assert PeerReview.objects.get(pk=key).ended_because == "It was sent out for signature."
    assert not version.isp.reviewers.filter(pk=world.reader.pk).exists()
    assert read(world.reader, "DraftPage", reference=reference)["draft"] is None
    assert read(world.of_police, "DraftPage", reference=reference)["draft"] is None  # a party, but no comments for it
    kept = read(world.writer, "DraftReadPage", reference=reference)["draft"]
    assert (kept["isOpen"], kept["comments"][0]["text"]) == (False, "Say less.")
    other = world.start("Another")
    second = ask(world, other)["data"]["askPeerReview"]["id"]
    membership = Membership.objects.get(user=world.reader)
    membership.ends_on = clock.today() - datetime.timedelta(days=1)
    membership.save()
    assert PeerReview.objects.get(pk=second).ended_because == "Left the organisation."


def test_reminders_come_once_and_stop_with_the_answer(world: World, time_machine: Any) -> None:
    time_machine.move_to("2027-03-01 10:00", tick=False)
    reference = world.start()
    by = requester_of(world.writer)
    review = ask_for_view(by=by, reference=reference, partner="charity", answer_by=datetime.date(2027, 3, 20))
    keys = lambda: sorted(Notification.objects.filter(user=world.reader).values_list("source_key", flat=True))  # noqa: E731
    start = f"peer-review:{review.pk}:"
    both = ["late:late", "late:soon"]
    days = (("2027-03-16", []), ("2027-03-17", both[1:]), ("2027-03-20", both[1:]), ("2027-03-21", both))
    for day, wanted in days:
        time_machine.move_to(f"{day} 10:00", tick=False)
        remind()
        remind()
        assert keys() == sorted([f"{start}asked", *(f"{start}{one}" for one in wanted)])
    assert review.person == world.reader


def test_who_may_start_and_who_sees_any_of_it(world: World) -> None:
    given = {"submissionId": "s", "partner": "council", "title": "Theirs"}
    for who, expected in ((world.colleague, "FORBIDDEN"), (world.of_police, "FORBIDDEN"), (None, "UNAUTHENTICATED")):
        assert code(send(who, "StartDraft", {**given, "submissionId": f"s{who}"}))[0] == expected
    reference = world.start()
    send(
        world.ig_lead,
        "AddDraftComment",
        {"reference": reference, "submissionId": "c", "step": "purpose", "text": "Hm."},
    )
    pages = ("DraftPage", "DraftReadPage", "DraftLawPage", "DraftHelpsPage")
    for who in (world.writer, world.ig_lead, world.editor):
        assert all(read(who, page, reference=reference)["draft"] for page in pages), who
    for who in (world.colleague, world.of_police, world.of_charity, world.reader, None):
        found = [read(who, page, reference=reference)["draft"] for page in pages]
        assert found == [read(who, page, reference="ISP-9999")["draft"] for page in pages] == [None] * 4, who
        assert (
            read(who, "DraftStepForm", reference=reference, step="purpose", find="", finding=False)["draftStep"] is None
        )
        if who is not None:
            text = {"reference": reference, "expectedRevision": "x", "step": "purpose", "text": "Mine."}
            assert code(send(who, "SaveDraftText", text))[0] == "NOT_FOUND"
            key = str(DraftComment.objects.get().pk)
            assert code(send(who, "ResolveDraftComment", {"id": key, "resolved": True}))[0] == "NOT_FOUND"
    token = make_token(world.council)
    query = json.dumps({"query": f'{{ draft(reference: "{reference}") {{ reference }} }}'})
    answer = client_of(None).post("/graphql/", query, "application/json", headers={"Authorization": f"Bearer {token}"})
    assert answer.json()["data"] == {"draft": None}
    assert answer.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert not DraftComment.objects.filter(resolved_at__isnull=False).exists()


def test_the_next_version_begins_with_the_words_in_force(world: World) -> None:
    isp = make_isp("Old one", world.council, (world.police,), text={"purpose": "Old purpose."}, owner=world.writer)
    answer = send(world.writer, "StartNextVersion", {"reference": isp.reference})
    assert answer["data"]["startNextVersion"]["reference"] == isp.reference
    draft = isp.versions.get(number=2)
    assert (draft.purpose, draft.template.number, isp.versions.get(number=1).state) == ("Old purpose.", 1, "in_force")
    send(world.ig_lead, "StartNextVersion", {"reference": isp.reference})
    assert isp.versions.count() == 2  # the one that is being written is given back
    title = {"title": "New name", "theme": None, "kind": "ISP"}
    kind, details = code(world.save(world.writer, "SaveDraftTitle", isp.reference, "title", **title))
    assert (kind, list(details["fields"])) == ("BAD_USER_INPUT", ["title"])  # the name is part of what was signed
    wide, narrow = ({"visibility": name} for name in ("PUBLIC", "PARTIES"))
    kind, details = code(world.save(world.writer, "SaveDraftVisibility", isp.reference, "visibility", **wide))
    assert (kind, list(details["fields"])) == ("BAD_USER_INPUT", ["visibility"])  # it would open what is in force
    assert Isp.objects.get(pk=isp.pk).visibility == "members"
    assert "errors" not in world.save(world.writer, "SaveDraftVisibility", isp.reference, "visibility", **narrow)
    assert "errors" not in world.save(world.editor, "SaveDraftVisibility", isp.reference, "visibility", **wide)
    assert Isp.objects.get(pk=isp.pk).visibility == "public"
    IspVersion.objects.filter(pk=draft.pk).update(state="out_for_signature")
    with pytest.raises(Conflict):
        start_next_version(by=requester_of(world.writer), reference=isp.reference)
