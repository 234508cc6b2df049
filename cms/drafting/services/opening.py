"""Beginning an agreement: from nothing, from a request for help, or the next version of one that is there."""

from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction

from cms.audit.services import record
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.drafting.models import DraftStart
from cms.drafting.services.access import check_submission
from cms.signing.drafts import open_draft
from cms.snippets.editions import current_edition
from cms.snippets.models import Isp, IspParty, IspVersion, Partner

LONGEST_TITLE = 250
State = IspVersion.State


def start_draft(
    *, by: Requester, submission_id: str, partner: str, title: str, case_number: int | None = None
) -> IspVersion:
    """A new agreement led by this partner (slug), as version 1 with the words of the current template. Its people alone
    see it until it is sent out; the person who starts it owns it. The words of a request for help stand at the start.

    Raises Forbidden, NotFound for a request one may not see, BadInput with `fields`. One submission is one draft.
    """
    check_submission(submission_id)
    known = _known(by, submission_id)
    if known is not None:
        return known
    lead = visible(Partner.objects.all(), by).filter(slug=partner).first()
    if lead is None:
        raise BadInput("Choose an organisation.", fields={"partner": ["Choose the organisation that leads it."]})
    if not may(by, "draft.start", lead.pk):
        raise Forbidden("Leads of a service, IG leads, partner leads and those who sign start an agreement.")
    _check(lead, title)
    case = _case(by, case_number)
    try:
        return _make(by, submission_id, lead, title.strip(), case)
    except IntegrityError:  # the same form, sent twice at once: the other one won
        won = _known(by, submission_id)
        if won is None:
            raise
        return won


def _check(lead: Partner, title: str) -> None:
    fields: dict[str, list[str]] = {}
    if not title.strip():
        fields["title"] = ["Give it a name."]
    elif len(title.strip()) > LONGEST_TITLE:
        fields["title"] = [f"Make this shorter: {LONGEST_TITLE} characters at most."]
    if lead.membership != Partner.Membership.MEMBER:
        fields["partner"] = [f"{lead.name} has not joined the network, so it cannot lead an agreement here."]
    elif not lead.can_sign:
        fields["partner"] = [cannot_sign(lead)]
    if fields:
        raise BadInput("Some answers need another look.", fields=fields)


def cannot_sign(partner: Partner) -> str:
    """What to do about a board or a partnership."""
    return (
        f"{partner.name} is no legal body and cannot sign. Name the organisations that are its members and decide "
        "about the information: each of them signs for itself."
    )


@transaction.atomic
def _make(by: Requester, submission_id: str, lead: Partner, title: str, case: Any) -> IspVersion:
    owner = by.user_id if lead.pk in by.partners else None  # an owner from elsewhere would count for nothing
    isp = Isp.objects.create(title=title, lead=lead, owner_id=owner, visibility=Isp.Visibility.PARTIES)
    edition = current_edition()
    texts = {clause.section: clause.text for clause in edition.clauses.all() if clause.section} if edition else {}
    if case is not None:
        texts["summary"] = _joined(case.what, texts.get("summary", ""))
        texts["purpose"] = _joined(case.why, texts.get("purpose", ""))
    version: IspVersion = IspVersion.objects.create(isp=isp, number=1, state=State.DRAFT, template=edition, **texts)
    IspParty.objects.create(version=version, partner=lead, role=IspParty.Role.LEAD, is_essential=True)
    DraftStart.objects.create(submission_id=submission_id, isp=isp, case=case, by_id=by.user_id)
    record(by, "draft.started", version, organisation_id=lead.pk)
    return version


def _joined(first: str, then: str) -> str:
    return "\n\n".join(part for part in (first.strip(), then) if part)


def _known(by: Requester, submission_id: str) -> IspVersion | None:
    start = DraftStart.objects.filter(submission_id=submission_id).first()
    if start is None:
        return None
    if start.by_id != by.user_id:
        raise BadInput("This submissionId was used before.")
    found: IspVersion = IspVersion.objects.select_related("isp").get(isp=start.isp_id, number=1)
    return found


def _case(by: Requester, number: int | None) -> Any:
    if number is None:
        return None
    model = apps.get_model("community", "SupportCase")  # a neighbour: reached through the policy alone
    found = visible(model._default_manager.all(), by).filter(number=number).first()
    if found is None:
        raise NotFound("There is no such request.")
    return found


@transaction.atomic
def start_next_version(*, by: Requester, reference: str) -> IspVersion:
    """A draft of the next version with the words of the one in force, else the last. One that is being written already
    is given back as it is. Raises NotFound, Forbidden, Conflict while one is out for signature.
    """
    rows = visible(IspVersion.objects.all(), by).filter(isp__reference=reference).select_related("isp")
    versions = list(rows.order_by("-number"))
    if not versions:
        raise NotFound("There is no such agreement.")
    writing: IspVersion | None = next((one for one in versions if may(by, "draft.write", one)), None)
    if writing is not None:
        return writing
    if any(one.state in (State.DRAFT, State.PEER_REVIEW) for one in versions):
        raise Forbidden("Owner, deputy or IG lead of the lead partner, or the core team, write it.")
    source = next((one for one in versions if one.state == State.IN_FORCE), versions[0])
    if versions[0].state == State.OUT_FOR_SIGNATURE:
        raise Conflict("A version is out for signature: withdraw it before you write another one.")
    return open_draft(by=by, version_id=source.pk)
