"""Which questions about the law apply to a party: each answer decides which one is next."""

from typing import Any

from cms.signing.bases import COMPETENT, NOT_FOR_OWN_TASKS, PUBLIC_AUTHORITIES
from cms.snippets.models import IspVersion, LegalBasis, LegalCondition

Kind = LegalCondition.Kind
KINDS = {
    "article6": Kind.ARTICLE_6,
    "article9": Kind.ARTICLE_9,
    "schedule1": Kind.SCHEDULE_1,
    "part3": Kind.LAW_ENFORCEMENT,
}
COLUMN = tuple(KINDS)
WITH_SCHEDULE_1 = frozenset("bghij")
CARE = frozenset({"health", "local authority"})  # whose information may be owed confidence in health or care


def data_of(version: IspVersion) -> tuple[bool, bool]:
    """Whether special category data, and whether criminal offence data, are among what is shared."""
    items = list(version.data_items.all())
    return any(item.is_special_category for item in items), any(item.is_criminal_offence for item in items)


def needs_override(basis: LegalBasis, sector: str) -> bool:
    """6(1)(f) and (ea) are not open to a public authority for its own tasks, unless a named person says why."""
    letter = basis.article6.code.split("-")[0] if basis.article6 else ""
    return letter in NOT_FOR_OWN_TASKS and sector in PUBLIC_AUTHORITIES


def questions(basis: LegalBasis, sector: str, *, special: bool, criminal: bool, care: bool) -> list[str]:
    """The questions that apply to this basis of a body in this sector, in the order in which they are asked."""
    found = ["purpose"]
    if sector in COMPETENT or basis.regime == LegalBasis.Regime.PART_3:
        found.append("regime")
    if basis.regime == LegalBasis.Regime.PART_3:
        found.append("part3")
        if special or criminal:
            found.append("policy")
    else:
        found.append("article6")
        if needs_override(basis, sector):
            found.append("override")
        if special:
            found.append("article9")
        if criminal:
            found.append("article10")
        letter = basis.article9.code if basis.article9 else ""
        if (special and letter in WITH_SCHEDULE_1) or (criminal and not basis.article10_authority):
            found.append("schedule1")
        if basis.schedule1 is not None and basis.schedule1.needs_policy_document in ("yes", "check"):
            found.append("policy")
    found.append("gateways")
    if care or basis.confidentiality:
        found.append("confidentiality")
    return [*found, "rationale"]


def is_answered(basis: LegalBasis, question: str) -> bool:
    """Whether there is an answer; whether it is a right one is for cms.signing.bases."""
    answers: dict[str, Any] = {
        "purpose": basis.purpose,
        "regime": basis.regime,
        "part3": basis.part3_id,
        "policy": basis.policy_document_url,
        "article6": basis.article6_id,
        "override": basis.override_reason,
        "article9": basis.article9_id,
        "article10": basis.article10_authority or basis.schedule1_id,
        "schedule1": basis.schedule1_id,
        "gateways": bool(basis.pk) and basis.gateways.all(),
        "confidentiality": basis.confidentiality,
        "rationale": basis.rationale,
    }
    return bool(answers[question])


def involves_care(sectors: set[str], special: bool) -> bool:
    """Health or care information may move: then the duty of confidentiality is asked about."""
    return special and bool(sectors & CARE)
