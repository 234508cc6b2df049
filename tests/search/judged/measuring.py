"""How well the product answers the judged questions, as each kind of person: nDCG@10 and the first good hit."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import ir_measures
from django.utils.text import slugify
from ir_measures import nDCG

from cms.core.requester import Requester
from cms.discovery.results import SearchPage
from cms.discovery.selectors import find
from cms.snippets.models import Partner
from tests.search.judged.questions import GOOD, PEOPLE, Question

NDCG = nDCG @ 10
LOOKED_AT = 20  # a page of the site; hits among which the first good one is looked for
# Each asks as a member of these organisations.
MEMBERS: dict[str, tuple[str, ...]] = {
    "head_of_service": ("colchester-city-council",),
    "practitioner": ("essex-county-council",),
    "ig_lead": ("braintree-district-council", "tendring-district-council"),
    "small_charity": ("action-for-family-carers",),
    "new_starter": ("basildon-borough-council",),
}


@dataclass(frozen=True, slots=True)
class Answer:
    question: Question
    found: tuple[str, ...]  # things, the best first; at most LOOKED_AT
    total: int
    ndcg: float

    @property
    def first_good(self) -> int | None:
        """The rank of the first hit that answers the question, from 1; None where none is among those looked at."""
        good = {thing for thing, grade in self.question.grades.items() if grade.value >= GOOD}
        return next((rank for rank, thing in enumerate(self.found, start=1) if thing in good), None)


@dataclass(frozen=True, slots=True)
class Figures:
    questions: int
    ndcg: float
    reciprocal: float  # mean of 1 / rank of the first good hit
    first: float  # share of questions whose first hit is good
    page: float  # share with a good hit among the first ten


def requesters() -> dict[str, Requester]:
    partners = dict(Partner.objects.values_list("slug", "pk"))
    found = {}
    for number, who in enumerate(PEOPLE, start=9001):
        own = frozenset(partners[slug] for slug in MEMBERS[who])
        roles = frozenset((partner, "ig_lead") for partner in own) if who == "ig_lead" else frozenset()
        found[who] = Requester(user_id=number, partners=own, roles=roles)
    return found


def stable_name(kind: str, url: str, title: str) -> str:
    """A name that no reload of the content changes: the kind and the end of the address.

    People live on the page of their organisation and files on that of their agreement: "person:jo-marshgate" by the
    name, "file:ISP-0007" by the agreement.
    """
    page, _, fragment = url.rpartition("/")[2].partition("#")
    if kind == "person":
        return f"person:{slugify(title.removesuffix('(example)'))}"
    return f"{kind}:{fragment if kind == 'glossary' else page}"


def answers(questions: Iterable[Question], by: Mapping[str, Requester]) -> list[Answer]:
    """Ask every question as its person, through the door that the site uses."""
    return [answer(question, find(question.text, by=by[question.who], page_size=LOOKED_AT)) for question in questions]


def answer(question: Question, page: SearchPage) -> Answer:
    assert not page.degraded, f"the engine is away: {question.name}"
    found = tuple(stable_name(hit.kind, hit.url, hit.title) for hit in page.hits)
    grades = {question.name: {thing: grade.value for thing, grade in question.grades.items()}}
    run = {question.name: {thing: float(-rank) for rank, thing in enumerate(found)}}
    value = float(ir_measures.calc_aggregate([NDCG], grades, run)[NDCG])
    return Answer(question, found, page.total, value)


def figures(found: Sequence[Answer]) -> Figures:
    count = len(found)

    def share(of: Callable[[int | None], float]) -> float:
        return sum(of(one.first_good) for one in found) / count

    return Figures(
        questions=count,
        ndcg=sum(one.ndcg for one in found) / count,
        reciprocal=share(lambda rank: 1 / rank if rank else 0),
        first=share(lambda rank: rank == 1),
        page=share(lambda rank: rank is not None and rank <= 10),
    )


def by_person(found: Sequence[Answer]) -> dict[str, Figures]:
    return {who: figures([one for one in found if one.question.who == who]) for who in PEOPLE}


def table(name: str, found: Sequence[Answer]) -> str:
    rows = {
        "all": figures(found),
        "tuned on": figures([one for one in found if not one.question.held_out]),
        "held out": figures([one for one in found if one.question.held_out]),
        **by_person(found),
    }
    lines = [f"{name:18}{'questions':>10}{'nDCG@10':>9}{'1/rank':>8}{'first':>8}{'page':>8}"]
    lines += [
        f"  {label:16}{row.questions:>10}{row.ndcg:>9.3f}{row.reciprocal:>8.3f}{row.first:>8.0%}{row.page:>8.0%}"
        for label, row in rows.items()
    ]
    return "\n".join(lines)


def worst(found: Sequence[Answer], count: int = 15) -> str:
    lines = []
    for one in sorted(found, key=lambda one: (one.ndcg, one.question.name))[:count]:
        rank = one.first_good
        lines.append(
            f"  {one.ndcg:.2f}  first good {rank or '-':>2}  of {one.total:>3}  {one.question.name}"
            + ("  (held out)" if one.question.held_out else "")
        )
        lines.append(f"        found: {', '.join(one.found[:3]) or 'nothing'}")
        lines.append(f"        wanted: {', '.join(t for t, g in one.question.grades.items() if g.value >= GOOD)}")
    return "\n".join(lines)
