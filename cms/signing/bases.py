"""Is each party's legal basis complete for what it shares? Asked before a version goes out for signature.

The rules: UK GDPR Articles 6, 9 and 10; DPA 2018 section 10 and Schedule 1 (Parts 1 to 3) with its appropriate policy
document; Part 3 (sections 35 and 42, Schedule 8) for law enforcement purposes, where Article 9 has no place.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cms.core import clock
from cms.core.partial_dates import PartialDate
from cms.snippets.models import IspParty, IspVersion, LegalBasis, LegalCondition

Regime = LegalBasis.Regime
PUBLIC_AUTHORITIES = frozenset({"local authority", "police", "fire", "health", "education", "university"})
COMPETENT = frozenset({"police"})  # Schedule 7; others act under a statutory function, which a gateway names
PART_1_LETTERS = frozenset("bhij")
NOT_FOR_OWN_TASKS = ("f", "ea")
CONSENT_UNDER_PART_3 = "35-2-a"
CONDITIONS = ("article6", "article9", "schedule1", "part3")


@dataclass(frozen=True, slots=True)
class Missing:
    """What one party's law lacks, in words for the person who mends it."""

    party_id: int
    partner: str
    purpose: str
    text: str

    def __str__(self) -> str:
        return f"{self.partner}, {self.purpose}: {self.text}" if self.purpose else f"{self.partner}: {self.text}"


def missing_pieces(version: IspVersion) -> list[Missing]:
    """Everything that keeps a version from going out for signature, party by party; empty when the law is complete."""
    items = list(version.data_items.all())
    special = any(item.is_special_category for item in items)
    criminal = any(item.is_criminal_offence for item in items)
    parties = version.parties.exclude(role=IspParty.Role.PROCESSOR).select_related("partner__sector").order_by("pk")
    today = clock.today()
    found = []
    for party in parties.prefetch_related("bases__gateways", *[f"bases__{name}" for name in CONDITIONS]):
        bases = list(party.bases.all())
        if not bases:
            found.append(Missing(party.pk, party.partner.name, "", "no legal basis is named."))
        for basis in bases:
            texts = [*_lacks(basis, party, special, criminal), *_out_of_date(basis, today)]
            found += [Missing(party.pk, party.partner.name, basis.purpose, text) for text in texts]
    return found


def _lacks(basis: LegalBasis, party: Any, special: bool, criminal: bool) -> Iterator[str]:
    if basis.regime == Regime.PART_3:
        yield from _part_3(basis, party, special or criminal)
        return
    if basis.part3_id is not None:
        yield "a Part 3 condition has no place under UK GDPR."
    yield from _article_6(basis, party)
    if special:
        yield from _article_9(basis)
    if criminal and not basis.article10_authority and basis.schedule1_id is None:
        yield "criminal offence data needs an Article 10 authority or a Schedule 1 condition."
    condition = basis.schedule1
    if condition is not None and condition.needs_policy_document == "yes" and not basis.policy_document_url:
        yield f"{condition.provision} needs an appropriate policy document."


def _article_6(basis: LegalBasis, party: Any) -> Iterator[str]:
    if basis.article6 is None:
        yield "no Article 6 basis is chosen."
        return
    letter = basis.article6.code.split("-")[0]
    overridden = bool(basis.override_reason) and basis.override_by_id is not None
    if letter in NOT_FOR_OWN_TASKS and party.partner.sector.code in PUBLIC_AUTHORITIES and not overridden:
        yield (
            f"{basis.article6.provision} is not open to a public authority for its own tasks: choose another basis, "
            "or a named person gives a reason."
        )


def _article_9(basis: LegalBasis) -> Iterator[str]:
    article, schedule = basis.article9, basis.schedule1
    if article is None:
        yield "special category data needs an Article 9 condition."
        return
    wanted = "Part 1" if article.code in PART_1_LETTERS else "Part 2" if article.code == "g" else ""
    if not wanted:
        return
    if schedule is None:
        yield f"{article.provision} needs a Schedule 1 {wanted} condition."
    elif schedule.schedule1_part != wanted or (schedule.goes_with and article.code not in _letters(schedule)):
        yield f"{schedule.provision} does not go with {article.provision}: choose a Schedule 1 {wanted} condition."


def _letters(schedule: LegalCondition) -> set[str]:
    return set(schedule.goes_with.replace(",", " ").replace(";", " ").split())


def _part_3(basis: LegalBasis, party: Any, sensitive: bool) -> Iterator[str]:
    if basis.article9_id is not None:
        yield "under Part 3 there is no Article 9 condition: use a Schedule 8 condition."
    if party.partner.sector.code not in COMPETENT and not basis.gateways.all():
        yield "Part 3 is for competent authorities: name the law that gives it a law enforcement function."
    condition = basis.part3
    if condition is None:
        yield "no Part 3 basis is chosen."
        return
    if not sensitive:
        return
    if not condition.for_sensitive_processing and condition.code != CONSENT_UNDER_PART_3:
        yield "sensitive processing needs a Schedule 8 condition, or consent."
    if not basis.policy_document_url:
        yield "sensitive processing needs a section 42 policy document."


def _out_of_date(basis: LegalBasis, today: datetime.date) -> Iterator[str]:
    for name in CONDITIONS:
        condition = getattr(basis, name)
        if condition is None:
            continue
        if condition.valid_from and PartialDate.parse(condition.valid_from).first_day > today:
            yield f"{condition.provision} has not started yet."
        if condition.valid_to and PartialDate.parse(condition.valid_to).last_day < today:
            yield f"{condition.provision} has ended."
    for gateway in basis.gateways.all():
        if gateway.state == "passed":
            yield f"{gateway} is passed but has not started."
        if gateway.state == "ended":
            yield f"{gateway} has ended."
