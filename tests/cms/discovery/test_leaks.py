"""Every role against every kind of thing, by each way in which a word could come out."""

from collections.abc import Callable
from typing import Any

from django_q.models import OrmQ

from cms.core import policy
from cms.core.models import CommunitySettings
from cms.core.requester import Requester
from cms.discovery.results import SearchPage
from cms.discovery.selectors import completions, find, suggestion
from cms.discovery.tasks import mend
from cms.pages.models import GuidancePage
from cms.snippets.models import Isp, Partner
from search import outbox, worker
from search.models import SearchOutbox
from search.ports import Entry
from search.service import get_engine
from tests.factories.engines import write

World = dict[str, Any]
People = dict[str, Requester]

PUBLIC = {"openpage", "hostevent", "publicisp", "termword", "gatewing", "leadbird", "partybird", "otherbird"}
MEMBERS = PUBLIC | {"memberpage", "loginpage", "memberisp", "candidatebird", "datapool"}
PARTIES = {"partyisp", "signingisp"}
DRAFTS = {"draftisp"}
EDITORS = MEMBERS | PARTIES | DRAFTS | {"grouppage", "passwordpage"}
ALL = EDITORS | {"draftpage"}
CONTENT = {"openpage", "hostevent", "memberpage", "loginpage"}
FINDS = {
    "anonymous": PUBLIC,
    "other member": MEMBERS,
    "party member": MEMBERS | PARTIES,
    "lead IG": MEMBERS | PARTIES | DRAFTS,
    "group member": MEMBERS | {"grouppage"},
    "editor": EDITORS,
    "public tool": PUBLIC,
    "content tool": CONTENT,
    "useless tool": set(),
}


def said(page: SearchPage) -> str:
    """Everything of an answer, in one text."""
    return repr((page.hits, page.facets, page.suggestion)).lower()


def test_each_role_finds_its_part_and_no_more(world: World, people: People) -> None:
    for role in FINDS:
        by = people[role]
        for word in sorted(ALL):
            page = find(word, by=by)
            if word in FINDS[role]:
                assert page.hits, f"{role} does not find {word}"
                assert page.total == len(page.hits)
                assert word in page.hits[0].title.lower()
                assert any(match for _, match in page.hits[0].title_segments)
            else:
                assert page.total == 0, f"{role} finds {word}"
                assert page.hits == []
                assert not any(page.facets.values())
                assert word not in said(page)
            titles = repr(completions(word[:7], by=by)).lower()
            assert (word in titles) == (word in FINDS[role]), f"{role} completes {word}"
            near = word[:-1] + ("x" if word[-1] != "x" else "y")
            assert word not in suggestion(near, by=by) or word in FINDS[role], f"{role} is offered {word}"


def test_totals_and_facets_count_what_is_visible(world: World, people: People) -> None:
    for role in FINDS:
        page = find("", by=people[role], page_size=100)
        assert page.total == len(page.hits)
        assert sum(value.count for value in page.facets["kind"]) == page.total
        hidden = ALL - FINDS[role]
        text = said(page)
        assert not [word for word in hidden if word in text]
        for source_kind, model in (("guidance", GuidancePage), ("isp", Isp), ("partner", Partner)):
            visible = policy.visible(model.objects.all(), people[role]).count()
            assert sum(v.count for v in page.facets["kind"] if v.value == source_kind) == visible


def test_the_plain_answer_leaks_as_little(world: World, people: People, take_index_away: Callable[[], None]) -> None:
    take_index_away()
    for role in FINDS:
        for word in sorted(ALL):
            page = find(word, by=people[role])
            assert page.degraded
            assert (page.total > 0) == (word in FINDS[role]), f"{role}: {word}"
            assert page.facets == {}
            assert completions(word, by=people[role]) == []


def test_the_public_part_of_an_agreement_is_all_that_the_public_searches(world: World, people: People) -> None:
    for word in ("publicispsecret", "publicispofficer"):
        page = find(word, by=people["anonymous"])
        assert page.total == 0
        assert word not in said(page)
        assert find(word, by=people["other member"]).total == 1
    page = find("publicisp", by=people["anonymous"])
    assert page.hits[0].owner == "Partner leadbird"  # a member of the framework, and the list is public
    assert page.facets["partner"] == []


def test_a_filter_by_something_hidden_finds_nothing(world: World, people: People) -> None:
    settings = CommunitySettings.load()
    settings.public_partner_list = False
    settings.save()
    anonymous = people["anonymous"]
    assert find("hostevent", by=anonymous, filters={"partner": ["partner-leadbird"]}).total == 0
    page = find("hostevent", by=anonymous)
    assert page.total == 1
    assert "leadbird" not in said(page)
    assert find("publicisp", by=anonymous).hits[0].owner == ""
    assert find("leadbird", by=anonymous).total == 0
    assert find("hostevent", by=people["other member"], filters={"partner": ["partner-leadbird"]}).total == 1


def test_the_switches_of_the_register_count_at_once(world: World, people: People) -> None:
    assert find("publicisp", by=people["anonymous"]).total == 1
    settings = CommunitySettings.load()
    settings.public_register = False
    settings.save()
    page = find("publicisp", by=people["anonymous"])
    assert (page.total, page.hits) == (0, [])
    assert find("publicisp", by=people["other member"]).total == 1


def test_what_was_closed_a_second_ago_is_in_nothing(world: World, people: People) -> None:
    """The index still has it for everybody; the outbox says that it may not be so."""
    page = world["openpage"]
    page.audience = "members"
    page.save_revision().publish()
    world["memberisp"].visibility = "parties"
    world["memberisp"].save()
    outsider, member = people["anonymous"], people["other member"]
    assert SearchOutbox.objects.exists()
    for by, word in ((outsider, "openpage"), (member, "memberisp")):
        answer = find(word, by=by)
        assert (answer.total, answer.hits) == (0, [])
        assert not any(answer.facets.values())
        assert completions(word, by=by) == []
        assert suggestion(word[:-1] + "x", by=by) == ""
    assert find("", by=outsider, page_size=1).total == len(find("", by=outsider, page_size=100).hits)
    assert find("openpage", by=member).total == 1
    worker.run_once()
    assert find("openpage", by=outsider).total == 0
    assert find("memberisp", by=people["party member"]).total == 1


def test_an_index_broken_by_hand_shows_nothing_and_is_repaired(world: World, people: People) -> None:
    hidden = [world["draftisp"], world["partyisp"]]
    (later,) = outbox.draw()
    wrong = [
        Entry(f"isp:{isp.pk}", later, "isp", "/", f"{isp.title} jackdaw", frozenset({"members"}), status=("draft",))
        for isp in hidden
    ]
    write(get_engine(), wrong)
    member = people["other member"]
    assert get_engine().health()["entries"]
    page = find("jackdaw", by=member)
    assert (page.total, page.hits) == (0, [])
    assert not any(page.facets.values())
    assert "jackdaw" not in said(page)
    queued = [row.task["args"] for row in OrmQ.objects.all()]  # a reader never waits for an outbox row
    drift = {args[2][0] for args in queued if args[1] == "cms.discovery.tasks.mend"}
    assert drift == {f"isp:{isp.pk}" for isp in hidden}
    for key in drift:
        mend(key)
    write(get_engine(), wrong)
    assert completions("jackdaw", by=member) == []
    worker.run_once()
    assert find("jackdaw", by=people["editor"]).total == 0  # repaired: the word was only in the index
    assert find("draftisp", by=people["editor"]).total == 1


def test_a_page_of_hits_is_filled_when_others_are_dropped(world: World, people: People) -> None:
    (later,) = outbox.draw()
    wrong = [Entry(f"isp:{world['draftisp'].pk}", later, "isp", "/", "Partner Partner Partner", frozenset({"members"}))]
    write(get_engine(), wrong)
    page = find("partner", by=people["other member"], page_size=2)
    assert len(page.hits) == 2
    assert page.total == find("partner", by=people["other member"], page_size=100).total
    assert "draftisp" not in said(page)


def test_text_that_was_taken_out_is_not_shown_from_the_index(world: World, people: People) -> None:
    page = world["openpage"]
    page.title, page.summary = "Guidance renamed", "Nothing of the old words."
    page.save_revision().publish()
    for hit in find("matters", by=people["anonymous"]).hits:
        assert "openpage" not in repr(hit.title_segments + hit.snippet_segments) or hit.pk != page.pk


def test_a_reference_reaches_only_those_who_may_see_it(world: World, people: People) -> None:
    isp = world["draftisp"]
    for text in (
        isp.reference,
        isp.reference.lower().replace("-", " "),
        isp.reference.replace("-", "").replace("0", ""),
    ):
        assert find(text, by=people["editor"]).hits[0].pk == isp.pk
        for role in ("anonymous", "other member", "party member", "public tool", "content tool"):
            assert isp.reference not in said(find(text, by=people[role])).upper()
            assert completions(text, by=people[role]) == []


def test_a_hidden_reference_is_answered_as_an_absent_one(world: World, people: People) -> None:
    """Relaxed, corrected and counted alike: whether there is such an agreement shows in nothing."""
    hidden = world["draftisp"].reference
    for role in ("anonymous", "other member", "party member", "public tool", "content tool"):
        for form in ("{}", "isp {}"):
            shown, absent = (form.format(ref if form == "{}" else int(ref[4:])) for ref in (hidden, "ISP-9999"))
            one, other = find(shown, by=people[role]), find(absent, by=people[role])
            answers = [(p.total, p.hits, p.facets, p.relaxed, p.suggestion, p.degraded) for p in (one, other)]
            assert answers[0] == answers[1], (role, form)
