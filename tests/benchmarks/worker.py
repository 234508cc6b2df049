"""One side of the comparison. Reads "CASE times" a line, answers with CPU ms, wall ms, SQL statements and bytes."""

import json
import sys
import time

import django

django.setup()

from django.core.cache import cache  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from cms.members.models import User  # noqa: E402

SIDE, ROLE = sys.argv[1:3]
# Of the cards in a list, stock grapple gives only the page: the other fields fail there. Ours answers all of them.
BODY = """body { __typename id ... on HeadingBlock { text } ... on ProseBlock { html }
 ... on PictureBlock { alt caption image { title rendition(width: 960) { url width height } } }
 ... on DownloadBlock { note document { title url } } ... on SpokenQuoteBlock { text person role }
 ... on LinkCardsBlock { cards { __typename ... on LinkCardBlock { page { __typename id title url } } } } }"""
CARD = (
    "id title url summary authority issuer reviewOn topics(limit: 10) { slug name } sectors(limit: 10) { code label }"
)
REST = "edition sourceUrl interprets { title url } supersedes(limit: 50) { title url }"
FULL = f"{CARD} {REST} {BODY}"
LIST = """query($n: PositiveInt) { pages(contentType: "pages.GuidancePage", order: "title", limit: $n) {
 ... on GuidancePage { %s } } }"""
STOCK = {
    "FULL": (LIST % FULL, {"n": 20}),
    "CARDS": (LIST % CARD, {"n": 20}),
    "ONE": (f'{{ page(slug: "guide-3") {{ __typename id title url ... on GuidancePage {{ {FULL} }} }} }}', {}),
}
OURS = {
    "FULL": ("ExampleGuidanceFull", {}),
    "CARDS": ("ExampleGuidanceCards", {}),
    "ONE": ("ExampleGuidancePage", {"path": "/guidance/guide-3"}),
}

client = Client()
if ROLE == "member":
    user = User.objects.get(email="member@example.org")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")


def call(case: str) -> bytes:
    if SIDE == "stock":
        query, variables = STOCK[case]
        response = client.post("/graphql/", json.dumps({"query": query, "variables": variables}), "application/json")
    else:
        if SIDE == "ours":
            cache.clear()
        name, given = OURS[case]
        response = client.get("/graphql/", {"id": KEYS[name], "variables": json.dumps(given)})
    if response.status_code != 200 or b'"errors"' in response.content:
        raise SystemExit(f"{SIDE} {case}: {response.status_code} {response.content[:800]!r}")
    return bytes(response.content)


if SIDE != "stock":
    from members_api import persisted, schema

    KEYS = persisted.manifest(schema.load().operations)

for line in sys.stdin:
    case, times = line.split()
    with CaptureQueriesContext(connection) as captured:
        body = call(case)
    queries = len(captured)  # now: the next request empties the log
    cpu, wall = time.thread_time(), time.perf_counter()
    for _ in range(int(times)):
        call(case)
    cpu, wall = (time.thread_time() - cpu) / int(times), (time.perf_counter() - wall) / int(times)
    print(json.dumps([cpu * 1000, wall * 1000, queries, len(body)]), flush=True)
