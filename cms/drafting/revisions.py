"""The mark of one part of a draft: it changes whenever that part does, whoever changes it and wherever."""

import hashlib
import json
from typing import Any

from cms.drafting.steps import BY_KEY
from cms.snippets.models import IspVersion

PARTY = ("pk", "partner_id", "role", "controller_status", "is_essential", "article28_contract_url", "service_area")
BASIS = (
    *("pk", "purpose", "direction", "regime", "article6_id", "article9_id", "schedule1_id", "part3_id"),
    *("article10_authority", "policy_document_url", "confidentiality", "data_opt_out_applies", "rationale"),
    "override_reason",
)
ITEM = ("pk", "name", "is_special_category", "is_criminal_offence")
FLOW = ("pk", "sender_id", "recipient_id", "items", "method", "format", "frequency_required", "required_every")
CONTACT = ("pk", "role", "partner_id", "phone", "email", "is_urgent")


def revision_of(version: IspVersion, step: str, partner: int | None = None) -> str:
    """16 hexadecimal digits for what a step holds now; `partner` (key) narrows the law to one party's."""
    text = json.dumps(content_of(version, step, partner), default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def content_of(version: IspVersion, step: str, partner: int | None = None) -> Any:
    isp = version.isp
    if BY_KEY[step].text:
        return getattr(version, BY_KEY[step].text)
    if step == "title":
        return [isp.title, isp.theme_id, isp.kind]
    if step == "review":
        return [isp.next_review_on, isp.review_cycle_months]
    if step == "visibility":
        return isp.visibility
    if step == "contacts":
        return _rows(isp.contacts.order_by("pk"), CONTACT)
    if step == "partners":
        return _rows(version.parties.order_by("pk"), PARTY)
    if step == "information":
        return _rows(version.data_items.order_by("pk"), ITEM)
    if step == "flows":
        return _rows(version.flows.order_by("pk"), FLOW)
    parties = version.parties.order_by("pk").prefetch_related("bases__gateways")
    return [
        [party.partner_id, [[*_row(basis, BASIS), sorted(one.pk for one in basis.gateways.all())] for basis in bases]]
        for party in parties
        if (partner is None or party.partner_id == partner)
        for bases in [sorted(party.bases.all(), key=lambda basis: basis.pk)]
    ]


def _rows(rows: Any, columns: tuple[str, ...]) -> list[list[Any]]:
    return [_row(row, columns) for row in rows]


def _row(row: Any, columns: tuple[str, ...]) -> list[Any]:
    return [getattr(row, name) for name in columns]
