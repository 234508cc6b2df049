"""Objects that some may not see, each with one that is not there: the two answers must be the same.

The marker of a pair says who may see the object: whoever is not shown it anywhere is told nothing of it here.
"""

import json
from dataclasses import dataclass
from typing import Any

from tests.factories import forum_markers
from tests.reads.readers import World

BY_AGREEMENT: dict[str, dict[str, Any]] = {  # root field: what it needs besides the reference
    **dict.fromkeys(("isp", "draft", "ispVersion", "ispHistory", "reviewForm"), {}),
    **dict.fromkeys(("signSheet", "sendingOut", "joining", "signingProgress"), {}),
    "amendment": {"number": 1},
    "draftStep": {"step": "summary"},
}
PAGES = {
    "guidanceItem": {
        "guidance/draft": "draft-page",
        "guidance/login": "login-section",
        "guidance/login/below": "login-page",
        "guidance/group": "group-section",
        "guidance/group/below": "group-page",
        "guidance/password/below": "password-page",
        "guidance/inside": "members-guidancepage",
    },
    "newsItem": {"news/inside": "members-newspage"},
    "horizonItem": {"horizon/inside": "members-horizonpage"},
    "successStory": {"stories/inside": "members-storypage"},
    "event": {"events/inside": "members-eventpage"},
    "eventPlace": {"events/inside": "members-eventpage"},
    "pageCredits": {"guidance/draft": "draft-page", "guidance/inside": "members-guidancepage"},
    "pageReview": {"guidance/draft": "draft-page", "guidance/inside": "members-guidancepage"},
}
THREADS = ("open", "hidden", "joined", "private", "confidential")
BY_THREAD: dict[str, dict[str, Any]] = {"thread": {}, "post": {"number": 1}, "posts": {}, "guidanceFromThread": {}}
BY_SLUG = {
    "partner": {"candidate": "candidate-partner"},
    "dataset": {"a-dataset": "register-dataset"},
    "briefing": {"inside": "members-briefing", "addressed": "recipients-briefing", "draft": "draft-briefing"},
    "consultation": {"asked": "asked-consultation", "being-written": "written-consultation"},
    "space": {"hidden-room": "confidential-space", "private": "open-thread", "joined": "space-purpose"},
    "questionPack": {"withdrawn-pack": "withdrawn-pack"},
}
FILTERS = {"isps": ("lead", "party"), "datasets": ("holder",), "successStories": ("partner",)}  # that name a partner
# With an argument, but one that names no object of somebody's: nothing, or a key that is the right itself.
OPEN = {
    *("legalGateway", "search", "searchCompletions", "savedSearchDraft", "legalConditions"),
    *("registerSnapshot", "snapshotBySha256"),  # the site's own; hidden and absent: tests/members_api/test_snapshots.py
    *(
        "application",
        "keyedCase",
        "previewPage",
        "explore",
        "creditRequest",
        "reviewTrigger",
        "uploadResult",
        "postDraft",
    ),
}
OF_BODY = (("bodyCheck", "own-token"), ("ourContacts", "own-token"))  # who looks after its tokens answers for it
NOT_THERE = 999_999


@dataclass(frozen=True, slots=True)
class Pair:
    name: str
    hidden: dict[str, str]
    absent: dict[str, str]
    marker: str


def pairs(world: World) -> list[Pair]:
    found: list[Pair] = []

    def add(name: str, part: str, hidden: dict[str, Any], absent: dict[str, Any], **more: Any) -> None:
        both = [{key: json.dumps(value) for key, value in {**more, **one}.items()} for one in (hidden, absent)]
        found.append(Pair(name, both[0], both[1], f"SECRET-{part}"))

    for name, more in BY_AGREEMENT.items():
        for word, isp in world.isps.items():
            if word != "public":
                add(name, f"{word}-isp", {"reference": isp.reference}, {"reference": "ISP-9999"}, **more)
    nobody = {"reference": "ISP-9999"}
    add("draft", "next-text", {"reference": world.isps["public"].reference}, nobody)
    add("ispVersion", "next-text", {"reference": world.isps["public"].reference, "number": 2}, {**nobody, "number": 2})
    for name, paths in PAGES.items():
        for path, part in paths.items():
            add(name, part, {"path": f"/{path}"}, {"path": f"/{path.partition('/')[0]}/absent"})
    for name, more in BY_THREAD.items():
        key = "number" if name in ("thread", "guidanceFromThread") else "thread"
        for n, word in enumerate(THREADS):
            add(name, f"{word}-thread", {key: forum_markers.FIRST + n}, {key: NOT_THERE}, **more)
    for name, slugs in BY_SLUG.items():
        for slug, part in slugs.items():
            add(name, part, {"slug": slug}, {"slug": "absent"})
    for name, keys in FILTERS.items():
        for key in keys:
            add(name, "candidate-partner", {key: "candidate"}, {key: "absent"})
    for name, part in (
        ("ourPeople", "invited-person"),
        ("ourRecord", "audit-event"),
        ("ourDeliveries", "sent-file"),
        *OF_BODY,
    ):
        add(name, part, {"partner": "trust"}, {"partner": "absent"})
    for name, part, row in (
        ("ourToken", "own-token", world.token),
        ("savedQuery", "own-query", world.query),
        ("savedSearch", "own-search", world.saved_search),
        ("intakeBatch", "old-batch", world.papers),
    ):
        add(name, part, {"id": str(row.pk)}, {"id": str(NOT_THERE)})
    add("intakePaper", "old-batch", {"batch": str(world.papers.pk)}, {"batch": str(NOT_THERE)}, number=1)
    add("supportCase", "own-case", {"number": world.case.number}, {"number": NOT_THERE})
    add("reorganisation", "bodies-plan", {"number": world.plan.pk}, {"number": NOT_THERE})
    add("charter", "charter-draft", {"number": 2}, {"number": NOT_THERE})
    add("charterSignatories", "charter-draft", {"number": 2}, {"number": NOT_THERE})
    add("templateEdition", "edition-draft", {"number": 2}, {"number": NOT_THERE})
    return found
