"""What is said about the example draft: two comments, one dealt with. Nobody is let in to read it."""

from cms.drafting.models import DraftComment
from cms.drafting.services.comments import add_comment, resolve_comment
from cms.members.models import User
from cms.members.selectors import requester_of
from cms.snippets.models import Isp, IspVersion


def make_draft_comments(editor: User) -> int:
    """Comments of its owner and the core team on the example that is being written, once. Returns how many."""
    being_written = IspVersion.objects.filter(state__in=(IspVersion.State.DRAFT, IspVersion.State.PEER_REVIEW))
    isp = Isp.objects.filter(is_example=True, versions__in=being_written).exclude(owner=None).order_by("pk").first()
    if isp is None or DraftComment.objects.filter(version__isp=isp).exists():
        return 0
    reference, owner = isp.reference, requester_of(isp.owner)
    first = add_comment(
        by=requester_of(editor),
        reference=reference,
        submission_id="demo-draft-1",
        step="keeping",
        text="Say after which event the time begins to run, so that people know when to delete. (example)",
    )
    add_comment(
        by=owner,
        reference=reference,
        submission_id="demo-draft-2",
        step="keeping",
        text="From the day the case is closed. I have written it down. (example)",
        thread=first.pk,
    )
    resolve_comment(by=owner, comment_id=first.pk)
    add_comment(
        by=requester_of(editor),
        reference=reference,
        submission_id="demo-draft-3",
        step="purpose",
        text="Could a shorter purpose do? People read it on a phone. (example)",
    )
    return 3
