"""The hand-written example agreements, made the way people make them: drafted, sent out, signed, reviewed."""

import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cms.core import clock
from cms.core.requester import SYSTEM
from cms.members.models import User
from cms.overview.demo.files import add_signed_file
from cms.reviews.models import Review
from cms.signing.models import SendingOut, Signature
from cms.signing.services import record_signature, send_out
from cms.snippets.models import (
    DataFlow,
    DataItem,
    Dataset,
    Isp,
    IspContact,
    IspParty,
    IspVersion,
    LegalBasis,
    LegalCondition,
    LegalGateway,
    Partner,
    Theme,
)

SOURCE = "An invented example for the demonstration. It binds nobody."
POLICY = "https://policies.example/appropriate-policy-document"
POLICE = "territorial police force"
TITLES = {
    "local authority": "Chief executive",
    "police": "Assistant chief constable, for the chief constable",
    "fire": "Deputy chief fire officer, for the authority",
    "health": "Senior information risk owner",
    "voluntary": "Chair of trustees",
}
TEXTS = {
    "summary": "summary",
    "purpose": "purpose",
    "necessity": "necessity",
    "expected_benefit": "benefit",
    "data_subjects": "people",
    "retention": "retention",
    "security": "security",
    "individual_rights": "rights",
    "how_to_share": "how",
}
Person = Callable[[str], User]


class Law:
    """The reference data that the example agreements cite, read once."""

    def __init__(self) -> None:
        self.conditions: dict[tuple[str, str], LegalCondition] = {
            (found.kind, found.code): found for found in LegalCondition.objects.all()
        }
        self.gateways: dict[str, LegalGateway] = {found.slug: found for found in LegalGateway.objects.all()}

    def condition(self, kind: str, code: str) -> LegalCondition:
        return self.conditions[(kind, code)]


def read_specs(file: Path) -> list[dict[str, Any]]:
    specs: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))
    return specs


def make_agreement(
    spec: dict[str, Any], partners: dict[str, Partner], law: Law, person: Person, dataset: Dataset | None = None
) -> Isp:
    """One agreement of agreements.json, once; one that is there already is left as it is. What its flows move comes
    from `dataset`."""
    found: Isp | None = Isp.objects.filter(source_row__demo=spec["key"]).first()
    if found is not None:
        return found
    isp = _isp(spec, partners, person)
    version = _draft(spec, isp, partners, dataset)
    _parties(spec, version, partners, law, person)
    state = spec.get("state", "in_force")
    if state == "peer_review":
        IspVersion.objects.filter(pk=version.pk).update(state=IspVersion.State.PEER_REVIEW)
        return isp
    send_out(by=SYSTEM, version_id=version.pk, tell=False)
    day = _start(spec) if "asked" in spec else _start(spec) - datetime.timedelta(days=21)  # it happened in the past
    sent_at = datetime.datetime.combine(day, datetime.time(10), tzinfo=clock.LONDON)
    SendingOut.objects.filter(version=version).update(sent_at=sent_at)
    _sign(spec, version)
    if spec["file"]:
        add_signed_file(version)
    _past_review(spec, isp, person)
    if "retired" in spec:  # after it was signed: what is retired takes no signature
        isp.retired_on, isp.retired_reason = clock.today() - datetime.timedelta(days=70), spec["retired"]
        isp.save(update_fields=["retired_on", "retired_reason"])
    return isp


def _start(spec: dict[str, Any]) -> datetime.date:
    return clock.today() - datetime.timedelta(days=spec.get("started", spec.get("asked", 0)))


def _isp(spec: dict[str, Any], partners: dict[str, Partner], person: Person) -> Isp:
    today = clock.today()
    days = spec["review_in"]
    isp = Isp(
        title=spec["title"],
        theme=Theme.objects.filter(name=spec["theme"]).first(),
        lead=partners[spec["lead"]],
        owner=person(spec["owner"]) if spec["owner"] else None,
        deputy=person(spec["deputy"]) if spec["deputy"] else None,
        visibility=spec["visibility"],
        starts_on=_start(spec) if "started" in spec else None,
        review_cycle_months=spec["cycle"],
        next_review_on=None if days is None else today + datetime.timedelta(days=days),
        next_review_precision=Isp.Precision.NONE if days is None else Isp.Precision.DAY,
        source=SOURCE,
        source_row={"demo": spec["key"]},
        is_example=True,
    )
    if "suspended" in spec:
        isp.suspended_on, isp.suspended_reason = today - datetime.timedelta(days=18), spec["suspended"]
    isp.save()
    for role, phone, urgent in spec["contacts"]:
        IspContact.objects.create(isp=isp, role=role, partner=isp.lead, phone=phone, is_urgent=urgent)
    return isp


def _draft(spec: dict[str, Any], isp: Isp, partners: dict[str, Partner], dataset: Dataset | None) -> IspVersion:
    version: IspVersion = IspVersion.objects.create(
        isp=isp,
        may_share="\n".join(spec["may"]),
        do_not_share="\n".join(spec["not"]),
        **{field: spec[key] for field, key in TEXTS.items()},
    )
    for name, kind in spec["data"]:
        DataItem.objects.create(
            version=version, name=name, is_special_category=kind == "special", is_criminal_offence=kind == "criminal"
        )
    for sender, recipient, items, method, frequency, status in spec["flows"]:
        ends = {"sender": partners[sender], "recipient": partners[recipient]}
        DataFlow.objects.create(
            version=version,
            items=items,
            method=method,
            frequency_required=frequency,
            status=status,
            dataset=dataset,
            **ends,
        )
    return version


def _parties(spec: dict[str, Any], version: IspVersion, partners: dict[str, Partner], law: Law, person: Person) -> None:
    asked = _start(spec) if "asked" in spec else _start(spec) - datetime.timedelta(days=21)
    for slug, role, essential, signed, conditions in spec["parties"]:
        partner = partners[slug]
        party = IspParty.objects.create(
            version=version,
            partner=partner,
            role=role,
            is_essential=essential,
            owner=version.isp.owner if role == IspParty.Role.LEAD else _their_owner(partner, person),
            service_area=spec["area"],
            # Whoever has not signed an agreement in force was asked to join it lately.
            asked_on=asked if signed is not None or "asked" in spec else clock.today() - datetime.timedelta(days=20),
            conditions=conditions,
        )
        _bases(spec, party, partner, law)


def _their_owner(partner: Partner, person: Person) -> User | None:
    return None if partner.slug == "mse-ft" else person(f"ig:{partner.slug}")


def _bases(spec: dict[str, Any], party: IspParty, partner: Partner, law: Law) -> None:
    kinds = LegalCondition.Kind
    special, sector = spec["special"], partner.sector.code
    basis = LegalBasis(party=party, purpose=spec["purpose"][:250], rationale="An example of how a basis is recorded.")
    basis.article6 = law.condition(kinds.ARTICLE_6, "f" if sector == "voluntary" else "e")
    if special:
        health = special == "h"
        basis.article9 = law.condition(kinds.ARTICLE_9, "h" if health else "g")
        basis.schedule1 = law.condition(kinds.SCHEDULE_1, "p2" if health else special)
        basis.policy_document_url = POLICY
        if sector == "health":
            routes = LegalBasis.Confidentiality
            basis.confidentiality = routes.IMPLIED if health else routes.PUBLIC_INTEREST
            basis.data_opt_out_applies = False
    basis.checked_on = _start(spec)
    _save(basis, spec, law)
    if partner.organisation_type == POLICE and spec["theme"] == "Community safety":
        part3 = law.condition(kinds.LAW_ENFORCEMENT, "s8-1")
        purpose = "To prevent, investigate and detect crime"
        enforcement = LegalBasis(party=party, purpose=purpose, regime=LegalBasis.Regime.PART_3, part3=part3)
        enforcement.policy_document_url, enforcement.checked_on = POLICY, _start(spec)
        _save(enforcement, spec, law)


def _save(basis: LegalBasis, spec: dict[str, Any], law: Law) -> None:
    basis.save()
    rows: Any = LegalBasis.gateways.through
    rows.objects.bulk_create(rows(legalbasis=basis, legalgateway=law.gateways[slug]) for slug in spec["gateways"])


def _sign(spec: dict[str, Any], version: IspVersion) -> None:
    start = _start(spec)
    days = {slug: signed for slug, _, _, signed, _ in spec["parties"] if signed is not None}
    parties = version.parties.select_related("partner__sector").filter(partner__slug__in=days)
    for party in sorted(parties, key=lambda party: days[party.partner.slug]):
        conditions = bool(party.conditions)
        record_signature(
            by=SYSTEM,
            party_id=party.pk,
            signatory_name="A. Signatory (example)",
            signatory_job_title=TITLES.get(party.partner.sector.code, "Director"),
            signed_on=start + datetime.timedelta(days=days[party.partner.slug]),
            decision=Signature.Decision.CONDITIONS if conditions else Signature.Decision.SIGNED,
            reason=party.conditions,
            tell=False,
        )


def _past_review(spec: dict[str, Any], isp: Isp, person: Person) -> None:
    """One review that was done, so that the history is not empty."""
    done = clock.today() - datetime.timedelta(days=330)
    if isp.next_review_on is None or spec.get("started", 0) < 400 or isp.owner is None:
        return
    Review.objects.create(
        isp=isp,
        due_on=done + datetime.timedelta(days=5),
        opened_on=done - datetime.timedelta(days=60),
        outcome=Review.Outcome.UNCHANGED,
        notes="Still right. (Example)",
        reviewer=isp.owner,
        completed_on=done,
        next_due_on=isp.next_review_on,
    )
