"""The whole demonstration: people, members, hand-written agreements, and as many more as are asked for."""

import random
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import transaction

from cms.audit import services as audit
from cms.core import clock, content_version
from cms.core.errors import BadInput, Conflict
from cms.core.requester import SYSTEM
from cms.members.models import User
from cms.members.roles import ensure_roles, sync_all_groups
from cms.overview.demo import around, many
from cms.overview.demo.agreements import Law, make_agreement, read_specs
from cms.overview.demo.alerts import make_alerts
from cms.overview.demo.bodies import make_bodies
from cms.overview.demo.briefings import make_briefings
from cms.overview.demo.drafts import make_draft_comments
from cms.overview.demo.events import make_events
from cms.overview.demo.forum import make_forum
from cms.overview.demo.helping import make_helping
from cms.overview.demo.joining import make_joining
from cms.overview.demo.people import ACCOUNTS, join, make_accounts, staff
from cms.overview.demo.reviews import make_review_examples
from cms.overview.demo.succession import make_plan
from cms.overview.demo.tools import make_tools
from cms.overview.demo.turns import make_turns
from cms.pages.setup import ensure_workflows
from cms.reviews.reminders import open_reviews
from cms.snippets.models import Partner

Say = Callable[[str], object]
SPECS = Path("demo/agreements.json")
SEED = 2026


def data_folder() -> Path:
    return Path(settings.BASE_DIR) / "data"


def accounts_file() -> Path:
    return Path(settings.DATA_DIR) / "demo-accounts.json"


@transaction.atomic
def make_demo(*, isps: int = 0, partners: int = 0, seed: int = SEED, say: Say = lambda line: None) -> dict[str, int]:
    """Make the examples, once; with `isps` and `partners`, as many generated ones as are wanted besides.

    Returns counts by kind. The same seed gives the same examples. Raises Conflict in production, and BadInput where the
    organisations that the examples need have not been imported.
    """
    if settings.ENVIRONMENT == "production":
        raise Conflict("Invented people and agreements have no place in production.")
    specs = read_specs(data_folder() / SPECS)
    bodies = _bodies(specs)
    ensure_roles()
    ensure_workflows()
    around.make_settings()
    for partner in bodies.values():
        join(partner)
    people = make_accounts(bodies, accounts_file())
    say(f"  {len(people)} demo sign-ins: {accounts_file()}")
    rng = random.Random(seed)  # noqa: S311 - names and numbers of examples, no secrets
    leads: dict[str, User] = {}

    def person(code: str) -> User:
        """The owner that a specification names: a demo sign-in by key, or "ig:<slug>"."""
        if not code.startswith("ig:"):
            return people[code]
        slug = code[3:]
        if slug not in leads:
            leads[slug] = staff(bodies[slug], rng)
        return leads[slug]

    law = Law()
    datasets = around.make_datasets(bodies)
    for spec in specs:
        make_agreement(spec, bodies, law, person, datasets.get(spec["key"]))
    say(f"  {len(specs)} hand-written example agreements")
    around.make_pages(bodies)
    around.make_approval(people["editor"])
    around.make_cases(people)
    make_plan(data_folder(), people["editor"])
    sync_all_groups()
    if partners:
        say(f"  {many.make_members(partners, rng)} more example members")
    if isps:
        say(f"  {many.make_agreements(isps, rng, law)} generated example agreements")
    open_reviews(clock.today())
    make_alerts()
    make_review_examples()
    make_draft_comments(people["editor"])
    make_forum(people)
    make_events(people)
    make_turns(people)
    make_helping(people)
    make_joining(people)
    make_bodies(people)
    make_tools(people["lead"], accounts_file().with_name("demo-tools.json"))
    make_briefings(people["editor"])
    content_version.bump()
    found = around.counts()
    audit.record(SYSTEM, "demo.made", label="examples", after=found)
    return found


def _bodies(specs: list[dict[str, object]]) -> dict[str, Partner]:
    wanted = {str(row[0]) for spec in specs for row in spec["parties"]}  # type: ignore[attr-defined]
    wanted |= {slug for account in ACCOUNTS for slug in account.partners}
    found = {partner.slug: partner for partner in Partner.objects.filter(slug__in=wanted).select_related("sector")}
    if missing := sorted(wanted - found.keys()):
        raise BadInput(f"Import the partners first: {', '.join(missing)} are missing.")
    return found
