"""What the asker's side does: answers a question, writes back, says what came of it. Signed in, or by the link."""

from django.db import transaction

from cms.audit.services import record
from cms.community.keys import case_of
from cms.community.models import CaseMessage, FollowUp, SupportCase
from cms.community.services.answering import check_text, go_on, say
from cms.community.services.telling import tell_core_team
from cms.core import clock
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound, RateLimited
from cms.core.policy import may, visible
from cms.core.requester import ANONYMOUS, Requester

MOST_MESSAGES = 100  # of the asker's side, in one request
GONE = "There is no such request."


@transaction.atomic
def reply_to_case(*, by: Requester, number: int, text: str, submission_id: str) -> SupportCase:
    """A word of the asker, or of the IG lead of the asker's organisation. The core team is told, and an answered
    request waits for us again. Sent twice with one `submission_id`, it is one. Raises NotFound, Forbidden, BadInput
    with `fields`, RateLimited.
    """
    case = _own(by, number)
    return _reply(by, case, text, submission_id)


@transaction.atomic
def reply_by_key(*, key: str, text: str, submission_id: str) -> SupportCase:
    """The same by the link, for an asker without an account. Raises NotFound for a key that opens nothing."""
    return _reply(ANONYMOUS, _by_key(key), text, submission_id)


def _reply(by: Requester, case: SupportCase, text: str, submission_id: str) -> SupportCase:
    if case.messages.filter(kind=CaseMessage.Kind.REPLY).count() >= MOST_MESSAGES:
        raise RateLimited("This has become long. Ring the core team, please.", retryAfter=3600)
    said = say(by, case, CaseMessage.Kind.REPLY, text, submission_id)
    if said is None:
        return case
    go_on(by, case)
    tell_core_team(
        by=by,
        case=case,
        cause=f"reply:{said.pk}",
        title=f"Request {case.number}: the asker wrote",
        body=said.text,
        email_body="The asker of this request wrote. Read it in the admin.",  # it may be about people
        adviser_first=True,
    )
    return case


@transaction.atomic
def answer_follow_up(*, by: Requester, number: int, result: str, words: str = "") -> SupportCase:
    """What came of it, said once. “Not yet” opens the request again. Raises NotFound, Forbidden, BadInput with
    `fields`, Conflict where nobody asked or it was said already."""
    return _follow_up(by, _own(by, number), result, words)


@transaction.atomic
def answer_follow_up_by_key(*, key: str, result: str, words: str = "") -> SupportCase:
    """The same by the link."""
    return _follow_up(ANONYMOUS, _by_key(key), result, words)


def _follow_up(by: Requester, case: SupportCase, result: str, words: str) -> SupportCase:
    words = words.strip()
    if result not in FollowUp.Result.values:
        raise BadInput("Choose an answer.", fields={"result": ["Choose what came of it."]})
    if words:
        check_text(words, "words", "Write something")
    asked = case.follow_ups.select_for_update().order_by("-asked_at").first()
    if asked is None:
        raise Conflict("We have not asked yet.")
    if asked.answered_at is not None:
        if (asked.result, asked.words) == (result, words):
            return case
        raise Conflict("You have told us already. Write to us below if it has changed.")
    asked.result, asked.words, asked.answered_at = result, words, clock.now()
    asked.save(update_fields=["result", "words", "answered_at"])
    record(by, "case.followed_up", case, after=result)
    if result == FollowUp.Result.NOT_YET:
        go_on(by, case)
        tell_core_team(
            by=by,
            case=case,
            cause=f"follow-up:{asked.pk}",
            title=f"Request {case.number}: it has not worked yet",
            body=words or "The asker says that it is not shared yet, and that more help is needed.",
            email_body="A month after our answer the asker says that it has not worked yet. Read it in the admin.",
            adviser_first=True,
        )
    return case


def _own(by: Requester, number: int) -> SupportCase:
    case = visible(SupportCase.objects.select_for_update(of=("self",)), by).filter(number=number).first()
    if case is None:
        raise NotFound(GONE)
    if not may(by, "case.reply", case):
        raise Forbidden("The asker and their information governance lead write here.")
    found: SupportCase = case
    return found


def _by_key(key: str) -> SupportCase:
    case = case_of(key)
    if case is None:
        raise NotFound(GONE)
    locked: SupportCase = SupportCase.objects.select_for_update().get(pk=case.pk)
    return locked
