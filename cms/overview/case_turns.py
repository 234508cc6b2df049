"""What becomes of a request for help: a draft agreement, or a question to other members, with one press."""

import hashlib
from collections.abc import Iterable

from django.db import transaction
from django.utils.text import Truncator

from cms.audit.services import record
from cms.community.models import CaseThread, SupportCase
from cms.community.services.telling import tell_asker
from cms.core import content_version
from cms.core.errors import BadInput, Forbidden, NotFound
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.drafting.models import DraftStart
from cms.drafting.services.opening import start_draft
from cms.forum.models import Thread
from cms.forum.services import follow_thread, post_thread
from cms.members.models import User
from cms.members.selectors import members_of, requester_of
from cms.reviews.owners import choose_owner
from cms.snippets.models import IspVersion, Partner

TITLE_AT_MOST = 120


def title_of(case: SupportCase) -> str:
    """A first name for what comes of it, from the asker's own words."""
    return Truncator(" ".join(case.what.split())).chars(TITLE_AT_MOST)


def question_of(case: SupportCase) -> str:
    """What other members could be asked: what and why, not who asks and with whom."""
    return f"{case.what.strip()}\n\nWhat it would make better: {case.why.strip()}"


@transaction.atomic
def draft_from_case(*, by: Requester, number: int, partner: str = "", title: str = "") -> IspVersion:
    """A draft agreement from the asker's words, led by `partner` (slug), unless given by the asker's organisation; the
    one that was begun from this request before, where there is one. The asker owns it where they belong to the lead.

    Raises Forbidden, NotFound, BadInput with `fields` where no organisation can lead it.
    """
    case = _case(by, number)
    if not may(by, "case.answer"):
        raise Forbidden("The core team begins a draft from a request. Others begin theirs with “Start an agreement”.")
    begun = DraftStart.objects.filter(case=case).order_by("at").first()
    if begun is not None:
        known: IspVersion = IspVersion.objects.select_related("isp").get(isp=begun.isp_id, number=1)
        return known
    lead = partner or (case.partner.slug if case.partner else "")
    if not lead:
        message = "Choose the organisation that leads it: the asker gave none that has joined."
        raise BadInput(message, fields={"partner": [message]})
    key = hashlib.sha256(f"case-draft-{case.pk}".encode()).hexdigest()
    version = start_draft(
        by=by, submission_id=key, partner=lead, title=title.strip() or title_of(case), case_number=case.number
    )
    isp = version.isp
    if case.asker_id is not None and members_of(isp.lead_id).filter(pk=case.asker_id).exists():
        choose_owner(by=by, isp_id=isp.pk, owner_id=case.asker_id)
    record(by, "case.became_draft", case, after=isp.reference)
    tell_asker(
        by=by,
        case=case,
        cause=f"draft:{isp.pk}",
        title=f"A draft agreement is begun from your request, number {case.number}",
        body=f"{isp.reference} has your words at its start. Nothing in it counts until it is signed. "
        "The page of your request says how to read it.",
    )
    return version


@transaction.atomic
def thread_from_case(
    *,
    by: Requester,
    number: int,
    submission_id: str,
    title: str,
    body: str,
    agreed: bool = False,
    space: str = "",
    topics: Iterable[str] = (),
    is_anonymous: bool = False,
    checked: bool = False,
) -> Thread:
    """Ask other members about a request. The asker does it for themselves, without a name where they choose so; the
    core team in its own name, once it says that the asker `agreed` or that nothing in the words shows whose request it
    is. What was promised on the form holds: nobody else's press makes a request known to others. Of a thread without a
    name the page of the request, which names its asker, says nothing to the IG lead who reads it.

    `space` and `topics` are slugs. Raises NotFound, Forbidden, BadInput with `fields`, and what `post_thread` raises.
    """
    case = _case(by, number)
    known = CaseThread.objects.filter(submission_id=submission_id, case=case).select_related("thread").first()
    if known is not None:
        found: Thread = known.thread
        return found
    own = by.user_id is not None and case.asker_id == by.user_id
    if not own and not may(by, "case.answer"):
        raise Forbidden("Who asked, or the core team, asks other members.")
    if not own and not agreed:
        message = "Say that the asker agreed, or that nothing here shows whose request it is."
        raise BadInput(message, fields={"agreed": [message]})
    thread = post_thread(
        by=by,
        submission_id=submission_id,
        title=title,
        body=body,
        space=space,
        topics=topics,
        is_anonymous=is_anonymous and own,
        checked=checked,
    )
    CaseThread.objects.create(case=case, thread=thread, by_id=by.user_id, submission_id=submission_id)
    record(by, "case.became_thread", case, after=thread.path)
    content_version.bump()
    if not own:
        _tell_and_follow(by, case, thread)
    return thread


def _tell_and_follow(by: Requester, case: SupportCase, thread: Thread) -> None:
    asker = User.objects.filter(pk=case.asker_id or 0, is_active=True).first()
    if asker is not None:
        own = requester_of(asker)
        if visible(Thread.objects.filter(pk=thread.pk), own).exists():
            follow_thread(by=own, number=thread.number)
    tell_asker(
        by=by,
        case=case,
        cause=f"thread:{thread.pk}",
        title=f"We asked other members about your request, number {case.number}",
        body="The question stands without your name and without that of your organisation. You hear of the replies.",
        with_key=False,
    )


def leads_for(case: SupportCase) -> list[Partner]:
    """Who may lead a draft: the asker's organisation where it has joined, else every member."""
    members = Partner.objects.filter(membership=Partner.Membership.MEMBER)
    own = list(members.filter(pk=case.partner_id or 0))
    return own or list(members.order_by("name"))


def _case(by: Requester, number: int) -> SupportCase:
    rows = visible(SupportCase.objects.select_related("partner"), by)
    case: SupportCase | None = rows.filter(number=number).first()
    if case is None:
        raise NotFound("There is no such request.")
    return case
