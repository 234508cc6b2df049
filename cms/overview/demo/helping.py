"""Who knows what in the demonstration, and a draft on which members are asked."""

import datetime

from cms.consultations.models import Consultation
from cms.consultations.services import comment, put_out
from cms.core import clock
from cms.forum.expertise import Known, change_card, choose_topics
from cms.members.models import User
from cms.members.selectors import requester_of
from cms.snippets.models import Topic

SLUG = "our-tone-of-voice"
DRAFT = """# How we write

We use short words. Where a long one is needed we say once what it is.

We answer the telephone before the fourth ring, and letters within a week.

# How we disagree

We say what we would do instead, and we thank each other for saying it."""
KNOWS = {
    "two": (("roles", "Who does what in a small team; templates for a rota (example)"),),
    "head": (("roles", "Reception desks and duty rotas (example)"),),
}
FOLLOWS = {"charity": ("roles",), "lead": ("roles",)}


def make_helping(people: dict[str, User]) -> int:
    """Topics, cards and one consultation, once. Returns how many consultations there are."""
    there = set(Topic.objects.values_list("slug", flat=True))
    for name, said in KNOWS.items():
        by, known = requester_of(people[name]), {slug: Known(note) for slug, note in said if slug in there}
        choose_topics(by=by, knows=known)
        change_card(by=by, topics=known, shows_phone=True)
    for name, slugs in FOLLOWS.items():
        choose_topics(by=requester_of(people[name]), follows=[slug for slug in slugs if slug in there])
    if not Consultation.objects.filter(slug=SLUG).exists():
        _consult(people)
    return int(Consultation.objects.count())


def _consult(people: dict[str, User]) -> None:
    today = clock.today()
    found = Consultation.objects.create(
        kind=Consultation.Kind.PRINCIPLES,
        title="Our tone of voice (example)",
        slug=SLUG,
        summary="Four sentences on how we write and ring each other. Is anything missing? (example)",
        text=DRAFT,
        opens_on=today,
        closes_on=today + datetime.timedelta(days=28),
    )
    put_out(by=requester_of(people["editor"]), pk=found.pk)
    for name, number, stance, words in (
        ("two", 3, "change", "Five rings: our desk is across the yard. (example)"),
        ("charity", 2, "support", "Yes please. (example)"),
    ):
        comment(
            by=requester_of(people[name]),
            slug=SLUG,
            paragraph=number,
            stance=stance,
            body=words,
            submission_id=f"demo-{name}",
        )
