"""Comments on a part of a draft: said once, answered, resolved; never taken away."""

from django.db import IntegrityError, transaction

from cms.audit.services import record
from cms.core import clock
from cms.core.errors import BadInput, Conflict, Forbidden, NotFound
from cms.core.policy import may, visible
from cms.core.requester import Requester
from cms.drafting.models import DraftComment
from cms.drafting.services.access import check_submission, locked, refuse
from cms.drafting.steps import BY_KEY
from cms.members.models import User
from cms.members.selectors import recipient
from cms.notifications.services import notify
from cms.snippets.models import IspVersion

LONGEST, LONGEST_QUOTE = 4000, 1000


def add_comment(
    *,
    by: Requester,
    reference: str,
    submission_id: str,
    step: str,
    text: str,
    quote: str = "",
    thread: int | None = None,
) -> DraftComment:
    """Say something about a part of the draft, or answer a comment there. `quote`: the words it is about, kept as they
    are now. Raises NotFound, Forbidden, BadInput with `fields`. One submission is one comment.
    """
    check_submission(submission_id)
    try:
        return _add(by, reference, submission_id, step, text, quote, thread)
    except IntegrityError:  # the same form, sent twice at once: the other one won
        known = _known(by, submission_id)
        if known is None:
            raise
        return known


@transaction.atomic
def _add(
    by: Requester, reference: str, submission_id: str, step: str, text: str, quote: str, thread: int | None
) -> DraftComment:
    version = locked(by, reference, action="draft.comment")
    known = _known(by, submission_id)
    if known is not None:
        return known
    first = _first_of(by, version, thread)
    refuse(
        {
            "step": "" if first is not None or step in BY_KEY else "Choose a part of the draft.",
            "text": (
                "Write your comment."
                if not text.strip()
                else f"Make this shorter: {LONGEST:,} characters at most."
                if len(text) > LONGEST
                else ""
            ),
            "quote": f"Quote less: {LONGEST_QUOTE:,} characters at most." if len(quote) > LONGEST_QUOTE else "",
        }
    )
    comment: DraftComment = DraftComment.objects.create(
        version=version,
        step=first.step if first is not None else step,
        thread=first,
        quote=quote.strip() if first is None else "",
        text=text.strip(),
        by_id=by.user_id,
        submission_id=submission_id,
    )
    if first is not None and first.resolved_at is not None:  # an answer opens it again
        first.resolved_at, first.resolved_by_id = None, None
        first.save(update_fields=["resolved_at", "resolved_by"])
    record(by, "draft.commented", version, label=f"{version}: {comment.step}", organisation_id=version.isp.lead_id)
    _tell(by, version, comment)
    return comment


def _known(by: Requester, submission_id: str) -> DraftComment | None:
    found: DraftComment | None = DraftComment.objects.filter(submission_id=submission_id).first()
    if found is not None and found.by_id != by.user_id:
        raise BadInput("This submissionId was used before.")
    return found


def _first_of(by: Requester, version: IspVersion, thread: int | None) -> DraftComment | None:
    if thread is None:
        return None
    found: DraftComment | None = visible(version.draft_comments.all(), by).filter(pk=thread, thread=None).first()
    if found is None:
        raise NotFound("There is no such comment.")
    return found


def _tell(by: Requester, version: IspVersion, comment: DraftComment) -> None:
    """On the site, for owner and deputy, and whoever wrote the comment that is answered. No mail for each remark."""
    isp = version.isp
    wanted = {isp.owner_id, isp.deputy_id, comment.thread.by_id if comment.thread else None} - {None, by.user_id}
    people = User.objects.filter(pk__in=wanted, is_active=True)
    notify(
        by=by,
        source_key=f"draft-comment:{comment.pk}",
        recipients=[recipient(person) for person in people],
        title=f"A comment on “{BY_KEY[comment.step].name}” of {isp.reference}",
        body=comment.text[:300],
        path=f"/drafts/{isp.reference}/comments/{comment.step}",
        email=False,
    )


@transaction.atomic
def resolve_comment(*, by: Requester, comment_id: int, resolved: bool = True) -> DraftComment:
    """Mark a thread as dealt with, or open it again: who writes the draft, or who began the thread. Raises NotFound,
    Forbidden, Conflict once it was sent out.
    """
    found = visible(DraftComment.objects.all(), by).filter(pk=comment_id, thread=None).first()
    if found is None:
        raise NotFound("There is no such comment.")
    comment: DraftComment = DraftComment.objects.select_for_update(of=("self",)).get(pk=comment_id)
    version = comment.version
    if version.state not in (IspVersion.State.DRAFT, IspVersion.State.PEER_REVIEW):
        raise Conflict("This draft was sent out for signature: its comments stay as they are.")
    own = comment.by_id is not None and comment.by_id == by.user_id and may(by, "draft.comment", version)
    if not (own or may(by, "draft.write", version)):
        raise Forbidden("Who writes the draft, or who made the comment, resolves it.")
    if resolved == (comment.resolved_at is not None):
        return comment
    comment.resolved_at = clock.now() if resolved else None
    comment.resolved_by_id = by.user_id if resolved else None
    comment.save(update_fields=["resolved_at", "resolved_by"])
    verb = "draft.comment_resolved" if resolved else "draft.comment_reopened"
    record(by, verb, version, label=f"{version}: {comment.step}", organisation_id=version.isp.lead_id)
    return comment
