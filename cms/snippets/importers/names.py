"""Which partner a printed name means: by rule, never by likeness.

In order: what an editor decided before, the exact name, an alias or former name, a code. Case, spaces and the shape of
quotes and dashes are not looked at; an acronym in brackets is, and must mean the same body. Everything else resolves to
nothing, with candidates that a person may choose from.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import KeysView
from dataclasses import dataclass
from typing import Any, Literal

from rapidfuzz import fuzz, process

from cms.snippets.models import NameDecision, Partner, PartnerAlias, Succession

How = Literal["exact", "alias", "former_name", "code"]
SHAPES = str.maketrans("‘’‚‛ʼ`´“”„‐‑‒–—―−\u00a0", "'''''''\"\"\"-------" + " ")
TRAILING_BRACKET = re.compile(r"^(?P<name>.+?)\s*\((?P<short>[^()]+)\)$")
PIECES = re.compile(r"[/,;&()+]|\band\b", re.IGNORECASE)
LONGEST = 2000  # characters that are compared: of a million accents on one letter Python would be busy for minutes
ENDED = (Partner.Existence.MERGED, Partner.Existence.REPLACED, Partner.Existence.CLOSED)
CANDIDATES, LIKENESS = 5, 55.0
GOV_REGISTER = "government-organisation:"


def as_written(text: str) -> str:
    """The name with its case, in one shape of quotes, dashes and spaces."""
    return " ".join(unicodedata.normalize("NFKC", text[:LONGEST]).translate(SHAPES).split())


def normalised(text: str) -> str:
    """The form under which two spellings are the same name."""
    return as_written(text).casefold()


def is_abbreviation(text: str) -> bool:
    """A few capitals, such as ETC: an ordinary word in small letters, so its case counts."""
    return bool(re.fullmatch(r"[A-Z][A-Z0-9&-]{1,7}", text))


@dataclass(frozen=True, slots=True)
class Known:
    """A partner as far as names need it. `successors` are slugs of the bodies that took over from it."""

    pk: int
    slug: str
    name: str
    can_sign: bool = True
    existence: str = "active"
    ended_on: str = ""
    was_divided: bool = False
    successors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a text means: `partners` holds one slug, several if an editor said "these bodies", none while it is open."""

    text: str
    partners: tuple[str, ...] = ()
    how: How | None = None
    candidates: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    not_an_organisation: bool = False

    @property
    def partner(self) -> str | None:
        return self.partners[0] if len(self.partners) == 1 else None

    @property
    def is_settled(self) -> bool:
        return bool(self.partners) or self.not_an_organisation

    def as_json(self) -> dict[str, object]:
        """One object of `resolve_names --json`."""
        return {"text": self.text, "partner": self.partner, "how": self.how, "candidates": list(self.candidates)}


class NameIndex:
    """All names of all partners, read once in five queries; `resolve` then asks the database nothing."""

    def __init__(self) -> None:
        # A second row of a body stands for the first, whatever name or code of it is printed.
        self.partners, self._survivors = _partners()
        self.keys = {partner.slug: partner.pk for partner in self.partners.values()}
        self._written: dict[str, dict[How, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._folded: dict[str, dict[How, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._codes: dict[str, set[str]] = defaultdict(set)
        self._choices: dict[str, str] = {}
        self._answers: dict[str, Resolution] = {}
        self._read_names()
        self._decisions = _decisions()

    def canonical(self, slug: str) -> str:
        """The address of the body's row that counts, where it had two."""
        return self._survivors.get(slug, slug)

    def _add(self, text: str, how: How, slug: str) -> None:
        slug = self.canonical(slug)
        written = as_written(text)
        self._written[written][how].add(slug)
        if not is_abbreviation(written):
            self._folded[written.casefold()][how].add(slug)
        self._choices.setdefault(written.casefold(), slug)

    def _read_names(self) -> None:
        rows = Partner.objects.values_list("slug", "name", "ods_code", "gss_code", "urn", "gov_register_code")
        for slug, name, ods, gss, urn, gov in rows:
            self._add(name, "exact", slug)
            for code in (ods, gss, urn, f"{GOV_REGISTER}{gov}" if gov else ""):
                if code:
                    self._codes[code.casefold()].add(self.canonical(slug))
        for slug, name, kind in PartnerAlias.objects.values_list("partner__slug", "name", "kind"):
            self._add(name, "former_name" if kind == PartnerAlias.Kind.FORMER_NAME else "alias", slug)

    def resolve(self, text: str) -> Resolution:
        """What this text means, by rule. Candidates come only where nothing was resolved, best first."""
        key = as_written(text)
        if key not in self._answers:
            self._answers[key] = self._resolve(key)
        found = self._answers[key]
        return found if found.text == text else Resolution(text, *_rest(found))

    def _resolve(self, text: str) -> Resolution:
        decision = self._decisions.get(text.casefold())
        if decision is not None:
            outcome, settled = decision[0], tuple(sorted({self.canonical(slug) for slug in decision[1]}))
            if outcome == NameDecision.Outcome.NOT_AN_ORGANISATION:
                return Resolution(
                    text, not_an_organisation=True, warnings=(f"“{text}” was settled not to be an organisation.",)
                )
            if settled:
                return self._checked(text, settled, "alias", decided=True)
        slugs, how = self._by_rule(text)
        if how is not None and len(slugs) == 1:
            return self._checked(text, tuple(slugs), how)
        return Resolution(text, candidates=tuple(sorted(slugs)) if slugs else self.candidates(text))

    def _by_rule(self, text: str) -> tuple[set[str], How | None]:
        if not text:
            return set(), None
        for names, key in ((self._written, text), (self._folded, text.casefold())):
            found = names.get(key)
            if found:
                hows: tuple[How, ...] = ("exact", "former_name", "alias")
                first = next(how for how in hows if how in found)
                # Two bodies of one name are two answers, whatever the name is to each.
                return set().union(*found.values()), first
        if slugs := self._codes.get(text.casefold()):
            return slugs, "code"
        if brackets := TRAILING_BRACKET.match(text):
            named, how = self._by_rule(brackets["name"])
            short, _ = self._by_rule(brackets["short"])
            if how is not None and len(named) == 1 and named == short:
                return named, "alias"
        return set(), None

    def _checked(self, text: str, slugs: tuple[str, ...], how: How, *, decided: bool = False) -> Resolution:
        warnings: list[str] = []
        for slug in slugs:
            partner = self.partners[slug]
            if not partner.can_sign:
                warnings.append(f"{partner.name} is not a legal body: it cannot sign.")
            if partner.existence in ENDED:
                divided = len(partner.successors) > 1 or (not partner.successors and partner.was_divided)
                if divided and not decided:
                    return Resolution(
                        text, candidates=partner.successors or (slug,), warnings=(self._divided(partner),)
                    )
                warnings.append(self._divided(partner) if divided else self._ended(partner))
        return Resolution(text, slugs, how, (), tuple(warnings))

    def _divided(self, partner: Known) -> str:
        return f"{partner.name} has ended{_since(partner)} and its work went to several bodies."

    def _ended(self, partner: Known) -> str:
        if not partner.successors:
            return f"{partner.name} has ended{_since(partner)}; no successor is recorded."
        chain = self._chain(partner)
        later = f", today {chain[-1].name}" if len(chain) > 1 else ""
        return f"{partner.name} has ended{_since(partner)}: {chain[0].name} took over{later}."

    def _chain(self, partner: Known) -> list[Known]:
        """The bodies that took over one after another, for as long as each has one successor."""
        chain: list[Known] = []
        while len(partner.successors) == 1 and self.partners[partner.successors[0]] not in chain:
            partner = self.partners[partner.successors[0]]
            chain.append(partner)
        return chain

    def printed_names(self) -> KeysView[str]:
        """Every name of every partner, in small letters: to see whether a text is near one, never what it means."""
        return self._choices.keys()

    def candidates(self, text: str) -> tuple[str, ...]:
        """Slugs a person may choose from: bodies named in a part of the text, then the most alike. Never applied."""
        found: dict[str, None] = {}
        for piece in PIECES.split(text):
            slugs, _ = self._by_rule(piece.strip())
            found.update(dict.fromkeys(sorted(slugs)))
        alike = process.extract(
            text.casefold(), self._choices.keys(), scorer=fuzz.token_set_ratio, score_cutoff=LIKENESS, limit=40
        )
        ranked = sorted(alike, key=lambda hit: (-hit[1], -fuzz.ratio(text.casefold(), hit[0]), hit[0]))
        found.update(dict.fromkeys(self._choices[name] for name, _, _ in ranked))
        return tuple(found)[:CANDIDATES]


def _rest(found: Resolution) -> tuple[tuple[str, ...], How | None, tuple[str, ...], tuple[str, ...], bool]:
    return found.partners, found.how, found.candidates, found.warnings, found.not_an_organisation


def _since(partner: Known) -> str:
    return f" ({partner.ended_on})" if partner.ended_on else ""


def _partners() -> tuple[dict[str, Known], dict[str, str]]:
    """({slug: body}, {slug of a second row: slug of the row that counts})."""
    fields = ("pk", "slug", "name", "can_sign", "existence", "ended_on", "was_divided", "duplicate_of__slug")
    rows = list(Partner.objects.values_list(*fields))
    survivors = {row[1]: row[7] for row in rows if row[7]}
    successors: dict[int, set[str]] = defaultdict(set)
    dates: dict[int, str] = {}
    for pk, slug, on in Succession.objects.values_list("predecessor_id", "successor__slug", "on"):
        successors[pk].add(survivors.get(slug, slug))
        dates[pk] = on
    found: dict[str, Known] = {}
    for pk, slug, name, can_sign, existence, ended_on, was_divided, first in rows:
        if not first:
            ended, after = ended_on or dates.get(pk, ""), tuple(sorted(successors[pk] - {slug}))
            found[slug] = Known(pk, slug, name, can_sign, existence, ended, was_divided, after)
    return found, survivors


def _decisions() -> dict[str, tuple[str, tuple[str, ...]]]:
    found: dict[str, tuple[str, list[str]]] = {}
    rows: Any = NameDecision.objects.values_list("normalised", "outcome", "partners__slug")
    for text, outcome, slug in rows:
        found.setdefault(text, (outcome, []))[1].extend([slug] if slug else [])
    return {text: (outcome, tuple(sorted(slugs))) for text, (outcome, slugs) in found.items()}
