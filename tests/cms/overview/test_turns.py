"""What a request becomes (a draft, a thread), and from a thread to guidance with whom it names."""

import pytest
from django.urls import reverse

from cms.community.models import CaseThread, SupportCase
from cms.community.services import answer_case, ask_for_help
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.requester import ANONYMOUS, Requester
from cms.forum.models import Space, Thread
from cms.forum.services import accept_answer, delete_post, join_space, make_space, post_thread, reply, thank
from cms.members.selectors import requester_of
from cms.notifications.models import Notification
from cms.overview.case_turns import draft_from_case, thread_from_case
from cms.overview.models import Credit
from cms.overview.thread_to_guidance import answer_credit, guidance_from_thread, named_on
from cms.overview.to_do import tasks_of
from cms.pages.models import GuidancePage
from cms.snippets.models import Isp
from tests.factories import admin as make
from tests.factories.registers import make_partner, make_user

pytestmark = pytest.mark.django_db
WISH = {"what": "Addresses after a fall", "whom": "The fire service", "why": "Fewer falls"}


class World:
    def __init__(self):
        self.council, self.trust = make_partner("council"), make_partner("trust")
        self.staff = make_user("editor@example.org", site_role="core_editor")
        self.people = {name: make_user(f"{name}@example.org", self.council) for name in ("ann", "bo")}
        self.people["cy"] = make_user("cy@example.org", self.trust)

    @property
    def team(self):
        return requester_of(self.staff)

    def by(self, name):
        return requester_of(self.people[name])


@pytest.fixture
def world():
    return World()


def ask(world, by=None):
    given = WISH if by is None else {**WISH, "name": "Dee", "email": "dee@example.org"}
    return ask_for_help(by=by or world.by("ann"), submission_id="s", **given)


def test_one_press_makes_a_draft_of_a_request_and_the_asker_owns_it(world):
    case = ask(world)
    with pytest.raises(Forbidden):
        draft_from_case(by=world.by("ann"), number=case.number)
    with pytest.raises(NotFound):
        draft_from_case(by=world.by("cy"), number=case.number)
    version = draft_from_case(by=world.team, number=case.number)
    assert draft_from_case(by=world.team, number=case.number).pk == version.pk
    isp = Isp.objects.get()
    assert (isp.title, isp.lead, isp.owner) == ("Addresses after a fall", world.council, world.people["ann"])
    assert version.summary.startswith("Addresses after a fall")
    assert Notification.objects.filter(user=world.people["ann"], source_key__contains=":draft:").count() == 1


def test_without_an_organisation_the_screen_asks_who_leads_it(world):
    case = ask(world, ANONYMOUS)
    with pytest.raises(BadInput) as refused:
        draft_from_case(by=world.team, number=case.number)
    assert list(refused.value.details["fields"]) == ["partner"]
    client = make.signed_in(world.staff)
    url = reverse("support_case_draft", args=[case.pk])
    assert client.post(url).url == url  # one press cannot: the form is shown
    assert "council" in client.get(url).content.decode()
    done = client.post(url, {"title": "Falls", "partner": "trust"})
    assert done.url == reverse("support_case_answer", args=[case.pk])
    assert Isp.objects.get().lead == world.trust
    assert make.signed_in(world.people["ann"]).get(url).status_code in (302, 403)


def test_only_the_askers_word_makes_a_request_known_to_others(world):
    case = ask(world)
    given = {"number": case.number, "submission_id": "t", "title": "Who shares addresses?", "body": "After a fall."}
    with pytest.raises(BadInput) as refused:
        thread_from_case(by=world.team, **given)
    assert list(refused.value.details["fields"]) == ["agreed"]
    assert Thread.objects.count() == 0
    for _ in range(2):
        thread = thread_from_case(by=world.team, agreed=True, **given)
    assert (thread.author, CaseThread.objects.get().thread) == (world.staff, thread)
    assert thread.followers.filter(user=world.people["ann"]).exists()  # the asker hears of the replies
    own = thread_from_case(by=world.by("ann"), **{**given, "submission_id": "own"}, is_anonymous=True)
    assert own.posts.get().is_anonymous
    with pytest.raises(NotFound):
        thread_from_case(by=world.by("bo"), agreed=True, **{**given, "submission_id": "other"})
    assert Thread.objects.count() == 2


def test_the_screen_of_a_request_does_all_of_it(world):
    case = ask(world)
    client, url = make.signed_in(world.staff), reverse("support_case_answer", args=[case.pk])
    page = client.get(url).content.decode()
    assert "Begin a draft agreement" in page
    assert "Ask other members" in page
    sorted_ = {"sort": "agreement", "adviser": str(world.staff.pk), "target_on": str(case.target_on), "triage": "1"}
    assert client.post(url, sorted_).url == url
    assert client.post(url, {"answer": "Whose?", "submission": "q", "question": "1"}).url == url
    assert client.post(url, {"answer": "", "submission": "n", "note": "1"}).status_code == 422
    assert client.post(url, {"outcome": "", "close": "1"}).status_code == 422
    assert client.post(reverse("support_case_draft", args=[case.pk])).url == url
    case = SupportCase.objects.get()
    assert (case.sort, case.adviser, case.state) == ("agreement", world.staff, "waits_for_asker")
    assert [task.title for task in tasks_of(world.by("ann")) if task.key.startswith("asked:")] == [
        f"A question about your request {case.number}"
    ]
    thread = reverse("support_case_thread", args=[case.pk])
    told = client.post(thread, {"title": "Who?", "body": "What", "submission": "t"})
    assert (told.status_code, Thread.objects.count()) == (422, 0)
    assert client.post(thread, {"title": "Who?", "body": "What", "submission": "t", "agreed": "on"}).url == url
    assert client.post(url, {"outcome": "peers", "close": "1"}).url == reverse("support-cases:index")
    assert client.get(reverse("support-cases:index"), {"standing": "closed"}).content.decode().count("Addresses") == 1
    assert client.get(reverse("support-cases:index"), {"standing": "waits"}).content.decode().count("Addresses") == 0
    answer_case(by=world.team, number=case.number, text="Yes.")


def talk(world, space="", anonymous=False):
    """Ann asks, Bo answers, Cy helps and is thanked; Ann accepts."""
    thread = post_thread(
        by=world.by("ann"), submission_id="t", title="May we?", body="Tell <housing>?\n\nToday.", space=space
    )
    answer = reply(by=world.by("bo"), submission_id="a", number=thread.number, body="Yes & no.", is_anonymous=anonymous)
    help_ = reply(by=world.by("cy"), submission_id="h", number=thread.number, body="We did.")
    thank(by=world.by("ann"), post=help_.pk)
    accept_answer(by=world.by("ann"), post=answer.pk)
    return thread, answer


@pytest.fixture
def national():
    tree = make.site_tree()
    page = GuidancePage(title="The code", slug="code", summary="S", authority="national")
    tree["guidance"].add_child(instance=page)
    return page


def test_an_accepted_answer_becomes_a_draft_that_names_whom_it_may(world, national):
    thread, answer = talk(world, anonymous=True)
    with pytest.raises(Forbidden):
        guidance_from_thread(by=world.by("ann"), number=thread.number, interprets_id=national.pk)
    with pytest.raises(BadInput):
        guidance_from_thread(by=world.team, number=thread.number, interprets_id=0)
    page = guidance_from_thread(by=world.team, number=thread.number, interprets_id=national.pk)
    assert guidance_from_thread(by=world.team, number=thread.number, interprets_id=national.pk) == page
    assert (page.live, page.authority, page.interprets, page.title) == (False, "local", national, "May we?")
    html = str(page.body)
    assert "Tell &lt;housing&gt;?" in html
    assert "Yes &amp; no." in html
    page.live = True  # as after its approval
    page.save()

    def names():
        return {(one.name, one.part) for one in named_on(world.by("cy"), page.pk)}

    ann, bo, cy = (str(world.people[name]) for name in ("ann", "bo", "cy"))
    by_name = {(ann, "asked the question"), (cy, "helped with a reply")}
    assert names() == by_name  # Bo answered without a name: asked first
    (task,) = [task for task in tasks_of(world.by("bo")) if task.key.startswith("credit:")]
    key = Credit.objects.get(person=world.people["bo"]).pk
    assert task.path == f"/community/credits/{key}"
    with pytest.raises(NotFound):
        answer_credit(by=world.by("ann"), key=key, agree=True)
    answer_credit(by=world.by("bo"), key=key, agree=True)
    assert names() == by_name | {(bo, "answered it")}
    answer_credit(by=world.by("bo"), key=key, agree=False)
    assert names() == by_name
    answer_credit(by=world.by("bo"), key=key, agree=True)
    delete_post(by=world.by("bo"), post=answer.pk)
    assert names() == by_name  # who takes the words back is not named for them
    tool = Requester(partners=frozenset({world.council.pk}), token_id=1, scopes=frozenset({"read:content"}))
    assert named_on(tool, page.pk) == named_on(ANONYMOUS, page.pk) == []


def test_spaces_keep_their_words_and_the_chatham_house_rule_its_names(world, national):
    owners = {"owners": [world.staff.pk, world.people["ann"].pk]}
    make_space(by=world.team, name="Closed", purpose="P", kind=Space.Kind.PRIVATE, **owners)
    closed = post_thread(by=world.by("ann"), submission_id="c", title="T", body="B", space="closed")
    said = reply(by=world.by("ann"), submission_id="ca", number=closed.number, body="R")
    accept_answer(by=world.by("ann"), post=said.pk)
    with pytest.raises(Conflict, match="Not every member"):
        guidance_from_thread(by=world.team, number=closed.number, interprets_id=national.pk)
    make_space(by=world.team, name="Frank", purpose="P", kind=Space.Kind.OPEN, is_chatham_house=True, **owners)
    thread, _ = talk(world, space="frank")
    page = guidance_from_thread(by=world.team, number=thread.number, interprets_id=national.pk)
    page.live = True
    page.save()
    assert named_on(world.by("ann"), page.pk) == []
    assert Credit.objects.count() == 0
    waiting = post_thread(by=world.by("ann"), submission_id="w", title="T", body="B")
    with pytest.raises(Conflict, match="accepted"):
        guidance_from_thread(by=world.team, number=waiting.number, interprets_id=national.pk)


def test_in_a_joinable_space_everybody_is_asked_first(world, national):
    make_space(by=world.team, name="Join", purpose="P", kind=Space.Kind.JOINABLE)
    for name in ("ann", "bo", "cy"):
        join_space(by=world.by(name), space="join")
    thread, _ = talk(world, space="join")
    join_space(by=world.team, space="join")
    client = make.signed_in(world.staff)
    url = reverse("thread_to_guidance", args=[thread.number])
    assert client.get(url).status_code == 200
    made = client.post(url, {"title": "May we?", "interprets": str(national.pk)})
    page = GuidancePage.objects.get(title="May we?")
    assert made.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    page.live = True
    page.save()
    assert named_on(world.by("ann"), page.pk) == []
    assert Credit.objects.exclude(asked_at=None).count() == 3
