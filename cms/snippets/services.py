"""Writing to the registers. A version that was sent out for signature never changes again."""

import hashlib
import json
from typing import Any

from django.db import transaction

from cms.core import clock
from cms.core.errors import Conflict
from cms.snippets.models import Isp, IspVersion, TemplateVersion

TEXTS = (
    "summary",
    "purpose",
    "necessity",
    "expected_benefit",
    "data_subjects",
    "retention",
    "security",
    "individual_rights",
    "may_share",
    "do_not_share",
    "how_to_share",
    "joint_arrangement",
)
ADDED_LATER = ("joint_arrangement",)  # left out of the hash while empty: what was signed before keeps its own
BASIS = ("purpose", "direction", "regime", "article10_authority", "policy_document_url", "confidentiality")
FLOW = ("items", "method", "format", "frequency_required")


def assert_editable(version: IspVersion) -> None:
    """Refuse a change of a version's words, parties, law or flows once it was sent out for signature.

    Asked of the stored row, so that setting the state back in memory opens nothing. Raises Conflict.
    """
    stored = IspVersion.objects.filter(pk=version.pk).values_list("state", flat=True).first()
    if stored in IspVersion.FROZEN:
        message = "This version was sent out for signature and cannot change. Withdraw it and open a new one."
        raise Conflict(message, state=str(stored))


def assert_not_retired(isp: Isp) -> None:
    """Refuse to begin anything under an agreement that is over. Raises Conflict."""
    if isp.retired_on is not None and isp.retired_on <= clock.today():
        raise Conflict("This agreement is retired. Nothing was saved.")


def content_hash(version: IspVersion) -> str:
    """SHA-256 of what is signed, as canonical JSON (sorted keys, no spaces, UTF-8): 64 hexadecimal digits.

    Contacts, names of people and the review date are the unsigned schedule, and no part of it.
    """
    text = json.dumps(signed_content(version), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def signed_content(version: IspVersion) -> dict[str, Any]:
    """The words, parties, law, data and flows of a version, as JSON-able values in a fixed order."""
    isp = version.isp
    # Who joins later signs a part of its own (cms.signing.accession), or the others' fingerprint would change.
    parties = version.parties.filter(acceding=False).select_related("partner").order_by("partner__slug")
    items = version.data_items.order_by("name", "pk")
    flows = version.flows.select_related("sender", "recipient", "dataset").order_by("pk")
    edition = version.template
    # Only what is there is told: the fingerprints of versions signed before there was a template stay as they are.
    standard = {} if edition is None else {"template": {"edition": edition.number, "clauses": _standard(edition)}}
    return {
        **standard,
        "reference": isp.reference,
        "title": isp.title,
        "kind": isp.kind,
        "number": version.number,
        "texts": {name: text for name in TEXTS if (text := getattr(version, name)) or name not in ADDED_LATER},
        "parties": [signed_part(party) for party in parties],
        "data_items": [[item.name, item.is_special_category, item.is_criminal_offence] for item in items],
        "flows": [_flow(flow) for flow in flows],
    }


def _standard(edition: TemplateVersion) -> list[list[str]]:
    """Heading and words of the clauses that stand in every agreement made from this edition."""
    return [[clause.heading, clause.text] for clause in edition.clauses.all() if clause.is_locked]


def signed_part(party: Any) -> dict[str, Any]:
    """One party with its law, as it stands in what is signed."""
    bases = party.bases.select_related("article6", "article9", "schedule1", "part3").order_by("pk")
    return {
        "partner": party.partner.slug,
        "controller": party.controller_as_signed or party.partner.controller_name,
        "role": party.role,
        "controller_status": party.controller_status,
        "is_essential": party.is_essential,
        "bases": [_basis(basis) for basis in bases],
    }


def _basis(basis: Any) -> dict[str, Any]:
    chosen = {name: _code(getattr(basis, name)) for name in ("article6", "article9", "schedule1", "part3")}
    gateways = sorted(basis.gateways.values_list("slug", flat=True))
    return {**{name: getattr(basis, name) for name in BASIS}, **chosen, "gateways": gateways}


def _flow(flow: Any) -> dict[str, Any]:
    ends = {name: getattr(getattr(flow, name), "slug", None) for name in ("sender", "recipient", "dataset")}
    promise = {"required_every": flow.required_every} if flow.required_every else {}
    return {**{name: getattr(flow, name) for name in FLOW}, **ends, **promise}


def _code(condition: Any) -> str | None:
    return None if condition is None else f"{condition.kind}:{condition.code}"


@transaction.atomic
def lock_isp(pk: int) -> Isp:
    """The ISP's row, held until the transaction ends. Raises Isp.DoesNotExist."""
    locked: Isp = Isp.objects.select_for_update().get(pk=pk)
    return locked


def move_on(isp: Isp, **changes: Any) -> None:
    """Save these columns and give the ISP its next revision, so that a form opened before learns of it."""
    for name, value in changes.items():
        setattr(isp, name, value)
    isp.lock_version += 1
    isp.save(update_fields=[*changes, "lock_version"])
