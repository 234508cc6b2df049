"""Saving what is a list: partners, information, flows, contacts. One row at a time, at once."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import transaction

from cms.core.errors import BadInput, NotFound
from cms.core.policy import visible
from cms.core.requester import Requester
from cms.drafting.services.access import assert_same, locked, refuse, saved
from cms.drafting.services.opening import cannot_sign
from cms.snippets.models import DataFlow, DataItem, IspContact, IspParty, IspVersion, Partner

Role = IspParty.Role
Status = IspParty.ControllerStatus
MOST_ROWS = 200
REMOVED_FROM = {"partners": "parties", "information": "data_items", "flows": "flows", "contacts": "contacts"}


@transaction.atomic
def save_party(
    *,
    by: Requester,
    reference: str,
    expected: str,
    partner: str,
    role: str,
    controller_status: str = Status.INDEPENDENT,
    is_essential: bool = False,
    article28_contract_url: str = "",
    service_area: str = "",
) -> IspVersion:
    """Add a partner (slug), or change its part. A processor needs the address of its Article 28 contract and does not
    sign; a body that cannot sign is refused with what to do. Raises NotFound, Forbidden, Conflict, BadInput.
    """
    version = locked(by, reference)
    assert_same(version, "partners", expected)
    body = _body(by, partner)
    is_lead = body is not None and body.pk == version.isp.lead_id
    is_processor = role == Role.PROCESSOR
    refuse(
        {
            "partner": _fault_of(body, is_processor, version),
            "role": _fault_of_role(role, is_lead),
            "controllerStatus": "" if controller_status in Status.values else "Choose one.",
            "article28ContractUrl": _fault_of_contract(article28_contract_url) if is_processor else "",
            "serviceArea": "Make this shorter: 80 characters at most." if len(service_area) > 80 else "",
        }
    )
    IspParty.objects.update_or_create(
        version=version,
        partner=body,
        defaults={
            "role": role,
            "controller_status": Status.INDEPENDENT if is_processor else controller_status,
            "is_essential": (is_essential or is_lead) and not is_processor,
            "article28_contract_url": article28_contract_url.strip() if is_processor else "",
            "service_area": service_area.strip(),
        },
    )
    return saved(by, version, "partners")


def _body(by: Requester, slug: str) -> Partner | None:
    """The organisation with this slug; of two rows for one body the one that counts."""
    found: Partner | None = visible(Partner.objects.all(), by).filter(slug=slug).select_related("duplicate_of").first()
    return found.duplicate_of if found is not None and found.duplicate_of is not None else found


def _fault_of(body: Partner | None, is_processor: bool, version: IspVersion) -> str:
    if body is None:
        return "Choose an organisation from the list."
    if body.existence in (Partner.Existence.CLOSED, Partner.Existence.MERGED, Partner.Existence.REPLACED):
        return f"{body.name} does not exist any more: choose the body that took over from it."
    if not body.can_sign and not is_processor:
        return cannot_sign(body)
    if version.parties.count() >= MOST_ROWS:
        return f"An agreement has at most {MOST_ROWS} parties here. Ask the core team."
    return ""


def _fault_of_role(role: str, is_lead: bool) -> str:
    if role not in Role.values:
        return "Choose whether it gives, receives, or both."
    if is_lead and role == Role.PROCESSOR:
        return "The partner that leads the agreement decides about the information, so it is no processor."
    if role == Role.LEAD and not is_lead:
        return "Another partner leads this agreement: choose whether this one gives, receives, or both."
    return ""


def _fault_of_contract(url: str) -> str:
    if not url.strip():
        return "Give the address of the contract that UK GDPR Article 28 wants with a processor."
    try:
        URLValidator(schemes=["https", "http"])(url.strip())
    except ValidationError:
        return "Give an address that begins with https://."
    return "Make this shorter: 300 characters at most." if len(url) > 300 else ""


@transaction.atomic
def save_item(
    *,
    by: Requester,
    reference: str,
    expected: str,
    name: str,
    is_special_category: bool,
    is_criminal_offence: bool,
    row: int | None = None,
) -> IspVersion:
    """Add one kind of information, or change the one with this key. Raises NotFound, Forbidden, Conflict, BadInput."""
    version = locked(by, reference)
    assert_same(version, "information", expected)
    refuse({"name": _needed(name, 250, "Name the information, such as “School attendance”.")})
    item = _row(version.data_items, row) or DataItem(version=version)
    item.name = name.strip()
    item.is_special_category, item.is_criminal_offence = is_special_category, is_criminal_offence
    item.save()
    return saved(by, version, "information")


@transaction.atomic
def save_flow(
    *,
    by: Requester,
    reference: str,
    expected: str,
    sender: str,
    recipient: str,
    items: str,
    method: str,
    format: str = "",  # noqa: A002 - the column's name
    frequency: str = "",
    required_every: str = "",
    row: int | None = None,
) -> IspVersion:
    """Add what moves from one party (slug) to another, or change it. Raises NotFound, Forbidden, Conflict, BadInput."""
    version = locked(by, reference)
    assert_same(version, "flows", expected)
    parties = {party.partner.slug: party.partner for party in version.parties.select_related("partner")}
    refuse(
        {
            "sender": "" if sender in parties else "Choose one of the parties.",
            "recipient": (
                "Choose one of the parties."
                if recipient not in parties
                else "Choose somebody else than who gives it."
                if recipient == sender
                else ""
            ),
            "items": _needed(items, 250, "Say what moves."),
            "method": _needed(method, 120, "Say how it is sent, such as “secure e-mail”."),
            "format": "Make this shorter: 80 characters at most." if len(format) > 80 else "",
            "frequency": _needed(frequency, 80, "Say how often, such as “every Monday” or “when asked”."),
            "requiredEvery": "" if required_every in DataFlow.Every.values else "Choose one from the list.",
        }
    )
    flow = _row(version.flows, row) or DataFlow(version=version, status=DataFlow.Status.NOT_STARTED)
    flow.sender, flow.recipient, flow.items = parties[sender], parties[recipient], items.strip()
    flow.method, flow.format = method.strip(), format.strip()
    flow.frequency_required, flow.required_every = frequency.strip(), required_every
    flow.save()
    return saved(by, version, "flows")


@transaction.atomic
def save_contact(
    *,
    by: Requester,
    reference: str,
    expected: str,
    role: str,
    partner: str = "",
    phone: str = "",
    email: str = "",
    is_urgent: bool = False,
    row: int | None = None,
) -> IspVersion:
    """Add whom to ring, or change it: of the unsigned schedule, so nothing is voided. Raises NotFound, Forbidden,
    Conflict, BadInput with `fields`.
    """
    version = locked(by, reference)
    assert_same(version, "contacts", expected)
    body = _body(by, partner) if partner else None
    refuse(
        {
            "role": _needed(role, 120, "Give a role, such as “Community safety duty officer”."),
            "partner": "Choose one of the parties." if partner and body is None else "",
            "phone": (
                "Give a telephone number or an e-mail address."
                if not phone.strip() and not email.strip()
                else "Make this shorter: 40 characters at most."
                if len(phone) > 40
                else ""
            ),
            "email": _fault_of_email(email),
        }
    )
    contact = _row(version.isp.contacts, row) or IspContact(isp=version.isp)
    contact.role, contact.partner, contact.phone = role.strip(), body, phone.strip()
    contact.email, contact.is_urgent = email.strip(), is_urgent
    contact.save()
    return saved(by, version, "contacts")


def _fault_of_email(email: str) -> str:
    if not email.strip():
        return ""
    try:
        validate_email(email.strip())
    except ValidationError:
        return "Give an address like name@organisation.org.uk."
    return ""


@transaction.atomic
def remove_row(*, by: Requester, reference: str, step: str, expected: str, row: int) -> IspVersion:
    """Take a row out of a list of the draft; a party goes with its law. Raises NotFound, Forbidden, Conflict, BadInput
    for the lead, and for a party that something still moves to or from.
    """
    version = locked(by, reference)
    if step not in REMOVED_FROM:
        raise BadInput("This step is no list.", fields={"step": ["Choose a step that is a list."]})
    assert_same(version, step, expected)
    rows: Any = version.isp.contacts if step == "contacts" else getattr(version, REMOVED_FROM[step])
    found = _row(rows, row)
    if step == "partners":
        refuse({"row": _fault_of_removal(version, found)})
    found.delete()
    return saved(by, version, step)


def _fault_of_removal(version: IspVersion, party: Any) -> str:
    if party.partner_id == version.isp.lead_id:
        return "This partner leads the agreement, so it takes part."
    moves = version.flows.filter(sender=party.partner_id) | version.flows.filter(recipient=party.partner_id)
    return f"Something still moves to or from {party.partner.name}: remove that first." if moves.exists() else ""


def _row(rows: Any, key: int | None) -> Any:
    if key is None:
        return None
    found = rows.filter(pk=key).first()
    if found is None:
        raise NotFound("It is not there any more.")
    return found


def _needed(text: str, most: int, message: str) -> str:
    if not text.strip():
        return message
    return f"Make this shorter: {most} characters at most." if len(text.strip()) > most else ""
