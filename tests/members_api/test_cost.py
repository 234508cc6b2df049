"""The number of SQL statements belongs to the shape of an operation, never to the number of rows."""

import dataclasses
import datetime
import secrets
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from graphql import ExecutionResult, execute, print_ast

from cms.briefings.models import Correction, EditionItem
from cms.core import clock
from cms.core.requester import Requester
from cms.events.models import Paper, Place, SignUp
from cms.forum.models import (
    Attachment,
    Draft,
    ModerationAction,
    Post,
    PostText,
    Report,
    Space,
    SpaceMember,
    Thanks,
    Thread,
)
from cms.joining.models import CharterSignature, CharterVersion, Sponsor
from cms.members.models import User
from cms.members.selectors import requester_of
from cms.notifications.models import Notification
from cms.pages.models import EventPage, GuidancePage, HorizonPage, NewsPage, StoryPage
from cms.saved_searches.models import SavedSearch, SavedSearchAlert
from cms.searchlog.models import Wish
from cms.snippets.models import (
    Benefit,
    ExampleAgreement,
    LegalGateway,
    Question,
    QuestionPack,
    RegisterKey,
    RegisterSnapshot,
    Sector,
    SnapshotFile,
    TemplateClause,
    TemplateVersion,
    Topic,
)
from members_api import persisted, schema
from members_api.access import Access
from members_api.batch import Loader
from members_api.context import Context
from members_api.execution import Execution
from tests.factories.briefings import went
from tests.factories.community import block
from tests.factories.pages import make_document, make_image, make_page
from tests.factories.registers import make_dataset, make_isp, make_isp_file, make_partner, make_role, make_user

A_DAY = datetime.timedelta(days=1)
SIZES = (1, 10, 40)
BUDGET = 20
RIGHTS = 3
# One minute for every answer: what is read anew each minute (restrictions) would count for whatever comes first in it.
MOMENT = clock.now() + datetime.timedelta(hours=2)


def count(operation: persisted.Operation, by: Requester, variables: dict[str, Any], *, warm: bool = False) -> int:
    """Statements of one answer; `warm` where it was asked before in this process."""
    sealed = schema.load().sealed

    def run() -> None:
        access = Access(by, secrets.token_hex(8))  # nothing of it is kept from an earlier answer
        context = Context(by, access, Loader(sealed, operation.document, access), "test-request")
        found = execute(
            sealed.schema,
            operation.document,
            context_value=context,
            variable_values=variables,
            execution_context_class=Execution,
        )
        assert isinstance(found, ExecutionResult)
        assert not found.errors, (operation.name, found.errors)

    with time_machine.travel(MOMENT, tick=False):
        if not warm:
            run()  # content types and sites are kept by the process
        with CaptureQueriesContext(connection) as captured:
            run()
    return len(captured)


class World:
    """Grows: each step adds one more of everything that lists show, all tied together."""

    def __init__(self) -> None:
        self.size = 0
        self.ours = make_partner("ours", logo=make_image("Logo"))
        self.person = make_user("person@example.org", self.ours)
        self.requester = Requester(user_id=self.person.pk, partners=frozenset({self.ours.pk}), acting_for=self.ours.pk)
        self.document, self.image = make_document("Words"), make_image("Picture")
        successor = make_page(GuidancePage, "A successor", slug="successor")
        # What pages point at is in no list itself: there it would be loaded already, at some sizes and not at others.
        self.plain = make_page(GuidancePage, "The first", slug="first", superseded_by=successor)

        Space.objects.create(slug="elsewhere", name="Elsewhere", purpose="To move to.")
        self.briefing = went("Ours", 1000, signed_by=self.person, slug="ours")
        edition = TemplateVersion.objects.create(number=1000, published_on=clock.today())
        TemplateClause.objects.create(template=edition, heading="Purpose", why="So.", text="[Why]")

    def grow(self, size: int) -> None:
        for n in range(self.size, size):
            self.one_more(n)
        self.size = size

    def one_more(self, n: int) -> None:
        partner = make_partner(f"partner-no-{n}", parent=self.ours)
        person: User = make_user(f"person-{n}@example.org", partner)
        make_role(person, partner)
        topic = Topic.objects.create(name=f"Topic {n}", slug=f"topic-{n}")
        image, document = make_image(f"Picture {n}", renditions=n < 2), make_document(f"Words {n}")
        link = f'<p><a linktype="page" id="{self.plain.pk}">a</a> <a linktype="document" id="{document.pk}">b</a></p>'
        body = [
            block("heading", text="Heading"),
            block("prose", html=link),
            block("picture", image=image.pk, alt="A picture"),
            block("document", document=document.pk),
            block("link_cards", cards=[{"type": "item", "value": {"title": "Go", "page": self.plain.pk}}]),
        ]
        filed = {"topics": [topic], "sectors": [Sector.objects.get(code="local_government")], "page_owner": person}
        isp = make_isp(f"Agreement {n}", self.ours, (partner,), owner=person, deputy=self.person)
        make_isp_file(isp, document)
        guidance = make_page(
            GuidancePage, f"Guidance {n}", slug=f"g{n}", body=_json(body), interprets=self.plain, **filed
        )
        make_page(NewsPage, f"News {n}", slug=f"n{n}", body=_json(body), picture=image, **filed)
        make_page(
            HorizonPage, f"Change {n}", slug=f"h{n}", key_date=f"20{50 + n % 40}", affected_isps=[isp],
            affected_guidance=[guidance], **filed,
        )  # fmt: skip
        charter = CharterVersion.objects.create(number=n + 1, text="We share.", published_on=clock.today())
        CharterSignature.objects.create(
            partner=partner, version=charter, signatory_name="Ann", method="paper", signed_on=clock.today()
        )
        Sponsor.objects.create(partner=partner, sponsor=self.ours, person=person, accepted_on=clock.today())
        benefit = Benefit.objects.create(title=f"Benefit {n}")
        make_page(StoryPage, f"Story {n}", slug=f"s{n}", partners=[partner], isps=[isp], benefits=[benefit], **filed)
        event = make_page(EventPage, f"Event {n}", slug=f"e{n}", host_partner=partner, **filed)
        signing = SignUp.objects.create(
            event=event, places=3, told_starts_at=event.starts_at, told_ends_at=event.ends_at, joining="Here"
        )
        Place.objects.create(sign_up=signing, user=self.person, submission_id=f"{n}")
        Paper.objects.create(event=event, document=document, title="Slides")
        # One's places are at events to come; the list asks for those that were, or it would share what is loaded.
        was = event.starts_at - datetime.timedelta(days=4000)
        over = make_page(
            EventPage, f"Was {n}", slug=f"was{n}", starts_at=was, ends_at=was + A_DAY, host_partner=partner
        )
        SignUp.objects.create(event=over, places=3, told_starts_at=was, told_ends_at=was + A_DAY)
        make_dataset(f"Dataset {n}", partner)
        ExampleAgreement.objects.create(title=f"Example {n}")
        edition = TemplateVersion.objects.create(number=n + 1, published_on=clock.today())
        TemplateClause.objects.create(template=edition, heading="Purpose", why="So.", text="[Why]")
        pack = QuestionPack.objects.create(slug=f"pack-{n}", title=f"Pack {n}", asker="ig_lead")
        Question.objects.create(pack=pack, text="Who?")
        edition = went(
            f"Edition {n}", n + 1, readers="public", signed_by=self.person, items=(guidance,), slug=f"ed-{n}"
        )
        Correction.objects.create(edition=edition, text="Another day.", submission_id=f"{n}")
        EditionItem.objects.create(edition=self.briefing, page=guidance, title="An item")
        self.ask(n, person, topic, document)
        key, _ = RegisterKey.objects.get_or_create(key_id="0" * 16, defaults={"pem": "-", "first_used_at": clock.now()})
        month = RegisterSnapshot.objects.create(
            month=f"{2000 + n // 12}-{n % 12 + 1:02}", audience="members", taken_at=clock.now(), key=key
        )
        SnapshotFile.objects.create(snapshot=month, name=f"copy-{n}", kind="json", sha256=f"{n:064}", size=1)
        LegalGateway.objects.create(slug=f"act-{n}", act=f"Act {n}", year=2000, provision="s.1", title="A power")
        Wish.objects.create(text=f"Wish {n}", phrase=f"wish {n}", person=self.person, submission_id=f"{n}")
        search = SavedSearch.objects.create(
            owner=self.person, name=f"Search {n}", text="words", filters={"topic": [topic.slug], "kind": ["guidance"]},
            fingerprint=f"{n}", submission_id=f"{n}",
        )  # fmt: skip
        for key in (f"guidance:{guidance.pk}", f"guidance:{self.plain.pk}", f"isp:{isp.pk}"):
            SavedSearchAlert.objects.create(saved_search=search, key=key, state="site")
        Notification.objects.create(
            source_key=f"k{n}", user=self.person, title=f"Notice {n}", body="", path="/", created_at=clock.now()
        )

    def ask(self, n: int, person: User, topic: Topic, document: Any) -> None:
        """A space, a thread of its own, and in the first thread a reply with everything that hangs on one."""
        room = Space.objects.create(slug="ours" if n == 0 else f"space-{n}", name=f"Space {n}", purpose="To ask.")
        general = Space.objects.get(slug="ours")
        SpaceMember.objects.create(space=general, user=person, joined_at=clock.now())
        thread = Thread.objects.create(number=n + 1, space=room, title=f"Question {n}", author=person, last_number=1)
        thread.topics.add(topic)
        Post.objects.create(thread=thread, number=1, author=person, body="Who knows?", submission_id=f"q{n}")
        first = Thread.objects.get(number=1)
        reply = Post.objects.create(
            thread=first, number=n + 2, author=person, body="We do.", submission_id=f"a{n}", partner=self.ours
        )
        Thanks.objects.create(post=reply, user=self.person)
        PostText.objects.create(post=reply, body="We did.")
        Attachment.objects.create(post=reply, document=document)
        Report.objects.create(post=reply, reporter=self.person, reason="Look.")
        ModerationAction.objects.create(thread=first, kind="lock", reason="So.")
        Draft.objects.create(user=self.person, place=f"thread:{n + 1}", values={"body": "Half"})


def _json(parts: list[Any]) -> str:
    import json

    return json.dumps(parts)


def list_operations() -> dict[str, persisted.Operation]:
    """Every committed operation that selects a list, or a plain object that holds lists of rows."""
    root = schema.load().sealed.schema.query_type
    assert root is not None
    found = {}
    for operation in schema.load().operations.values():
        text = print_ast(operation.document)
        lists = [name for name, field in root.fields.items() if "pageSize" in field.args and f" {name}(" in text]
        plain = [name for name in ("home", "ourIsps", "tasks") if f"\n  {name} {{" in text]
        if operation.is_query and (lists or plain):
            found[operation.name] = operation
    return found


@pytest.fixture
def world(db: None) -> World:
    return World()


def test_every_list_operation_costs_the_same_for_1_10_and_40_rows(world: World) -> None:
    """And of its statements at most three are there for rights: that of who asks, and what narrows the rows."""
    operations = list_operations()
    assert len(operations) > 12
    costs: dict[str, list[int]] = {name: [] for name in operations}
    for_rights: dict[str, list[int]] = {name: [] for name in operations}
    with CaptureQueriesContext(connection) as known:
        by = requester_of(world.person)
    free = dataclasses.replace(by, is_system=True)  # the same person, whom no rule holds back
    for size in SIZES:
        world.grow(size)
        for name, operation in operations.items():
            variables = _variables(operation)
            costs[name].append(count(operation, by, variables, warm=size > SIZES[0]))
            for_rights[name].append(len(known) + costs[name][-1] - count(operation, free, variables, warm=True))
    # Fewer is possible with more rows (a partner met twice is loaded once); more is not.
    assert not {name: found for name, found in costs.items() if max(found[1:]) > found[0]}, costs
    assert not {name: found for name, found in for_rights.items() if max(found) > RIGHTS}, for_rights


def _variables(operation: persisted.Operation) -> dict[str, Any]:
    given: dict[str, Any] = {
        "text": "agreement",
        "reference": "ISP-0001",
        "path": "/guidance/first",
        "slug": "ours",
        "id": "1",
    }
    given |= {"step": "purpose", "number": 1, "find": "", "finding": False, "month": "2000-01", "sha256": "0" * 64}
    given |= {"place": "thread:1", "upload": "0", "uploaded": False, "looking": False, "open": True, "post": 1}
    definition: Any = next(d for d in operation.document.definitions if d.kind == "operation_definition")
    needed = [v for v in definition.variable_definitions or () if v.type.kind == "non_null_type"]
    chosen = {"upcoming": False} if operation.name == "EventList" else {}
    return chosen | {v.variable.name.value: given[v.variable.name.value] for v in needed}


def test_the_full_guidance_list_of_20_stays_in_its_budget(world: World) -> None:
    world.grow(25)
    operations = {operation.name: operation for operation in schema.load().operations.values()}
    for name in ("ExampleGuidanceFull", "ExampleGuidanceCards"):
        assert count(operations[name], world.requester, {}) <= BUDGET, name


def test_a_member_is_known_and_answered_from_the_cache_in_few_statements(
    world: World, client: Any, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    client.force_login(world.person, backend="django.contrib.auth.backends.ModelBackend")
    keys = persisted.manifest(schema.load().operations)
    personal = {operation.name for operation in schema.load().operations.values() if operation.personal}
    assert "Chrome" in personal  # the head of every page: notices come and go without a new content version
    for name in ("ExampleGuidanceFull", "Chrome"):
        client.get("/graphql/", {"id": keys[name]})
        with django_assert_max_num_queries(3):  # session, person, rights with all that a kept answer depends on
            assert client.get("/graphql/", {"id": keys[name]}).status_code == 200


def test_values_that_follow_from_the_date_are_not_kept_over_midnight(world: World, client: Any) -> None:
    begin, end = clock.now() - datetime.timedelta(hours=1), clock.now() + datetime.timedelta(hours=1)
    make_page(EventPage, "Soon over", slug="soon", audience="public", starts_at=begin, ends_at=end)
    query = {"id": persisted.manifest(schema.load().operations)["EventList"], "variables": '{"upcoming": true}'}
    assert "Soon over" in client.get("/graphql/", query).content.decode()
    with time_machine.travel(clock.now() + datetime.timedelta(days=2), tick=False):
        assert "Soon over" not in client.get("/graphql/", query).content.decode()
