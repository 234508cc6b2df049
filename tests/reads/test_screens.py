"""The addresses of the members' site: the readers that the smaller matrix (tests/members_api/test_screens.py) has not,
and for every reader the same page for what is hidden as for what is not there."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories import forum_markers
from tests.members_api.test_screens import addresses, plain, routes, words
from tests.reads.cells import path_of_route
from tests.reads.pairs import NOT_THERE, THREADS
from tests.reads.readers import SEES, WITHOUT_FACTOR, World

Browse = Callable[..., Any]
VISITORS = ("anonymous", "leaver", "suspended", "member", "party", "management", "editor", "partner_lead", "moderator")
MORE = ("partner_lead", "several", "moderator", "lead_without_factor")  # the frontend has no rights of its own
OWN = ("/organisation", "/charter", "/directory", "/tasks", "/search", "/partners/", "/community/me")
SLOW = (".pdf", ".docx", "/print", "/card")  # made of the same answers as the pages; the smaller matrix opens them
BY_SLUG = {  # start of the address: slug: who sees it
    "/guidance/": {"draft": "draft-page", "group": "group-section", "inside": "members-guidancepage"},
    "/news/": {"inside": "members-newspage"},
    "/horizon/": {"inside": "members-horizonpage"},
    "/stories/": {"inside": "members-storypage"},
    "/events/": {"inside": "members-eventpage"},
    "/partners/": {"candidate": "candidate-partner"},
    "/datasets/": {"a-dataset": "register-dataset"},
    "/briefings/": {"inside": "members-briefing", "addressed": "recipients-briefing", "draft": "draft-briefing"},
    "/community/spaces/": {"hidden-room": "confidential-space"},
    "/consultations/": {"asked": "asked-consultation", "being-written": "written-consultation"},
    "/templates/questions/": {"withdrawn-pack": "withdrawn-pack"},
}
OF_AGREEMENT = ("", "/history", "/versions/1", "/review", "/sign", "/join", "/report", "/arrivals")


def pairs(world: World) -> list[tuple[str, str, str, str, str]]:
    """(start, hidden, absent, end, marker): addresses that differ in one name."""
    found = [(start, slug, "absent", "", part) for start, by in BY_SLUG.items() for slug, part in by.items()]
    for word, isp in world.isps.items():
        if word != "public":
            found += [("/isps/", isp.reference, "ISP-9999", end, f"{word}-isp") for end in OF_AGREEMENT]
            found.append(("/drafts/", isp.reference, "ISP-9999", "", f"{word}-isp"))
    gone = str(NOT_THERE)
    found += [
        ("/community/threads/", str(forum_markers.FIRST + n), gone, "", f"{word}-thread")
        for n, word in enumerate(THREADS)
    ]
    found += [
        ("/charter/", "2", gone, "", "charter-draft"),
        ("/templates/", "2", gone, "", "edition-draft"),
        ("/ask/", str(world.case.number), gone, "", "own-case"),
        ("/reorganisations/", str(world.plan.pk), gone, "", "bodies-plan"),
        ("/saved-searches/", str(world.saved_search.pk), gone, "", "own-search"),
        ("/organisation/tokens/", str(world.token.pk), gone, "", "own-token"),
        ("/organisation/data/", str(world.query.pk), gone, "", "own-query"),
        ("/organisation/add/", str(world.papers.pk), gone, "", "old-batch"),
        ("/organisation/people?of=", "trust", "absent", "", "invited-person"),
        ("/organisation/record?partner=", "trust", "absent", "", "audit-event"),
        ("/organisation/check?of=", "trust", "absent", "", "own-token"),
        ("/organisation/deliveries?partner=", "trust", "absent", "", "sent-file"),
    ]
    return found


@pytest.mark.parametrize("role", VISITORS)
def test_a_hidden_address_looks_like_one_that_is_not_there(
    role: str, browse: Browse, community: World, cells: Any, settings: Any
) -> None:
    settings.MFA_REQUIRED = role in WITHOUT_FACTOR
    hidden = [pair for pair in pairs(community) if f"SECRET-{pair[-1]}" not in SEES[role]]
    asked = {f"{start}{name}{end}" for start, one, absent, end, _ in hidden for name in (one, absent)}
    paths = sorted(asked)
    got = dict(zip(paths, browse(role, *paths), strict=True))
    for start, name, absent, end, _ in hidden:
        one, other = got[f"{start}{name}{end}"], got[f"{start}{absent}{end}"]
        names, others = ([start + word + end, *([word] if len(word) > 3 else ())] for word in (name, absent))
        assert plain(one, *names) == plain(other, *others), (start, name, end)
        cells.note(role, "error text", words(one), SEES[role], start + name + end)
    assert hidden  # the editor sees most of them


@pytest.mark.parametrize("role", MORE)
def test_more_readers_see_only_what_is_theirs_on_screens_and_in_files(
    role: str, browse: Browse, community: World, cells: Any, settings: Any
) -> None:
    settings.MFA_REQUIRED = role in WITHOUT_FACTOR
    chosen = {
        route: tries[:3]
        for route, tries in addresses(community).items()
        if (route.startswith(OWN) or path_of_route(route) not in ("list", "detail")) and not route.endswith(SLOW)
    }
    assert len(chosen) > 30
    assert set(chosen) <= routes()
    paths = [(route, path) for route, tries in chosen.items() for path in tries]
    for (route, path), response in zip(paths, browse(role, *(path for _, path in paths)), strict=True):
        assert response.status_code in (200, 303, 404), (path, response.status_code, response.text[-500:])
        kind = "error text" if response.status_code == 404 else path_of_route(route)
        cells.note(role, kind, words(response), SEES[role], path)
