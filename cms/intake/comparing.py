"""Whether a paper may be one that is there already: the same bytes, the same words, the same title and parties.

Only what the paper's own people see anyway is compared: another organisation's papers are never hinted at.
"""

from collections.abc import Sequence

from django.db.models import Q
from rapidfuzz import fuzz

from cms.core.requester import Requester
from cms.intake.guessing import Found
from cms.intake.models import Guess, Paper, PaperPage
from cms.snippets.importers.names import normalised
from cms.snippets.models import Isp, IspParty

ALIKE, COMPARED, MOST = 92.0, 4000, 400  # per cent; characters; papers that are compared at once
TITLES_ALIKE = 93.0


def papers_beside(paper: Paper) -> Q:
    """Papers of the same partner; the core team's own are compared with all."""
    partner = paper.batch.partner_id  # type: ignore[attr-defined]
    return Q(batch__partner=partner) if partner else Q()


def same_as_guesses(paper: Paper, text: str, found: Sequence[Found]) -> list[Guess]:
    """Rows to be written: one for each paper or ISP that this one may be."""
    others = Paper.objects.filter(papers_beside(paper)).exclude(pk=paper.pk).order_by("-pk")
    said: dict[int, str] = {}
    if paper.sha256:
        for key in others.filter(sha256=paper.sha256).values_list("pk", flat=True)[:3]:
            said[key] = "The very same file, byte by byte."
    title = next((one.value for one in found if one.field == "title"), "" if paper.sha256 else paper.name)
    parties = {one.value for one in found if one.field == "party" and one.value}
    said |= {key: why for key, why in _alike(paper, others, text, title, parties).items() if key not in said}
    rows = [_guess(paper, f"paper:{key}", why) for key, why in list(said.items())[:5]]
    return rows + [_guess(paper, f"isp:{isp.reference}", why) for isp, why in _isps(paper, title, parties)]


def _alike(paper: Paper, others: object, text: str, title: str, parties: set[str]) -> dict[int, str]:
    words = " ".join(text.split())[:COMPARED]
    rows = list(others[:MOST])  # type: ignore[index]
    keys = [row.pk for row in rows]
    titles = dict(Guess.objects.filter(paper__in=keys, field=Guess.Field.TITLE).values_list("paper", "value"))
    named: dict[int, set[str]] = {}
    for key, slug in Guess.objects.filter(paper__in=keys, field=Guess.Field.PARTY).values_list("paper", "value"):
        named.setdefault(key, set()).add(slug)
    texts: dict[int, str] = {}
    if len(words) > 300:
        for key, part in (
            PaperPage.objects.filter(paper__in=keys).order_by("paper", "number").values_list("paper", "text")
        ):
            if len(texts.get(key, "")) < COMPARED:
                texts[key] = f"{texts.get(key, '')} {' '.join(part[:COMPARED].split())}".strip()[:COMPARED]
    said = {}
    for key in keys:
        same_title = title and normalised(titles.get(key, "")) == normalised(title)
        if same_title and parties and parties == named.get(key, set()) - {""}:
            said[key] = "The same title and the same partners."
        elif len(texts.get(key, "")) > 300:
            alike = fuzz.ratio(words, texts[key], score_cutoff=ALIKE)
            if alike:
                said[key] = f"{alike:.0f}% of the words are the same."
    return said


def _isps(paper: Paper, title: str, parties: set[str]) -> list[tuple[Isp, str]]:
    """Agreements of the register with this title and a partner in common, that the paper's own people see."""
    if not title:
        return []
    by = _reader(paper)
    found = []
    for isp in Isp.objects.visible_to(by).filter(retired_on=None).only("pk", "reference", "title", "lead_id"):
        if normalised(isp.title) == normalised(title):
            alike = "The same title"
        elif fuzz.ratio(normalised(isp.title), normalised(title)) >= TITLES_ALIKE:
            alike = "Nearly the same title"
        else:
            continue
        named = set(IspParty.objects.filter(version__isp=isp).values_list("partner__slug", flat=True))
        common = parties & named
        if parties and named and not common:
            continue
        found.append((isp, f"{alike}{', and partners in common' if common else ''}: {isp.reference}, {isp.title}."))
    return found[:5]


def _reader(paper: Paper) -> Requester:
    """With the eyes of the paper's own people, at their narrowest: a plain member of the partner."""
    partner = paper.batch.partner_id  # type: ignore[attr-defined]
    return Requester(partners=frozenset({partner}), acting_for=partner) if partner else Requester(is_editor=True)


def _guess(paper: Paper, value: str, why: str) -> Guess:
    return Guess(paper=paper, field=Guess.Field.SAME_AS, value=value, how=Guess.How.COMPARED, note=why[:250])
