"""What the schedule runs. It may run twice or late: rows and dates say what is left to do."""

import datetime

from cms.core import clock
from cms.core.requester import SYSTEM
from cms.drafting.models import PeerReview
from cms.drafting.services.peers import end_of_leaver
from cms.members.selectors import members_of, recipient
from cms.notifications.services import notify

SOON = datetime.timedelta(days=3)


def remind() -> None:
    """A word to whoever was asked for a view: three days before, and on the day after; each once. Who no longer belongs
    to the partner that was asked is asked no more.
    """
    today = clock.today()
    rows = PeerReview.objects.filter(ended_at=None).select_related("version__isp__lead", "person", "partner")
    for review in rows.order_by("pk"):
        if not members_of(review.partner_id).filter(pk=review.person_id).exists():
            end_of_leaver(review)
        elif review.answered_at is None and review.answer_by < today:
            _tell(review, "late", f"Your view was asked for by {review.answer_by:%-d %B}: it still helps")
        elif review.answered_at is None and review.answer_by - SOON <= today:
            _tell(review, "soon", f"Your view of a draft is asked for by {review.answer_by:%-d %B}")


def _tell(review: PeerReview, when: str, title: str) -> None:
    isp = review.version.isp
    notify(
        by=SYSTEM,
        source_key=f"peer-review:{review.pk}:late:{when}",
        recipients=[recipient(review.person)],
        title=title,
        body=f"{isp.lead} asked you to read a draft agreement, {isp.reference}. If you have no time, say so there.",
        path=f"/drafts/{isp.reference}",
    )
