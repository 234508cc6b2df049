"""The law of one party, one question at a time. Each answer is kept at once; what is missing is named elsewhere."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction

from cms.core import clock
from cms.core.errors import NotFound
from cms.core.requester import Requester
from cms.drafting.law import COLUMN, KINDS
from cms.drafting.services.access import assert_same, locked, refuse, saved
from cms.snippets.models import IspParty, IspVersion, LegalBasis, LegalCondition, LegalGateway

Regime = LegalBasis.Regime
TEXTS = {"purpose": 250, "article10_authority": 250, "override_reason": 250, "rationale": 4000}
CAMEL = {
    "article10_authority": "article10Authority",
    "override_reason": "overrideReason",
    "policy_document_url": "policyDocumentUrl",
    "data_opt_out_applies": "dataOptOutApplies",
}


@transaction.atomic
def save_basis(
    *, by: Requester, reference: str, expected: str, partner: str, row: int | None = None, **answers: Any
) -> LegalBasis:
    """Answer questions about one legal basis of a party (slug), or begin one. What is not given stays as it is.

    `answers`: purpose, direction, regime, article6, article9, schedule1, part3 (codes; empty: none), gateways (slugs),
    article10_authority, policy_document_url, confidentiality, data_opt_out_applies, rationale, override_reason. A
    reason to rely on 6(1)(f) or (ea) is kept with the name of who gives it. A change of regime empties what belongs to
    the other one.
    Raises NotFound, Forbidden, Conflict, BadInput with `fields`.
    """
    version = locked(by, reference)
    party = version.parties.select_related("partner").filter(partner__slug=partner).first()
    if party is None or party.role == IspParty.Role.PROCESSOR:
        raise NotFound("There is no such party.")
    assert_same(version, "law", expected, party.partner_id)
    basis = _basis(party, row)
    chosen = _conditions(answers)
    gateways = _gateways(answers.get("gateways"))
    refuse(_faults(basis, answers, chosen, gateways))
    for name in ("direction", "regime", "confidentiality", "data_opt_out_applies"):
        if name in answers:
            setattr(basis, name, answers[name])
    for name in (*TEXTS, "policy_document_url"):
        if name in answers:
            setattr(basis, name, answers[name].strip())
    for name, condition in chosen.items():
        setattr(basis, name, condition)
    if basis.regime == Regime.PART_3:
        basis.article6 = basis.article9 = basis.schedule1 = None
        basis.article10_authority = basis.override_reason = ""
    else:
        basis.part3 = None
    if "override_reason" in answers or not basis.override_reason:
        basis.override_by_id = by.user_id if basis.override_reason else None
    basis.checked_by_id, basis.checked_on = None, None  # whoever checked it checked other words
    basis.save()
    if gateways is not None:
        basis.gateways.set(gateways)
        basis.save()
    saved(by, version, f"law:{partner}"[:40])
    return basis


def _basis(party: Any, row: int | None) -> LegalBasis:
    if row is None:
        return LegalBasis(party=party)
    found: LegalBasis | None = party.bases.filter(pk=row).first()
    if found is None:
        raise NotFound("It is not there any more.")
    return found


def _conditions(answers: dict[str, Any]) -> dict[str, LegalCondition | None]:
    """{column: the condition with the code that was given}; a wrong code is kept as the string it was."""
    found: dict[str, Any] = {}
    for name in COLUMN:
        if name not in answers:
            continue
        code = (answers[name] or "").strip()
        row = LegalCondition.objects.filter(kind=KINDS[name], code=code).first() if code else None
        found[name] = row if row is not None or not code else code
    return found


def _gateways(slugs: list[str] | None) -> list[LegalGateway] | None:
    if slugs is None:
        return None
    rows = {row.slug: row for row in LegalGateway.objects.filter(slug__in=slugs)}
    return [rows.get(slug) for slug in dict.fromkeys(slugs)]  # type: ignore[misc]


def _faults(basis: LegalBasis, answers: dict[str, Any], chosen: dict[str, Any], gateways: Any) -> dict[str, str]:
    faults: dict[str, str] = {}
    for name, most in TEXTS.items():
        if len(answers.get(name) or "") > most:
            faults[CAMEL.get(name, name)] = f"Make this shorter: {most:,} characters at most."
    if not (answers.get("purpose") if "purpose" in answers else basis.purpose):
        faults["purpose"] = "Say for what this party shares: one purpose."
    for name, choices in (
        ("direction", LegalBasis.Direction),
        ("regime", Regime),
        ("confidentiality", LegalBasis.Confidentiality),
    ):
        if name in answers and answers[name] not in choices.values:
            faults[name] = "Choose one from the list."
    for name, condition in chosen.items():
        if isinstance(condition, str):
            faults[name] = "Choose one from the list."
    if gateways is not None and None in gateways:
        faults["gateways"] = "Choose laws from the list."
    url = (answers.get("policy_document_url") or "").strip()
    if url:
        try:
            URLValidator(schemes=["https", "http"])(url)
        except ValidationError:
            faults["policyDocumentUrl"] = "Give an address that begins with https://."
    return faults


@transaction.atomic
def check_bases(*, by: Requester, reference: str, expected: str, partner: str) -> IspVersion:
    """Somebody stands by the law of this party: their name and today's date beside it. Raises NotFound, Forbidden,
    Conflict.
    """
    version = locked(by, reference)
    party = version.parties.filter(partner__slug=partner).first()
    if party is None:
        raise NotFound("There is no such party.")
    assert_same(version, "law", expected, party.partner_id)
    for basis in party.bases.all():
        basis.checked_by_id, basis.checked_on = by.user_id, clock.today()
        basis.save()
    return saved(by, version, f"law:{partner}"[:40])


@transaction.atomic
def remove_basis(*, by: Requester, reference: str, expected: str, partner: str, row: int) -> IspVersion:
    """Take a legal basis out. Raises NotFound, Forbidden, Conflict."""
    version = locked(by, reference)
    party = version.parties.filter(partner__slug=partner).first()
    if party is None:
        raise NotFound("There is no such party.")
    assert_same(version, "law", expected, party.partner_id)
    _basis(party, row).delete()
    return saved(by, version, f"law:{partner}"[:40])
