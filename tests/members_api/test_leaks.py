"""Role x object x path. What an answer may contain is decided by the role alone, whichever way an object is reached.

The paths are made from the schema: each root field is asked for everything below it. A new root field has no row in
ARGUMENTS and fails; a new type or field is asked for by itself.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from cms.core.requester import Requester
from cms.pages.models import GuidancePage
from cms.storage.models import Content
from tests.factories import forum_markers
from tests.factories.community import ALLOWED, SECRETS, Community, body_naming, index_references
from tests.factories.files import give_covers
from tests.factories.pages import make_document, make_image
from tests.factories.registers import make_isp_file
from tests.members_api.conftest import run_as
from tests.members_api.everything import DEPTH, document, root_fields

FILTERED = 2
SPACES = ("everybody", "joined", "private", "hidden-room")
NONE: list[dict[str, str]] = [{}]
KINDS = ("guidance", "news", "horizon", "stories", "events")


def paths(*slugs: str) -> list[dict[str, str]]:
    return [{"path": json.dumps(f"/{slug}")} for slug in slugs]


def arguments(community: Community) -> dict[str, list[dict[str, str]]]:
    """Every root field with the arguments to try: hidden, visible and absent objects, filters that name hidden ones."""
    references = [{"reference": json.dumps(isp.reference)} for isp in community.isps.values()]
    partners = [json.dumps(slug) for slug in ("lead-council", "trust", "candidate", "stopped", "nobody")]
    below = ("login", "login/below", "group", "group/below", "password/below", "draft", "inside", "edited", "plain")
    return {
        "viewer": NONE,
        "site": NONE,
        "previewPage": [{"token": '"forged"'}],
        "guidanceItem": paths(*(f"guidance/{slug}" for slug in below), "guidance/absent", ""),
        "guidanceItems": [{}, {"includeSuperseded": "true"}, {"text": '"SECRET"', "includeSuperseded": "true"}],
        "newsItem": paths("news/inside", "news/leaky"),
        "newsItems": NONE,
        "horizonItem": paths("horizon/inside", "horizon/change"),
        "horizonItems": NONE,
        "successStory": paths("stories/inside", "stories/a-story"),
        "successStories": [{}, *({"partner": slug} for slug in partners)],
        "event": paths("events/inside", "events/an-event"),
        "events": NONE,
        "eventPlace": paths("events/inside", "events/an-event"),
        "eventPlaces": NONE,
        "partner": [{"slug": slug} for slug in partners],
        "partners": [{}, {"text": '"SECRET"'}],
        "isp": [*references, {"reference": '"ISP-9999"'}],
        "ispVersion": [*references, {**references[0], "number": "1"}, {"reference": '"ISP-9999"'}],
        "ispHistory": [*references, {"reference": '"ISP-9999"'}],
        "isps": [{}, {"text": '"SECRET"'}, *({key: slug} for slug in partners for key in ("party", "lead"))],
        "briefings": [{}, {"publicOnly": "true"}],
        "briefing": [{"slug": json.dumps(slug)} for slug in ("open", "inside", "addressed", "draft", "absent")],
        "dataset": [{"slug": '"a-dataset"'}],
        "draft": [*references, {"reference": '"ISP-9999"'}],
        "draftStep": [{**one, "step": step} for one in references for step in ('"summary"', '"law"', '"nothing"')],
        "drafts": NONE,
        "datasets": [{}, *({"holder": slug} for slug in partners)],
        "legalGateway": [{"slug": '"absent"'}],
        "registerSnapshot": [{"month": '"2026-11"'}],  # with copies of both audiences: test_snapshots.py
        "registerSnapshots": NONE,
        "snapshotBySha256": [{"sha256": f'"{"0" * 64}"'}, {"sha256": '"SECRET"'}],
        "legalGateways": NONE,
        "legalConditions": NONE,
        "glossary": NONE,
        "templateEdition": [{}, {"number": "1"}, {"number": "2"}],
        "templateEditions": NONE,
        "questionPack": [{"slug": '"a-pack"'}, {"slug": '"withdrawn-pack"'}],
        "questionPacks": [{}, {"theme": '"absent"'}],
        "topics": NONE,
        "sectors": NONE,
        "themes": NONE,
        "exampleAgreements": NONE,
        "benefits": NONE,
        "home": NONE,
        "ourIsps": NONE,
        "tasks": NONE,
        "notifications": NONE,
        "supportCase": [{"number": "1"}, {"number": "99"}],
        **dict.fromkeys(("keyedCase", "application"), [{"key": '"forged"'}]),
        "charter": [{}, {"number": "1"}, {"number": "2"}],
        "charterSignatories": [{}, {"number": "1"}],
        **dict.fromkeys(("charters", "charterToSign", "ourSponsors"), NONE),
        **dict.fromkeys(("ourPeople", "ourContacts", "bodyCheck"), [{}, *({"partner": slug} for slug in partners)]),
        "ourRecord": [
            *({"partner": slug} for slug in (*partners, '"absent"')),
            *({}, {"kind": '"members.partnerrole"'}, {"since": '"2099-01-01"', "until": '"2099-01-02"', "page": "2"}),
        ],
        "ourDeliveries": [
            *({"partner": slug} for slug in (*partners, '"absent"')),
            *({}, {"outcome": '"refused"', "page": "1"}),
        ],
        **dict.fromkeys(("roleOffers", "roleOffersMade", "bodyChecks", "myShown", "periodsOfKeeping"), NONE),
        "directory": [{}, {"text": '"SECRET"'}, {"role": "DPO"}],
        "explorerTokens": NONE,  # what is asked as a token, parsed: test_explorer
        "explore": [{"token": '"1"', "query": '"{ isps { totalCount items { title } } }"'}],
        "pageCredits": paths("guidance/draft", "guidance/plain", "guidance/absent"),
        "creditRequest": [{"id": '"1"'}, {"id": '"x"'}],
        "guidanceFromThread": [{"number": "1"}, {"number": "999999"}],
        **dict.fromkeys(("signingBoard", "toSign"), NONE),
        **dict.fromkeys(
            ("signingProgress", "signSheet", "sendingOut", "joining"), [*references, {"reference": '"ISP-9999"'}]
        ),
        "search": [
            {"text": '"SECRET"'},
            {"text": '""'},
            {"text": '"isp 3"'},
            {"text": '"SECRET"', "partner": '["candidate"]'},
        ],
        "searchCompletions": [{"prefix": '"secret"'}, {"prefix": '"isp 3"'}],
        "savedSearches": NONE,
        **dict.fromkeys(("spaces", "postDrafts"), NONE),
        "space": [{"slug": json.dumps(slug)} for slug in (*SPACES, "absent")],
        "threads": [{}, {"open": "true"}, *({"space": json.dumps(slug)} for slug in SPACES), {"of": "JOINED"}],
        "thread": [{"number": str(number)} for number in forum_markers.numbers()],
        "posts": [{"thread": str(number)} for number in forum_markers.numbers()],
        "post": [{"thread": str(number), "number": "1"} for number in forum_markers.numbers()],
        "postReports": [{}, {"open": "true"}],
        "postDraft": [{"place": '"new"'}, {"place": '"thread:1"'}],
        "helpers": [{}, {"topic": '"safety"'}, {"text": '"SECRET"'}, {"role": "DPO"}],
        **dict.fromkeys(("myTopics", "couldHelp", "consultations"), NONE),
        "consultation": [{"slug": '"asked"'}, {"slug": '"being-written"'}, {"slug": '"absent"'}],
        "amendment": [{**one, "number": "1"} for one in references],
        "amendments": [{}, *references],
        "reviewForm": [*references, {"reference": '"ISP-9999"'}],
        "reviewTrigger": [{"id": '"1"'}, {"id": '"999999"'}, {"id": '"x"'}],
        "pageReview": paths("guidance/draft", "guidance/inside", "guidance/plain", "guidance/absent", ""),
        "intake": NONE,
        "intakeBatch": [{"id": json.dumps(str(community.papers.pk))}, {"id": '"x"'}],
        "intakePaper": [
            {"batch": json.dumps(str(community.papers.pk)), "number": "1"},
            {"batch": '"9999"', "number": "1"},
        ],
        "uploadResult": [{"id": '"1"'}, {"id": '"x"'}],
        "savedSearchDraft": [{"text": '"SECRET"', "partner": '["candidate", "trust"]'}],
        "wishes": NONE,
        "reorganisation": [{"number": str(community.plan.pk)}, {"number": "999999"}],
        "reorganisations": NONE,
        **dict.fromkeys(("noticeSettings", "ownersToChoose", "publicChanges"), NONE),
        "ourTools": NONE,
        "ourToken": [{"id": json.dumps(str(community.token.pk))}, {"id": '"999999"'}, {"id": '"x"'}],
        "savedQuery": [{"id": json.dumps(str(community.query.pk))}, {"id": '"999999"'}, {"id": '"x"'}],
        "savedSearch": [{"id": json.dumps(str(community.saved_search.pk))}, {"id": '"999999"'}, {"id": '"x"'}],
    }


def test_every_root_field_has_a_row(community: Community) -> None:
    """A root field without a row in `arguments` would be asked by nobody here."""
    assert set(root_fields()) == set(arguments(community))


def answers(
    by: Requester, community: Community, names: Iterable[str] = (), depth: int = DEPTH
) -> dict[tuple[str, str], str]:
    """(root field, arguments) -> the answer as JSON, of all root fields unless some are named."""
    found, asked = {}, arguments(community)
    for name in names or asked:
        tries = asked[name]
        for n, given in enumerate(tries):
            filtered = n > 0 and "pageSize" in root_fields()[name].args  # the list as a whole is asked in depth
            result = run_as(by, document(name, given, FILTERED if filtered else depth))
            unplanned = [e for e in result.errors or () if not hasattr(e.original_error, "code")]
            if unplanned:
                raise AssertionError((name, given, unplanned)) from unplanned[0].original_error
            errors = [str(error.original_error) for error in result.errors or ()]
            found[name, json.dumps(given)] = json.dumps({"data": result.data, "errors": errors}, default=str)
    return found


def hidden_addresses(community: Community) -> dict[str, str]:
    """Addresses of hidden things: a link can betray a page without its title."""
    pages = {f'\\"/guidance/{page.slug}\\"': page.title for page in community.hidden_pages if page.depth == 4}
    documents = (*community.documents.values(), *community.isp_files.values())
    files = {f"/documents/{file.pk}/": file.title for file in documents}
    images = {
        rendition.file.name.rpartition("/")[2]: image.title
        for image in community.images.values()
        for rendition in image.renditions.all()
    }
    return {address: title for address, title in {**pages, **files, **images}.items() if title in SECRETS}


@pytest.mark.parametrize("role", ALLOWED)
def test_every_path_shows_exactly_what_the_role_may_see(
    role: str, requester: Callable[[str], Requester], community: Community, cells: Any
) -> None:
    seen: set[str] = set()
    closed = [address for address, title in hidden_addresses(community).items() if title not in ALLOWED[role]]
    for path, text in answers(requester(role), community).items():
        found = cells.note_answer(role, path[0], text, ALLOWED[role], path)
        assert not [address for address in closed if address in text], path
        assert "<script" not in text, path
        seen |= found
    assert seen == ALLOWED[role]  # entitled people are not shut out either


@pytest.mark.parametrize("role", ALLOWED)
def test_totals_count_only_what_is_shown(
    role: str, requester: Callable[[str], Requester], community: Community
) -> None:
    by = requester(role)
    for name, field in root_fields().items():
        if "pageSize" not in field.args or name == "search":  # a search has no totals of rows
            continue
        for given in arguments(community)[name]:
            inside = ", ".join(f"{key}: {value}" for key, value in {"pageSize": "100", **given}.items())
            result = run_as(by, f"{{ {name}({inside}) {{ totalCount items {{ __typename }} }} }}")
            if result.errors:
                assert all(hasattr(error.original_error, "code") for error in result.errors), result.errors
                continue
            assert result.data is not None
            assert result.data[name]["totalCount"] == len(result.data[name]["items"]), (name, given)


TWINS: dict[str, tuple[str, list[Any], Any]] = {
    "guidanceItem": ("path", ["/guidance/draft", "/guidance/login", "/guidance/inside"], "/guidance/absent"),
    "newsItem": ("path", ["/news/inside"], "/news/absent"),
    "horizonItem": ("path", ["/horizon/inside"], "/horizon/absent"),
    "successStory": ("path", ["/stories/inside"], "/stories/absent"),
    "event": ("path", ["/events/inside"], "/events/absent"),
    "eventPlace": ("path", ["/events/inside", "/events/an-event"], "/events/absent"),
    "space": ("slug", ["everybody", "private", "hidden-room"], "absent"),
    "thread": ("number", [forum_markers.FIRST + n for n in (0, 1, 3, 4)], 999999),
    "postDraft": ("place", ["new"], "thread:1"),
    "partner": ("slug", ["candidate"], "absent"),
    "dataset": ("slug", ["a-dataset"], "absent"),
    "briefing": ("slug", ["inside", "addressed", "draft"], "absent"),
    "legalGateway": ("slug", [], "absent"),
    "registerSnapshot": ("month", ["2026-11"], "1999-01"),
    "snapshotBySha256": ("sha256", ["0" * 64], "1" * 64),
    **dict.fromkeys(("isp", "draft", "ispVersion", "ispHistory"), ("reference", [], "ISP-9999")),
    "previewPage": ("token", [], "absent"),
    "supportCase": ("number", [1], 99),
    **dict.fromkeys(("keyedCase", "application"), ("key", [], "absent")),
    **dict.fromkeys(
        ("ourPeople", "ourContacts", "bodyCheck"), ("partner", ["lead-council", "trust", "candidate"], "absent")
    ),
    **dict.fromkeys(("ourRecord", "ourDeliveries"), ("partner", ["lead-council", "trust", "candidate"], "absent")),
    "charter": ("number", [2], 999),
    "pageCredits": ("path", ["/guidance/draft", "/guidance/plain"], "/guidance/absent"),
    "creditRequest": ("id", ["1"], "999999"),
    "guidanceFromThread": ("number", [1], 999999),
    **dict.fromkeys(("signSheet", "sendingOut", "joining"), ("reference", [], "ISP-9999")),
    **dict.fromkeys(("savedSearch", "ourToken", "savedQuery"), ("id", [], "999999")),
    "consultation": ("slug", ["asked", "being-written"], "absent"),
    "reviewForm": ("reference", ["ISP-0001"], "ISP-9999"),
    "reviewTrigger": ("id", ["1"], "999999"),
    "pageReview": ("path", ["/guidance/draft", "/guidance/plain"], "/guidance/absent"),
    "reorganisation": ("number", [1], 999999),
    "uploadResult": ("id", [], "999999"),
    "intakeBatch": ("id", [], "999999"),
    "templateEdition": ("number", [2], 999),
    "questionPack": ("slug", ["withdrawn-pack"], "absent"),
}
# With arguments, but no single object by one key: a notice is asked for by its agreement and number.
MANY = {
    "amendment",
    "explore",
    "draftStep",
    "signingProgress",
    "intakePaper",
    "legalConditions",
    "post",
    "savedSearchDraft",
    "search",
    "searchCompletions",
}


def test_hidden_and_absent_are_the_same_answer(requester: Callable[[str], Requester], community: Community) -> None:
    """Of every root field that gives one object, to the public: the answers differ in nothing."""
    single = {name for name, field in root_fields().items() if field.args and "pageSize" not in field.args}
    assert single - MANY == set(TWINS)
    isps = [isp.reference for word, isp in community.isps.items() if word != "public"]
    by = requester("anonymous")
    for name, (argument, hidden, absent) in TWINS.items():
        nothing = run_as(by, document(name, {argument: json.dumps(absent)}))
        own = {"savedSearch": [str(community.saved_search.pk)], "reorganisation": [community.plan.pk]}
        by_isp = dict.fromkeys(("isp", "ispVersion", "ispHistory", "signSheet", "sendingOut", "joining"), isps)
        own |= {"ourToken": [str(community.token.pk)], "savedQuery": [str(community.query.pk)]}
        hidden = {**by_isp, **own}.get(name, hidden)
        for key in hidden:
            found = run_as(by, document(name, {argument: json.dumps(key)}))
            assert (found.data, str(found.errors)) == (nothing.data, str(nothing.errors)), (name, key)


@pytest.mark.parametrize("role", ALLOWED)
def test_files_are_served_by_the_same_gate(
    role: str, caller: Callable[..., Any], community: Community, cells: Any
) -> None:
    """Documents and pictures, by their addresses: those of ISPs by the ISP, the others by collection and page."""
    ask = caller(role)
    scope = role != "token_wrong_scope"
    give_covers()
    for document_ in (community.charter, *community.documents.values(), *community.isp_files.values()):
        may = scope and (document_ == community.charter or document_.title in ALLOWED[role])
        got = ask.get(f"/documents/{document_.pk}/")
        assert got.status_code == (200 if may else 404), document_.title
        cells.note(role, "file", document_.title if got.status_code == 200 else "", ALLOWED[role])
        got = ask.get(f"/documents/{document_.pk}/cover")
        assert got.status_code == (200 if may else 404), f"cover of {document_.title}"
    for image in (community.picture, *community.images.values()):
        may = scope and (image == community.picture or image.title in ALLOWED[role])
        for rendition in image.renditions.all():
            name = rendition.file.name.rpartition("/")[2]
            got = ask.get(f"/documents/images/{rendition.pk}/{name}")
            assert got.status_code == (200 if may else 404), image.title
            cells.note(role, "file", image.title if got.status_code == 200 else "", ALLOWED[role])


@pytest.mark.parametrize("role", ["anonymous", "member", "editor", "token_party"])
def test_a_file_that_is_held_back_is_nobodys(
    role: str, caller: Callable[..., Any], community: Community, cells: Any
) -> None:
    """Those that wait for the virus scanner and those that it refused, their covers and the sizes of pictures: for the
    core team too the answer is that of what is not there, byte for byte."""
    ask = caller(role)
    give_covers()
    files = (community.charter, *community.documents.values(), *community.isp_files.values())
    pictures = (community.picture, *community.images.values())
    names = [one.file.name for one in (*files, *pictures)]
    sizes = [rendition for image in pictures for rendition in image.renditions.all()]
    addresses = {f"/documents/{file.pk}/": "/documents/999999/" for file in files}
    addresses |= {f"/documents/{file.pk}/cover": "/documents/999999/cover" for file in files}
    for rendition in sizes:
        name = rendition.file.name.rpartition("/")[2]
        addresses[f"/documents/images/{rendition.pk}/{name}"] = f"/documents/images/999999/{name}"
    absent = {address: ask.get(address) for address in set(addresses.values())}
    for state in (Content.State.WAITING, Content.State.REFUSED):
        Content.objects.filter(names__name__in=names).update(state=state)
        for address, never in addresses.items():
            got = ask.get(address)
            assert (got.status_code, got.content) == (absent[never].status_code, absent[never].content), address
            cells.note(role, "file", "", ALLOWED[role])


def test_a_file_that_nothing_visible_holds_is_for_the_core_team(
    caller: Callable[..., Any], community: Community
) -> None:
    """In an open collection: held by nothing, by a draft alone, by a page of one group alone, no longer by an ISP."""
    nobodys, drafts, groups, removed = (make_document(name) for name in ("Nobody's", "Draft's", "Group's", "Removed"))
    for slug, file in (("draft", drafts), ("group", groups)):
        page = GuidancePage.objects.get(slug=slug)
        page.body = body_naming([], [file], [])
        page.save()
    make_isp_file(community.isps["members"], removed).delete()
    picture = make_image("Nobody's picture")
    index_references()
    rendition = picture.renditions.first()
    give_covers()
    addresses = {f"/documents/{file.pk}/{end}" for file in (nobodys, drafts, groups, removed) for end in ("", "cover")}
    addresses.add(f"/documents/images/{rendition.pk}/{rendition.file.name.rpartition('/')[2]}")
    board = {f"/documents/{groups.pk}/", f"/documents/{groups.pk}/cover"}
    for role, opens in (("editor", addresses), ("management", board), ("member", set()), ("token_party", set())):
        assert {path for path in addresses if caller(role).get(path).status_code == 200} == opens, role
