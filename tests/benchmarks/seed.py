"""The benchmark's rows: 61 public pages of guidance, each with a body of 11 blocks. Made once, then kept."""

import json

import django

django.setup()

from django.db import transaction  # noqa: E402

from cms.pages.models import Audience, GuidancePage  # noqa: E402
from cms.snippets.models import Topic  # noqa: E402
from tests.factories.community import block  # noqa: E402
from tests.factories.pages import make_document, make_image, make_page  # noqa: E402
from tests.factories.people import SectorFactory  # noqa: E402
from tests.factories.registers import make_partner, make_user  # noqa: E402

PAGES, PICTURES, TARGETS = 61, 30, 32


@transaction.atomic
def seed() -> None:
    topics = [Topic.objects.create(name=f"Topic {n}", slug=f"topic-{n}") for n in range(12)]
    sectors = [SectorFactory(code=f"sector-{n}") for n in range(8)]
    pictures = [make_image(f"Picture {n}") for n in range(PICTURES)]
    files = [make_document(f"File {n}") for n in range(PICTURES)]
    open_to_all = {"audience": Audience.PUBLIC}
    targets = [make_page(GuidancePage, f"Target {n}", slug=f"target-{n}", **open_to_all) for n in range(TARGETS)]
    GuidancePage.objects.filter(pk__in=[page.pk for page in targets[1:]]).update(superseded_by=targets[0].pk)
    for n in range(PAGES):
        around = [targets[(n + step) % TARGETS] for step in range(4)]
        links = [f'<p>Read <b>now</b> <a linktype="page" id="{page.pk}">this page</a>.</p>' * 3 for page in around]
        body = [
            block("heading", text="Heading"),
            *(block("prose", html=html) for html in links),
            *(
                block("picture", image=pictures[(n + step) % PICTURES].pk, alt="A picture", caption="")
                for step in range(3)
            ),
            block("document", document=files[n % PICTURES].pk, note=""),
            block("link_cards", cards=[{"type": "item", "value": {"title": "Go", "page": p.pk}} for p in around]),
            block("quote", text="It helped.", person="A practitioner", role="Lead"),
        ]
        make_page(
            GuidancePage, f"A guide {n:02}", slug=f"guide-{n}", body=json.dumps(body), interprets=around[0],
            topics=topics[n % 9 : n % 9 + 3], sectors=sectors[n % 6 : n % 6 + 2], **open_to_all,
        )  # fmt: skip
    make_user("member@example.org", make_partner("bench-council"))


if not GuidancePage.objects.exists():
    seed()
